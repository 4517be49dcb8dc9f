"""What others asked and were answered: published answers, by word, place and class; each with a page of its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.petitions import publishing
from thongsuot.areas.petitions.process import CLASSES
from thongsuot.areas.petitions.publishing import PAGE, Public
from thongsuot.register import bodies, communes
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.environment import day, url
from thongsuot.web.portal.place import typed
from thongsuot.web.portal.showing import show
from thongsuot.web.portal.trouble import trouble
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _


@open_to_anyone()
def listing(request: HttpRequest) -> HttpResponseBase:
    """The published answers, the last first."""
    text, place, about = typed(request, "tim", 100), request.GET.get("noi", "")[:5], request.GET.get("loai", "")
    place = place if place.isascii() and place.isdigit() else ""
    about = about if about in dict(CLASSES) else ""
    wanted = request.GET.get("trang", "1")
    number = max(1, int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    found, total = publishing.find(text, place, about, number)
    asked = {key: value for key, value in (("tim", text), ("noi", place), ("loai", about)) if value}

    def at(page: int) -> str:
        return f"{url('petitions:public')}?{urlencode({**asked, 'trang': page})}"

    context: dict[str, Any] = {
        "place": "petitions:public",
        "rows": [_shown(one) for one in found],
        "total": total,
        "text": text,
        "where": place,
        "about": about,
        "classes": [(key, _(label)) for key, label in CLASSES],
        "provinces": communes.provinces(today()),
        "before": at(number - 1) if number > 1 else "",
        "after": at(number + 1) if number * PAGE < total else "",
    }
    return show(request, actor_of(request), "petitions/public.html", context)


@open_to_anyone()
def one(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """One published answer."""
    found = publishing.one(id)
    if found is None:
        lines = [_("Câu trả lời này không có hoặc không được công khai.")]
        ways = [(_("Các câu trả lời đã công khai"), url("petitions:public"))]
        return trouble(request, 404, _("Không tìm thấy"), lines, actor=actor_of(request), ways=ways)
    return show(request, actor_of(request), "petitions/answer.html", {"place": "petitions:public", **_shown(found)})


def _shown(one: Public) -> dict[str, Any]:
    commune = communes.commune(one.place_code, today())
    return {
        "code": one.code,
        "about": _(dict(CLASSES).get(one.about, "")),
        "where": commune.full if commune else communes.province_name(one.place_code, today()),
        "body": bodies.name_of(one.body),
        "question": one.question,
        "answer": one.answer,
        "sent": day(one.sent_at),
        "answered": day(one.answered_at) if one.answered_at else "",
        "stars": one.stars,
        "to": url("petitions:answer", one.id),
    }
