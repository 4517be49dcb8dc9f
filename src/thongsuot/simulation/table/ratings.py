"""Ratings of dossiers that were delivered: some of them, by the link that everybody gets, once each."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid5

from thongsuot.areas.satisfaction import questions, rating
from thongsuot.areas.satisfaction.rating import Answers, Given
from thongsuot.engine import sql
from thongsuot.engine.errors import Refused
from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation import assumptions as a
from thongsuot.simulation.country import chance_of
from thongsuot.simulation.table.shape import SPACE, Land

COMMENTS = ("Cán bộ hướng dẫn kỹ, trả đúng hẹn.", "Nên có thêm ghế chờ.", "Phải đến hai lần vì thiếu một bản sao.")
_DELIVERED = """SELECT id, code, closed_at FROM engine_case WHERE kind = 'dossier' AND step = 'delivered'
  AND closed_at >= %(first)s AND closed_at < %(until)s AND province_code = ANY(%(provinces)s) AND NOT facts ? 'stars'
  ORDER BY code"""


def rate(land: Land) -> tuple[int, list[str]]:
    """Rate what was delivered in the days of the run; how many, and what was refused. The same codes each time."""
    first = datetime(land.first.year, land.first.month, land.first.day, tzinfo=VIETNAM)
    given = {"first": first, "until": land.until, "provinces": list(land.provinces)}
    made, refused = 0, []
    for id, code, closed in sql.run(_DELIVERED, given):
        chance = chance_of("rating", land.seed, code)
        at = closed + timedelta(hours=chance.expovariate(1 / 20))
        if chance.random() >= a.RATED.value or at > land.until:
            continue
        try:
            rating.give(id, _given(chance, code, at), at, uuid5(SPACE, f"rating:{land.seed}:{code}"))
            made += 1
        except Refused as refusal:
            refused.append(f"{code}: {refusal.sentence}")
    return made, refused


def _given(chance: random.Random, code: str, at: datetime) -> Given:
    stars = str(chance.choices((5, 4, 3, 2, 1), a.STARS)[0])
    comment = chance.choice(COMMENTS) if chance.random() < 0.2 else ""
    return Given(stars, "link", rating.origin(f"simulate:{code}"), comment, _answers(chance, at))


def _answers(chance: random.Random, at: datetime) -> Answers:
    if chance.random() < 0.4:
        return Answers()
    asked = questions.on(at.astimezone(VIETNAM).date()).questions
    criteria = {one.key: chance.choices("210", (70, 24, 6))[0] for one in asked if chance.random() < 0.8}
    times = chance.choices((0, 1, 2, 3), (40, 40, 15, 5))[0]
    return Answers(criteria, times, 1 if times < 3 else 2, chance.choice((0, 10_000, 50_000)), Decimal("1.5"))
