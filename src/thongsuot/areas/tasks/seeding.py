"""The demonstration's tasks: of the city's conclusion each in another state, three of the Government's."""

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
OF_THE_CITY = (
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
OF_THE_GOVERNMENT = (
    Life("scans", "botruong", "Trình sửa quy định để dùng bản chụp sổ hộ tịch gốc khi chưa có dữ liệu",
         "Tờ trình và dự thảo thông tư", 20, (("botruong", "tell", -1, {"percent": 40, "words": "Đang lấy ý kiến."}),)),
    Life("offline", "long", "Rà soát xã còn mất kết nối, báo cáo Văn phòng Chính phủ", "Báo cáo, danh sách xã", 9),
    Life("training", "botruong", "Tập huấn công chức hộ tịch cấp xã về dữ liệu điện tử", "Báo cáo kết quả tập huấn", -2,
         (("botruong", "hand_in", -1, {"document": "112/BC-BTP"}),)),
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What one conclusion gives: by whom, on what authority, accepted how."""

    by: str
    authority: str
    acceptance: str
    lives: tuple[Life, ...]


CITY = Given(
    "long", "Quy chế làm việc của Ủy ban nhân dân thành phố; chủ tịch xã, phường quyết định",
    "Văn phòng Ủy ban nhân dân thành phố nhận, đối chiếu với số liệu hệ thống", OF_THE_CITY,
)  # fmt: skip
GOVERNMENT = Given(
    "chunhiem", "Quy chế làm việc của Chính phủ; bộ trưởng, chủ tịch tỉnh quyết định",
    "Văn phòng Chính phủ nhận, trình Thủ tướng Chính phủ", OF_THE_GOVERNMENT,
)  # fmt: skip


def seed_tasks(given: Given, conclusion: UUID) -> int:
    """The tasks of a conclusion, made once; how many there are."""
    demonstration.only()
    now = datetime.now(UTC)
    logins = {given.by, *(life.doer for life in given.lives), *(move[0] for life in given.lives for move in life.moves)}
    people = {login: demonstration.of_login(login, now) for login in sorted(logins)}
    begun = now - timedelta(days=5 if given is GOVERNMENT else 11)
    made: dict[str, Case] = {}
    for life in given.lives:
        about = made[life.parent].id if life.parent else conclusion
        found = writing.by_key(uuid5(SPACE, life.key))
        made[life.key] = found[0] if found else _live(life, given, people, about, begun, now)
    return len(given.lives)


def _live(life: Life, given: Given, people: Mapping[str, Actor], about: UUID, begun: datetime, now: datetime) -> Case:
    values = {
        "person": str(people[life.doer].person),
        "work": life.work,
        "product": life.product,
        "acceptance": given.acceptance,
        "authority": given.authority,
    }
    if life.due is None:
        values["why_no_limit"] = "Việc thường xuyên, làm đến khi có tổng đài chung của thành phố"
    else:
        values["until"] = _closing(now, life.due)
    case = giving.give(people[given.by], values, about, begun, key=uuid5(SPACE, life.key))
    for login, move, days, words in life.moves:
        told = {**words, "wanted": _closing(now, words["wanted"])} if "wanted" in words else words
        case = verbs.move(
            people[login], case.id, case.length, move, told, key=uuid5(SPACE, f"{life.key}/{move}"),
            happened_at=now + timedelta(days=days),
        )  # fmt: skip
    return case


def _closing(now: datetime, days: int) -> str:
    return calendar.load("").closing((now + timedelta(days=days)).astimezone(verbs.VIETNAM).date()).isoformat()


def seed_charges() -> None:
    """The city's vice-chair is in charge of A Lưới 2, its chair of Thuận Hóa."""
    demonstration.only()
    now = datetime.now(UTC)
    chair = demonstration.of_login("long", now)
    day = now.astimezone(verbs.VIETNAM).date()
    vice = demonstration.of_login("lanhdao", now)
    there = {one.place_code for one in charges.of_actor(chair, day)}
    for who, place in ((vice, demo.MOUNTAIN), (chair, demo.WARD)):
        if place not in there and who.person is not None:
            charges.put(chair, who.person, place, "", day, "Phân công của Chủ tịch thành phố (minh họa)")
