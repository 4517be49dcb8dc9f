"""Meetings of the Government and of provinces: planned, held, concluded; and the tasks that their conclusions give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from thongsuot.register import bodies
from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation import assumptions as a
from thongsuot.simulation.country import chance_of
from thongsuot.simulation.days import count
from thongsuot.simulation.table import tasks
from thongsuot.simulation.table.shape import SAMPLE, SECRETARIAT, Beat, Holder, Land, Place, Work, steps

WAYS = {
    "concluded": (Beat("hold", 3.4, 3.5), Beat("conclude", 1, 4)),
    "put_off": (Beat("put_off", 1, 2, until=4), Beat("hold", 4.2, 4.5), Beat("conclude", 1, 4)),
    "called_off": (Beat("call_off", 1, 2),),
}
AGENDA = ("Kết quả tuần qua", "Vướng mắc của các xã, phường", "Nhiệm vụ tuần tới")


def plan(land: Land) -> Iterator[Work]:
    """Each week one of the Government, where the whole country is made; those of provinces by their number."""
    for week in land.weeks():
        chance = chance_of("meetings", land.seed, land.scale, sorted(land.provinces), week)
        houses = [SECRETARIAT] if land.whole else []
        number = count(chance, (a.MEETINGS_A_WEEK.value - 1) * land.scale * land.share)
        houses += [f"ubnd.{chance.choice(list(land.provinces))}" for _ in range(max(number, 0 if land.whole else 1))]
        for turn, house in enumerate(houses):
            yield from _meeting(land, house, week, turn)


def _meeting(land: Land, house: str, week: date, turn: int) -> Iterator[Work]:
    name = f"meeting:{land.seed}:{land.scale:.8g}:{house}:{week}:{turn}"
    chance = chance_of(name)
    place = Place(name, chance, land.moment(week, chance), "", "", chance.random())
    found = meeting(land, place, house, place.way(a.MEETING_WAYS), title_of(house, week))
    yield found
    concluded = next((step.at for step in found.steps if step.move == "conclude"), None)
    if concluded is None:
        return
    for number in range(count(chance, a.TASKS_A_MEETING.value)):
        of = Place(f"{name}:{number}", chance_of(name, number), concluded, "", "", chance.random())
        body = chance.choice(_below(land, house))
        yield tasks.task(land, of, house, body, of.way(a.TASK_WAYS), chance.uniform(8, 20), about=name)


def title_of(house: str, week: date) -> str:
    if house == SECRETARIAT:
        return f"Phiên họp Chính phủ về chính quyền địa phương 2 cấp, tuần từ {week:%d/%m/%Y} {SAMPLE}"
    where = bodies.name_of(house).removeprefix("Ủy ban nhân dân ")
    return f"Giao ban với các xã, phường của {where}, tuần từ {week:%d/%m/%Y} {SAMPLE}"


def meeting(land: Land, place: Place, house: str, way: str, title: str) -> Work:
    """A meeting of a house, three to four days after it was planned."""
    national = house == SECRETARIAT
    begins = land.later(place.at, 3)
    given = {
        "title": title,
        "leads": "Lãnh đạo Chính phủ" if national else "Lãnh đạo Ủy ban nhân dân tỉnh, thành phố",
        "agenda": list(AGENDA),
        "documents": ["Báo cáo tuần lập từ hệ thống"],
        "who": "every_province" if national else "every_commune",
        "meeting": "weekly",
        "begins": begins.isoformat(),
    }
    points = 35 if national else 1 + len(land.provinces.get(house.removeprefix("ubnd."), ()))

    def told(beat: Beat, at: datetime, until: str) -> dict[str, object]:
        if beat.move == "put_off":
            return {"begins": until, "reasons": ["Người chủ trì dự họp khác."]}
        if beat.move == "call_off":
            return {"reasons": ["Gộp vào phiên họp sau."]}
        if beat.move == "hold":
            return {"minutes": ["Các nơi báo cáo theo chương trình (hư cấu).", "Không nơi nào vắng."], "points": points}
        return {"dated": at.astimezone(VIETNAM).date().isoformat(), "text": _text(title, at)}

    done = tuple(steps(land, WAYS[way], place.at, place.chance, told))
    return Work(place.name, "meeting", "plan", place.at, Holder("specialist", _secretary(house)), given, done)


def _secretary(house: str) -> str:
    return house if house == SECRETARIAT else f"vp.{house.removeprefix('ubnd.')}"


def _text(title: str, at: datetime) -> list[str]:
    due = at + timedelta(days=30)
    return [
        f"Kết luận {title[:1].lower()}{title[1:]}:",
        f"Các cơ quan được giao việc thực hiện, báo cáo kết quả trước ngày {due:%d/%m/%Y}.",
        "Văn phòng theo dõi, đôn đốc trên hệ thống./.",
    ]


def _below(land: Land, house: str) -> list[str]:
    """Who a house gives tasks to: ministries and provinces, or the communes of its province."""
    if house == SECRETARIAT:
        return [*land.ministries, *(f"ubnd.{code}" for code in land.provinces)]
    return [f"ubnd.{code}" for code in land.provinces[house.removeprefix("ubnd.")]]
