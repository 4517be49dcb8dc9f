"""The register book on paper: a month of a counter's book, a thousand lines to a file."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings

from thongsuot.areas.dossiers import book
from thongsuot.areas.dossiers.book import Line
from thongsuot.areas.dossiers.letters import parts
from thongsuot.areas.dossiers.letters.book import BookLine, RegisterBookData
from thongsuot.engine import letters
from thongsuot.engine.actor import Actor
from thongsuot.engine.letters import Letter
from thongsuot.register import bodies, formatting, units
from thongsuot.register.bodies import BodyView

A_FILE = 500
"""Lines of one file: about two seconds of typesetting, some 45 pages."""
UNIT_TYPES = ("Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu ")


def printed(actor: Actor, key: str, year: int, month: int, part: int, at: datetime) -> tuple[Letter, bytes]:
    """A part (from 1) of a month's book as PDF, in the form of the circular that held then. Raises UnknownBook."""
    view = book.open_to(actor, key)
    shown, _total = book.page(actor, key, year, month, part, A_FILE, "book print")
    letter = letters.letter_for("07", _last_day(year, month, at))
    span = f"Tháng {month:02d} năm {year}"
    if shown:
        first, last = formatting.number(shown[0].number), formatting.number(shown[-1].number)
        span += f", từ số {first} đến số {last}"
    data = RegisterBookData(
        code=f"{key}/{year}-{month:02d}",
        issued_at=at,
        demo=settings.DEMO,
        agency=_agency(view, at.date()),
        year=year,
        span=span,
        lines=tuple(_line(one) for one in shown),
    )
    return letter, letters.render(letter, data)


def parts_of(total: int) -> int:
    """How many files a month of so many lines makes."""
    return max(1, -(-total // A_FILE))


def _last_day(year: int, month: int, at: datetime) -> date:
    """The day whose form a month is printed in: its last one, or today while it lasts."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date.fromordinal(following.toordinal() - 1), formatting.local(at).date())


def _agency(view: BodyView, day: date) -> parts.Agency:
    superior = bodies.name_on(view.house, day) if view.house and view.house != view.key else ""
    unit = units.unit(view.unit_code, day).name if view.unit_code else "Hà Nội"
    for word in UNIT_TYPES:
        unit = unit.removeprefix(word)
    return parts.Agency(superior=superior, name=bodies.name_on(view.key, day), place=unit)


def _line(one: Line) -> BookLine:
    return BookLine(
        number=one.number,
        code=one.code,
        title=one.title[:500],
        sets=one.sets,
        name=one.name[:500],
        contact=one.contact[:1000],
        body=one.body,
        received_at=one.received_at,
        due_at=one.due_at,
        given_at=one.given_at,
        delivery=one.delivery,
        note=one.note,
    )
