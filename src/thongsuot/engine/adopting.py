"""Adopting: another system's cases come in with their history, as entries of a kind of their own.

An adopted entry says what another system says: nobody here saw it and no table of moves allowed it, so it is never told
as a move. It keeps the moment at which it is said to have happened, the moment at which it came in, and the system
whose word it is; who is said to have done it stands with the personal values, because nobody here knows that name.
From the last adopted entry on, the case is worked on like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from uuid6 import uuid7

from thongsuot.engine import deadline, making, needs, numbering, sql
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.bulk import Rows
from thongsuot.engine.case import Case, changed, to_row
from thongsuot.engine.errors import NotAllowed, Refused
from thongsuot.engine.journal import GENESIS, request_digest
from thongsuot.engine.making import Change, Circumstances, Paper
from thongsuot.engine.process import Process, State
from thongsuot.engine.registry import area
from thongsuot.register import calendar
from thongsuot.register.working_time import OutsideCalendar

VERB = "adopt"
SPACE = UUID("6d1f0a4e-3c0b-5b7e-9f57-0d6a1f2c7b90")
RESOLVED = frozenset({9, 10})
PAUSED = frozenset({5, 6, 8})
_OURS_ALIKE = re.compile(r"(.+)-(\d{6})-(\d{4,7})")
_DOCUMENT = re.compile(r"0*(\d{1,6})/(\d{4})")


@dataclass(frozen=True)
class Event:
    """One thing that the other system says happened. `step` is the state that it brought the case to, if any.

    `told` are the source's own words: what, by, from, to, note, and what of it could not be taken as it stood.
    """

    happened_at: datetime
    step: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Adopted:
    """A case as another system left it, placed in our bodies and states by who read it.

    `reference` names it in that system for ever; `code` is kept as its code. `start` is its first state. The clock
    holds the promise made there; `due_at` is that promise, also where the clock has ended. `source` is what was read,
    so that the same thing read again is known to be the same. `stood` are the source's own words for its status.
    `limits` names, by state, the limit of the process that runs there instead of the promise.
    """

    system: str
    reference: str
    code: str
    kind: str
    start: str
    title: str
    place_code: str
    province_code: str
    receiving_body: str
    executing_body: str
    competent_body: str
    competence: str
    product: str
    subject_name: str
    subject: Mapping[str, Any]
    opened_at: datetime
    due_at: datetime | None
    clock: deadline.Clock | None
    source: Mapping[str, Any]
    stood: str = ""
    outcome: str = ""
    procedure_code: str = ""
    sector: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def key(self) -> UUID:
        return key_of(self.system, self.reference)

    @property
    def digest(self) -> str:
        return request_digest(VERB, self.system, self.reference, dict(self.source))


Kind = Literal["adopted", "earlier", "changed", "taken", "unfit"]


@dataclass(frozen=True)
class Outcome:
    """What became of one: adopted now; adopted earlier, and the source the same or changed since; not adopted, because
    another case has its code or because no clock or table takes it, with the `sentence` that says why.

    `before` is what was said of it when it was adopted.
    """

    kind: Kind
    case: UUID | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""


def key_of(system: str, reference: str) -> UUID:
    """The key of an adoption: the same dossier of the same system, whenever it is read."""
    return uuid5(SPACE, f"{system}\x00{reference}")


@dataclass(frozen=True)
class _Before(Circumstances):
    """A moment before the case was here: its author is a system's word, not a person known here."""

    system: str = ""

    def who(self) -> dict[str, Any]:
        return {"person": None, "name": f"{self.system} (chưa xác minh người làm)", "adopted": self.system}


def adopt(actor: Actor, wanted: Sequence[Adopted], recorded_at: datetime) -> list[Outcome]:
    """Adopt cases in one transaction: all of them or none; those that are here already are left as they are.

    Only for the site's operator, who acts as the system: raises NotAllowed for anybody else.
    """
    if not actor.system:
        raise NotAllowed("Chỉ người vận hành điểm cài đặt được nhận hồ sơ của hệ thống khác.")
    with transaction.atomic():
        planned = _planned(wanted, recorded_at)
        _write([(one, chain) for one, (_, chain) in zip(wanted, planned, strict=True) if chain])
    return [outcome for outcome, _ in planned]


