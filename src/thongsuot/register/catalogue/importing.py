"""Importing a file of procedures: new dated versions where something changed, the source kept, nothing invented."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from thongsuot.register import competences, procedures
from thongsuot.register.catalogue import agencies, changes, deciding, proposing, reading, source, understanding, writing
from thongsuot.register.catalogue.changes import Change
from thongsuot.register.catalogue.definitions import Definition
from thongsuot.register.catalogue.findings import Finding
from thongsuot.register.catalogue.models import CatalogueImport, ProcedureSource
from thongsuot.register.catalogue.reading import Fault, Line
from thongsuot.register.catalogue.understanding import Understood
from thongsuot.register.models import Procedure

Report = Callable[[str], None]
Key = tuple[str, str]

BATCH = 200
LOCK = 20_260_703
# Which origin gives way to which: ours to nobody, a list to everybody.
RANK = {"list": 0, "built_in": 1, "portal": 2, "own": 3}
LONGEST_CODE = 20


@dataclass
class Outcome:
    """What one import did. `changed` lists [code, authority, version before, version after]."""

    lines: int = 0
    created: int = 0
    changed: list[list[Any]] = field(default_factory=list)
    replaced: int = 0
    unchanged: int = 0
    kept_ours: int = 0
    twice: int = 0
    absent: int = 0
    findings: int = 0
    competences: int = 0
    faults: list[Fault] = field(default_factory=list)

    def figures(self) -> dict[str, int]:
        plain = {name: value for name, value in self.__dict__.items() if isinstance(value, int)}
        return {**plain, "changed": len(self.changed), "faults": len(self.faults)}


@dataclass
class _Run:
    """One import under way."""

    record: CatalogueImport
    today: date
    origin: str
    outcome: Outcome
    communes: dict[str, int]


def import_file(path: Path, by: str, report: Report = lambda line: None, today: date | None = None) -> Outcome:
    """Import the portal's answers, one JSON object a line, plain or gzip. All or nothing, but for unreadable lines.

    Of several lines with the same code and publisher the latest by the portal's own clock counts, wherever it
    stands in the file. `by` is the name of the person who answers for it. Raises reading.BadFile.
    """
    digest = reading.file_digest(path)
    outcome = Outcome()
    winners = _winners(path, outcome)
    report(f"Đọc {outcome.lines} dòng: {len(winners)} thủ tục, {len(outcome.faults)} dòng không đọc được.")
    with transaction.atomic():
        run = begin("portal", path.name, digest, by, outcome, today)
        found = (line for line in reading.lines(path) if isinstance(line, Line))
        done = 0
        for batch in _batches(found):
            _take(run, batch, winners)
            done += len(batch)
            if done % (BATCH * 5) == 0:
                report(f"  … {done} thủ tục")
        finish(run, winners)
    return outcome


def begin(kind: str, name: str, digest: str, by: str, outcome: Outcome, today: date | None) -> _Run:
    """Open the record of an import, inside its transaction; only one runs at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    record = CatalogueImport.objects.create(
        kind=kind,
        file_name=name,
        digest=digest,
        imported_by=by,
        imported_at=timezone.now(),
        figures={},
        faults=[],
        changes=[],
    )
    return _Run(record, today or timezone.localdate(), kind, outcome, proposing.communes_of_provinces())


def finish(run: _Run, seen: Iterable[Key]) -> None:
    """Write down what the import did, and let every process read anew."""
    outcome = run.outcome
    known = Procedure.objects.filter(origin="portal", valid_to=None).values_list("code", "authority")
    outcome.absent = len(set(known) - set(seen)) if run.origin == "portal" else 0
    run.record.figures = outcome.figures()
    run.record.faults = [[fault.number, fault.sentence] for fault in outcome.faults[:10_000]]
    run.record.changes = outcome.changed
    run.record.save()
    procedures.forget()
    competences.forget()


