"""A briefing as it stands now: the front page of what matters, the twelve sections, the map; as page, PDF and DOCX."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from thongsuot.engine.actor import Actor
from thongsuot.measures import external
from thongsuot.measures.briefing import charts, document, issuing, periods, places, reading, regime, texts
from thongsuot.measures.briefing.reading import Briefing, Part
from thongsuot.measures.briefing.words import OWED
from thongsuot.register import formatting
from thongsuot.web import published
from thongsuot.web.briefing import drawing
from thongsuot.web.briefing.asking import KINDS, WORDS, Asked, asked
from thongsuot.web.desk.papers import as_file
from thongsuot.web.doors import READING, used_by
from thongsuot.web.pages import page
from thongsuot.web.speech import say as _

KIND_WORDS = {
    "week": "Tuần", "month": "Tháng", "quarter": "Quý", "half": "6 tháng", "nine_months": "9 tháng", "year": "Năm",
    "custom": "Khoảng ngày",
}  # fmt: skip
TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@used_by(READING)
def show(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The briefing of a place and a period, as of now."""
    wanted = asked(request, actor)
    context = context_of(actor, wanted, current(wanted), request.GET.get("ban-do", ""))
    return page(request, actor, "briefing/show.html", context)


def context_of(actor: Actor, wanted: Asked, found: Briefing, on_map: str) -> dict[str, Any]:
    """What the page of a briefing shows; `on_map` is the figure laid out by place."""
    return {
        **around(actor, wanted),
        **parts(wanted, found, on_map=on_map),
        "mistake": wanted.mistake,
        "written": texts.latest(wanted.place, wanted.chosen),
        "issued": issuing.issued(wanted.place, 8),
    }


def current(wanted: Asked) -> Briefing:
    """The briefing as of now, beside the last issued one where the period before cannot be asked."""
    found = reading.read(wanted.place, wanted.chosen, wanted.now)
    return issuing.against(found, issuing.last_before(wanted.place, wanted.chosen.first))


def around(actor: Actor, wanted: Asked) -> dict[str, Any]:
    """What every page of a place and a period shows: where it is, other periods, what this person may do."""
    place, chosen = wanted.place, wanted.chosen
    home = places.home(actor)
    following = chosen.after()
    return {
        "place": "briefing",
        "asked": wanted,
        "name": place.name,
        "period": chosen.words,
        "kind": WORDS[chosen.kind],
        "kinds": [(word, _(KIND_WORDS[kind])) for word, kind in KINDS.items()],
        "day": chosen.last if chosen.kind in periods.BY_MONTHS else chosen.first,
        "basis": regime.BASIS,
        "home": home,
        "above": _above(actor, wanted),
        "earlier": Asked(place, chosen.before(), wanted.now).address("show"),
        "later": Asked(place, following, wanted.now).address("show") if following.start <= wanted.now else "",
        "may_write": places.may_write(actor, place),
        "may_enter": places.may_enter(actor, place),
        "may_issue": places.may_issue(actor, place),
    }


def _above(actor: Actor, wanted: Asked) -> list[tuple[str, str]]:
    codes = [""] * bool(wanted.place.code) + [wanted.place.province] * (len(wanted.place.code) == 5)
    found = [places.place(code) for code in codes]
    return [
        (one.name, Asked(one, wanted.chosen, wanted.now).address("show"))
        for one in found
        if one is not None and places.may_open(actor, one)
    ]


def parts(
    wanted: Asked, found: Briefing, restated: Mapping[str, float] | None = None, on_map: str = ""
) -> dict[str, Any]:
    """The figures as lines: the front page's and the sections'; `restated` is what an issued one would say today."""
    as_of = found.as_of.isoformat()
    made = external.made() if restated is None and not wanted.place.code else {}

    def lines(values: Any) -> list[drawing.Line]:
        now, frozen = restated or {}, restated is not None
        return [drawing.line(wanted, one, as_of, now.get(one.key), frozen=frozen) for one in values]

    shown = {one.key: one for one in lines(found.values)}
    return {
        **_pictures(wanted, found, on_map, shown),
        "found": found,
        "before_words": found.chosen.before().words,
        "decide": lines(reading.to_decide(found.values)),
        "late": lines(reading.late(found.values)),
        "changed": lines(reading.changed(found.values)),
        "sections": [
            {
                "number": part.number,
                "roman": document.ROMAN[part.number],
                "title": _(part.title),
                "lines": lines(part.values),
                "published": _published(wanted, part, made, shown),
                "missing": _("%(what)s: chưa có số liệu trong hệ thống.", what=_capital(OWED[part.number]))
                if not part.values and OWED[part.number]
                else "",
            }
            for part in found.parts
        ],
    }


def _pictures(wanted: Asked, found: Briefing, on_map: str, lines: Mapping[str, drawing.Line]) -> dict[str, Any]:
    """The charts; last the map, of the figure that was chosen for it."""
    chosen = found.value(on_map) or found.value(charts.MAPPED)
    mapped = charts.by_place(wanted.place, chosen) if chosen else None
    return {
        "charts": [drawing.picture(wanted, one, lines) for one in found.charts if not one.placed],
        "map": drawing.picture(wanted, mapped) if mapped else None,
        "mapped": chosen.key if chosen else "",
        "mappable": [(one.key, _(one.label)) for one in found.values if one.places or one is chosen],
    }


def _published(
    wanted: Asked, part: Part, made: Mapping[str, int], shown: Mapping[str, drawing.Line]
) -> list[published.Row]:
    """What others published in a section, beside the lists of the same. An issued briefing keeps the first alone."""
    rows = []
    for one in part.statements:
        known = external.BY_KEY.get(one.key)
        if known is None:
            value = published.value(one.value, one.of, one.unit)
            rows.append(published.Row(one.label, value, one.source, one.on, False))
            continue
        line = shown.get(known.counted)
        beside = published.Linked(line.value, line.address, line.label) if line and not line.missing else None
        rows.append(published.row(known, made, lambda key: wanted.address("list", key), beside))
    return rows


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


@used_by(READING)
def file(request: HttpRequest, actor: Actor, ending: str) -> HttpResponseBase:
    """The briefing as it stands now as a draft of the report, with the texts that were written."""
    wanted = asked(request, actor)
    written = texts.latest(wanted.place, wanted.chosen)
    report = document.of_draft(current(wanted), written.texts, wanted.now)
    return answered(report, ending, f"Dự thảo báo cáo {wanted.place.name} {formatting.day(wanted.chosen.last)}")


def answered(report: document.Report, ending: str, name: str) -> HttpResponseBase:
    """A report as PDF in the browser, or as DOCX to keep."""
    from thongsuot.measures.briefing import docx

    made = document.pdf(report) if ending == "pdf" else docx.made(report)
    response = HttpResponse(made, content_type=TYPES.get(ending, TYPES["docx"]))
    as_file(response, f"{name.replace('/', '-')}.{ending if ending in TYPES else 'docx'}", inline=ending == "pdf")
    return response
