"""Time swept: what becomes due is found by a partial index and claimed with compare-and-set, so one worker warns."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import Error, transaction
from uuid6 import uuid7

from thongsuot.engine import sql

log = logging.getLogger(__name__)
RETRY = timedelta(hours=1)

_DUE = """SELECT id, sweep_at, due_at FROM engine_case WHERE is_open AND sweep_at <= %s ORDER BY sweep_at LIMIT %s"""

_CLAIM = """
WITH c AS (UPDATE engine_case SET sweep_at = %(next)s WHERE id = %(id)s AND sweep_at = %(seen)s AND is_open
           RETURNING id, province_code, code, title, due_at, assignee, responsible_body, queue_body, queue_role)
INSERT INTO engine_notice (id, case_id, province_code, kind, due_at, raised_at, person, body, role, text)
SELECT %(notice)s, id, province_code, %(kind)s, due_at, %(now)s, assignee, queue_body, queue_role, code || ' ' || title
FROM c ON CONFLICT (case_id, kind, due_at) DO NOTHING RETURNING case_id
"""

Raise = Callable[[UUID, datetime, datetime | None, datetime], bool]


def warn(case_id: UUID, seen: datetime, due_at: datetime | None, now: datetime) -> bool:
    """Claim one due case and raise its notice; False when another worker was first or it was raised before."""
    overdue = due_at is not None and now >= due_at
    parameters = {
        "id": case_id,
        "seen": seen,
        "next": None if overdue else due_at,
        "kind": "overdue" if overdue else "due_soon",
        "now": now,
        "notice": uuid7(),
    }
    with transaction.atomic():
        return bool(sql.run(_CLAIM, parameters))


def sweep(now: datetime, limit: int = 500, raise_notice: Raise = warn) -> int:
    """Warn of what is due; returns how many notices were raised. A row that fails is pushed ahead, not in the way."""
    raised = 0
    for case_id, seen, due_at in sql.run(_DUE, [now, limit]):
        try:
            raised += raise_notice(case_id, seen, due_at, now)
        except (Error, ValueError, ArithmeticError):
            log.exception("sweep failed", extra={"case": str(case_id)})
            sql.run(
                "UPDATE engine_case SET sweep_at = %s WHERE id = %s AND sweep_at = %s", [now + RETRY, case_id, seen]
            )
    return raised
