"""What communes tell their people: written, published by the chair, sent back, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation import assumptions as a
from thongsuot.simulation.table.shape import SAMPLE, Beat, Holder, Land, Work, steps

WAYS = {
    "published": (Beat("publish", 0.1, 1.5),),
    "sent_back": (Beat("send_back", 0.1, 1.5),),
    "waiting": (),
    "withdrawn": (Beat("withdraw", 0.1, 1),),
}
NEWS = (
    ("Nộp hồ sơ ở bất kỳ xã, phường nào trong tỉnh", "Không phải về nơi đăng ký. Mang theo giấy tờ tùy thân."),
    ("Giấy tờ mang tên xã cũ vẫn dùng được", "Giấy tờ còn hạn không phải đổi chỉ vì tên xã thay đổi."),
    ("Chứng thực bản sao: lấy ngay trong buổi", "Mang bản chính và số bản sao cần dùng, đến trước 15 giờ."),
    ("Trung tâm làm việc thêm sáng thứ Bảy", "Nhận và trả kết quả từ 7 giờ 30 đến 11 giờ 30."),
    ("Tổ lưu động nhận hồ sơ tại thôn xa", "Sáng thứ Ba hằng tuần, tại nhà văn hóa thôn."),
)


def plan(land: Land) -> Iterator[Work]:
    for place in land.drawn("announcement", a.ANNOUNCEMENTS_A_WEEK):
        title, text = place.chance.choice(NEWS)
        day = place.at.astimezone(VIETNAM).date()
        given = {
            "title": f"{title} {SAMPLE}", "text": text, "shown_from": day, "shown_until": day + timedelta(days=45),
        }  # fmt: skip
        done = tuple(steps(land, WAYS[place.way(a.ANNOUNCEMENT_WAYS)], place.at, place.chance, _told))
        author = Holder("specialist", f"vp.{place.commune}")
        yield Work(place.name, "announcement", "draft", place.at, author, given, done)


def _told(beat: Beat, at: datetime, until: str) -> dict[str, Any]:
    return {"reasons": ["Viết ngắn hơn, nêu rõ hỏi ai."]} if beat.move == "send_back" else {}
