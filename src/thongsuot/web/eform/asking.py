"""The questions of a form on a page, one section or all of them: read, kept whatever is wrong, and led on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.engine.forms import Field as Question
from thongsuot.engine.forms import Kind, Section
from thongsuot.engine.forms_places import COUNTRY
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.eform import drafts, reading
from thongsuot.web.eform.drafts import Work
from thongsuot.web.eform.face import Face
from thongsuot.web.eform.fields import Drawing, Group, drawn, summary
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

Around = Mapping[str, Any]
"""What a face says on its page besides the questions."""


def ask(
    request: HttpRequest, actor: Actor, face: Face, work: Work, sections: Sequence[Section], around: Around
) -> HttpResponseBase:
    """The page of these sections, or what becomes of it when it is sent."""
    if request.method == "POST":
        return _sent(request, actor, face, work, sections, around)
    return _page(request, actor, face, work, sections, around, faults=())


def _sent(
    request: HttpRequest, actor: Actor, face: Face, work: Work, sections: Sequence[Section], around: Around
) -> HttpResponseBase:
    values, file_faults = reading.read(request, sections, work.values)
    path, _bar, origin = (request.POST.get("_take") or "").partition("|")
    if path:
        work.taken(actor, values, path, origin)
        return then(f"{request.path}#f-{path}" if path in work.form.fields else request.path)
    own = request.POST.get("_self") or ""
    if face.mine and own in work.form.fields and work.form.fields[own].kind is Kind.PERSON:
        drafts.myself(actor, work, values, own)
        return then(f"{request.path}#f-{own}")
    about = drafts.ask_again(actor, work, values) if request.POST.get("_ask") else None
    now = work.kept(actor, values, about)
    if request.POST.get("_save"):
        return then(face.tasks(work.draft.id), Message(_("Đã lưu. Bản khai được giữ 30 ngày.")))
    before, after = face.ways(now, sections[0].key, sections[-1].key)
    if request.POST.get("_back"):
        return then(before)
    if reading.again(request.POST) or file_faults:
        return _page(request, actor, face, now, sections, around, faults=file_faults)
    faults = [fault for one in sections for fault in now.of(one)]
    shown_before = set((request.POST.get("_shown") or "").split(","))
    if _newly(now, sections, shown_before):
        return _page(request, actor, face, now, sections, around, faults=(), more=True)
    if faults:
        return _page(request, actor, face, now, sections, around, faults=faults)
    return then(after)


def _newly(work: Work, sections: Sequence[Section], before: set[str]) -> bool:
    """Whether the answers let questions appear that the person has not seen."""
    keys = {section.key for section in sections}
    return any(
        field.key not in before
        for one, fields in work.asked()
        if one.key in keys and not one.repeat
        for field in fields
    )


def _page(
    request: HttpRequest,
    actor: Actor,
    face: Face,
    work: Work,
    sections: Sequence[Section],
    around: Around,
    *,
    faults: Sequence[Fault],
    more: bool = False,
) -> HttpResponseBase:
    now = Drawing(dict(reversed(list(faults))), COUNTRY, drafts.known_of(work), mine=face.mine)
    visible = {one.key: fields for one, fields in work.asked()}
    parts = [_part(one, visible.get(one.key, ()), work, now) for one in sections if one.key in visible]
    drawn_fields = [field for part in parts for field in part["all"]]
    listed = summary(drawn_fields)
    told = {sentence for _id, sentence in listed}
    others = [(f"f-{path}" if "." in path or path in work.form.fields else path, sentence) for path, sentence in faults]
    context = {
        **around,
        "parts": parts,
        "single": len(sections) == 1,
        "shown": ",".join(field.key for one in sections for field in visible.get(one.key, ()) if not one.repeat),
        "faults": [*listed, *(fault for fault in others if fault[1] not in told)],
        "more": more,
    }
    return page(request, actor, face.template, context, 422 if faults else 200)


def _part(one: Section, fields: Sequence[Question], work: Work, now: Drawing) -> dict[str, Any]:
    """A section as the template draws it: its fields, or its rows with their buttons."""
    if one.repeat is None:
        drawn_fields: list[Field | Group] = [drawn(field, work.values.get(field.key), now) for field in fields]
        return {"section": one, "fields": drawn_fields, "rows": [], "all": drawn_fields}
    rows = [_row(one, at, row, now) for at, row in enumerate(drafts.rows_of(one, work.values))]
    own = now.faults.get(one.key, "")
    return {"section": one, "fields": [], "rows": rows, "error": own, "all": [field for row in rows for field in row]}


def _row(one: Section, at: int, row: Mapping[str, Any], now: Drawing) -> list[Field | Group]:
    return [
        drawn(each, row.get(each.key), now, name=f"{one.key}.{at}.{each.key}", path=f"{one.key}[{at}].{each.key}")
        for each in one.fields
    ]
