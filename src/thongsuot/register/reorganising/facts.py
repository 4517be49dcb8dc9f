"""What an act writes into the register: units, bodies and who followed whom, dated; written again, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from thongsuot.register import bodies, communes, folding
from thongsuot.register.body_rules import BodyRow
from thongsuot.register.models import Body, Succession, Unit
from thongsuot.register.reorganising import succession
from thongsuot.register.reorganising.expanding import Foreseen, day_before
from thongsuot.register.reorganising.models import BodySuccession, Reorganisation
from thongsuot.register.reorganising.plan import NewUnit, Plan, from_json


def write(act: Reorganisation, foreseen: Foreseen) -> None:
    """Write the act's units, bodies and successions, inside the caller's transaction; what was there is kept with it.

    Doing it again changes nothing.
    """
    plan = foreseen.given
    ended = sorted(foreseen.ended)
    if not act.written:
        act.written = _as_it_was(foreseen, ended)
    _units(plan)
    _bodies(act, plan)
    _successions(act, foreseen)
    forget()


def _as_it_was(foreseen: Foreseen, ended: list[str]) -> dict[str, Any]:
    """What an undo needs, and what a reload of the country's files must not lose."""
    plan = foreseen.given
    renamed = [one.key for one in plan.renames]
    names = dict(Body.objects.filter(key__in=renamed).values_list("key", "name"))
    return {
        "bodies": [_plain(row) for row in foreseen.made.values()],
        "ended": ended,
        "renamed": {one.key: [names.get(one.key, ""), one.name] for one in plan.renames},
    }


def _plain(row: BodyRow) -> dict[str, Any]:
    found = {one.name: getattr(row, one.name) for one in fields(BodyRow)}
    return found | {"valid_from": row.valid_from.isoformat(), "valid_to": None}


def _units(plan: Plan) -> None:
    day, basis = plan.effective_on, plan.basis
    # A code that goes on ends too, and begins a new version on the same day.
    Unit.objects.filter(code__in=plan.old_units, valid_from__lt=day, valid_to=None).update(valid_to=day)
    for unit in plan.units:
        Unit.objects.get_or_create(code=unit.code, valid_from=day, defaults=_unit_values(unit, basis))
        for full, codes in ((True, unit.whole_of), (False, unit.part_of)):
            for code in codes:
                if code == unit.code and unit.whole_of == (code,) and not unit.part_of:
                    continue  # the same commune under a new name or in another province is no succession
                Succession.objects.get_or_create(
                    old_code=code, new_code=unit.code, happened_on=day,
                    defaults={"old_tier": 3, "full": full, "note": "", "legal_basis": basis},
                )  # fmt: skip


def _unit_values(unit: NewUnit, basis: str) -> dict[str, Any]:
    return {
        "name": unit.name, "kind": unit.kind, "tier": 3, "province_code": unit.province_code,
        "parent_code": unit.province_code, "folded": folding.fold(unit.name),
        "sort_key": folding.sort_key(folding.without_type(unit.name)), "recorded_on": timezone.localdate(),
        "legal_basis": basis,
    }  # fmt: skip


_MAKE = """
INSERT INTO register_body (key, kind, name, tier, unit_code, province_code, parent_id, house_id, identifier, status,
  valid_from, valid_to, legal_basis, provisional, address, recorded_on)
VALUES (%(key)s, %(kind)s, %(name)s, %(tier)s, %(unit_code)s, %(province_code)s, %(parent)s, %(house)s,
  %(identifier)s, %(status)s, %(valid_from)s, %(valid_to)s, %(legal_basis)s, true, '', %(today)s)
ON CONFLICT (key) DO NOTHING
"""


def _bodies(act: Reorganisation, plan: Plan) -> None:
    today = timezone.localdate()
    with connection.cursor() as cursor:
        for row in act.written["bodies"]:
            cursor.execute(_MAKE, {**row, "today": today})
    Body.objects.filter(key__in=act.written["ended"]).update(valid_to=plan.effective_on, status="closed")
    for key, (_old, new) in act.written["renamed"].items():
        Body.objects.filter(key=key).update(name=new)
    # A commune that keeps its code and changes its name or province takes its bodies along.
    for unit in plan.units:
        Body.objects.filter(unit_code=unit.code, valid_to=None).update(province_code=unit.province_code)


def _successions(act: Reorganisation, foreseen: Foreseen) -> None:
    inheritance = foreseen.inheritance
    rows = [
        BodySuccession(
            act=act, old=old, new=new, happened_on=foreseen.given.effective_on,
            archive=inheritance.archive(old) == new, legal_basis=foreseen.given.basis,
        )
        for old, heirs in inheritance.rows.items()
        for new in sorted({heir.new for heir in heirs})
    ]  # fmt: skip
    keepers = {row.old: row.new for row in rows if row.archive and row.old != row.new}
    for before, old in BodySuccession.objects.filter(archive=True, new__in=keepers).values_list("old", "new"):
        rows.append(
            BodySuccession(
                act=act, old=before, new=keepers[old], happened_on=foreseen.given.effective_on,
                archive=True, direct=False, legal_basis=foreseen.given.basis,
            )
        )  # fmt: skip
    BodySuccession.objects.bulk_create(rows, ignore_conflicts=True)


def again() -> int:
    """Write what carried-out acts changed once more: the country's files know nothing of them. How many acts."""
    acts = Reorganisation.objects.filter(state__in=["running", "done", "undoing"]).order_by("effective_on", "moment")
    for act in acts:
        plan = from_json(act.plan)
        _units(plan)
        _bodies(act, plan)
    if acts:
        forget()
    return len(acts)


def take_back(act: Reorganisation, plan: Plan) -> None:
    """Undo what `write` did: ended ones stand again, begun ones are closed and were never open for a day.

    What began with the act keeps its row, ended on the day it began, because dossiers' entries name it.
    """
    day = plan.effective_on
    Body.objects.filter(key__in=act.written["ended"]).update(valid_to=None, status="open")
    Body.objects.filter(key__in=[row["key"] for row in act.written["bodies"]]).update(valid_to=day, status="closed")
    for key, (old, _new) in act.written["renamed"].items():
        Body.objects.filter(key=key).update(name=old)
    Succession.objects.filter(happened_on=day, new_code__in=[unit.code for unit in plan.units]).delete()
    Unit.objects.filter(code__in=[unit.code for unit in plan.units], valid_from=day).delete()
    Unit.objects.filter(code__in=plan.old_units, valid_to=day).update(valid_to=None)
    BodySuccession.objects.filter(act=act).delete()
    forget()


def forget() -> None:
    """Drop what this process remembers of units and bodies."""
    bodies.forget()
    communes.forget()
    succession.forget()


def standing_before(keys: Sequence[str], plan: Plan) -> dict[str, str]:
    """The names of bodies as they were on the last day before the act."""
    day: date = day_before(plan)
    found = {}
    for key in keys:
        try:
            found[key] = bodies.name_on(key, day)
        except LookupError:
            found[key] = bodies.name_of(key)
    return found
