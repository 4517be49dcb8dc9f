"""At the counter: procedure, place and competence make the dossier; Lan only receives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

import people
from people import HOA, LAN, MINH, VAN, officer
from thongsuot.areas.dossiers import intake
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import reading, sql
from thongsuot.engine.errors import KeyReused, NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.making import Paper
from thongsuot.register import bodies, calendar, competences, procedures
from thongsuot.register.models import Succession
from thongsuot.register.working_time import VIETNAM

THURSDAY = datetime(2026, 11, 19, 9, 15, tzinfo=VIETNAM)
PERMIT, COPY, BIRTH, LAND = "1.013225", "2.000635", "1.001193", "1.012812"

HUNG = Application(
    procedure_code=PERMIT,
    case_key="nha-o",
    place_code=people.WARD,
    name="Trần Văn Hùng",
    number="046085001234",
    phone="0912345678",
    address="12 Lê Lợi, phường Thuận Hóa",
    papers={"don": (1, 0), "ban-ve": (2, 2)},
    limit_days=7,
    limit_reason="thông báo của Sở Xây dựng",
)


@pytest.fixture(scope="module")
def _loaded(country_setup: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The country and the tests' people, in a transaction that ends with the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        people.settle()
        _forget()
        yield
        transaction.set_rollback(True)
    _forget()


def _forget() -> None:
    for module in (bodies, calendar, competences, procedures):
        module.forget()


@pytest.fixture
def country(_loaded: None, db: None) -> Iterator[None]:
    _forget()
    yield
    _forget()


def faults(application: Application, at: datetime = THURSDAY) -> dict[str, str]:
    with pytest.raises(NeedsNotMet) as refused:
        intake.receive(LAN, application, at)
    assert sql.run("SELECT count(*) FROM engine_case") == [(0,)], "something was left half-done"
    return dict(refused.value.faults)


def test_lan_takes_in_a_permit_and_the_office_that_settles_it_is_known(country: None) -> None:
    case = intake.receive(LAN, HUNG, THURSDAY)
    assert (case.receiving_body, case.executing_body, case.competent_body) == (
        f"pvhcc.{people.WARD}",
        f"pkt.{people.WARD}",
        f"ubnd.{people.WARD}",
    )
    assert (case.step, case.assignee, case.responsible_body) == ("received", LAN.person, f"pvhcc.{people.WARD}")
    assert (case.procedure_code, case.sector, case.place_code, case.province_code) == (PERMIT, "G17", people.WARD, "46")
    assert case.competence
    assert case.product
    assert case.title.endswith("(Nhà ở riêng lẻ)")
    assert case.subject == {
        "kind": "citizen",
        "name": "Trần Văn Hùng",
        "number": "046085001234",
        "phone": "0912 345 678",
        "address": "12 Lê Lợi, phường Thuận Hóa",
    }
    assert case.due_at is not None
    assert case.due_at.astimezone(VIETNAM).date() > date(2026, 11, 19)
    assert reading.case_page(LAN, case.id).entries[0].body["given"] == {"sets": "1"}
    with pytest.raises(NotFound):
        reading.case_page(HOA, case.id)


def test_the_code_begins_with_the_counter_s_identifier_and_its_day(country: None) -> None:
    identifier = bodies.body(f"pvhcc.{people.WARD}")
    assert identifier is not None
    codes = [intake.receive(LAN, HUNG, THURSDAY, key=uuid4()).code for _ in range(2)]
    prefix = identifier.identifier or identifier.key
    assert codes == [f"{prefix}-261119-0001", f"{prefix}-261119-0002"]


def test_papers_are_kept_in_the_procedure_s_order_with_originals_and_copies(country: None) -> None:
    case = intake.receive(LAN, replace(HUNG, papers={"ban-ve": (2, 2), "giay-to-dat": (0, 0), "don": (1, 0)}), THURSDAY)
    handed = [(paper["key"], paper["originals"], paper["copies"]) for paper in case.facts["papers"]]
    assert handed == [("don", 1, 0), ("ban-ve", 2, 2)]


def test_a_fee_is_multiplied_by_what_is_asked_for(country: None) -> None:
    copies = Application(COPY, "thong-thuong", people.WARD, "Lê Thị Hoa", units=3)
    opening = intake.prepare(LAN, _settled_there(copies), THURSDAY)
    assert [fee["amount"] for fee in opening.facts["fees"]] == [24_000]
    assert opening.executing_body == f"vp.{people.WARD}"


def _settled_there(application: Application) -> Application:
    """Where the law lets several decide, the ward's own committee is chosen."""
    found = competences.competent(application.procedure_code, "decide", application.place_code, THURSDAY.date())
    ours = next(one for one in found if one.body.key == f"ubnd.{people.WARD}")
    return replace(application, competence_id=ours.competence_id)


