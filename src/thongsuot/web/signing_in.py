"""Who is at the desk: from the session to the actor, and back to the page after a session that ended while typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, ours, page, then
from thongsuot.web.speech import say as _

MOST_KEPT = 200
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "old", "new", "again", "_giu", "tiep"})
Kept = list[tuple[str, str]]


def actor_of(request: HttpRequest) -> Actor | None:
    """The person at the desk with today's posts, as the entrance found them, or nobody."""
    found: Actor | None = getattr(request, "actor", None)
    return found


def kept_values(request: HttpRequest) -> Kept:
    """What was typed on a page that could not be taken: every value but secrets and files."""
    found = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NEVER_KEPT
        for value in values
        if isinstance(value, str)
    ]
    return found[:MOST_KEPT]


def carried(request: HttpRequest) -> Kept:
    """What a login page carries for the page that it leads back to."""
    pairs = (value.partition("=") for value in request.POST.getlist("_giu")[:MOST_KEPT])
    return [(name, value) for name, mark, value in pairs if mark and name not in NEVER_KEPT]


def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask to sign in; what was being sent waits inside the page and comes back after it."""
    if request.method == "POST":
        return login_page(request, then_to=request.get_full_path(), kept=kept_values(request), status=401)
    return then(f"{url('desk:login')}?tiep={quote(request.get_full_path(), safe='/')}")


def change_first(request: HttpRequest) -> HttpResponseBase:
    return then(url("desk:password"), Message(_("Đổi mật khẩu trước khi làm việc."), kind=""))


def login_page(
    request: HttpRequest,
    *,
    then_to: str,
    kept: Sequence[tuple[str, str]] = (),
    faults: Sequence[Fault] = (),
    username: str = "",
    status: int = 200,
) -> HttpResponseBase:
    wrong = dict(faults)
    fields = [
        Field("username", _("Tên đăng nhập"), fill="username", value=username),
        Field("password", _("Mật khẩu"), type="password", fill="current-password"),
    ]
    fields = [replace(field, size="middle", error=wrong.get(field.name, "")) for field in fields]
    context = {
        "fields": fields,
        "faults": [(field.id, field.error) for field in fields if field.error]
        + [("", sentence) for name, sentence in faults if not name],
        "then": ours(then_to, url("desk:work")),
        "kept": kept,
    }
    return page(request, None, "desk/login.html", context, status)
