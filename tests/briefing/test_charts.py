"""Charts say in words what they draw, begin at zero, and are thawed as they were frozen. No database."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from thongsuot.engine import briefed, letters
from thongsuot.engine.briefed import Chart as Declared
from thongsuot.engine.briefed import Section
from thongsuot.measures import tiles
from thongsuot.measures.briefing import charts, pictures
from thongsuot.measures.briefing.charts import COLUMNS, MAP, ROWS, STACKED, Bar, Chart
from thongsuot.measures.briefing.dossiers import Day, Week
from thongsuot.measures.briefing.places import Place
from thongsuot.measures.briefing.values import CASES, Value

WARD = Place("19789", "Phường Thuận Hóa", "46")
DAYS = Chart("d", COLUMNS, 2, "Quá hạn", "hồ sơ", (Bar("21/11", 4, 8), Bar("22/11", 0, 0)), ("Kỳ này", "Kỳ trước"))
WEEKS = Chart("w", STACKED, 2, "Đã giải quyết", "hồ sơ", (Bar("15/11", 0), Bar("22/11", 94, 41)),
              ("Đúng hạn", "Quá hạn"))  # fmt: skip
AGES = Chart("a", ROWS, 8, "Theo tuổi", "vướng mắc",
             (Bar("Đang mở <7 ngày> & hơn", 2, key="x"), Bar("Hơn 90 ngày", 1, bad=True)))  # fmt: skip
COUNTRY = Chart("m.map", MAP, 2, "Quá hạn", "hồ sơ",
                tuple(Bar("Huế" if code == "46" else code, 12 if code == "46" else 0, key=code)
                      for code in tiles.PLACES))  # fmt: skip
ALL = (DAYS, WEEKS, AGES, COUNTRY)


def heights(svg: str, fill: str) -> list[float]:
    return [float(height) for height in re.findall(rf'height="([\d.]+)" fill="{fill}"', svg)]


@pytest.mark.parametrize("chart", ALL, ids=lambda one: one.kind)
def test_a_chart_is_thawed_as_it_was_and_drawn_alike(chart: Chart) -> None:
    assert Chart.of(chart.kept()) == chart
    assert pictures.drawn(Chart.of(chart.kept())) == pictures.drawn(chart)


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        (DAYS, "Quá hạn (hồ sơ): 21/11 4, kỳ trước 8; 22/11 0, kỳ trước 0."),
        (WEEKS, "Đã giải quyết (hồ sơ): 15/11 0, quá hạn 0 (–); 22/11 94, quá hạn 41 (56 %)."),
        (AGES, "Theo tuổi (vướng mắc): Đang mở <7 ngày> & hơn 2; Hơn 90 ngày 1."),
        (COUNTRY, "Quá hạn (hồ sơ): Huế 12; các nơi khác: 0."),
    ],
    ids=lambda one: one.kind if isinstance(one, Chart) else "",
)
def test_its_words_hold_every_number_that_is_drawn(chart: Chart, words: str) -> None:
    assert charts.text(chart).replace("\u00a0", " ") == words


def test_columns_begin_at_zero_and_are_as_high_as_their_number() -> None:
    now, before = heights(pictures.drawn(DAYS), pictures.RED), heights(pictures.drawn(DAYS), pictures.GREY)
    assert before[-1] == pictures.PLOT, "the highest of both fills the plot"
    assert now[-1] == pictures.PLOT / 2, "half as many, half as high"


def test_a_stack_is_as_high_as_all_and_its_late_part_is_red() -> None:
    svg = pictures.drawn(WEEKS)
    on_time, late = heights(svg, pictures.GREY)[-1], heights(svg, pictures.RED)[-1]
    assert on_time + late == pytest.approx(pictures.PLOT, abs=0.2)
    assert late / pictures.PLOT == pytest.approx(41 / 94, abs=0.01)
    assert ">56%<" in svg


def test_words_in_a_drawing_are_text_and_never_markup() -> None:
    assert "Đang mở &lt;7 ngày&gt; &amp; hơn" in pictures.drawn(AGES)


def test_a_month_of_days_keeps_its_names_apart_and_within_the_drawing() -> None:
    bars = tuple(Bar(f"{day:02d}/11", day) for day in range(1, 32))
    svg = pictures.drawn(Chart("d", COLUMNS, 2, "Quá hạn", "hồ sơ", bars, ("Kỳ này", "Kỳ trước")))
    places = [float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*font-size="13"', svg)]

    assert 5 <= len(places) <= pictures.MOST_NAMED
    assert min(places) >= pictures.NAME / 2
    assert max(places) <= pictures.WIDTH - pictures.NAME / 2
    assert all(right - left > pictures.NAME for left, right in itertools.pairwise(places))


def test_the_printed_map_has_every_province_and_leads_nowhere() -> None:
    svg = pictures.drawn(COUNTRY)
    assert svg.count('class="tile shade') == len(tiles.PLACES)
    assert svg.count('class="tile island') == 2
    assert "Hoàng Sa" in svg.replace("</text>", "")
    assert "Trường Sa" in svg
    assert "<a " not in svg
    assert svg.count("shade3") >= 2, "the most is darkest, in the tile and in the style"


def test_drawings_become_pictures_one_each() -> None:
    made = letters.raster([pictures.drawn(one) for one in ALL])
    assert [one[:8] for one in made] == [b"\x89PNG\r\n\x1a\n"] * len(ALL)
    assert letters.raster([]) == []


def _value(key: str, value: float | None) -> Value:
    return Value(key, 8, key.title(), "…", "vướng mắc", CASES, value, bad=key == "b")


def test_what_an_area_declares_is_drawn_when_every_figure_has_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(briefed, "_charts", {"t": Declared("t", Section.OBSTACLES, "Theo tuổi", ("a", "b"))})
    drawn = charts.made(WARD, [_value("a", 2), _value("b", 1)], [], [])
    assert [(one.key, [(bar.key, bar.value, bar.bad) for bar in one.bars]) for one in drawn] == [
        ("t", [("a", 2, False), ("b", 1, True)])
    ]
    assert charts.made(WARD, [_value("a", 2), _value("b", None)], [], []) == ()
    assert charts.made(WARD, [_value("a", 2)], [], []) == ()


def test_a_chart_without_anything_to_show_is_left_out() -> None:
    day = Day(datetime(2026, 11, 21, 17, tzinfo=UTC), 0, 0)
    assert charts.made(WARD, [], [day], [Week(date(2026, 11, 22), 7, 0, 0)]) == ()
    late = Day(day.at + timedelta(days=1), 3, 0)
    (drawn,) = charts.made(WARD, [], [day, late], [])
    assert [bar.label for bar in drawn.bars] == ["21/11", "22/11"], "a day that ends at midnight is the day before"


def test_every_chart_of_an_area_is_of_its_own_figures() -> None:
    assert len(briefed.charts()) >= 2
    for one in briefed.charts().values():
        told = [briefed.told()[key] for key in one.bars]
        assert {each.section for each in told} == {one.section}, one.key
        assert len({getattr(each, "unit", "") for each in told}) == 1, one.key