def test_where_several_may_decide_the_applicant_chooses(country: None) -> None:
    copies = Application(COPY, "thong-thuong", people.WARD, "Lê Thị Hoa")
    several = competences.competent(COPY, "decide", people.WARD, THURSDAY.date())
    if len(several) == 1:
        pytest.skip("only one body decides on copies here today")
    told = faults(copies)
    assert all(one.body.name in told["competence"] for one in several)
    chosen = {one.body.key for one in several}
    taken = {
        intake.prepare(LAN, replace(copies, competence_id=one.competence_id), THURSDAY).competent_body
        for one in several
    }
    assert taken == chosen


def test_what_comes_after_three_o_clock_is_due_the_next_working_day(country: None) -> None:
    birth = _settled_there(Application(BIRTH, "thong-thuong", people.WARD, "Lê Thị Hoa"))
    days = []
    for hour in (9, 16):
        case = intake.receive(LAN, birth, THURSDAY.replace(hour=hour))
        assert case.due_at is not None
        days.append(case.due_at.astimezone(VIETNAM).date())
    assert days == [date(2026, 11, 19), date(2026, 11, 20)]


def test_what_came_by_post_is_registered_and_answered_in_eight_working_hours(country: None) -> None:
    by_post = replace(HUNG, channel="post")
    case = intake.receive(LAN, by_post, THURSDAY, move="register")
    assert (case.step, case.status) == ("submitted", 1)
    assert case.due_at is not None
    assert case.due_at.astimezone(VIETNAM).date() == date(2026, 11, 20)
    assert case.facts["channel"] == "post"


def test_only_who_sits_at_a_counter_receives(country: None) -> None:
    for who in (MINH, officer("Người dân")):
        with pytest.raises(NotAllowed, match="cán bộ tiếp nhận"):
            intake.receive(who, HUNG, THURSDAY)
    assert sql.run("SELECT count(*) FROM engine_case") == [(0,)]


def test_the_place_of_the_matter_decides_and_not_the_counter(country: None) -> None:
    """Vân of Phú Xuân receives what Thuận Hóa decides: she sees it at her counter, and Minh has it on his desk."""
    case = intake.receive(VAN, HUNG, THURSDAY)
    assert case.receiving_body == f"pvhcc.{people.NEIGHBOUR}"
    assert case.competent_body == f"ubnd.{people.WARD}"
    assert reading.case_page(VAN, case.id).case.id == case.id
    assert reading.case_page(MINH, case.id).case.id == case.id
    with pytest.raises(NotFound):
        reading.case_page(LAN, case.id)


def test_a_ward_merged_yesterday_leads_to_today_s(country: None) -> None:
    merged = Succession.objects.filter(new_code=people.WARD, old_tier=3, full=True).exclude(old_code=people.WARD)
    old = next(code for code in merged.values_list("old_code", flat=True) if not _stands(code))
    assert intake.prepare(LAN, replace(HUNG, place_code=old), THURSDAY).place_code == people.WARD


def _stands(code: str) -> bool:
    return bodies.of_kind("ubnd_xa", code, THURSDAY.date()) is not None


def test_a_ward_that_was_split_is_asked_about_with_all_that_took_it_over(country: None) -> None:
    from collections import Counter

    edges = Counter(Succession.objects.filter(old_tier=3).values_list("old_code", flat=True))
    day = THURSDAY.date()
    split = (code for code, count in edges.items() if count > 1 and not _stands(code))
    code = next(code for code in split if len(competences.communes_today(code, day)) > 1)
    told = faults(replace(HUNG, place_code=code))
    for commune in competences.communes_today(code, day):
        committee = bodies.of_kind("ubnd_xa", commune, day)
        assert committee is not None
        assert committee.name in told["competence"]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"procedure_code": "9.999999"}, "procedure", "hết hiệu lực"),
    ({"case_key": "lau-dai"}, "case", ""),
    ({"place_code": "99999"}, "place", "cơ quan có thẩm quyền"),
    ({"place_code": ""}, "place", "cơ quan có thẩm quyền"),
    ({"competence_id": 0}, "place", "cơ quan có thẩm quyền"),
    ({"name": "   "}, "name", "Nhập họ tên"),
    ({"name": "x" * 201}, "name", "dài quá 200"),
    ({"address": "x" * 301}, "address", "dài quá 300"),
    ({"address": "a\x00b"}, "name", "ký tự không hợp lệ"),
    ({"name": "Trần \ud83d Hùng"}, "subject", "ký tự không hợp lệ"),
    ({"kind": "ghost"}, "kind", "Chọn loại"),
    ({"delivery": "pigeon"}, "delivery", "Chọn nơi nhận"),
    ({"units": 0}, "units", "từ 1 đến 10.000"),
    ({"number": "12345"}, "number", "12 chữ số"),
    ({"kind": "business", "number": "046085001234"}, "number", "Mã số thuế"),
    ({"phone": "không có"}, "phone", "0912 345 678"),
    ({"phone": "12"}, "phone", "0912 345 678"),
    ({"papers": {"song": (1, 0)}}, "papers", "không thuộc thủ tục"),
    ({"papers": {"don": (-1, 0)}}, "papers", "từ 0 đến 999"),
    ({"papers": {"don": (1000, 0)}}, "papers", "từ 0 đến 999"),
    ({"sets": 9}, "sets", "Chọn một trong"),
    ({"note": "x" * 1001}, "note", "tối đa 1000"),
]


