"""Questions most asked: read and found useful or not by anyone, written by officers for their own house."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from uuid6 import uuid7

from thongsuot.areas.communication import answering, counting
from thongsuot.areas.communication.answering import LONGEST_ANSWER, LONGEST_QUESTION, Answered
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.register import bodies, procedures
from thongsuot.register.communes import Commune
from thongsuot.web.communication.news import places_of, visitor
from thongsuot.web.desk import forms, words
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.doors import open_to_anyone, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, ours, page, then
from thongsuot.web.portal.frame import Frame, commune_of
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _


def of_commune(commune: Commune | None, procedure: str = "", most: int = 50) -> list[Answered]:
    """The answers that hold for the people of a commune; without one, those of the nation."""
    return answering.of_place(places_of(commune) if commune else [], procedure, most)


@open_to_anyone()
def show(request: HttpRequest) -> HttpResponseBase:
    """The answers for a commune (`xa`, or the reader's own), of one procedure (`thu-tuc`) or of all."""
    commune = commune_of(request.GET.get("xa", "")) or Frame(request).commune
    code = request.GET.get("thu-tuc", "").replace("\x00", "")[:40]
    view = procedures.procedure(code, today()) if code else None
    rows = of_commune(commune, view.code if view else "")
    context = {
        "place": "",
        "commune": commune,
        "view": view,
        "rows": [(one, bodies.name_of(one.house)) for one in rows],
        "here": request.get_full_path(),
        "choose": f"{url('portal:place')}?tiep={url('communication:answers')}",
    }
    # With a token, because an answer is voted on from here.
    return page(request, actor_of(request), "communication/answers.html", context)


@open_to_anyone("POST")
def vote(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Whether an answer helped: counted, nothing kept of who said so beyond the day."""
    if not answering.exists(id):
        raise Http404
    counting.vote(id, visitor(request), today(), useful=request.POST.get("co-ich") == "1")
    back = ours(request.POST.get("tiep", ""), url("communication:answers"))
    return then(back, Message(_("Cảm ơn bạn đã cho biết.")))


@used_by(WORKING)
def mine(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What one's own house wrote, what helped least first."""
    context = {"place": "writing", "rows": answering.of_house(actor), "new": url("communication:write", uuid7())}
    return page(request, actor, "communication/writing.html", context)


@used_by(WORKING, "GET", "POST")
def write(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """One question with its answer: written, changed, hidden, shown again."""
    there = next((one for one in answering.of_house(actor) if one.id == id), None)
    typed = {"procedure": there.procedure_code, "question": there.question, "answer": there.answer} if there else {}
    faults: Sequence[Fault] = ()
    if request.method == "POST":
        if request.POST.get("viec") in ("an", "hien"):
            answering.hide(actor, id, words.now() if request.POST["viec"] == "an" else None)
            return then(url("communication:writing"), Message(_("Đã lưu.")))
        typed = {name: request.POST.get(name, "")[:5000] for name in ("procedure", "question", "answer")}
        try:
            answering.write(actor, id, typed["procedure"].strip(), typed["question"], typed["answer"], words.now())
            return then(url("communication:writing"), Message(_("Đã lưu. Người dân thấy ngay.")))
        except NeedsNotMet as unmet:
            faults = unmet.faults
    fields = _fields(typed, dict(reversed(faults)))
    context = {"place": "writing", "there": there, "fields": fields, "faults": forms.summary(fields)}
    return page(request, actor, "communication/write.html", context, 422 if faults else 200)


def _fields(typed: dict[str, str], wrong: dict[str, str]) -> list[Field]:
    return [
        Field("procedure", _("Mã thủ tục"), required=False, value=typed.get("procedure", ""), size="short",
              longest=40, error=wrong.get("procedure", ""), hint=_("Để trống nếu hỏi chung về nơi này")),
        Field("question", _("Câu hỏi, như người dân hỏi"), value=typed.get("question", ""), longest=LONGEST_QUESTION,
              error=wrong.get("question", "")),
        Field("answer", _("Trả lời"), "area", value=typed.get("answer", ""), longest=LONGEST_ANSWER, rows=8,
              error=wrong.get("answer", ""), hint=_("Lời thường, câu ngắn. Nói rõ phải làm gì, ở đâu.")),
    ]  # fmt: skip
