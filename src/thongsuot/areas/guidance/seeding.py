"""Five documents of the demonstration, owed, late, drafted, issued, made through the engine's verbs. Invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from thongsuot.areas.guidance.area import RELATION, prepare
from thongsuot.engine import demonstration, sql, verbs
from thongsuot.engine.verbs import VIETNAM
from thongsuot.register.demo_people import working_day

SPACE = UUID("1c1f7a52-96a4-5a3f-8f0e-6b7f0a1c2d32")


@dataclass(frozen=True)
class Told:
    """One document: who wrote it down, how many working days ago, who owes it, what became of it.

    `acts` are (who, move, working days ago, given, day promised in working days from now). `of` is its field,
    `answers` the title of the obstacle that it answers.
    """

    who: str
    ago: float
    owes: str
    form: str
    of: str
    title: str
    topic: str
    acts: tuple[tuple[str, str, float, Mapping[str, Any], float | None], ...] = ()
    answers: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


def _tales(now: datetime) -> tuple[Told, ...]:
    issued = now.date() - timedelta(days=3)
    document = {
        "number": "15/2026/TT-BTP (minh họa)", "issued_day": issued.isoformat(),
        "effective_day": (issued + timedelta(days=10)).isoformat(),
        "expires_day": (issued + timedelta(days=150)).isoformat(),
        "articles": "Điều 3 Thông tư 04/2020/TT-BTP", "contradicts": "Điều 6 Thông tư 01/2022/TT-BTP",
        "audience": "communes",
    }  # fmt: skip
    return (
        Told("vutruong", 6, "bo.G15", "circular", "justice", "Dùng bản chụp sổ hộ tịch gốc khi dữ liệu chưa có",
             "Cho dùng bản chụp sổ gốc có xác nhận của nơi giữ sổ",
             (("vutruong", "promise", 5, {}, 6),
              ("chuyenvien", "consult", 3, {"asked": ["Sở Tư pháp 34 tỉnh, thành phố"]}, None)),
             "Không tra được dữ liệu khai sinh lập trước năm 2016",
             {"article": "khoản 2 Điều 5 Nghị định 120/2025/NĐ-CP"}),
        Told("trang", 22, "bo.G12", "circular", "finance", "Quyết toán ngân sách của xã sau sắp xếp",
             "Xã mới gồm ba xã cũ thì lập một hay ba quyết toán"),
        Told("trang", 16, "bo.G03", "letter", "education", "Thẩm quyền tuyển dụng giáo viên mầm non",
             "Xã hay Sở tuyển dụng từ năm học này"),
        Told("huong", 3, "bo.G10", "letter", "land", "Người ký thay khi xác nhận hiện trạng sử dụng đất",
             "Ai ký khi công chức địa chính nghỉ",
             answers="Chưa rõ ai xác nhận hiện trạng đất khi công chức địa chính nghỉ"),
        Told("vutruong", 12, "bo.G15", "circular", "justice", "Ghi tên đơn vị hành chính mới trong trích lục hộ tịch",
             "In tên hiện nay, ghi chú tên cũ",
             (("vutruong", "promise", 11, {}, 2),
              ("chuyenvien", "consult", 10, {"asked": ["34 tỉnh, thành phố"]}, None),
              ("chuyenvien", "gather", 5, {"opinions": ["34 ý kiến, tiếp thu 31"]}, None),
              ("vutruong", "submit", 4, {}, None), ("botruong", "issue", 2, document, None)),
             "Mẫu trích lục in sai tên xã sau sắp xếp"),
    )  # fmt: skip


def seed_guidance(now: datetime | None = None) -> int:
    """Make them once, in one transaction; how many there are. Raises demo.OnlyInDemo without the demo flag."""
    demonstration.only()
    now = (now or datetime.now(VIETNAM)).replace(second=0, microsecond=0)
    tales = _tales(now)
    if not sql.run("SELECT 1 FROM engine_case WHERE kind = 'guidance' LIMIT 1"):
        with transaction.atomic():
            for place, told in enumerate(tales):
                _make(told, place, now)
    return len(tales)


def _make(told: Told, place: int, now: datetime) -> None:
    given = {
        "title": told.title, "owes": told.owes, "form": told.form, "field": told.of, "topic": [told.topic],
        **told.more,
    }  # fmt: skip
    asker = demonstration.of_login(told.who, now)
    opening = prepare(asker, given, None, working_day(now, -told.ago))
    key = uuid5(SPACE, f"{place}")
    obstacle = _obstacle(told.answers)
    case = (
        verbs.open_about(asker, opening, obstacle, RELATION, key=key)
        if obstacle
        else verbs.open(asker, opening, key=key)
    )
    for step, (who, move, ago, said, until) in enumerate(told.acts):
        promised = {"until": working_day(now, until).isoformat()} if until is not None else {}
        case = verbs.move(
            demonstration.of_login(who, now), case.id, case.length, move, {**said, **promised},
            key=uuid5(SPACE, f"{place}:{step}"), happened_at=working_day(now, -ago),
        )  # fmt: skip


def _obstacle(title: str) -> UUID | None:
    found = sql.run("SELECT id FROM engine_case WHERE kind = 'obstacle' AND title = %s LIMIT 1", [title])
    return found[0][0] if title and found else None