def _winners(path: Path, outcome: Outcome) -> dict[Key, str]:
    """Which line counts for each code and publisher, by digest, so that the order of lines does not matter."""
    best: dict[Key, tuple[int, str]] = {}
    for line in reading.lines(path):
        if isinstance(line, Fault):
            outcome.lines = max(outcome.lines, line.number)
            outcome.faults.append(line)
            continue
        outcome.lines = max(outcome.lines, line.number)
        if len(line.identity.code) > LONGEST_CODE:
            outcome.faults.append(Fault(line.number, f"Mã dài hơn {LONGEST_CODE} ký tự: {line.identity.code[:40]}…"))
            continue
        key = _key(line)
        rank = (line.identity.updated, line.digest)
        if key in best and best[key][1] != line.digest:
            outcome.twice += 1
        if key not in best or rank > best[key]:
            best[key] = rank
    return {key: digest for key, (_, digest) in best.items()}


def _key(line: Line) -> Key:
    return line.identity.code, agencies.publisher(line.identity.publisher_code, line.identity.publisher_name)


def _batches(found: Iterator[Line]) -> Iterator[list[Line]]:
    while batch := list(islice(found, BATCH)):
        yield batch


def _take(run: _Run, batch: list[Line], winners: dict[Key, str]) -> None:
    """Keep the sources of a batch and bring its procedures up to date."""
    keep_sources(run, [(line.digest, line.raw, line.identity.code, _key(line)[1]) for line in batch])
    chosen = {_key(line): line for line in batch if winners.get(_key(line)) == line.digest}
    beaten = {_key(line) for line in batch if _key(line) in winners and winners[_key(line)] != line.digest}
    made = [(_understood(run, line, _key(line) in beaten), line) for line in chosen.values()]
    bring_up(
        run,
        [(understood, line.digest, source.content_digest(line.given)) for understood, line in made],
    )


def _understood(run: _Run, line: Line, beaten: bool) -> Understood:
    understood = understanding.understand(line.source, run.today)
    if not beaten:
        return understood
    told = Finding(
        "published_twice", "/code", line.identity.code, "Lấy bản cập nhật sau cùng; các bản khác vẫn giữ.", 80
    )
    return Understood(**{**understood.__dict__, "findings": (*understood.findings, told)})


def keep_sources(run: _Run, given: list[tuple[str, bytes, str, str]]) -> None:
    """Keep (digest, bytes, code, authority) as given, compressed; the same bytes are kept once."""
    known = set(ProcedureSource.objects.filter(digest__in=[one[0] for one in given]).values_list("digest", flat=True))
    fresh = {one[0]: one for one in given if one[0] not in known}
    writing.copy(
        ProcedureSource,
        ("digest", "code", "authority", "size", "body", "taken_in_id"),
        (
            (digest, code, authority, len(raw), zlib.compress(raw, 6), run.record.pk)
            for digest, raw, code, authority in fresh.values()
        ),
    )


def bring_up(run: _Run, made: list[tuple[Understood, str, str]]) -> None:
    """Write new versions where something changed: (understood, digest of the source, digest of its content)."""
    codes = [understood.code for understood, _, _ in made]
    newest = {(row.code, row.authority): row for row in _newest(codes)}
    decided = deciding.decisions(codes)
    fresh: list[tuple[Any, ...]] = []
    noted: dict[Key, tuple[Understood, tuple[Finding, ...]]] = {}
    for understood, digest, content in made:
        key = understood.code, understood.authority
        row = newest.get(key)
        if row is not None and RANK[row.origin] > RANK[run.origin]:
            run.outcome.kept_ours += 1
            if row.origin == "own":
                noted[key] = understood, _beside_ours(row, understood)
            continue
        definition, findings = deciding.settled(understood, decided.get(key, []))
        noted[key] = understood, findings
        if made_row := _version(run, understood, definition, row, digest, content):
            fresh.append(made_row)
    writing.copy(Procedure, _WRITTEN, fresh)
    run.outcome.findings += deciding.write(noted, run.today, run.communes)
    run.outcome.competences += proposing.propose(
        [(one.code, one.authority, one.sector, one.valid_from, one.definition) for one, _, _ in made], run.today
    )


def _newest(codes: list[str]) -> Iterator[Procedure]:
    """The newest version of each code and publisher, locked."""
    rows = Procedure.objects.select_for_update().filter(code__in=codes).order_by("code", "authority", "-version")
    seen = set()
    for row in rows:
        if (row.code, row.authority) not in seen:
            seen.add((row.code, row.authority))
            yield row


def stored(definition: Definition) -> dict[str, Any]:
    """A definition as it is written: defaults left out, and what a person confirmed aside."""
    return definition.model_dump(mode="json", exclude_defaults=True, exclude={"confirmation"})


