"""Following a dossier without signing in: its code, then a code sent to the telephone or mail box on file.

No answer says whether a dossier is there: the same page follows any code. What is shown is the least that helps, and
no name.
"""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine import tracking
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotFound
from thongsuot.engine.tracking import Asked, TooOften
from thongsuot.ports import messages
from thongsuot.ports.messages import Message as Sent
from thongsuot.register import bodies
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.environment import moment, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.portal.following import standing
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _

COOKIE = "theo-doi"
SECONDS = int(tracking.LIVES.total_seconds())
LONGEST_TYPED = 80


@open_to_anyone("GET", "POST")
def track(request: HttpRequest) -> HttpResponseBase:
    """Three pages at one address: the dossier's code, the code that was sent, the dossier's standing."""
    if request.method != "POST":
        return _get(request)
    if request.POST.get("_bo"):
        return _over(then(url("portal:track")))
    return _try(request) if request.POST.get("phieu") else _ask(request)


def _get(request: HttpRequest) -> HttpResponseBase:
    case = _opened(request.COOKIES.get(COOKIE, ""))
    if case is not None:
        return _standing(request, case)
    ticket = _uuid(request.GET.get("phieu", ""))
    return _code_page(request, ticket) if ticket else _first(request, tracking.spelled(request.GET.get("ma", "")))


def _first(
    request: HttpRequest, typed: str = "", fault: str = "", *, other: str = "", status: int = 200
) -> HttpResponseBase:
    hint = _("Ghi ở Giấy tiếp nhận hồ sơ, dưới mã vạch. Ví dụ: H46.19789-261121-0001")
    one = Field("ma", _("Mã hồ sơ"), hint=hint, value=typed[:LONGEST_TYPED], longest=LONGEST_TYPED, error=fault)
    faults = [(one.id, fault)] if fault else [("", other)] if other else []
    return _page(request, "track", {"fields": [one], "faults": faults}, status)


def _ask(request: HttpRequest) -> HttpResponseBase:
    typed = request.POST.get("ma", "")
    if not tracking.spelled(typed):
        return _first(request, typed, _("Nhập mã hồ sơ ghi trên Giấy tiếp nhận."), status=422)
    try:
        asked = tracking.ask(typed, address_of(request), datetime.now(UTC))
    except TooOften as often:
        return _first(request, typed, other=often.sentence, status=429)
    return then(f"{url('portal:track')}?phieu={asked.ticket}", _send(asked))


def address_of(request: HttpRequest) -> str:
    """Whose asking is counted: behind a proxy of ours, the address that it saw; of IPv6, the customer's network."""
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:
        seen = request.headers.get("X-Forwarded-For", seen).rpartition(",")[2].strip()
    try:
        found = ip_address(seen)
    except ValueError:
        return ""
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _send(asked: Asked) -> Message | None:
    """Send the code where somebody is reached. In the demonstration the next page shows the message instead."""
    way = messages.way_to(asked.phone, asked.email)
    if way is None:
        return None
    channel, to = way
    words = _("Thông Suốt: mã xác nhận để theo dõi hồ sơ là %(secret)s, dùng trong 10 phút. Không đưa mã này cho ai.")
    text = words % {"secret": asked.secret}
    messages.send_soon(channel, Sent(to, text, _("Mã xác nhận theo dõi hồ sơ")))
    if not channel.on_screen:
        return None
    told = _("Bản minh họa không gửi tin thật. Tin gửi đến %(to)s sẽ là: “%(words)s”", to=to, words=text)
    return Message(told, kind="")


def _code_page(request: HttpRequest, ticket: UUID, fault: str = "", status: int = 200) -> HttpResponseBase:
    one = Field(
        "so", _("Mã xác nhận"), hint=_("6 chữ số trong tin nhắn hoặc thư điện tử"), size="short", mode="numeric",
        fill="one-time-code", longest=10, error=fault,
    )  # fmt: skip
    faults: list[Fault] = [(one.id, fault)] if fault else []
    return _page(request, "track_code", {"ticket": ticket, "fields": [one], "faults": faults}, status)


def _try(request: HttpRequest) -> HttpResponseBase:
    ticket = _uuid(request.POST.get("phieu", ""))
    if ticket is None:
        return then(url("portal:track"))
    typed = "".join(request.POST.get("so", "").split())
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 6):
        return _code_page(request, ticket, _("Nhập đủ 6 chữ số của mã xác nhận."), 422)
    case = tracking.opened(ticket, typed, datetime.now(UTC))
    if case is None:
        wrong = _("Mã xác nhận không đúng, đã hết 10 phút, hoặc đã nhập sai quá 5 lần. Kiểm tra lại, hoặc lấy mã mới.")
        return _code_page(request, ticket, wrong, 422)
    response = then(url("portal:track"))
    sealed = signing.dumps(str(case), salt=COOKIE)
    response.set_cookie(COOKIE, sealed, max_age=SECONDS, path=url("portal:track"), httponly=True, samesite="Lax",
                        secure=request.is_secure())  # fmt: skip
    return response


def _opened(sealed: str) -> Case | None:
    if not sealed:
        return None
    try:
        return tracking.look(UUID(signing.loads(sealed, salt=COOKIE, max_age=SECONDS)))
    except (signing.BadSignature, ValueError, TypeError, NotFound):
        return None


def _standing(request: HttpRequest, case: Case) -> HttpResponseBase:
    now = datetime.now(UTC)
    where = bodies.body(case.receiving_body)
    context = {
        "case": {"code": case.code, "title": case.title, "address": url("portal:dossier", case.id)},
        "stand": standing.stand(case, now),
        "asked": _asked(case),
        "where": (bodies.name_of(case.receiving_body), where.address if where else ""),
        "opened": moment(case.opened_at),
    }
    return _page(request, "track_case", context)


def _asked(case: Case) -> str:
    """What the dossier waits for, without what was written: that may name people."""
    name = bodies.name_of(case.receiving_body)
    return {
        "waiting_correction": _("Bạn cần hoàn thiện hồ sơ theo Phiếu yêu cầu (mẫu 02)."),
        "waiting_supplement": _("Bạn cần bổ sung hồ sơ theo Phiếu yêu cầu (mẫu 02)."),
        "waiting_payment": _("Bạn cần nộp khoản tiền đã được thông báo."),
        "done": _("Kết quả chờ bạn nhận tại %(name)s.", name=name),
    }.get(case.step, "")


def _over(response: HttpResponseBase) -> HttpResponseBase:
    response.delete_cookie(COOKIE, path=url("portal:track"))
    return response


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(request: HttpRequest, name: str, context: dict[str, object], status: int = 200) -> HttpResponseBase:
    full = {"place": "portal:track", **context}
    return page(request, actor_of(request), f"portal/following/{name}.html", full, status)
