"""Whose briefing it is: the nation's, a province's or a commune's, and who may open, write, enter and issue it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from thongsuot.engine.access import OVERSEEING, WORKING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.errors import NotAllowed
from thongsuot.measures import areas
from thongsuot.measures.areas import Area
from thongsuot.register import bodies, units
from thongsuot.register.calendar import VIETNAM

NATION, PROVINCE, COMMUNE = "nation", "province", "commune"
TIERS = {0: NATION, 2: PROVINCE, 5: COMMUNE}


@dataclass(frozen=True)
class Place:
    """A tier by its code: empty for the nation, two digits of a province, five of a commune."""

    code: str
    name: str
    province: str = ""

    @property
    def tier(self) -> str:
        return TIERS[len(self.code)]

    @property
    def house(self) -> str:
        """The body that issues the report."""
        return f"ubnd.{self.code}" if self.code else "vpcp"

    @property
    def office(self) -> str:
        """The office that writes it."""
        return f"vp.{self.code}" if self.code else "vpcp"

    @property
    def area(self) -> Area:
        if not self.code:
            return Area("nation")
        return Area("province", self.code) if self.tier == PROVINCE else Area("house", self.house)


def place(code: str, day: date | None = None) -> Place | None:
    """The place of a code on a day; None for what is none."""
    if not code:
        return Place("", "Cả nước")
    if len(code) not in TIERS or not (code.isascii() and code.isdigit()):
        return None
    try:
        unit = units.unit(code, day or today())
    except LookupError:
        return None
    return Place(code, unit.name, unit.province_code)


def short(name: str) -> str:
    """A unit's name without what kind it is: “Huế”, “Thuận Hóa”."""
    for kind in ("Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu "):
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name


def today() -> date:
    return datetime.now(VIETNAM).date()


def _held(actor: Actor, one: Place, roles: frozenset[str]) -> Office | None:
    """The post in the writing office with one of the roles, or the chair of the issuing body."""
    for office in actor.offices:
        if (office.body == one.office and office.roles & roles) or (
            office.body == one.house and "chair" in office.roles and "chair" in roles
        ):
            return office
    return None


WRITERS = frozenset({"specialist", "head", "chair"})
HEADS = frozenset({"head", "chair"})
ISSUERS = frozenset({"chair"})
CHAIR = frozenset({"chair"})


def may_open(actor: Actor, one: Place) -> bool:
    """Whose posts open the area whole, who writes for it or above it, and every minister."""
    if any(_minister(office) for office in actor.offices):
        return True
    above = {"vpcp", f"vp.{one.province}", f"ubnd.{one.province}"} if one.code else {"vpcp"}
    if _held(actor, one, WRITERS) or any(o.body in above and o.roles & WRITERS for o in actor.offices):
        return True
    return areas.may_open(actor, one.area)


def home(actor: Actor) -> Place | None:
    """The widest place that the actor opens."""
    for code in ["", *_own(actor.offices)]:
        found = place(code)
        if found is not None and may_open(actor, found):
            return found
    return None


def reads(actor: Actor) -> bool:
    """Whether some place's briefing is the actor's to read, told by the posts alone."""
    return any(_reads(office) for office in actor.offices)


def _reads(office: Office) -> bool:
    if office.roles & OVERSEEING or _minister(office):
        return True
    writing = {"vpcp", f"vp.{office.province_code}", f"ubnd.{office.province_code}"}
    return bool(office.roles & WORKING) and (office.house == f"ubnd.{office.unit_code}" or office.body in writing)


def _minister(office: Office) -> bool:
    """The head of a ministry: a member of the Government, whose table this is."""
    return office.body.startswith("bo.") and "chair" in office.roles


def _own(offices: Iterable[Office]) -> list[str]:
    return sorted({office.unit_code for office in offices if office.unit_code}, key=lambda code: (len(code), code))


def may_write(actor: Actor, one: Place) -> bool:
    return _held(actor, one, WRITERS) is not None


def may_enter(actor: Actor, one: Place) -> bool:
    return _held(actor, one, HEADS) is not None


def may_issue(actor: Actor, one: Place) -> bool:
    return _issuer(actor, one) is not None


def _issuer(actor: Actor, one: Place) -> Office | None:
    return next((o for o in actor.offices if o.body == one.house and o.roles & ISSUERS), None)


def writer(actor: Actor, one: Place) -> Office:
    """The post that writes. Raises NotAllowed."""
    return _need(_held(actor, one, WRITERS), "soạn báo cáo", one)


def enterer(actor: Actor, one: Place) -> Office:
    """The post that enters figures of other sources. Raises NotAllowed."""
    return _need(_held(actor, one, HEADS), "nhập số liệu công bố", one)


def issuer(actor: Actor, one: Place) -> Office:
    """The post that issues and signs. Raises NotAllowed."""
    return _need(_issuer(actor, one), "ban hành báo cáo", one)


def _need(office: Office | None, act: str, one: Place) -> Office:
    if office is None:
        who = bodies.name_of(one.house if act.startswith("ban hành") else one.office)
        rank = {"ban hành báo cáo": "Người đứng đầu", "nhập số liệu công bố": "Lãnh đạo"}.get(act, "Người làm việc ở")
        raise NotAllowed(f"{rank} {who} mới được {act} của {one.name}.")
    return office
