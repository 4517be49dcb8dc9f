"""A citizen comes in by e-identity, and leaves."""

from __future__ import annotations

import logging

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token

from thongsuot.engine.actor import Actor
from thongsuot.ports.identity import NotProven, Proven, Why
from thongsuot.register.sessions import CITIZEN
from thongsuot.web.doors import for_citizens, open_to_anyone
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, ours, page, then
from thongsuot.web.portal import attempts, trouble
from thongsuot.web.portal.asking import home, sign_in_page
from thongsuot.web.portal.attempts import UnderWay
from thongsuot.web.portal.provider import identity_of, return_address
from thongsuot.web.signing_in import Kept, actor_of, carried
from thongsuot.web.speech import say as _

log = logging.getLogger(__name__)
# What a failure is in HTTP's own words.
STATUS = {Why.DOWN: 503, Why.SLOW: 503, Why.NONSENSE: 502, Why.DECLINED: 403, Why.UNPROVEN: 403, Why.NAMELESS: 403}


@open_to_anyone("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Why one signs in and where the button leads (GET); off to the provider (POST)."""
    given = request.POST if request.method == "POST" else request.GET
    then_to = ours(given.get("tiep", ""), home())
    kept = carried(request)
    actor = actor_of(request)
    if actor is not None and actor.citizen:
        return _on(request, actor, then_to, kept)
    if request.method != "POST":
        return sign_in_page(request, then_to=then_to)
    if attempts.too_long(kept):
        return trouble.trouble(
            request,
            413,
            _("Nội dung đã gõ dài quá"),
            [
                _("Trang này không giữ được nội dung dài như vậy trong lúc bạn đăng nhập."),
                _("Mở một thẻ mới, đăng nhập ở đó, rồi quay lại trang trước và bấm đăng nhập lần nữa."),
            ],
            ways=[(_("Đăng nhập"), url("portal:sign_in"))],
        )
    return _begin(request, then_to, kept)


def _begin(request: HttpRequest, then_to: str, kept: Kept) -> HttpResponseBase:
    identity = identity_of(request)
    if identity is None:
        return sign_in_page(request, then_to=then_to, kept=kept, status=503)
    try:
        address, attempt = identity.begin(return_address(request))
    except NotProven as refusal:
        return _failed(request, refusal, then_to, kept)
    attempts.keep(request, UnderWay(attempt, then_to, kept))
    response = page(request, None, "portal/leaving.html", {"to": address})
    # Not a redirect: the policy that keeps forms on this site would stop it on its way to another.
    response.headers["Refresh"] = f"0; url={address}"
    return response


@open_to_anyone("GET")
def callback(request: HttpRequest) -> HttpResponseBase:
    """Back from the provider: the proof is checked, a new session begins, and the page that was wanted opens."""
    answer = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    under_way = attempts.take(request, answer.get("state", ""))
    identity = identity_of(request)
    if under_way is None or identity is None:
        actor = actor_of(request)
        if actor is not None and actor.citizen:  # This page again, by the way back: it has done its work.
            return then(home())
        return _failed(request, NotProven(Why.EXPIRED, "no such sign-in"), "", [])
    try:
        who = identity.finish(under_way.attempt, answer, return_address(request))
    except NotProven as refusal:
        return _failed(request, refusal, under_way.then_to, under_way.kept)
    _enter(request, who)
    if under_way.kept:
        request.session[attempts.TYPED] = [under_way.then_to, under_way.kept]
        return then(url("portal:resume"))
    return then(under_way.then_to)


def _enter(request: HttpRequest, who: Proven) -> None:
    """A new session under a new key; whatever session this browser had, an officer's too, is over."""
    request.session.flush()
    request.session[CITIZEN] = [who.number, who.name]
    request.session.set_expiry(0)  # Until the browser is closed: many of these machines are shared.
    rotate_token(request)
    log.info("identity proven")


def _failed(request: HttpRequest, refusal: NotProven, then_to: str, kept: Kept) -> HttpResponseBase:
    log.warning("identity refused", extra={"why": refusal.why.value, "detail": refusal.detail})
    status = STATUS.get(refusal.why, 400)
    return sign_in_page(request, then_to=then_to, kept=kept, failed=refusal.why, status=status)


@for_citizens("GET")
def resume(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What had been typed when the session ended, to be looked at once more."""
    then_to, kept = request.session.get(attempts.TYPED, (home(), []))
    return _on(request, actor, then_to, kept)


def _on(request: HttpRequest, actor: Actor, then_to: str, kept: Kept) -> HttpResponseBase:
    if not kept:
        return then(then_to)
    words = _("Bạn đã đăng nhập lại. Nội dung gõ trước đó còn nguyên; tệp đã chọn thì cần chọn lại.")
    return page(request, actor, "portal/continue.html", {"words": words, "then": then_to, "kept": kept})


@for_citizens("POST")
def sign_out(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """End the session on the server, and say that the provider has one of its own."""
    request.session.flush()
    identity = identity_of(request)
    elsewhere = identity.leave(request.build_absolute_uri(url("portal:home"))) if identity else ""
    links = [(_("Đăng xuất cả tài khoản định danh điện tử"), elsewhere)] if elsewhere else []
    return then(url("portal:home"), Message(_("Bạn đã đăng xuất."), links=links))
