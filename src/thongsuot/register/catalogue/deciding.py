"""What a person decides about a source: findings written, decisions applied, and kept while the wording stays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from pydantic import ValidationError

from thongsuot.register import procedures
from thongsuot.register.catalogue import agencies, changes, understanding
from thongsuot.register.catalogue.changes import Change, NoSuchPlace
from thongsuot.register.catalogue.definitions import Definition
from thongsuot.register.catalogue.findings import KINDS, Finding
from thongsuot.register.catalogue.models import ProcedureFinding
from thongsuot.register.catalogue.understanding import Understood
from thongsuot.register.models import Procedure

Key = tuple[str, str]


@dataclass(frozen=True)
class Decision:
    """What somebody decided at a place, for one wording of the source."""

    kind: str
    place: str
    wording: str
    changes: tuple[Change, ...]


def decisions(codes: Sequence[str]) -> dict[Key, list[Decision]]:
    """The decisions taken about these procedures."""
    found: dict[Key, list[Decision]] = {}
    rows = ProcedureFinding.objects.filter(code__in=codes, status="accepted").order_by("id")
    for row in rows:
        decision = Decision(row.kind, row.place, row.wording, tuple(row.proposal))
        found.setdefault((row.code, row.authority), []).append(decision)
    return found


def settled(understood: Understood, decided: Iterable[Decision]) -> tuple[Definition, tuple[Finding, ...]]:
    """The definition with the decisions in it that still fit the wording, and all findings."""
    told = {(finding.kind, finding.place): finding for finding in understood.findings}
    definition = understood.definition
    for decision in decided:
        finding = told.get((decision.kind, decision.place))
        if finding is not None and finding.wording == decision.wording and decision.changes:
            definition = _applied(definition, decision.changes) or definition
    return definition, understood.findings


def _applied(definition: Definition, wanted: Sequence[Change]) -> Definition | None:
    """The definition with these changes, or None when they no longer make sense in it."""
    stored = definition.model_dump(mode="json", exclude_defaults=True)
    try:
        return Definition.model_validate(changes.apply(stored, wanted))
    except (NoSuchPlace, ValidationError):
        return None


_GIVEN = """jsonb_to_recordset(%(rows)s::jsonb) AS given (code text, authority text, kind text, place text,
    wording text, proposal jsonb, words text, confidence int, weight bigint)"""

_UPSERT = f"""
  INSERT INTO register_procedurefinding AS f (code, authority, kind, place, wording, proposal, words, confidence,
    weight, status, found_on, decided_by, basis)
  SELECT code, authority, kind, place, wording, proposal, words, confidence, weight, 'open', %(today)s, '', ''
  FROM {_GIVEN}
  ON CONFLICT (code, authority, kind, place) DO UPDATE SET wording = EXCLUDED.wording,
    proposal = CASE WHEN f.status IN ('accepted', 'settled') AND f.wording = EXCLUDED.wording
      THEN f.proposal ELSE EXCLUDED.proposal END,
    words = EXCLUDED.words, confidence = EXCLUDED.confidence, weight = EXCLUDED.weight,
    status = CASE WHEN f.status IN ('accepted', 'settled') AND f.wording = EXCLUDED.wording
      THEN f.status ELSE 'open' END,
    found_on = CASE WHEN f.status IN ('accepted', 'settled') AND f.wording = EXCLUDED.wording
      THEN f.found_on ELSE EXCLUDED.found_on END
  WHERE (f.wording, f.words, f.confidence, f.weight) IS DISTINCT FROM
    (EXCLUDED.wording, EXCLUDED.words, EXCLUDED.confidence, EXCLUDED.weight)
    OR f.status = 'gone' OR (f.status = 'open' AND f.proposal <> EXCLUDED.proposal)
"""  # noqa: S608  (constants of this module)

_GONE = f"""
  UPDATE register_procedurefinding f SET status = 'gone'
  WHERE f.id IN (
    SELECT known.id FROM jsonb_to_recordset(%(seen)s::jsonb) AS seen (code text, authority text)
    JOIN register_procedurefinding known ON known.code = seen.code AND known.authority = seen.authority
    LEFT JOIN {_GIVEN} ON (given.code, given.authority, given.kind, given.place)
        = (known.code, known.authority, known.kind, known.place)
    WHERE given.code IS NULL AND known.status <> 'gone')
