"""What the ways out of a dossier leave behind: who sees it, what its clock says, what is printed, how it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

import people
from at_work import HANDED_OUT, bring_to, opening, receive
from people import BINH, CENTRE, CUC, HANH, HUNG, KIEN, LAN, MINH, NEIGHBOUR, VAN, officer
from thongsuot.areas.dossiers import elsewhere, printing
from thongsuot.engine import access, reading, registry, soundness, verbs, verify
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import Impossible, NotFound, Refused
from thongsuot.measures.definitions import Bucket, bucket_of
from thongsuot.register import calendar

THERE = f"ubnd.{NEIGHBOUR}"
MISSENT = {"to": THERE, "reasons": ["Thửa đất thuộc phường Phú Xuân"]}
GROUND = {"ground": "Luật Xây dựng (chưa xác minh điều khoản)"}
WHY = {"reasons": ["Đất đang có tranh chấp"], **GROUND}
LOC = officer("Trương Vĩnh Lộc", ("specialist", f"pkt.{NEIGHBOUR}"))


@pytest.fixture(scope="module")
def _loaded(country_setup: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        people.settle((*people.EVERYBODY, LOC))
        yield
        transaction.set_rollback(True)
    _forget()


@pytest.fixture(autouse=True)
def _country(_loaded: None, db: None) -> Iterator[None]:
    """The country as it is shipped, with the tests' people in their posts."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    calendar.forget()
    people.forget()


def move(who: Actor, case: Case, name: str, given: dict[str, Any] | None = None) -> Case:
    return verbs.move(who, case.id, case.length, name, given or {})


def text_of(case: Case, key: str, number: int, who: Actor = LAN) -> str:
    _letter, pdf = printing.printed(reading.case_page(who, case.id), key, number)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def offered(case: Case, who: Actor = LAN) -> list[tuple[str, int]]:
    return [(one.key, one.number) for one in printing.printables(reading.case_page(who, case.id))]


# 12, to the right body


def test_what_is_passed_on_is_the_neighbours_and_the_old_counter_sees_it_no_more() -> None:
    case = verbs.open(LAN, opening("register"))
    assert access.sight(VAN, case) is Sight.NONE

    after = move(LAN, case, "pass_on", MISSENT)

    assert (after.receiving_body, after.executing_body) == (f"pvhcc.{NEIGHBOUR}", f"pkt.{NEIGHBOUR}")
    assert (access.sight(LAN, after), access.sight(VAN, after)) == (Sight.NONE, Sight.FULL)
    assert access.sight(KIEN, after) is Sight.MASKED, "who oversees the city follows it"
    assert (after.clock, after.due_at, after.code) == (case.clock, case.due_at, case.code)
    with pytest.raises(NotFound):
        reading.case_page(LAN, case.id)
    assert move(VAN, after, "accept").step == "received"


def test_the_journal_says_from_where_to_where_and_by_which_provision() -> None:
    case = move(BINH, receive(), "transfer", MISSENT)
    changes = reading.case_page(LAN, case.id).entries[-1].body["changes"]

    assert changes["competent_body"] == [people.COMMITTEE, THERE]
    assert changes["executing_body"] == [people.OFFICE, f"pkt.{NEIGHBOUR}"]
    assert changes["place_code"] == [people.WARD, NEIGHBOUR]
    assert "receiving_body" not in changes, "the counter that gave the receipt hands out the result"
    assert case.competence.startswith("Nghị định 140/2025/NĐ-CP")
    assert verify.verify_site("vn").faults == ()


def test_a_transfer_restarts_no_clock_and_the_new_office_takes_it_from_its_queue() -> None:
    case = bring_to("processing")
    case = verbs.claim(MINH, case.id, case.length)

    after = move(BINH, case, "transfer", MISSENT)

    assert (after.clock, after.due_at) == (case.clock, case.due_at)
    assert after.assignee is None
    assert access.sight(MINH, after) is Sight.NONE
    mine = verbs.claim(LOC, after.id, after.length)
    proposed = move(LOC, mine, "propose", {"outcome": "granted", "summary": ["Đồng ý."]})
    assert "specialist@executing" in proposed.facts["holders"]
    assert proposed.facts["holders"]["specialist@executing"] == str(LOC.person)


def test_the_bodies_offered_are_those_that_competence_names_and_never_the_present_one() -> None:
    keys = [key for key, _ in elsewhere.offered(receive(), date(2026, 11, 20))]
    assert people.COMMITTEE not in keys
    assert THERE in keys
    assert len(keys) > 30, "every other ward and commune of Huế"
    assert elsewhere.route(receive(), "ubnd.46", date(2026, 11, 20)) is None
    assert elsewhere.route(receive(), f"pkt.{NEIGHBOUR}", date(2026, 11, 20)) is None
    assert elsewhere.route(receive(), "ubnd.31825", date(2026, 11, 20)) is not None, "anywhere in the country"
    assert elsewhere.route(receive(), THERE, date(2025, 6, 30)) is None, "nobody had the power before its first day"


def test_a_table_whose_area_knows_no_way_or_whose_transfer_could_be_undone_is_refused() -> None:
    area = registry.area("dossier")
    with pytest.raises(soundness.Unsound, match="knows no way"):
        registry.declare(replace(area, routing=None))
    moves = tuple(replace(one, irrevocable=False) if one.name == "transfer" else one for one in area.process.moves)
    with pytest.raises(soundness.Unsound, match="could be taken back"):
        registry.declare(replace(area, process=replace(area.process, moves=moves)))
    moves = tuple(replace(one, routes="reasons") if one.name == "transfer" else one for one in area.process.moves)
    with pytest.raises(soundness.Unsound, match="no required body"):
        registry.declare(replace(area, process=replace(area.process, moves=moves)))


