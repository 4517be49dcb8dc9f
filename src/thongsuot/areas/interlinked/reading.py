"""What pages show of a request: its parts, where each stands, since when, with whom, why it failed; who was slow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from thongsuot.areas.interlinked import errands, holding, rules, working
from thongsuot.areas.interlinked.bundles import Part as Row
from thongsuot.areas.interlinked.holding import APPLICANT, SYSTEM, Held
from thongsuot.areas.interlinked.models import Errand
from thongsuot.areas.interlinked.rules import Stands
from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.registry import process_of
from thongsuot.ports.settling import SYSTEMS
from thongsuot.register import bodies, calendar
from thongsuot.register.calendar import Calendar

REASONS = ("reasons", "defects", "guidance", "said")
MOST = 100


@dataclass(frozen=True)
class Portion:
    """One part of a request. `holder` has it now since `since`; `why` is what was written for the applicant last.

    `opens` says whether this actor may open the dossier. `confirmed_at` is when the outside system last said anything,
    `silent` that it has been quiet for so long that it should be asked; `trouble` why something could not be done.
    """

    part: Row
    stands: Stands
    child: UUID | None
    code: str
    step: str
    holder: str
    since: datetime | None
    due_at: datetime | None
    why: tuple[str, ...]
    opens: bool
    system: str
    outside_code: str
    confirmed_at: datetime | None
    silent: bool
    trouble: str
    waits_for: tuple[str, ...]
    may_resend: bool
    fees: int
    held: tuple[Held, ...] = ()


@dataclass(frozen=True)
class View:
    """A request as a page shows it. `spent` is working time by holder, the longest first."""

    portions: tuple[Portion, ...]
    spent: tuple[tuple[str, timedelta], ...]
    given_up: bool
    over: int


_CHILDREN = f"""
SELECT c.id, c.code, c.step, c.process, c.responsible_body, c.due_at, c.facts -> 'fees', c.facts -> 'made',
  ({access.VISIBLE}), ({access.FULLY}),
  (SELECT json_agg(json_build_array(e.happened_at, e.move, e.body::json -> 'changes', p.values) ORDER BY e.number)
     FROM engine_entry e LEFT JOIN engine_personal p USING (case_id, number) WHERE e.case_id = c.id)::text