"""  # noqa: S608  (constants of this module)


def write(noted: Mapping[Key, tuple[Understood, tuple[Finding, ...]]], today: date, communes: dict[str, int]) -> int:
    """Write the findings of these procedures; what the source no longer shows is marked gone. How many there are.

    `communes` counts the communes of each province, for findings about a province's own procedures.
    """
    rows: list[dict[str, Any]] = []
    for (code, authority), (understood, findings) in noted.items():
        place = agencies.place_of(authority)
        weight = understanding.weight(understood, communes.get(place, 1) if place else None)
        same: dict[str, Any] = {"code": code, "authority": authority, "weight": weight}
        rows += [{**one.__dict__, "place": one.place[:200], **same} for one in findings]
    seen = [{"code": code, "authority": authority} for code, authority in noted]
    with connection.cursor() as cursor:
        given = json.dumps(rows, ensure_ascii=False)
        cursor.execute(_GONE, {"rows": given, "seen": json.dumps(seen, ensure_ascii=False)})
        cursor.execute(_UPSERT, {"rows": given, "today": today})
    return len(rows)


def report(kinds: Sequence[str] = (), limit: int | None = None) -> list[ProcedureFinding]:
    """What is open, most people concerned first; then the surest proposals, which can be accepted at once."""
    rows = ProcedureFinding.objects.filter(status="open")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    rows = rows.order_by("-weight", "-confidence", "code", "authority", "kind", "place")
    return list(rows[:limit] if limit else rows)


def counts() -> dict[str, int]:
    """How many open findings of each kind there are, in the order of the kinds."""
    from django.db.models import Count

    found = dict(
        ProcedureFinding.objects.filter(status="open").values_list("kind").annotate(Count("id")).order_by("kind")
    )
    return {kind: found[kind] for kind in KINDS if kind in found}


def accept(ids: Sequence[int], by: str, basis: str, today: date) -> int:
    """Take our proposals for these findings, in the name of a person. How many procedures got a new version.

    A finding without a proposal that changes something is settled as it stands. Raises ValueError without a name
    or a basis, LookupError for a finding that is not open.
    """
    with transaction.atomic():
        rows = _open(ids, by, basis)
        _decide(rows, by, basis, today)
        return _renew({(row.code, row.authority) for row in rows if row.proposal}, rows, today)


def settle(id: int, wanted: Sequence[Change], by: str, basis: str, today: date) -> int:
    """Decide otherwise than proposed: these changes stand instead. Raises as `accept`, and NoSuchPlace."""
    with transaction.atomic():
        (row,) = _open([id], by, basis)
        row.proposal = list(wanted)
        row.save(update_fields=["proposal"])
        _decide([row], by, basis, today)
        return _renew({(row.code, row.authority)}, [row], today) if wanted else 0


def _open(ids: Sequence[int], by: str, basis: str) -> list[ProcedureFinding]:
    if not by.strip() or not basis.strip():
        raise ValueError("Ghi tên người quyết định và căn cứ.")
    rows = list(ProcedureFinding.objects.select_for_update().filter(id__in=ids, status="open").order_by("id"))
    if len(rows) != len(set(ids)):
        raise LookupError("Có điểm không tồn tại hoặc đã được quyết định. Mở lại danh sách.")
    return rows


def _decide(rows: Sequence[ProcedureFinding], by: str, basis: str, today: date) -> None:
    for row in rows:
        row.status = "accepted" if row.proposal else "settled"
        row.decided_by, row.decided_on, row.basis = by, today, basis
    ProcedureFinding.objects.bulk_update(rows, ["status", "decided_by", "decided_on", "basis"])


def _renew(keys: set[Key], rows: Sequence[ProcedureFinding], today: date) -> int:
    """New versions with the changes that were decided: a published version itself never changes."""
    renewed = 0
    for code, authority in sorted(keys):
        row = Procedure.objects.select_for_update().filter(code=code, authority=authority).order_by("-version").first()
        wanted = [change for one in rows if (one.code, one.authority) == (code, authority) for change in one.proposal]
        if row is None:
            continue
        definition = {name: value for name, value in row.definition.items() if name != "confirmation"}
        made = Definition.model_validate(changes.apply(definition, wanted))
        stored = made.model_dump(mode="json", exclude_defaults=True)
        if stored != definition:
            succeed(row, stored, max(today, row.valid_from), today)
            renewed += 1
    procedures.forget()
    return renewed


def succeed(row: Procedure, definition: dict[str, Any], since: date, today: date) -> None:
    """Write the next version of a procedure with another definition, unconfirmed, and end the one before."""
    Procedure.objects.filter(pk=row.pk).update(valid_to=since)
    row.pk, row._state.adding = None, True
    row.version += 1
    row.valid_from, row.valid_to, row.recorded_on = since, None, today
    row.definition, row.verified = definition, False
    row.save(force_insert=True)
