"""Faults of information systems that communes report: promised a day, fixed in time or late, still there, declined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from thongsuot.simulation import assumptions as a
from thongsuot.simulation.table.shape import SAMPLE, Beat, Holder, Land, Place, Work, steps

_FIX, _CONFIRM = Beat("fix", 1, 3), Beat("confirm", 0.2, 1.5)
WAYS = {
    "kept": (Beat("accept", 0.1, 0.8), Beat("promise", 0.1, 0.5, until=4), _FIX, _CONFIRM),
    "late": (Beat("accept", 0.1, 0.8), Beat("promise", 0.1, 0.5, until=3), Beat("fix", 4.5, 8), _CONFIRM),
    "still_there": (Beat("promise", 0.2, 1, until=4), _FIX, Beat("still_there", 0.2, 1)),
    "promised": (Beat("promise", 0.2, 1, until=4),),
    "put_off": (Beat("promise", 0.2, 1, until=3), Beat("put_off", 1, 2, until=6)),
    "unanswered": (),
    "declined": (Beat("decline", 0.3, 1),),
}
#: Systems of ministries by their keys in the register of systems; "" is the one-stop system of the own province.
MET = (
    ("", "sync", "Hồ sơ nộp trên Cổng chưa về hệ thống của tỉnh"),
    ("", "signing", "Ký số kết quả báo lỗi chứng thư"),
    ("ho-tich", "data", "Tra khai sinh không ra dữ liệu đã có"),
    ("ho-tich", "slow", "Hệ thống hộ tịch chậm vào buổi sáng"),
    ("dat-dai", "sync", "Phiếu chuyển thông tin đất đai không gửi được"),
    ("lien-thong", "sync", "Hồ sơ liên thông khai sinh không chuyển sang bước sau"),
    ("vneid", "sign_in", "Người dân không đăng nhập được"),
    ("npsp", "down", "Cổng Dịch vụ công quốc gia không vào được"),
    ("bao-tro", "missing", "Chưa chọn được tên xã mới"),
)


def plan(land: Land) -> Iterator[Work]:
    for place in land.drawn("fault", a.FAULTS_A_WEEK):
        yield _fault(land, place)


def _fault(land: Land, place: Place) -> Work:
    system, symptom, title = place.chance.choice(MET)
    given = {
        "system": system or f"mc.{place.province}",
        "title": f"{title} {SAMPLE}",
        "symptom": symptom,
        "since": (place.at - timedelta(minutes=place.chance.randrange(10, 200))).isoformat(),
        "extent": place.chance.choice(("office", "wide")),
        "detail": ["Việc hư cấu, nêu để mô phỏng."],
    }
    done = tuple(steps(land, WAYS[place.way(a.FAULT_WAYS)], place.at, place.chance, _told))
    return Work(place.name, "fault", "report", place.at, Holder("specialist", f"pkt.{place.commune}"), given, done)


def _told(beat: Beat, at: datetime, until: str) -> dict[str, Any]:
    fixed: dict[str, dict[str, Any]] = {
        "promise": {"until": until},
        "put_off": {"until": until, "reasons": ["Cần nâng cấp máy chủ."]},
        "fix": {"done": ["Đã sửa, đề nghị kiểm tra lại."]},
        "still_there": {"reasons": ["Vẫn gặp khi nhiều người cùng vào."]},
        "decline": {"reasons": ["Lỗi do đường truyền tại nơi báo."]},
    }
    return fixed.get(beat.move, {})
