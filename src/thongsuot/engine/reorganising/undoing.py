"""An act taken back by a compensating one, as long as none of its dossiers has moved since; killed, it goes on."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from thongsuot.engine import access_reorganising as doors
from thongsuot.engine import deciding, making, sql, writing
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case, restored
from thongsuot.engine.errors import Impossible, NeedsNotMet
from thongsuot.engine.making import Change, Circumstances
from thongsuot.engine.reorganising import acts, cases, handing, parts, running
from thongsuot.engine.reorganising.acts import Act
from thongsuot.register import calendar
from thongsuot.register.reorganising import facts, powers, staff
from thongsuot.register.reorganising.models import Reorganisation

_MOVED = """
SELECT c.code FROM engine_handed h JOIN engine_case c ON c.id = h.case_id
WHERE h.act = %s AND h.number > 0 AND h.back IS NULL AND c.length <> h.number ORDER BY c.code LIMIT 20
"""
_NEW = """
SELECT c.code FROM engine_case c WHERE c.opened_at >= %(since)s AND (c.competent_body = ANY(%(bodies)s)
  OR c.receiving_body = ANY(%(bodies)s) OR c.executing_body = ANY(%(bodies)s))
  AND NOT EXISTS (SELECT FROM engine_handed h WHERE h.act = %(act)s AND h.case_id = c.id) ORDER BY c.code LIMIT 20
"""
_WAITING = """
SELECT h.case_id, h.number, e.body FROM engine_handed h
  JOIN engine_entry e ON e.case_id = h.case_id AND e.number = h.number
WHERE h.act = %s AND h.number > 0 AND h.back IS NULL ORDER BY h.case_id LIMIT %s
"""


def undo(actor: Actor, id: UUID, reason: str) -> Act:
    """Take an act back, or go on with that.

    Raises NotAllowed, NeedsNotMet without a reason, and Impossible when a dossier has moved since, which it names.
    """
    doors.proposing(actor)
    begin(actor, id, reason)
    while not work(id):
        pass
    return acts.find(id)


def begin(actor: Actor, id: UUID, reason: str) -> None:
    """Bring the register back and mark the act; nothing when that has begun already."""
    if not 1 <= len(reason.strip()) <= 2000:
        raise NeedsNotMet([("reason", "Ghi lý do hoàn tác.")])
    with transaction.atomic():
        sql.run(running.LOCK, [str(id)])
        act = acts.find(id)
        if act.record.state in ("undoing", "undone"):
            return
        if act.record.state != "done":
            raise Impossible(f"Phương án đang ở tình trạng “{act.state}”, không hoàn tác được.")
        _nothing_moved(act)
        record = act.record
        record.state = "undoing"
        record.undone_name, record.undone_reason = actor.name, reason.strip()
        facts.take_back(record, act.plan)
        staff.take_back(record, act.plan)
        powers.take_back(record, act.plan)
        record.save()


def _nothing_moved(act: Act) -> None:
    moved = [row[0] or "" for row in sql.run(_MOVED, [act.id])]
    if moved:
        raise Impossible(f"Đã có hồ sơ được xử lý sau khi chuyển, không hoàn tác được: {', '.join(moved)}.")
    begun = [row["key"] for row in act.record.written["bodies"]]
    new = [row[0] or "" for row in sql.run(_NEW, {"since": act.record.begun_at, "bodies": begun, "act": act.id})]
    if new:
        raise Impossible(f"Cơ quan mới đã nhận hồ sơ, không hoàn tác được: {', '.join(new)}.")


def work(id: UUID, most: int = running.BATCH) -> bool:
    """Bring some more dossiers back, or end the undoing when none is left; whether it is over."""
    with transaction.atomic():
        sql.run(running.LOCK, [str(id)])
        act = acts.find(id)
        if act.record.state != "undoing":
            return True
        rows = sql.run(_WAITING, [id, most])
        if rows:
            _bring_back(act, {row[0]: (row[1], row[2]) for row in rows})
            return False
        carrying = running.carrying_of(act)
        for part in parts.parts():
            if part.take_back is not None:
                part.take_back(carrying)
        Reorganisation.objects.filter(pk=id).update(state="undone", undone_at=timezone.now())
    facts.forget()
    return True


def _bring_back(act: Act, rows: dict[UUID, tuple[int, str]]) -> None:
    now = datetime.now(UTC)
    done = {}
    for case_id, case in cases.locked(list(rows)).items():
        number, body = rows[case_id]
        change = back(case, number, json.loads(body), _circumstances(act, case, now))
        writing.write(change, new=False)
        done[case_id] = change.entry.number
    sql.run(
        "UPDATE engine_handed h SET back = n.number FROM unnest(%s::uuid[], %s::int[]) AS n (id, number)"
        " WHERE h.act = %s AND h.case_id = n.id",
        [list(done), list(done.values()), act.id],
    )


def back(case: Case, number: int, content: dict[str, dict[str, list[object]]], now: Circumstances) -> Change:
    """The case where it was before the entry that handed it over."""
    given = {"undoes": number, "move": handing.VERB}
    return making.written(case, restored(case, content["changes"]), "undo", "undo", now, given, {})


def _circumstances(act: Act, case: Case, now: datetime) -> Circumstances:
    recorded = making.after(now, case.changed_at)
    request = deciding.asked(SYSTEM, case.id, "undo", str(act.id))
    return Circumstances(SYSTEM, None, recorded, recorded, calendar.load(case.place_code),
                         uuid5(running.SPACE, f"undo:{act.id}:{case.id}"), request)  # fmt: skip
