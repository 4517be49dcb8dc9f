"""The weekly count of surplus premises: every figure is its list, by its day, and nobody has to report it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import people
from people import HOA, MINH, THANG
from scenarios.premises import DECIDED, LONG, THAI, TODAY, TOLD
from thongsuot.areas.premises import area, figures
from thongsuot.engine import briefed, sql, verbs
from thongsuot.engine.briefed import Figure, Section, Span
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotAllowed
from thongsuot.measures import external
from thongsuot.measures.briefing import document, duties, told
from thongsuot.measures.briefing.places import Place
from thongsuot.register import calendar, formatting

NOW = datetime.now(UTC)
SPAN = Span(NOW - timedelta(days=7), NOW + timedelta(days=1), "46")
BEFORE = Span(NOW - timedelta(days=14), NOW - timedelta(days=7), "46")
KEYS = {one.key.removeprefix("premises."): one for one in figures.FIGURES if isinstance(one, Figure)}
MOVES: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "propose": (MINH, "propose", {"form": "convert", "purpose": "Trạm y tế"}),
    "appraise": (THAI, "appraise", {"opinion": "Phù hợp."}),
    "decide": (LONG, "decide", {**DECIDED, "form": "convert", "until": (NOW + timedelta(days=40)).isoformat()}),
    "finish": (MINH, "finish", {"record": "BB 1", "handled_day": TODAY}),
}


@pytest.fixture(autouse=True)
def premises(db: None) -> Iterator[None]:
    people.settle((*people.EVERYBODY, THAI, LONG))
    calendar.load_calendar_rows()
    yield
    calendar.forget()
    people.forget()


def listed(until: str = "", **changed: Any) -> Case:
    """A property, gone on with until and with that move."""
    form = {"title": "Trụ sở cũ", **TOLD, **changed}
    case = verbs.open(MINH, area.prepare(MINH, form, None, NOW - timedelta(hours=1)))
    for name in list(MOVES)[: list(MOVES).index(until) + 1] if until else ():
        actor, move, given = MOVES[name]
        case = verbs.move(actor, case.id, case.length, move, given)
    return case


def counted(span: Span) -> dict[str, int]:
    return {key: len(sql.run(one.statement, span.parameters())) for key, one in KEYS.items()}


def test_every_figure_is_as_long_as_its_list_and_what_is_struck_is_in_none() -> None:
    listed()
    listed("propose")
    listed("appraise")
    listed("decide")
    for use in ("office", "education"):
        listed("finish", use=use)
    struck = listed()
    verbs.move(LONG, struck.id, struck.length, "strike", {"reasons": ["Kê khai hai lần"]})

    assert counted(SPAN) == {
        "all": 6, "handled": 2, "left": 4, "planned": 3, "unplanned": 1, "to_decide": 1, "overdue": 0,
        "handled_office": 1, "handled_health": 0, "handled_education": 1, "handled_culture": 0,
    }  # fmt: skip
    assert set(counted(Span(SPAN.start, SPAN.as_of, "96")).values()) == {0}
    assert counted(BEFORE)["all"] == counted(BEFORE)["handled"] == 0, "nothing was listed then"


def test_what_was_handled_after_the_cut_off_is_still_left_at_it() -> None:
    listed("finish")
    today = datetime.fromisoformat(TODAY).replace(tzinfo=verbs.VIETNAM)
    sql.run("UPDATE engine_case SET opened_at = %s WHERE kind = 'premises'", [NOW - timedelta(days=30)])
    at_midnight = counted(Span(SPAN.start, today, "46"))
    assert (at_midnight["all"], at_midnight["handled"], at_midnight["left"]) == (1, 0, 1)
    after = counted(Span(SPAN.start, today + timedelta(seconds=1), "46"))
    assert (after["handled"], after["left"]) == (1, 0)


def test_what_is_late_is_counted_from_the_moment_it_was_due() -> None:
    case = listed()
    assert case.due_at is not None
    assert counted(Span(SPAN.start, case.due_at + timedelta(seconds=1), "46"))["overdue"] == 1
    assert counted(Span(SPAN.start, case.due_at, "46"))["overdue"] == 0


def test_the_briefing_tells_the_share_as_the_published_one_is_told() -> None:
    for _one in range(2):
        listed("finish")
    listed()
    values = {one.key: one for one in told.values(Place("46", "Thành phố Huế"), SPAN, BEFORE)}
    share = values["premises.handled_share"]
    assert share.value == pytest.approx(2 / 3)
    assert share.section == Section.PREMISES
    assert share.share_of == ("premises.handled", "premises.all")
    assert document.told(share).replace("\xa0", " ") == "66,7 %"
    published = external.BY_KEY["properties"]
    assert published.words.replace("\xa0", " ") == "17.496 trên 26.552 cơ sở = 65,89 %"
    assert published.counted in values, "the figure of the same thing that opens a real list"


def test_no_province_has_to_report_on_monday_what_the_system_counts() -> None:
    duty = next(one for one in duties.all_duties() if one.key == "surplus_premises")
    assert duties.known(duty)
    without = {key: one for key, one in briefed.told().items() if not key.startswith("premises.")}
    assert not duties.known(duty, without), "because this area tells it"


def test_an_officer_of_a_ministry_lists_nothing_and_one_of_another_province_her_own() -> None:
    assert not area.offered(THANG)
    with pytest.raises(NotAllowed):
        area.prepare(THANG, {"title": "x", **TOLD}, None, NOW)
    made = area.prepare(HOA, {"title": "x", **TOLD}, None, NOW)
    assert (made.receiving_body, made.executing_body, made.competent_body) == (
        "ubnd.31825", "so-tai-chinh.96", "ubnd.96",
    )  # fmt: skip


def test_the_page_says_what_it_was_what_it_becomes_and_by_which_papers() -> None:
    shown = {label: words.replace("\xa0", " ") for label, words in area.pairs(listed("finish"))}
    day = formatting.day(datetime.fromisoformat(TODAY).date())
    assert shown["Diện tích"] == "640 m² sàn, 1.250 m² đất"
    assert shown["Giá trị còn lại"] == "2.150.000.000 đ"
    assert shown["Hình thức xử lý"] == "Chuyển công năng"
    assert shown["Quyết định"] == f"118/QĐ-UBND ngày {day}"
    assert shown["Đơn vị quản lý từ nay"] == "Ủy ban nhân dân phường Thuận Hóa"
    assert shown["Biên bản, hợp đồng"] == f"BB 1 ngày {day}"
    assert shown["Tiền thu được"] == ""


def test_the_decider_s_form_says_the_form_of_handling_that_was_proposed() -> None:
    case = listed("appraise")
    row = case.table.move("decide")
    assert row is not None
    assert area.fills(LONG, case, row) == {"form": "convert"}
    appraising = case.table.move("appraise")
    assert appraising is not None
    assert area.fills(THAI, case, appraising) == {}