FROM engine_case c WHERE c.id = ANY(%(children)s)
"""


def view(actor: Actor, case: Case, now: datetime) -> View:
    """A request that this actor has open, part by part. Reasons are told to who sees that part fully."""
    found = working.request(case)
    plan = found.plan()
    children = [one.child for one in found.sent.values() if one.child is not None]
    rows = sql.run(_CHILDREN, {"children": children, **access.scope(actor).parameters()}) if children else []
    told = {row[0]: row for row in rows}
    outside = {one.child: one for one in Errand.objects.filter(child__in=children)}
    portions = tuple(_portion(found, plan, part, told, outside, now) for part in found.parts)
    hours = calendar.load(case.place_code)
    spent = holding.totals([one.held for one in portions], now, _worked(hours))
    over = sum(one.stands in rules.OVER for one in portions)
    return View(portions, tuple(spent.items()), found.given_up, over)


def _worked(hours: Calendar) -> Any:
    def worked(since: datetime, until: datetime) -> timedelta:
        return timedelta(microseconds=max(0, hours.time_at(until) - hours.time_at(since)))

    return worked


def _portion(
    found: working.Request, plan: rules.Plan, part: Row, told: Mapping[UUID, Sequence[Any]],
    outside: Mapping[UUID, Errand], now: datetime,
) -> Portion:  # fmt: skip
    stands = plan.stands[part.key]
    sent = found.sent.get(part.key)
    row = told.get(sent.child) if sent is not None and sent.child is not None else None
    waits = tuple(one.label for one in found.parts if one.key in part.after and plan.stands[one.key] is not Stands.DONE)
    again = not found.given_up and rules.may_resend(found.parts, plan.stands, part.key)
    if row is None or sent is None:
        trouble = sent.trouble if sent is not None else ""
        return Portion(
            part, stands, None, "", "", "", None, None, (), False, part.system, "", None, False, trouble, waits, again,
            fees=0,
        )  # fmt: skip
    id, code, step, process, _body, due, fees, made, opens, fully, entries = row
    journal = json.loads(entries)
    held = holding.stretches(
        [(datetime.fromisoformat(at), changes) for at, _move, changes, _values in journal], part.system
    )
    errand = outside.get(id)
    return Portion(
        part=part,
        stands=stands,
        child=id,
        code=code,
        step=process_of(process).state(step).label,
        holder=held[-1].holder if held and held[-1].until is None and stands not in rules.OVER else "",
        since=sent.since,
        due_at=due,
        why=_why(journal) if fully else (),
        opens=opens,
        system=part.system,
        outside_code=errand.outside_code if errand else "",
        confirmed_at=errand.confirmed_at if errand else None,
        silent=errand is not None and errands.silent(errand, now),
        trouble=errand.trouble if errand else sent.trouble,
        waits_for=waits,
        may_resend=again,
        fees=_fees(fees, made),
        held=held,
    )


def _fees(fees: Any, made: Any) -> int:
    """What is still to be paid online on a part, in đồng; amounts that are not known count nothing."""
    if "pay_fee" in (json.loads(made) if isinstance(made, str) else made or {}):
        return 0
    listed = json.loads(fees) if isinstance(fees, str) else fees or []
    return sum(fee["amount"] or 0 for fee in listed)


def _why(journal: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """What the last entry that told the applicant something told."""
    for _at, _move, _changes, values in reversed(journal):
        lines: list[str] = []
        for name in REASONS:
            given = (values or {}).get(name)
            lines += given if isinstance(given, list) else [given] if given else []
        if lines:
            return tuple(str(line) for line in lines)
    return ()


def holder_words(holder: str) -> str:
    """A holder by name: a body, an outside system, or the applicant."""
    if holder == APPLICANT:
        return "Người nộp"
    if holder.startswith(SYSTEM):
        return SYSTEMS.get(holder.removeprefix(SYSTEM), holder)
    return bodies.name_of(holder) if holder else ""


@dataclass(frozen=True)
class Stuck:
    """Somebody who holds open parts: how many, since when the oldest, how many of them late."""

    holder: str
    count: int
    since: datetime
    late: int


_SEEN = f"FROM interlinked_part p JOIN engine_case c ON c.id = p.child WHERE p.is_open AND {access.VISIBLE}"


def stuck(actor: Actor, now: datetime) -> tuple[Stuck, ...]:
    """Who holds the open parts that this actor may see, the longest wait first."""
    rows = sql.run(
        "SELECT p.holder, count(*), min(p.since), count(*) FILTER (WHERE c.due_at < %(now)s)"
        f" {_SEEN} GROUP BY p.holder ORDER BY min(p.since), p.holder",
        {"now": now, **access.scope(actor).parameters()},
    )
    return tuple(Stuck(*row) for row in rows)


@dataclass(frozen=True)
class Waiting:
    """One open part with somebody: its dossier, its request, since when it stands there and why nothing moves."""

    child: UUID
    code: str
    title: str
    parent: UUID
    step: str
    since: datetime
    due_at: datetime | None
    confirmed_at: datetime | None
    trouble: str


def waiting(actor: Actor, holder: str) -> tuple[Waiting, ...]:
    """The open parts that somebody holds, the longest first."""
    rows = sql.run(
        "SELECT c.id, c.code, c.title, p.parent, c.process, c.step, p.since, c.due_at, e.confirmed_at,"
        " coalesce(e.trouble, '') "
        + _SEEN.replace("WHERE", "LEFT JOIN interlinked_errand e ON e.child = c.id WHERE", 1)
        + " AND p.holder = %(holder)s ORDER BY p.since, c.id LIMIT %(most)s",
        {"holder": holder, "most": MOST, **access.scope(actor).parameters()},
    )
    return tuple(
        Waiting(id, code, title, parent, process_of(process).state(step).label, since, due, confirmed, trouble)
        for id, code, title, parent, process, step, since, due, confirmed, trouble in rows
    )


@dataclass(frozen=True)
class Parent:
    """The request that a dossier is a part of; `opens` says whether this actor may open it."""

    id: UUID
    code: str
    title: str
    part: str
    opens: bool


def parent_of(actor: Actor, case: Case) -> Parent | None:
    """None for a dossier that belongs to no request."""
    of = case.facts.get("of")
    if not of:
        return None
    rows = sql.run(
        f"SELECT c.id, c.code, c.title, ({access.VISIBLE}) FROM engine_case c WHERE c.id = %(id)s",
        {"id": UUID(of["parent"]), **access.scope(actor).parameters()},
    )
    if not rows:
        return None
    id, code, title, opens = rows[0]
    return Parent(id, code, title, of["part"], opens)


@dataclass(frozen=True)
class Word:
    """What an outside system last said about a dossier, and what is wrong with the line to it now."""

    confirmed_at: datetime | None
    outside_code: str
    trouble: str


def last_word(child: UUID) -> Word | None:
    """None for a dossier that no outside system settles."""
    found = Errand.objects.filter(child=child).values_list("confirmed_at", "outside_code", "trouble").first()
    return Word(*found) if found else None
