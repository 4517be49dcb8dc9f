"""The administrators' editor of forms: versions, a definition as text with its flaws, preview and publishing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_store, forms_validate
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotFound, Refused
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_difference import WHAT_WORDS, Change, difference
from thongsuot.engine.forms_store import Published
from thongsuot.engine.forms_text import Flaw, Unreadable, from_yaml, to_yaml
from thongsuot.web.desk.forms import Field, read_day
from thongsuot.web.doors import used_by
from thongsuot.web.eform.fields import Drawing, drawn
from thongsuot.web.entrance import today
from thongsuot.web.environment import day, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

ADMINISTRATORS = frozenset({"admin"})
NEW = "moi"
LONGEST_SHOWN = 300


@used_by(ADMINISTRATORS)
def forms(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every form with its newest version."""
    rows = []
    for key in forms_store.names():
        newest = forms_store.versions(key)[-1]
        rows.append(
            {
                "address": url("eform:versions", key),
                "title": newest.form.title,
                "key": key,
                "codes": ", ".join(newest.form.procedures),
                "version": newest.form.version,
                "since": newest.valid_from,
                "by": newest.person_name or _("đi kèm phần mềm"),
                "verified": newest.form.verified,
            }
        )
    return page(request, actor, "eform/admin_forms.html", {"forms": rows, "new": url("eform:edit", NEW)})


