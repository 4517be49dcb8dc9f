"""One dossier handed over by an act: its bodies, its queue and its holder follow; its clock is not asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from thongsuot.engine import making
from thongsuot.engine.case import Case, changed
from thongsuot.engine.internal.weaving import named_by
from thongsuot.engine.making import Change, Circumstances
from thongsuot.register.reorganising.plan import Inheritance, Matter

VERB = "reorganise"
BODIES = ("receiving_body", "supporting_body", "executing_body", "competent_body")
NOBODY = "Không cơ quan nào được giao nhận hồ sơ này. Thêm dòng nhận phần còn lại, hoặc nêu mã hồ sơ trong phương án."
SEVERAL = "Có {count} cơ quan cùng được giao nhận: {names}. Nêu mã hồ sơ trong phương án để giao cho một cơ quan."


@dataclass(frozen=True)
class Terms:
    """What an act says of every dossier. `held` is (person, role, body) as held from the day on.

    `places` leads an old place code to the new one where it is certain; `units` gives the commune of a new body.
    """

    act: UUID
    title: str
    basis: str
    inheritance: Inheritance
    held: frozenset[tuple[UUID, str, str]] = frozenset()
    old_units: frozenset[str] = frozenset()
    units: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fate:
    """Where a dossier goes, column by column; `trouble` says why it cannot go, and then it goes nowhere."""

    after: Mapping[str, str]
    trouble: str = ""


def matter_of(case: Case) -> Matter:
    """What of a case decides who inherits it."""
    return Matter(
        case.place_code, case.sector, case.procedure_code, str(case.subject.get("address") or ""), case.code or ""
    )


def fate(case: Case, terms: Terms) -> Fate:
    """The one new body for each of a case's bodies, or the trouble that a person must settle first."""
    matter = matter_of(case)
    after = {}
    for name in BODIES:
        body = getattr(case, name)
        heirs = terms.inheritance.heirs(body, matter) if body else ("",)
        if not heirs:
            return Fate({}, NOBODY)
        if len(heirs) > 1:
            return Fate({}, SEVERAL.format(count=len(heirs), names=", ".join(heirs)))
        after[name] = heirs[0]
    return Fate(after)


def goes(case: Case, after: Mapping[str, str]) -> bool:
    """Whether anything of the case changes its body."""
    return any(getattr(case, name) != new for name, new in after.items())


def handed(case: Case, after: Mapping[str, str], terms: Terms, now: Circumstances) -> Change:
    """The case at its new bodies. Step, status, code, clock and every date stay as they were."""
    to = {getattr(case, name): new for name, new in after.items()}
    queue = to.get(case.queue_body, case.queue_body)
    values = {
        **after,
        "responsible_body": to.get(case.responsible_body, case.responsible_body),
        "queue_body": queue,
        "assignee": case.assignee if keeps_holder(case, queue, terms) else None,
        "place_code": _place(case, after["competent_body"], terms),
        "facts": {**case.facts, "holders": _holders(case, after, terms)} if "holders" in case.facts else case.facts,
    }
    given = {"act": str(terms.act), "title": terms.title, "basis": terms.basis}
    return making.written(case, changed(case, **values), VERB, VERB, now, given, {})


def keeps_holder(case: Case, queue: str, terms: Terms) -> bool:
    """Whether who holds the case still has the role in the body to which it goes; else it waits in the queue there."""
    return case.assignee is None or queue == case.queue_body or (case.assignee, case.queue_role, queue) in terms.held


def _place(case: Case, competent: str, terms: Terms) -> str:
    if case.place_code not in terms.old_units:
        return case.place_code
    return terms.units.get(competent) or terms.places.get(case.place_code, case.place_code)


def _holders(case: Case, after: Mapping[str, str], terms: Terms) -> dict[str, str]:
    """Who had the case in which role, as far as they have it where it is now: it comes back to them."""
    found = {}
    for role, person in case.facts["holders"].items():
        name, _, at = role.partition("@")
        column = f"{at}_body"
        if after.get(column) == getattr(case, column, None) or (UUID(person), name, after.get(column)) in terms.held:
            found[role] = person
    return found


def pinned_here(case: Case, terms: Terms) -> str:
    """The place whose own internal process the case goes on by, when that place is one that changes."""
    named = named_by(case.process)
    return named[1] if named is not None and named[1] in terms.old_units else ""
