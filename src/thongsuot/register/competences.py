"""Competence as data: who may decide or receive what, where, on a day; and from it, where people go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from thongsuot.register import bodies, procedures
from thongsuot.register.bodies import BodyView
from thongsuot.register.body_rules import read_csv
from thongsuot.register.memory import Remembered
from thongsuot.register.unit_rows import LIST_STARTS, followed

if TYPE_CHECKING:
    from thongsuot.register.models import Competence

NATURES = ("decide", "receive", "appraise", "consult")
DECIDE, RECEIVE = "decide", "receive"


@dataclass(frozen=True, slots=True)
class Competent:
    """A body that has a power over a matter. `verified` is about the provision, not about the executing office."""

    body: BodyView
    executing_body: BodyView | None
    provision: str
    verified: bool
    competence_id: int
    place_code: str


@dataclass(frozen=True, slots=True)
class Way:
    """Where to go with a matter at a place: who decides, which office settles it, where it is handed in.

    Nobody in `deciding` is a gap in the law as recorded; more than one for the same place, an overlap or a choice
    that the law leaves to the applicant. `places` are today's communes, several when an old one was split.
    """

    procedure_code: str
    places: tuple[str, ...]
    deciding: tuple[Competent, ...]
    receiving: tuple[BodyView, ...]
    anywhere_in_province: bool
    note: str

    @property
    def gap(self) -> bool:
        return not self.deciding

    @property
    def overlap(self) -> bool:
        places = [competent.place_code for competent in self.deciding]
        return len(places) > len(set(places))


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    procedure_code: str
    nature: str
    body_kind: str
    body_id: str | None
    executing_kind: str
    place_code: str
    provision: str
    verified: bool
    valid_from: date
    valid_to: date | None

    def holds(self, nature: str, day: date, places: tuple[str, ...]) -> bool:
        dated = self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
        return dated and self.nature == nature and (not self.place_code or self.place_code in places)


def _read() -> dict[str, list[_Row]]:
    from thongsuot.register.models import Competence

    found: dict[str, list[_Row]] = {}
    # A proposal that is not sure takes no effect before a person accepts it.
    for values in Competence.objects.filter(status="held").order_by("id").values_list(*_Row.__dataclass_fields__):
        row = _Row(*values)
        found.setdefault(row.procedure_code, []).append(row)
    return found


_rows = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of competences."""
    _rows.forget()


def load_competences() -> int:
    """Propose our rows: add the missing, bring the unverified up to date, leave what a person verified; rows written.

    A row is the same when procedure, nature, kind of body, place and first day are.
    """
    from thongsuot.register.models import Competence

    identity = ("procedure_code", "nature", "body_kind", "place_code", "valid_from")
    written = 0
    with transaction.atomic():
        stored = {tuple(getattr(row, name) for name in identity): row for row in Competence.objects.all()}
        for wanted in _ours():
            row = stored.get(tuple(getattr(wanted, name) for name in identity))
            if row is None:
                wanted.save(force_insert=True)
                written += 1
            elif not row.verified and _differs(row, wanted):
                for name in _CHANGEABLE:
                    setattr(row, name, getattr(wanted, name))
                row.save(update_fields=list(_CHANGEABLE))
                written += 1
    forget()
    return written


_CHANGEABLE = ("executing_kind", "provision", "valid_to", "legal_basis", "verified")


def _differs(stored: object, wanted: object) -> bool:
    return any(getattr(stored, name) != getattr(wanted, name) for name in _CHANGEABLE)


def _ours() -> Iterator[Competence]:
    from thongsuot.register.models import Competence

    for row in read_csv("competences.csv"):
        yield Competence(
            procedure_code=row["procedure_code"],
            nature=row["nature"],
            body_kind=row["body_kind"],
            executing_kind=row["executing_kind"],
            place_code=row["place_code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            verified=row["verified"] == "yes",
            provision=row["provision"],
            legal_basis=row["provision"],
            recorded_on=timezone.localdate(),
        )


def communes_today(code: str, day: date) -> tuple[str, ...]:
    """The communes that a code leads to on a day: itself while it stands, else those that took over its land.

    Several when it was split: then a person must choose. Empty for a code that leads nowhere.
    """
    if bodies.of_kind("ubnd_xa", code, day):
        return (code,)
    return tuple(link.unit.code for link in followed([(code, LIST_STARTS)], day)[0] if link.unit.tier == 3)


def _province_of(commune: str, day: date) -> str:
    committee = bodies.of_kind("ubnd_xa", commune, day)
    return committee.province_code if committee else commune[:2]


def _body_of(row: _Row, commune: str, province: str, day: date) -> BodyView | None:
    """The body that a row names at a place: itself, or the one of its kind in the commune, the province, the nation."""
    if row.body_id:
        named = bodies.body(row.body_id)
        return named if named and named.stands_on(day) else None
    if row.body_kind == "pvhcc_xa":
        return bodies.centre_for(commune, day)
    return bodies.of_kind(row.body_kind, commune, day) or bodies.of_kind(row.body_kind, province, day)


def competent(procedure_code: str, nature: str, place_code: str, day: date) -> list[Competent]:
    """Every body with this power over the matter at a place on a day, the nearest to people first.

    An empty list is a gap, several an overlap or a choice: both are for people to see, neither is hidden here.
    `place_code` is a commune's, today's or an older one. Raises ValueError for an unknown nature.
    """
    if nature not in NATURES:
        raise ValueError(f"Không có loại thẩm quyền “{nature}”.")
    rows = _rows.get().get(procedure_code, ())
    found = []
    for commune in communes_today(place_code, day):
        province = _province_of(commune, day)
        for row in rows:
            if row.holds(nature, day, (commune, province)) and (at := _body_of(row, commune, province, day)):
                executing = bodies.of_kind(row.executing_kind, at.unit_code, day) if row.executing_kind else None
                found.append(Competent(at, executing, row.provision, row.verified, row.id, commune))
    return sorted(found, key=lambda one: (one.place_code, -one.body.tier, one.competence_id))


def where_to_go(procedure_code: str, place_code: str, day: date) -> Way:
    """Where people go with a matter at a place, answered from competence and never from a counter's own address."""
    published = procedures.procedure(procedure_code, day)
    receiving = published.receiving if published else None
    received = competent(procedure_code, RECEIVE, place_code, day)
    return Way(
        procedure_code=procedure_code,
        places=communes_today(place_code, day),
        deciding=tuple(competent(procedure_code, DECIDE, place_code, day)),
        receiving=tuple({one.body.key: one.body for one in received}.values()),
        anywhere_in_province=bool(receiving and receiving.anywhere_in_province),
        note=receiving.note if receiving else "",
    )
