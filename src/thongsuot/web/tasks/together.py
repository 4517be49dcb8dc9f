"""Many drafts of a conclusion at once: what holds for all of them is written once, those that are ready are given."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.tasks import area, drafts
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.web.desk import words
from thongsuot.web.doors import used_by
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, then
from thongsuot.web.speech import say as _
from thongsuot.web.tasks.drafting import DRAFTERS

# What the tasks of one conclusion often share; a person types it once and it fills only what is empty.
SHARED = (area.ACCEPTANCE, area.AUTHORITY)


@used_by(DRAFTERS, "POST")
def together(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Fill what is empty in every draft (`dien`), or give those that were chosen (`giao`)."""
    said = _given(request, actor, id) if request.POST.get("viec") == "giao" else _filled(request, actor, id)
    return then(f"{url('tasks:conclusion', id)}#du-thao", said)


def _filled(request: HttpRequest, actor: Actor, id: UUID) -> Message:
    try:
        changed = drafts.fill(actor, id, {need.name: request.POST.get(need.name, "") for need in SHARED}, words.now())
    except NeedsNotMet as unmet:
        return Message("; ".join(told for _name, told in unmet.faults), "warn")
    if not changed:
        return Message(_("Không dự thảo nào còn trống các mục đã ghi."), "warn")
    return Message(_("Đã điền vào %(n)s dự thảo.", n=changed))


def _given(request: HttpRequest, actor: Actor, id: UUID) -> Message:
    """Each by itself: one that is refused is told and stops no other."""
    chosen = set(request.POST.getlist("du-thao"))
    done, wrong = 0, []
    for one in drafts.of(actor, id):
        if str(one.id) not in chosen:
            continue
        try:
            drafts.give(actor, one.id, words.now())
            done += 1
        except NeedsNotMet as unmet:
            wrong.append(f"{one.values.get('work', '')[:60]}: {'; '.join(told for _name, told in unmet.faults)}")
        except Refused as refusal:
            wrong.append(f"{one.values.get('work', '')[:60]}: {refusal.sentence}")
    if wrong:
        told = _("Đã giao %(n)s nhiệm vụ. Chưa giao được: %(wrong)s", n=done, wrong=" · ".join(wrong))
        return Message(told, "warn")
    if not done:
        return Message(_("Chọn ít nhất một dự thảo đã đủ sáu rõ."), "warn")
    return Message(_("Đã giao %(n)s nhiệm vụ, mỗi nơi một người chịu trách nhiệm.", n=done))
