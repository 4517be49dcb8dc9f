"""The demonstration's meetings: the Government with every province, the city with its forty communes online, both
concluded within two weeks. All is invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from thongsuot.areas.conclusions.area import prepare
from thongsuot.engine import demonstration, verbs, writing
from thongsuot.engine.case import Case
from thongsuot.engine.verbs import VIETNAM
from thongsuot.register import calendar

SPACE = UUID("0b5a2c0e-7f4e-5c57-9a0b-3d6c1f2e8a41")
Day = Callable[[int], str]


@dataclass(frozen=True)
class Meeting:
    """One meeting: who prepares and who concludes it, how long ago it was held; `text` makes its notice's words.

    `key` is empty for the city's, which was the only one once.
    """

    key: str
    secretary: str
    chair: str
    ago: int
    title: str
    leads: str
    who: str
    meeting: str
    agenda: tuple[str, ...]
    documents: tuple[str, ...]
    minutes: tuple[str, ...]
    points: int
    text: Callable[[str, Day], list[str]]


def _of_the_city(dated: str, by: Day) -> list[str]:
    """Some of what it gives is given already, the rest can be proposed from it."""
    return [
        f"Ngày {dated}, Chủ tịch Ủy ban nhân dân thành phố kết luận cuộc họp giao ban như sau:",
        "1. Đánh giá chung",
        "Sở Tư pháp đã tổ chức tốt tập huấn hộ tịch. Một số nơi báo cáo còn chậm.",
        "2. Nhiệm vụ trong thời gian tới",
        f"Sở Xây dựng hướng dẫn Ủy ban nhân dân các xã, phường cấp giấy phép xây dựng nhà ở riêng lẻ, ban hành văn bản"
        f" hướng dẫn trước ngày {by(12)}.",
        f"Giao Ủy ban nhân dân các xã, phường rà soát hồ sơ quá hạn, gửi báo cáo về Văn phòng Ủy ban nhân dân thành phố"
        f" trước ngày {by(12)}.",
        f"Ủy ban nhân dân xã A Lưới 2 lập danh sách thôn chưa có sóng di động, trình Chủ tịch Ủy ban nhân dân thành phố"
        f" xem xét trước ngày {by(30)}.",
        "Văn phòng Ủy ban nhân dân thành phố thông báo để các đơn vị biết, thực hiện./.",
    ]


def _of_the_government(dated: str, by: Day) -> list[str]:
    return [
        f"Ngày {dated}, Thủ tướng Chính phủ chủ trì phiên họp của Chính phủ với các địa phương về vận hành chính quyền"
        " địa phương 2 cấp. Sau khi nghe báo cáo và ý kiến các đại biểu, Thủ tướng Chính phủ kết luận như sau:",
        "1. Về kết quả",
        "Các bộ, địa phương đã cố gắng; bộ máy cấp xã vận hành ổn định. Hướng dẫn về đất đai, giáo dục, tài chính - kế"
        " toán còn chậm.",
        "2. Nhiệm vụ trọng tâm",
        f"Bộ Tư pháp trình sửa quy định để dùng bản chụp sổ hộ tịch gốc khi chưa có dữ liệu, trước ngày {by(20)}.",
        f"Bộ Nông nghiệp và Môi trường ban hành hướng dẫn phân cấp về đất đai cho cấp xã trước ngày {by(10)}.",
        f"Ủy ban nhân dân các tỉnh, thành phố rà soát xã còn mất kết nối, báo cáo Văn phòng Chính phủ trước ngày"
        f" {by(9)}.",
        f"Bộ Khoa học và Công nghệ phối hợp với các doanh nghiệp viễn thông bảo đảm đường truyền đến mọi trung tâm phục"
        f" vụ hành chính công cấp xã, hoàn thành trước ngày {by(40)}.",
        "Giao Văn phòng Chính phủ theo dõi, đôn đốc./.",
    ]


CITY = Meeting(
    key="", secretary="ngoc", chair="long", ago=14,
    title="Giao ban trực tuyến với 40 xã, phường về vận hành chính quyền địa phương 2 cấp",
    leads="Chủ tịch Ủy ban nhân dân thành phố", who="every_commune", meeting="every_commune",
    agenda=("Kết quả giải quyết thủ tục hành chính", "Khó khăn của xã miền núi", "Nhiệm vụ tháng tới"),
    documents=("Báo cáo tháng của Văn phòng", "Danh sách hồ sơ quá hạn"),
    minutes=(
        "40 xã, phường dự họp trực tuyến, không nơi nào vắng.",
        "Xã A Lưới 2 nêu đường truyền gián đoạn, thiếu công chức địa chính.",
        "Phường Thuận Hóa báo cáo thí điểm trả kết quả tại nhà.",
    ),
    points=41, text=_of_the_city,
)  # fmt: skip
GOVERNMENT = Meeting(
    key="government/", secretary="theodoi", chair="chunhiem", ago=8,
    title="Phiên họp của Chính phủ với các địa phương về vận hành chính quyền địa phương 2 cấp",
    leads="Thủ tướng Chính phủ", who="every_province", meeting="weekly",
    agenda=("Tình hình vận hành", "Vướng mắc về hướng dẫn, đường truyền, dữ liệu", "Nhiệm vụ tuần tới"),
    documents=("Báo cáo tuần về chính quyền địa phương 2 cấp",),
    minutes=(
        "34 tỉnh, thành phố dự họp trực tuyến.",
        "Thành phố Huế nêu xã miền núi không tra được dữ liệu hộ tịch trước năm 2016.",
    ),
    points=35, text=_of_the_government,
)  # fmt: skip


def seed_conclusion(which: Meeting) -> Case:
    """A meeting, its minutes and its notice, made once."""
    demonstration.only()
    found = writing.by_key(uuid5(SPACE, f"{which.key}conclude"))
    if found is not None:
        return found[0]
    now = datetime.now(UTC)
    secretary, chair = (demonstration.of_login(login, now) for login in (which.secretary, which.chair))
    held = (now - timedelta(days=which.ago)).astimezone(VIETNAM).replace(hour=8, minute=0, second=0, microsecond=0)
    held -= timedelta(days=max(0, held.isoweekday() - 5))
    given = {
        "title": which.title, "leads": which.leads, "agenda": list(which.agenda), "documents": list(which.documents),
        "who": which.who, "meeting": which.meeting, "begins": held.isoformat(),
    }  # fmt: skip
    opening = prepare(secretary, given, None, held - timedelta(days=3))
    case = verbs.open(secretary, opening, key=uuid5(SPACE, f"{which.key}plan"))
    case = verbs.move(
        secretary, case.id, case.length, "hold", {"minutes": list(which.minutes), "points": which.points},
        key=uuid5(SPACE, f"{which.key}hold"), happened_at=held + timedelta(hours=4),
    )  # fmt: skip
    day = calendar.load("").next_working_day((held + timedelta(days=2)).date())
    dated = datetime.combine(day, held.timetz())
    text = which.text(f"{held:%d/%m/%Y}", lambda days: f"{now + timedelta(days=days):%d/%m/%Y}")
    return verbs.move(
        chair, case.id, case.length, "conclude", {"dated": dated.date().isoformat(), "text": text},
        key=uuid5(SPACE, f"{which.key}conclude"), happened_at=dated,
    )  # fmt: skip
