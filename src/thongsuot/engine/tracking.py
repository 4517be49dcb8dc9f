"""Following a case without signing in: a code sent to the telephone or mail box that the case has on file.

Asking answers the same for a case that is there and for one that is not, in words, statements and time. Codes are
kept as keyed digests, live ten minutes and may be tried five times; asking is bounded for every address and for
every case. What a code opens is the case without the values of persons.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from thongsuot.engine import sql
from thongsuot.engine.case import SELECT, Case, from_row
from thongsuot.engine.errors import NotFound, Refused

LIVES = timedelta(minutes=10)
TRIES = 5
# A whole commune's centre, or a telephone company's customers, may share one address.
ADDRESS_LIMIT, ADDRESS_SPAN = 30, timedelta(hours=1)
CASE_LIMIT, CASE_SPAN = 3, timedelta(minutes=15)
DAY_LIMIT, DAY = 10, timedelta(days=1)
LONGEST_CODE = 60


class TooOften(Refused):
    def __init__(self) -> None:
        super().__init__("Đã yêu cầu mã xác nhận quá nhiều lần. Chờ 15 phút rồi thử lại, hoặc hỏi tại nơi nộp hồ sơ.")


def forget(case_id: UUID) -> Iterable[bytes]:
    """Codes that were sent for a case go with it."""
    sql.run("DELETE FROM engine_track WHERE case_id = %s", [case_id])
    return ()


@dataclass(frozen=True)
class Asked:
    """A code was asked for. `ticket` stands for the request; `phone` and `email` are empty when nobody is reached."""

    ticket: UUID
    secret: str
    phone: str = ""
    email: str = ""


def spelled(code: str) -> str:
    """A dossier's code as it is kept: without the spaces and small letters that people type."""
    storable = code.replace("\x00", "").encode(errors="ignore").decode()
    return "".join(storable.split()).upper()[:LONGEST_CODE]


_COUNT = """
SELECT (SELECT count(*) FROM engine_track WHERE address = %(address)s AND made_at > %(address_since)s),
  (SELECT count(*) FROM engine_track WHERE asked = %(asked)s AND made_at > %(case_since)s),
  (SELECT count(*) FROM engine_track WHERE asked = %(asked)s AND made_at > %(day_since)s)
"""
_ASK = """
WITH c AS (SELECT c.id, c.subject ->> 'phone' AS phone, c.subject ->> 'email' AS email FROM engine_case c
           WHERE c.code = ANY(%(spelled)s) LIMIT 1),
 t AS (INSERT INTO engine_track (id, asked, address, case_id, secret, made_at, tries)
       SELECT %(ticket)s, %(asked)s, %(address)s, (SELECT id FROM c), %(secret)s, %(now)s, 0)
SELECT coalesce((SELECT phone FROM c), ''), coalesce((SELECT email FROM c), '')
"""


def ask(code: str, address: str, now: datetime) -> Asked:
    """Ask for a code to follow the case with that dossier code, from a network address. Raises TooOften."""
    wanted = spelled(code)
    asked, place = _digest("case", wanted), _digest("address", address)
    made = Asked(uuid4(), f"{secrets.randbelow(10**6):06d}")
    parameters = {
        "asked": asked,
        "address": place,
        "address_since": now - ADDRESS_SPAN,
        "case_since": now - CASE_SPAN,
        "day_since": now - DAY,
        "spelled": [wanted, wanted.lower()],
        "ticket": made.ticket,
        "secret": _digest(str(made.ticket), made.secret),
        "now": now,
    }
    with transaction.atomic():
        # One at a time for an address and for a case, always in this order: a count that is being raced is no bound.
        sql.run("SELECT pg_advisory_xact_lock(61, hashtext(%s))", [place.hex()])
        sql.run("SELECT pg_advisory_xact_lock(62, hashtext(%s))", [asked.hex()])
        of_address, of_case, of_day = sql.run(_COUNT, parameters)[0]
        if of_address >= ADDRESS_LIMIT or of_case >= CASE_LIMIT or of_day >= DAY_LIMIT:
            raise TooOften
        phone, email = sql.run(_ASK, parameters)[0]
    return replace(made, phone=phone, email=email)


_TRY = """
UPDATE engine_track SET tries = tries + 1
WHERE id = %(ticket)s AND made_at > %(since)s AND tries < %(most)s RETURNING case_id, secret
"""


def opened(ticket: UUID, secret: str, now: datetime) -> UUID | None:
    """The case that the code opens; None for a wrong, old, used or too often tried one, told apart by nobody.

    Every trial counts before it is judged, so that trials sent together are counted one by one.
    """
    rows = sql.run(_TRY, {"ticket": ticket, "since": now - LIVES, "most": TRIES})
    case_id, kept = rows[0] if rows else (None, b"")
    right = hmac.compare_digest(bytes(kept), _digest(str(ticket), secret))
    if not right or case_id is None:
        return None
    sql.run("UPDATE engine_track SET tries = %s WHERE id = %s", [TRIES, ticket])
    return UUID(str(case_id))


_LOOK = f"""
WITH c AS MATERIALIZED (SELECT * FROM engine_case c WHERE c.id = %(id)s),
 r AS (INSERT INTO engine_read (case_id, province_code, person, post, at, what)
       SELECT id, province_code, NULL, NULL, clock_timestamp(), 'track' FROM c)
SELECT {SELECT} FROM c
"""


def look(case_id: UUID) -> Case:
    """The case that a code has opened, without any value of a person; the look is recorded. Raises NotFound."""
    rows = sql.run(_LOOK, {"id": case_id})
    if not rows:
        raise NotFound
    return replace(from_row(rows[0]), subject={}, subject_name="", assignee=None)


def erase_old(now: datetime) -> int:
    """Erase what no bound counts any more; how many."""
    return len(sql.run("DELETE FROM engine_track WHERE made_at <= %s RETURNING 1", [now - DAY]))


def _digest(*parts: str) -> bytes:
    """Keyed, so that who reads the table can try out neither codes nor addresses."""
    text = "\x1f".join(("track", *parts))
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(errors="replace"), hashlib.sha256).digest()
