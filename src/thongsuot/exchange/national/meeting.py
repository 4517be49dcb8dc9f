"""A dossier that another system began: found at the portal under the code that it keeps, or registered there first.

Its history was told by the system that had it, so the portal knows it already, under that code, and gave it an id of
its own: that id is asked for and kept. One that the portal never heard of is created, and brought by the portal's own
order of statuses to where it stood when it came; what is done here is told after that. Nothing is told twice: every
round begins by asking what the portal has.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

from thongsuot.exchange.national import composing, outbox
from thongsuot.exchange.national.outbox import Dossier, Message
from thongsuot.ports.national_messages import NEXT, Known, Status, StatusUpdate
from thongsuot.ports.national_portal import NationalPortal

Clock = Callable[[], datetime]


def way(at: int, to: int) -> list[int] | None:
    """The statuses through which the portal lets a dossier go from one to another, the fewest; None for no way."""
    queue: deque[list[int]] = deque([[at]])
    seen = {at}
    while queue:
        path = queue.popleft()
        if path[-1] == to:
            return path[1:]
        for status in sorted(NEXT.get(path[-1], frozenset())):
            if status not in seen:
                seen.add(status)
                queue.append([*path, int(status)])
    return None


def met(portal: NationalPortal, dossier: Dossier, message: Message, clock: Clock) -> dict[str, Any]:
    """What the portal has of an adopted dossier once both know the same one.

    Raises CannotCompose, ValidationError for a code of no form that the portal takes, LeaseLost and what the portal
    raises.
    """
    code = dossier.code or ""
    outbox.renew(dossier, clock())
    there = portal.look_up([code]).get(code)
    if there is None:
        there = _registered(portal, dossier, message, clock)
    told = _brought(portal, dossier, there, clock)
    return {"created": True, "foreign_id": there.IDHoSo, "told": told, "rows": there.SoTienTrinh}


def _registered(portal: NationalPortal, dossier: Dossier, message: Message, clock: Clock) -> Known:
    if dossier.foreign_id is None:
        outbox.reserve(dossier, portal.next_value(composing.receiving_unit(dossier.id)), clock())
        dossier = outbox.reload(dossier)
    content = composing.dossier(dossier)
    outbox.begin(dossier, message, clock())
    portal.create(content)
    return Known(IDHoSo=dossier.foreign_id or "", MaHoSo=dossier.code or "", TrangThai=0)


def _brought(portal: NationalPortal, dossier: Dossier, there: Known, clock: Clock) -> int:
    """The status that the portal has after it was brought to where the dossier stood; where it cannot, its own."""
    stood = composing.stood(dossier.id)
    for status in way(there.TrangThai, stood) or ():
        outbox.renew(dossier, clock())
        row = StatusUpdate(IdHoSo=there.IDHoSo, MaHoSo=dossier.code or "", TrangThai=Status(status))
        portal.status([row], f"{dossier.id}:stood:{status}")
    return stood if way(there.TrangThai, stood) is not None else there.TrangThai
