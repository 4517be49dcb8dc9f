"""How a procedure stands with a body, in words, and the refusals of who does not speak for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from thongsuot.engine import access_catalogue as access
from thongsuot.engine.access_catalogue import Committee
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed
from thongsuot.register import bodies
from thongsuot.register.catalogue import adopting, agencies
from thongsuot.register.catalogue.adopting import Offered
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.speech import say as _

Key = tuple[str, str]


def speaking_for(actor: Actor, asked: str, view: ProcedureView) -> Committee:
    """The committee that the officer may switch this procedure on or off for. Raises NotAllowed with who may."""
    spoken = access.switching_for(actor, asked)
    if spoken is None:
        raise NotAllowed(
            _(
                "Bạn không bật, tắt thủ tục cho cơ quan này. Cấp tỉnh do cán bộ kiểm soát thủ tục hành chính của tỉnh;"
                " cấp xã do chủ tịch hoặc trưởng phòng của xã, phường, đặc khu đó."
            )
        )
    refuse_another_s(view, spoken.place)
    return spoken


def refuse_another_s(view: ProcedureView, place: str) -> None:
    """Raises NotAllowed for what another province published for itself."""
    if access.of_another_province(agencies.place_of(view.authority), place):
        raise NotAllowed(_("Thủ tục này do tỉnh khác công bố riêng cho địa phương mình."))


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
