"""What the briefing is told of satisfaction equals its lists, and says no mean where too few answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from thongsuot.areas.satisfaction import figures, reading
from thongsuot.areas.satisfaction.figures import FIGURES
from thongsuot.areas.satisfaction.rules import Tally
from thongsuot.engine import sql
from thongsuot.engine.briefed import Figure, Span

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def span(place: str = "") -> Span:
    return Span(NOW - timedelta(days=7), NOW, place)


@pytest.mark.parametrize("figure", [one for one in FIGURES if isinstance(one, Figure)], ids=lambda one: one.key)
def test_a_figure_is_a_list_of_cases_that_runs(db: None, figure: Figure) -> None:
    assert sql.run(figure.statement, span("46").parameters()) == []


@pytest.mark.parametrize(
    ("stars", "flagged", "told"),
    [((0, 0, 0, 10, 20), 0, 4.67), ((0, 0, 0, 9, 20), 0, None), ((0, 0, 0, 9, 20), 40, None), ((0,) * 5, 0, None)],
)
def test_the_mean_is_told_from_thirty_on_whatever_was_marked(
    monkeypatch: pytest.MonkeyPatch, stars: Any, flagged: int, told: float | None
) -> None:
    monkeypatch.setattr(reading, "of_place", lambda start, until, place: Tally("", 100, stars, flagged))

    assert figures.mean(span()) == told
