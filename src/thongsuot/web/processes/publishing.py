"""Taking in an office's table with a report of every doubt, and publishing what a named officer has read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, Refused
from thongsuot.engine.internal import difference, sheet_in, store, texts
from thongsuot.engine.internal.definition import BadInternal, Internal
from thongsuot.engine.internal.sheet_in import Report
from thongsuot.engine.internal.store import Decision
from thongsuot.register.working_time import VIETNAM
from thongsuot.web.doors import used_by
from thongsuot.web.entrance import today
from thongsuot.web.pages import Message, page, then
from thongsuot.web.processes import choosing, drawing, showing
from thongsuot.web.processes.choosing import PUBLISHERS, Chosen
from thongsuot.web.speech import say as _

SALT = "internal-process"
KEPT_SECONDS = 24 * 60 * 60


@used_by(PUBLISHERS, "GET", "POST")
def take_in(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """The form for a file; sent, what was read, every doubt, the difference, and the form to publish it."""
    chosen = _chosen(request, actor, code)
    if request.method == "GET":
        return _form(request, actor, chosen, [])
    file = request.FILES.get("tep")
    if file is None or not file.size:
        return _form(request, actor, chosen, [("tep", _("Chọn tệp Excel hoặc YAML của quy trình."))])
    if file.size > sheet_in.MOST_BYTES:
        return _form(request, actor, chosen, [("tep", _("Tệp lớn quá 5 MB. Chỉ nộp bảng quy trình."))])
    try:
        report = _read(file.read(), chosen)
        return _read_page(request, actor, chosen, report, [])
    except BadInternal as refused:
        return _form(request, actor, chosen, [("tep", fault) for fault in refused.faults[:50]])


def _chosen(request: HttpRequest, actor: Actor, code: str) -> Chosen:
    place = choosing.place_of(actor, request.POST.get("noi", request.GET.get("noi")))
    if not store.may_publish(actor, place):
        raise NotAllowed(_("Bạn không có quyền ban hành quy trình nội bộ cho nơi này."))
    return choosing.chosen(code, place, today())


def _form(request: HttpRequest, actor: Actor, chosen: Chosen, faults: list[tuple[str, str]]) -> HttpResponseBase:
    context = {**showing.about(chosen), "faults": faults}
    return page(request, actor, "processes/import.html", context, status=422 if faults else 200)


def _read(content: bytes, chosen: Chosen) -> Report:
    """A workbook or YAML; whatever it says of procedure and place, it is for this one here."""
    own = store.for_place(chosen.internal, chosen.place)
    if content[:2] in (b"PK", b"\xd0\xcf"):
        base, path, _letters = store.area_path(choosing.KIND)
        report = sheet_in.read(content, own, base, path)
    else:
        report = Report(texts.from_yaml(_text(content)))
        if report.internal.procedure != chosen.view.code:
            raise BadInternal([_("Tệp này là quy trình của thủ tục %(code)s.", code=report.internal.procedure)])
        report.internal = store.for_place(report.internal, chosen.place)
    store.woven(report.internal)
    return report


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInternal([_("Tệp không phải Excel, cũng không phải văn bản UTF-8.")]) from error


def _read_page(
    request: HttpRequest, actor: Actor, chosen: Chosen, report: Report, faults: list[tuple[str, str]]
) -> HttpResponseBase:
    internal = report.internal
    process = store.woven(internal)
    posted = request.POST
    context: dict[str, Any] = {
        **showing.about(chosen),
        "faults": faults,
        "doubts": report.doubts,
        "sealed": signing.dumps([chosen.view.code, texts.to_yaml(internal), report.doubts], salt=SALT, compress=True),
        "steps": showing.step_rows(internal),
        "picture": drawing.draw(process, showing.state_times(internal)),
        "total": showing.total_words(internal),
        "found": difference.between(chosen.internal, internal),
        "kinds": showing.kinds(),
        "decision": posted.get("so", ""),
        "signed": posted.get("ngay_ky", ""),
        "since": posted.get("hieu_luc", ""),
    }
    return page(request, actor, "processes/read.html", context, status=422 if faults else 200)


@used_by(PUBLISHERS, "POST")
def publish(request: HttpRequest, actor: Actor, code: str) -> HttpResponseBase:
    """Publish what was read and shown, under a decision; with a fault the page comes back with all that was typed."""
    chosen = _chosen(request, actor, code)
    internal, doubts = _sealed(request, code)
    internal = store.for_place(internal, chosen.place)
    faults = []
    days = {}
    for field, label in (("ngay_ky", _("ngày ký quyết định")), ("hieu_luc", _("ngày có hiệu lực"))):
        day = _day(request.POST.get(field, ""))
        if day is None:
            faults.append((field, _("Nhập %(label)s như 21/11/2026.", label=label)))
        else:
            days[field] = day
    if doubts and not request.POST.get("da_xem"):
        faults.append(("da_xem", _("Đánh dấu là đã xem hết các điểm cần kiểm tra.")))
    if not faults:
        decision = Decision(request.POST.get("so", "").replace("\x00", ""), days["ngay_ky"], days["hieu_luc"])
        try:
            made = store.publish(actor, internal, decision)
            words = _("Đã ban hành phiên bản %(n)s. Hồ sơ đang giải quyết vẫn theo quy trình cũ.", n=made.number)
            return then(showing.address("show", code, chosen.place), Message(words, links=_moving(actor, chosen)))
        except NotAllowed:
            raise
        except Refused as refused:
            faults.append(("so", refused.sentence))
    return _read_page(request, actor, chosen, Report(internal, doubts), faults)


def _moving(actor: Actor, chosen: Chosen) -> list[tuple[str, str]]:
    """Where dossiers under way are moved to the new version, for who may."""
    if not actor.roles & choosing.MOVERS:
        return []
    return [(_("Chuyển hồ sơ đang giải quyết"), showing.address("move", chosen.view.code, chosen.place))]


def _sealed(request: HttpRequest, code: str) -> tuple[Internal, list[str]]:
    try:
        own, text, doubts = signing.loads(request.POST.get("quy_trinh", ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature as error:
        raise Refused(_("Bản quy trình đã quá 24 giờ hoặc bị thay đổi. Nhập lại tệp.")) from error
    if own != code:
        raise Refused(_("Bản quy trình này là của thủ tục khác. Nhập lại tệp."))
    return texts.from_yaml(text), list(doubts)


def _day(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=VIETNAM).date()
        except ValueError:
            continue
    return None
