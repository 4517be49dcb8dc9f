"""For which bodies an officer speaks in the catalogue, and how a procedure stands with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed
from thongsuot.register import bodies
from thongsuot.register.catalogue import adopting, agencies
from thongsuot.register.catalogue.adopting import Offered
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.speech import say as _

READERS = frozenset({"control", "admin", "chair", "head", "leader"})
SWITCHERS = frozenset({"control", "chair", "head"})
DECIDERS = frozenset({"control", "admin"})

Key = tuple[str, str]


@dataclass(frozen=True)
class Mine:
    """A body that the officer belongs to: the committee of the commune or of the province. `may` switch on for it."""

    key: str
    name: str
    place: str
    may: bool

    @property
    def province(self) -> bool:
        return len(self.place) == 2


def mine(actor: Actor) -> list[Mine]:
    """The committees that the officer belongs to, those that may be spoken for first. Nobody's for the nation."""
    found: dict[str, Mine] = {}
    for office in actor.offices:
        place = office.unit_code if office.tier == 3 else office.province_code
        key = f"ubnd.{place}"
        body = bodies.body(key) if place else None
        if body is None:
            continue
        roles = {"chair", "head"} if office.tier == 3 else {"control"}
        may = bool(roles & office.roles) or (key in found and found[key].may)
        found[key] = Mine(key, body.name, place, may)
    return sorted(found.values(), key=lambda one: not one.may)


def speaking_for(actor: Actor, asked: str, view: ProcedureView) -> Mine:
    """The body that the officer may switch this procedure on or off for. Raises NotAllowed with who may."""
    spoken = [one for one in mine(actor) if one.may and asked in ("", one.key)]
    if not spoken:
        raise NotAllowed(
            _(
                "Bạn không bật, tắt thủ tục cho cơ quan này. Cấp tỉnh do cán bộ kiểm soát thủ tục hành chính của tỉnh;"
                " cấp xã do chủ tịch hoặc trưởng phòng của xã, phường, đặc khu đó."
            )
        )
    _own(view, spoken[0].place)
    return spoken[0]


def _own(view: ProcedureView, place: str) -> None:
    published = agencies.place_of(view.authority)
    body = bodies.body(f"ubnd.{place}")
    if published and body is not None and published != body.province_code:
        raise NotAllowed(_("Thủ tục này do tỉnh khác công bố riêng cho địa phương mình."))


def deciding_for(actor: Actor, place: str) -> bool:
    """Whether the officer may decide what concerns a place: control in its own province, an administrator anywhere.

    What concerns the nation has no place: no province decides it for the others.
    """
    if "admin" in actor.roles:
        return True
    own = {office.province_code for office in actor.offices if "control" in office.roles}
    return place[:2] in own


def offers(body: str, day: date) -> Mapping[Key, Offered]:
    """What a body receives under, by code and publisher."""
    return {(one.view.code, one.view.authority): one for one in adopting.offered(body, day)} if body else {}


def words(view: ProcedureView, offered: Offered | None, body: bool) -> tuple[str, str]:
    """How a procedure stands with a body: (mark, sentence)."""
    if not body:
        return "", ""
    if offered is None:
        return "plain", _("Chưa bật")
    if offered.stale:
        return "due_soon", _("Đã bật; có phiên bản mới chưa xác nhận")
    if offered.confirmed_by:
        return "on_time", _("Đã bật, %(name)s xác nhận", name=offered.confirmed_by)
    if view.verified:
        return "on_time", _("Áp dụng chung, đã xác minh")
    return "paused", _("Nhận trong bản minh họa, chưa ai bật")


def verified(view: ProcedureView) -> tuple[str, str]:
    return ("on_time", _("Đã xác minh")) if view.verified else ("due_soon", _("Chưa xác minh"))


def origin(view: ProcedureView) -> str:
    """Who published it: the nation, or a province for itself; and where our text of it comes from."""
    place = agencies.place_of(view.authority)
    scope = _("địa phương: %(body)s", body=bodies.name_of(view.authority)) if place else _("quốc gia")
    sources = {
        "own": _("tự soạn từ quyết định công bố"), "built_in": _("danh mục kèm theo phần mềm"),
        "portal": _("Cổng Dịch vụ công quốc gia"), "list": _("danh sách chính thức"),
    }  # fmt: skip
    return f"{scope}; {sources.get(view.origin, view.origin)}"


def tiers() -> dict[int, str]:
    return {0: _("cấp bộ"), 1: _("cấp tỉnh"), 3: _("cấp xã")}
