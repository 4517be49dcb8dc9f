"""Published figures on a page, each beside the list that the simulation made for it and what the system counts itself.

The three are never added. What nothing here stands beside says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from thongsuot.measures import external
from thongsuot.measures.briefing import words
from thongsuot.measures.external import SIMULATED
from thongsuot.register import formatting
from thongsuot.web.environment import number
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _


@dataclass(frozen=True)
class Linked:
    """A number with its list; `said` names it for who does not see where it stands."""

    number: str
    address: str
    said: str


@dataclass(frozen=True)
class Row:
    """One published figure. `made` are the numbers of the simulation: one, or what counts and all; `share` of them."""

    label: str
    value: str
    source: str
    on: date
    listed: bool
    made: tuple[Linked, ...] = ()
    share: str = ""
    counted: Linked | None = None
    unit: str = ""


def row(
    one: external.Statement, made: Mapping[str, int], address: Callable[[str], str], counted: Linked | None = None
) -> Row:
    """A published figure beside its lists; `made` are their lengths by key, `address` where a list is shown."""
    found = tuple(
        Linked(number(made[figure.key]), address(figure.key), _(figure.label))
        for figure in one.figures
        if figure.key in made
    )
    whole = made.get(f"{SIMULATED}{one.key}.of", 0)
    share = formatting.percent(made.get(SIMULATED + one.key, 0) / whole, 2, language()) if whole else ""
    return Row(
        _(one.label), value(one.value, one.of, one.unit), _(one.source), one.on, bool(one.list), found, share, counted,
        _(one.unit),
    )  # fmt: skip


def value(value: float, of: int | None, unit: str) -> str:
    """A published number in the reader's language, or a share with what it was made of."""
    told = f"{_figure(value)} {_(unit)}"
    if of is None:
        return told
    share = formatting.percent(value / of, 2, language())
    return _("%(part)s trên %(whole)s %(unit)s = %(share)s") % {
        "part": _figure(value), "whole": number(of), "unit": _(unit), "share": share,
    }  # fmt: skip


def _figure(value: float) -> str:
    return words.number(value, language())
