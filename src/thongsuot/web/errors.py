"""Pages for what went wrong: sentences that say what happened, that nothing was lost, and where to go on."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from thongsuot.engine.actor import Actor
from thongsuot.web.environment import url
from thongsuot.web.pages import page
from thongsuot.web.portal import trouble
from thongsuot.web.refusals import told
from thongsuot.web.speech import say as _

log = logging.getLogger(__name__)
ERROR = "errors/error.html"


def _ways() -> list[tuple[str, str]]:
    return [(_("Về danh sách việc"), url("desk:work")), (_("Tra cứu hồ sơ"), url("desk:search"))]


def _page(
    request: HttpRequest, status: int, title: str, *lines: str, actor: Actor | None = None, reference: str = ""
) -> HttpResponse:
    if not reference and of_portal(request):
        return trouble.trouble(request, status, title, lines, actor=_citizen(request))
    context = {"title": title, "lines": lines, "ways": _ways(), "reference": reference}
    return page(request, actor, ERROR, context, status)


def of_portal(request: HttpRequest) -> bool:
    """Whether the page asked for is the portal's; one that is nobody's is for whoever asked, an officer or not."""
    match = request.resolver_match
    if match is not None:
        return match.namespaces[:1] == ["portal"]
    actor = getattr(request, "actor", None)
    return actor is None or bool(actor.citizen)


def _citizen(request: HttpRequest) -> Actor | None:
    actor: Actor | None = getattr(request, "actor", None)
    return actor if actor is not None and actor.citizen else None


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(
        request, 400, _("Yêu cầu chưa đọc được"), _("Tải lại trang trước rồi thực hiện lại. Chưa có gì thay đổi.")
    )


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if of_portal(request):
        return trouble.not_found(request, _citizen(request))
    return _page(
        request, 404, _("Không có trang này"), _("Kiểm tra lại địa chỉ, hoặc tìm hồ sơ theo mã hay tên người nộp.")
    )


def case_not_found(request: HttpRequest, actor: Actor, sentence: str) -> HttpResponse:
    return _page(request, 404, _("Không tìm thấy hồ sơ"), told(sentence), actor=actor)


def refused(request: HttpRequest, actor: Actor, sentence: str, status: int = 409) -> HttpResponse:
    return _page(request, status, _("Chưa thực hiện được"), told(sentence), _("Chưa có gì thay đổi."), actor=actor)


def not_for_you(request: HttpRequest, actor: Actor) -> HttpResponse:
    return _page(
        request,
        403,
        _("Vị trí của bạn không dùng trang này"),
        _("Bạn đang làm việc với vị trí ghi ở đầu trang. Nếu cần trang này, đề nghị người quản trị kiểm tra vị trí."),
        actor=actor,
    )


def permission_denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return _page(request, 403, _("Bạn không được xem trang này"), _("Nếu cần, đề nghị người quản trị kiểm tra vị trí."))


def wrong_method(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    response = _page(
        request, 405, _("Trang này không mở trực tiếp được"), _("Quay lại trang trước và dùng nút trên trang đó.")
    )
    response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort: nothing here may ask the database or fail again."""
    reference = secrets.token_hex(4).upper()
    log.error("page failed", extra={"reference": reference})
    try:
        return _page(
            request,
            500,
            _("Hệ thống gặp lỗi"),
            _("Lỗi đã được ghi lại. Việc vừa gửi chưa làm, hoặc đã làm trọn vẹn: mở lại hồ sơ để xem."),
            _("Nội dung bạn gõ vẫn còn trên máy này. Thử lại sau ít phút; nếu vẫn lỗi, báo quản trị mã bên dưới."),
            reference=reference,
        )
    except Exception:
        log.exception("error page failed")
        text = f"Hệ thống gặp lỗi. Thử lại sau ít phút. Mã tra cứu lỗi: {reference}"
        return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Another tab signed in again since this page was made: the text is kept and shown for another look.

    Only for a form of our own (same origin); a form from elsewhere gets no more than a sentence.
    """
    from thongsuot.web.signing_in import kept_values

    if not _same_origin(request) or not request.POST:
        return _page(
            request,
            403,
            _("Trang này cần được tải lại"),
            _("Biểu mẫu đã quá cũ hoặc trình duyệt chặn cookie. Tải lại trang rồi thực hiện lại. Chưa có gì thay đổi."),
        )
    context = {
        "words": _("Bạn đã đăng nhập lại ở một thẻ khác sau khi mở trang này. Xem lại nội dung rồi gửi."),
        "then": request.get_full_path(),
        "kept": kept_values(request),
    }
    if of_portal(request):
        return page(request, _citizen(request), "portal/continue.html", context, 403)
    return page(request, None, "desk/continue.html", context, 403)


def _same_origin(request: HttpRequest) -> bool:
    sent_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(sent_from).netloc == request.get_host()
    except ValueError:  # An address like "http://[" is nobody's origin.
        return False
