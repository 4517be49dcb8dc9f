"""Sending: in plain words which of the three ways, then one form each, then the receipt with code and secret."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.complaints import sending as grievances
from thongsuot.areas.complaints.sending import Grievance
from thongsuot.areas.petitions import likeness, sending
from thongsuot.areas.petitions.process import ANSWERS, CLASSES
from thongsuot.areas.petitions.sending import Petition
from thongsuot.engine import receipt_codes
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.engine.making import Paper
from thongsuot.register import bodies
from thongsuot.register.communes import Commune
from thongsuot.web.desk import keys
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.desk.papers import take_in
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.environment import moment, url
from thongsuot.web.pages import page
from thongsuot.web.portal.following.tracking import address_of
from thongsuot.web.portal.frame import PLACE_COOKIE, commune_of
from thongsuot.web.portal.pace import Pace
from thongsuot.web.portal.trouble import trouble
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _

WAYS = {"khieu-nai": "complaint", "to-cao": "denunciation"}
MOST_CONTENT = 8000
FILES = "tep"
# A person sends one or two; a machine that floods is told to wait.
PACE = Pace(20, 600)


@open_to_anyone()
def choose(request: HttpRequest) -> HttpResponseBase:
    """Which of the three it is, in plain words."""
    return page(request, actor_of(request), "petitions/choose.html", {"place": "petitions:public"})


def _text(request: HttpRequest, name: str, longest: int = 500) -> str:
    return request.POST.get(name, "").replace("\x00", " ").strip()[:longest]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip()[:2000] for line in text.splitlines() if line.strip())[:100]


def _where(request: HttpRequest) -> Commune | None:
    """The commune of the matter: as the form says, else the one chosen for all pages."""
    return commune_of(request.POST.get("xa") or request.GET.get("xa", "") or request.COOKIES.get(PLACE_COOKIE, ""))


def _citizen(request: HttpRequest) -> Actor | None:
    actor = actor_of(request)
    return actor if actor is not None and actor.citizen else None


@open_to_anyone("GET", "POST")
def petition(request: HttpRequest) -> HttpResponseBase:
    """A petition: its form, and its sending by whoever is signed in or by somebody who is not."""
    commune, citizen = _where(request), _citizen(request)
    if request.method != "POST" or commune is None or request.POST.get("_carried"):
        return _petition_page(request, commune, citizen, ())
    content = _text(request, "content", MOST_CONTENT)
    looks = likeness.looks_like(content)
    if looks and not request.POST.get("_sure"):
        return _petition_page(request, commune, citizen, (), looks=looks)
    wanted = Petition(
        about=_text(request, "class", 10),
        place_code=commune.code,
        content=_lines(content),
        answer_by=_text(request, "answer_by", 10),
        where=_text(request, "where", 300),
        dossier=_text(request, "dossier", 60),
        body=_text(request, "body", 80) if request.POST.get("class") == "STAFF" else "",
        name="" if citizen else _text(request, "name", 201),
        phone=_text(request, "phone", 21),
        email=_text(request, "email", 201),
        address=_text(request, "address", 301),
    )
    try:
        sent = sending.send(citizen, wanted, _now(request), key=keys.sent_key(request), papers=_papers(request))
    except NeedsNotMet as unmet:
        return _petition_page(request, commune, citizen, unmet.faults)
    except Refused as refusal:
        return _petition_page(request, commune, citizen, [("", refusal.sentence)])
    return _receipt(request, sent.case, sent.secret)


def _papers(request: HttpRequest) -> tuple[Paper, ...]:
    return take_in(request.FILES.getlist(FILES)[:6])


def _now(request: HttpRequest) -> datetime:
    """Now, unless this address has sent too many. Raises Refused."""
    if not PACE.allows(address_of(request)):
        raise Refused(_("Nơi này vừa gửi quá nhiều lần. Chờ mười phút rồi gửi lại."))
    return datetime.now(UTC)


def _petition_page(
    request: HttpRequest, commune: Commune | None, citizen: Actor | None, faults: Sequence[Fault], looks: str = ""
) -> HttpResponseBase:
    wrong = dict(reversed(list(faults)))

    def kept(name: str) -> str:
        return request.POST.get(name, request.GET.get(name, ""))[:MOST_CONTENT]

    def short(name: str, label: str, hint: str = "", **more: Any) -> Field:
        return Field(
            name, label, required=False, hint=hint, value=kept(name), error=wrong.get(name, ""), longest=300, **more
        )

    whose = sending.whose(commune.code, today()) if commune else ()
    about = [(key, _(label)) for key, label in CLASSES]
    ways = [(key, _(label)) for key, label in ANSWERS]
    fields = [
        Field("class", _("Bạn phản ánh, kiến nghị về việc gì?"), "choice", value=kept("class"), choices=about,
              error=wrong.get("class", "")),
        Field("body", _("Nếu về hành vi: người đó làm ở đâu?"), "select", required=False, value=kept("body"),
              choices=whose, error=wrong.get("body", ""),
              hint=_("Cơ quan cấp trên của nơi này nhận và xem xét; người bị phản ánh không nhận đơn.")),
        Field("content", _("Nội dung"), "area", value=kept("content"), rows=6, longest=MOST_CONTENT,
              hint=_("Việc gì, ở đâu, khi nào, bạn đề nghị gì. Mỗi ý một dòng."), error=wrong.get("content", "")),
        short("where", _("Địa điểm"), _("Số nhà, đường, thôn, tổ dân phố")),
        short("dossier", _("Mã hồ sơ liên quan"), _("Ghi trên Giấy tiếp nhận hồ sơ")),
        Field(FILES, _("Ảnh, giấy tờ kèm theo"), "file", required=False, several=True,
              hint=_("Tối đa 6 tệp, mỗi tệp đến 20 MB")),
        Field("answer_by", _("Muốn được trả lời bằng cách nào?"), "choice", value=kept("answer_by") or "portal",
              choices=ways, error=wrong.get("answer_by", "")),
    ]  # fmt: skip
    if citizen is None:
        fields.append(short("name", _("Họ và tên"), _("Có thể để trống. Đơn không nêu tên có thể không được trả lời.")))
    fields += [
        short("phone", _("Số điện thoại"), size="short", mode="tel", fill="tel"),
        short("email", _("Thư điện tử"), fill="email"),
        short("address", _("Địa chỉ nhận văn bản trả lời")),
    ]
    context = {
        "place": "petitions:public",
        "commune": commune,
        "citizen": citizen,
        "fields": fields,
        "faults": _summary(fields, faults),
        "looks": looks,
        "elsewhere": url("petitions:grievance", "to-cao" if looks == "denunciation" else "khieu-nai"),
        "key": request.POST.get("_key") or uuid7(),
    }
    return page(request, actor_of(request), "petitions/send.html", context, 422 if faults else 200)


def _summary(fields: Sequence[Field], faults: Sequence[Fault]) -> list[Fault]:
    shown = {field.name: field.id for field in fields}
    return [(shown.get(name, ""), sentence) for name, sentence in faults]


@open_to_anyone("GET", "POST")
def grievance(request: HttpRequest, way: str) -> HttpResponseBase:
    """A complaint or a denunciation: received with a receipt, and passed on by its own law."""
    kind = WAYS.get(way)
    if kind is None:
        lines = [_("Chọn lại: phản ánh, khiếu nại hay tố cáo.")]
        ways = [(_("Chọn cách gửi"), url("petitions:choose"))]
        return trouble(request, 404, _("Không có trang này"), lines, actor=actor_of(request), ways=ways)
    commune, citizen = _where(request), _citizen(request)
    if request.method != "POST" or commune is None or request.POST.get("_carried"):
        return _grievance_page(request, kind, commune, citizen, ())
    wanted = Grievance(
        kind=kind,
        place_code=commune.code,
        content=_lines(_text(request, "content", MOST_CONTENT)),
        against=_text(request, "against"),
        body=_text(request, "body", 80),
        name="" if citizen else _text(request, "name", 201),
        contact=_text(request, "contact", 301),
    )
    try:
        sent = grievances.send(citizen, wanted, _now(request), key=keys.sent_key(request), papers=_papers(request))
    except NeedsNotMet as unmet:
        return _grievance_page(request, kind, commune, citizen, unmet.faults)
    except Refused as refusal:
        return _grievance_page(request, kind, commune, citizen, [("", refusal.sentence)])
    return _receipt(request, sent.case, sent.secret)


def _grievance_page(
    request: HttpRequest, kind: str, commune: Commune | None, citizen: Actor | None, faults: Sequence[Fault]
) -> HttpResponseBase:
    wrong = dict(reversed(list(faults)))
    sealed = kind == "denunciation"

    def kept(name: str) -> str:
        return request.POST.get(name, "")[:MOST_CONTENT]

    against = _("Ai, cơ quan nào bị tố cáo?") if sealed else _("Khiếu nại quyết định, hành vi nào, của ai?")
    fields = [
        Field("against", against, value=kept("against"), longest=500, error=wrong.get("against", "")),
        Field("body", _("Người hoặc quyết định đó thuộc cơ quan nào?"), "select", required=False, value=kept("body"),
              choices=sending.whose(commune.code, today()) if commune else (), error=wrong.get("body", ""),
              hint=_("Nếu là cơ quan trong danh sách, đơn đến thẳng cơ quan cấp trên.")),
        Field("content", _("Nội dung"), "area", value=kept("content"), rows=8, longest=MOST_CONTENT,
              error=wrong.get("content", ""), hint=_("Việc gì, khi nào, ai biết, có giấy tờ gì. Mỗi ý một dòng.")),
        Field(FILES, _("Ảnh, giấy tờ kèm theo"), "file", required=False, several=True),
        *([] if citizen else [Field("name", _("Họ và tên"), required=not sealed, value=kept("name"), longest=200,
                                    error=wrong.get("name", ""))]),
        Field("contact", _("Địa chỉ, cách liên hệ với bạn"), required=False, value=kept("contact"), longest=300,
              error=wrong.get("contact", "")),
    ]  # fmt: skip
    context = {
        "place": "petitions:public",
        "commune": commune,
        "citizen": citizen,
        "fields": fields,
        "faults": _summary(fields, faults),
        "sealed": sealed,
        "key": request.POST.get("_key") or uuid7(),
    }
    return page(request, actor_of(request), "petitions/grievance.html", context, 422 if faults else 200)


def _receipt(request: HttpRequest, case: Case, secret: str) -> HttpResponseBase:
    """Shown once: nobody can look the secret up again."""
    context = {
        "place": "petitions:public",
        "code": case.code,
        "title": case.title,
        "secret": receipt_codes.grouped(secret),
        "where": bodies.name_of(case.receiving_body),
        "when": moment(case.opened_at),
        "due": moment(case.due_at) if case.due_at else "",
        "kind": case.kind,
        "own": url("petitions:own", case.id) if _citizen(request) else "",
    }
    return page(request, actor_of(request), "petitions/receipt.html", context)
