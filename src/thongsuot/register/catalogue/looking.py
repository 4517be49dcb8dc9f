"""What people look up in the catalogue without changing it: findings in pages, one procedure's findings and powers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thongsuot.register.catalogue.models import ProcedureFinding
from thongsuot.register.models import Competence

DECIDED = ("accepted", "settled")
ORDER = ("-weight", "-confidence", "code", "authority", "kind", "place")


def page_of_findings(kinds: Sequence[str], first: int, many: int) -> list[ProcedureFinding]:
    """A page of `deciding.report`, in its order; `first` counts from 0."""
    rows = ProcedureFinding.objects.filter(status="open")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return list(rows.order_by(*ORDER)[first : first + many])


def page_of_decided(first: int, many: int) -> list[ProcedureFinding]:
    """A page of what people decided, the latest first; `first` counts from 0."""
    rows = ProcedureFinding.objects.filter(status__in=DECIDED)
    return list(rows.order_by("-decided_on", "-id")[first : first + many])


def count_of_decided() -> int:
    return ProcedureFinding.objects.filter(status__in=DECIDED).count()


def findings(ids: Sequence[int]) -> list[ProcedureFinding]:
    """These findings, whatever became of them, in the report's order."""
    return list(ProcedureFinding.objects.filter(id__in=ids).order_by(*ORDER))


def open_findings(code: str, authority: str) -> list[ProcedureFinding]:
    """What a person must still decide about one procedure."""
    return list(ProcedureFinding.objects.filter(code=code, authority=authority, status="open").order_by(*ORDER))


def powers(code: str, day: date) -> list[Competence]:
    """Every row of competence about a procedure that has not ended, proposals included; rejected ones are left out."""
    rows = Competence.objects.filter(procedure_code=code).exclude(valid_to__lte=day).exclude(status="rejected")
    return list(rows.order_by("nature", "place_code", "-confidence", "id"))


def proposals(ids: Sequence[int]) -> list[Competence]:
    """These rows of competence, whatever became of them."""
    return list(Competence.objects.filter(id__in=ids).order_by("-confidence", "procedure_code", "id"))
