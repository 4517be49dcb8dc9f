"""Taking findings down where they are seen: a plain form, which the page's script keeps and sends when there is a line.

The script sends what it kept with the key that the phone made, as often as it takes: each finding arrives once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.inspections import recording
from thongsuot.areas.inspections.process import FINDING
from thongsuot.engine import needs as checking
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.process import Move, Need, NeedKind
from thongsuot.web.desk import forms, keys
from thongsuot.web.desk.forms import Fault
from thongsuot.web.desk.papers import take_in
from thongsuot.web.doors import READING, open_to_anyone, used_by
from thongsuot.web.environment import case_url, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

WORKER = "js/inspections-worker.js"
PHOTOS = "tep"
TITLE = Need(
    "title", "Phát hiện gì", NeedKind.TEXT, longest=recording.LONGEST, help="Một câu, không ghi tên người dân."
)
PROCEDURE = Need(
    "procedure",
    "Mã thủ tục liên quan",
    NeedKind.TEXT,
    required=False,
    longest=20,
    help="Ví dụ 1.001193.",
    official=True,
)
ASKED = FINDING.openings[0].needs


@used_by(READING, "GET", "POST")
def record(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The form of a finding, and its sending: by a person's button, or by the script with an answer as data."""
    places = recording.targets(actor)
    target = Need(
        "target", "Đoàn và nơi đang kiểm tra", NeedKind.CHOICE, choices=tuple((one.value, one.words) for one in places)
    )
    asked = (target, TITLE, *ASKED, PROCEDURE)
    if request.method != "POST":
        return _page(request, actor, asked, {"target": places[0].value} if len(places) == 1 else {}, ())
    typed = forms.typed(asked, request.POST)
    scripted = "application/json" in request.headers.get("Accept", "")
    try:
        made = _record(request, actor, asked, typed)
    except Refused as refusal:
        status = _status(refusal)
        if scripted:
            return JsonResponse({"sentence": refusal.sentence}, status=status)
        faults = refusal.faults if isinstance(refusal, NeedsNotMet) else [("", refusal.sentence)]
        return _page(request, actor, asked, typed, faults, status)
    if scripted:
        return JsonResponse({"code": made.code, "address": case_url(made.id)})
    said = _("Đã ghi phát hiện %(code)s.", code=made.code or "")
    return then(url("inspections:record"), Message(said, links=[(_("Xem"), case_url(made.id))]))


def _status(refusal: Refused) -> int:
    if isinstance(refusal, NeedsNotMet):
        return 422
    if isinstance(refusal, NotFound):
        return 404
    return 403 if isinstance(refusal, NotAllowed) else 409


def _record(request: HttpRequest, actor: Actor, asked: Sequence[Need], typed: dict[str, Any]) -> Case:
    """What was sent, checked and taken down. Raises Refused."""
    values, faults = forms.given(asked, typed)
    if faults:
        raise NeedsNotMet(faults)
    # Where a finding may be taken is asked of the inspection itself: its place may have left the list meanwhile.
    loose = tuple(need for need in asked if need.name != "target")
    role = FINDING.openings[0].role
    given = {name: value for name, value in values.items() if name != "target"}
    checked = checking.check(Move("record", "", (), "", role, needs=loose), given).all
    own = {need.name: checked[need.name] for need in ASKED if need.name in checked}
    photos = take_in(request.FILES.getlist(PHOTOS)[: recording.MOST_PHOTOS + 1])
    return recording.record(
        actor, str(values.get("target", "")), str(checked.get("title", "")), own, photos,
        _moment(request.POST.get("taken_at", "")), key=keys.sent_key(request),
        procedure=str(checked.get("procedure") or ""),
    )  # fmt: skip


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _page(
    request: HttpRequest, actor: Actor, asked: Sequence[Need], typed: dict[str, Any], faults: Sequence[Fault],
    status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    drawn = forms.fields(asked, typed, faults)
    shown = {field.name for field in drawn}
    context = {
        "place": "areas",
        "fields": drawn,
        "faults": forms.summary(drawn, [("", sentence) for name, sentence in faults if name not in shown]),
        "any": bool(asked[0].choices),
        "photos": PHOTOS,
        "most": recording.MOST_PHOTOS,
        "words": _words(),
        "key": uuid7(),
    }
    return page(request, actor, "inspections/record.html", context, status)


def _words() -> dict[str, str]:
    """What the page's script says."""
    return {
        "waiting": _("chờ gửi"),
        "sending": _("đang gửi"),
        "sent": _("đã gửi"),
        "refused": _("chưa gửi được, cần sửa"),
        "photos": _("ảnh"),
        "open": _("Mở"),
        "edit": _("Sửa"),
        "drop": _("Bỏ"),
        "sure": _("Bỏ phát hiện chưa gửi này?"),
        "kept": _("Đã giữ trên máy này. Có mạng sẽ tự gửi."),
        "offline": _("Đang không có mạng. Cứ ghi tiếp: mọi phát hiện được giữ trên máy và tự gửi khi có mạng."),
        "sign_in": _("Phiên làm việc đã hết. Đăng nhập lại, các phát hiện chờ gửi vẫn còn."),
        "full": _("Máy không còn chỗ để giữ. Tìm nơi có mạng rồi gửi ngay."),
        "missing": _("Chưa ghi được, còn thiếu:"),
        "retake": _("Chọn lại ảnh nếu cần sửa ảnh."),
    }


@open_to_anyone()
def worker(request: HttpRequest) -> HttpResponseBase:
    """The script that opens the page without a line: it must come from beside the page that it serves."""
    file = finders.find(WORKER)
    assert isinstance(file, str)
    response = HttpResponse(Path(file).read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
