"""The pages of the demonstration's e-identity provider. Outside a demonstration they are not there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import requests
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from thongsuot.ports.identity_twin import Asked, IdentityTwin, Mood
from thongsuot.register import communes
from thongsuot.web.desk.forms import Field, summary
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.pages import page
from thongsuot.web.portal.provider import return_address, twin_of
from thongsuot.web.portal.trouble import trouble
from thongsuot.web.speech import say as _

ASKED = (
    *("client_id", "redirect_uri", "response_type", "scope"),
    *("state", "nonce", "code_challenge", "code_challenge_method"),
)


@csrf_exempt
@open_to_anyone("GET", "POST")
def machine(request: HttpRequest, path: str) -> HttpResponseBase:
    """What a site's server asks a provider: discovery, keys, a token for a code."""
    twin = _twin(request)
    try:
        body = request.body.decode("ascii", "replace") if request.method == "POST" else ""
        status, said = twin.answer(f"/{path}", body, request.headers.get("Authorization", ""))
    except requests.Timeout:
        status, said = 504, {"error": "temporarily_unavailable"}
    return HttpResponse(said, status=status) if isinstance(said, str) else JsonResponse(said, status=status)


@open_to_anyone("GET", "POST")
def person(request: HttpRequest) -> HttpResponseBase:
    """Pick an invented person, and how the provider behaves this time; back to the site with a code."""
    twin = _twin(request)
    given = request.POST if request.method == "POST" else request.GET
    parameters = {name: str(given.get(name, "")) for name in ASKED}
    asked = Asked.of(parameters, return_address(request))
    if asked is None:
        lines = [_("Trang này chỉ mở được từ nút đăng nhập của Thông Suốt.")]
        return trouble(request, 400, _("Yêu cầu đăng nhập chưa đúng"), lines)
    if request.method != "POST":
        return _page(request, twin, parameters)
    mood = _mood(request.POST.get("cach", ""))
    if "_decline" in request.POST or mood is Mood.DECLINED:
        return _back(asked, error="access_denied")
    try:
        code = twin.code(asked, request.POST.get("ai", ""), mood)
    except KeyError:
        return _page(request, twin, parameters, error=_("Chọn một người trong danh sách."), mood=mood)
    return _back(asked, code=code, iss=twin.issuer)


def _twin(request: HttpRequest) -> IdentityTwin:
    twin = twin_of(request)
    if twin is None:
        raise Http404
    return twin


def _mood(text: str) -> Mood:
    return next((mood for mood in Mood if mood.value == text), Mood.GOOD)


def _back(asked: Asked, **answer: str) -> HttpResponseBase:
    # Safe to follow: `Asked` takes no other address than this site's own.
    return HttpResponseRedirect(f"{asked.redirect_uri}?{urlencode({**answer, 'state': asked.state})}")


def _page(
    request: HttpRequest, twin: IdentityTwin, parameters: dict[str, str], error: str = "", mood: Mood = Mood.GOOD
) -> HttpResponseBase:
    fields = [
        Field("ai", _("Bạn là ai?"), kind="choice", choices=_people(twin), error=error),
        Field("cach", _("Hệ thống định danh lần này"), kind="select", choices=_moods(), value=mood.value),
    ]
    context: dict[str, Any] = {"fields": fields, "faults": summary(fields), "parameters": parameters}
    return page(request, None, "portal/identity_twin.html", context, 422 if error else 200)


def _people(twin: IdentityTwin) -> list[tuple[str, str]]:
    found = []
    for one in twin.people():
        commune = communes.commune(one.commune, today()) if one.commune else None
        about = _("người đại diện: %(name)s", name=one.acting) if one.acting else commune.full if commune else ""
        found.append((one.key, f"{one.name} ({about})" if about else one.name))
    return found


def _moods() -> list[tuple[str, str]]:
    return [
        (Mood.GOOD.value, _("Trả lời đúng")),
        (Mood.DECLINED.value, _("Người dùng không đồng ý")),
        (Mood.SLOW.value, _("Không trả lời kịp")),
        (Mood.DOWN.value, _("Đang hỏng")),
        (Mood.NONSENSE.value, _("Trả lời không đọc được")),
        (Mood.EXPIRED.value, _("Mã đã hết hạn")),
        (Mood.OTHER_NONCE.value, _("Trả lời của lần đăng nhập khác")),
        (Mood.OTHER_KEY.value, _("Chữ ký giả")),
        (Mood.NO_NUMBER.value, _("Tài khoản không có số định danh")),
    ]
