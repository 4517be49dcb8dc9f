"""What of the engine follows a body with its dossiers: its queues and its series of numbers."""

from __future__ import annotations

from collections.abc import Sequence

from thongsuot.engine import sql
from thongsuot.engine.access import ROLE_WORDS
from thongsuot.engine.reorganising.parts import Counted, Part
from thongsuot.engine.reorganising.parts import declare as _declare

_QUEUES = """
SELECT queue_body, queue_role, count(*)::int, (count(*) FILTER (WHERE assignee IS NULL))::int FROM engine_case
WHERE is_open AND queue_body = ANY(%s) GROUP BY 1, 2 ORDER BY 1, 2
"""
_SERIES = """
SELECT split_part(series, ':', 2), split_part(series, ':', 1), period, last FROM engine_counter
WHERE split_part(series, ':', 2) = ANY(%s) AND split_part(series, ':', 1) <> 'case' ORDER BY 1, 2, 3
"""


def _queues(bodies: Sequence[str]) -> list[Counted]:
    return [
        Counted(body, ROLE_WORDS.get(role, role), number, f"{free} hồ sơ chưa ai nhận")
        for body, role, number, free in sql.run(_QUEUES, [list(bodies)])
    ]


def _series(bodies: Sequence[str]) -> list[Counted]:
    rows = sql.run(_SERIES, [list(bodies)])
    return [
        Counted(body, f"{series} {period}", last, "Số cuối đã cấp. Cơ quan mới đánh số từ 1; số đã cấp giữ nguyên.")
        for body, series, period, last in rows
    ]


def declare() -> None:
    """Announce them."""
    _declare(Part("queues", "Hàng chờ", _queues))
    _declare(Part("series", "Dãy số", _series))
