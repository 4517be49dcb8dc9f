"""Hùng asks to correct what his dossier says of him; Lan answers; an open one is amended, a closed one stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from keeping_at_work import PDF, delivered, leave, now, settle

from at_work import bring_to, receive
from people import BINH, HOA, HUNG, LAN, MINH, THAO, VAN
from thongsuot.areas.dossiers.keeping import requests
from thongsuot.engine import deadline, paper_sweep, papers, reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotFound
from thongsuot.register import calendar


@pytest.fixture(autouse=True)
def _country(db: None, tmp_path: Path, settings: Any) -> Iterator[None]:
    settle(settings, tmp_path / "var")
    yield
    leave()


def asked(case: Case, field: str = "phone", wanted: str = "0987 654 321", **more: Any) -> requests.Request:
    return requests.ask(HUNG, case.id, field, wanted, "Tôi ghi nhầm.", now(), **more)


def test_granted_on_an_open_dossier_it_is_amended_with_its_trace() -> None:
    case = bring_to("processing")
    one = asked(case)
    told = requests.answer(LAN, one.id, grant=True, words="Đã đối chiếu.", now=now())

    page = reading.case_page(LAN, case.id)
    assert (told.state, page.case.subject["phone"]) == ("done", "0987 654 321")
    assert (page.entries[-1].body["verb"], page.entries[-1].body["who"]["name"]) == ("amend", "Nguyễn Thị Lan")
    assert [one.state for one in requests.of_case(HUNG, case.id)] == ["done"]


def test_a_closed_dossier_stays_as_it_was_and_the_right_value_stands_beside_it() -> None:
    case = delivered()
    one = asked(case, "address", "Số 7 đường Lê Lợi")
    told = requests.answer(LAN, one.id, grant=True, words="", now=now())

    after = reading.case_page(LAN, case.id).case
    assert (told.state, told.wanted) == ("beside", "Số 7 đường Lê Lợi")
    assert (after.length, after.subject) == (case.length, case.subject)


def test_a_refusal_tells_the_reason() -> None:
    case = receive()
    one = asked(case)
    with pytest.raises(NeedsNotMet, match="lý do"):
        requests.answer(LAN, one.id, grant=False, words="  ", now=now())
    requests.answer(LAN, one.id, grant=False, words="Số này không phải của bạn.", now=now())
    (told,) = requests.of_case(HUNG, case.id)
    assert (told.state, told.answer) == ("refused", "Số này không phải của bạn.")
    assert told.answered_title == "Cán bộ tiếp nhận"


def test_the_answer_is_due_in_ten_working_days() -> None:
    case, at = receive(), now()
    one = requests.ask(HUNG, case.id, "phone", "0987 654 321", "Tôi đổi số.", at)
    assert one.due_at == deadline.due(requests.LIMIT, at, (), calendar.load(case.place_code)).moment
    assert "chưa xác minh" in requests.LIMIT.basis


def test_the_first_due_stands_first_at_the_counter_alone() -> None:
    first, second = asked(receive()), asked(receive())
    assert [one.id for one in requests.waiting(LAN)] == [first.id, second.id]
    for who in (VAN, HOA, MINH, BINH):
        assert requests.waiting(who) == []


@pytest.mark.parametrize("who", [VAN, HOA, MINH, BINH], ids=lambda one: one.name)
def test_nobody_else_answers(who: Actor) -> None:
    one = asked(receive())
    with pytest.raises(NotFound):
        requests.answer(who, one.id, grant=True, words="", now=now())


@pytest.mark.parametrize("who", [THAO, LAN, Actor(None, "")], ids=["another citizen", "an officer", "nobody"])
def test_nobody_asks_about_anothers_dossier(who: Actor) -> None:
    case = receive()
    with pytest.raises(NotFound):
        requests.ask(who, case.id, "phone", "0987 654 321", "Sửa.", now())
    assert requests.of_case(who, case.id) == []
    with pytest.raises(NotFound):
        requests.ask(HUNG, uuid4(), "phone", "0987 654 321", "Sửa.", now())


@pytest.mark.parametrize(
    ("field", "wanted", "why", "wrong"),
    [
        ("phone", "", "Sửa.", "wanted"),
        ("phone", "12", "Sửa.", "wanted"),
        ("phone", "0987 654 321", " ", "why"),
        ("phone", "0987 654 321", "x" * 501, "why"),
        ("shoe_size", "42", "Sửa.", "field"),
        ("name", "Trần Văn Hùng", "Sửa.", "wanted"),
        ("address", "a\x00b", "Sửa.", "subject"),
    ],
)
def test_what_cannot_be_asked_is_said(field: str, wanted: str, why: str, wrong: str) -> None:
    with pytest.raises(NeedsNotMet) as unmet:
        requests.ask(HUNG, receive().id, field, wanted, why, now())
    assert wrong in [name for name, _ in unmet.value.faults]


def test_one_request_about_one_thing_waits() -> None:
    case = receive()
    asked(case)
    with pytest.raises(Impossible, match="đang chờ trả lời"):
        asked(case, wanted="0911 111 111")
    assert asked(case, "address", "Số 7 đường Lê Lợi").state == "waiting"


def test_an_answer_is_given_once() -> None:
    one = asked(receive())
    requests.answer(LAN, one.id, grant=True, words="", now=now())
    with pytest.raises(Impossible, match="đã được trả lời"):
        requests.answer(LAN, one.id, grant=False, words="Thôi.", now=now())


def test_evidence_is_kept_from_the_sweep() -> None:
    kept = papers.keep([PDF], "Giấy khai sinh.pdf")
    one = asked(receive(), evidence=(kept,))
    assert one.evidence[0]["name"] == "Giấy khai sinh.pdf"
    assert requests.digests() == [kept.digest]
    assert requests.digests in paper_sweep._readers
