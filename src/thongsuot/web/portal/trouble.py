"""Pages of the portal for what went wrong: what happened, that nothing was lost, and where to go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse

from thongsuot.engine.actor import Actor
from thongsuot.web.environment import url
from thongsuot.web.pages import page
from thongsuot.web.portal.frame import way
from thongsuot.web.speech import say as _


def trouble(
    request: HttpRequest,
    status: int,
    title: str,
    lines: Sequence[str],
    *,
    actor: Actor | None = None,
    ways: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """`ways` are (label, address): the first is the button, the way that most people want."""
    context = {"title": title, "lines": lines, "ways": ways or [(_("Về trang đầu"), url("portal:home"))]}
    return page(request, actor, "portal/trouble.html", context, status)


def not_found(request: HttpRequest, actor: Actor | None) -> HttpResponse:
    """No such page, or none for this visitor."""
    places = [("portal:home", _("Về trang đầu")), ("portal:search", _("Tìm thủ tục"))]
    places.append(("portal:track", _("Theo dõi hồ sơ")))
    ways = [(label, way(name)) for name, label in places if way(name)]
    lines = [_("Kiểm tra lại địa chỉ, hoặc bắt đầu lại từ trang đầu.")]
    return trouble(request, 404, _("Không có trang này"), lines, actor=actor, ways=ways)


def refused(request: HttpRequest, actor: Actor, sentence: str, status: int = 409) -> HttpResponse:
    if status == 404:
        return trouble(request, status, _("Không tìm thấy hồ sơ"), [sentence], actor=actor)
    return trouble(request, status, _("Chưa thực hiện được"), [sentence, _("Chưa có gì thay đổi.")], actor=actor)


def wrong_method(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    lines = [_("Quay lại trang trước và dùng nút trên trang đó.")]
    response = trouble(request, 405, _("Trang này không mở trực tiếp được"), lines)
    response.headers["Allow"] = ", ".join(sorted(allowed))
    return response
