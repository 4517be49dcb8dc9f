"""Reconciliation: what changed on a day, here by the journal and there by the portal, by status and one by one."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from psycopg.types.json import Jsonb

from thongsuot.engine import sql
from thongsuot.ports.national_messages import Known
from thongsuot.ports.national_portal import NationalPortal
from thongsuot.register.working_time import VIETNAM

MOST_LISTED = 1000
WORDS = {
    "missing": "Cổng chưa có hồ sơ này",
    "unknown": "Cổng có hồ sơ này, ở đây không có",
    "status": "Trạng thái khác nhau",
    "identity": "Cổng có mã hồ sơ này dưới định danh khác",
}


@dataclass(frozen=True)
class Ours:
    """A dossier of ours as the journal has it; `open` when something of it is still to be told."""

    code: str
    province_code: str
    foreign_id: str
    status: int
    open: bool


@dataclass(frozen=True)
class Difference:
    """A dossier that the two sides see differently; a status of 0 is none."""

    code: str
    foreign_id: str
    kind: str
    ours: int
    theirs: int
    open: bool


@dataclass(frozen=True)
class Day:
    """A day of a province, compared."""

    day: date
    province_code: str
    made_at: datetime
    ours: Mapping[int, int]
    theirs: Mapping[int, int]
    differences: tuple[Difference, ...]


_OURS = """
SELECT d.code, d.province_code, coalesce(d.foreign_id, ''), d.ours,
  EXISTS (SELECT 1 FROM exchange_national_message m WHERE m.dossier_id = d.id AND m.state IN ('waiting', 'dead'))
FROM exchange_national_dossier d WHERE d.code IS NOT NULL AND (d.changed_on = %(day)s OR d.code = ANY(%(codes)s))
"""


def compare(portal: NationalPortal, day: date) -> list[Day]:
    """Compare every dossier that changed on a day on either side, as both have it now; one Day for each province.

    Raises NationalPortalError.
    """
    touched = {one.MaHoSo: one for one in portal.touched(day.isoformat())}
    ours = {row[0]: Ours(*row) for row in sql.run(_OURS, {"day": day, "codes": list(touched)})}
    theirs = {**touched, **portal.look_up([code for code in ours if code not in touched])}
    found = _differences(ours, theirs)
    rows = [
        (day, province, *_counts(province, ours, theirs), found.get(province, []))
        for province in sorted({one.province_code for one in ours.values()} | set(found))
    ]
    with transaction.atomic():
        for row in rows:
            _write(*row)
    return of_day(day)


_BEHIND = """
SELECT 1 FROM engine_unstamped u JOIN engine_entry e USING (case_id, number) WHERE e.recorded_at < %(midnight)s
UNION ALL
SELECT 1 FROM engine_stamp s JOIN engine_entry e USING (case_id, number)
WHERE s.site = %(site)s AND e.recorded_at < %(midnight)s AND s.sequence >
  coalesce((SELECT p.sequence FROM exchange_national_position p WHERE p.site = %(site)s), 0)
