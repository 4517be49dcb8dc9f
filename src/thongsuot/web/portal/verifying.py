"""Verifying a result by the code on its paper or in its QR, and by the file itself; open to anybody, at a bounded pace.

What is told is what the register knows of the document (its number, day, body and kind) and what the certificates
in the file say; nothing else about a person.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import results, verifying
from thongsuot.areas.dossiers.results import Registered
from thongsuot.areas.dossiers.verifying import Judged, NoAnswer
from thongsuot.engine import papers
from thongsuot.engine.errors import Refused
from thongsuot.register import bodies
from thongsuot.web import signed
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.environment import day, url
from thongsuot.web.pages import page, then
from thongsuot.web.portal.findings import FINDINGS, STANDS
from thongsuot.web.portal.following.tracking import address_of
from thongsuot.web.portal.pace import Pace
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _

LONGEST_TYPED = 200
CODES, FILES = Pace(120, 600), Pace(20, 600)


@open_to_anyone("GET", "POST")
def verify(request: HttpRequest) -> HttpResponseBase:
    """The two ways to verify; a code typed leads to its page, a file sent is judged here and not kept."""
    if request.method != "POST":
        typed = request.GET.get("ma", "")[:LONGEST_TYPED]
        if not typed:
            return _asking(request)
        code = results.spelled(typed)
        if code:
            return then(url("portal:verified", code))
        return _asking(request, typed, code_fault=_("Mã xác minh có 12 chữ và số, ví dụ K7QF-93MD-22PX."), status=422)
    if not FILES.allows(address_of(request)):
        return _asking(request, other=_often(), status=429)
    try:
        return _judged(request, verifying.judge(_sent(request)))
    except NoAnswer:
        return _asking(
            request, other=_("Chưa tra được danh sách chứng thư bị thu hồi. Thử lại sau ít phút."), status=503
        )
    except Refused as refusal:
        return _asking(request, file_fault=_(refusal.sentence), status=422)


@open_to_anyone()
def verified(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the register knows under a code: where the QR of a result leads."""
    if not CODES.allows(address_of(request)):
        return _asking(request, other=_often(), status=429)
    spelled = results.spelled(code)
    found = verifying.public(results.by_code(spelled)) if spelled else None
    if found is None:
        fault = _(
            "Không có văn bản nào đã phát hành với mã này. Kiểm tra lại từng chữ; văn bản vừa ký có thể chưa phát hành."
        )
        return _asking(request, code[:LONGEST_TYPED], code_fault=fault, status=404)
    return _page(request, {"found": registered(found), "outcome": None, "signatures": [], "fields": _fields()})


def _sent(request: HttpRequest) -> bytes:
    """The file as it was sent. Raises Refused for none, an empty, a too large one, or what is no PDF."""
    file = request.FILES.get("tep")
    if file is None or isinstance(file, str):
        raise Refused("Chọn tệp PDF cần xác minh.")
    papers.check_size(file.size or 0, file.name or "tệp")
    content = file.read()
    if not content.startswith(b"%PDF-"):
        raise Refused("Tệp này không phải PDF. Chỉ tệp PDF mang chữ ký số để xác minh được.")
    return bytes(content)


def _often() -> str:
    return _("Nơi này đã hỏi quá nhiều lần. Chờ 10 phút rồi thử lại.")


def _judged(request: HttpRequest, judged: Judged) -> HttpResponseBase:
    kind, title, sentence = FINDINGS[judged.finding]
    context = {
        "outcome": {"kind": kind, "title": title(), "sentence": sentence()},
        "found": registered(judged.registered) if judged.registered else None,
        "signatures": signed.signatures(judged.checked),
        "fields": _fields(),
    }
    return _page(request, context)


def registered(found: Registered) -> dict[str, Any]:
    """What the register says of a result, for a page."""
    kind, title, sentence = STANDS[found.stands]
    return {
        "kind": kind,
        "title": title(),
        "sentence": sentence(),
        "digital": found.digital,
        "pairs": [
            (_("Loại văn bản"), _(found.kind)),
            (_("Số"), _("%(number)s, năm %(year)s", number=found.number.split("/")[0], year=found.day.year)),
            (_("Ngày cấp số"), day(found.day)),
            (_("Cơ quan ban hành"), bodies.name_of(found.body)),
            (_("Hình thức ký"), _("Ký số") if found.digital else _("Ký trực tiếp trên giấy")),
            (_("Mã xác minh"), results.shown(found.code)),
        ],
    }


def _fields(typed: str = "", code_fault: str = "", file_fault: str = "") -> list[Field]:
    return [
        Field("ma", _("Mã xác minh"), hint=_("12 chữ và số in cạnh mã QR, ví dụ K7QF-93MD-22PX"), value=typed,
              longest=LONGEST_TYPED, error=code_fault),
        Field("tep", _("Tệp PDF"), "file", hint=_("Tệp chỉ được đọc để kiểm tra, không lưu lại"), error=file_fault),
    ]  # fmt: skip


def _asking(
    request: HttpRequest,
    typed: str = "",
    *,
    code_fault: str = "",
    file_fault: str = "",
    other: str = "",
    status: int = 200,
) -> HttpResponseBase:
    fields = _fields(typed, code_fault, file_fault)
    faults: list[Fault] = [(one.id, one.error) for one in fields if one.error]
    faults += [("", other)] if other else []
    context = {"fields": fields, "faults": faults, "outcome": None, "found": None, "signatures": []}
    return _page(request, context, status)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponseBase:
    full = {"place": "portal:verify", "faults": [], **context}
    return page(request, actor_of(request), "portal/verify.html", full, status)
