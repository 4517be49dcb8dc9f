"""What severance tells: figures that are their lists, sums that only those who work on it read, faults of a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import people
from people import HUNG, KIEN, LAN, OANH, THANG
from scenarios.severance import DECIDED, DIEU, FORM, FUNDED, LONG, NHI, PAID, PHUC, THU
from thongsuot.areas.severance import area, figures
from thongsuot.engine import access, reading, sql, verbs
from thongsuot.engine.access import Sight
from thongsuot.engine.briefed import Figure, Section, Span
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound
from thongsuot.measures import external
from thongsuot.register import calendar

NOW = datetime.now(UTC)
SPAN = Span(NOW - timedelta(days=7), NOW + timedelta(days=1), "46")
KEYS = {one.key.removeprefix("severance."): one for one in figures.FIGURES if isinstance(one, Figure)}
MOVES: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "assess": (THU, "assess", {"opinion": "Đồng ý."}),
    "appraise": (DIEU, "appraise", {"checked": True}),
    "decide": (LONG, "decide", DECIDED),
    "fund": (PHUC, "fund", FUNDED),
    "pay": (NHI, "pay", PAID),
}


@pytest.fixture(autouse=True)
def home_affairs(db: None) -> Iterator[None]:
    people.settle((*people.EVERYBODY, NHI, THU, DIEU, PHUC, LONG))
    calendar.load_calendar_rows()
    yield
    calendar.forget()
    people.forget()


def apply(until: str = "", **changed: Any) -> Case:
    """Hùng's severance, gone on with until and with that move."""
    form = {**FORM, "leaving": "retire", **changed}
    case = verbs.open(NHI, area.prepare(NHI, form, None, NOW - timedelta(hours=1)))
    for name in list(MOVES)[: list(MOVES).index(until) + 1] if until else ():
        actor, move, given = MOVES[name]
        case = verbs.move(actor, case.id, case.length, move, given)
    return case


def counted(span: Span) -> dict[str, int]:
    return {key: len(sql.run(one.statement, span.parameters())) for key, one in KEYS.items()}


def shown(case: Case) -> dict[str, str]:
    return {label: words.replace("\xa0", " ") for label, words in area.pairs(case)}


def test_every_figure_is_as_long_as_its_list() -> None:
    for until in ("", "assess", "appraise", "decide", "fund", "pay", "pay"):
        apply(until)
    assert counted(SPAN) == {
        "applied": 7, "to_decide": 1, "decided": 4, "funding": 1, "funded": 3, "paid": 2, "unpaid": 2, "overdue": 0,
    }  # fmt: skip
    assert set(counted(replace(SPAN, place="96")).values()) == {0}
    earlier = counted(Span(SPAN.start - timedelta(days=7), SPAN.start, "46"))
    assert earlier == {**dict.fromkeys(KEYS, 0), "to_decide": 1}, "what waits is asked as of now"
    assert {one.section for one in figures.FIGURES} == {Section.SEVERANCE}
    told = {one.key for one in figures.FIGURES}
    assert {external.BY_KEY["paid"].counted, external.BY_KEY["unpaid"].counted} <= told


def test_who_works_on_it_reads_what_is_owed_and_why_to_the_dong() -> None:
    case = apply("decide")
    told = shown(case)
    assert told["Số tiền"] == "88,25 tháng lương = 1.350.026.438 đ"
    assert told["Thời gian đóng bảo hiểm"] == "30 năm 4 tháng"
    assert told["Cách tính"] == (
        "54 tháng nghỉ sớm = 54; 4,5 năm nghỉ sớm = 22,5; 30,5 năm đóng bảo hiểm = 11,75 tháng lương"
        " (công thức 67/2025-2)"
    )
    assert told["Quyết định nghỉ"].startswith("512/QĐ-UBND, ngày ")
    assert "Chi trả" not in told


@pytest.mark.parametrize("overseer", [KIEN, OANH])
def test_who_oversees_reads_no_name_no_salary_and_no_sum(overseer: Any) -> None:
    case = apply("pay")
    page = reading.case_page(overseer, case.id)
    assert page.sight is Sight.MASKED
    words = " ".join(shown(page.case).values()) + page.case.title + page.case.subject_name
    for secret in (HUNG.name, HUNG.citizen, "15.297.750", "1.350.026.438", "88,25", "30 năm"):
        assert secret not in words
    assert shown(page.case)["Số tiền"] == area.HIDDEN
    assert access.sight(LAN, case) is Sight.NONE, "her counter has nothing to do with it"
    with pytest.raises(NotFound):
        reading.case_page(THANG, case.id)


def test_nothing_that_somebody_earns_stands_in_the_facts_or_in_the_journal_s_chain() -> None:
    case = apply("pay")
    bodies = " ".join(str(body) for (body,) in sql.run("SELECT body FROM engine_entry WHERE case_id = %s", [case.id]))
    for secret in (HUNG.name, HUNG.citizen, "15297750", "1350026438", "88,25", "1968-01-01"):
        assert secret not in bodies
        assert secret not in str(case.facts)
    assert shown(replace(case, subject={}, subject_name=""))["Chi trả"].startswith("UNC 88, ngày "), "once it is erased"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"number": "046085"}, "number"),
        ({"number": "0460850012345"}, "number"),
        ({"insured_months": 12}, "insured_months"),
        ({"insured_years": 336}, "insured_years"),
        ({"retiring": "2028-01-01", "born": "1990-01-01"}, "retiring"),
        ({"left": "2025-06-30"}, "left"),
    ],
)
def test_a_form_that_cannot_be_right_names_the_field_and_opens_nothing(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(NeedsNotMet) as refused:
        apply(**changed)
    assert [name for name, _sentence in refused.value.faults] == [field]
    assert sql.run("SELECT count(*) FROM engine_case")[0][0] == 0


def test_only_a_unit_s_own_specialist_records_an_application() -> None:
    for somebody in (LAN, THU, THANG):
        assert not area.offered(somebody)
        with pytest.raises(NotAllowed):
            area.prepare(somebody, {**FORM, "leaving": "retire"}, None, NOW)
    assert area.offered(NHI)
