"""The texts that an author writes for a briefing before it is issued: one a section, every version kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from thongsuot.engine import sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.measures.briefing import places
from thongsuot.measures.briefing.periods import Chosen
from thongsuot.measures.briefing.places import Place
from thongsuot.measures.briefing.words import TITLES

LONGEST = 8000


class StaleTexts(Refused):
    """Somebody else wrote since the page was opened."""

    def __init__(self) -> None:
        super().__init__("Nội dung báo cáo vừa được người khác sửa. Xem lại nội dung mới rồi thực hiện lại.")


@dataclass(frozen=True)
class Written:
    """The latest version; number 0 is the empty one before anybody wrote."""

    number: int = 0
    texts: Mapping[int, str] = field(default_factory=dict)
    by: str = ""
    at: datetime | None = None


def latest(place: Place, chosen: Chosen, *, lock: bool = False) -> Written:
    """The latest version of a place and period; with `lock`, nobody writes until the transaction ends."""
    if lock:
        sql.run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"{place.code}:{chosen.first}:{chosen.last}"])
    rows = sql.run(
        "SELECT number, texts::text, by_name, written_at FROM measures_briefing_text"
        " WHERE place = %s AND first = %s AND last = %s ORDER BY number DESC LIMIT 1",
        [place.code, chosen.first, chosen.last],
    )
    if not rows:
        return Written()
    number, kept, by, at = rows[0]
    return Written(number, {int(section): text for section, text in json.loads(kept).items()}, by, at)


def same(written: Written, seen: int) -> None:
    """Raises StaleTexts when another version was seen."""
    if written.number != seen:
        raise StaleTexts


def write(actor: Actor, place: Place, chosen: Chosen, said: Mapping[int, str], seen: int) -> int:
    """Keep a new version; its number. Raises NotAllowed, NeedsNotMet, StaleTexts."""
    office = places.writer(actor, place)
    kept = {section: text.strip() for section, text in said.items() if section in TITLES and text.strip()}
    faults = [
        (f"text-{section}", f"Nội dung mục {section} dài quá {LONGEST} ký tự.")
        for section, text in kept.items()
        if len(text) > LONGEST
    ]
    if faults:
        raise NeedsNotMet(faults)
    try:
        with transaction.atomic():
            same(latest(place, chosen, lock=True), seen)
            sql.run(
                "INSERT INTO measures_briefing_text (id, place, first, last, number, texts, by_person, by_name,"
                " written_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, clock_timestamp())",
                [uuid7(), place.code, chosen.first, chosen.last, seen + 1,
                 Jsonb({str(section): text for section, text in kept.items()}), actor.person,
                 f"{actor.name}, {office.title}"],
            )  # fmt: skip
    except IntegrityError as twice:
        raise StaleTexts from twice
    return seen + 1
