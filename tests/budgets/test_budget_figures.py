"""What budget support tells the briefing: every figure is its list, the sums are those of the entries, by any day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import people
from people import GIANG, HOA, MINH, THANG, VAN, officer
from scenarios.budget_support import DECIDED, LINH, LONG, PART, THAI, TODAY, TOLD
from thongsuot.areas.budgets import area, figures
from thongsuot.engine import briefed, sql, verbs
from thongsuot.engine.briefed import Figure, Rows, Span
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.register import calendar

NOW = datetime.now(UTC)
SPAN = Span(NOW - timedelta(days=7), NOW + timedelta(days=1))
EARLIER = Span(NOW - timedelta(days=14), NOW - timedelta(days=7))
HUE, CA_MAU = Span(SPAN.start, SPAN.as_of, "46"), Span(SPAN.start, SPAN.as_of, "96")
FORM = {"title": "Thuê chỗ làm việc", "norm": "larger-area", **TOLD}


@pytest.fixture(autouse=True)
def finance(db: None) -> Iterator[None]:
    people.settle((*people.EVERYBODY, THAI, LINH, LONG))
    calendar.load_calendar_rows()
    yield
    calendar.forget()
    people.forget()


def ask(**changed: Any) -> Case:
    return verbs.open(MINH, area.prepare(MINH, {**FORM, **changed}, None, NOW - timedelta(hours=1)))


def go_on(case: Case, *moves: tuple[Any, str, dict[str, Any]]) -> Case:
    for actor, move, given in moves:
        case = verbs.move(actor, case.id, case.length, move, given)
    return case


APPRAISE = (THAI, "appraise", {"appraised": 1_800_000_000, "source": "province"})
DECIDE = (LONG, "decide", DECIDED)
TRANSFER = (LINH, "transfer", {"transfer_day": TODAY, "until": (NOW + timedelta(days=30)).isoformat()})
SPEND = (MINH, "disburse", {"part": 1_200_000_000, "day": TODAY})


def counted(span: Span) -> dict[str, int]:
    return {
        one.key: len(sql.run(one.statement, span.parameters()))
        for one in figures.FIGURES
        if isinstance(one, Figure | Rows)
    }


def test_every_figure_is_as_long_as_its_list_and_another_province_has_none() -> None:
    waiting, appraised = ask(), go_on(ask(), APPRAISE)
    spending = go_on(ask(), APPRAISE, DECIDE, TRANSFER, SPEND)
    settled = go_on(
        ask(), APPRAISE, DECIDE, TRANSFER, SPEND, (MINH, "settle_up", {"unspent": 300_000_000}), (THAI, "settle", {})
    )

    assert counted(HUE) == {
        "budgets.asked": 4, "budgets.appraising": 1, "budgets.to_decide": 1, "budgets.decided": 2,
        "budgets.spending": 1, "budgets.settled": 1, "budgets.overdue": 0, "budgets.estimates": 1,
    }  # fmt: skip
    assert set(counted(CA_MAU).values()) == {0}
    assert counted(EARLIER)["budgets.asked"] == counted(EARLIER)["budgets.decided"] == 0
    by_key = {one.key: one for one in figures.FIGURES if isinstance(one, Figure)}
    for key, case in (("appraising", waiting), ("to_decide", appraised), ("spending", spending), ("settled", settled)):
        rows = sql.run(by_key[f"budgets.{key}"].statement, SPAN.parameters())
        assert [str(id) for (id,) in rows] == [str(case.id)]


def test_what_is_decided_and_spent_is_summed_as_of_a_day_and_a_part_taken_back_is_not_spent() -> None:
    assert (figures.money_decided(SPAN), figures.money_spent(SPAN)) == (None, None), "no data is not zero"
    case = go_on(ask(), APPRAISE, DECIDE)
    assert (figures.money_decided(SPAN), figures.money_spent(SPAN)) == (1_500_000_000, 0)
    case = go_on(case, TRANSFER, SPEND, (MINH, "disburse", {"part": 100_000_000, "day": TODAY}))
    assert figures.money_spent(SPAN) == 1_300_000_000
    verbs.undo(MINH, case.id, case.length)
    assert figures.money_spent(SPAN) == 1_200_000_000
    assert figures.money_spent(CA_MAU) is None
    assert (figures.money_decided(EARLIER), figures.money_spent(EARLIER)) == (None, None)


def test_a_receiver_is_told_once_a_year_with_its_estimate_before_and_after_all_decisions() -> None:
    for _twice in range(2):
        go_on(ask(before=45_000_000_000), APPRAISE, DECIDE)
    (rows,) = [one for one in figures.FIGURES if isinstance(one, Rows)]

    ((name, detail),) = sql.run(rows.statement, HUE.parameters())
    assert name == "Ủy ban nhân dân phường Thuận Hóa"
    assert detail == f"năm {NOW.astimezone(verbs.VIETNAM).year}: 45.000.000.000 đ → 48.000.000.000 đ"


def test_what_is_late_is_counted_from_the_moment_it_was_due() -> None:
    case = ask()
    assert case.due_at is not None
    late = Span(SPAN.start, case.due_at + timedelta(seconds=1), "46")
    assert counted(late)["budgets.overdue"] == 1
    assert counted(Span(SPAN.start, case.due_at, "46"))["budgets.overdue"] == 0


def test_a_province_asks_the_nation_on_the_bases_of_its_tier() -> None:
    made = area.prepare(THAI, {**FORM, "norm": "commune-reduced", "units": 93}, None, NOW)
    assert (made.receiving_body, made.executing_body, made.competent_body) == ("ubnd.46", "bo.G12", "chinhphu")
    case = verbs.open(THAI, made)
    shown = dict(area.pairs(case))
    assert shown["Số đơn vị tính"] == "93 đơn vị hành chính cấp xã giảm"
    assert shown["Theo định mức"] == "chưa xác minh mức của định mức"
    assert "chưa xác minh" in shown["Theo văn bản"]
    with pytest.raises(NeedsNotMet):
        area.prepare(MINH, {**FORM, "norm": "commune-reduced"}, None, NOW)
    with pytest.raises(NeedsNotMet):
        area.prepare(THAI, {**FORM, "norm": "larger-area"}, None, NOW)


def test_who_works_in_no_commune_and_no_finance_department_is_told_so() -> None:
    ministry = officer("Cao Phương Linh", ("specialist", "bo.G15"))
    for somebody in (THANG, ministry):
        assert not area.offered(somebody)
        with pytest.raises(NotAllowed):
            area.prepare(somebody, FORM, None, NOW)
    assert area.offered(VAN)
    assert area.offered(HOA)
    assert area.offered(GIANG), "the city's own house asks for the city"


def test_the_page_says_how_much_is_left_and_offers_no_more_spending_when_nothing_is() -> None:
    case = go_on(ask(), APPRAISE, DECIDE, TRANSFER, SPEND)
    shown = dict(area.pairs(case))
    assert (
        shown["Đã giải ngân"].replace("\xa0", " ") == "1.200.000.000 đ trên 1.500.000.000 đ (80,0 %), còn 300.000.000 đ"
    )
    assert area.offers(case, "disburse")
    case = go_on(case, (MINH, "disburse", {**PART, "part": 300_000_000}))
    assert not area.offers(case, "disburse")
    assert area.offers(case, "settle_up")
    row = case.table.move("settle_up")
    assert row is not None
    assert area.fills(MINH, case, row) == {"unspent": 0}


def test_its_figures_stand_in_the_section_of_the_budget() -> None:
    assert {one.section for one in figures.FIGURES} == {briefed.Section.BUDGET}
    assert {one.key for one in figures.FIGURES} <= set(briefed.told())
