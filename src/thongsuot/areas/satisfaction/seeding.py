"""The demonstration's ratings: sixty of its delivered dossiers, with answers, some of them from one browser."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.areas.satisfaction import questions, rating
from thongsuot.areas.satisfaction.rating import Answers, Given
from thongsuot.engine import sql, writing
from thongsuot.engine.errors import Refused
from thongsuot.register import demo
from thongsuot.register.working_time import VIETNAM

SPACE = UUID("8a7d54c4-6a0f-5f7e-9c61-4f5e13d2b0a9")
WANTED, FROM_ONE = 60, 6
COMMENTS = ("Cán bộ hướng dẫn kỹ, trả đúng hẹn.", "Nên có thêm ghế chờ.", "Phải đến hai lần vì thiếu một bản sao.")
_OPEN = """SELECT id FROM engine_case WHERE kind = 'dossier' AND step = 'delivered' AND NOT facts ? 'stars'
  ORDER BY closed_at DESC, id LIMIT %s"""
_UNKEPT = """SELECT c.id FROM engine_case c WHERE c.kind = 'dossier' AND c.step = 'delivered' AND c.facts ? 'stars'
  AND NOT EXISTS (SELECT 1 FROM satisfaction_rating r WHERE r.case_id = c.id) ORDER BY c.id LIMIT %s"""


def seed_ratings(now: datetime | None = None) -> int:
    """Rate what the week delivered, once; how many have a rating of this demonstration's."""
    if not settings.DEMO:
        raise demo.OnlyInDemo
    now = now or datetime.now(UTC)
    there = int(sql.run("SELECT count(*) FROM satisfaction_rating")[0][0])
    chance = random.Random("demo-ratings")  # noqa: S311 - a repeatable demonstration, not a secret
    for row in sql.run(_UNKEPT, [max(0, WANTED // 2 - there)]):
        _beside(row[0], chance, now)
        there += 1
    for place, row in enumerate(sql.run(_OPEN, [max(0, WANTED - there)])):
        try:
            rating.give(row[0], _given(chance, place), now, uuid5(SPACE, str(row[0])))
            there += 1
        except Refused:
            continue
    return there


def _beside(case_id: UUID, chance: random.Random, now: datetime) -> None:
    """What came with a rating that the week made for somebody signed in."""
    case = writing.find(case_id)
    if case is not None:
        given = Given(case.facts["stars"], "portal", rating.origin(f"demo:{case_id}"), answers=_answers(chance))
        rating.beside(case, given, now - timedelta(minutes=chance.randrange(1, 3000)))


def _given(chance: random.Random, place: int) -> Given:
    mark = "demo:one" if place < FROM_ONE else f"demo:{place}"
    stars = str(chance.choices((5, 4, 3, 2, 1), (48, 32, 12, 5, 3))[0])
    comment = chance.choice(COMMENTS) if chance.random() < 0.25 else ""
    return Given(stars, "link", rating.origin(mark), comment, _answers(chance))


def _answers(chance: random.Random) -> Answers:
    if chance.random() < 0.3:
        return Answers()
    asked = questions.on(datetime.now(VIETNAM).date()).questions
    criteria = {one.key: chance.choices("210", (70, 24, 6))[0] for one in asked if chance.random() < 0.8}
    times = chance.choices((0, 1, 2, 3), (30, 45, 20, 5))[0]
    cost = chance.choice((0, 10_000, 20_000, 50_000, 120_000))
    return Answers(criteria, times, 1 if times < 3 else 2, cost, Decimal(chance.choice(("0.5", "1", "2", "4"))))
