"""Official and provincial lists of procedures in Excel: code, name, issuer, performer, field; and matching them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.db import transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from thongsuot.register import procedures
from thongsuot.register.catalogue import agencies, importing, source, understanding, wording
from thongsuot.register.catalogue.importing import Outcome
from thongsuot.register.catalogue.models import LocalCode
from thongsuot.register.catalogue.reading import BadFile, Fault, file_digest
from thongsuot.register.folding import fold
from thongsuot.register.procedures import ProcedureView

HEADINGS = {
    "code": ("ma thu tuc", "ma tthc", "ma so tthc", "ma so", "ma", "code", "ma so ho so tthc"),
    "name": ("ten thu tuc hanh chinh", "ten thu tuc", "ten tthc", "thu tuc hanh chinh", "ten", "name"),
    "issuer": ("co quan ban hanh", "co quan cong bo", "don vi ban hanh", "issuer"),
    "performer": ("co quan thuc hien", "don vi thuc hien", "cap thuc hien", "performer"),
    "field": ("linh vuc", "field", "ten linh vuc"),
}
LONGEST_SHEET = 100_000
MOST_BYTES, MOST_UNPACKED, MOST_ROWS = 5_000_000, 100_000_000, 5_000
NATIONAL = re.compile(r"(?<!\d)(\d\.\d{6})(?!\d)")
# A title alone is never certain: two procedures of one title exist.
CERTAIN, VARIANT, BY_TITLE, WORTH_SHOWING = 100, 97, 90, 60


@dataclass(frozen=True)
class Row:
    """One row of a list, as given."""

    number: int
    code: str
    name: str
    issuer: str
    performer: str
    field: str


def rows(path: Path) -> list[Row]:
    """The rows under the heading of the first sheet that has one. Raises reading.BadFile."""
    try:
        return _rows(CalamineWorkbook.from_path(str(path)))
    except BadFile as error:
        raise BadFile(f"Bảng tính {path.name} {error}") from error
    except Exception as error:  # the library raises its own kinds, and Rust's panics as plain ones
        raise BadFile(f"Không đọc được bảng tính {path.name}: {str(error)[:200]}.") from error


def rows_in(content: bytes) -> list[Row]:
    """The rows of a workbook that somebody sent. Raises reading.BadFile."""
    if len(content) > MOST_BYTES or _unpacked(content) > MOST_UNPACKED:
        raise BadFile(f"Tệp lớn quá {MOST_BYTES // 1_000_000} MB hoặc quá nhiều dữ liệu. Chỉ nộp danh sách thủ tục.")
    try:
        found = _rows(CalamineWorkbook.from_filelike(BytesIO(content)))
    except BadFile as error:
        raise BadFile(f"Bảng tính {error}") from error
    except Exception as error:  # as above
        raise BadFile("Không đọc được tệp này. Nộp bảng tính Excel (.xlsx hoặc .xls).") from error
    if len(found) > MOST_ROWS:
        raise BadFile(f"Danh sách có {len(found)} dòng; mỗi lần đối chiếu được nhiều nhất {MOST_ROWS} dòng.")
    return found


def _unpacked(content: bytes) -> int:
    """How many bytes a zipped workbook says it grows to."""
    if not content.startswith(b"PK"):
        return 0
    try:
        with ZipFile(BytesIO(content)) as archive:
            return sum(one.file_size for one in archive.infolist())
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return 0  # the reader will say that it is no workbook


def _rows(workbook: CalamineWorkbook) -> list[Row]:
    for name in workbook.sheet_names:
        if found := list(_under_heading(workbook.get_sheet_by_name(name).to_python()[:LONGEST_SHEET])):
            return found
    raise BadFile("không có cột mã và tên thủ tục, hoặc không có dòng nào.")


def _under_heading(sheet: list[list[Any]]) -> Iterator[Row]:
    columns: dict[str, int] = {}
    for number, cells in enumerate(sheet, start=1):
        told = [_cell(cell) for cell in cells]
        if not columns:
            columns = _heading(told)
            continue
        values = {name: told[place] if place < len(told) else "" for name, place in columns.items()}
        if values.get("name") and (values.get("code") or "code" not in columns):
            yield Row(number, *(values.get(name, "") for name in ("code", "name", "issuer", "performer", "field")))


def _heading(told: Sequence[str]) -> dict[str, int]:
    """Which column is which; empty unless at least the name is there with the code or the field."""
    found: dict[str, int] = {}
    folded = [" ".join(fold(cell).split()) for cell in told]
    for name, known in HEADINGS.items():
        for heading in known:
            if heading in folded and folded.index(heading) not in found.values():
                found[name] = folded.index(heading)
                break
    return found if "name" in found and len(found) > 1 else {}


def _cell(value: Any) -> str:
    """A cell as text. Excel makes a number of a code: 1.001193 stays, 1.00111 has lost its last zero."""
    if isinstance(value, float):
        return f"{value:.6f}" if 0 < value < 10 and value % 1 else f"{value:g}"
    return " ".join(wording.clean(str(value if value is not None else ""), 2000).split())


def import_list(path: Path, by: str, today: date | None = None) -> Outcome:
    """Import an official list: what the catalogue lacks is made known with all that is missing listed to decide.

    A list never replaces what a fuller source gave. Raises reading.BadFile.
    """
    given = rows(path)
    outcome = Outcome(lines=len(given))
    digest = file_digest(path)
    with transaction.atomic():
        run = importing.begin("list", path.name, digest, by, outcome, today)
        seen: dict[str, Row] = {}
        for row in given:
            if not NATIONAL.fullmatch(row.code):
                outcome.faults.append(Fault(row.number, f"Mã không theo mẫu: “{row.code[:40]}”."))
            elif row.code in seen:
                outcome.twice += 1
            else:
                seen[row.code] = row
        known = {view.code for view in procedures.in_force(run.today)}
        outcome.kept_ours = len(known & seen.keys())
        fresh = [(row, _as_source(row)) for code, row in seen.items() if code not in known]
        raw = [(_bytes(made), row) for row, made in fresh]
        importing.keep_sources(run, [(_hash(text), text, row.code, "") for text, row in raw])
        importing.bring_up(
            run,
            [
                (
                    understanding.understand(source.read(made), run.today),
                    _hash(_bytes(made)),
                    source.content_digest(made),
                )
                for _, made in fresh
            ],
        )
        importing.finish(run, ())
    return outcome


def _as_source(row: Row) -> dict[str, Any]:
    """A row in the shape of the portal's answer, with nothing that the row does not say."""
    performer = fold(row.performer)
    issuer = next((code for code, name in _issuers() if fold(row.issuer) in (fold(name), fold(code))), "")
    return {
        "code": row.code,
        "name": row.name,
        "departmentPromulgateCode": issuer,
        "departmentPromulgateName": row.issuer,
        "categoriesDetails": [{"name": row.field}] if row.field else [],
        "executingAgencies": row.performer,
        "isWard": bool(re.search(r"\b(?:cap xa|xa|phuong)\b", performer)),
        "isProvince": bool(re.search(r"\b(?:cap tinh|tinh|so)\b", performer)),
        "isMinistry": bool(re.search(r"\b(?:bo|cap trung uong|cuc)\b", performer)),
    }


