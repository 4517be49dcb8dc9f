"""What people look up in the catalogue without changing it: findings in pages, one procedure's findings and powers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet

from thongsuot.register.catalogue.models import LocalCode, ProcedureFinding
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


def _matches(body: str, status: str, least: int, most: int) -> QuerySet[LocalCode]:
    """By confidence from `least` to `most`, in percent; what matches nothing has none."""
    return LocalCode.objects.filter(body_id=body, status=status, confidence__gte=least, confidence__lte=most)


def page_of_matches(body: str, status: str, least: int, most: int, first: int, many: int) -> list[LocalCode]:
    """A page of a province's own list, the surest first; `first` counts from 0."""
    rows = _matches(body, status, least, most).order_by("-confidence", "local_code", "id")
    return list(rows[first : first + many])


def ids_of_matches(body: str, status: str, least: int, most: int) -> list[int]:
    """All rows of a province's list that stand for a national procedure, in this state and this confidence."""
    return list(_matches(body, status, least, most).exclude(code="").values_list("id", flat=True))


def some_matches(body: str, ids: Sequence[int]) -> list[LocalCode]:
    """These rows of a province's list, whatever became of them; another province's are left out."""
    return list(LocalCode.objects.filter(body_id=body, id__in=ids))


def counts_of_matches(body: str, bands: Sequence[tuple[int, int]]) -> dict[str, tuple[int, ...]]:
    """How many rows of a province's list are in each state: all, then in each band of confidence."""
    counted = {
        f"band_{n}": Count("id", filter=Q(confidence__gte=least, confidence__lte=most))
        for n, (least, most) in enumerate(bands)
    }
    rows = LocalCode.objects.filter(body_id=body).values_list("status").annotate(Count("id"), **counted).order_by()
    return {status: tuple(counts) for status, *counts in rows}
