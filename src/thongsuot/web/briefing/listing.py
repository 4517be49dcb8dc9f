"""The list behind a figure of the briefing, as of the moment at which the figure was shown."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.measures.briefing import lists as behind
from thongsuot.measures.briefing import reading
from thongsuot.web.briefing.asking import asked
from thongsuot.web.desk import lists, words
from thongsuot.web.doors import READING, used_by
from thongsuot.web.pages import page
from thongsuot.web.speech import say as _


@used_by(READING)
def show(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """As many rows as the figure says; where this reader may see fewer, that is said."""
    wanted, number = asked(request, actor), lists.page_number(request)
    span = reading.spans(wanted.place, wanted.chosen, wanted.now)[0]
    try:
        found = behind.listing(actor, key, wanted.place, span, number)
    except KeyError as unknown:
        raise Http404 from unknown
    here = wanted.address("list", key, luc=wanted.now.isoformat())
    before, after, count = lists.pager(here, number, found.seen)
    context = {
        "place": "briefing",
        "heading": _(found.label),
        "meaning": _(found.meaning),
        "where": wanted.place.name,
        "period": wanted.chosen.words,
        "at": span.as_of,
        "total": found.total,
        "seen": found.seen,
        "unit": _(found.unit),
        "rows": lists.shown(found.cases, words.now()),
        "facts": found.rows,
        "back": wanted.address("show"),
        "before": before,
        "after": after,
        "words": count,
    }
    return page(request, actor, "briefing/list.html", context)
