"""Workbooks row by row: text that stays text, dates that are dates, and memory that does not grow with the rows."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from thongsuot.engine import sheets
from thongsuot.engine.sheets import Column, Sheet

COLUMNS = (Column("Tên"), Column("Lúc", 17, "moment"), Column("Ngày", 12, "day"), Column("Số", 8, "number"))
AT = datetime(2026, 11, 20, 8, 5, tzinfo=UTC)


def written(folder: Path, *rows: tuple[object, ...], title: str = "Danh sách") -> Path:
    path = folder / "a.xlsx"
    sheets.write(Sheet(title, COLUMNS, iter(rows), ("Lập lúc 20/11/2026",)), path)  # type: ignore[arg-type]
    return path


def read(path: Path) -> list[list[object]]:
    return list(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())


def markup(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_title_note_and_headings_stand_above_the_rows(tmp_path: Path) -> None:
    rows = read(written(tmp_path, ("Bình", AT, date(2026, 11, 21), 7)))

    assert [row[0] for row in rows] == ["Danh sách", "Lập lúc 20/11/2026", "Tên", "Bình"]


def test_moments_are_moments_in_vietnam_days_are_days_and_numbers_numbers(tmp_path: Path) -> None:
    row = read(written(tmp_path, ("Bình", AT, date(2026, 11, 21), 7)))[-1]

    assert row[1:] == [datetime(2026, 11, 20, 15, 5), date(2026, 11, 21), 7]


@pytest.mark.parametrize(
    "hostile",
    ['=HYPERLINK("http://x";"Bấm")', "+84912345678", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "http://x.vn", "0012",
     "{=1+1}", "<b>&", "Ấ\u0301\u200b", "😀"],
)  # fmt: skip
def test_what_was_typed_is_never_a_formula_a_link_or_a_number(tmp_path: Path, hostile: str) -> None:
    path = written(tmp_path, (hostile, None, None, None))

    assert str(read(path)[-1][0]).strip() == hostile.strip()
    assert "<f>" not in markup(path)
    assert "hyperlink" not in markup(path)


def test_a_cell_that_looks_like_a_formula_stays_text_when_it_is_edited(tmp_path: Path) -> None:
    path = written(tmp_path, ("=1+1", None, None, None))

    with zipfile.ZipFile(path) as archive:
        assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()


def test_zero_bytes_and_endless_text_are_cut_not_refused(tmp_path: Path) -> None:
    row = read(written(tmp_path, ("a\x00b" + "x" * 50_000, None, None, None)))[-1]

    assert str(row[0]).startswith("abxxx")
    assert len(str(row[0])) == sheets.LONGEST


def test_an_empty_list_is_a_workbook_with_headings(tmp_path: Path) -> None:
    assert read(written(tmp_path))[-1] == ["Tên", "Lúc", "Ngày", "Số"]


def test_a_list_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    def broken() -> Iterator[tuple[str, None, None, None]]:
        yield "Bình", None, None, None
        raise RuntimeError("mất kết nối")

    with pytest.raises(RuntimeError):
        sheets.write(Sheet("Danh sách", COLUMNS, broken()), tmp_path / "a.xlsx")

    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)

    with pytest.raises(ValueError, match="more rows"):
        written(tmp_path, *[("a", None, None, None)] * 3)

    assert list(tmp_path.iterdir()) == []


PEAK = """
import resource, sys
from datetime import datetime, UTC
from pathlib import Path
from thongsuot.engine.sheets import Column, Sheet, write
columns = tuple(Column(f"Cột {n}") for n in range(8)) + (Column("Lúc", 17, "moment"),)
at = datetime(2026, 11, 20, tzinfo=UTC)
def rows(count):
    for n in range(count):
        yield (*(f"Nguyễn Thị Bình An {n}" for _ in range(8)), at)
write(Sheet("Danh sách", columns, rows(1000)), Path(sys.argv[1]) / "small.xlsx")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
write(Sheet("Danh sách", columns, rows(200_000)), Path(sys.argv[1]) / "large.xlsx")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
def test_two_hundred_thousand_rows_take_no_more_memory_than_a_thousand(tmp_path: Path) -> None:
    """1.6 million strings would be about 150 MB. The file's parts go through the disk."""
    run = subprocess.run(
        [sys.executable, "-c", PEAK, str(tmp_path)], capture_output=True, text=True, check=True, timeout=300
    )

    assert int(run.stdout) < 12_000, "kilobytes above what a thousand rows take"
