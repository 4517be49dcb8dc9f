"""What a list says of a procedure (how long, how much, by which way), without keeping its whole definition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from thongsuot.register.catalogue.definitions import Definition, Limit
from thongsuot.register.procedures import ProcedureView

MOST_KEPT = 20_000


class Summary(NamedTuple):
    """The limits of the cases at the counter, None for an unclear one; the amounts charged, None for an unknown one.

    Both without repetition, in the order of the cases.
    """

    limits: tuple[Limit | None, ...]
    amounts: tuple[int | None, ...]
    cases: int


# A published version never changes, so what is said of it holds for good; a table of the nation is some megabytes.
_kept: dict[int, Summary] = {}


def summaries(views: Iterable[ProcedureView]) -> dict[int, Summary]:
    """The summary of each version by its id; those not met before are read in one statement."""
    from thongsuot.register.models import Procedure

    wanted = {view.id for view in views}
    missing = wanted - _kept.keys()
    if missing:
        if len(_kept) > MOST_KEPT:
            _kept.clear()
            missing = wanted
        for id, stored in Procedure.objects.filter(pk__in=missing).values_list("pk", "definition"):
            _kept[id] = summary(Definition.model_validate(stored))
    return {id: told for id in wanted if (told := _kept.get(id))}


def summary(said: Definition) -> Summary:
    """What a definition comes to in a line."""
    limits = (None if case.unclear else case.limit_for("counter") for case in said.cases)
    amounts = (fee.amount for case in said.cases for fee in case.fees)
    return Summary(tuple(dict.fromkeys(limits)), tuple(dict.fromkeys(amounts)), len(said.cases))
