"""Inspections by provinces and ministries, and what they find at the places: answered, remedied, sent back, dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from thongsuot.areas.inspections import recording
from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation import assumptions as a
from thongsuot.simulation.country import chance_of
from thongsuot.simulation.days import count
from thongsuot.simulation.table import obstacles
from thongsuot.simulation.table.shape import SAMPLE, Beat, Holder, Land, Place, Work, steps

if TYPE_CHECKING:
    from thongsuot.engine.actor import Actor
    from thongsuot.engine.case import Case
    from thongsuot.engine.making import Opening

_BEGIN = Beat("begin", 0.5, 2)
_CONCLUDE = Beat("conclude", 6, 9)
WAYS = {
    "concluded": (_BEGIN, _CONCLUDE),
    "followed_up": (_BEGIN, _CONCLUDE),
    "under_way": (_BEGIN,),
    "cancelled": (Beat("cancel", 0.5, 2),),
}
FINDING_WAYS = {
    "remedied": (Beat("answer", 1, 4, until=8), Beat("report", 2, 6), Beat("confirm", 0.5, 3)),
    "sent_back": (Beat("answer", 1, 4, until=8), Beat("report", 2, 4), Beat("send_back", 1, 2), Beat("report", 1, 3)),
    "remedying": (Beat("answer", 1, 5, until=8),),
    "became_obstacle": (),
    "unanswered": (),
    "dropped": (Beat("drop", 0.5, 1.5),),
}
FOUND = (
    ("serious", "one_stop", "Hồ sơ quá hạn không có văn bản xin lỗi"),
    ("serious", "land", "Tách thửa nhận hồ sơ nhưng chưa ghi vào hệ thống"),
    ("moderate", "systems", "Bản quét chưa được ký số"),
    ("moderate", "civil_status", "Sổ hộ tịch ghi thiếu cột ghi chú"),
    ("moderate", "finance", "Biên lai thu phí chưa đối chiếu trong ngày"),
    ("minor", "people", "Chưa niêm yết đường dây nóng ở chỗ dễ thấy"),
    ("minor", "one_stop", "Bảng thủ tục niêm yết bản cũ"),
)
BASIS = "Kế hoạch kiểm tra năm (hư cấu)"


def plan(land: Land) -> Iterator[Work]:
    """Teams of provinces at their communes, with what they find."""
    for place in land.drawn("inspection", a.INSPECTIONS_A_WEEK):
        communes = land.provinces[place.province]
        chosen = place.chance.sample(list(communes), min(len(communes), 3))
        team = Holder("specialist", f"vp.{place.province}")
        way = place.way(a.INSPECTION_WAYS)
        title = f"Kiểm tra vận hành chính quyền địa phương 2 cấp đợt {place.at:%d/%m/%Y} {SAMPLE}"
        found = inspection(land, place, team, [f"ubnd.{code}" for code in chosen], way, title)
        yield found
        begun = next((step.at for step in found.steps if step.move == "begin"), None)
        for number in range(count(place.chance, a.FINDINGS.value) if begun and way != "followed_up" else 0):
            assert begun is not None
            yield from _finding(land, found, f"{place.name}:{number}", begun, place.chance.choice(chosen))


def inspection(
    land: Land, place: Place, team: Holder, places: list[str], way: str, title: str, *, mark: str = ""
) -> Work:
    """A team of a ministry or province, and the bodies that it goes to."""
    day = place.at.astimezone(VIETNAM).date()
    given = {
        "title": title,
        "places": places,
        "decision": f"{place.at:%d%H%M}/QĐ {SAMPLE}",
        "decided_on": day.isoformat(),
        "leader": "Trưởng đoàn (hư cấu)",
        "topics": ["Tiếp nhận, giải quyết thủ tục hành chính", "Bố trí cán bộ, cơ sở vật chất"],
        "first_day": day.isoformat(),
        "last_day": (day + timedelta(days=14)).isoformat(),
    }
    beats = (*WAYS[way], Beat("close", 2, 5)) if way == "followed_up" else WAYS[way]
    done = tuple(steps(land, beats, place.at, place.chance, _told))
    return Work(place.name, "inspection", "decide", place.at, team, given, done, mark=mark)


def _finding(land: Land, found: Work, name: str, begun: datetime, commune: str) -> Iterator[Work]:
    """What a team finds at a commune; some of it the team raises as an obstacle for its own house."""
    chance = chance_of(name)
    severity, field, title = chance.choice(FOUND)
    at = land.later(begun, chance.uniform(0.1, 4))
    place = Place(name, chance, at, "", commune, chance.random())
    given = {"place": f"ubnd.{commune}", "title": f"{title} {SAMPLE}", "severity": severity, "field": field}
    way = place.way(a.FINDING_WAYS)
    done = tuple(steps(land, FINDING_WAYS[way], at, chance, _told))
    yield Work(name, "finding", "record", at, found.who, given, done, about=found.name, opens=_taken)
    if way == "became_obstacle":
        later = Place(f"{name}:obstacle", chance, land.later(at, chance.uniform(1, 3)), "", commune, chance.random())
        yield obstacles.obstacle(land, later, found.who, chance.choice(obstacles.KINDS), "kept", about=name)


def _taken(actor: Actor, work: Work, about: Case | None) -> Opening:
    """As the team's own page takes a finding down, at the moment at which it was taken."""
    assert about is not None
    given = {name: work.given[name] for name in ("severity", "field")}
    return recording.opening_of(about, work.given["place"], work.given["title"], given, (), work.at)


def _told(beat: Beat, at: datetime, until: str) -> dict[str, Any]:
    fixed: dict[str, dict[str, Any]] = {
        "cancel": {"reasons": ["Trùng với đoàn khác."]},
        "conclude": {"notice": f"{at:%d%H%M}/TB {SAMPLE}", "noticed_on": at.astimezone(VIETNAM).date().isoformat(),
                     "summary": ["Nơi được kiểm tra thực hiện đúng phần lớn quy định; nêu việc cần khắc phục."]},
        "answer": {"measures": ["Phân công người làm, báo cáo khi xong."], "until": until},
        "report": {"done": ["Đã làm xong việc được nêu (hư cấu)."]},
        "send_back": {"reasons": ["Chưa gửi bằng chứng."]},
        "drop": {"reasons": ["Nơi được kiểm tra đã xuất trình đủ hồ sơ."]},
    }  # fmt: skip
    return fixed.get(beat.move, {})
