"""Dossiers of Phường Thuận Hóa brought to where a test needs them, through the verbs as officers use them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from people import BINH, CUC, HANH, LAN, MINH
from scenarios import dossier
from thongsuot.engine import sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.making import Opening, Paper

GRANTED = {"outcome": "granted", "summary": ["Đồng ý cấp giấy phép xây dựng."]}
HANDED_OUT = {"receiver": "Trần Văn Hùng", "how": "counter"}
WITHDRAWN = {"request": "Đơn xin rút hồ sơ."}
DEFECTS = {"defects": ["Thiếu bản vẽ mặt bằng móng"]}

WAY: tuple[tuple[Actor, str, Mapping[str, Any]], ...] = (
    (LAN, "hand_over", {}),
    (MINH, "propose", GRANTED),
    (HANH, "review", {}),
    (BINH, "sign", {"method": "paper"}),
    (CUC, "number", {}),
    (CUC, "seal", {}),
    (CUC, "issue", {}),
    (LAN, "hand_out", HANDED_OUT),
)
STEPS = ("received", "processing", "proposed", "reviewed", "signed", "numbered", "sealed", "done", "delivered")


def opening(move: str = "receive", at: datetime | None = None, **changed: Any) -> Opening:
    """Ông Hùng's request for a permit to build a house, one second old."""
    given = {"sets": "1"} if move == "receive" else {}
    made = dossier.opening(move, given, at or datetime.now(UTC) - timedelta(seconds=1))
    return replace(made, **changed)


def receive(who: Actor = LAN, *, key: UUID | None = None, **changed: Any) -> Case:
    return verbs.open(who, opening(**changed), key=key)


def bring_to(step: str, case: Case | None = None) -> Case:
    """A dossier that has come as far as `step` on the straight way."""
    case = case or receive()
    for who, move, given in WAY[STEPS.index(case.step) : STEPS.index(step)]:
        case = verbs.move(who, case.id, case.length, move, given)
    return case


def paper(name: str = "Bản vẽ móng.pdf", digest: bytes = b"\x07" * 32) -> Paper:
    return Paper(uuid4(), name, "application/pdf", 12_345, digest)


def rows(table: str, case_id: UUID | None = None) -> int:
    """How many rows a table of the engine has, in all or of one case."""
    where = " WHERE case_id = %s" if case_id else ""
    return int(sql.run(f"SELECT count(*) FROM engine_{table}{where}", [case_id] if case_id else [])[0][0])
