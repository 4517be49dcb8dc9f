"""A request that comes again with its key is the same request once; with other content or another person, refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from at_work import DEFECTS, bring_to, opening, paper, receive, rows
from people import BINH, HANH, LAN, MAI, MINH, NAM
from thongsuot.engine import sql, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.errors import KeyReused, NeedsNotMet, NotFound, StaleCase
from thongsuot.engine.making import Paper

BROUGHT = paper()
Verb = Callable[[Case, int, UUID], Case]
VERBS: dict[str, tuple[str, Verb]] = {
    "move": ("received", lambda c, seen, key: verbs.move(LAN, c.id, seen, "hand_over", {"note": "x"}, key=key)),
    "claim": ("processing", lambda c, seen, key: verbs.claim(MINH, c.id, seen, key=key)),
    "assign": ("processing", lambda c, seen, key: verbs.assign(HANH, c.id, seen, NAM.person, key=key)),
    "attach": ("received", lambda c, seen, key: verbs.attach(LAN, c.id, seen, (BROUGHT,), key=key)),
    "amend": ("received", lambda c, seen, key: verbs.amend(LAN, c.id, seen, {"phone": "0912"}, "Hùng", key=key)),
    "undo": ("processing", lambda c, seen, key: verbs.undo(LAN, c.id, seen, key=key)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_repeated_with_its_key_is_done_once(thuan_hoa: None, verb: str) -> None:
    step, act = VERBS[verb]
    case, key = bring_to(step), uuid4()
    once = act(case, case.length, key)
    again = act(case, case.length, key)
    assert again == once
    assert again.length == case.length + 1 == rows("entry", case.id)


@pytest.mark.parametrize("verb", VERBS)
def test_a_repeated_verb_is_known_when_the_case_has_gone_on_since(thuan_hoa: None, verb: str) -> None:
    """Lan's answer was lost on the way; meanwhile somebody else worked on."""
    step, act = VERBS[verb]
    case, key = bring_to(step), uuid4()
    done = act(case, case.length, key)
    later = verbs.attach(LAN, case.id, done.length, (paper("Ảnh.jpg", b"\x08" * 32),))
    assert act(case, case.length, key) == later
    assert rows("entry", case.id) == later.length


def test_an_opening_repeated_with_its_key_is_one_dossier(thuan_hoa: None) -> None:
    wanted, key = opening(), uuid4()
    first = verbs.open(LAN, wanted, key=key)
    a_second_later = opening(at=wanted.happened_at + timedelta(seconds=1))
    assert verbs.open(LAN, a_second_later, key=key) == first
    assert rows("case") == 1
    assert sql.run("SELECT last FROM engine_counter WHERE series LIKE 'case:%%'") == [(1,)]


@pytest.mark.parametrize(
    "changed",
    [
        {"subject_name": "Trần Văn Hưng"},
        {"subject": {"name": "Trần Văn Hùng", "number": "046085009999"}},
        {"title": "Cấp lại giấy phép xây dựng"},
        {"given": {"sets": "3"}},
        {"papers": (paper(),)},
        {"move": "register", "given": {}},
    ],
)
def test_a_key_with_another_opening_is_refused(thuan_hoa: None, changed: dict[str, object]) -> None:
    key = uuid4()
    receive(key=key)
    with pytest.raises(KeyReused):
        receive(key=key, **changed)
    assert rows("case") == 1


def test_a_key_with_another_move_other_values_or_other_papers_is_refused(thuan_hoa: None) -> None:
    case, key = bring_to("processing"), uuid4()
    verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS, key=key, papers=(paper(),))
    seen = case.length

    def refused(move: str, given: dict[str, object], papers: tuple[Paper, ...] = (paper(),)) -> None:
        with pytest.raises(KeyReused):
            verbs.move(MINH, case.id, seen, move, given, key=key, papers=papers)

    refused("ask_supplement", {"defects": ["Thiếu đơn"]})
    refused("propose", DEFECTS)
    refused("ask_supplement", DEFECTS, ())
    refused("ask_supplement", DEFECTS, (paper(digest=b"\x09" * 32),))
    assert rows("entry", case.id) == seen + 1


def test_a_key_of_somebody_else_is_refused(thuan_hoa: None) -> None:
    key = uuid4()
    case = receive(key=key)
    with pytest.raises(KeyReused):
        receive(MAI, key=key)
    key = uuid4()
    case = verbs.move(LAN, case.id, case.length, "hand_over", key=key)
    with pytest.raises(KeyReused):
        verbs.move(MAI, case.id, case.length - 1, "hand_over", key=key)


def test_a_key_of_another_case_or_another_verb_is_refused(thuan_hoa: None) -> None:
    one, other, key = bring_to("processing"), bring_to("processing"), uuid4()
    verbs.claim(MINH, one.id, one.length, key=key)
    with pytest.raises(KeyReused):
        verbs.claim(MINH, other.id, other.length, key=key)
    with pytest.raises(KeyReused):
        verbs.attach(MINH, one.id, one.length, (paper(),), key=key)
    with pytest.raises(KeyReused):
        receive(key=key)
    assert rows("entry", other.id) == other.length


def test_a_refused_request_does_not_use_its_key_up(thuan_hoa: None) -> None:
    """Minh forgot the defects; he fills them in and presses the button again, with the same key."""
    case, key = bring_to("processing"), uuid4()
    with pytest.raises(NeedsNotMet):
        verbs.move(MINH, case.id, case.length, "ask_supplement", {}, key=key)
    with pytest.raises(StaleCase):
        verbs.move(MINH, case.id, case.length - 1, "ask_supplement", DEFECTS, key=key)
    assert verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS, key=key).step == "waiting_supplement"


def test_without_a_key_a_second_press_meets_a_newer_version(thuan_hoa: None) -> None:
    case = bring_to("reviewed")
    verbs.move(BINH, case.id, case.length, "sign", {"method": "paper"})
    with pytest.raises(StaleCase) as stale:
        verbs.move(BINH, case.id, case.length, "sign", {"method": "paper"})
    assert (stale.value.seen, stale.value.now) == (case.length, case.length + 1)


def test_a_key_tells_nothing_to_who_does_not_see_the_case(thuan_hoa: None) -> None:
    from people import HOA

    case, key = bring_to("processing"), uuid4()
    verbs.claim(MINH, case.id, case.length, key=key)
    with pytest.raises(NotFound):
        verbs.claim(HOA, case.id, case.length, key=key)
