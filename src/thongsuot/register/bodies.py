"""Bodies: made by rule from the units, found by key, unit or house, named as of a day, confirmed by people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from thongsuot.register.body_rules import (
    ONE_CENTRE,
    TWO_TIERS,
    BodyRow,
    Place,
    bodies_of,
    read_csv,
    standard_name,
)
from thongsuot.register.memory import Remembered

# QĐ 20/2020/QĐ-TTg (H29.12.03) and the older QCVN 102:2016/BTTTT (000.00.01.H29); both styles coexist.
OFFICIAL = (
    re.compile(r"[A-Z]\d{2}(\.[0-9A-Z]{2,3})*"),
    re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}"),
)


class BadIdentifiers(ValueError):
    """A file of identifiers that was refused whole; `problems` has one sentence for each bad row."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class BodyView(NamedTuple):
    """A body as pages and rules read it. `status` is open, unknown (not known to exist) or closed.

    A tuple because a process keeps all 24,000: it is made four times faster than a frozen dataclass.
    """

    key: str
    kind: str
    name: str
    tier: int
    unit_code: str
    province_code: str
    parent: str | None
    house: str | None
    identifier: str
    provisional: bool
    status: str
    valid_from: date
    valid_to: date | None
    address: str
    legal_basis: str

    def stands_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class _Memory:
    """Every body, by key, unit and house."""

    by_key: dict[str, BodyView]
    by_unit: Mapping[str, list[BodyView]]
    by_house: Mapping[str, list[BodyView]]


_COLUMNS = """key, kind, name, tier, unit_code, province_code, parent_id, house_id, identifier, provisional,
  status, valid_from, valid_to, address, legal_basis"""


def _select(where: str = "", parameters: Sequence[Any] = ()) -> list[BodyView]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM register_body {where} ORDER BY key", parameters)  # noqa: S608
        return list(map(BodyView._make, cursor.fetchall()))


def _read() -> _Memory:
    views = _select()
    by_unit: dict[str, list[BodyView]] = defaultdict(list)
    by_house: dict[str, list[BodyView]] = defaultdict(list)
    for view in views:
        by_unit[view.unit_code].append(view)
        by_house[view.house or view.key].append(view)
    return _Memory({view.key: view for view in views}, dict(by_unit), dict(by_house))


_remembered = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of bodies, so that the next question reads them again."""
    _remembered.forget()
    _unit_versions.cache_clear()


def body(key: str) -> BodyView | None:
    """The body with this key. One that appeared since the last reading is looked up by itself."""
    memory = _remembered.get()
    if key not in memory.by_key:
        for view in _select("WHERE key = %s", (key,)):
            memory.by_key[view.key] = view
    return memory.by_key.get(key)


def everybody() -> list[BodyView]:
    """Every body that this process remembers, for who must find many of them by name."""
    return list(_remembered.get().by_key.values())


def name_of(key: str) -> str:
    """A body's name today; an unknown key is shown as it is, so that a page never breaks over a name."""
    view = body(key)
    return view.name if view else key


def bodies_of_unit(code: str, day: date) -> list[BodyView]:
    """The bodies that stand in a unit on a day."""
    return [view for view in _remembered.get().by_unit.get(code, ()) if view.stands_on(day)]


def of_kind(kind: str, code: str, day: date) -> BodyView | None:
    """The body of a kind in a unit on a day, such as the committee of a ward."""
    return next((view for view in bodies_of_unit(code, day) if view.kind == kind), None)


def offices(house: str) -> list[BodyView]:
    """A house and its offices, by key."""
    return list(_remembered.get().by_house.get(house, ()))


def centre_for(commune_code: str, day: date) -> BodyView | None:
    """Where the people of a commune are received: its centre, or the point of the provincial centre there.

    Its `status` may be unknown: screens then say *chưa xác minh*. None for a code that is no commune that day.
    """
    for kind in ("pvhcc_xa", "pvhcc_diem"):
        if view := of_kind(kind, commune_code, day):
            return view
    return None