@used_by(ADMINISTRATORS)
def versions(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """The versions of a form; the one chosen as text, with its difference to the one before."""
    known = forms_store.versions(key)
    if not known:
        raise forms_store.UnknownForm(key)
    wanted = request.GET.get("phien-ban", "")
    chosen = next((one for one in known if str(one.form.version) == wanted), known[-1])
    before = next((one for one in known if one.form.version == chosen.form.version - 1), None)
    context = {
        "form": chosen.form,
        "chosen": chosen,
        "versions": [_row(one, key) for one in reversed(known)],
        "text": to_yaml(chosen.form),
        "changes": _changes(difference(before.form, chosen.form)) if before else [],
        "before": before,
        "edit": url("eform:edit", key),
    }
    return page(request, actor, "eform/admin_versions.html", context)


def _row(one: Published, key: str) -> dict[str, Any]:
    return {
        "address": f"{url('eform:versions', key)}?phien-ban={one.form.version}",
        "version": one.form.version,
        "since": one.valid_from,
        "published_at": one.published_at,
        "by": one.person_name or _("đi kèm phần mềm"),
        "note": one.note,
    }


@used_by(ADMINISTRATORS, "GET", "POST")
def edit(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """A definition as text: checked, previewed, compared, and published as the next version."""
    known = forms_store.versions(key)
    if not known and key != NEW:
        raise NotFound
    newest = known[-1].form if known else None
    text = request.POST.get("text") or (to_yaml(_next(newest)) if newest else EXAMPLE)
    form, flaws = _judged(text, newest)
    since, note = request.POST.get("since", day(today())), request.POST.get("note", "").replace("\x00", "")[:500]
    faults = [("f-text", str(flaw)) for flaw in flaws]
    if request.method == "POST" and request.POST.get("_publish") and form is not None:
        try:
            return _published(actor, form, _since(since), note)
        except Unreadable as unreadable:
            faults = [("f-text", str(flaw)) for flaw in unreadable.flaws]
        except NeedsNotMet as unmet:
            faults = [(f"f-{name}", sentence) for name, sentence in unmet.faults]
        except (Refused, ValueError) as refused:
            faults = [("f-since", str(refused))]
    context = {
        "key": key,
        "title": newest.title if newest else _("Biểu mẫu mới"),
        "fields": _fields(text, since, note, dict(faults), known[-1].valid_from if known else None),
        "faults": faults,
        "sound": form is not None and not faults,
        "changes": _changes(difference(newest, form)) if newest and form else [],
        "preview": _preview(form) if form else [],
        "version": form.version if form else "",
        "back": url("eform:versions", key) if newest else url("eform:admin"),
    }
    return page(request, actor, "eform/admin_edit.html", context, 422 if faults else 200)


def _fields(text: str, since: str, note: str, wrong: Mapping[str, str], newest: date | None) -> list[Field]:
    earliest = _("Không trước %(day)s, ngày phiên bản hiện tại bắt đầu có hiệu lực.", day=day(newest)) if newest else ""
    reason = _("Bắt buộc khi ngày có hiệu lực đã qua: ghi lý do. Ghi chú được lưu cùng phiên bản.")
    made = [
        Field("text", _("Định nghĩa (YAML)"), "area", value=text, rows=28, size="full code"),
        Field("since", _("Có hiệu lực từ ngày"), value=since, size="short", mode="numeric", hint=earliest),
        Field("note", _("Ghi chú về thay đổi"), value=note, required=False, longest=500, hint=reason),
    ]
    return [made[0], *(replace(one, error=wrong.get(one.id, "")) for one in made[1:])]


def _next(form: Form) -> Form:
    return form.model_copy(update={"version": form.version + 1})


def _judged(text: str, newest: Form | None) -> tuple[Form | None, Sequence[Flaw]]:
    """The definition with the next version's number, or its flaws."""
    try:
        form = from_yaml(text.replace("\r\n", "\n"))
        if newest is not None and form.key != newest.key:
            raise Unreadable([Flaw("key", _("khóa của biểu mẫu không đổi được; tạo biểu mẫu mới"))])
        if newest is None and forms_store.versions(form.key):
            raise Unreadable([Flaw("key", _("khóa này đã có biểu mẫu; sửa biểu mẫu đó"))])
        form = form.model_copy(update={"version": newest.version + 1 if newest else 1})
        catalogue.require(form)
    except Unreadable as unreadable:
        return None, unreadable.flaws
    return form, ()


def _since(text: str) -> date:
    """Raises ValueError."""
    found = read_day(text, _("Có hiệu lực từ ngày"))
    if found is None:
        raise ValueError(_("Nhập ngày bắt đầu có hiệu lực."))
    return found


def _published(actor: Actor, form: Form, since: date, note: str) -> HttpResponseBase:
    catalogue.publish(actor, form, since, note)
    said = _("Đã công bố phiên bản %(number)s, có hiệu lực từ %(day)s. Hồ sơ đã nhận giữ phiên bản cũ.")
    message = Message(said % {"number": form.version, "day": day(since)})
    return then(url("eform:versions", form.key), message)


def _changes(changes: Sequence[Change]) -> list[tuple[str, str, str, str]]:
    """(place, what, before, after) in words."""
    return [(one.place, WHAT_WORDS[one.what], _words(one.before), _words(one.after)) for one in changes]


def _words(value: Any) -> str:
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _preview(form: Form) -> list[tuple[str, str, list[Any]]]:
    """(title, help, fields) of every section as people will see it, conditions left aside."""
    empty = forms_validate.blank(form)
    return [
        (
            one.title,
            one.help,
            [drawn(field, empty.get(field.key), Drawing(), name=f"xem.{field.key}") for field in one.fields],
        )
        for one in form.sections
    ]


EXAMPLE = """key: ten-bieu-mau
version: 1
title: Tên biểu mẫu
procedures: []
legal_basis: Căn cứ pháp lý (chưa xác minh)
source: Số mẫu và văn bản ban hành (chưa xác minh)
printed:
  heading: Tên in trên tờ khai
  opening: Đề nghị
  closing: Tôi cam đoan nội dung trên là đúng sự thật.
sections:
  - key: requester_part
    title: Người yêu cầu
    fields:
      - key: requester
        label: Người yêu cầu
        kind: person
        asks: [name, number, residence]
        needs: [name]
        prefill: [{from: identity, of: person}, {from: port, of: population.person}]
"""