# 9 and 6, stopped and closed


def test_form_05_says_why_on_what_ground_and_whether_it_is_for_good() -> None:
    stopped = move(BINH, bring_to("processing"), "stop", {**WHY, "guidance": "Chờ bản án."})
    text = text_of(stopped, "05", stopped.length)
    assert "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ" in text
    assert "thông báo dừng giải quyết hồ sơ nói trên" in text
    for words in ("Đất đang có tranh chấp", "Căn cứ Luật Xây dựng", "Chờ bản án.", "Hồ Thanh Bình"):
        assert words in text

    closed = move(BINH, stopped, "close_stopped", WHY)
    assert "thông báo dừng và kết thúc giải quyết hồ sơ" in text_of(closed, "05", closed.length)
    assert ("05", stopped.length) in offered(closed, HUNG)


def test_an_unanswered_supplement_is_closed_after_its_term_with_the_reason_printed() -> None:
    long_ago = datetime.now(UTC) - timedelta(days=45)
    case = bring_to("processing", receive(at=long_ago))
    asked = verbs.move(MINH, case.id, case.length, "ask_supplement", {"defects": ["Thiếu bản vẽ"]},
                       happened_at=long_ago + timedelta(days=1))  # fmt: skip
    closed = move(BINH, asked, "close_unanswered", GROUND)
    assert "Hết thời hạn mà hồ sơ chưa được bổ sung" in text_of(closed, "05", closed.length)
    assert "since" not in closed.facts
    assert bucket_of(closed.status, closed.is_open) is Bucket.RESOLVED


def test_the_term_is_told_before_it_has_run() -> None:
    case = move(MINH, bring_to("processing"), "ask_supplement", {"defects": ["Thiếu bản vẽ"]})
    row = case.table.move("close_unanswered")
    assert row is not None
    verdict = access.may(BINH, row, case)
    assert (verdict.allowed, verdict.reason[:33]) == (False, "Chưa hết thời gian chờ: thực hiện")
    assert access.may(BINH, row, case, datetime.now(UTC) + timedelta(days=40)).allowed


def test_a_stop_hides_no_delay_late_before_it_is_late_after_it() -> None:
    limit = Limit(LimitUnit.WORKING_DAY, 1)
    late = bring_to("processing", receive(at=datetime.now(UTC) - timedelta(days=20), limit=limit))
    due = late.due_at
    closed = move(BINH, move(BINH, late, "stop", WHY), "close_stopped", WHY)
    assert (closed.due_at, closed.resolved_at is not None) == (due, True)

    timely = bring_to("processing", receive())
    closed = move(BINH, move(BINH, timely, "stop", WHY), "close_stopped", WHY)
    assert closed.due_at is None


# 13, corrected and revoked


def test_a_corrected_result_replaces_the_first_which_stays_printable() -> None:
    first = bring_to("delivered")
    number = first.facts["result_number"]
    case = move(BINH, first, "reopen", WHY)
    assert (case.is_open, case.resolved_at, case.closed_at, case.status) == (True, None, None, 4)
    assert ("result", 0) not in offered(case)
    old = next(n for key, n in offered(case) if key == "result")

    case = move(MINH, case, "propose", {"outcome": "denied", "summary": ["Không đủ điều kiện."]})
    assert "Đồng ý cấp giấy phép" in text_of(case, "result", old), "the old document says what it said"
    for who, name, given in (
        (HANH, "review", {}), (BINH, "sign", {"method": "paper"}), (CUC, "number", {}), (CUC, "seal", {}),
        (CUC, "issue", {}), (LAN, "hand_out", HANDED_OUT),
    ):  # fmt: skip
        case = move(who, case, name, given)

    assert case.facts["result_number"] != number
    assert case.facts["result_numbers_before"] == [number]
    assert f"thay thế văn bản số {number.split('/')[0]}/UBND" in text_of(case, "result", 0)
    assert [key for key, _ in offered(case)].count("result") == 2
    assert verify.verify_site("vn").faults == ()


def test_a_revocation_is_printed_and_nothing_follows_it() -> None:
    case = move(BINH, bring_to("delivered"), "revoke", {**WHY, "decision": "Số 45/QĐ-UBND"})
    text = text_of(case, "revocation", case.length)
    assert "THÔNG BÁO THU HỒI KẾT QUẢ" in text
    assert "Số 45/QĐ-UBND" in text
    assert (case.status, case.outcome, case.is_open) == (10, "revoked", False)
    with pytest.raises(Impossible):
        move(HUNG, case, "rate", {"stars": "5"})


# 2 and 3, by post and online; 14, one of several


def test_whoever_chose_paper_does_not_take_it_online() -> None:
    made = opening()
    paper = verbs.open(LAN, replace(made, facts={**made.facts, "delivery": "counter"}))
    with pytest.raises(Refused, match="bản giấy"):
        move(HUNG, bring_to("done", paper), "take_online", {"taken": True})
    assert move(HUNG, bring_to("done"), "take_online", {"taken": True}).step == "delivered"


def test_a_case_of_a_group_that_fails_takes_nothing_from_the_others() -> None:
    """A group is cases that refer to each other; each has its own code, body and clock, and ends for itself."""
    first, second = receive(), receive()
    first = verbs.relate(LAN, first.id, first.length, second.id, "group")
    move(LAN, second, "withdraw", {"request": "Rút phần thứ hai."})
    done = bring_to("delivered", first)
    assert (done.step, done.due_at) == ("delivered", first.due_at)
    assert done.receiving_body == CENTRE
