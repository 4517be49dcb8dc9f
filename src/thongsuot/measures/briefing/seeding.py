"""The demonstration's issued reports: last week's of the nation and of Huế, made as every report is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.engine import actor as actors
from thongsuot.engine import stamper
from thongsuot.engine.actor import Actor
from thongsuot.engine.briefed import Section
from thongsuot.measures import folding
from thongsuot.measures.briefing import issuing, periods, places, texts
from thongsuot.register import demo, people

HUE = "46"
SPACE = UUID("0c1f7d52-6f0e-5c8b-9a31-7be2d05c4411")
# Place, who writes and who signs; what is written holds no number: those are the system's.
REPORTS: tuple[tuple[str, tuple[str, str], tuple[str, str], Mapping[int, str]], ...] = (
    ("", ("vpcp", "head"), ("vpcp", "chair"), {
        Section.SERVICE: "Các trung tâm phục vụ hành chính công hoạt động ổn định. Nơi có hồ sơ quá hạn đã được nhắc;"
                         " cơ quan giải quyết phải xin lỗi người dân và hẹn lại ngày trả.",
        Section.PROPOSALS: "Đề nghị các bộ trả lời dứt điểm vướng mắc đã quá ngày cam kết.\n"
                           "Đề nghị các tỉnh, thành phố rà soát hồ sơ quá hạn trước phiên họp tuần sau.",
    }),
    (HUE, (f"vp.{HUE}", "specialist"), (f"ubnd.{HUE}", "chair"), {
        Section.OBSTACLES: "Các xã miền núi đề nghị hướng dẫn khi thiếu công chức chuyên môn.",
        Section.PROPOSALS: "Đề nghị các bộ, ngành trung ương sớm trả lời vướng mắc vượt thẩm quyền của thành phố.",
    }),
)  # fmt: skip


def seed_briefings(now: datetime | None = None) -> int:
    """Write and issue last week's report of each place that has none; how many were issued.

    Their files are signed by the work that signs every file. Raises demo.OnlyInDemo without the demo flag.
    """
    if not settings.DEMO:
        raise demo.OnlyInDemo
    now = now or issuing.now()
    stamper.stamp(settings.SITE)
    folding.catch_up_fully(settings.SITE)
    chosen = periods.week(places.today()).before()
    made = 0
    for code, writer, signer, said in REPORTS:
        place = places.place(code)
        if place is None or issuing.issued(place, 1):
            continue
        seen = texts.latest(place, chosen).number or texts.write(_holder(*writer, now), place, chosen, said, 0)
        issuing.issue(_holder(*signer, now), place, chosen, seen, now, key=uuid5(SPACE, f"{code}:{chosen.first}"))
        made += 1
    return made


def _holder(body: str, role: str, now: datetime) -> Actor:
    day = now.date()
    return actors.load(people.holders(body, role, day)[0].person, day)
