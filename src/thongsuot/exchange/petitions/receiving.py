"""Petitions that the national system holds for us: each becomes one case, however often it is given out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from uuid6 import uuid7

from thongsuot.areas.petitions import sending
from thongsuot.areas.petitions.process import STAFF
from thongsuot.areas.petitions.sending import Petition
from thongsuot.engine import sql
from thongsuot.engine.errors import Refused
from thongsuot.ports import national_petitions
from thongsuot.ports.national_petitions import NATIONAL, Incoming, PetitionSystem, TryLater

EVERY = timedelta(seconds=10)
SPACE = UUID("d1b5d9f0-30c3-5b8b-8a1e-0c3a3f0a3e55")

_KEEP = """
INSERT INTO petitions_message AS m (id, system, inward, act, key, case_id, province_code, foreign_id, state, attempts,
  uncertain, next_at, reason, since, decided_by)
VALUES (%(id)s, %(system)s, true, 'petition', %(key)s, %(case)s, %(province)s, %(key)s, %(state)s, 1, false, NULL,
  %(reason)s, %(now)s, '')
ON CONFLICT (system, inward, act, key) DO UPDATE SET attempts = m.attempts + 1, case_id = EXCLUDED.case_id,
  state = EXCLUDED.state, reason = EXCLUDED.reason, province_code = EXCLUDED.province_code
WHERE m.state = 'dead'
"""


def take_in(system: PetitionSystem | None = None) -> int | None:
    """Take in all that the system holds; how many it gave out, None when it does not work.

    What is ours is acknowledged after it stands; an acknowledgement that is lost brings it again, and changes nothing.
    """
    system = system or national_petitions.system()
    if system is None:
        return 0
    try:
        held = system.incoming()
        for one in held:
            if _taken(one):
                system.acknowledge(one.key)
    except TryLater:
        return None
    return len(held)


def _taken(one: Incoming) -> bool:
    """Whether it is a case now; one that cannot be is kept for a person with the reason."""
    body = one.body or f"ubnd.{one.place_code}"
    petition = Petition(
        about=one.about,
        place_code=one.place_code,
        content=tuple(one.content),
        answer_by="phone" if one.phone else "none",
        name=one.name,
        phone=one.phone,
        body=body if one.about == STAFF else "",
        channel=NATIONAL,
    )
    now = datetime.now(UTC)
    said = {"id": uuid7(), "system": NATIONAL, "key": one.key, "now": now}
    try:
        case = sending.send(None, petition, now, key=uuid5(SPACE, one.key)).case
    except Refused as refusal:
        sql.run(_KEEP, {**said, "case": None, "province": "", "state": "dead", "reason": refusal.sentence})
        return False
    sql.run(_KEEP, {**said, "case": case.id, "province": case.province_code, "state": "taken", "reason": ""})
    return True
