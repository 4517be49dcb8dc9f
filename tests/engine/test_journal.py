"""How an entry is made: the same bytes everywhere, a hash over them, personal values beside them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.engine import journal

texts = st.text(st.characters(exclude_categories=("Cs",)))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
CASE = UUID("0193a4d0-0000-7000-8000-000000000001")
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def entry(
    number: int = 1, previous: bytes = journal.GENESIS, salt: bytes = b"s" * 16, **content: object
) -> journal.Entry:
    return journal.entry(
        case_id=CASE,
        number=number,
        previous=previous,
        site="vn",
        province_code="46",
        verb="move",
        move="hand_over",
        who={"person": str(CASE), "name": "Nguyễn Thị Lan"},
        happened_at=NOON,
        recorded_at=NOON,
        key=None,
        request="r",
        content={"changes": {}, **content},
        personal={"note": "Bà Thảo nộp thay", "receiver": "Trần Văn Hùng"},
        salt=salt,
    )


@given(values)
def test_canonical_text_says_the_same_value_again(value: object) -> None:
    assert json.loads(journal.canonical(value)) == value


@given(st.dictionaries(texts, values, max_size=5), st.randoms())
def test_the_order_in_which_a_value_was_built_does_not_matter(value: dict[str, object], chance: object) -> None:
    names = list(value)
    chance.shuffle(names)  # type: ignore[attr-defined]
    assert journal.canonical({name: value[name] for name in names}) == journal.canonical(value)


def test_canonical_text_is_what_another_site_would_write() -> None:
    value = {"b": 1, "a": [True, None, "Huế"], "đ": date(2026, 11, 20), "c": NOON, "id": CASE}
    assert journal.canonical(value) == (
        '{"a":[true,null,"Huế"],"b":1,"c":"2026-11-20T05:00:00+00:00","id":"0193a4d0-0000-7000-8000-000000000001",'
        '"đ":"2026-11-20"}'
    )
    with pytest.raises(TypeError, match="no canonical form"):
        journal.canonical(object())


def test_the_hash_covers_every_byte_of_the_body() -> None:
    made = entry()
    assert made.hash == hashlib.sha256(made.body.encode()).digest()
    for changed in (made.body.replace("hand_over", "hand_ovar"), made.body + " ", made.body[:-1]):
        assert journal.hashed(changed) != made.hash


def test_the_body_names_the_entry_before_it() -> None:
    first = entry()
    second = entry(2, first.hash)
    assert json.loads(first.body)["previous"] == ""
    assert json.loads(second.body)["previous"] == first.hash.hex()


def test_personal_values_stand_beside_the_body_and_their_digests_in_it() -> None:
    made = entry()
    assert "Thảo" not in made.body
    assert "Hùng" not in made.body
    digests = json.loads(made.body)["personal"]
    assert digests == {name: journal.digest(made.salt, name, value) for name, value in made.personal.items()}


def test_the_same_word_twice_cannot_be_told_by_its_digest() -> None:
    """Without the salt nobody can try names until one fits; each entry has its own."""
    one, other = entry(salt=b""), entry(salt=b"")
    assert len(one.salt) == 16
    assert one.salt != other.salt
    assert json.loads(one.body)["personal"] != json.loads(other.body)["personal"]


@given(st.binary(min_size=16, max_size=16), texts, texts, values, values)
def test_a_digest_is_of_this_name_and_this_value(salt: bytes, name: str, other: str, one: object, two: object) -> None:
    digest = journal.digest(salt, name, one)
    assert digest == journal.digest(salt, name, one)
    same = journal.canonical(one) == journal.canonical(two)
    assert (digest == journal.digest(salt, name, two)) == same
    assert (digest == journal.digest(salt, other, one)) == (name == other)


def test_an_entry_keeps_who_and_when_as_columns_too() -> None:
    made = entry()
    assert (made.person, made.happened_at, made.number, made.site, made.province_code) == (CASE, NOON, 1, "vn", "46")
    assert replace(made, personal={}).body == made.body


@given(values, values)
def test_two_requests_are_the_same_when_all_they_ask_is(one: object, two: object) -> None:
    same = journal.canonical(one) == journal.canonical(two)
    assert (journal.request_digest("move", one) == journal.request_digest("move", two)) == same
    assert journal.request_digest("move", one) != journal.request_digest("open", one)


def test_a_request_has_a_digest_before_anybody_looked_whether_its_text_can_be_stored() -> None:
    broken = {"note": "nửa ký tự \ud83d", "until": NOON, "case": uuid4()}
    assert journal.request_digest("move", broken) == journal.request_digest("move", broken)
