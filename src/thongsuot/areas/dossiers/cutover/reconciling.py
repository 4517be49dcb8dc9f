"""After the import: what the source counts and what stands here, by body and status, and each difference."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from thongsuot.areas.dossiers.cutover.importing import Result, Verdict
from thongsuot.engine import adopting
from thongsuot.register import bodies

WORDS = {
    Verdict.TAKEN: "Nhận",
    Verdict.REMARKED: "Nhận, có lưu ý",
    Verdict.EARLIER: "Đã nhận trước đây",
    Verdict.CHANGED: "Đã nhận trước đây, nguồn đã đổi",
    Verdict.REFUSED: "Không nhận",
}


@dataclass(frozen=True)
class Line:
    """One body and status: rows of the source, those refused, those here by the rows of this database.

    `moved` of those here have been worked on since they came, and may stand on another status by now.
    """

    body: str
    status: str
    source: int
    refused: int
    here: int
    moved: int

    @property
    def difference(self) -> int:
        return self.source - self.refused - self.here


@dataclass(frozen=True)
class Reconciled:
    """The comparison, and the sentences for what does not agree; none when all does."""

    lines: tuple[Line, ...]
    differences: tuple[str, ...]
    entries: int


def reconcile(result: Result) -> Reconciled:
    """Compare what the rows say with what stands in the database; in a dry run only the source's side is known."""
    source: Counter[tuple[str, str]] = Counter((one.body, one.stood) for one in result.told)
    refused = Counter((one.body, one.stood) for one in result.told if not one.here)
    here: Counter[tuple[str, str]] = Counter()
    moved: Counter[tuple[str, str]] = Counter()
    entries = 0
    for one in adopting.standing(result.manifest.system, [] if result.dry_run else result.here):
        place = (one.body, one.stood if one.moved_on else str(one.status))
        here[place] += one.cases
        moved[place] += one.cases if one.moved_on else 0
        entries += one.entries
    places = sorted(source.keys() | here.keys(), key=lambda place: (bodies.name_of(place[0]), place[1].zfill(3)))
    lines = tuple(Line(*place, source[place], refused[place], here[place], moved[place]) for place in places)
    return Reconciled(lines, tuple(_differences(result, lines)), entries)


def _differences(result: Result, lines: Iterable[Line]) -> Iterable[str]:
    said = result.manifest
    rows = len([one for one in result.told if one.file.startswith("dossiers.")])
    if said.dossiers is not None and said.dossiers != rows:
        yield f"Nguồn khai {said.dossiers} hồ sơ, tệp có {rows} dòng: có thể tệp bị cắt."
    found = Counter(one.stood for one in result.told)
    for status, count in said.statuses.items():
        if found[status] != count:
            yield f"Nguồn khai {count} hồ sơ trạng thái {status}, tệp có {found[status]}."
    for line in () if result.dry_run else lines:
        if line.difference:
            name = bodies.name_of(line.body) or "không rõ cơ quan"
            yield (
                f"{name}, trạng thái {line.status or 'không rõ'}: nguồn {line.source}, không nhận {line.refused}, "
                f"tại đây {line.here}, chênh {line.difference}."
            )


# The report.

_ROWS = ("Tệp", "Dòng", "Mã hồ sơ", "Kết luận", "Lý do và việc cần làm", "Lưu ý", "Cơ quan", "Trạng thái", "Số bước")
_LINES = ("Cơ quan", "Trạng thái", "Nguồn", "Không nhận", "Tại đây", "Đã xử lý tiếp tại đây", "Chênh lệch")


def write(result: Result, found: Reconciled, folder: Path) -> None:
    """The report as an Excel workbook and as CSV: verdicts, comparison, differences."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        (one.file, one.line, one.code, WORDS[one.verdict], " ".join(one.why), "; ".join(one.remarks),
         bodies.name_of(one.body), one.stood, one.actions)
        for one in result.told
    ]  # fmt: skip
    lines = [
        (bodies.name_of(one.body), one.status, one.source, one.refused, one.here, one.moved, one.difference)
        for one in found.lines
    ]
    _csv(folder / "verdicts.csv", _ROWS, rows)
    _csv(folder / "reconciliation.csv", _LINES, lines)
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(folder / "report.xlsx", options) as book:
        for title, heads, content in (
            ("Từng dòng", _ROWS, rows),
            ("Đối soát", _LINES, lines),
            ("Khác biệt", ("Khác biệt",), [(one,) for one in found.differences]),
        ):
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heads) - 1, 22)
            sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
            for at, row in enumerate(content, 1):
                sheet.write_row(at, 0, row)


def _csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(heads)
        table.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula stays a text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
