"""Petitions about one and the same matter: by words, spot on the map, dossier; suggested, joined by a person alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any
from uuid import UUID

from thongsuot.areas.petitions import masking
from thongsuot.areas.petitions.process import FIELD, PETITION, STAFF
from thongsuot.engine import access, sql, writing
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.register.folding import fold

# Words that say nothing of whether two are the same matter.
COMMON = frozenset(fold(
    "chưa có không và của cho ở tại về được các những là do thì khi để theo với đến từ một hai bị vì nên rất đã đang"
    " đề nghị phản ánh kiến nghị xin tôi chúng em này đó ra vào trên dưới nhiều ai xử lý giúp phường xã"
).split())  # fmt: skip
LEAST, SHOWN, LOOKED_AT, LETTERS = 0.25, 8, 300, 90
SPOT = 60.0
"""Metres within which two reflections may be of one spot: a telephone in a street is no more exact."""
EARTH = 6_371_000.0
OPEN = ("received", "waiting", "processing", "drafted", "proposed")


@dataclass(frozen=True, slots=True)
class Matter:
    """What of a petition tells whether another one is the same."""

    id: UUID
    text: str
    about: str
    service: str = ""
    dossier: str = ""
    point: tuple[float, float] | None = None


def words(text: str) -> frozenset[str]:
    return frozenset(word for word in fold(text).split() if len(word) > 1 and word not in COMMON)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Between two points of the earth, as (latitude, longitude) in degrees."""
    (lat, long), (lat2, long2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((long2 - long) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def likeness(one: Matter, other: Matter) -> float:
    """How much two petitions are the same matter, 0 to 1, the same whichever is named first.

    On one spot the same service is enough; two services there only with words that agree. Of another class, 0.
    """
    if one.about != other.about:
        return 0.0
    mine, theirs = words(one.text), words(other.text)
    shared = len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
    dossier = 0.4 if one.dossier and fold(one.dossier) == fold(other.dossier) else 0.0
    if not one.point or not other.point:
        return min(1.0, shared + dossier)
    if metres(one.point, other.point) > SPOT:
        return shared * 0.5  # the same words of two places are two matters
    return min(1.0, shared + (0.5 if one.service and one.service == other.service else 0.2))


def ranked(one: Matter, others: Iterable[Matter]) -> Sequence[tuple[float, Matter]]:
    """Those that may be the same matter, the likeliest first, equal ones the older first. Never itself."""
    found = [(likeness(one, other), other) for other in others if other.id != one.id]
    close = sorted((pair for pair in found if pair[0] >= LEAST), key=lambda pair: (-pair[0], str(pair[1].id)))
    return close[:SHOWN]


_OF_PLACE = """
SELECT c.id, c.code, c.step, c.facts::text, (p.values -> 'content')::text, coalesce(p.values ->> 'where', ''),
  coalesce(p.values ->> 'dossier', '') FROM engine_case c
LEFT JOIN engine_personal p ON p.case_id = c.id AND p.number = 1
WHERE c.kind = 'petition' AND c.place_code = %(place)s AND c.receiving_body = %(body)s
  AND (c.is_open AND c.step = ANY(%(steps)s) OR c.id = %(id)s)
"""
_LAST = f"ORDER BY c.opened_at DESC, c.id LIMIT {LOOKED_AT}"
_SEEN = f"{_OF_PLACE} AND {access.FULLY} {_LAST}"
_ALL = f"{_OF_PLACE} {_LAST}"


def offered(actor: Actor, case: Case) -> tuple[tuple[str, str], ...]:
    """The open petitions that one may be joined to, the likeliest first, as a field offers them.

    Each with the start of its text, of which what looks personal is hidden: enough to know it again.
    """
    rows = sql.run(_SEEN, {**_of(case), **access.scope(actor).parameters()})
    codes = {row[0]: row[1] for row in rows}
    return tuple((str(one.id), f"{codes[one.id]}: {_start(one)}") for _, one in _close(case, rows))


def how_many(case: Case) -> int:
    """How many open petitions may be the same matter, for whoever classifies this one: a number and nothing of them."""
    return len(_close(case, sql.run(_ALL, _of(case)))) if case.step == "received" else 0


def _of(case: Case) -> dict[str, Any]:
    return {"place": case.place_code, "body": case.receiving_body, "id": case.id, "steps": list(OPEN)}


def _close(case: Case, rows: Iterable[tuple[Any, ...]]) -> Sequence[tuple[float, Matter]]:
    matters = {row[0]: _matter(row) for row in rows}
    return ranked(matters[case.id], matters.values()) if case.id in matters else ()


def _matter(row: tuple[Any, ...]) -> Matter:
    id, _code, _step, facts_text, content, where, dossier = row
    facts: Mapping[str, Any] = json.loads(facts_text)
    about, lines = str(facts.get("class", "")), json.loads(content) if content else []
    point = (facts["lat"], facts["long"]) if about == FIELD and "lat" in facts and "long" in facts else None
    return Matter(id, " ".join([*lines, where]), about, str(facts.get("service", "")), dossier, point)


def _start(found: Matter) -> str:
    text = masking.masked(found.text)
    return text if len(text) <= LETTERS else f"{text[:LETTERS].rsplit(' ', 1)[0]}…"


def mergeable(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Why a petition may not be joined to another: who is meant by behaviour is each sender's own matter."""
    if move != "merge":
        return None
    if given["class"] == STAFF:
        return "Phản ánh hành vi của cán bộ, công chức được xử lý riêng từng vụ, không gộp."
    main = writing.find(UUID(str(given["main"])))
    if main is None or main.kind != PETITION.key or main.id == case.id or main.facts.get("class") == STAFF:
        return "Không có phản ánh như vậy. Chọn trong danh sách."
    if (main.place_code, main.receiving_body) != (case.place_code, case.receiving_body):
        return "Chỉ gộp phản ánh cùng nơi, do cùng bộ phận tiếp nhận. Chọn trong danh sách."
    if main.step not in OPEN:
        return "Phản ánh được chọn đã kết thúc hoặc đã gộp. Chọn phản ánh đang được xử lý."
    return None
