"""Figures of papers: how many dossiers were digitised and how many papers were used again, each with its list.

Sources: the national service index (766) counts digitised dossiers (4 points) and reuse (2 points, full marks at 80 %)
by received dossiers; its formula of 2026 was not at hand, so these are our own definitions and say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.shares import Share as Declared

PAGE = 50
DIGITISED = """EXISTS (SELECT 1 FROM engine_paper p WHERE p.case_id = c.id AND p.origin IN ('scan', 'upload', 'reuse'))
  AND NOT EXISTS (SELECT 1 FROM dossiers_scan s WHERE s.case_id = c.id AND s.state <> 'done')"""
REUSED = "EXISTS (SELECT 1 FROM engine_paper p WHERE p.case_id = c.id AND p.origin = 'reuse')"
ASKED = """(jsonb_array_length(coalesce(c.facts -> 'papers', '[]')) > 0
  OR EXISTS (SELECT 1 FROM engine_paper p WHERE p.case_id = c.id AND p.origin <> 'result'))"""
MEANINGS = {
    "digitised": (
        "Hồ sơ có thành phần hồ sơ đã số hóa, mọi bản quét đã ký số, chia cho hồ sơ đã tiếp nhận có thành phần hồ sơ"
        " (cách tính của hệ thống, chưa xác minh theo Bộ chỉ số năm nay)"
    ),
    "reused": (
        "Hồ sơ dùng lại ít nhất một giấy tờ đã có, chia cho hồ sơ đã tiếp nhận có thành phần hồ sơ"
        " (cách tính của hệ thống, chưa xác minh theo Bộ chỉ số năm nay)"
    ),
}
_TESTS = {"digitised": DIGITISED, "reused": REUSED}
# The same figures for the board, which counts them over its own periods and places.
SHARES = (
    Declared("digitised", "Tỷ lệ số hóa hồ sơ", MEANINGS["digitised"], ASKED, DIGITISED),
    Declared("reused", "Tỷ lệ dùng lại giấy tờ", MEANINGS["reused"], ASKED, REUSED),
)
# Received in the period, whatever became of it; what waits to be received or was refused is in no total.
_RECEIVED = f"""c.kind = 'dossier' AND c.opened_at >= %(start)s AND c.opened_at < %(end)s AND c.status NOT IN (1, 3)
  AND c.receiving_body = ANY(%(bodies)s) AND {ASKED}"""


@dataclass(frozen=True, slots=True)
class Share:
    """One body's figure: `part` of `whole`. Without a whole there is no share: no data is not full marks."""

    body: str
    part: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None


def shares(figure: str, bodies: list[str], start: datetime, end: datetime) -> list[Share]:
    """A figure of bodies that received, over the dossiers opened from `start` to before `end`; one without any too.

    Raises KeyError for an unknown figure.
    """
    rows = sql.run(
        f"SELECT c.receiving_body, count(*) FILTER (WHERE {_TESTS[figure]}), count(*) FROM engine_case c"  # noqa: S608 - ours
        f" WHERE {_RECEIVED} GROUP BY 1",
        {"start": start, "end": end, "bodies": bodies},
    )
    found = {body: Share(body, part, whole) for body, part, whole in rows}
    return [found.get(body, Share(body, 0, 0)) for body in bodies]


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier behind a figure."""

    id: UUID
    code: str
    title: str
    opened_at: datetime
    counted: bool


def rows(
    actor: Actor, figure: str, body: str, start: datetime, end: datetime, *, only: bool | None = None, page: int = 1
) -> tuple[tuple[Row, ...], int]:
    """The dossiers behind a figure that this actor may see, and how many: all of the whole, or only (not) the part."""
    said: dict[str, Any] = {"start": start, "end": end, "bodies": [body], "only": only, "most": PAGE}
    said |= {"after": (max(1, page) - 1) * PAGE, **access.scope(actor).parameters()}
    test = _TESTS[figure]
    found = sql.run(
        f"SELECT c.id, coalesce(c.code, ''), c.title, c.opened_at, ({test}), count(*) OVER () FROM engine_case c"  # noqa: S608 - ours
        f" WHERE {_RECEIVED} AND {access.VISIBLE} AND (%(only)s::boolean IS NULL OR ({test}) = %(only)s)"
        " ORDER BY c.opened_at, c.id LIMIT %(most)s OFFSET %(after)s",
        said,
    )
    return tuple(Row(*row[:-1]) for row in found), found[0][-1] if found else 0
