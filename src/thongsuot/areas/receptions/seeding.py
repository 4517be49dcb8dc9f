"""The demonstration's reception days: at Phường Thuận Hóa two weeks held and one to come, at the city one to come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.areas.receptions.area import prepare
from thongsuot.engine import actor as actors
from thongsuot.engine import sql, verbs
from thongsuot.register import demo, people
from thongsuot.register.working_time import VIETNAM

SPACE = UUID("6d0c7a1e-52a5-5c1f-9a63-0b2f0f6f4a11")
# The reception's body, days from today, who received and how many came; None where it is still to come.
PLANNED: tuple[tuple[str, int, tuple[str, int] | None], ...] = (
    (f"vp.{demo.WARD}", -12, ("chair", 6)), (f"vp.{demo.WARD}", -5, ("deputy", 4)), (f"vp.{demo.WARD}", 2, None),
    ("vp.46", 9, None),
)  # fmt: skip
WHERE = {f"vp.{demo.WARD}": "Phòng tiếp công dân, tầng 1 trụ sở phường", "vp.46": "Trụ sở Tiếp công dân thành phố"}


def seed(now: datetime | None = None) -> int:
    """Plan them and write down what was held; once. How many there are. Raises OnlyInDemo."""
    if not settings.DEMO:
        raise demo.OnlyInDemo
    if sql.run("SELECT 1 FROM engine_case WHERE kind = 'reception_day' LIMIT 1"):
        return 0
    now = now or datetime.now(UTC)
    for number, (body, days, held) in enumerate(PLANNED):
        _plan(number, body, now + timedelta(days=days), held, now)
    return len(PLANNED)


def _plan(number: int, body: str, at: datetime, held: tuple[str, int] | None, now: datetime) -> None:
    today = now.astimezone(VIETNAM).date()
    actor = actors.load(people.holders(body, "reception", today)[0].person, today)
    begins = at.astimezone(VIETNAM).replace(hour=8, minute=0, second=0, microsecond=0)
    planned = min(now, begins) - timedelta(days=3)
    given: dict[str, Any] = {
        "by": "chair", "begins": begins.isoformat(), "until": (begins + timedelta(hours=3, minutes=30)).isoformat(),
        "where": WHERE[body], "register": "Đến trực tiếp, hoặc gọi trước cho bộ phận tiếp công dân",
    }  # fmt: skip
    case = verbs.open(actor, prepare(actor, given, None, planned), key=uuid5(SPACE, str(number)))
    if held:
        said = {"received_by": held[0], "people": held[1]}
        ended = begins + timedelta(hours=4)
        verbs.move(actor, case.id, case.length, "hold", said, key=uuid5(SPACE, f"{number}:hold"), happened_at=ended)
