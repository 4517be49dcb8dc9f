"""Vân at Phú Xuân takes a dossier in for Thuận Hóa; Hoa in Cà Mau may only where the procedure lets her."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

import people
from at_work import paper
from people import CENTRE, COMMITTEE, GIANG, HOA, LAN, MINH, NEIGHBOUR, VAN
from thongsuot.areas.dossiers import delivering, outside, receiving_for
from thongsuot.areas.dossiers.delivering import Delivery
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import reading, verbs
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.register import authorities, bodies, calendar, competences, procedures
from thongsuot.register.catalogue import adopting
from thongsuot.register.working_time import VIETNAM

THURSDAY = datetime(2026, 11, 19, 9, 15, tzinfo=VIETNAM)
BIRTH, MARRIAGE = "1.001193", "1.004746"
VANS = f"pvhcc.{NEIGHBOUR}"
HANH = Application(
    procedure_code=BIRTH, case_key="", place_code=people.WARD, name="Nguyễn Thị Hạnh", number="046188001976",
    phone="0912345678",
)  # fmt: skip


@pytest.fixture(scope="module")
def _loaded(country_setup: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        people.settle()
        _forget()
        views = [view for code in (BIRTH, MARRIAGE) if (view := procedures.procedure(code, THURSDAY.date()))]
        keys = [(view.code, view.authority) for view in views]
        adopting.switch_on(keys, CENTRE, "Đặng Trung Kiên", "dữ liệu minh họa", THURSDAY.date())
        yield
        transaction.set_rollback(True)
    _forget()


def _forget() -> None:
    for module in (bodies, calendar, competences, procedures, adopting):
        module.forget()


@pytest.fixture
def country(_loaded: None, db: None) -> Iterator[None]:
    _forget()
    yield
    _forget()


def wanted(code: str = BIRTH, **changed: Any) -> Application:
    view = procedures.procedure(code, THURSDAY.date())
    assert view is not None
    return replace(HANH, procedure_code=code, **{"case_key": view.definition.cases[0].key, **changed})


def taken_in(application: Application | None = None) -> Case:
    return receiving_for.receive_for(VAN, application or wanted(), THURSDAY, papers=(paper("Tờ khai.pdf"),))


pytestmark = pytest.mark.usefixtures("country")


def test_three_fields_are_three_bodies_and_the_clock_runs_from_van_s_counter() -> None:
    case = taken_in()
    assert (case.supporting_body, case.receiving_body, case.competent_body) == (VANS, CENTRE, COMMITTEE)
    assert (case.step, case.status, case.opened_at, case.queue_body) == ("received", 2, THURSDAY, CENTRE)
    assert case.facts["channel"] == "counter"
    assert case.due_at is not None


def test_who_is_credited_and_who_keeps_the_fee_is_said_with_its_basis_unverified() -> None:
    credit = taken_in().facts["credit"]
    assert {name: credit[name] for name in ("received_by", "supported_by", "settled_by", "fee_kept_by")} == {
        "received_by": COMMITTEE, "supported_by": VANS, "settled_by": COMMITTEE, "fee_kept_by": COMMITTEE,
    }  # fmt: skip
    assert not credit["verified"]
    assert "chưa xác minh" in credit["basis"]
    assert authorities.credit(date(2020, 1, 1)) is None


def test_van_and_lan_see_it_and_hoa_does_not() -> None:
    case = taken_in()
    for who in (VAN, LAN):
        assert reading.case_page(who, case.id).case.subject_name == "Nguyễn Thị Hạnh"
    with pytest.raises(NotFound):
        reading.case_page(HOA, case.id)


@pytest.mark.parametrize(
    ("who", "changed", "papers", "need", "says"),
    [
        (LAN, {}, 1, "place", "chính quầy của bạn"),
        (HOA, {}, 1, "place", "khác tỉnh"),
        (VAN, {"papers": {"to-khai": (1, 0)}}, 0, "papers", "Quét giấy tờ"),
        (VAN, {"delivery": "point", "return_to": ""}, 1, "return_to", "Chọn điểm"),
        (VAN, {"delivery": "point", "return_to": COMMITTEE}, 1, "return_to", "Chọn điểm"),
        (VAN, {"delivery": "point", "return_to": "x\x00"}, 1, "return_to", "Chọn điểm"),
        (VAN, {"place_code": people.FAR}, 1, "place", "khác tỉnh"),
        (VAN, {"place_code": "00000"}, 1, "place", "thẩm quyền"),
    ],
)
def test_what_cannot_be_taken_in_says_why(who: Any, changed: dict[str, Any], papers: int, need: str, says: str) -> None:
    with pytest.raises(NeedsNotMet) as unmet:
        receiving_for.prepare(who, wanted(**changed), THURSDAY, papers=(paper(),) * papers)
    assert [(name, says in words) for name, words in unmet.value.faults] == [(need, True)]


def test_minh_who_has_no_counter_takes_nothing_in() -> None:
    with pytest.raises(NotAllowed):
        receiving_for.receive_for(MINH, wanted(), THURSDAY)


def test_across_provinces_it_is_the_published_version_that_says(monkeypatch: pytest.MonkeyPatch) -> None:
    view = procedures.procedure(BIRTH, THURSDAY.date())
    assert view is not None
    assert receiving_for.elsewhere(HOA, wanted(), THURSDAY.date()) is None
    monkeypatch.setattr(procedures, "procedure", lambda code, day: replace(view, non_territorial=True))
    centre = receiving_for.elsewhere(HOA, wanted(), THURSDAY.date())
    assert centre is not None
    assert centre.key == CENTRE
    case = receiving_for.receive_for(HOA, wanted(), THURSDAY, papers=(paper(),))
    assert case.province_code == people.HUE


def test_originals_follow_with_both_signatures_and_both_moments() -> None:
    case = taken_in()
    sent = verbs.move(VAN, case.id, case.length, "send_originals", {"list": ["Giấy khai sinh, 01"], "carrier": "EMS 1"})
    signed = verbs.move(LAN, case.id, sent.length, "originals_arrived", {"checked": "whole"})
    left, came = reading.case_page(LAN, signed.id).entries[-2:]
    assert [one.body["who"]["name"] for one in (left, came)] == [VAN.name, LAN.name]
    assert left.body["happened"] < came.body["happened"]
    assert left.given["list"] == ["Giấy khai sinh, 01"]


# A stage that the ministry's system owns.


def at_the_ministry() -> Case:
    case = taken_in(wanted(MARRIAGE))
    return verbs.move(LAN, case.id, case.length, "hand_over")


def test_the_marriage_is_the_ministry_s_system_s_and_nobody_here_moves_it() -> None:
    case = at_the_ministry()
    assert outside.owned_by(case) == "ho_tich"
    found = outside.owner(reading.story(case.id))
    assert found is not None
    assert (found.system.owner, found.confirmed_at) == ("Bộ Tư pháp", None)
    sentence = outside.held_elsewhere(case, "propose", {})
    assert sentence is not None
    assert "phần mềm hộ tịch của Bộ Tư pháp" in sentence
    assert outside.held_elsewhere(case, "send_originals", {}) is None


def test_when_it_last_confirmed_is_known_and_it_may_give_the_stage_back() -> None:
    case = at_the_ministry()
    said = {"state": "Đang giải quyết", "reference": "HT-7", "held": "there"}
    case = verbs.move(SYSTEM, case.id, case.length, "outside_said", said)
    found = outside.owner(reading.story(case.id))
    assert found is not None
    assert (found.state, found.reference) == ("Đang giải quyết", "HT-7")
    assert found.confirmed_at is not None
    case = verbs.move(SYSTEM, case.id, case.length, "outside_said", {**said, "held": "here"})
    assert outside.owner(reading.story(case.id)) is None
    assert outside.held_elsewhere(case, "propose", {}) is None


def test_what_was_received_before_the_rule_stays_ours() -> None:
    assert outside.pinned(MARRIAGE, date(2025, 12, 31)) == {}
    assert outside.pinned(MARRIAGE, date(2026, 1, 1)) == {"authority": {"processing": "ho_tich"}}
    assert outside.pinned(BIRTH, THURSDAY.date()) == {}
    assert authorities.system("khong-co").name == "khong-co"


# The result.


def with_result(**changed: Any) -> Case:
    case = at_the_ministry()
    return verbs.move(SYSTEM, case.id, case.length, "settled_outside", {"outcome": "granted", "number": "12/2026"})


def test_the_result_comes_back_to_van_and_its_way_is_traced() -> None:
    case = with_result()
    seen = [delivering.status_of(case.step, case.facts)]
    for who, move, told in (
        (LAN, "send_to_point", {"to": VANS, "carrier": "Xe công vụ"}),
        (VAN, "result_at_point", {}),
        (VAN, "hand_out_at_point", {"receiver": "Nguyễn Thị Hạnh"}),
    ):
        case = verbs.move(who, case.id, case.length, move, told)
        seen.append(delivering.status_of(case.step, case.facts))
    assert seen == [Delivery.READY, Delivery.ON_THE_WAY, Delivery.AT_POINT, Delivery.DELIVERED]
    assert case.status == 10


def test_another_counter_that_was_chosen_gets_it_and_van_sees_it_no_more() -> None:
    case = with_result()
    case = verbs.move(LAN, case.id, case.length, "send_to_point", {"to": people.CITY_CENTRE, "carrier": "EMS 2"})
    assert case.supporting_body == people.CITY_CENTRE
    assert delivering.standing(reading.story(case.id)).body == people.CITY_CENTRE
    verbs.move(GIANG, case.id, case.length, "result_at_point", {})
    with pytest.raises(NotFound):
        reading.case_page(VAN, case.id)


def test_the_post_has_a_number_arrives_or_comes_back() -> None:
    case = with_result()
    with pytest.raises(Refused, match="Hồ sơ đang ở bước"):
        verbs.move(LAN, case.id, case.length, "post_arrived", {"receiver": "Hạnh"})
    case = verbs.move(LAN, case.id, case.length, "post_out", {"tracking": "RR 1 VN"})
    out = delivering.standing(reading.story(case.id))
    assert (out.status, out.tracking) == (Delivery.POSTED, "RR 1 VN")
    back = verbs.move(LAN, case.id, case.length, "post_came_back", {"reasons": ["Sai địa chỉ"]})
    assert delivering.status_of(back.step, back.facts) is Delivery.RETURNED
    again = verbs.move(LAN, back.id, back.length, "post_out", {"tracking": "RR 2 VN"})
    done = verbs.move(LAN, again.id, again.length, "post_arrived", {"receiver": "Hạnh"})
    assert delivering.status_of(done.step, done.facts) is Delivery.DELIVERED


@given(st.integers(0, 2), st.integers(0, 2))
def test_the_post_reports_only_on_parcels_that_are_out(sent: int, back: int) -> None:
    case = Case.__new__(Case)
    object.__setattr__(case, "facts", {"made": {"post_out": sent, "post_came_back": back}})
    told = delivering.only_what_was_posted(case, "post_arrived", {})
    assert (told is None) is (sent > back)
