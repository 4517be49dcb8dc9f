"""What a page of internal processes is about: the procedure, the place, the day, the version or the default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from thongsuot.engine import registry
from thongsuot.engine.access import OVERSEEING, WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.deadline import Limit
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.engine.internal import defaults, store
from thongsuot.engine.internal.definition import Internal
from thongsuot.engine.internal.store import Published
from thongsuot.engine.process import Process
from thongsuot.register import procedures, units
from thongsuot.register.procedures import ProcedureView
from thongsuot.register.units import UnknownUnit
from thongsuot.web.entrance import today
from thongsuot.web.speech import say as _

KIND = "dossier"
READERS = WORKING | OVERSEEING | {"admin"}
MOVERS = frozenset({"head", "chair"})
PUBLISHERS = frozenset({"admin", "control", "chair"})


class UnknownProcedure(NotFound):
    def __init__(self) -> None:
        Refused.__init__(self, _("Không có thủ tục này. Tìm lại theo tên hoặc mã."))


@dataclass(frozen=True)
class Chosen:
    """A procedure in a place on a day: what holds there, published or default."""

    view: ProcedureView
    place: str
    day: date
    published: Published | None
    internal: Internal
    process: Process

    @property
    def own(self) -> bool:
        """Whether the place has it of its own."""
        return self.published is not None and self.published.place == self.place


def chosen(code: str, place: str, day: date) -> Chosen:
    """Raises UnknownProcedure, and Refused for a place that does not exist."""
    view = procedures.procedure(code, day)
    if view is None:
        raise UnknownProcedure
    commune = place if len(place) > 2 else ""
    found = store.in_force(KIND, code, commune, province(place, day), day)
    internal = found.internal if found and found.internal else default(view)
    process = registry.process_of(store.pin_of(found)) if found else store.woven(internal)
    return Chosen(view, place, day, found, internal, process)


def default(view: ProcedureView) -> Internal:
    """The default internal process of a procedure, by its first case's limit."""
    base, path, _letters = store.area_path(KIND)
    limit = Limit.from_json(view.definition.cases[0].limit.as_json())
    return defaults.default_for(base, path, view.code, view.title, limit, view.tier)


def province(place: str, day: date) -> str:
    """The province of a place on a day; empty for the nation. Raises Refused for a place that does not exist."""
    if len(place) <= 2:
        return place
    try:
        return units.unit(place, day).province_code
    except UnknownUnit as error:
        raise Refused(_("Không có xã, phường, đặc khu mang mã này vào ngày đã chọn.")) from error


def places(actor: Actor) -> list[tuple[str, str]]:
    """The places that this person may look at, the nearest first: (code, name)."""
    found: dict[str, str] = {}
    for office in actor.offices:
        if office.tier == 3:
            found[office.unit_code] = name(office.unit_code)
        if office.province_code:
            found[office.province_code] = name(office.province_code)
    found[""] = _("Toàn quốc")
    return list(found.items())


def place_of(actor: Actor, asked: str | None) -> str:
    """The place asked for, or the nearest of the actor's own."""
    if asked is not None and (asked == "" or (asked.isdigit() and len(asked) in (2, 5))):
        return asked
    return places(actor)[0][0]


def name(place: str) -> str:
    """A place in words."""
    if not place:
        return _("Toàn quốc")
    try:
        return _name(place, today())
    except UnknownUnit:
        return place


@lru_cache(maxsize=4096)
def _name(place: str, day: date) -> str:
    """A day's answer is kept: names change by law, not by the hour."""
    return units.unit(place, day).name
