"""Large type, and a kiosk's end: what one person chose or signed in to is gone before the next one comes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import LANGUAGE_COOKIE
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, ours, page, then
from thongsuot.web.portal.following.tracking import COOKIE as TRACKED_COOKIE
from thongsuot.web.portal.frame import LARGE_COOKIE, PLACE_COOKIE, YEAR
from thongsuot.web.portal.provider import identity_of
from thongsuot.web.portal.showing import show
from thongsuot.web.portal.trouble import trouble
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _

OURS = frozenset({"same-origin", "none"})


# Public pages carry no token and set no cookie, so this form has none: it only changes its own browser, and a
# browser that says that another site sent it is refused.
@csrf_exempt
@open_to_anyone("GET", "POST")
def large(request: HttpRequest) -> HttpResponseBase:
    """Switch large type on and off; `viec=xong` ends the session and forgets what this person chose."""
    if request.method != "POST":
        context = {"then": ours(request.GET.get("tiep", ""), url("portal:home"))}
        return show(request, actor_of(request), "portal/large.html", context)
    if request.headers.get("Sec-Fetch-Site", "none") not in OURS:
        lines = [_("Mở lại trang này rồi bấm nút ngay trên trang. Chưa có gì thay đổi.")]
        return trouble(request, 403, _("Chưa thực hiện được"), lines)
    wish = request.POST.get("viec", "")
    if wish == "xong":
        return _finished(request)
    response = then(ours(request.POST.get("tiep", ""), url("portal:home")))
    if wish == "bat":
        response.set_cookie(LARGE_COOKIE, "1", max_age=YEAR, httponly=True, samesite="Lax")
    elif wish == "tat":
        response.delete_cookie(LARGE_COOKIE)
    return response


def _finished(request: HttpRequest) -> HttpResponse:
    """The kiosk stays a kiosk, in Vietnamese; nothing of the person stays on it, nor at their provider."""
    actor = actor_of(request)
    identity = identity_of(request) if actor is not None and actor.citizen else None
    elsewhere = identity.leave(request.build_absolute_uri(url("portal:home"))) if identity else ""
    request.session.flush()
    said = "Đã xóa phiên. Mời người tiếp theo."  # to the next person, whatever language this one read
    response: HttpResponse = then(url("portal:home"), Message(said))
    if elsewhere:
        response = page(request, None, "portal/leaving.html", {"to": elsewhere, "said": said})
        # Not a redirect: the policy that keeps forms on this site would stop it on its way to another.
        response.headers["Refresh"] = f"0; url={elsewhere}"
    for name in (PLACE_COOKIE, LANGUAGE_COOKIE, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        response.delete_cookie(name)
    response.delete_cookie(TRACKED_COOKIE, path=url("portal:track"))
    # What a browser kept of pages and of text half typed; cookies are named above, as the kiosk's own stays.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
