"""The lists of an act as Excel workbooks: before with every new owner, and after against before, to be filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from thongsuot.engine import sheets
from thongsuot.engine.reorganising.acts import Act
from thongsuot.engine.reorganising.survey import Survey
from thongsuot.engine.sheets import Cell, Column, Sheet
from thongsuot.register import bodies

BEFORE = {
    "ho-so": "Hồ sơ đang giải quyết",
    "vi-tri": "Vị trí và người giữ",
    "kem-theo": "Hàng chờ, sổ, dãy số và việc kèm theo",
    "van-de": "Vấn đề phải xử lý",
}
AFTER = "doi-chieu"


def before(act: Act, found: Survey, which: str) -> Sheet:
    """One list of the dry run. Raises KeyError for an unknown one."""
    columns, rows = {
        "ho-so": (_DOSSIERS, _dossiers),
        "vi-tri": (_SEATS, _seats),
        "kem-theo": (_BESIDE, _beside),
        "van-de": (_PROBLEMS, _problems),
    }[which]
    return Sheet(f"{BEFORE[which]}: {act.plan.title}", columns, rows(found), _notes(act))


def after(act: Act) -> Sheet:
    """What went where, row by row; the differences stand above the table."""
    told = act.record.after
    differences = told.get("differences", [])
    said = [f"Chênh lệch: {one}" for one in differences] or ["Đối chiếu khớp, không có chênh lệch."]
    return Sheet(f"Đối chiếu sau khi chuyển: {act.plan.title}", _AFTER, _after(told), [*_notes(act), *said])


def write(act: Act, folder: Path, found: Survey | None = None) -> list[Path]:
    """Write every list that there is into a folder; the files written."""
    lists = {which: before(act, found, which) for which in BEFORE} if found else {}
    if act.record.after:
        lists[AFTER] = after(act)
    written = []
    for which, sheet in lists.items():
        path = folder / f"{which}.xlsx"
        sheets.write(sheet, path)
        written.append(path)
    return written


def _notes(act: Act) -> list[str]:
    record = act.record
    found = [f"Căn cứ: {act.plan.basis}", f"Hiệu lực từ ngày {act.plan.effective_on:%d/%m/%Y}. Tình trạng: {act.state}"]
    found.append(f"Người nhập: {record.proposed_name}. Người phê duyệt: {record.approved_name or 'chưa có'}")
    return found


_DOSSIERS = (
    Column("Mã hồ sơ", 26), Column("Thủ tục", 40), Column("Bước", 24), Column("Trạng thái", 10, "number"),
    Column("Đồng hồ", 16), Column("Hạn trả", 18, "moment"), Column("Cơ quan giải quyết cũ", 36),
    Column("Cơ quan giải quyết mới", 36), Column("Nơi tiếp nhận mới", 36), Column("Phòng thụ lý mới", 36),
    Column("Người giữ", 14), Column("Vấn đề", 50),
)  # fmt: skip
_SEATS = (Column("Người giữ", 28), Column("Chức danh", 34), Column("Cơ quan cũ", 40), Column("Cơ quan mới", 40))
_BESIDE = (Column("Loại", 24), Column("Cơ quan", 40), Column("Nội dung", 34), Column("Số", 10, "number"),
           Column("Ghi chú", 50))  # fmt: skip
_PROBLEMS = (Column("Mức", 22), Column("Về", 30), Column("Vấn đề và việc cần làm", 90))
_AFTER = (Column("Cơ quan cũ", 44), Column("Cơ quan mới", 44), Column("Trạng thái", 12, "number"),
          Column("Danh sách trước", 16, "number"), Column("Đã chuyển", 12, "number"))  # fmt: skip


def _name(found: Survey, key: str) -> str:
    return found.names.get(key) or bodies.name_of(key)


def _dossiers(found: Survey) -> Iterator[list[Cell]]:
    for line in found.lines:
        to = {name: _name(found, key) if key else "" for name, key in line.after.items()}
        yield [
            line.code, line.title, line.step, line.status, line.clock, line.due_at,
            _name(found, line.before["competent_body"]), to.get("competent_body", ""), to.get("receiving_body", ""),
            to.get("executing_body", ""), "giữ nguyên" if line.holder_stays else "về hàng chờ", line.trouble,
        ]  # fmt: skip


def _seats(found: Survey) -> Iterator[list[Cell]]:
    for seat in found.seats:
        yield [seat.name, seat.title, _name(found, seat.old), _name(found, seat.new) if seat.new else "CHƯA CÓ"]


def _beside(found: Survey) -> Iterator[list[Cell]]:
    for label, rows in found.beside.items():
        for one in rows:
            yield [label, _name(found, one.body), one.what, one.number, one.note]


def _problems(found: Survey) -> Iterator[list[Cell]]:
    for one in found.problems:
        yield ["Phải xử lý trước" if one.blocks else "Cần biết", one.about, one.sentence]


def _after(told: Mapping[str, Any]) -> Iterator[list[Cell]]:
    for old, new, status, foreseen, arrived in told.get("rows", ()):
        yield [bodies.name_of(old), bodies.name_of(new) if new else "", status, foreseen, arrived]
