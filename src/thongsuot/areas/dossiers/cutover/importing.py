"""The run: every row of a source read, judged and adopted in batches; again, or after a cut, nothing comes in twice."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path

from thongsuot.areas.dossiers.cutover import mapping, reading
from thongsuot.areas.dossiers.cutover.judging import Judge, Judged
from thongsuot.areas.dossiers.cutover.reading import BadSource, Manifest, Row
from thongsuot.engine import adopting, sql, verbs
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.adopting import Outcome
from thongsuot.register.working_time import VIETNAM

BATCH = 500
PATIENCE = 20.0
"""Seconds to wait for another run to end: the database notices a killed one after a moment."""


class Verdict(StrEnum):
    """What became of a row. Every row of the source has exactly one."""

    TAKEN = "taken"
    REMARKED = "remarked"
    EARLIER = "earlier"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Told:
    """A row's verdict, with the reasons and remarks, and what it counts under."""

    file: str
    line: int
    code: str
    verdict: Verdict
    why: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    body: str = ""
    stood: str = ""
    actions: int = 0

    @property
    def here(self) -> bool:
        """Whether the dossier is here, from this run or an earlier one."""
        return self.verdict is not Verdict.REFUSED


@dataclass
class Result:
    """A run's outcome: one verdict for each row, in the order of the source."""

    manifest: Manifest
    dry_run: bool
    told: list[Told] = field(default_factory=list)

    @property
    def counts(self) -> Counter[Verdict]:
        return Counter(one.verdict for one in self.told)

    @property
    def here(self) -> list[str]:
        return [one.code for one in self.told if one.here]


@dataclass(frozen=True)
class Wanted:
    """What is to be imported and how."""

    folder: Path
    mapping: Path | None = None
    dry_run: bool = False
    without_papers: bool = False


def run(wanted: Wanted, report: Callable[[str], None] = lambda words: None, *, batch: int = BATCH) -> Result:
    """Import a source. Raises BadSource for a folder or mapping that cannot be read at all; nothing is written then."""
    manifest = reading.manifest(wanted.folder)
    words = mapping.load(wanted.mapping)
    seen = _Repeats(reading.rows(wanted.folder, words.columns))
    now = datetime.now(VIETNAM)
    judge = Judge(
        manifest.system, wanted.folder, words, now, store=not wanted.dry_run, without_papers=wanted.without_papers
    )
    result = Result(manifest, wanted.dry_run)
    rows = iter(reading.rows(wanted.folder, words.columns))
    with _alone(manifest.system):
        while taken := list(islice(rows, batch)):
            result.told += _batch([seen.judged(row) or judge.judge(row) for row in taken], wanted)
            report(f"{len(result.told)} dòng")
    return result


class _Repeats:
    """Codes that stand in several rows: the same content twice is one dossier, different contents are for a person."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.contents: dict[str, set[bytes]] = {}
        self.places: dict[str, list[str]] = {}
        for row in rows:
            if row.code and (not row.fault or row.file in (reading.LINES, reading.TABLE)):
                self.contents.setdefault(row.code, set()).add(b"" if row.fault else row.digest())
                self.places.setdefault(row.code, []).append(f"{row.file}:{row.line}")

    def judged(self, row: Row) -> Judged | None:
        """The judgement of a row that is not alone with its code; None for one to be judged by itself."""
        places = self.places.get(row.code, [])
        if row.fault or len(places) < 2:
            return None
        body, stood = row.values.get("competent", ""), row.values.get("status", "")
        if len(self.contents[row.code]) > 1:
            why = f"Mã này có ở nhiều dòng khác nội dung ({', '.join(places[:5])}). Chọn một dòng, bỏ các dòng kia."
            return Judged(row, reasons=(why,), body=body, stood=stood)
        if places[0] == f"{row.file}:{row.line}":
            return None
        return Judged(row, reasons=(f"Trùng hoàn toàn với dòng {places[0]}; hồ sơ chỉ nhận một lần.",), body=body,
                      stood=stood)  # fmt: skip


def _batch(judged: list[Judged], wanted: Wanted) -> list[Told]:
    fit = [one.adopted for one in judged if one.adopted is not None]
    now = datetime.now(UTC)
    found = adopting.foreseen(fit, now) if wanted.dry_run else verbs.adopt(SYSTEM, fit, now)
    outcomes = iter(found)
    return [_told(one, next(outcomes) if one.adopted is not None else None) for one in judged]


def _told(one: Judged, outcome: Outcome | None) -> Told:
    row = one.row
    verdict, why = _verdict(one, outcome)
    return Told(row.file, row.line, row.code, verdict, why, tuple(dict.fromkeys(one.remarks)), one.body, one.stood,
                len(row.lists["actions"]))  # fmt: skip


def _verdict(one: Judged, outcome: Outcome | None) -> tuple[Verdict, tuple[str, ...]]:
    if outcome is None:
        return Verdict.REFUSED, one.reasons
    if outcome.kind == "taken":
        return Verdict.REFUSED, ("Mã này đã thuộc một hồ sơ khác tại đây. Đối chiếu hai hồ sơ, sửa mã ở nguồn.",)
    if outcome.kind == "unfit":
        return Verdict.REFUSED, (outcome.sentence,)
    if outcome.kind == "earlier":
        return Verdict.EARLIER, ()
    if outcome.kind == "changed":
        return Verdict.CHANGED, (_difference(one, outcome),)
    return (Verdict.REMARKED if one.remarks else Verdict.TAKEN), ()


def _difference(one: Judged, outcome: Outcome) -> str:
    assert one.adopted is not None
    now = {"stood": one.adopted.stood, "actions": len(one.adopted.events), "papers": len(one.adopted.papers)}
    names = {"stood": "trạng thái", "actions": "số bước", "papers": "số giấy tờ"}
    moved = [
        f"{names[name]} {outcome.before.get(name)} → {now[name]}"
        for name in names
        if str(outcome.before.get(name)) != str(now[name])
    ]
    what = ", ".join(moved) or "nội dung khác"
    return f"Đã nhận trước đây; nguồn nay đã đổi ({what}). Hồ sơ tại đây giữ nguyên: cập nhật bằng thao tác tại đây."


@contextmanager
def _alone(system: str) -> Iterator[None]:
    """One run of a system at a time; a second one waits a moment and then says so."""
    lock = int.from_bytes(hashlib.sha256(f"cutover:{system}".encode()).digest()[:8], "big", signed=True)
    began = time.monotonic()
    while not sql.run("SELECT pg_try_advisory_lock(%s)", [lock])[0][0]:
        if time.monotonic() - began > PATIENCE:
            raise BadSource(f"Một lần nhập khác từ {system} đang chạy. Đợi lần đó xong rồi chạy lại.")
        time.sleep(0.5)
    try:
        yield
    finally:
        sql.run("SELECT pg_advisory_unlock(%s)", [lock])
