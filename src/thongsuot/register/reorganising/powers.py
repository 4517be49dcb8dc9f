"""Powers and procedures named for an ended body by its key: they end on the day, and begin anew for its heir."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from thongsuot.register import competences
from thongsuot.register.catalogue.models import Adoption
from thongsuot.register.models import Competence
from thongsuot.register.reorganising.expanding import Foreseen
from thongsuot.register.reorganising.models import Reorganisation
from thongsuot.register.reorganising.plan import Plan


def move(act: Reorganisation, foreseen: Foreseen) -> None:
    """Lead what stands under an ended body's own key to the one that inherits the remainder."""
    plan, heirs = foreseen.given, foreseen.inheritance
    dated = {"valid_from": plan.effective_on, "valid_to": None, "recorded_on": timezone.localdate()}
    kept: dict[str, list[list[Any]]] = {"competences": [], "adoptions": []}
    for power in Competence.objects.filter(body_id__in=foreseen.ended, valid_to=None, valid_from__lt=plan.effective_on):
        old = power.pk
        _end(power, plan)
        power.pk, power.replaced_id, power.legal_basis = None, old, plan.basis
        power.body_id = heirs.archive(power.body_id or "")
        _begin(power, dated)
        kept["competences"].append([old, power.pk])
    met: set[tuple[str, str, str]] = set(
        Adoption.objects.filter(valid_to=None, body_id__in={h.new for h in foreseen.plan.heirs}).values_list(
            "code", "authority", "body_id"
        )
    )
    for one in Adoption.objects.filter(body_id__in=foreseen.ended, valid_to=None, valid_from__lt=plan.effective_on):
        old, heir = one.pk, heirs.archive(one.body_id)
        _end(one, plan)
        if (one.code, one.authority, heir) in met:
            kept["adoptions"].append([old, None])
            continue
        met.add((one.code, one.authority, heir))
        one.pk, one.body_id, one.legal_basis = None, heir, plan.basis
        _begin(one, dated)
        kept["adoptions"].append([old, one.pk])
    act.written = {**act.written, **kept}
    competences.forget()


def _end(row: Competence | Adoption, plan: Plan) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(valid_to=plan.effective_on)


def _begin(row: Competence | Adoption, dated: dict[str, Any]) -> None:
    for name, value in dated.items():
        setattr(row, name, value)
    row._state.adding = True
    row.save(force_insert=True)


def take_back(act: Reorganisation, plan: Plan) -> None:
    """Undo `move`: what ended goes on, what began is ended on its first day."""
    for model, name in ((Competence, "competences"), (Adoption, "adoptions")):
        pairs = act.written.get(name, ())
        rows: Any = model._default_manager
        rows.filter(pk__in=[new for _old, new in pairs if new]).update(valid_to=plan.effective_on)
        rows.filter(pk__in=[old for old, _new in pairs]).update(valid_to=None)
    competences.forget()
