"""The archive's list as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thongsuot.areas.dossiers.keeping import lists
from thongsuot.engine.actor import Actor
from thongsuot.engine.exports import Asked, Kind
from thongsuot.engine.sheets import Cell, Column, Sheet
from thongsuot.web.exports.cases import notes, now
from thongsuot.web.keeping.archive import TAB, labels, row_of

COLUMNS = (
    Column("Mã hồ sơ", 30), Column("Kết thúc lúc", 18, "moment"), Column("Nhóm, thời hạn lưu", 44),
    Column("Căn cứ", 44), Column("Lưu đến hết", 14), Column("Tình trạng", 26), Column("Biên nhận", 24),
    Column("Lý do", 44), Column("SHA-256 của gói", 68),
)  # fmt: skip


def _tab(asked: Asked) -> str:
    return asked["muc"] if asked.get("muc") in TAB else "den-han"


def _count(actor: Actor, asked: Asked) -> int:
    return lists.counts(actor)[TAB[_tab(asked)]]


def _sheet(actor: Actor, asked: Asked) -> Sheet:
    def rows() -> Iterator[Sequence[Cell]]:
        for one in lists.every(actor, TAB[_tab(asked)]):
            row = row_of(one)
            yield (
                one.code, one.closed_at, row["rule"], row["ground"], row["until"], row["state"][1], one.receipt,
                one.reason, one.digest,
            )  # fmt: skip

    return Sheet(f"Giao nộp lưu trữ: {labels()[_tab(asked)]}", COLUMNS, rows(), notes(actor, now()))


KINDS = (Kind("luu-tru", lists.READERS, _count, _sheet),)