@lru_cache(maxsize=4096)
def _unit_versions(code: str) -> tuple[tuple[str, str, date, date | None], ...]:
    from thongsuot.register.models import Unit

    rows = Unit.objects.filter(code=code).order_by("valid_from")
    return tuple(rows.values_list("name", "kind", "valid_from", "valid_to"))


def name_on(key: str, day: date) -> str:
    """What a body was called on a day: a phường of 20/9/2026 was a xã the day before, and so was its committee.

    Raises LookupError for an unknown body and for a day before or after it stood: the same unit code may then
    have meant another place.
    """
    view = body(key)
    if view is None:
        raise LookupError(f"Không có cơ quan mang khóa {key}.")
    if not view.stands_on(day):
        raise LookupError(f"Ngày {day:%d/%m/%Y}, {view.name} chưa có hoặc không còn.")
    for name, kind, since, until in _unit_versions(view.unit_code) if view.unit_code else ():
        if since <= day and (until is None or day < until):
            return standard_name(view.kind, name, kind) or view.name
    return view.name


PLACES = """
  SELECT code, (array_agg(name ORDER BY valid_from DESC))[1], (array_agg(kind ORDER BY valid_from DESC))[1],
    (array_agg(tier ORDER BY valid_from DESC))[1], (array_agg(province_code ORDER BY valid_from DESC))[1],
    greatest(min(valid_from), %(start)s), (array_agg(valid_to ORDER BY valid_from DESC))[1]
  FROM register_unit
  WHERE tier IN (1, 3) AND valid_from <= %(today)s AND (valid_to IS NULL OR valid_to > %(start)s)
  GROUP BY code
"""

# What a person settled (an imported identifier, a confirmed centre, an address) outlives a reload of the rules.
UPSERT = """
  INSERT INTO register_body AS b (key, kind, name, tier, unit_code, province_code, parent_id, house_id,
    identifier, status, valid_from, valid_to, legal_basis, provisional, address, recorded_on)
  SELECT *, true, '', %(today)s FROM unnest(%(key)s::text[], %(kind)s::text[], %(name)s::text[],
    %(tier)s::smallint[], %(unit_code)s::text[], %(province_code)s::text[], %(parent)s::text[],
    %(house)s::text[], %(identifier)s::text[], %(status)s::text[], %(valid_from)s::date[],
    %(valid_to)s::date[], %(legal_basis)s::text[])
  ON CONFLICT (key) DO UPDATE SET kind = EXCLUDED.kind, name = EXCLUDED.name, tier = EXCLUDED.tier,
    unit_code = EXCLUDED.unit_code, province_code = EXCLUDED.province_code, parent_id = EXCLUDED.parent_id,
    house_id = EXCLUDED.house_id, valid_from = EXCLUDED.valid_from, valid_to = EXCLUDED.valid_to,
    status = CASE WHEN b.status = 'unknown' THEN EXCLUDED.status ELSE b.status END,
    legal_basis = CASE WHEN b.status IN (EXCLUDED.status, 'unknown') THEN EXCLUDED.legal_basis
      ELSE b.legal_basis END
  WHERE (b.kind, b.name, b.tier, b.unit_code, b.province_code, b.parent_id, b.house_id, b.valid_from, b.valid_to)
    IS DISTINCT FROM (EXCLUDED.kind, EXCLUDED.name, EXCLUDED.tier, EXCLUDED.unit_code, EXCLUDED.province_code,
      EXCLUDED.parent_id, EXCLUDED.house_id, EXCLUDED.valid_from, EXCLUDED.valid_to)
    OR (b.status = 'unknown' AND EXCLUDED.status <> 'unknown')
    OR (b.status IN (EXCLUDED.status, 'unknown') AND b.legal_basis <> EXCLUDED.legal_basis)
"""