def foreseen(wanted: Sequence[Adopted], recorded_at: datetime) -> list[Outcome]:
    """What `adopt` would make of them now, without writing anything."""
    return [outcome for outcome, _ in _planned(wanted, recorded_at)]


Plan = tuple[Outcome, list[Change]]


def _planned(wanted: Sequence[Adopted], recorded_at: datetime) -> list[Plan]:
    keys, codes = [one.key for one in wanted], [one.code for one in wanted]
    known = {
        row[0]: row[1:]
        for row in sql.run(
            "SELECT e.key, e.case_id, e.body::json ->> 'request', (e.body::json -> 'given')::text"
            " FROM engine_entry e WHERE e.key = ANY(%s)",
            [keys],
        )
    }
    taken = {row[0] for row in sql.run("SELECT code FROM engine_case WHERE code = ANY(%s)", [codes])}
    return [_plan(one, known.get(one.key), one.code in taken, recorded_at) for one in wanted]


def _plan(one: Adopted, known: tuple[Any, ...] | None, taken: bool, recorded_at: datetime) -> Plan:
    if known is not None:
        case, digest, given = known
        return Outcome("earlier" if digest == one.digest else "changed", case, dict(json.loads(given))), []
    if taken:
        return Outcome("taken"), []
    try:
        made = chain(one, uuid7(), recorded_at, settings.SITE)
    except (Refused, deadline.BadClock, OutsideCalendar) as error:
        return Outcome("unfit", sentence=str(error)), []
    return Outcome("adopted", made[-1].case.id), made


def _write(fresh: Sequence[tuple[Adopted, list[Change]]]) -> None:
    rows = Rows()
    for _, made in fresh:
        for change in made:
            rows.keep(change)
        rows.cases.append(to_row(made[-1].case))
    if fresh:
        rows.write()
        _pass_over([one for one, _ in fresh])


def _pass_over(fresh: Sequence[Adopted]) -> None:
    """Numbers that the other system gave in a series of ours are not given again, in one order for all."""
    last: dict[tuple[str, str], int] = {}
    for one in fresh:
        for series, period, number in _numbers(one):
            last[series, period] = max(number, last.get((series, period), 0))
    for (series, period), number in sorted(last.items()):
        numbering.pass_over(series, period, number)


def _numbers(one: Adopted) -> list[tuple[str, str, int]]:
    found = []
    if code := _OURS_ALIKE.fullmatch(one.code):
        found.append((f"case:{code[1]}", f"20{code[2]}", int(code[3])))
    if document := _DOCUMENT.fullmatch(str(one.facts.get("result_number", ""))):
        found.append((f"result:{one.competent_body}", document[2], int(document[1])))
    return found


# The chain.


def chain(one: Adopted, id: UUID, recorded_at: datetime, site: str) -> list[Change]:
    """The entries of an adopted case, in the order in which they are said to have happened.

    Raises NeedsNotMet for a text that cannot be stored, BadClock and OutsideCalendar for moments that no clock takes.
    """
    process = area(one.kind).process
    needs.storable([one.title, one.subject_name, dict(one.subject), dict(one.facts), dict(one.told), one.code])
    now = _Before(SYSTEM, None, recorded_at, one.opened_at, calendar.load(one.place_code), one.key, one.digest,
                  system=one.system)  # fmt: skip
    first = _opened(one, process, id, site, now)
    made = [first]
    case = first.case
    for place, event in enumerate(one.events, 1):
        needs.storable(dict(event.told))
        now = replace(now, recorded_at=making.after(recorded_at, case.changed_at), happened_at=event.happened_at,
                      key=None, request="")  # fmt: skip
        after = _placed(case, process.state(event.step), one, now) if event.step not in ("", case.step) else case
        change = making.written(case, after, VERB, VERB, now, {"system": one.system, "place": place}, event.told)
        made.append(change)
        case = change.case
    return made


def _opened(one: Adopted, process: Process, id: UUID, site: str, now: _Before) -> Change:
    after = _placed(_blank(one, process, id, site, now), process.state(one.start), one, now)
    given = {
        "system": one.system, "reference": one.reference, "stood": one.stood, "actions": len(one.events),
        "papers": len(one.papers),
    }  # fmt: skip
    personal: dict[str, Any] = {**one.told, **{f"paper:{paper.id}": paper.name for paper in one.papers}}
    personal |= {"subject": dict(one.subject), "subject_name": one.subject_name}
    return making.written(None, after, VERB, VERB, now, given, personal, papers=one.papers)


