"""Which bodies a petition may go to: inside the house to the office that answers, outside to who has the power.

What is said against a person's behaviour is heard by the body above theirs, and by nobody of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from thongsuot.areas.petitions import similar
from thongsuot.areas.petitions.process import BASIS, STAFF
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.process import Need
from thongsuot.engine.routing import Route, Routing
from thongsuot.register import bodies, bodies_above, people
from thongsuot.register.bodies import BodyView
from thongsuot.register.working_time import VIETNAM

HOUSES = frozenset({"ubnd_xa", "ubnd_tinh", "bo", "vpcp"})
ABOVE = "Hành vi của người thuộc cơ quan nào thì cơ quan cấp trên xem xét. Chuyển tới {name}."
OUTSIDE = "Đơn vị trả lời phải thuộc cơ quan đang giữ phản ánh. Gửi nơi khác thì chọn “Chuyển cơ quan có thẩm quyền”."
INSIDE = "Đơn vị này thuộc chính cơ quan của bạn. Chọn “Phân loại, giao đơn vị trả lời”."
WHOSE = "Phản ánh hành vi thì phải ghi cơ quan của người bị phản ánh."
ONESELF = "Phản ánh này về chính bạn: bạn không được xử lý. Người khác của cơ quan tiếp nhận xử lý."
OF_THEIRS = (
    "Bạn giữ vị trí tại {name}, cơ quan của người bị phản ánh: bạn không được xử lý. Người khác của cơ quan tiếp nhận"
    " xử lý."
)


def secretariat(house: BodyView) -> str:
    """The office of a body that answers petitions where no other is chosen."""
    wanted = f"vp.{house.unit_code}" if house.unit_code else house.key
    return wanted if bodies.body(wanted) else house.key


def route(case: Case, key: str, day: date) -> Route | None:
    """The way to a body: an office of the same house answers; another house receives it anew. None for any other."""
    wanted = bodies.body(key)
    if wanted is None or not wanted.stands_on(day):
        return None
    house = bodies_above.house_of(key)
    if house == case.competent_body:
        return Route(case.receiving_body, key, house, case.competence, case.place_code, case.receiving_body)
    target = bodies.body(house)
    if target is None or target.kind not in HOUSES or _accused(case, house):
        return None
    executing = key if key != house else secretariat(target)
    place = target.unit_code if target.tier == 3 else case.place_code
    return Route(house, executing, house, BASIS, place)


def _accused(case: Case, house: str) -> bool:
    about = str(case.facts.get("about_body", ""))
    return case.facts.get("class") == STAFF and bool(about) and bodies_above.house_of(about) == house


def offices(case: Case, day: date) -> tuple[tuple[str, str], ...]:
    """The offices of the house that has the case, its secretariat first."""
    house = bodies.body(case.competent_body)
    if house is None:
        return ()
    found = [one for one in bodies.offices(house.key) if one.stands_on(day)] or [house]
    first = secretariat(house)
    return tuple((one.key, one.name) for one in sorted(found, key=lambda one: (one.key != first, one.name)))


def elsewhere(case: Case, day: date) -> tuple[tuple[str, str], ...]:
    """The houses that a petition can be forwarded to: what stands above, the province's communes, the ministries."""
    here = bodies.body(case.competent_body)
    upper = bodies_above.above(case.competent_body)
    communes = bodies.bodies_of_unit(case.province_code, day) + [
        one for one in bodies.everybody() if one.kind in ("ubnd_xa", "bo") and _near(one, case)
    ]
    found = {one.key: one for one in ([upper] if upper else []) + communes}
    kept = [one for one in found.values() if one.kind in HOUSES and one.stands_on(day) and one != here]
    kept.sort(key=lambda one: (one != upper, one.tier, one.name))
    return tuple((one.key, one.name) for one in kept if not _accused(case, one.key))


def _near(one: BodyView, case: Case) -> bool:
    return one.kind == "bo" or one.province_code == case.province_code


def accusable(case: Case, day: date) -> tuple[tuple[str, str], ...]:
    """The bodies whose people a petition may be about: those of the house that the sender named, or else of the one
    that has it."""
    house = bodies.body(bodies_above.house_of(str(case.facts.get("about_body", ""))) or case.competent_body)
    found = {one.key: one for one in [house, *bodies.offices(house.key)]} if house else {}
    return tuple((one.key, one.name) for one in found.values() if one.stands_on(day))


def accused(case: Case, day: date) -> tuple[tuple[str, str], ...]:
    """The people whom a petition about behaviour may mean: who holds a post where `accusable` says."""
    held = people.of_bodies([key for key, _ in accusable(case, day)], day)
    found: dict[str, str] = {}
    for one in held:
        found.setdefault(str(one.person), f"{one.person_name}, {one.title}")
    return tuple(found.items())


def barred(actor: Actor, case: Case) -> str | None:
    """Why somebody may not work on what is said of behaviour: of their own, or of people where they hold a post too.

    Where no body stands above the accused's, its own people handle it, the accused person excepted.
    """
    facts = case.facts
    if facts.get("class") != STAFF:
        return None
    if actor.person is not None and str(actor.person) == facts.get("accused"):
        return ONESELF
    theirs = bodies_above.in_the_way(str(facts.get("about_body", "")), (one.house for one in actor.offices))
    return OF_THEIRS.format(name=bodies.name_of(theirs)) if theirs else None


def choices(actor: Actor, need: Need, case: Case | None) -> tuple[tuple[str, str], ...] | None:
    """What the form of a move offers for its bodies."""
    if case is None:
        return None
    day = datetime.now(VIETNAM).date()
    if need.name == "main":
        return similar.offered(actor, case)
    given = {"office": offices, "body": elsewhere, "about_body": accusable, "accused": accused}.get(need.name)
    return given(case, day) if given else None


def rightly_sent(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Why a petition may not go where it is sent."""
    if move not in ("accept", "forward"):
        return None
    body = str(given["office" if move == "accept" else "body"])
    inside = bodies_above.house_of(body) == case.competent_body
    if move == "accept" and not inside:
        return OUTSIDE
    if move == "forward" and inside:
        return INSIDE
    return _above_the_accused(case, body, given)


def _above_the_accused(case: Case, body: str, given: Mapping[str, Any]) -> str | None:
    if given["class"] != STAFF:
        return None
    about = str(given.get("about_body") or case.facts.get("about_body", ""))
    if bodies.body(about) is None:
        return WHOSE
    right = bodies_above.above(about)
    if right is None or bodies_above.house_of(body) == bodies_above.house_of(right.key):
        return None
    return ABOVE.format(name=right.name)


ROUTING = Routing(to=route, offered=elsewhere, inside=frozenset({"accept"}))
