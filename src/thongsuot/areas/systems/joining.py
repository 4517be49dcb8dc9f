"""The same fault met by others: counted once for each person, and reports joined into one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.engine import sql
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotAllowed, NotFound

_MEET = """
WITH f AS (SELECT c.id, c.is_open, c.opened_at FROM engine_case c WHERE c.id = %(fault)s AND c.kind = 'fault'),
 n AS (INSERT INTO systems_witness (fault, person, body, at)
   SELECT f.id, %(person)s, %(body)s, %(at)s FROM f WHERE f.is_open
     AND NOT EXISTS (SELECT 1 FROM engine_entry e WHERE e.case_id = f.id AND e.number = 1
       AND e.body::json -> 'who' ->> 'person' = %(person)s::text)
   ON CONFLICT DO NOTHING RETURNING 1)
SELECT f.is_open, (SELECT count(*) FROM n) FROM f
"""


def met(actor: Actor, fault: UUID, at: datetime) -> bool:
    """Say that one met this fault too; False when one had said so, or had reported it. Raises NotFound, Impossible.

    Open faults stand on a public page: whoever works may join one that is reported from elsewhere.
    """
    office = next((one for one in actor.offices if one.roles & WORKING), None)
    if office is None or actor.person is None:
        raise NotAllowed("Chỉ người đang giữ vị trí làm việc mới báo lỗi hệ thống.")
    rows = sql.run(_MEET, {"fault": fault, "person": actor.person, "body": office.body, "at": at})
    if not rows:
        raise NotFound
    if not rows[0][0]:
        raise Impossible("Lỗi này đã khép lại. Nếu vẫn gặp, hãy báo lỗi mới.")
    return bool(rows[0][1])


def witnesses(fault: UUID) -> int:
    """How many more than the reporter met it: each person of it and of the reports joined into it once."""
    return int(sql.run(_WITNESSES, {"fault": fault})[0][0])


_WITNESSES = """
WITH j AS (SELECT j.id FROM engine_case j JOIN engine_case m ON m.code = j.facts ->> 'main'
  WHERE m.id = %(fault)s AND j.kind = 'fault' AND j.step = 'joined')
SELECT (SELECT count(DISTINCT w.person) FROM systems_witness w
    WHERE w.fault = %(fault)s OR w.fault IN (SELECT id FROM j))
  + (SELECT count(*) FROM j)
"""


def only_into_an_open_one(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """A report is joined into another open one of the same system, never into itself."""
    if move != "join":
        return None
    main = str(given.get("main", ""))
    found = sql.run(
        "SELECT id, is_open, facts ->> 'system' FROM engine_case WHERE kind = 'fault' AND code = %s", [main]
    )
    if not found or found[0][2] != case.facts.get("system"):
        return "Không có lỗi nào của hệ thống này mang mã đó. Kiểm tra lại mã lỗi chính."
    if found[0][0] == case.id:
        return "Không ghép một lỗi vào chính nó."
    return None if found[0][1] else "Lỗi chính đã khép lại. Chọn một lỗi đang mở."
