"""Whose delay it is: who held a part when, and how much working time went by with each. Pure, from the journals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

APPLICANT = "applicant"
NOBODY = "nobody"
SYSTEM = "system:"
"""Before the key of an outside system: `system:tax`."""


@dataclass(frozen=True, slots=True)
class Held:
    """From when until when somebody held a part: a body's key, `system:` with a system's key, or the applicant.

    `until` is None for who holds it now.
    """

    holder: str
    since: datetime
    until: datetime | None


Entry = tuple[datetime, Mapping[str, Sequence[Any]]]
"""When something happened, and the journal's changes: column → [old, new]."""


def stretches(entries: Iterable[Entry], system: str = "") -> tuple[Held, ...]:
    """Who held one part, stretch after stretch, without gap or overlap from its opening until its end.

    `system` is the key of the outside system that settles it: what no officer here can move, it holds.
    """
    found: list[Held] = []
    body, waits = "", ""
    for at, changes in entries:
        body = str(changes["responsible_body"][1] or "") if "responsible_body" in changes else body
        waits = str(changes["waits_for"][1] or "") if "waits_for" in changes else waits
        holder = holder_of(body, waits, system)
        if found and found[-1].holder == holder:
            continue
        if found:
            found[-1] = Held(found[-1].holder, found[-1].since, max(at, found[-1].since))
        found.append(Held(holder, at, None))
    return tuple(one for one in found if one.holder != NOBODY)


def holder_of(body: str, waits: str, system: str) -> str:
    if waits == "nobody":
        return NOBODY
    if waits == "applicant":
        return APPLICANT
    return f"{SYSTEM}{system}" if system else body


def totals(
    parts: Iterable[Sequence[Held]], now: datetime, worked: Callable[[datetime, datetime], timedelta]
) -> dict[str, timedelta]:
    """Working time that went by with each holder, over all parts, the longest first. Parts side by side count each."""
    found: dict[str, timedelta] = {}
    for held in parts:
        for one in held:
            spent = worked(one.since, max(one.since, one.until or now))
            found[one.holder] = found.get(one.holder, timedelta()) + spent
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
