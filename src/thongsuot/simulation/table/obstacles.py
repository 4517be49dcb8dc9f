"""Obstacles raised by communes: solved where they are or higher up, promises kept and broken, joined, reopened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from thongsuot.register import fields
from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation import assumptions as a
from thongsuot.simulation.country import chance_of
from thongsuot.simulation.table.shape import SAMPLE, Beat, Holder, Land, Place, Told, Work, steps

_UP = Beat("send_up", 0.5, 2)
_ANSWER = Beat("answer", 1, 3)
_CONFIRM = Beat("confirm", 0.5, 3)
WAYS = {
    "own_tier": (_ANSWER, _CONFIRM),
    "kept": (Beat("promise", 0.5, 2, until=6), Beat("answer", 2, 5), _CONFIRM),
    "broken": (Beat("promise", 0.5, 2, until=4), Beat("answer", 7, 10), _CONFIRM),
    "postponed": (Beat("promise", 0.5, 2, until=4), Beat("postpone", 2, 3, until=7), Beat("answer", 3, 6), _CONFIRM),
    "province": (_UP, Beat("promise_above", 1, 2, until=6), Beat("answer_above", 2, 5), _CONFIRM),
    "ministry": (_UP, Beat("send_on", 1, 3), Beat("promise_above", 1, 3, until=10), Beat("answer_above", 3, 9),
                 _CONFIRM),
    "waiting_above": (_UP, Beat("send_on", 1, 3)),
    "sent_down": (_UP, Beat("return_down", 1, 2), _ANSWER, _CONFIRM),
    "lapsed": (_ANSWER, Beat("lapse", 11, 12)),
    "reopened": (_ANSWER, Beat("reopen", 1, 3), Beat("promise", 0.5, 2, until=5)),
    "unanswered": (),
}  # fmt: skip
#: For each kind of obstacle: the field, what is raised, why it is so, who let it happen ("" where it is not known).
MATTERS = {
    "institution": (("health", "Hai văn bản quy định khác nhau về thẩm định an toàn thực phẩm",
                     "Hai điều khoản chồng lấn"),
                    ("land", "Chưa có quy định chuyển tiếp cho hồ sơ đất đai nhận từ cấp huyện",
                     "Văn bản chưa nói nơi nhận tiếp")),
    "competence": (("land", "Chưa rõ ai xác nhận hiện trạng đất khi công chức địa chính nghỉ",
                    "Nghị định chưa nói người ký thay"),
                   ("education", "Chưa rõ xã hay Sở tuyển dụng giáo viên mầm non", "Chưa phân định thẩm quyền")),
    "staff": (("staff", "Không có công chức chuyên môn về công nghệ thông tin", "Sắp xếp thiếu vị trí"),
              ("finance", "Một người kiêm kế toán và thủ quỹ", "Chưa bố trí đủ biên chế")),
    "budget": (("finance", "Dự toán chi thường xuyên chưa được giao đủ sau sắp xếp", "Chưa có định mức mới"),
               ("finance", "Chưa mở được tài khoản tại Kho bạc cho đơn vị mới", "Thiếu hồ sơ bàn giao")),
    "data": (("justice", "Không tra được dữ liệu khai sinh lập trước năm 2016", "Sổ giấy chưa số hóa"),
             ("digital", "Hồ sơ trên Cổng không về hệ thống của tỉnh", "Hai hệ thống chưa đồng bộ")),
    "premises": (("service", "Thiếu máy quét, máy lấy số tại Trung tâm", "Chưa được cấp kinh phí"),
                 ("service", "Trụ sở mới cách thôn xa nhất 45 km", "Sáp nhập địa bàn rộng")),
    "procedure": (("justice", "Mẫu trích lục in sai tên xã sau sắp xếp", "Mẫu chưa sửa"),
                  ("service", "Thủ tục còn đòi bản giấy dù đã nộp trực tuyến", "Quy định chưa sửa")),
    "assets": (("finance", "Trụ sở cũ chưa bàn giao hồ sơ nhà đất", "Bên giao chưa kiểm kê"),
               ("finance", "Nhà văn hóa xã cũ bỏ không, chưa có phương án", "Chưa rõ nơi quản lý")),
    "severance": (("staff", "Chưa có kinh phí chi trả người không chuyên trách nghỉ việc", "Chưa bổ sung dự toán"),
                  ("staff", "Hồ sơ nghỉ thiếu quá trình đóng bảo hiểm", "Chưa đối chiếu với bảo hiểm xã hội")),
    "training": (("digital", "Công chức chưa biết ký số bản quét", "Chưa được tập huấn"),
                 ("land", "Công chức mới chưa được hướng dẫn chỉnh lý biến động", "Chưa có tài liệu")),
}  # fmt: skip
KINDS = tuple(MATTERS)
OPEN_AT_FIRST = timedelta(minutes=50)


def plan(land: Land) -> Iterator[Work]:
    """What communes raise, every kind in its turn; some of it is raised by another commune of the province too."""
    for number, place in enumerate(land.drawn("obstacle", a.OBSTACLES_A_WEEK)):
        found = obstacle(land, place, _raiser(place.commune), KINDS[number % len(KINDS)], place.way(a.OBSTACLE_WAYS))
        yield found
        if place.chance.random() < a.JOINED.value and len(land.provinces[place.province]) > 1:
            yield _joined(land, place, found)


def obstacle(land: Land, place: Place, raiser: Holder, kind: str, way: str, *, about: str = "") -> Work:
    """An obstacle of a kind, that goes one of the ways."""
    field, title, cause = place.chance.choice(MATTERS[kind])
    given = {
        "title": f"{title} {SAMPLE}",
        "kind": kind,
        "field": field,
        "description": [f"{title}: việc hư cấu, nêu để mô phỏng."],
        "cause": [cause],
        "responsible": fields.BY_KEY[field].body,
    }
    done = tuple(steps(land, WAYS[way], place.at, place.chance, _told(place, field)))
    return Work(place.name, "obstacle", "raise", place.at, raiser, given, done, about)


def _raiser(commune: str) -> Holder:
    return Holder("specialist", f"vp.{commune}")


def _joined(land: Land, place: Place, main: Work) -> Work:
    """The same matter, raised within the hour in another commune before anybody has answered it."""
    chance = chance_of(place.name, "joined")
    others = [code for code in land.provinces[place.province] if code != place.commune]
    given = {name: main.given[name] for name in ("title", "kind", "field", "description")}
    at = main.at + OPEN_AT_FIRST * chance.uniform(0.2, 0.9)
    raiser = _raiser(chance.choice(others))
    return Work(
        f"{place.name}:joined", "obstacle", "join", at, raiser, given, about=main.name, relates=False
    )  # fmt: skip


def _told(place: Place, field: str) -> Told:
    province, above = f"ubnd.{place.province}", fields.BY_KEY[field].body

    def told(beat: Beat, at: datetime, until: str) -> dict[str, Any]:
        day = at.astimezone(VIETNAM).date().isoformat()
        answer = {"answer": ["Đã xử lý theo đề nghị của nơi nêu (hư cấu)."], "number": f"{at:%d%H%M}/UBND {SAMPLE}",
                  "document_day": day}  # fmt: skip
        promise = {"until": until, "plan": ["Làm việc với cơ quan liên quan, trả lời bằng văn bản."]}
        fixed: dict[str, dict[str, Any]] = {
            "answer": answer, "answer_above": answer, "promise": promise, "promise_above": promise,
            "postpone": {"until": until, "reasons": ["Cơ quan phối hợp chưa trả lời."]},
            "send_up": {"to": province, "opinion": ["Vượt thẩm quyền của xã, đề nghị cấp trên tháo gỡ."]},
            "send_on": {"to": above, "opinion": ["Cần cơ quan quản lý lĩnh vực hướng dẫn."]},
            "return_down": {"down": f"ubnd.{place.commune}", "reasons": ["Việc này xã tự quyết được."]},
            "reopen": {"reasons": ["Trả lời chưa xử lý được việc đã nêu."]},
        }  # fmt: skip
        return fixed.get(beat.move, {})

    return told
