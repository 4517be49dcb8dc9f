"""Asking a visitor to sign in by e-identity, with the page that they came for and what they had typed there."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.ports.identity import Why
from thongsuot.web.environment import url
from thongsuot.web.pages import ours, page, then
from thongsuot.web.portal.frame import way
from thongsuot.web.portal.provider import name_of_provider
from thongsuot.web.signing_in import Kept, actor_of, kept_values
from thongsuot.web.speech import say as _


def ask(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page; what was being sent waits inside it and comes back afterwards."""
    if request.method in ("GET", "HEAD"):
        return then(f"{url('portal:sign_in')}?tiep={quote(request.get_full_path(), safe='/')}")
    return sign_in_page(request, then_to=request.get_full_path(), kept=kept_values(request), status=401)


def sign_in_page(
    request: HttpRequest, *, then_to: str, kept: Kept | None = None, failed: Why | None = None, status: int = 200
) -> HttpResponseBase:
    """Why, what happens, where it leads, and the one button; before them what went wrong, when something did."""
    context = {
        "then": ours(then_to, home()),
        "kept": kept or [],
        "officer": actor_of(request),
        "possible": bool(settings.OIDC["issuer"] or settings.DEMO),
        "provider": name_of_provider(request),
        "fault": words(failed) if failed else None,
    }
    return page(request, None, "portal/sign_in.html", context, status)


def home() -> str:
    """Where somebody goes who came for no page: to their own dossiers."""
    return way("portal:mine") or url("portal:home")


def words(why: Why) -> tuple[str, str]:
    """What went wrong, and what it means and what to do."""
    return {
        Why.DOWN: (
            _("Hệ thống định danh điện tử đang gặp sự cố"),
            _("Trang này chưa kết nối được hệ thống đó. Đây không phải lỗi của bạn. Đợi ít phút rồi đăng nhập lại."),
        ),
        Why.SLOW: (
            _("Hệ thống định danh điện tử trả lời quá chậm"),
            _("Có thể đang có nhiều người đăng nhập cùng lúc. Đợi ít phút rồi đăng nhập lại."),
        ),
        Why.NONSENSE: (
            _("Hệ thống định danh điện tử trả lời không đọc được"),
            _("Có thể hệ thống đó đang bảo trì. Đợi ít phút rồi đăng nhập lại; nếu vẫn vậy, gọi tổng đài hỗ trợ."),
        ),
        Why.DECLINED: (
            _("Bạn đã dừng đăng nhập"),
            _("Bạn đã chọn không đồng ý ở trang định danh điện tử. Chưa có thông tin nào của bạn được chuyển đến đây."),
        ),
        Why.EXPIRED: (
            _("Lần đăng nhập này đã hết hạn"),
            _("Mỗi lần đăng nhập chỉ dùng được một lần, trong ít phút, ở trình duyệt đã bắt đầu. Hãy đăng nhập lại."),
        ),
        Why.UNPROVEN: (
            _("Chưa xác minh được danh tính"),
            _("Thông tin gửi về chưa chắc là của hệ thống định danh điện tử nên không được dùng. Hãy đăng nhập lại."),
        ),
        Why.NAMELESS: (
            _("Tài khoản này chưa đủ thông tin"),
            _(
                "Tài khoản chưa có họ tên và số định danh cá nhân (tổ chức: tên và mã số thuế). Cần tài khoản định danh"
                " điện tử mức độ 02, do Công an cấp xã hoặc nơi làm thẻ căn cước cấp."
            ),
        ),
    }[why]
