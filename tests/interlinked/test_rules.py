"""The order of parts, for every bundle and every history; and whose delay it was, from journals. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.areas.interlinked import bundles, holding, rules
from thongsuot.areas.interlinked.bundles import Bundle, Part, Unsound
from thongsuot.areas.interlinked.holding import Held
from thongsuot.areas.interlinked.process import FOLLOWED, MOVE_TO
from thongsuot.areas.interlinked.rules import OVER, Stands
from thongsuot.engine.errors import NotFound

SENT = (Stands.OPEN, Stands.ASKED, Stands.DONE, Stands.FAILED, Stands.WITHDRAWN)
T0 = datetime(2026, 11, 19, 2, tzinfo=UTC)


@st.composite
def part_lists(draw: st.DrawFn) -> tuple[Part, ...]:
    """Any bundle that is sound: each part waits for some of those before it."""
    keys: list[str] = []
    found = []
    for number in range(draw(st.integers(1, 6))):
        after = tuple(draw(st.sets(st.sampled_from(keys)))) if keys else ()
        found.append(Part(f"p{number}", f"Phần {number}", "1.001193", after=after))
        keys.append(f"p{number}")
    return tuple(found)


@given(part_lists(), st.randoms(use_true_random=False), st.booleans())
def test_nothing_begins_before_what_it_waits_for_and_every_history_ends(
    parts: tuple[Part, ...], chance: object, given_up: bool
) -> None:
    """Play a request to its end: parts begin as the plan says, and each ends as it likes."""
    cases: dict[str, Stands] = {}
    begun: list[str] = []
    for _ in range(50):
        plan = rules.plan(parts, cases)
        for key in plan.begin:
            assert key not in cases, "a part begins once"
            assert all(cases.get(one) is Stands.DONE for part in parts if part.key == key for one in part.after)
            cases[key] = Stands.OPEN
            begun.append(key)
        still = [key for key, one in cases.items() if one not in OVER]
        if not still:
            break
        chosen = chance.choice(still)  # type: ignore[attr-defined]
        cases[chosen] = chance.choice([Stands.ASKED, Stands.DONE, Stands.DONE, Stands.FAILED, Stands.WITHDRAWN])  # type: ignore[attr-defined]
    else:
        cases = dict.fromkeys(cases, Stands.DONE) if not rules.plan(parts, cases).begin else cases
    plan = rules.plan(parts, cases, given_up=given_up)
    if all(one in OVER for one in plan.stands.values()):
        assert plan.step in ("done", "done_in_part", "failed", "withdrawn")
        assert (plan.step == "done") == all(one is Stands.DONE for one in plan.stands.values())
    assert plan.step == "withdrawing" or plan.step in MOVE_TO


@given(part_lists(), st.lists(st.sampled_from(SENT), min_size=6, max_size=6))
def test_a_part_that_failed_holds_up_only_those_that_wait_for_it(
    parts: tuple[Part, ...], endings: list[Stands]
) -> None:
    cases = {part.key: one for part, one in zip(parts, endings, strict=False) if not part.after}
    stands = rules.standing(parts, cases)
    for part in parts:
        if part.key not in cases:
            lost = any(stands[key] in OVER and stands[key] is not Stands.DONE for key in part.after)
            assert (stands[part.key] is Stands.NEVER) == lost
            assert (part.key in rules.begins(parts, stands)) == (
                not lost and all(stands[key] is Stands.DONE for key in part.after)
            )


@given(part_lists(), st.lists(st.sampled_from(SENT), min_size=6, max_size=6))
def test_only_what_failed_is_sent_again_and_never_ahead_of_its_turn(
    parts: tuple[Part, ...], endings: list[Stands]
) -> None:
    cases = {part.key: one for part, one in zip(parts, endings, strict=False)}
    stands = rules.standing(parts, cases)
    for part in parts:
        if rules.may_resend(parts, stands, part.key):
            assert stands[part.key] in (Stands.FAILED, Stands.WITHDRAWN)
            assert all(stands[key] is Stands.DONE for key in part.after)
    assert not rules.may_resend(parts, stands, "nobody's")


@pytest.mark.parametrize(
    ("status", "outcome", "is_open", "waits", "stands"),
    [
        (1, "", True, "body", Stands.OPEN),
        (5, "", True, "applicant", Stands.ASKED),
        (9, "granted", True, "applicant", Stands.DONE),
        (10, "granted", False, "nobody", Stands.DONE),
        (9, "denied", True, "applicant", Stands.FAILED),
        (10, "revoked", False, "nobody", Stands.FAILED),
        (3, "refused", False, "nobody", Stands.FAILED),
        (7, "withdrawn", False, "nobody", Stands.WITHDRAWN),
        (8, "", True, "body", Stands.OPEN),
        (8, "stopped", False, "nobody", Stands.FAILED),
    ],
)
def test_a_dossier_s_status_says_how_its_part_stands(
    status: int, outcome: str, is_open: bool, waits: str, stands: Stands
) -> None:
    assert rules.of_case(status, outcome, is_open, waits) is stands


def test_every_step_that_the_rules_name_has_a_move_of_the_system() -> None:
    assert set(MOVE_TO) == set(FOLLOWED) - {"submitted", "withdrawing"}


def test_the_four_bundles_are_sound_and_a_broken_one_is_named() -> None:
    assert [one.key for one in bundles.bundles()] == ["sinh-con", "nguoi-mat", "dat-dai-thue", "xay-nha"]
    sound = bundles.bundle("sinh-con")
    first, *rest = sound.parts
    broken: dict[str, Bundle] = {
        "does not come before": replace(sound, parts=(replace(first, after=("insurance",)), *rest)),
        "nobody asks": replace(sound, parts=(replace(first, uses=("age",)), *rest)),
        "unknown system": replace(sound, parts=(first, replace(rest[0], system="moon"))),
        "unknown part": replace(sound, papers=(replace(sound.papers[0], parts=("x",)),)),
    }
    for words, bundle in broken.items():
        with pytest.raises(Unsound, match=words):
            bundles.check(bundle)
    with pytest.raises(NotFound):
        bundles.bundle("moon")


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("sinh con", ["sinh-con"]), ("SINH CON", ["sinh-con"]), ("khai sinh lien thong", ["sinh-con"]),
        ("mai táng phí", ["nguoi-mat"]), ("sang tên sổ đỏ ở Huế", ["dat-dai-thue"]), ("xây nhà", ["xay-nha"]),
        ("con", []), ("", []), ("chứng thực", []),
    ],
)  # fmt: skip
def test_people_find_a_bundle_in_their_own_words(typed: str, keys: list[str]) -> None:
    assert [one.key for one in bundles.matching(typed)] == keys


# --- Whose delay


def at(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


def elapsed(since: datetime, until: datetime) -> timedelta:
    return until - since


ENTRIES: list[holding.Entry] = [
    (at(0), {"responsible_body": [None, "pvhcc.19789"], "waits_for": [None, "body"]}),
    (at(10), {"step": ["submitted", "received"]}),
    (at(30), {"responsible_body": ["pvhcc.19789", "ubnd.19789"]}),
    (at(50), {"waits_for": ["body", "applicant"]}),
    (at(90), {"waits_for": ["applicant", "body"]}),
    (at(100), {"waits_for": ["body", "nobody"]}),
]


def test_each_holder_is_named_with_the_time_that_went_by_there() -> None:
    held = holding.stretches(ENTRIES)
    assert held == (
        Held("pvhcc.19789", at(0), at(30)),
        Held("ubnd.19789", at(30), at(50)),
        Held("applicant", at(50), at(90)),
        Held("ubnd.19789", at(90), at(100)),
    )
    assert holding.totals([held], at(500), elapsed) == {
        "applicant": timedelta(minutes=40),
        "pvhcc.19789": timedelta(minutes=30),
        "ubnd.19789": timedelta(minutes=30),
    }


def test_what_an_outside_system_settles_it_holds_whatever_body_answers_here() -> None:
    held = holding.stretches(ENTRIES[:3], "tax")
    assert held == (Held("system:tax", at(0), None),)
    assert holding.totals([held, held], at(60), elapsed) == {"system:tax": timedelta(minutes=120)}


MOVES = st.lists(
    st.tuples(
        st.integers(0, 600),
        st.sampled_from(["pvhcc.19789", "ubnd.19789", "vpdkdd.46"]),
        st.sampled_from(["body", "applicant", "nobody"]),
    ),
    max_size=12,
)


@given(MOVES)
def test_time_is_neither_lost_nor_counted_twice(moves: list[tuple[int, str, str]]) -> None:
    moves = sorted(moves)
    entries = [(at(m), {"responsible_body": [None, b], "waits_for": [None, w]}) for m, b, w in moves]
    held = holding.stretches(entries)
    for one, after in pairwise(held):
        assert one.until is not None
        assert one.since <= one.until <= after.since
    total = sum(holding.totals([held], at(700), elapsed).values(), timedelta())
    ends = [*[m for m, _, _ in moves[1:]], 700]
    wanted = sum(end - m for (m, _b, w), end in zip(moves, ends, strict=True) if w != "nobody") if moves else 0
    assert total == timedelta(minutes=wanted)
