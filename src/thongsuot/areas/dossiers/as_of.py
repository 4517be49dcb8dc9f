"""A dossier as it stood after one of its entries: what a form that was issued then says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from thongsuot.engine.deadline import Clock
from thongsuot.engine.reading import CasePage, Told
from thongsuot.engine.verbs import VIETNAM

THEN = ("receiving_body", "executing_body", "competent_body", "place_code", "title", "product")


class AsOf:
    """A case as it stood after one of its entries."""

    def __init__(self, page: CasePage, number: int) -> None:
        self.page = page
        self.entries = [told for told in page.entries if told.number <= number]
        self.told = self.entries[-1]
        self.happened = moment(self.told.body["happened"])
        self.subject: dict[str, Any] = {}
        self.row: dict[str, Any] = {}
        for told in self.entries:
            self._follow(told)
        # Where it was then: a dossier that was passed on later was received and asked about by those before.
        self.case = replace(page.case, **{name: self.row[name] for name in THEN if self.row.get(name)})

    def _follow(self, told: Told) -> None:
        if "case_row" in told.body:
            self.subject = dict(told.personal.get("subject", {}))
        elif told.body["verb"] == "amend":
            self.subject |= told.personal
        for name, (_, new) in told.body["changes"].items():
            self.row[name] = new

    @property
    def due_at(self) -> datetime | None:
        found = self.row.get("due_at")
        return moment(found) if found else None

    @property
    def clock(self) -> Clock | None:
        return Clock.from_json(self.row["clock"]) if self.row.get("clock") else None

    def fact(self, name: str) -> Any:
        return self.row.get(f"facts.{name}")

    def who(self) -> Mapping[str, Any]:
        return dict(self.told.body["who"])


def standing_of(page: CasePage) -> list[Told]:
    """The entries that were not taken back."""
    taken = {told.body["given"]["undoes"] for told in page.entries if told.body["verb"] == "undo"}
    return [told for told in page.entries if told.number not in taken and told.body["verb"] != "undo"]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(VIETNAM)


def day_of(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()
