"""Appointments of a centre that a reorganisation ends: they go on at the one that follows, or stay to be rebooked."""

from __future__ import annotations

from collections.abc import Sequence

from thongsuot.engine import sql
from thongsuot.engine.reorganising.parts import Carrying, Counted, Part
from thongsuot.engine.reorganising.parts import declare as _declare

_BOOKED = """
SELECT centre, count(*)::int FROM visits_appointment WHERE centre = ANY(%s) AND state = 'booked' AND starts_at > now()
GROUP BY 1 ORDER BY 1
"""
_MOVE = """
UPDATE visits_appointment a SET centre = %(new)s
WHERE a.centre = %(old)s AND a.state = 'booked' AND a.day >= %(day)s
  AND NOT EXISTS (SELECT FROM visits_appointment o WHERE o.centre = %(new)s AND o.day = a.day AND o.code = a.code)
"""


def booked(keys: Sequence[str]) -> list[Counted]:
    """How many people have booked a time that is still to come."""
    note = "Đi theo nơi mới cùng giờ, cùng mã; trùng mã thì ở lại và phải báo cho người hẹn."
    return [Counted(centre, "Lịch hẹn sắp tới", number, note) for centre, number in sql.run(_BOOKED, [list(keys)])]


def carry(act: Carrying) -> None:
    """Let booked times go to the centre that keeps the old one's archive, where the plan says that they follow."""
    if not act.appointments_follow:
        return
    for old, new in act.heirs.items():
        sql.run(_MOVE, {"old": old, "new": new, "day": act.day})


def declare() -> None:
    """Have a reorganisation take booked times along."""
    _declare(Part("appointments", "Lịch hẹn", booked, carry))
