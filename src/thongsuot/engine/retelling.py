"""A case told again from its journal: what its row must say, when nobody wrote past the verbs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from thongsuot.engine.case import FIXED, MOMENTS, RECORDED

# The sweep moves this on without an entry: it says when to look again, nothing about the case.
UNTOLD = frozenset({"sweep_at"})
_MOMENTS = MOMENTS | {"opened_at"}


class Told:
    """The columns and facts of a case as its entries, heard from the first on, leave them."""

    def __init__(self) -> None:
        self.columns: dict[str, Any] = {}
        self.facts: dict[str, Any] = {}
        self.subject: dict[str, Any] | None = None
        self.subject_name: str | None = None

    def hear(self, content: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Take one more entry with its personal values, as far as they are kept.

        Raises KeyError and TypeError for a content that no verb writes.
        """
        self.columns.update(content.get("case_row", {}))
        for name, (_, new) in content["changes"].items():
            if not name.startswith("facts."):
                self.columns[name] = new
            elif new is None:
                self.facts.pop(name[6:], None)
            else:
                self.facts[name[6:]] = new
        self._hear_of_person(content, values)

    def _hear_of_person(self, content: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """What was said of the subject; unknown from the first value on that has been erased."""
        digests = content["personal"]
        if "subject_name" in digests:
            self.subject_name = values.get("subject_name")
        if "case_row" in content:
            self.subject = values.get("subject")
        elif content["verb"] == "amend" and self.subject is not None:
            fields = digests.keys() - {"subject_name"}
            known = fields <= values.keys()
            self.subject = {**self.subject, **{name: values[name] for name in fields}} if known else None

    def other_than(self, row: Mapping[str, Any]) -> str:
        """The first column in which the row says something else, or an empty text. An erased person is lawful."""
        for name in (*sorted(FIXED - {"id"}), *RECORDED):
            if name not in UNTOLD and not _same(name, self.columns.get(name), row[name]):
                return name
        if {k: v for k, v in row["facts"].items() if v is not None} != self.facts:
            return "facts"
        for name, told in (("subject", self.subject), ("subject_name", self.subject_name)):
            if row[name] and told is not None and row[name] != told:
                return name
        return ""


def _same(name: str, told: Any, stands: Any) -> bool:
    if name in _MOMENTS and told and stands:
        return datetime.fromisoformat(told) == datetime.fromisoformat(stands)
    return told == stands or (told is None and stands == "")
