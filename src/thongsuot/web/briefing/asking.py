"""Which briefing an address asks for: a place, a period and, for a list, the moment at which its number was shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed
from thongsuot.measures.briefing import periods, places
from thongsuot.measures.briefing.periods import Chosen
from thongsuot.measures.briefing.places import Place
from thongsuot.web.desk.forms import read_day
from thongsuot.web.environment import url
from thongsuot.web.speech import say as _

KINDS = {"tuan": "week", "thang": "month", "quy": "quarter", "nua-nam": "half", "chin-thang": "nine_months",
         "nam": "year", "khoang": "custom"}  # fmt: skip
WORDS = {kind: word for word, kind in KINDS.items()}


@dataclass(frozen=True)
class Asked:
    """A place and a period, as of a moment: now, or that of the page which led here."""

    place: Place
    chosen: Chosen
    now: datetime
    mistake: str = ""

    def query(self, **more: str) -> str:
        return urlencode({name: value for name, value in {**words(self.place, self.chosen), **more}.items() if value})

    def words(self) -> list[tuple[str, str]]:
        return list(words(self.place, self.chosen).items())

    def address(self, name: str, *parts: Any, **more: str) -> str:
        return f"{url(f'briefing:{name}', *parts)}?{self.query(**more)}"


def words(place: Place, chosen: Chosen) -> dict[str, str]:
    """A place and a period as they stand in an address; what is cut by months is named by its last day, whose year it
    is of."""
    first = chosen.last if chosen.kind in periods.BY_MONTHS else chosen.first
    last = chosen.last.isoformat() if chosen.kind == "custom" else ""
    return {"noi": place.code, "ky": WORDS[chosen.kind], "ngay": first.isoformat(), "den": last}


def asked(request: HttpRequest, actor: Actor, given: Mapping[str, Any] | None = None) -> Asked:
    """What is asked for, this week of the widest place where nothing is said. A place that is not open is not there."""
    given = request.GET if given is None else given
    code = _word(given, "noi")
    place = places.place(code) if "noi" in given else places.home(actor)
    if place is None and "noi" not in given:
        raise NotAllowed(_("Báo cáo dành cho người làm việc ở xã, tỉnh, Văn phòng Chính phủ và lãnh đạo bộ."))
    if place is None or not places.may_open(actor, place):
        raise Http404
    chosen, mistake = _period(given)
    return Asked(place, chosen, _moment(_word(given, "luc")), mistake)


def _word(given: Mapping[str, Any], name: str) -> str:
    return str(given.get(name, "")).replace("\x00", "").strip()[:40]


def _period(given: Mapping[str, Any]) -> tuple[Chosen, str]:
    """The period, and what was wrong with the one that was typed: this week is shown then."""
    kind = KINDS.get(_word(given, "ky"), "week")
    try:
        first = read_day(_word(given, "ngay"), _("Từ ngày")) or places.today()
        return periods.of(kind, first, _last(given, kind, first)), ""
    except (ValueError, OverflowError):
        mistake = _("Khoảng thời gian chưa đúng: từ ngày trước đến ngày sau, không quá một năm, từ năm 2025.")
        return periods.week(places.today()), mistake


def _last(given: Mapping[str, Any], kind: str, first: date) -> date | None:
    return (read_day(_word(given, "den"), _("Đến ngày")) or first) if kind == "custom" else None


def _moment(text: str) -> datetime:
    """The moment that an address names; now for a missing or strange one, and never later."""
    now = datetime.now(UTC)
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return now
    return min(given.astimezone(UTC), now) if given.tzinfo and 2024 < given.year < 2200 else now
