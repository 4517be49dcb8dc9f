"""The catalogue that comes with the programme: the most used procedures as facts, loaded like any source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from pydantic import BaseModel, ConfigDict

from thongsuot.register.catalogue import importing
from thongsuot.register.catalogue.definitions import Definition
from thongsuot.register.catalogue.findings import Finding
from thongsuot.register.catalogue.importing import Outcome
from thongsuot.register.catalogue.understanding import Understood

FILE = Path(__file__).parents[1] / "data" / "procedures" / "catalogue.jsonl"
BY = "Thông Suốt"


class BuiltIn(BaseModel):
    """One line of our file: a version as its published decision has it, its papers named briefly."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    authority: str
    title: str
    field: str
    sector: str
    tier: int
    decision: str
    non_territorial: bool
    online: str
    legal_basis: str
    valid_from: date
    content: str
    definition: Definition

    def understood(self) -> Understood:
        columns: dict[str, Any] = {name: getattr(self, name) for name in BuiltIn.model_fields if name != "content"}
        unclear = [case for case in self.definition.cases if case.unclear]
        words = "Cán bộ ấn định thời hạn theo quyết định công bố."
        told = (Finding("limit_unclear", f"cases[{case.key}].limit", case.unclear, words) for case in unclear)
        return Understood(**columns, findings=tuple(told))


def built_in(path: Path = FILE) -> Iterator[BuiltIn]:
    """The procedures of our file. Raises pydantic's ValidationError for a faulty line."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield BuiltIn.model_validate_json(line)


def load() -> int:
    """Write what the database does not have yet or has otherwise; how many versions were written.

    What was imported from the portal, and what we wrote by hand, stays: the file gives way to both.
    """
    outcome = Outcome()
    with transaction.atomic():
        run = importing.begin("built_in", FILE.name, "", BY, outcome, None)
        importing.bring_up(run, [(one.understood(), "", one.content) for one in built_in()])
        written = outcome.created + len(outcome.changed) + outcome.replaced
        if written:
            importing.finish(run, ())
        else:
            run.record.delete()
    return written
