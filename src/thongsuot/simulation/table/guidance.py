"""Documents that localities wait for: asked, promised, drafted, issued in time or late, most in three fields."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from thongsuot.register import fields
from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation import assumptions as a
from thongsuot.simulation.table.shape import SAMPLE, Beat, Holder, Land, Place, Told, Work, steps

_DRAFTED = (Beat("consult", 0.5, 2), Beat("gather", 1, 2), Beat("submit", 0.2, 0.6))
_ISSUE = Beat("issue", 0.3, 1)
WAYS = {
    "kept": (Beat("promise", 0.5, 3, until=8), *_DRAFTED, _ISSUE),
    "postponed": (Beat("promise", 0.5, 3, until=4), Beat("postpone", 2, 3, until=8), *_DRAFTED, _ISSUE),
    "drafting": (Beat("promise", 1, 4, until=8),),
    "consulting": (Beat("promise", 1, 4, until=15), Beat("consult", 2, 5)),
    "undated": (),
    "declined": (Beat("decline", 2, 6),),
}
#: The fields that the reports named as late, and others: what is waited for.
LATE = {
    "finance": ("Chế độ kế toán của xã sau sắp xếp", "Quyết toán ngân sách của xã mới từ nhiều xã cũ"),
    "land": ("Tách, hợp thửa đất khi không còn cấp huyện", "Giá đất áp dụng trong thời gian chuyển tiếp"),
    "education": ("Thẩm quyền tuyển dụng giáo viên mầm non", "Cho phép thành lập trường do cấp huyện cũ quản lý"),
}
OTHERS = {
    "justice": ("Ghi tên đơn vị hành chính mới trong trích lục hộ tịch", "Chứng thực điện tử tại cấp xã"),
    "staff": ("Vị trí việc làm của xã, phường, đặc khu", "Tính phụ cấp khi kiêm nhiệm"),
    "health": ("Thẩm định điều kiện an toàn thực phẩm", "Trợ giúp xã hội khi người dân chuyển nơi ở"),
    "construction": ("Cấp phép xây dựng nhà ở riêng lẻ nơi chưa có quy hoạch", "Quản lý đường xã cũ"),
    "digital": ("Chữ ký số của công chức được điều động", "Đồng bộ dữ liệu khi đổi mã đơn vị"),
}
WAYS_OF = {True: a.LATE_GUIDANCE_WAYS, False: a.GUIDANCE_WAYS}


def plan(land: Land) -> Iterator[Work]:
    """What communes ask for, of the ministries of its fields."""
    for place in land.drawn("guidance", a.GUIDANCE_A_WEEK):
        late = place.chance.random() < a.LATE_FIELDS.value
        field = place.chance.choice(sorted(LATE if late else OTHERS))
        topic = place.chance.choice((LATE if late else OTHERS)[field])
        asker = Holder("specialist", f"vp.{place.commune}")
        yield document(land, place, asker, field, topic, "letter", place.way(WAYS_OF[late]))


def document(
    land: Land, place: Place, asker: Holder, field: str, topic: str, form: str, way: str, *, mark: str = "",
    owes: str = "",
) -> Work:  # fmt: skip
    """A document owed by the ministry of its field, or by who is named."""
    owing = owes or fields.BY_KEY[field].body
    given = {"title": f"{topic} {SAMPLE}", "owes": owing, "form": form, "field": field, "topic": [topic]}
    done = tuple(steps(land, WAYS[way], place.at, place.chance, _told(topic, owing)))
    return Work(place.name, "guidance", "owe", place.at, asker, given, done, mark=mark)


def _told(topic: str, owing: str) -> Told:
    def told(beat: Beat, at: datetime, until: str) -> dict[str, Any]:
        day = at.astimezone(VIETNAM).date()
        fixed: dict[str, dict[str, Any]] = {
            "promise": {"until": until},
            "postpone": {"until": until, "reasons": ["Còn ý kiến khác nhau giữa các bộ."]},
            "consult": {"asked": ["Các tỉnh, thành phố"]},
            "gather": {"opinions": ["Đã tiếp thu, giải trình (hư cấu)."]},
            "issue": {
                "number": f"{at:%d%H%M}/{owing.rpartition('.')[2].upper()} {SAMPLE}",
                "issued_day": day.isoformat(),
                "effective_day": (day + timedelta(days=1)).isoformat(),
                "articles": topic,
                "audience": "communes",
            },
            "decline": {"reasons": ["Quy định hiện hành đã đủ rõ."]},
        }
        return fixed.get(beat.move, {})

    return told