LIMIT 1
"""


def compare_once(portal: NationalPortal, day: date) -> None:
    """Compare a day that was not compared yet, as soon as the outbox has heard of all of it."""
    if sql.run("SELECT 1 FROM exchange_national_day WHERE day = %s LIMIT 1", [day]):
        return
    midnight = datetime.combine(day + timedelta(days=1), time(), VIETNAM)
    if sql.run(_BEHIND, {"site": settings.SITE, "midnight": midnight}):
        return
    if not compare(portal, day):
        _write(day, "", {}, {}, [])


_OPEN = """
SELECT day, province_code, made_at, ours, theirs, differences FROM exchange_national_day
WHERE day >= %(since)s AND jsonb_array_length(differences) > 0 AND made_at < %(before)s ORDER BY day
"""


def recheck(portal: NationalPortal, since: date, before: datetime) -> int:
    """Look again at what differed on the days since; how many differences are gone. The counts of a day stay."""
    gone = 0
    for day in [_day(*row) for row in sql.run(_OPEN, {"since": since, "before": before})]:
        codes = [one.code for one in day.differences]
        ours = {row[0]: Ours(*row) for row in sql.run(_OURS, {"day": None, "codes": codes})}
        left = [one for some in _differences(ours, portal.look_up(codes)).values() for one in some]
        _write(day.day, day.province_code, day.ours, day.theirs, left)
        gone += len(day.differences) - len(left)
    return gone


def _differences(ours: Mapping[str, Ours], theirs: Mapping[str, Known]) -> dict[str, list[Difference]]:
    """By province; what the portal alone has is nobody's, and stands under no province."""
    found: dict[str, list[Difference]] = defaultdict(list)
    for code, one in ours.items():
        there = theirs.get(code)
        if there is None:
            kind = "missing"
        elif one.foreign_id and there.IDHoSo != one.foreign_id:
            kind = "identity"
        elif there.TrangThai != one.status:
            kind = "status"
        else:
            continue
        shown = there.TrangThai if there else 0
        found[one.province_code].append(Difference(code, one.foreign_id, kind, one.status, shown, one.open))
    for code, there in theirs.items():
        # Submitted at the portal and not yet answered by us: it has no code of ours.
        if code and code not in ours:
            found[""].append(Difference(code, there.IDHoSo, "unknown", 0, there.TrangThai, False))
    return dict(found)


def _counts(
    province: str, ours: Mapping[str, Ours], theirs: Mapping[str, Known]
) -> tuple[dict[int, int], dict[int, int]]:
    own = [one for one in ours.values() if one.province_code == province]
    there = [theirs[one.code] for one in own if one.code in theirs]
    if not province:
        there += [one for code, one in theirs.items() if code and code not in ours]
    return dict(Counter(one.status for one in own)), dict(Counter(one.TrangThai for one in there))


def _write(
    day: date, province: str, ours: Mapping[int, int], theirs: Mapping[int, int], found: list[Difference]
) -> None:
    sql.run(
        "INSERT INTO exchange_national_day AS d (day, province_code, made_at, ours, theirs, differences)"
        " VALUES (%s, %s, clock_timestamp(), %s, %s, %s) ON CONFLICT (day, province_code) DO UPDATE"
        " SET made_at = EXCLUDED.made_at, ours = EXCLUDED.ours, theirs = EXCLUDED.theirs,"
        " differences = EXCLUDED.differences",
        [day, province, Jsonb(dict(ours)), Jsonb(dict(theirs)), Jsonb([vars(one) for one in found[:MOST_LISTED]])],
    )


def of_day(day: date, provinces: list[str] | None = None) -> list[Day]:
    """A compared day, of these provinces or of all."""
    return _read("day = %(day)s", {"day": day, "provinces": provinces})


def latest(provinces: list[str] | None, most: int = 14) -> list[Day]:
    """The newest compared days, of these provinces or of all."""
    return _read("true", {"provinces": provinces, "most": most}, " LIMIT %(most)s")


def _read(where: str, parameters: dict[str, Any], limit: str = "") -> list[Day]:
    rows = sql.run(
        f"SELECT day, province_code, made_at, ours, theirs, differences FROM exchange_national_day"
        f" WHERE {where} AND (%(provinces)s::text[] IS NULL OR province_code = ANY(%(provinces)s))"
        f" ORDER BY day DESC, province_code{limit}",
        parameters,
    )
    return [_day(*row) for row in rows]


def _day(day: date, province: str, at: datetime, ours: Any, theirs: Any, found: Any) -> Day:
    return Day(
        day, province, at, _by_status(ours), _by_status(theirs), tuple(Difference(**one) for one in _json(found))
    )


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _by_status(value: Any) -> dict[int, int]:
    return {int(status): count for status, count in _json(value).items()}
