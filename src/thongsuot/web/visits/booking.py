"""Booking a time at a centre, by anyone with a telephone; one's own appointment, changed or cancelled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.visits import booking, centres, queue
from thongsuot.areas.visits.booking import Appointment
from thongsuot.areas.visits.centres import Centre
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.register import formatting
from thongsuot.web.desk import keys, words
from thongsuot.web.desk.attempts import Attempts
from thongsuot.web.desk.forms import Field, summary
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _
from thongsuot.web.visits.counter import asked_day

_booked = Attempts()


@open_to_anyone("GET", "POST")
def book(request: HttpRequest, body: str) -> HttpResponseBase:
    """The days, the times of one day, what for, and a telephone. Posted, the time is booked."""
    centre, now = centres.find(body), words.now()
    if centre is None:
        raise Http404
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            made = _book(request, centre, now)
        except NeedsNotMet as unmet:
            wrong = dict(unmet.faults)
        else:
            return then(url("visits:appointment", made.id), Message(_("Đã đặt lịch.")))
    day = _day(request, centre, now)
    fields = [_times(request, centre, day, now, wrong), *_about(request, centre, now, wrong)]
    context = {
        "centre": centre,
        "days": _days(centre, day, now),
        "day": day,
        "fields": fields,
        "faults": [*summary(fields), *(("", wrong[name]) for name in wrong if name == "")],
        "key": uuid7(),
    }
    return page(request, actor_of(request), "visits/book.html", context, 422 if wrong else 200)


def _book(request: HttpRequest, centre: Centre, now: datetime) -> Appointment:
    address = _address(request)
    if wait := _booked.wait(address):
        raise NeedsNotMet([("", _("Đã đặt nhiều lịch từ máy này. Thử lại sau %(n)s giây.", n=wait))])
    starts_at = _moment(request.POST.get("gio", ""))
    if starts_at is None:
        raise NeedsNotMet([("gio", _("Chọn một giờ trong danh sách."))])
    asked = request.POST
    made = booking.book(
        centre, keys.sent_key(request), starts_at, asked.get("viec", ""), asked.get("dien_thoai", ""), now
    )
    _booked.failed(address)
    return made


def _address(request: HttpRequest) -> str:
    """Whose bookings are counted: behind a proxy of ours, the address that it saw."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    return request.headers.get("X-Forwarded-For", seen).rpartition(",")[2].strip() if settings.HTTPS else seen


@open_to_anyone("GET", "POST")
def appointment(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """One's appointment: whoever has its address may change or cancel it."""
    found = booking.find(id)
    centre = centres.find(found.centre) if found else None
    if found is None or centre is None:
        raise Http404
    now = words.now()
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            return then(url("visits:appointment", id), Message(_change(request, centre, id, now)))
        except NeedsNotMet as unmet:
            wrong = dict(unmet.faults)
        except Refused as refusal:
            wrong = {"gio": refusal.sentence}
    day = _day(request, centre, now)
    open_now = found.state == "booked" and found.day >= queue.today(now)
    times = _times(request, centre, day, now, wrong)
    context = {
        "centre": centre,
        "found": found,
        "when": f"{formatting.clock(found.starts_at)}, {formatting.weekday(found.day)} {formatting.day(found.day)}",
        "open": open_now,
        "days": _days(centre, day, now) if open_now else [],
        "times": times,
        "faults": summary([times]) if wrong else [],
        "again": url("visits:book", centre.body),
    }
    return page(request, actor_of(request), "visits/appointment.html", context, 422 if wrong else 200)


def _change(request: HttpRequest, centre: Centre, id: UUID, now: datetime) -> str:
    if request.POST.get("lam") == "huy":
        booking.cancel(id, now)
        return _("Đã hủy lịch hẹn.")
    starts_at = _moment(request.POST.get("gio", ""))
    if starts_at is None:
        raise NeedsNotMet([("gio", _("Chọn một giờ trong danh sách."))])
    booking.change(centre, id, starts_at, now)
    return _("Đã đổi giờ hẹn.")


def _day(request: HttpRequest, centre: Centre, now: datetime) -> date | None:
    """The day asked for, or the first that still has a place."""
    if asked := asked_day(request.GET.get("ngay", "")):
        return asked
    days = booking.open_days(centre, now)
    return next((one for one in days[:3] if any(slot.left for slot in booking.free(centre, one, now))), None)


def _days(centre: Centre, chosen: date | None, now: datetime) -> list[tuple[str, str, bool]]:
    return [
        (f"{formatting.weekday(one)} {one:%d/%m}", f"?ngay={one.isoformat()}", one == chosen)
        for one in booking.open_days(centre, now)
    ]


def _times(request: HttpRequest, centre: Centre, day: date | None, now: datetime, wrong: dict[str, str]) -> Field:
    slots = booking.free(centre, day, now) if day else []
    choices = [
        (one.starts_at.isoformat(), f"{formatting.clock(one.starts_at)}, {_('%(n)s chỗ', n=one.left)}")
        for one in slots
        if one.left
    ]
    value = request.POST.get("gio", "")
    return Field(
        "gio", _("Giờ đến và số chỗ còn lại"), kind="choice", choices=choices, value=value, error=wrong.get("gio", "")
    )


def _about(request: HttpRequest, centre: Centre, now: datetime, wrong: dict[str, str]) -> list[Field]:
    kinds: list[tuple[str, str]] = [(one, one) for one in centres.kinds(centre.body, queue.today(now))]
    typed: Any = request.POST
    return [
        Field("viec", _("Việc cần làm"), kind="select", choices=kinds, value=typed.get("viec", ""),
              error=wrong.get("viec", "")),
        Field("dien_thoai", _("Số điện thoại"), value=typed.get("dien_thoai", "")[:40], type="tel", mode="tel",
              fill="tel", longest=40, size="short", error=wrong.get("dien_thoai", ""),
              hint=_("Để nhắc hẹn; được xóa khi qua ngày hẹn. Ví dụ 0912 345 678")),
    ]  # fmt: skip


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return found if found.tzinfo is not None and 2000 < found.year < 3000 else None
