"""Where a petition goes, how long it may take, what a published text may not hold: the rules apart from pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import people
from people import CENTRE, COMMITTEE, NEIGHBOUR, OFFICE, SECRETARIAT
from thongsuot.areas.petitions import likeness, masking, terms
from thongsuot.areas.petitions.masking import HIDDEN
from thongsuot.engine.deadline import LimitUnit
from thongsuot.register import bodies, bodies_above

DAY = date(2026, 11, 21)


@pytest.fixture
def settled(db: None) -> Iterator[None]:
    people.settle()
    yield
    bodies.forget()


@pytest.mark.parametrize(
    ("key", "above"),
    [
        (CENTRE, "ubnd.46"),
        (COMMITTEE, "ubnd.46"),
        (OFFICE, "ubnd.46"),
        ("vp.46", "ubnd.46"),
        ("pvhcc.46", "ubnd.46"),
        ("ubnd.46", "vpcp"),
        ("bo.G17", "vpcp"),
    ],
)
def test_above_a_body_stands_the_next_house(settled: None, key: str, above: str) -> None:
    found = bodies_above.above(key)

    assert found is not None
    assert found.key == above


@pytest.mark.parametrize("key", ["vpcp", "nobody", "", "\x00"])
def test_above_the_centre_and_above_nobody_stands_nobody(settled: None, key: str) -> None:
    assert bodies_above.above(key) is None


def test_no_body_is_above_itself_and_none_is_in_the_house_that_it_judges(settled: None) -> None:
    for key in people.BODIES:
        found = bodies_above.above(key)
        if found is not None and people.BODIES[key].tier == 3:
            assert bodies_above.house_of(found.key) != bodies_above.house_of(key)
        assert found is None or found.key != key


def test_the_house_of_an_office_is_its_committee(settled: None) -> None:
    assert bodies_above.house_of(SECRETARIAT) == COMMITTEE
    assert bodies_above.house_of(f"ubnd.{NEIGHBOUR}") == f"ubnd.{NEIGHBOUR}"


@pytest.mark.parametrize(("about", "longest"), [("TTHC", 30), ("STAFF", 30), ("FIELD", 20)])
def test_every_class_has_its_terms_and_says_that_nobody_has_verified_them(about: str, longest: int) -> None:
    held = terms.on(about, DAY)

    assert (held.classify.amount, held.classify.unit) == (5, LimitUnit.WORKING_DAY)
    assert (held.answer.amount, held.answer.unit) == (15, LimitUnit.CALENDAR_DAY)
    assert held.longest_days == longest
    assert not held.classify.verified
    assert "chưa xác minh" in held.basis


def test_terms_change_on_their_day_and_there_are_none_before_the_first() -> None:
    row = (
        '{"valid_from": "%s", "class": "TTHC", "classify_days": %d, "answer_days": 15, "longest_days": 30,'
        ' "basis": "b", "verified": true}'
    )
    told = terms.parse(f"[{row % ('2026-01-01', 3)}, {row % ('2020-01-01', 5)}]")

    assert terms.on("TTHC", date(2025, 12, 31), told).classify.amount == 5
    assert terms.on("TTHC", date(2026, 1, 1), told).classify.amount == 3
    with pytest.raises(terms.NoTerms):
        terms.on("TTHC", date(2019, 12, 31), told)
    with pytest.raises(terms.NoTerms):
        terms.on("STAFF", DAY, told)
    with pytest.raises(ValidationError):
        terms.parse('[{"class": "TTHC"}]')


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Gọi 0912 345 678", "Gọi [đã ẩn]"),
        ("Gọi +84 912.345.678 nhé", "Gọi [đã ẩn] nhé"),
        ("CCCD 046188001976", "CCCD [đã ẩn]"),
        ("viết cho lan.nguyen@example.vn", "viết cho [đã ẩn]"),
        ("xe 75A1-123.45 đỗ sai", "xe [đã ẩn] đỗ sai"),
        ("Ông Nguyễn Văn Tám nói", "Ông [đã ẩn] nói"),
        ("chị Hoa ở quầy", "chị [đã ẩn] ở quầy"),
        ("Trần Thị Bưởi không hướng dẫn", "[đã ẩn] không hướng dẫn"),
        ("đường Lê Lợi bị ngập", "đường Lê Lợi bị ngập"),
        ("trường Nguyễn Huệ đóng cửa", "trường Nguyễn Huệ đóng cửa"),
        ("thu 50.000 đồng ngày 21/11/2026", "thu 50.000 đồng ngày 21/11/2026"),
    ],
)
def test_what_looks_personal_is_hidden_and_places_stay(text: str, hidden: str) -> None:
    assert masking.masked(text) == hidden


@given(
    st.text(max_size=200),
    st.sampled_from(["0912345678", "lan@example.vn", "Công Tằng Bích Phượng"]),
    st.text(max_size=50),
)
def test_nothing_certain_is_left_of_a_masked_text(before: str, secret: str, after: str) -> None:
    names = ["Công Tằng Bích Phượng"]

    masked = masking.masked(f"{before} {secret} {after}", names)

    assert secret.casefold() not in masked.casefold() or secret in before + after
    assert masking.leaks([masking.masked(f" {secret} ", names)], names) == []


def test_what_is_left_is_named() -> None:
    assert masking.leaks(["Gọi 0912 345 678", "Lê Văn Tám hỏi"], ["Lê Văn Tám", ""]) == ["0912 345 678", "Lê Văn Tám"]
    assert masking.leaks(["Đường ngập"], ["Lê Văn Tám"]) == []
    assert masking.masked("không có gì", ["Lê Văn Tám"]) == "không có gì"
    assert HIDDEN not in masking.masked("")


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("Cán bộ nhận hối lộ 5 triệu", "denunciation"),
        ("TỐ CÁO việc tham ô", "denunciation"),
        ("Tôi khiếu nại quyết định này", "complaint"),
        ("Tôi không đồng ý với quyết định xử phạt", "complaint"),
        ("Đèn đường tắt", ""),
        ("Cán bộ nói trống không", ""),
    ],
)
def test_a_text_is_known_by_the_words_of_its_law(text: str, like: str) -> None:
    assert likeness.looks_like(text) == like
