"""Which body followed which: an old office leads to today's."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from thongsuot.register.memory import Remembered


def _read() -> dict[str, list[tuple[date, str]]]:
    from thongsuot.register.reorganising.models import BodySuccession

    followers: dict[str, list[tuple[date, str]]] = defaultdict(list)
    rows = BodySuccession.objects.filter(direct=True).order_by("happened_on", "id")
    for old, new, day in rows.values_list("old", "new", "happened_on"):
        if old != new:
            followers[old].append((day, new))
    return dict(followers)


_followers = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of who followed whom."""
    _followers.forget()


def today_of(key: str, day: date) -> tuple[str, ...]:
    """The bodies that a body leads to on a day: itself while it stands, several after a split."""
    edges = _followers.get()
    found: dict[str, None] = {}
    waiting, seen = [key], {key}
    while waiting:
        here = waiting.pop()
        further = [new for happened, new in edges.get(here, ()) if happened <= day]
        if not further:
            found[here] = None
        waiting += [new for new in further if new not in seen]
        seen |= set(further)
    return tuple(sorted(found))
