"""Loading the country: units, bodies, calendars, procedures and competences, each part once and whole."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from thongsuot.register import bodies, body_rules, calendar, competences, procedures, unit_files
from thongsuot.register.catalogue import built_in, places
from thongsuot.register.models import LoadedFile
from thongsuot.register.reorganising import facts

Report = Callable[[str], None]

# Two processes that start at once load one after the other, and the second finds nothing left to do.
LOCK = 20_260_702


@dataclass(frozen=True)
class Part:
    """One part of the country. `digest` tells its inputs apart; None for a part that looks after that itself."""

    name: str
    label: str
    load: Callable[[], int]
    digest: Callable[[], str] | None = None


def _digest(files: Iterable[Path], *more: str) -> str:
    found = hashlib.sha256()
    for path in files:
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for text in more:
        found.update(text.encode() + b"\0")
    return found.hexdigest()


def _data(*names: str) -> list[Path]:
    return [body_rules.DATA / name for name in names]


def _load_units() -> int:
    loaded = unit_files.load_units()
    written = loaded.inserted + loaded.changed + loaded.deleted
    if written:
        facts.again()
    return written


def _load_bodies() -> int:
    written = bodies.load_bodies()
    facts.again()
    return written


def _units_as_they_stand() -> str:
    """Which list of units is loaded, and the last day on which a change of it took effect."""
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT (SELECT max(digest) FROM register_loadedfile WHERE name = 'units'),
              (SELECT max(valid_from) FROM register_unit WHERE valid_from <= %(today)s),
              (SELECT max(valid_to) FROM register_unit WHERE valid_to <= %(today)s)""",
            {"today": today},
        )
        return "|".join(str(value) for value in cursor.fetchone() or ())


def _bodies_digest() -> str:
    # The rules are code: a change of theirs is a change of what they make.
    rules = [Path(body_rules.__file__), Path(bodies.__file__)]
    files = _data("departments.csv", "ministries.csv", "branches.csv", "identifiers.csv")
    return _digest([*rules, *files], _units_as_they_stand())


def _load_calendars() -> int:
    written = calendar.load_calendar_rows()
    calendar.forget()
    return written


def _load_procedures() -> int:
    """Our ten first: they win over the catalogue that comes with the programme."""
    return procedures.load_procedures() + built_in.load() + places.load()


def _procedures_digest() -> str:
    return _digest([*sorted(procedures.DATA.glob("*.json")), built_in.FILE, places.FILE])


PARTS = (
    Part("units", "Đơn vị hành chính", _load_units),
    Part("bodies", "Cơ quan, đơn vị", _load_bodies, _bodies_digest),
    Part(
        "calendars",
        "Lịch làm việc",
        _load_calendars,
        lambda: _digest(_data("calendar_days.csv", "working_sessions.csv")),
    ),
    Part(
        "procedures",
        "Thủ tục hành chính",
        _load_procedures,
        _procedures_digest,
    ),
    Part(
        "competences",
        "Thẩm quyền",
        competences.load_competences,
        lambda: _digest(_data("competences.csv")),
    ),
)


def load_country(report: Report = lambda line: None) -> int:
    """Bring every part up to its files; how many rows were written. `report` gets one Vietnamese line a part.

    Each part is one transaction: killed half-way, the parts before are kept, the one at work is as it was, and
    the next run goes on from there. A part whose inputs have not changed is passed over.
    """
    return sum(_bring_up(part, report) for part in PARTS)


def _bring_up(part: Part, report: Report) -> int:
    started = time.perf_counter()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        digest = part.digest() if part.digest else ""
        if digest and LoadedFile.objects.filter(name=part.name, digest=digest).exists():
            report(f"{part.label}: không thay đổi.")
            return 0
        written = part.load()
        if digest:
            LoadedFile.objects.update_or_create(
                name=part.name, defaults={"digest": digest, "loaded_at": timezone.now()}
            )
    seconds = f"{time.perf_counter() - started:.1f}".replace(".", ",")
    count = f"{written:,}".replace(",", ".")
    report(f"{part.label}: ghi {count} dòng trong {seconds} giây." if written else f"{part.label}: không thay đổi.")
    return written
