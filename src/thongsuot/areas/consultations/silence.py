"""When a consulted body says nothing within its time: recorded once, with what the law then lets the asker do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.areas.consultations import terms
from thongsuot.areas.consultations.process import CONSULTATION
from thongsuot.engine import sql, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused

EVERY = timedelta(minutes=1)
MOST = 100

_LATE = """
SELECT id FROM engine_case WHERE is_open AND kind = %(kind)s AND site = %(site)s AND due_at < %(now)s
  AND NOT facts ? 'allows' ORDER BY due_at LIMIT %(most)s
"""


def only_after_the_limit(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Nobody is silent before the limit has run out."""
    if move == "silence" and (case.due_at is None or datetime.now(UTC) <= case.due_at):
        return "Chưa hết thời hạn trả lời."
    return None


def record(now: datetime) -> int:
    """Record the silence of those whose time ran out; how many. One that was answered meanwhile is left alone."""
    late = sql.run(_LATE, {"kind": CONSULTATION.key, "site": settings.SITE, "now": now, "most": MOST})
    return sum(_record(id) for (id,) in late)


def _record(id: UUID) -> bool:
    case = writing.find(id)
    if case is None or case.due_at is None:
        return False
    held = terms.on(case.opened_at.astimezone(verbs.VIETNAM).date())
    try:
        verbs.move(SYSTEM, id, case.length, "silence", {"allows": held.silence}, key=uuid5(id, "silence"))
    except Refused:
        return False
    return True
