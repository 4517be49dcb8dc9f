"""The register book of a counter: choose book, year and month; each dossier a link; PDF of a month, Excel of a year."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import book, book_closing, book_printing
from thongsuot.areas.dossiers.book import Line
from thongsuot.engine.actor import Actor
from thongsuot.register import bodies
from thongsuot.web.desk import lists, words
from thongsuot.web.desk.papers import as_file
from thongsuot.web.doors import READING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import case_url, moment, number, url
from thongsuot.web.exports.pages import address
from thongsuot.web.pages import page, then
from thongsuot.web.speech import say as _

FIRST_YEAR = 2018


@used_by(READING)
def index(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The books that this person may open; who has one only goes straight to it."""
    found = book.books(actor)
    if len(found) == 1:
        return then(url("exports:book", found[0].key))
    context = {"place": "book", "books": [(one.name, url("exports:book", one.key)) for one in found]}
    return page(request, actor, "exports/books.html", context)


@used_by(READING)
def show(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """A month or a year of a book, fifty lines a page. Each dossier shown with its values is recorded as a look."""
    key = key.replace("\x00", "")
    year, month = _when(request)
    here = lists.page_number(request)
    shown, total = book.page(actor, key, year, month, here)
    if not shown and here > 1:
        return then(_at(key, year, month))
    before, after, count = lists.pager(_at(key, year, month), here, total)
    view = book.open_to(actor, key)
    context: dict[str, Any] = {
        "place": "book", "key": key, "name": view.name, "year": year, "month": month, "years": _years(year),
        "rows": [_row(one) for one in shown], "total": total, "before": before, "after": after, "words": count,
        "prints": _prints(key, year, month, total) if month and total else [],
        "excel": address("so-theo-doi", so=key, nam=year), "masked": not any(one.contact for one in shown),
        "closed": book_closing.closing_line(view, year),
        "others": url("exports:books") if len(book.books(actor)) > 1 else "",
    }  # fmt: skip
    return page(request, actor, "exports/book.html", context)


@used_by(READING)
def pdf(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """A month of a book on A4 landscape, a part at a time."""
    key = key.replace("\x00", "")
    year, month = _when(request)
    month = month or today().month
    text = request.GET.get("phan", "1")
    part = max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 4 else 1
    letter, content = book_printing.printed(actor, key, year, month, part, words.now())
    response = HttpResponse(content, content_type="application/pdf")
    as_file(response, f"{letter.title} {bodies.name_of(key)} {month:02d}-{year}.pdf", inline=True)
    return response


def _when(request: HttpRequest) -> tuple[int, int]:
    """Year and month as chosen (month 0: the whole year); this month for what is missing or strange."""
    day = today()
    year, month = request.GET.get("nam", ""), request.GET.get("thang", "")
    known = year.isascii() and year.isdigit() and len(year) == 4 and int(year) >= FIRST_YEAR
    chosen = int(month) if month.isascii() and month.isdigit() and len(month) <= 2 and int(month) <= 12 else day.month
    return min(int(year), day.year) if known else day.year, chosen


def _years(chosen: int) -> list[int]:
    latest = today().year
    return sorted({*range(latest, max(FIRST_YEAR, latest - 8) - 1, -1), chosen}, reverse=True)


def _at(key: str, year: int, month: int) -> str:
    return f"{url('exports:book', key)}?{urlencode({'nam': year, 'thang': month})}"


def _prints(key: str, year: int, month: int, total: int) -> list[tuple[str, str]]:
    """(label, address) of each file of the month."""
    parts = book_printing.parts_of(total)
    plain = url("exports:book_pdf", key)
    label = _("In tháng này (PDF)")
    return [
        (
            label if parts == 1 else _("In phần %(n)s/%(of)s (PDF)", n=part, of=parts),
            f"{plain}?{urlencode({'nam': year, 'thang': month, 'phan': part})}",
        )
        for part in range(1, parts + 1)
    ]


def _row(one: Line) -> dict[str, Any]:
    return {
        "number": number(one.number), "address": case_url(one.case_id) if one.case_id else "", "code": one.code,
        "title": one.title, "sets": f"{one.sets:02d}", "name": one.name, "contact": one.contact, "body": one.body,
        "received_at": moment(one.received_at), "due_at": _told(one.due_at), "given_at": _told(one.given_at),
        "delivery": one.delivery, "note": one.note,
    }  # fmt: skip


def _told(at: Any) -> str:
    return moment(at) if at else ""
