"""The case as the engine holds it: one frozen row, read and written whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from thongsuot.engine.process import At, Process
from thongsuot.engine.registry import process_of


@dataclass(frozen=True, slots=True)
class Case:
    """One piece of public work. `length` is its version: the number of entries in its chain.

    `status` is the portal's synchronisation code; `subject` and `subject_name` are personal values and may be
    erased; `facts` belong to the area and are not personal; `clock` is deadline.Clock as JSON. `resolved_at` is when
    the clock stopped for good, `closed_at` when nothing more can happen.
    The three organisation fields of a dossier are `supporting_body` (helped to submit), `receiving_body`
    (took it in) and `competent_body` (decides); `executing_body` is the office that settles it.
    """

    id: UUID
    kind: str
    process: str
    site: str
    step: str
    status: int
    waits_for: str
    is_open: bool
    length: int
    head: bytes
    code: str | None
    title: str
    procedure_code: str
    sector: str
    place_code: str
    province_code: str
    receiving_body: str
    supporting_body: str
    executing_body: str
    competent_body: str
    responsible_body: str
    queue_body: str
    queue_role: str
    assignee: UUID | None
    competence: str
    product: str
    outcome: str
    subject_name: str
    subject: dict[str, Any]
    facts: dict[str, Any]
    clock: dict[str, Any] | None
    opened_at: datetime
    changed_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    sweep_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None

    @property
    def table(self) -> Process:
        """The process version that this case is pinned to."""
        return process_of(self.process)

    @property
    def number(self) -> str:
        """The subject's personal number or tax code, empty when it is not known or was erased."""
        return str(self.subject.get("number", ""))

    def body_at(self, at: At) -> str:
        """The key of the case's body in that part, empty for the subject."""
        if at is At.SUBJECT:
            return ""
        if at is At.SUPPORTING:
            return self.supporting_body
        if at is At.RECEIVING:
            return self.receiving_body
        return self.executing_body if at is At.EXECUTING else self.competent_body


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Case))
JSON_COLUMNS = frozenset({"subject", "facts", "clock"})
BYTES_COLUMNS = frozenset({"head"})
FIXED = frozenset({"id", "kind", "site", "province_code", "opened_at"})
MUTABLE: tuple[str, ...] = tuple(name for name in COLUMNS if name not in FIXED)
PERSONAL = frozenset({"subject", "subject_name"})
CHAIN = frozenset({"length", "head", "changed_at"})
SELECT = ", ".join(f"c.{name}" for name in COLUMNS)
RECORDED: tuple[str, ...] = tuple(n for n in MUTABLE if n not in PERSONAL | CHAIN | {"facts"})
MOMENTS = frozenset({"due_at", "warn_at", "sweep_at", "resolved_at", "closed_at"})
TEXTS = frozenset(field.name for field in fields(Case) if field.type == "str")
_JSON_AT = tuple(COLUMNS.index(name) for name in sorted(JSON_COLUMNS))
_PLACE = {name: place for place, name in enumerate(COLUMNS)}
_whole: Callable[[object], tuple[Any, ...]] = attrgetter(*COLUMNS)
_recorded: Callable[[object], tuple[Any, ...]] = attrgetter(*RECORDED)
_NOTHING: tuple[None, ...] = (None,) * len(RECORDED)


def changed(case: Case, **values: Any) -> Case:
    """The case with other values: `dataclasses.replace`, which is slow for a row this wide. Raises KeyError."""
    row = list(_whole(case))
    for name, value in values.items():
        row[_PLACE[name]] = value
    return Case(*row)


def from_row(row: tuple[Any, ...]) -> Case:
    """The case from a row that starts with the columns of `SELECT`."""
    values = list(row[: len(COLUMNS)])
    for at in _JSON_AT:
        if values[at] is not None:
            values[at] = json.loads(values[at])
    return Case(*values)


def to_row(case: Case, columns: tuple[str, ...] = COLUMNS) -> list[Any]:
    """The values of those columns as PostgreSQL takes them."""
    return [_adapt(name, getattr(case, name)) for name in columns]


def _adapt(name: str, value: Any) -> Any:
    return Jsonb(value) if name in JSON_COLUMNS and value is not None else value


def changes(before: Case | None, after: Case) -> dict[str, list[Any]]:
    """What an entry records of a change: column → [old, new]; a fact stands as `facts.<name>`.

    Personal values and the chain's own columns are left out, and at an opening everything that is empty.
    """
    found: dict[str, list[Any]] = {}
    olds = _recorded(before) if before is not None else _NOTHING
    for name, old, new in zip(RECORDED, olds, _recorded(after), strict=True):
        if old != new and not (before is None and new == ""):
            found[name] = [plain(old), plain(new)]
    old_facts = before.facts if before is not None else {}
    if old_facts is not after.facts:
        for name in old_facts.keys() | after.facts.keys():
            if old_facts.get(name) != after.facts.get(name):
                found[f"facts.{name}"] = [old_facts.get(name), after.facts.get(name)]
    return found


def restored(case: Case, change: Mapping[str, list[Any]]) -> Case:
    """The case with the old values of an entry's changes put back."""
    values: dict[str, Any] = {}
    facts = dict(case.facts)
    for name, (old, _) in change.items():
        if name.startswith("facts."):
            facts.pop(name[6:], None)
            if old is not None:
                facts[name[6:]] = old
        else:
            values[name] = _revive(name, old)
    return changed(case, facts=facts, **values)


def plain(value: Any) -> Any:
    """A value as JSON can hold it; a moment in UTC, so that one read back from the table is written alike."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value


def _revive(name: str, value: Any) -> Any:
    if value is None:
        return "" if name in TEXTS else None
    if name in MOMENTS:
        return datetime.fromisoformat(value)
    return UUID(value) if name == "assignee" else value
