"""Papers that carry signatures: every PDF that enters a case is checked once, beside the server, and the outcome kept.

A paper is checked as it came in: what happens to a certificate later does not change what the officer was shown.
"""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from django.db import Error
from psycopg.types.json import Jsonb

from thongsuot.engine import following, papers, sql
from thongsuot.engine.errors import Refused
from thongsuot.engine.verdicts import BROKEN, MARKER, NONE, Checked
from thongsuot.ports import signing
from thongsuot.ports.signing import NoAnswer

log = logging.getLogger(__name__)
POSITION = "engine_signature_position"
BATCH, EVERY = 1000, timedelta(seconds=0.5)
LONGEST = 20  # seconds for one file
PDF = "application/pdf"

_NEXT = """
SELECT s.sequence, s.case_id, s.number FROM engine_stamp s
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
_ASK = """
INSERT INTO engine_signature (digest, asked_at)
SELECT DISTINCT p.digest, %(now)s::timestamptz
FROM unnest(%(cases)s::uuid[], %(numbers)s::int[]) AS e (case_id, number)
JOIN engine_paper p ON p.case_id = e.case_id AND p.number = e.number WHERE p.media_type = %(pdf)s
ON CONFLICT DO NOTHING
"""


def catch_up(site: str, most: int = BATCH) -> int:
    """Put the PDFs of the entries stamped since the last time on the list; how many entries were read."""
    return following.catch_up(POSITION, site, _NEXT, _ask, most=most)


def _ask(rows: following.Rows) -> None:
    now = datetime.now(UTC)
    sql.run(_ASK, {"now": now, "cases": [row[1] for row in rows], "numbers": [row[2] for row in rows], "pdf": PDF})


def check_waiting(most: int = 20) -> int:
    """Check what is on the list, the oldest first; how many. Twice the same paper costs time and changes nothing.

    Raises NoAnswer when the lists of revoked certificates are not to be had: the papers wait.
    """
    rows = sql.run("SELECT digest FROM engine_signature WHERE checked_at IS NULL ORDER BY asked_at LIMIT %s", [most])
    if rows:
        roots, lists = signing.trusted(), signing.lists()
        for (digest,) in rows:
            keep(bytes(digest), _checked(bytes(digest), roots, lists))
    return len(rows)


def _checked(digest: bytes, roots: Iterable[bytes], lists: Iterable[bytes]) -> Checked:
    path = papers.path(digest)
    return check_apart(path.read_bytes(), roots, lists) if path.exists() else Checked(BROKEN)


def check_apart(pdf: bytes, roots: Iterable[bytes], lists: Iterable[bytes]) -> Checked:
    """Judge the signatures of a stranger's PDF in a programme of its own, bounded in memory and time.

    About a second. A file that wants more than that is BROKEN: it may have been made to.
    """
    if MARKER not in pdf:
        return Checked(NONE)
    told = {"roots": _as_text(roots), "lists": _as_text(lists)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "thongsuot.engine.signature_checks"],
            input=json.dumps(told).encode() + b"\n" + pdf,
            capture_output=True,
            timeout=LONGEST,
            check=True,
        )
        return Checked.from_json(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return Checked(BROKEN)


def _as_text(some: Iterable[bytes]) -> list[str]:
    return [base64.b64encode(one).decode() for one in some]


def keep(digest: bytes, checked: Checked) -> None:
    """Keep an outcome; the first one stays."""
    sql.run(
        "INSERT INTO engine_signature AS s (digest, asked_at, checked_at, outcome)"
        " VALUES (%(digest)s, %(now)s, %(now)s, %(outcome)s) ON CONFLICT (digest) DO UPDATE"
        " SET checked_at = excluded.checked_at, outcome = excluded.outcome WHERE s.checked_at IS NULL",
        {"digest": digest, "now": datetime.now(UTC), "outcome": Jsonb(checked.to_json())},
    )


def of(digests: Iterable[str]) -> dict[str, tuple[Checked, datetime]]:
    """What the papers with these digests (hex) came to, and when: those that were checked and carry signatures."""
    wanted = [bytes.fromhex(one) for one in digests]
    if not wanted:
        return {}
    rows = sql.run(
        "SELECT encode(digest, 'hex'), outcome::text, checked_at FROM engine_signature"
        " WHERE digest = ANY(%s) AND checked_at IS NOT NULL AND outcome ->> 'verdict' <> 'none'",
        [wanted],
    )
    return {digest: (Checked.from_json(json.loads(outcome)), at) for digest, outcome, at in rows}


def make_round(now: datetime) -> bool:
    """Check what waits; false while the lists of revoked certificates are not to be had."""
    try:
        check_waiting()
    except NoAnswer:
        return False
    return True


def attempted(sign: Callable[[], object], otherwise: str, about: Mapping[str, str]) -> str:
    """Make a signed file; the sentence of what hindered it, empty when nothing did.

    One that cannot be made must not stop the others: what nobody foresaw is logged and said as `otherwise`. A lost
    database is raised.
    """
    try:
        sign()
    except NoAnswer:
        return "Dịch vụ ký số chưa trả lời."
    except Refused as refusal:
        return refusal.sentence
    except Error:
        raise
    except Exception:
        log.exception("a signed file could not be made", extra=dict(about))
        return otherwise
    return ""
