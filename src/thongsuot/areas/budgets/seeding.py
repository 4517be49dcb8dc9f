"""The demonstration's budget support: asked, appraised, half spent, settled, and one asked of the nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.areas.budgets.area import prepare
from thongsuot.engine import actor as actors
from thongsuot.engine import sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.register import demo
from thongsuot.register.demo_people import of_login, working_day

SPACE = UUID("0f0c2b5e-7a57-5f2b-9a57-7c8d1d1f3b61")
Given = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """A support: whose login asks, how many working days ago, on which basis, for how much, and what became of it."""

    by: str
    days: float
    title: str
    norm: str
    asked: int
    before: int
    why: str
    then: tuple[tuple[str, float, Given], ...] = ()


def _million(amount: float) -> int:
    return int(amount * 1_000_000)


TOLD = (
    Told("huong", 3, "Thuê chỗ làm việc cho Trung tâm Phục vụ hành chính công", "equipment",
         _million(1_850), _million(96_400), "Trụ sở cũ chỉ đủ 12 chỗ, cần 26 chỗ"),
    Told("quynh", 19, "Đường truyền và máy quét cho hai điểm tiếp nhận", "equipment",
         _million(640), _million(41_200), "Hai điểm cách trung tâm xã 18 km, chưa có đường truyền",
         (("appraise", 9, {"appraised": _million(600), "source": "province", "opinion": "Bớt một máy quét."}),)),
    Told("quynh", 48, "Chi thường xuyên do địa bàn rộng hơn sau sắp xếp", "larger-area",
         _million(3_200), _million(41_200), "Địa bàn gấp 2,6 lần, định mức chi theo dân số không đủ xăng xe, trực",
         (("appraise", 40, {"appraised": _million(3_000), "source": "province"}),
          ("decide", 33, {"decided": _million(3_000), "number": "2871/QĐ-UBND", "decision_day": 33}),
          ("transfer", 30, {"transfer_day": 30, "until": 25}),
          ("disburse", 18, {"part": _million(900), "day": 18}),
          ("disburse", 6, {"part": _million(750), "day": 6}))),
    Told("huong", 70, "Sửa nơi tiếp dân, lắp hệ thống lấy số", "equipment",
         _million(420), _million(96_400), "Nơi tiếp dân dột, chưa có máy lấy số",
         (("appraise", 62, {"appraised": _million(420), "source": "reserve"}),
          ("decide", 55, {"decided": _million(400), "number": "2544/QĐ-UBND", "decision_day": 55}),
          ("transfer", 52, {"transfer_day": 52, "until": 8}),
          ("disburse", 30, {"part": _million(385), "day": 30}),
          ("settle_up", 14, {"unspent": _million(15)}),
          ("settle", 4, {}))),
    Told("thai", 7, "Hỗ trợ một lần theo số đơn vị hành chính cấp xã giảm", "commune-reduced",
         _million(45_000), _million(18_900_000), "Giảm 93 đơn vị hành chính cấp xã"),
)  # fmt: skip
BY = {"appraise": "thai", "settle": "thai", "transfer": "mylinh", "decide": "long"}


def seed(now: datetime | None = None) -> int:
    """Make them once, in the demonstration alone; how many stand. Raises demo.OnlyInDemo."""
    if not settings.DEMO:
        raise demo.OnlyInDemo
    now = now or datetime.now(UTC)
    day = now.astimezone(verbs.VIETNAM).date()
    actors_of = {login: actors.load(of_login(login), day) for login in {*BY.values(), *(one.by for one in TOLD)}}
    for place, told in enumerate(TOLD):
        _support(place, told, actors_of, now)
    return int(sql.run("SELECT count(*) FROM engine_case WHERE kind = 'budget_support'")[0][0])


def _support(place: int, told: Told, actors_of: dict[str, Actor], now: datetime) -> None:
    asker = actors_of[told.by]
    given = {"title": told.title, "norm": told.norm, "asked": told.asked, "before": told.before,
             "document": f"Tờ trình {11 + place}/TTr-UBND", "why": [told.why]}  # fmt: skip
    if told.norm == "commune-reduced":
        given["units"] = 93
    case = verbs.open(asker, prepare(asker, given, None, working_day(now, -told.days)), key=_key(place, "ask"))
    if case.length > 1:
        return
    for step, (move, days, values) in enumerate(told.then):
        actor = actors_of[BY.get(move, told.by)]
        case = verbs.move(
            actor, case.id, case.length, move, _dated(values, now), key=_key(place, f"{step}:{move}"),
            happened_at=working_day(now, -days),
        )  # fmt: skip


def _dated(values: Given, now: datetime) -> Given:
    """Days are told as so many before today, the day by which money must be spent as so many after it."""
    dated = dict(values)
    for name in ("decision_day", "transfer_day", "day"):
        if name in dated:
            dated[name] = working_day(now, -dated[name]).astimezone(verbs.VIETNAM).date().isoformat()
    if "until" in dated:
        dated["until"] = working_day(now, dated["until"]).isoformat()
    return dated


def _key(place: int, step: str) -> UUID:
    return uuid5(SPACE, f"{place}:{step}")
