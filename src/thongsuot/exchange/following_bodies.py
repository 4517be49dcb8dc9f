"""Messages not yet sent about the dossiers of bodies that change: they go on by themselves, told from the case."""

from __future__ import annotations

from collections.abc import Sequence

from thongsuot.engine import sql
from thongsuot.engine.reorganising.parts import Counted, Part
from thongsuot.engine.reorganising.parts import declare as _declare

_UNSENT = """
SELECT c.competent_body, 'Tin báo cho người nộp', count(*)::int FROM exchange_notice n
  JOIN engine_case c ON c.id = n.case_id
WHERE n.state IN ('waiting', 'sending', 'dead') AND c.competent_body = ANY(%(bodies)s) GROUP BY 1
UNION ALL
SELECT c.competent_body, 'Tin gửi Cổng Dịch vụ công quốc gia', count(*)::int FROM exchange_national_message m
  JOIN engine_case c ON c.id = m.dossier_id
WHERE m.state IN ('waiting', 'dead') AND c.competent_body = ANY(%(bodies)s) GROUP BY 1 ORDER BY 1, 2
"""


def unsent(bodies: Sequence[str]) -> list[Counted]:
    """How many messages about open dossiers of these bodies are still to go, by kind."""
    note = "Không cần làm gì: tin đi theo hồ sơ."
    return [Counted(body, what, number, note) for body, what, number in sql.run(_UNSENT, {"bodies": list(bodies)})]


def declare() -> None:
    """Have a reorganisation's lists count what is unsent."""
    _declare(Part("messages", "Tin chưa gửi", unsent))