def _issuers() -> list[tuple[str, str]]:
    from thongsuot.register.body_rules import read_csv

    return [(row["key"].partition(".")[2], row["name"]) for row in read_csv("ministries.csv")]


def _bytes(made: dict[str, Any]) -> bytes:
    return json.dumps(made, ensure_ascii=False, sort_keys=True).encode()


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


@dataclass(frozen=True)
class Match:
    """Which national procedure a row means, how sure in percent, and why."""

    row: Row
    code: str
    authority: str
    confidence: int
    reason: str


class Matcher:
    """Finds the national procedure of a row: by code, by a code with a province's ending, by title."""

    def __init__(self, views: Sequence[ProcedureView]) -> None:
        self._by_code = {view.code: view for view in sorted(views, key=lambda one: not one.authority.startswith("bo."))}
        self._titles = [(view, _grams(view.title)) for view in views]
        self._index: dict[str, list[int]] = {}
        for place, (_, grams) in enumerate(self._titles):
            for gram in grams:
                self._index.setdefault(gram, []).append(place)

    def match(self, row: Row) -> Match:
        """The best match, or one without a code when nothing is worth showing."""
        found = NATIONAL.search(row.code)
        view = self._by_code.get(found.group(1)) if found else None
        if view is not None and found is not None:
            exact = row.code.strip() == found.group(1)
            return self._agreed(
                row, view, CERTAIN if exact else VARIANT, "trùng mã" if exact else "mã có đuôi địa phương"
            )
        view, score = self._nearest(row.name)
        sure = int(score * BY_TITLE)
        if view is None or sure < WORTH_SHOWING:
            return Match(row, "", "", 0, "không có thủ tục nào gần giống")
        return Match(row, view.code, view.authority, sure, f"tên giống {int(score * 100)} %: {view.title[:120]}")

    def _agreed(self, row: Row, view: ProcedureView, sure: int, why: str) -> Match:
        """A code that agrees under quite another title is a code used anew, or mistyped: less sure."""
        likeness = _likeness(_grams(row.name), _grams(view.title))
        if likeness < 0.35:
            return Match(row, view.code, view.authority, 55, f"{why}, nhưng tên khác: {view.title[:120]}")
        return Match(row, view.code, view.authority, sure, why)

    def _nearest(self, name: str) -> tuple[ProcedureView | None, float]:
        grams = _grams(name)
        shared = Counter(place for gram in grams for place in self._index.get(gram, ()))
        best: tuple[float, str, ProcedureView] | None = None
        for place, _ in shared.most_common(20):
            view, other = self._titles[place]
            rank = (_likeness(grams, other), view.code, view)
            if best is None or rank[:2] > best[:2]:
                best = rank
        return (best[2], best[0]) if best else (None, 0.0)


