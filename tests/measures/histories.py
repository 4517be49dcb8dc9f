"""Random lives of cases for the measures: what happened to each, a plain model of what should be counted, and rows."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from thongsuot.measures import folding
from thongsuot.measures.folding import Stretch, Told

START = datetime(2026, 11, 2, tzinfo=UTC)
SPAN = 28 * 24
PROVINCES = {"46": ("ubnd.19789", "ubnd.19753"), "96": ("ubnd.31825",)}
#: Which status may follow which, from domain.md's list; 0 is before the opening.
AFTER = {0: (1, 2), 1: (2, 3, 5, 7), 2: (4, 7), 4: (5, 6, 7, 8, 9), 5: (4, 7), 6: (4,), 8: (4, 9), 9: (10, 4), 10: (),
         3: (), 7: ()}  # fmt: skip
BEFORE_RECEIVED = {5: (1, 3, 7)}
CLOSED = frozenset({3, 7, 10})


@dataclass(frozen=True)
class Event:
    """At an hour since the start, a status, and when the case is then due (None: as before)."""

    hour: int
    status: int
    due: int | None


@dataclass(frozen=True)
class Life:
    """A case as the test knows it."""

    province: str
    house: str
    channel: str
    events: tuple[Event, ...]
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    def told(self) -> list[Told]:
        """Its journal, as far as folding reads it."""
        entries, status, due = [], 0, None
        for number, event in enumerate(self.events, 1):
            changes: dict[str, list[object]] = {"status": [status, event.status]}
            if event.due is not None:
                changes["due_at"] = [due, at(event.due).isoformat()]
                due = at(event.due).isoformat()
            if event.status in CLOSED:
                changes["is_open"] = [True, False]
            body: dict[str, object] = {"verb": "move", "given": {}, "changes": changes}
            if number == 1:
                body["case_row"] = {"kind": "dossier", "province_code": self.province}
                changes["competent_body"] = ["", self.house]
                changes["facts.channel"] = [None, self.channel]
                if self.channel == "assisted":
                    changes["supporting_body"] = ["", "pvhcc.46"]
            moment = at(event.hour)
            entries.append(Told(self.id, number, moment, moment, json.dumps(body)))
            status = event.status
        return entries

    def stretches(self) -> list[Stretch]:
        kept: dict[int, Stretch] = {}
        last: Stretch | None = None
        for entry in self.told():
            for stretch in folding.follow(last, entry):
                kept[stretch.number] = last = stretch
        return list(kept.values())


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A case from its first status as far as its events go."""
    province = draw(st.sampled_from(sorted(PROVINCES)))
    hours = sorted(draw(st.lists(st.integers(0, SPAN), min_size=1, max_size=7)))
    events, status = [], 0
    for hour in hours:
        if not AFTER[status]:
            break
        received = any(event.status in (2, 4) for event in events)
        status = draw(st.sampled_from(AFTER[status] if received else BEFORE_RECEIVED.get(status, AFTER[status])))
        first_due = status in (1, 2)
        due = draw(st.integers(hour, hour + 300)) if first_due or draw(st.integers(0, 3)) == 0 else None
        events.append(Event(hour, status, due))
    return Life(
        province,
        draw(st.sampled_from(PROVINCES[province])),
        draw(st.sampled_from(("online", "counter", "assisted"))),
        tuple(events),
    )


def expected(cases: list[Life], start: datetime, as_of: datetime, soon: datetime) -> dict[str, int]:
    """The figures counted the slow way: each case walked through, in words of its own, without SQL and stretches."""
    names = ("received", "carried", "total", "in_process", "within", "overdue", "due_soon", "paused", "processed",
             "resolved", "early", "on_time", "late", "withdrawn", "waiting", "unanswered", "refused",
             "withdrawn_unreceived", "online", "assisted",
             "supported", "from_elsewhere")  # fmt: skip
    found = dict.fromkeys(names, 0)
    for case in cases:
        for name in _said(case, start, as_of, soon):
            found[name] += 1
    return found


def _said(case: Life, start: datetime, as_of: datetime, soon: datetime) -> list[str]:
    seen = [event for event in case.events if at(event.hour) < as_of]
    if not seen:
        return []
    status = seen[-1].status
    dues = [at(event.due) for event in seen if event.due is not None]
    due = dues[-1] if dues else None
    inside = [event for event in seen if event.status in (2, 4)]
    received = at(inside[0].hour) if inside else None
    fresh = received is not None and received >= start
    if status == 1 or (status == 5 and received is None):
        return ["waiting", *(["unanswered"] if due and due < as_of else [])]
    if status == 3:
        return ["refused"] if at(seen[-1].hour) >= start else []
    if status == 7 and received is None:
        return ["withdrawn_unreceived"] if at(seen[-1].hour) >= start else []
    names = [
        "total",
        "received" if fresh else "carried",
        *([case.channel] if fresh and case.channel != "counter" else []),
        *(["supported", "from_elsewhere"] if fresh and case.channel == "assisted" else []),
    ]
    if status in (2, 4):
        late = due is not None and due < as_of
        soon_due = due is not None and not late and due <= soon
        return [*names, "in_process", "overdue" if late else "within", *(["due_soon"] if soon_due else [])]
    if status in (5, 6, 8):
        return [*names, "paused"]
    ended, due_then = _ending(seen, status)
    if ended < start:
        return []
    if status == 7:
        return [*names, "processed", "withdrawn"]
    return [*names, "processed", "resolved", _timing(ended, due_then)]


def _ending(seen: list[Event], status: int) -> tuple[datetime, datetime | None]:
    """When the last run of resolved (or withdrawn) statuses began with its due moment, and what that was."""
    run = {9, 10} if status in (9, 10) else {7}
    place = len(seen) - 1
    while place and seen[place - 1].status in run and seen[place].due is None:
        place -= 1
    dues = [at(event.due) for event in seen[: place + 1] if event.due is not None]
    return at(seen[place].hour), dues[-1] if dues else None


def _timing(ended: datetime, due: datetime | None) -> str:
    if due is not None and ended > due:
        return "late"
    local = timedelta(hours=7)
    if due is not None and (ended + local).date() < (due + local).date():
        return "early"
    return "on_time"