def facts(row: Procedure) -> dict[str, Any]:
    """What a stored version says, with its columns, for comparing; where and when it was taken does not count."""
    definition = {name: value for name, value in row.definition.items() if name not in ("confirmation", *_TAKEN)}
    return {**{name: getattr(row, name) for name in _COLUMNS}, **definition}


_COLUMNS = ("title", "field", "sector", "tier", "decision", "non_territorial", "online", "legal_basis")
_TAKEN = ("source", "source_day")
_WRITTEN = (
    "code", "authority", "version", *_COLUMNS, "definition", "folded", "origin", "source", "content", "valid_from",
    "recorded_on", "verified",
)  # fmt: skip


def _said(understood: Understood, definition: Definition) -> dict[str, Any]:
    told = {name: value for name, value in stored(definition).items() if name not in _TAKEN}
    return {**{name: getattr(understood, name) for name in _COLUMNS}, **told}


def _version(
    run: _Run, understood: Understood, definition: Definition, row: Procedure | None, digest: str, content: str
) -> tuple[Any, ...] | None:
    """The values of the new version, or None when the one there says the same.

    A change in what is kept but not typed, such as the steps, is a version too, because people read it.
    """
    same = row is not None and row.origin == run.origin and facts(row) == _said(understood, definition)
    if same and row is not None and row.content == content:
        run.outcome.unchanged += 1
        return None
    valid_from = understood.valid_from
    if row is None:
        run.outcome.created += 1
    else:
        valid_from = _starts(run, row, understood)
        Procedure.objects.filter(pk=row.pk).update(valid_to=valid_from)
        if row.origin == run.origin:
            run.outcome.changed.append([row.code, row.authority, row.version, row.version + 1])
        else:
            run.outcome.replaced += 1
    return (
        understood.code,
        understood.authority,
        row.version + 1 if row else 1,
        *(getattr(understood, name) for name in _COLUMNS),
        Jsonb(stored(definition)),
        understood.folded,
        run.origin,
        digest,
        content,
        valid_from,
        run.today,
        False,
    )


def _starts(run: _Run, row: Procedure, understood: Understood) -> date:
    """From when a changed version holds: its new decision's day, else the day on which the change was seen."""
    if understood.decision != row.decision and row.valid_from < understood.valid_from <= run.today:
        return understood.valid_from
    return max(run.today, row.valid_from)


def _beside_ours(row: Procedure, understood: Understood) -> tuple[Finding, ...]:
    """Ours wins; a source that names another decision is for a person to look at."""
    if row.decision == understood.decision or not understood.decision:
        return ()
    told = f"Bản đang dùng theo {row.decision}; nguồn ghi {understood.decision}."
    words = "Soạn lại bản đang dùng theo quyết định mới, hoặc xác nhận giữ nguyên."
    return (Finding("newer_than_ours", "/procedureProposal", told, words),)


def differences(code: str, authority: str, before: int, after: int) -> list[Change]:
    """What changed between two versions, field by field. Raises LookupError for a version that does not exist."""
    rows = {
        row.version: row
        for row in Procedure.objects.filter(code=code, authority=authority, version__in=(before, after))
    }
    if before not in rows or after not in rows:
        raise LookupError(f"Thủ tục {code} không có đủ hai phiên bản {before} và {after}.")
    found = changes.difference(facts(rows[before]), facts(rows[after]))
    return found or _in_source(rows[before], rows[after])


def _in_source(before: Procedure, after: Procedure) -> list[Change]:
    """What changed in the source beside what is typed."""
    told = [original(row.source) for row in (before, after)]
    return [
        {**change, "at": f"/{change['at']}"} for change in changes.difference(told[0], told[1])
        if change["at"].rpartition(".")[2] not in source.VOLATILE
    ]  # fmt: skip


def original(digest: str) -> dict[str, Any]:
    """A source object as it was given. Raises LookupError."""
    import json

    kept = ProcedureSource.objects.filter(digest=digest).values_list("body", flat=True).first()
    if kept is None:
        raise LookupError(f"Không lưu nguồn mang mã băm {digest[:12]}.")
    found: dict[str, Any] = json.loads(zlib.decompress(bytes(kept)).removeprefix(b"\xef\xbb\xbf"))
    return found
