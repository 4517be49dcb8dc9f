"""Issued guidance as every officer reads it: the list, a document with the button, and who has not read it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.guidance import reading
from thongsuot.areas.guidance.area import RELATION, day_words
from thongsuot.areas.guidance.process import AUDIENCES, FORMS
from thongsuot.areas.guidance.reading import Document
from thongsuot.engine import related
from thongsuot.engine.actor import Actor
from thongsuot.register import bodies, fields
from thongsuot.web.desk import lists, words
from thongsuot.web.doors import READING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, moment, url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _


@used_by(READING)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """What one's office must read, unread first."""
    found = reading.listed(actor, today())
    context = {
        "place": "guidance",
        "rows": [_row(one) for one in found],
        "unread": sum(one.read_at is None for one in found),
    }
    return page(request, actor, "guidance/index.html", context)


def _row(one: Document) -> dict[str, Any]:
    return {
        "title": one.title,
        "number": one.facts.get("number", ""),
        "issuer": bodies.name_of(one.issuer),
        "effective": day_words(one.facts.get("effective_day")),
        "field": _(dict(fields.CHOICES).get(one.facts.get("field", ""), "")),
        "in_force": one.in_force,
        "contradicts": one.facts.get("contradicts", ""),
        "read": moment(one.read_at) if one.read_at else "",
        "address": url("guidance:document", one.id),
    }


@used_by(READING, "GET", "POST")
def document(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """One document; posted, one's office says that it has read it."""
    if request.method == "POST":
        reading.acknowledge(actor, id, words.now())
        return then(url("guidance:document", id), Message(_("Đã ghi: cơ quan của bạn đã đọc văn bản này.")))
    found = reading.document(actor, id, today())
    context = {
        "place": "guidance",
        "one": _row(found),
        "pairs": [(_(label), text) for label, text in _pairs(found) if text],
        "mine": found.mine and found.read_at is None,
        "read_by": found.read_by,
        "address": url("guidance:document", id),
        "unread": url("guidance:unread", id),
        "contradicts": found.facts.get("contradicts", ""),
        "closes": [
            {"code": one.code, "title": one.title, "address": case_url(one.id), "open": one.is_open}
            for one in related.related(actor, id)
            if one.kind == RELATION
        ],
    }
    return page(request, actor, "guidance/document.html", context)


def _pairs(one: Document) -> list[tuple[str, str]]:
    facts = one.facts
    return [
        ("Loại văn bản", _(dict(FORMS).get(facts.get("form", ""), ""))),
        ("Số, ký hiệu", facts.get("number", "")),
        ("Cơ quan ban hành", bodies.name_of(one.issuer)),
        ("Ngày ban hành", day_words(facts.get("issued_day"))),
        ("Có hiệu lực từ", day_words(facts.get("effective_day"))),
        ("Hết hiệu lực", day_words(facts.get("expires_day"))),
        ("Hướng dẫn, sửa đổi", facts.get("articles", "")),
        ("Văn bản", facts.get("link", "")),
        ("Ai phải đọc", _(dict(AUDIENCES).get(facts.get("audience", ""), ""))),
        ("Bị thay thế, bãi bỏ bởi", facts.get("by", "")),
    ]


@used_by(READING)
def unread(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponseBase:
    """Who has not said that it has read it, in one's own province or in the nation."""
    found = reading.document(actor, id, today())
    office = reading.office_of(actor)
    number = lists.page_number(request)
    told = reading.readers(actor, id, today(), office.province_code if office else "", number)
    missing = told.asked - told.read
    home = url("guidance:unread", id)
    before, after, _count = lists.pager(f"{home}?x=1", number, missing)
    context = {
        "place": "guidance",
        "one": _row(found),
        "asked": told.asked,
        "read": told.read,
        "rows": [name for _key, name in told.missing],
        "before": before,
        "after": after,
    }
    return page(request, actor, "guidance/unread.html", context)
