"""The demonstration's surplus premises of two communes: in every state, some handled, one late."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.areas.premises.area import prepare
from thongsuot.engine import actor as actors
from thongsuot.engine import sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.register import demo
from thongsuot.register.demo_people import of_login, working_day

SPACE = UUID("6d1d8ad4-6e0c-5a0e-9c53-2b0e9a2f4c17")
WARD, MOUNTAIN = "huong", "quynh"
BY = {"appraise": "thai", "decide": "long"}
# By whose login, how many working days ago, what and where, its use and users before, m² of floor and land, condition,
# form of handling and what for, and how many working days ago it was proposed, appraised, decided, handled. Invented.
Row = tuple[str, float, str, str, str, int, int, str, str, str, tuple[float, ...]]
ROWS: tuple[Row, ...] = (
    (WARD, 80, "Trụ sở UBND phường Phú Hội cũ, đường Bến Nghé", "office", "UBND phường Phú Hội (cũ)", 720, 980, "good",
     "transfer", "Trụ sở Công an phường", (76, 68, 60, 35)),
    (WARD, 78, "Trụ sở UBND phường Vĩnh Ninh cũ, đường Hàm Nghi", "office", "UBND phường Vĩnh Ninh (cũ)", 860, 1_140,
     "good", "convert", "Trạm y tế phường", (70, 64, 58, 20)),
    (WARD, 60, "Trạm y tế phường Phú Nhuận cũ", "health", "Trạm Y tế phường Phú Nhuận (cũ)", 310, 420, "worn",
     "transfer", "Điểm trạm y tế", (50, 44, 39)),
    (WARD, 40, "Nhà văn hóa phường Phước Vĩnh cũ", "culture", "UBND phường Phước Vĩnh (cũ)", 260, 600, "worn",
     "local", "Nhà sinh hoạt cộng đồng", (16, 6)),
    (WARD, 12, "Kho lưu trữ của thành phố cũ, đường Lê Lợi", "office", "UBND thành phố Huế (cũ)", 450, 700, "worn",
     "", "", ()),
    (MOUNTAIN, 75, "Trụ sở UBND xã Hồng Kim cũ", "office", "UBND xã Hồng Kim (cũ)", 540, 2_300, "good", "convert",
     "Trường mầm non", (66, 60, 52, 12)),
    (MOUNTAIN, 45, "Trụ sở UBND xã Hồng Bắc cũ", "office", "UBND xã Hồng Bắc (cũ)", 480, 1_900, "worn", "keep",
     "Điểm tiếp nhận, trả kết quả", (9,)),
    (MOUNTAIN, 36, "Điểm trường thôn A Ngo cũ", "education", "Trường Tiểu học Bắc Sơn (cũ)", 190, 1_500, "ruined",
     "", "", ()),
)  # fmt: skip


def seed(now: datetime | None = None) -> int:
    """Make them once, in the demonstration alone; how many stand. Raises demo.OnlyInDemo."""
    if not settings.DEMO:
        raise demo.OnlyInDemo
    now = now or datetime.now(UTC)
    day = now.astimezone(verbs.VIETNAM).date()
    actors_of = {login: actors.load(of_login(login), day) for login in (WARD, MOUNTAIN, *BY.values())}
    for place, row in enumerate(ROWS):
        _property(place, row, actors_of, now)
    return int(sql.run("SELECT count(*) FROM engine_case WHERE kind = 'premises'")[0][0])


def _property(place: int, row: Row, actors_of: dict[str, Actor], now: datetime) -> None:
    by, days, title, use, former, floor, land, condition, form, purpose, then = row
    given = {"title": title, "use": use, "former": former, "floor": floor, "land": land, "condition": condition,
             "value": floor * 2_300_000}  # fmt: skip
    holder = actors_of[by]
    case = verbs.open(holder, prepare(holder, given, None, working_day(now, -days)), key=_key(place, "list"))
    if case.length > 1:
        return
    for (move, values), ago in zip(_moves(form, purpose, place, then, now).items(), then, strict=False):
        actor = actors_of[BY.get(move, by)]
        case = verbs.move(
            actor, case.id, case.length, move, values, key=_key(place, move), happened_at=working_day(now, -ago)
        )


def _moves(form: str, purpose: str, place: int, then: tuple[float, ...], now: datetime) -> dict[str, dict[str, Any]]:
    """What is given with each move in their order; as many are made as days are told."""

    def day(at: int) -> str:
        return working_day(now, -then[at]).astimezone(verbs.VIETNAM).date().isoformat() if len(then) > at else ""

    until = working_day(now, 50 - then[2]).isoformat() if len(then) > 2 else ""
    return {
        "propose": {"form": form, "purpose": purpose},
        "appraise": {"opinion": "Phù hợp quy hoạch sử dụng đất."},
        "decide": {"form": form, "number": f"{410 + place}/QĐ-UBND", "decision_day": day(2), "manager": "ubnd.46",
                   "until": until},
        "finish": {"record": f"BB {20 + place}/2026", "handled_day": day(3)},
    }  # fmt: skip


def _key(place: int, step: str) -> UUID:
    return uuid5(SPACE, f"{place}:{step}")