def _grams(text: str) -> frozenset[str]:
    """The runs of three letters of a title, without the word that every title begins with."""
    plain = f"  {agencies.plain(text).removeprefix('thu tuc ')} "
    return frozenset(plain[at : at + 3] for at in range(len(plain) - 2))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def match_list(path: Path, body: str, today: date) -> list[Match]:
    """Match a province's own list with the national procedures of the day and keep the matches to be accepted.

    What a person decided before stays. Raises reading.BadFile.
    """
    return match_rows(rows(path), body, today)


def match_rows(given: Sequence[Row], body: str, today: date) -> list[Match]:
    """The same for rows at hand."""
    matcher = Matcher([view for view in procedures.in_force(today) if view.authority.startswith("bo.")])
    found = [matcher.match(row) for row in given]
    unique = {match.row.code or fold(match.row.name)[:60]: match for match in found}
    with transaction.atomic():
        LocalCode.objects.filter(body_id=body, status="open", local_code__in=[code[:60] for code in unique]).delete()
        LocalCode.objects.bulk_create(
            [
                LocalCode(
                    body_id=body, local_code=code[:60], local_title=match.row.name, code=match.code,
                    authority=match.authority, confidence=match.confidence, reason=match.reason,
                )
                for code, match in unique.items()
            ],
            ignore_conflicts=True,
        )  # fmt: skip
    return found


def accept_matches(ids: Sequence[int], by: str) -> int:
    """Accept matches in bulk in the name of a person. Raises ValueError for no name, LookupError for one not open."""
    return _decide(ids, by, "accepted")


def reject_matches(ids: Sequence[int], by: str) -> int:
    """Say that matches are wrong; they are not proposed again. Raises as `accept_matches`."""
    return _decide(ids, by, "rejected")


def reopen_matches(ids: Sequence[int], by: str) -> int:
    """Take a decision back: the match waits again, and its code leads nowhere until somebody decides anew.

    Dossiers keep the national code that they were received under. Raises ValueError for no name, LookupError for one
    that is open.
    """
    if not by.strip():
        raise ValueError("Ghi tên người quyết định.")
    with transaction.atomic():
        decided = LocalCode.objects.filter(id__in=ids).exclude(status="open")
        done = decided.update(status="open", decided_by=by, decided_on=timezone.localdate())
        if done != len(set(ids)):
            raise LookupError("Có dòng chưa được quyết định. Mở lại danh sách.")
    return done


def _decide(ids: Sequence[int], by: str, status: str) -> int:
    if not by.strip():
        raise ValueError("Ghi tên người quyết định.")
    with transaction.atomic():
        open_ones = LocalCode.objects.filter(id__in=ids, status="open")
        if status == "accepted":
            open_ones = open_ones.exclude(code="")
        done = open_ones.update(status=status, decided_by=by, decided_on=timezone.localdate())
        if done != len(set(ids)):
            raise LookupError("Có dòng chưa khớp thủ tục nào hoặc đã được quyết định. Mở lại danh sách.")
    return done


def national_code(body: str, local_code: str) -> tuple[str, str] | None:
    """The national code and publisher that a province's own code stands for, once accepted."""
    row = LocalCode.objects.filter(body_id=body, local_code=local_code.strip(), status="accepted").first()
    return (row.code, row.authority) if row else None
