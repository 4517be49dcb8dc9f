"""The round of stages that outside systems own: what came to one is sent, what was sent is asked about, in turn.

What the system says becomes an entry by its own move, once: each has a key made of what was said. A system that does
not answer is asked again, ever later; after so many times somebody must look.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from thongsuot.areas.dossiers import outside
from thongsuot.engine import sql, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused, StaleCase
from thongsuot.engine.following import Rows
from thongsuot.exchange import following
from thongsuot.ports import civil_status_system
from thongsuot.ports.civil_status_system import CivilStatusSystem, Filing, Said, Stage
from thongsuot.ports.twin import PortError

NAME = "stage"
KEPT = """(SELECT json_build_object('at', o.confirmed_at, 'state', o.state, 'attempts', o.attempts)
  FROM exchange_stage o WHERE o.case_id = c.id)"""
BATCH, IDLE = 1000, 5.0
LEASE, EVERY, LONGEST_WAIT = timedelta(seconds=60), timedelta(seconds=30), timedelta(hours=1)
MOST_ATTEMPTS = 30
WAITING, OVER, DEAD = "waiting", "over", "dead"
CONNECTED: dict[str, Callable[[], CivilStatusSystem | None]] = {"ho_tich": civil_status_system.system}
_NEXT = """
SELECT s.sequence, e.case_id, e.body FROM engine_stamp s JOIN engine_entry e USING (case_id, number)
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
# The row of now decides: who came to the stage and left it again meanwhile is not sent.
_KEEP = """
INSERT INTO exchange_stage (case_id, province_code, system, reference, said, state, attempts, reason, next_at)
SELECT c.id, c.province_code, c.facts -> 'authority' ->> c.step, '', '', 'waiting', 0, '', clock_timestamp()
FROM engine_case c WHERE c.id = ANY(%s) AND c.facts -> 'authority' ->> c.step IS NOT NULL
  AND c.facts ->> 'held' IS DISTINCT FROM 'here'
ON CONFLICT (case_id) DO UPDATE SET state = 'waiting', next_at = clock_timestamp()
  WHERE exchange_stage.state <> 'waiting'
"""
_CLAIM = """
UPDATE exchange_stage SET next_at = %(until)s WHERE case_id = (
  SELECT case_id FROM exchange_stage WHERE state = 'waiting' AND next_at <= %(now)s AND system = ANY(%(systems)s)
  ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING case_id, system, reference, said, attempts
"""


@dataclass(frozen=True)
class Owned:
    """A stage that is at its owner's."""

    case_id: UUID
    system: str
    reference: str
    said: str
    attempts: int


def catch_up(site: str, most: int = BATCH) -> int:
    """Keep the dossiers that came to a stage that is not ours; how many entries were read."""
    return following.catch_up("exchange_stage_position", site, _NEXT, _write, most=most)


def _write(rows: Rows) -> None:
    came = {case_id for _, case_id, text in rows if "step" in json.loads(text)["changes"]}
    if came:
        sql.run(f"{_KEEP} RETURNING 1", [list(came)])


def work_one(now: datetime) -> bool:
    """Send or ask about the stage that has waited longest; whether there was one."""
    systems = {key: found for key, connected in CONNECTED.items() if (found := connected()) is not None}
    with transaction.atomic():
        rows = sql.run(_CLAIM, {"now": now, "until": now + LEASE, "systems": list(systems)})
    if not rows:
        return False
    owned = Owned(*rows[0])
    case = writing.find(owned.case_id)
    if case is None or outside.owned_by(case) != owned.system:
        _set(owned, state=OVER, next_at=None)
        return True
    try:
        said = _asked(systems[owned.system], owned, case)
        _told(owned, case, said, now)
    except PortError as failure:
        _put_off(owned, now, failure.sentence)
    except StaleCase:
        _set(owned, next_at=now)
    except Refused as refusal:
        _set(owned, state=DEAD, next_at=None, reason=refusal.sentence)
    return True


def _asked(system: CivilStatusSystem, owned: Owned, case: Case) -> Said:
    filing = Filing(case.code or str(case.id), case.procedure_code, case.number)
    return system.ask(filing, owned.reference) if owned.reference else system.send(filing)


def _told(owned: Owned, case: Case, said: Said, now: datetime) -> None:
    """What was said, in the journal when it is new; that it was said, always."""
    with transaction.atomic():
        over = said.stage is not Stage.WORKING
        if said.words != owned.said or over:
            key = uuid5(owned.case_id, f"{said.reference}\x00{said.stage}\x00{said.words}")
            verbs.move(SYSTEM, case.id, case.length, *_move(said), key=key)
        _set(owned, reference=said.reference, said=said.words, confirmed_at=now, attempts=0, reason="",
             state=OVER if over else WAITING, next_at=None if over else now + EVERY)  # fmt: skip


def _move(said: Said) -> tuple[str, dict[str, Any]]:
    if said.stage in (Stage.GRANTED, Stage.DENIED):
        return outside.SETTLES, {"outcome": str(said.stage), "number": said.number}
    held = "here" if said.stage is Stage.GIVEN_BACK else "there"
    return outside.SAYS, {"state": said.words, "reference": said.reference, "held": held}


def _put_off(owned: Owned, now: datetime, reason: str) -> None:
    attempts = owned.attempts + 1
    wait = min(LONGEST_WAIT, EVERY * 2 ** min(owned.attempts, 12))
    dead = attempts >= MOST_ATTEMPTS
    _set(owned, attempts=attempts, reason=reason, state=DEAD if dead else WAITING, next_at=None if dead else now + wait)


def _set(owned: Owned, **values: Any) -> None:
    names = ", ".join(f"{name} = %s" for name in values)
    sql.run(f"UPDATE exchange_stage SET {names} WHERE case_id = %s", [*values.values(), owned.case_id])
