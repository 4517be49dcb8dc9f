"""Signing in and out, changing one's password, choosing the language."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.register.models import Account
from thongsuot.register.sessions import CITIZEN, end_others
from thongsuot.web import signing_in
from thongsuot.web.desk.attempts import Attempts
from thongsuot.web.desk.forms import Fault, Field, summary
from thongsuot.web.doors import SIGNED_IN, open_to_anyone, used_by
from thongsuot.web.entrance import LANGUAGE_COOKIE
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, ours, page, then
from thongsuot.web.speech import say as _

YEAR = 365 * 24 * 60 * 60
attempts = Attempts()


@open_to_anyone("GET", "POST")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The login page. After it, back to the page that asked, with what was typed there."""
    home = url("desk:work")
    if request.method != "POST":
        actor = signing_in.actor_of(request)
        if actor is not None and not actor.citizen:
            return then(ours(request.GET.get("tiep", ""), home))
        return signing_in.login_page(request, then_to=request.GET.get("tiep", ""))
    kept = signing_in.carried(request)
    then_to = ours(request.POST.get("tiep", ""), home)
    username, password = request.POST.get("username", "").strip()[:150], request.POST.get("password", "")
    faults = _faults(username, password)
    account = None if faults or "\x00" in username else authenticate(request, username=username, password=password)
    if account is None:
        if not faults:
            attempts.failed(username)
            faults = [("password", _("Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock và bộ gõ."))]
        return signing_in.login_page(request, then_to=then_to, kept=kept, faults=faults, username=username, status=422)
    attempts.forget(username)
    if CITIZEN in request.session:
        request.session.flush()  # One person a browser: a citizen's session ends where an officer's begins.
    login(request, account)
    if kept:
        words = _("Bạn đã đăng nhập lại. Nội dung gõ trước đó còn nguyên; tệp đã chọn thì cần chọn lại.")
        return page(request, None, "desk/continue.html", {"words": words, "then": then_to, "kept": kept})
    return then(then_to)


def _faults(username: str, password: str) -> list[Fault]:
    faults = []
    if not username:
        faults.append(("username", _("Nhập tên đăng nhập.")))
    if not password:
        faults.append(("password", _("Nhập mật khẩu.")))
    if not faults and (wait := attempts.wait(username)):
        faults.append(("", _("Đã sai nhiều lần. Chờ %(seconds)s giây rồi thử lại.") % {"seconds": wait}))
    return faults


@used_by(SIGNED_IN, "POST")
def sign_out(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """End the session on the server, not only in the browser."""
    logout(request)
    return then(url("desk:login"), Message(_("Bạn đã đăng xuất.")))


@used_by(SIGNED_IN, "GET", "POST")
def password(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Change one's own password; every other session of the account ends."""
    faults: list[Fault] = []
    if request.method == "POST":
        # Asked before the password changes: afterwards this session's hash no longer fits the account's.
        account = cast(Account, request.user)
        faults = _password_faults(request, account)
        if not faults:
            account.set_password(request.POST["new"])
            account.must_change_password = False
            account.save(update_fields=["password", "must_change_password"])
            update_session_auth_hash(request, account)
            end_others(account.pk, request.session.session_key)
            return then(url("desk:work"), Message(_("Đã đổi mật khẩu. Các phiên khác của bạn đã kết thúc.")))
    wrong = dict(reversed(faults))
    fields = [
        Field(name, label, size="middle", type="password", fill=fill, hint=hint, error=wrong.get(name, ""))
        for name, label, fill, hint in (
            ("old", _("Mật khẩu hiện nay"), "current-password", ""),
            ("new", _("Mật khẩu mới"), "new-password", _("Ít nhất 10 ký tự, không chỉ toàn số")),
            ("again", _("Nhập lại mật khẩu mới"), "new-password", ""),
        )
    ]
    context = {"fields": fields, "faults": summary(fields), "must": actor.must_change_password}
    return page(request, actor, "desk/password.html", context, 422 if faults else 200)


def _password_faults(request: HttpRequest, account: Account) -> list[Fault]:
    old, new, again = (request.POST.get(name, "") for name in ("old", "new", "again"))
    if settings.DEMO and account.demo:
        return [("new", _("Tài khoản minh họa dùng chung một mật khẩu, không đổi được."))]
    if not account.check_password(old):
        return [("old", _("Mật khẩu hiện nay chưa đúng. Nhập lại."))]
    if new == old:
        return [("new", _("Mật khẩu mới phải khác mật khẩu hiện nay."))]
    if new != again:
        return [("again", _("Hai lần nhập mật khẩu mới chưa giống nhau. Nhập lại."))]
    try:
        validate_password(new, account)
    except ValidationError as unfit:
        return [("new", " ".join(_unfit(fault.code or "") for fault in unfit.error_list))]
    return []


def _unfit(code: str) -> str:
    """Why a password cannot be taken; Django's own sentences are not in Vietnamese."""
    return {
        "password_too_short": _("Mật khẩu mới ngắn quá: cần ít nhất 10 ký tự."),
        "password_too_common": _("Mật khẩu mới quá phổ biến, dễ đoán. Chọn mật khẩu khác."),
        "password_entirely_numeric": _("Mật khẩu mới không được chỉ toàn số."),
        "password_too_similar": _("Mật khẩu mới giống tên hoặc tên đăng nhập. Chọn mật khẩu khác."),
    }.get(code, _("Mật khẩu mới chưa đủ mạnh. Chọn mật khẩu khác."))


@open_to_anyone("GET")
def language(request: HttpRequest, name: str) -> HttpResponseBase:
    """Vietnamese or English, kept in this browser."""
    response = then(ours(request.GET.get("tiep", ""), url("desk:work")))
    if name in dict(settings.LANGUAGES):
        response.set_cookie(LANGUAGE_COOKIE, name, max_age=YEAR, httponly=True, samesite="Lax")
    return response
