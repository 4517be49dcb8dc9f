"""The demonstration's tasks: eight of one conclusion, each in another state, down to Thuận Hóa and A Lưới 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from thongsuot.areas.tasks import charges, giving
from thongsuot.engine import demonstration, verbs, writing
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.register import calendar, demo

SPACE = UUID("b0f2c9de-52a1-5f0b-8a34-9a3d5d1f7c10")
CITY = "Quy chế làm việc của Ủy ban nhân dân thành phố; chủ tịch xã, phường quyết định"


@dataclass(frozen=True)
class Life:
    """One task: whose, what, due so many days from now (None: without an end), and what has happened since."""

    key: str
    doer: str
    work: str
    product: str
    due: int | None
    moves: tuple[tuple[str, str, int, Mapping[str, Any]], ...] = ()
    parent: str = ""


REASONS = {"reasons": ["Chờ số liệu của các thôn vùng sâu."]}
LIVES = (
    Life("net", "trang", "Khắc phục tình trạng mất kết nối tại các xã miền núi", "Báo cáo kết quả", 20,
         (("trang", "tell", -2, {"percent": 30, "words": "Đã làm việc với nhà mạng."}),)),
    Life("net-aluoi", "toan", "Lập danh sách điểm thường xuyên mất kết nối của xã", "Danh sách", -4,
         (("toan", "tell", -6, {"percent": 60}),), "net"),
    Life("net-thuan", "minh", "Rà soát đường truyền của trung tâm phục vụ hành chính công phường", "Báo cáo", 6,
         (("minh", "hand_in", -3, {"document": "41/BC-UBND"}), ("long", "accept", -1, {})), "net"),
    Life("sorry", "minh", "Gửi văn bản xin lỗi cho mọi hồ sơ quá hạn của phường", "Danh sách đã xin lỗi", -5,
         (("minh", "hand_in", -8, {"document": "38/DS-UBND"}),
          ("long", "return_back", -7, {"reasons": ["Danh sách chưa ghi ngày xin lỗi."]}))),
    Life("land", "toan", "Đăng ký đất đai lần đầu cho 60 hộ thôn bản", "Báo cáo, danh sách 60 hộ", 3,
         (("toan", "ask_extension", -1, {"wanted": 25, **REASONS}),)),
    Life("home", "minh", "Thí điểm trả kết quả tại nhà cho người cao tuổi", "Báo cáo sơ kết", 15),
    Life("hotline", "toan", "Trực đường dây nóng của xã ngoài giờ", "Sổ theo dõi cuộc gọi", None),
    Life("office", "trang", "Phương án xử lý trụ sở dôi dư", "Phương án", 9,
         (("long", "pause", -2, {"reasons": ["Chờ hướng dẫn của Bộ Tài chính."]}),)),
)  # fmt: skip


def seed_tasks(conclusion: UUID) -> int:
    """The eight tasks and two leaders in charge, made once; how many tasks there are."""
    demonstration.only()
    now = datetime.now(UTC)
    people = {login: demonstration.of_login(login, now) for login in ("long", "trang", "minh", "toan")}
    begun = now - timedelta(days=11)
    made: dict[str, Case] = {}
    for life in LIVES:
        about = made[life.parent].id if life.parent else conclusion
        found = writing.by_key(uuid5(SPACE, life.key))
        made[life.key] = found[0] if found else _live(life, people, about, begun, now)
    _charges(people["long"], now)
    return len(LIVES)


def _live(life: Life, people: Mapping[str, Actor], about: UUID, begun: datetime, now: datetime) -> Case:
    values = {
        "person": str(people[life.doer].person),
        "work": life.work,
        "product": life.product,
        "acceptance": "Văn phòng Ủy ban nhân dân thành phố nhận, đối chiếu với số liệu hệ thống",
        "authority": CITY,
    }
    if life.due is None:
        values["why_no_limit"] = "Việc thường xuyên, làm đến khi có tổng đài chung của thành phố"
    else:
        values["until"] = _closing(now, life.due)
    case = giving.give(people["long"], values, about, begun, key=uuid5(SPACE, life.key))
    for login, move, days, given in life.moves:
        told = {**given, "wanted": _closing(now, given["wanted"])} if "wanted" in given else given
        case = verbs.move(
            people[login], case.id, case.length, move, told, key=uuid5(SPACE, f"{life.key}/{move}"),
            happened_at=now + timedelta(days=days),
        )  # fmt: skip
    return case


def _closing(now: datetime, days: int) -> str:
    return calendar.load("").closing((now + timedelta(days=days)).astimezone(verbs.VIETNAM).date()).isoformat()


def _charges(chair: Actor, now: datetime) -> None:
    """The city's vice-chair is in charge of A Lưới 2, its chair of Thuận Hóa."""
    day = now.astimezone(verbs.VIETNAM).date()
    vice = demonstration.of_login("lanhdao", now)
    there = {one.place_code for one in charges.of_actor(chair, day)}
    for who, place in ((vice, demo.MOUNTAIN), (chair, demo.WARD)):
        if place not in there and who.person is not None:
            charges.put(chair, who.person, place, "", day, "Phân công của Chủ tịch thành phố (minh họa)")


def actors_of_meeting() -> tuple[Actor, Actor]:
    """Who prepares and who chairs the demonstration's meeting."""
    now = datetime.now(UTC)
    return demonstration.of_login("ngoc", now), demonstration.of_login("long", now)
