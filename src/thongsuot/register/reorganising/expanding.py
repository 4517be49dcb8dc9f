"""What a plan implies: the bodies that a new commune brings with it, and the offices that follow their committee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from thongsuot.register import bodies, communes
from thongsuot.register.body_rules import BodyRow, Place, commune_bodies, provisional_identifier
from thongsuot.register.reorganising.plan import Heir, Inheritance, NewBody, NewUnit, Plan

COMMITTEE = "ubnd_xa"
# A commune's counter is a centre of its own or a point of its province's: one takes over from the other.
_SAME_KIND = {"pvhcc_diem": "pvhcc_xa"}


@dataclass(frozen=True)
class Known:
    """A body that stands from the effective day on, whether it stood before or not."""

    key: str
    kind: str
    name: str
    house: str
    unit_code: str
    province_code: str
    tier: int


def day_before(plan: Plan) -> date:
    """The last day on which the old ones stand."""
    return plan.effective_on - timedelta(days=1)


class Foreseen:
    """A plan with all that it implies, against the register as it stands."""

    def __init__(self, plan: Plan) -> None:
        self.given = plan
        self.made = {row.key: row for row in _made(plan)}

    @cached_property
    def plan(self) -> Plan:
        """The plan with the rows of inheritance that it implies; a row that somebody wrote is never overruled."""
        written = {heir.old for heir in self.given.heirs}
        implied = [row for row in self._of_committees() if row.old not in written]
        written |= {row.old for row in implied}
        whole = [row for row in self._of_units() if row.old not in written]
        return replace(self.given, heirs=(*self.given.heirs, *implied, *whole))

    @cached_property
    def inheritance(self) -> Inheritance:
        return Inheritance.of(self.plan.heirs)

    def known(self, key: str) -> Known | None:
        """A body that stands from the effective day on, or None."""
        if (row := self.made.get(key)) is not None:
            return Known(key, row.kind, row.name, row.house or key, row.unit_code, row.province_code, row.tier)
        view = bodies.body(key)
        if view is None or not view.stands_on(day_before(self.given)) or key in self.ended:
            return None
        name = next((one.name for one in self.given.renames if one.key == key), view.name)
        return Known(key, view.kind, name, view.house or key, view.unit_code, view.province_code, view.tier)

    @cached_property
    def ended(self) -> frozenset[str]:
        """The bodies that end with the act."""
        going_on = set(self.made)
        return Inheritance.of(self.plan.heirs).ending - going_on

    @property
    def new_units(self) -> dict[str, str]:
        """The commune of every body that stands in a new one."""
        communes_of_plan = {unit.code for unit in self.given.units}
        targets = {heir.new for heir in self.plan.heirs} | set(self.inheritance.rows)
        found = {key: known.unit_code for key in targets if (known := self.known(key))}
        return {key: code for key, code in found.items() if code in communes_of_plan}

    def _of_committees(self) -> Iterator[Heir]:
        """What a committee's row says holds for every body of its commune."""
        for heir in self.given.heirs:
            view = bodies.body(heir.old)
            new = self._unit_of(heir.new)
            if view is None or view.kind != COMMITTEE or not new:
                continue
            for other in bodies.bodies_of_unit(view.unit_code, day_before(self.given)):
                if other.key != heir.old and (counterpart := self._counterpart(other.kind, new)):
                    yield replace(heir, old=other.key, new=counterpart)

    def _of_units(self) -> Iterator[Heir]:
        for unit in self.given.units:
            for code in unit.whole_of:
                if code == unit.code:
                    continue
                for view in bodies.bodies_of_unit(code, day_before(self.given)):
                    if counterpart := self._counterpart(view.kind, unit.code):
                        yield Heir(view.key, counterpart)

    def _unit_of(self, key: str) -> str:
        if (row := self.made.get(key)) is not None:
            return row.unit_code
        view = bodies.body(key)
        return view.unit_code if view else ""

    def _counterpart(self, kind: str, unit: str) -> str:
        wanted = _SAME_KIND.get(kind, kind)
        for row in self.made.values():
            if row.unit_code == unit and _SAME_KIND.get(row.kind, row.kind) == wanted:
                return row.key
        for view in bodies.bodies_of_unit(unit, day_before(self.given)):
            if _SAME_KIND.get(view.kind, view.kind) == wanted:
                return view.key
        return ""


def _made(plan: Plan) -> Iterator[BodyRow]:
    """The bodies that begin with the act: those of new communes by rule, and those that the plan lists."""
    for unit in plan.units:
        if communes.commune(unit.code, day_before(plan)) is None:
            yield from (_open(row, plan) for row in commune_bodies(_place(unit, plan)))
    for body in plan.bodies:
        yield _listed(body, plan)


def _place(unit: NewUnit, plan: Plan) -> Place:
    return Place(unit.code, unit.name, unit.kind, 3, unit.province_code, plan.effective_on, None)


def _open(row: BodyRow, plan: Plan) -> BodyRow:
    """The act itself says that the new commune's counter exists."""
    return replace(row, status="open", legal_basis=plan.basis)


def _listed(body: NewBody, plan: Plan) -> BodyRow:
    return BodyRow(
        key=body.key,
        kind=body.kind,
        name=body.name,
        tier=body.tier,
        unit_code=body.unit_code or body.province_code,
        province_code=body.province_code,
        parent=body.parent or None,
        house=body.house or body.key,
        identifier=provisional_identifier(body.key),
        status="open",
        valid_from=plan.effective_on,
        valid_to=None,
        legal_basis=plan.basis,
    )
