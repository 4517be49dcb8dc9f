"""The demonstration's severances: people who never were, in every state, two of them waiting for their money."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.areas.severance.area import prepare
from thongsuot.engine import actor as actors
from thongsuot.engine import sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.register import demo
from thongsuot.register.demo_people import of_login, working_day

SPACE = UUID("c1c3a2de-0e4b-5a55-9a5c-6b7f4a9d2e80")
BY = {"assess": "thu", "appraise": "dieu", "decide": "long", "fund": "phuc"}
STEPS = ("assess", "appraise", "decide", "fund", "pay")
# Name, kind of leaving, born, salary, would retire on, insured years and months, and how many working days ago it was
# applied for, assessed, appraised, decided, funded, paid. Everybody is invented; so are the numbers.
Row = tuple[str, str, date, int, date, int, int, tuple[float, ...]]
LEFT = REORGANISED = date(2026, 7, 1)
ROWS: tuple[Row, ...] = (
    ("Nguyễn Văn Thọ", "retire", date(1969, 3, 1), 15_297_750, date(2030, 12, 1), 30, 4, (90, 84, 78, 72, 60, 50)),
    ("Lê Thị Mận", "official", date(1981, 5, 9), 10_705_500, date(2041, 5, 9), 18, 2, (88, 82, 76, 70, 58, 49)),
    ("Trần Công Hậu", "retire", date(1965, 9, 15), 13_630_500, date(2027, 9, 15), 33, 0, (60, 54, 48, 44, 36)),
    ("Hồ Thị Xuyến", "employee", date(1979, 1, 20), 9_126_000, date(2039, 1, 20), 20, 7, (45, 38, 31, 27)),
    ("Võ Đức Tính", "retire", date(1967, 11, 2), 14_215_500, date(2029, 11, 2), 29, 1, (14, 9, 3)),
    ("Đặng Thị Kim Oanh", "official", date(1984, 2, 12), 8_307_000, date(2044, 2, 12), 15, 3, (4,)),
)  # fmt: skip


def seed(now: datetime | None = None) -> int:
    """Make them once, in the demonstration alone; how many stand. Raises demo.OnlyInDemo."""
    if not settings.DEMO:
        raise demo.OnlyInDemo
    now = now or datetime.now(UTC)
    day = now.astimezone(verbs.VIETNAM).date()
    actors_of = {login: actors.load(of_login(login), day) for login in ("nam", *BY.values())}
    for place, row in enumerate(ROWS):
        _severance(place, row, actors_of, now)
    return int(sql.run("SELECT count(*) FROM engine_case WHERE kind = 'severance'")[0][0])


def _severance(place: int, row: Row, actors_of: dict[str, Actor], now: datetime) -> None:
    name, leaving, born, salary, retiring, years, months, days = row
    given = {
        "leaving": leaving, "name": name, "number": f"0460{born:%y}{place:06d}", "born": born.isoformat(),
        "salary": salary, "reorganised": REORGANISED.isoformat(), "left": LEFT.isoformat(),
        "retiring": retiring.isoformat(), "insured_years": years, "insured_months": months,
    }  # fmt: skip
    nam = actors_of["nam"]
    case = verbs.open(nam, prepare(nam, given, None, working_day(now, -days[0])), key=_key(place, "apply"))
    if case.length > 1:
        return
    for move, ago in zip(STEPS, days[1:], strict=False):
        at = working_day(now, -ago)
        case = verbs.move(
            actors_of[BY.get(move, "nam")], case.id, case.length, move,
            _given(move, place, at.astimezone(verbs.VIETNAM).date().isoformat()), key=_key(place, move), happened_at=at,
        )  # fmt: skip


def _given(move: str, place: int, day: str) -> dict[str, Any]:
    values: dict[str, dict[str, Any]] = {
        "assess": {"opinion": "Theo tiêu chí của đơn vị, đồng ý cho nghỉ."},
        "appraise": {"checked": True},
        "decide": {"number": f"{640 + place}/QĐ-UBND", "decision_day": day},
        "fund": {"source": "local", "funded_day": day},
        "pay": {"paid_day": day, "voucher": f"UNC {310 + place}", "full": True},
    }
    return values[move]


def _key(place: int, step: str) -> UUID:
    return uuid5(SPACE, f"{place}:{step}")
