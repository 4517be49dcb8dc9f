"""What a province says otherwise than we ship, between two days: kept for ever, the latest that holds is used."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from uuid6 import uuid7

from thongsuot.engine import sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound
from thongsuot.exchange.notices import templates
from thongsuot.exchange.notices.rules import Language
from thongsuot.exchange.notices.templates import BadTemplate, Texts
from thongsuot.register.working_time import VIETNAM

ROLE = "admin"


@dataclass(frozen=True, slots=True)
class Own:
    """A province's texts for one event in one language, from a day on, up to another one where it ends."""

    id: UUID
    province_code: str
    event: str
    language: Language
    valid_from: date
    valid_to: date | None
    texts: Texts
    made_by: str
    made_at: datetime


_HELD = """
SELECT texts::text FROM exchange_notice_text
WHERE province_code = %(province)s AND event = %(event)s AND language = %(language)s
  AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
ORDER BY valid_from DESC, made_at DESC LIMIT 1
"""
_ALL = """
SELECT id, province_code, event, language, valid_from, valid_to, texts::text, made_by, made_at
FROM exchange_notice_text WHERE province_code = %s ORDER BY event, language, valid_from DESC, made_at DESC
"""


def of_province(province: str, event: str, language: Language, day: date | None = None) -> Texts | None:
    """The texts that hold in a province on a day (today), where it has its own."""
    wanted = {"province": province, "event": event, "language": language, "day": day or _today()}
    rows = sql.run(_HELD, wanted) if province else []
    return _texts(rows[0][0]) if rows else None


def all_of(province: str) -> tuple[Own, ...]:
    """All that a province ever said otherwise, by event, the latest first."""
    return tuple(
        Own(id, where, event, language, since, until, _texts(texts), by, at)
        for id, where, event, language, since, until, texts, by, at in sql.run(_ALL, [province])
    )


def publish(
    actor: Actor, province: str, event: str, language: Language, texts: Texts, since: date, until: date | None
) -> UUID:
    """Let a province say it so from a day on. Raises NotAllowed, NotFound for no such event, BadTemplate."""
    if province not in provinces(actor):
        raise NotAllowed("Chỉ quản trị của tỉnh, thành phố này được sửa mẫu tin.")
    if event not in templates.on(date.max).events or language not in ("vi", "en"):
        raise NotFound
    wrong = templates.faults(texts)
    if since < _today():
        wrong.append("ngày bắt đầu phải từ hôm nay trở đi")
    if until is not None and until <= since:
        wrong.append("ngày kết thúc phải sau ngày bắt đầu")
    if wrong:
        raise BadTemplate(wrong)
    id = uuid7()
    sql.run(
        "INSERT INTO exchange_notice_text (id, province_code, event, language, valid_from, valid_to, texts, made_by,"
        " made_at) VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)",
        [id, province, event, language, since, until, json.dumps(asdict(texts)), actor.name, datetime.now(UTC)],
    )
    return id


def provinces(actor: Actor) -> tuple[str, ...]:
    """The provinces whose texts this actor may set: those of her administrating posts, all for one of the centre."""
    held = [one for one in actor.offices if ROLE in one.roles]
    if any(one.tier == 0 for one in held):
        rows = sql.run(
            "SELECT DISTINCT province_code FROM register_unit WHERE tier = 1 AND valid_to IS NULL ORDER BY 1"
        )
        return tuple(row[0] for row in rows)
    return tuple(dict.fromkeys(one.province_code for one in held if one.tier == 1))


def _texts(stored: str) -> Texts:
    known = json.loads(stored)
    return Texts(known["subject"], tuple(known["sms"]), tuple(known["mail"]))


def _today() -> date:
    return datetime.now(VIETNAM).date()