def load_bodies(today: date | None = None) -> int:
    """Make every body that the rules and the units want, in one transaction; how many rows were written.

    Rows already right are not touched, so that a second run writes nothing and a killed one starts anew.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(PLACES, {"start": TWO_TIERS, "today": today})
            rows = list(bodies_of(Place(*row) for row in cursor.fetchall()))
            columns: dict[str, Any] = {
                field.name: [getattr(row, field.name) for row in rows] for field in fields(BodyRow)
            }
            cursor.execute(UPSERT, {**columns, "today": today})
            written = int(cursor.rowcount)
        written += _import_ours()
    forget()
    return written


def _import_ours() -> int:
    """Official identifiers that the national portal's public answers of 7/2026 show, for bodies that have none yet."""
    pairs = [(row["key"], row["identifier"]) for row in read_csv("identifiers.csv")]
    waiting = {view.key for view in _select("WHERE key = ANY(%s) AND provisional", ([key for key, _ in pairs],))}
    return import_identifiers([pair for pair in pairs if pair[0] in waiting])


def import_identifiers(rows: Iterable[tuple[str, str]]) -> int:
    """Give bodies their official electronic identifiers, replacing provisional or earlier ones; how many changed.

    All or nothing: BadIdentifiers lists every row with an unknown body, a malformed identifier, or one given twice
    or already borne by another body. Dossier codes issued under a provisional identifier stay as they are.
    """
    pairs = [(key.strip(), identifier.strip()) for key, identifier in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE register_body IN SHARE ROW EXCLUSIVE MODE")
        if problems := _problems(pairs):
            raise BadIdentifiers(problems)
        cursor.execute(
            """UPDATE register_body b SET identifier = n.identifier, provisional = false
            FROM unnest(%s::text[], %s::text[]) AS n (key, identifier)
            WHERE b.key = n.key AND (b.identifier <> n.identifier OR b.provisional)""",
            ([key for key, _ in pairs], [identifier for _, identifier in pairs]),
        )
        changed = int(cursor.rowcount)
    forget()
    return changed


def _problems(pairs: Sequence[tuple[str, str]]) -> list[str]:
    known = {view.key for view in _select("WHERE key = ANY(%s)", ([key for key, _ in pairs],))}
    borne = {
        view.identifier: view.key
        for view in _select("WHERE identifier = ANY(%s)", ([identifier for _, identifier in pairs],))
    }
    moving = {key for key, _ in pairs}
    keys: set[str] = set()
    taken: dict[str, str] = {}
    problems = []
    for key, identifier in pairs:
        holder = borne.get(identifier)
        if key not in known:
            problems.append(f"Không có cơ quan mang khóa {key}.")
        elif key in keys:
            problems.append(f"Cơ quan {key} có hai dòng.")
        elif not any(pattern.fullmatch(identifier) for pattern in OFFICIAL):
            problems.append(f"Mã định danh “{identifier}” của {key} không đúng dạng.")
        elif identifier in taken:
            problems.append(f"Mã định danh {identifier} được gán cho cả {taken[identifier]} và {key}.")
        elif holder is not None and holder != key and holder not in moving:
            problems.append(f"Mã định danh {identifier} đã thuộc về {holder}.")
        keys.add(key)
        taken.setdefault(identifier, key)
    return problems


def confirm_centre(key: str, by: str, on: date, basis: str) -> BodyView:
    """Record that a centre, branch or point exists, by whose word and on what basis; from then on it is open.

    Raises LookupError for an unknown key, ValueError for a body that is no place of receiving or an empty basis.
    """
    view = body(key)
    if view is None:
        raise LookupError(f"Không có cơ quan mang khóa {key}.")
    if not view.kind.startswith("pvhcc_"):
        raise ValueError(f"{view.name} không phải trung tâm, chi nhánh hoặc điểm phục vụ hành chính công.")
    if not (by.strip() and basis.strip()):
        raise ValueError("Cần ghi người xác nhận và căn cứ xác nhận.")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE register_body SET status = 'open', legal_basis = %s, recorded_on = %s WHERE key = %s",
            (f"{basis.strip()}; {by.strip()} xác nhận ngày {on:%d/%m/%Y}", on, key),
        )
    forget()
    confirmed = body(key)
    assert confirmed is not None
    return confirmed


def one_centre_for_all(province_code: str) -> bool:
    """Whether a province has one centre with branches and points (Hà Nội, Quảng Ninh) instead of one a commune."""
    return province_code in ONE_CENTRE