@pytest.mark.parametrize(("changed", "name", "words"), WRONG)
def test_bad_input_gets_a_sentence_at_its_field_and_leaves_nothing(
    country: None, changed: dict[str, Any], name: str, words: str
) -> None:
    told = faults(replace(HUNG, **changed))
    assert words in told[name]


def test_all_faults_of_the_applicant_are_told_at_once(country: None) -> None:
    told = faults(replace(HUNG, name="", phone="x", number="1", kind="citizen", delivery=""))
    assert told.keys() == {"name", "phone", "number", "delivery"}


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("0912.345.678", "0912 345 678"),
        ("+84 912 345 678", "0912 345 678"),
        ("0234 3822 000", "0234 3822 000"),
        ("", None),
    ],
)
def test_telephone_numbers_are_kept_in_one_form(country: None, phone: str, kept: str | None) -> None:
    subject = intake.prepare(LAN, replace(HUNG, phone=phone), THURSDAY).subject
    found = subject.get("phone")
    assert (found or "").replace(" ", "") == (kept or "").replace(" ", "")


def test_a_business_is_known_by_its_tax_code(country: None) -> None:
    for number in ("3300100001", "3300100001-001", "3300 100 001"):
        firm = replace(HUNG, kind="business", name="Công ty TNHH Hương Giang", number=number)
        assert intake.prepare(LAN, firm, THURSDAY).subject["number"] == number.replace(" ", "")


def test_a_day_before_the_procedure_held_opens_nothing(country: None) -> None:
    assert "procedure" in faults(HUNG, datetime(2025, 8, 1, 9, 0, tzinfo=VIETNAM))


def test_a_day_outside_the_calendar_gets_a_sentence_and_opens_nothing(country: None) -> None:
    quarrel = Application(LAND, "thong-thuong", people.WARD, "Lê Thị Hoa")
    with pytest.raises(Refused, match="nằm ngoài lịch làm việc"):
        intake.receive(LAN, quarrel, datetime(2039, 8, 1, 9, 0, tzinfo=VIETNAM))
    assert sql.run("SELECT count(*) FROM engine_case") == [(0,)]


def test_a_second_press_of_the_button_is_the_same_dossier_and_another_name_is_not(country: None) -> None:
    key = uuid4()
    scan = Paper(uuid4(), "Đơn.pdf", "application/pdf", 1000, b"\x01" * 32, component="don", origin="scan")
    first = intake.receive(LAN, HUNG, THURSDAY, key=key, papers=(scan,))
    again = replace(scan, id=uuid4())
    assert intake.receive(LAN, HUNG, datetime.now(UTC), key=key, papers=(again,)) == first
    with pytest.raises(KeyReused):
        intake.receive(LAN, replace(HUNG, name="Trần Văn Hưng"), THURSDAY, key=key, papers=(scan,))
    assert sql.run("SELECT count(*) FROM engine_case") == [(1,)]
    assert [paper.name for paper in reading.case_page(LAN, first.id).papers] == ["Đơn.pdf"]


def test_what_the_check_page_shows_is_what_is_opened_and_nothing_is_written_before(country: None) -> None:
    opening = intake.prepare(LAN, HUNG, THURSDAY)
    tables = ("case", "entry", "counter")
    assert [sql.run(f"SELECT count(*) FROM engine_{name}") for name in tables] == [[(0,)]] * 3
    case = intake.receive(LAN, HUNG, THURSDAY)
    assert (case.title, case.product, case.competence) == (opening.title, opening.product, opening.competence)
    assert case.subject == dict(opening.subject)
