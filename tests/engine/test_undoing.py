"""Taking a step back: by whom, how far, and what stays for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from at_work import DEFECTS, GRANTED, bring_to, paper, receive, rows
from people import BINH, CUC, DUNG, HANH, KIEN, LAN, MAI, MINH, NAM
from scenarios import Later
from scenarios.playing import given_of
from thongsuot.areas.dossiers.process import DOSSIER
from thongsuot.engine import reading, registry, verbs, verify
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import RECORDED, Case
from thongsuot.engine.errors import Impossible, NotAllowed, Refused

SORRY = {"until": Later(3), "reasons": ["Chờ ý kiến của Sở Xây dựng"]}


def back(who: Actor, case: Case) -> Case:
    return verbs.undo(who, case.id, case.length)


def same(one: Case, other: Case) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in RECORDED) and one.facts == other.facts


def test_step_by_step_back_to_the_counter_and_no_further(thuan_hoa: None) -> None:
    states = [receive()]
    for step in ("processing", "proposed", "reviewed", "signed"):
        states.append(bring_to(step, states[-1]))
    case = states[-1]
    for who, earlier in zip((BINH, HANH, MINH, LAN), states[-2::-1], strict=True):
        case = back(who, case)
        assert same(case, earlier)
    for who in (LAN, HANH, BINH):
        with pytest.raises(Impossible, match="Không còn bước nào"):
            back(who, case)
    assert case.length == rows("entry", case.id) == 9
    assert [entry.body["verb"] for entry in reading.case_page(LAN, case.id).entries][5:] == ["undo"] * 4


def test_who_made_the_step_the_head_and_the_chair_take_it_back_and_nobody_else(thuan_hoa: None) -> None:
    for who in (MINH, HANH, BINH):
        proposed = bring_to("proposed")
        undone = back(who, proposed)
        told = reading.case_page(LAN, undone.id).entries[-1].body
        assert (undone.step, told["who"]["name"], told["given"]) == (
            "processing",
            who.name,
            {"undoes": 3, "move": "propose"},
        )
    proposed = bring_to("proposed")
    for who in (LAN, MAI, NAM, CUC, KIEN, DUNG):
        with pytest.raises(Refused) as refused:
            back(who, proposed)
        assert (who is DUNG) != isinstance(refused.value, NotAllowed)


def test_what_was_brought_and_corrected_since_stays(thuan_hoa: None) -> None:
    """Papers and corrections are no steps: they do not stand in the way of an undo, and are not lost by it."""
    case = bring_to("processing")
    proposed = verbs.move(MINH, case.id, case.length, "propose", GRANTED, papers=(paper("Dự thảo.pdf"),))
    more = verbs.attach(MINH, case.id, proposed.length, (paper("Ảnh.jpg", b"\x08" * 32),))
    more = verbs.amend(LAN, case.id, more.length, {"phone": "0912 345 678"}, "Trần Văn Hùng")
    undone = back(MINH, more)
    assert (undone.step, undone.outcome, undone.subject["phone"]) == ("processing", "", "0912 345 678")
    assert {one.name for one in reading.case_page(LAN, case.id).papers} == {"Dự thảo.pdf", "Ảnh.jpg"}


def test_dates_come_back_with_the_step(thuan_hoa: None) -> None:
    case = bring_to("processing")
    asked = verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS)
    assert asked.due_at is None
    assert same(back(MINH, asked), case)
    case = bring_to("processing")
    extended = verbs.move(HANH, case.id, case.length, "extend", given_of(SORRY, case))
    assert extended.due_at is not None
    assert case.due_at is not None
    assert extended.due_at > case.due_at
    undone = back(HANH, extended)
    assert same(undone, case)
    again = verbs.move(HANH, case.id, undone.length, "extend", given_of(SORRY, case))
    assert again.due_at == extended.due_at, "an extension taken back does not count as the one that is allowed"


def test_a_supplement_asked_by_mistake_may_be_asked_again_and_then_never(thuan_hoa: None) -> None:
    case = bring_to("processing")
    undone = back(MINH, verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS))
    asked = verbs.move(MINH, case.id, undone.length, "ask_supplement", DEFECTS)
    back_again = verbs.move(LAN, case.id, asked.length, "supplement_arrived", {"brought": ["Bản vẽ"]})
    with pytest.raises(NotAllowed, match="1 lần"):
        verbs.move(MINH, case.id, back_again.length, "ask_supplement", DEFECTS)


def test_what_left_the_house_cannot_be_taken_back(thuan_hoa: None) -> None:
    delivered = bring_to("delivered")
    with pytest.raises(Impossible, match="“Trả kết quả” không thể hoàn tác"):
        back(LAN, delivered)
    case = receive()
    gone = verbs.move(LAN, case.id, case.length, "withdraw", {"request": "Đơn xin rút."})
    with pytest.raises(Impossible, match="“Rút hồ sơ” không thể hoàn tác"):
        back(LAN, gone)


def test_an_undo_does_not_lead_into_another_version_of_the_process(
    thuan_hoa: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step to go back to stands in the old table, whose step the new one may not have."""
    second = replace(DOSSIER, version=DOSSIER.version + 1)
    monkeypatch.setitem(registry._versions, second.pin, second)
    case = bring_to("proposed")
    moved = verbs.migrate(HANH, case.id, case.length, second.pin)
    assert (moved.process, moved.step, moved.due_at) == (second.pin, "proposed", case.due_at)
    with pytest.raises(Impossible, match="phiên bản quy trình khác"):
        back(MINH, moved)
    reviewed = verbs.move(HANH, moved.id, moved.length, "review")
    assert same(back(HANH, reviewed), moved)
    assert verify.verify_site("vn").faults == ()


def test_an_undone_claim_is_free_for_the_next(thuan_hoa: None) -> None:
    case = bring_to("processing")
    case = back(MINH, verbs.claim(MINH, case.id, case.length))
    assert case.assignee is None
    assert verbs.claim(NAM, case.id, case.length).assignee == NAM.person


def test_who_has_left_the_post_still_answers_for_the_step_and_the_head_takes_it_back(thuan_hoa: None) -> None:
    proposed = bring_to("proposed")
    gone = Actor(person=MINH.person, name=MINH.name)
    with pytest.raises(Refused):
        back(gone, proposed)
    assert back(HANH, proposed).step == "processing"


def test_nothing_happens_before_the_dossier_came_and_the_journal_s_time_never_goes_back(thuan_hoa: None) -> None:
    case = receive()
    with pytest.raises(Refused, match="trước lúc tiếp nhận"):
        verbs.move(LAN, case.id, case.length, "hand_over", happened_at=case.opened_at - timedelta(seconds=1))
    ahead = datetime.now(UTC) + timedelta(days=2)
    case = verbs.move(LAN, case.id, case.length, "hand_over", happened_at=ahead)
    entries = reading.case_page(LAN, case.id).entries
    happened, recorded = (datetime.fromisoformat(entries[-1].body[name]) for name in ("happened", "recorded"))
    assert happened == recorded == case.changed_at < ahead
    assert recorded > datetime.fromisoformat(entries[0].body["recorded"])