def _blank(one: Adopted, process: Process, id: UUID, site: str, now: _Before) -> Case:
    adopted = {"system": one.system, "reference": one.reference, "stood": one.stood, "entries": 1 + len(one.events),
               "body": one.competent_body}  # fmt: skip
    return Case(
        id=id, kind=one.kind, process=process.pin, site=site, step="", status=0, waits_for="", is_open=True, length=0,
        head=GENESIS, code=one.code, title=one.title, procedure_code=one.procedure_code, sector=one.sector,
        place_code=one.place_code, province_code=one.province_code, receiving_body=one.receiving_body,
        supporting_body="", executing_body=one.executing_body, competent_body=one.competent_body,
        responsible_body="", queue_body="", queue_role="", assignee=None, competence=one.competence,
        product=one.product or process.product, outcome="", subject_name=one.subject_name, subject=dict(one.subject),
        facts={**one.facts, "adopted": adopted}, clock=None, opened_at=one.opened_at, changed_at=now.recorded_at,
        due_at=None, warn_at=None, sweep_at=None, resolved_at=None, closed_at=None,
    )  # fmt: skip


def _placed(case: Case, state: State, one: Adopted, now: _Before) -> Case:
    """The case on a state of our table, in its queue and held by nobody: who had it there has no post here."""
    ends = state.terminal or state.status in RESOLVED
    facts = making.waiting(case, state.key, now.happened_at, now.calendar)
    case = changed(
        case,
        step=state.key,
        status=state.status,
        waits_for=str(state.waits_for),
        is_open=not state.terminal,
        responsible_body=case.body_at(state.responsible),
        queue_body=case.body_at(state.queue.at) if state.queue else "",
        queue_role=state.queue.name if state.queue else "",
        outcome=one.outcome if ends else "",
        facts=facts,
        resolved_at=(case.resolved_at or now.happened_at) if ends else None,
        closed_at=now.happened_at if state.terminal else None,
    )
    return _timed(case, state, one, now, ends=ends)


def _timed(case: Case, state: State, one: Adopted, now: _Before, *, ends: bool) -> Case:
    """The promise made elsewhere, running, standing still or over. A state before receipt has its own short limit."""
    clock = one.clock
    if ends:
        stored = clock.to_json() if clock else None
        return changed(case, clock=stored, due_at=one.due_at, warn_at=None, sweep_at=None)
    if state.key in one.limits:
        clock = deadline.Clock(case.table.limit(one.limits[state.key]), one.opened_at)
    if clock is None:
        return changed(case, clock=None, due_at=one.due_at, warn_at=None, sweep_at=one.due_at)
    if state.status in PAUSED:
        paused = deadline.Paused(now.happened_at, state.label, cause=making.CAUSES.get(state.status))
        clock = clock.with_fact(paused, now.calendar)
    due = clock.due(now.calendar).moment
    warn = max(clock.start, deadline.soon_from(due, now.calendar)) if due else None
    return changed(case, clock=clock.to_json(), due_at=due, warn_at=warn, sweep_at=warn or due)


# What stands here of what came from elsewhere.

_STANDING = """
SELECT c.facts -> 'adopted' ->> 'body', c.status, c.facts -> 'adopted' ->> 'stood',
  c.length > (c.facts -> 'adopted' ->> 'entries')::int,
  count(*), sum((c.facts -> 'adopted' ->> 'entries')::int)
FROM engine_case c JOIN engine_entry e ON e.case_id = c.id AND e.number = 1
WHERE e.key = ANY(%s) GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Standing:
    """How many cases adopted at one body stand on a status; `stood` is the status with which they came."""

    body: str
    status: int
    stood: str
    moved_on: bool
    cases: int
    entries: int


def standing(system: str, references: Sequence[str]) -> list[Standing]:
    """The adopted cases behind these references, counted by body and status from the rows that are here."""
    rows = sql.run(_STANDING, [[key_of(system, one) for one in references]])
    return [Standing(*row) for row in rows]


__all__ = ["Adopted", "Event", "Outcome", "Standing", "adopt", "chain", "foreseen", "key_of", "standing"]
