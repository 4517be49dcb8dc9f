"""Handing closed dossiers to the archive: a list that follows the journal, a worker that packs and keeps receipts.

A package is made once and handed over as often as it takes: the archive answers the same package with the same receipt.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error

from thongsuot.areas.dossiers.keeping import packing, retention
from thongsuot.engine import chains, following, reading, sql
from thongsuot.ports.archive import Archive, Folder, NoReceipt, NotTaken, Receipt, Twin

log = logging.getLogger(__name__)
POSITION, KIND = "keeping_position", "dossier"
BATCH, EVERY = 500, 2.0
LEASE = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=6)

# Every entry that closed a dossier; one that was opened again waits for its next end.
_NEXT = """
SELECT s.sequence, c.id, c.kind, c.is_open, e.body::json -> 'changes' -> 'closed_at' ->> 1
FROM engine_stamp s JOIN engine_entry e USING (case_id, number) JOIN engine_case c ON c.id = e.case_id
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
_KEEP = """
INSERT INTO keeping_package (case_id, province_code, body, code, closed_at, rule, keep_until, state, length, size,
  tries, next_at, reason, receipt)
VALUES (%(case)s, %(province)s, %(body)s, %(code)s, %(closed)s, %(rule)s, %(until)s, 'waiting', 0, 0, 0,
  %(now)s, '', '')
ON CONFLICT (case_id) DO UPDATE SET closed_at = excluded.closed_at, rule = excluded.rule, length = 0, digest = NULL,
  keep_until = excluded.keep_until, state = 'waiting', tries = 0, next_at = excluded.next_at, reason = '', receipt = '',
  taken_at = NULL
WHERE keeping_package.state <> 'erased' AND keeping_package.closed_at <> excluded.closed_at
"""


def archive() -> Archive | None:
    """The archive that this installation hands over to; None where none is connected."""
    if settings.ARCHIVE:
        return Folder(Path(settings.ARCHIVE))
    return Twin(Path(settings.VAR) / "archive-twin") if settings.DEMO else None


def catch_up(site: str, most: int = BATCH) -> int:
    """Put the dossiers that ended since the last time on the list; how many entries were read."""
    return following.catch_up(POSITION, site, _NEXT, _write, most=most)


def _write(rows: following.Rows) -> None:
    ended = dict.fromkeys(row[1] for row in rows if row[2] == KIND and not row[3] and row[4])
    for case_id in ended:
        case = reading.story(case_id).case
        found = retention.of_case(case)
        if found is None or case.closed_at is None:
            continue
        sql.run(
            _KEEP,
            {
                "case": case.id, "province": case.province_code, "body": case.competent_body, "code": case.code or "",
                "closed": case.closed_at, "rule": found.rule.key, "until": found.until, "now": datetime.now(UTC),
            },
        )  # fmt: skip


_CLAIM = """
UPDATE keeping_package SET next_at = %(until)s, tries = tries + 1 WHERE case_id = (
  SELECT case_id FROM keeping_package WHERE next_at <= %(now)s ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING case_id, rule, keep_until, digest, tries
"""


@dataclass(frozen=True)
class Work:
    """One package that is due, leased to this worker."""

    case_id: UUID
    rule: str
    keep_until: date | None
    digest: bytes | None
    tries: int


def work_one(to: Archive, now: datetime) -> bool:
    """Pack and hand over the dossier that has waited longest; whether there was one."""
    rows = sql.run(_CLAIM, {"now": now, "until": now + LEASE})
    if not rows:
        return False
    case_id, rule, until, digest, tries = rows[0]
    work = Work(case_id, rule, until, bytes(digest) if digest else None, tries)
    try:
        _hand_over(to, work, now)
    except NotTaken as refusal:
        _refused(work, refusal.sentence)
    except NoReceipt as none:
        _later(work, now, none.sentence)
    except Error:
        raise
    except Exception:
        log.exception("a package could not be made", extra={"case": str(work.case_id)})
        _refused(work, "Không lập được gói lưu trữ. Báo quản trị hệ thống.")
    return True


def _hand_over(to: Archive, work: Work, now: datetime) -> None:
    digest = work.digest.hex() if work.digest else ""
    if not digest or not path(digest).exists():
        digest = pack(work)
    receipt = to.hand_over(path(digest), digest)
    if receipt.digest != digest:
        raise NotTaken("Biên nhận không khớp mã băm của gói.")
    _taken(work, receipt)
    path(digest).unlink(missing_ok=True)


def pack(work: Work) -> str:
    """Make the package of a dossier as it stands now; its digest. Kept on the disk until there is a receipt."""
    rule = next(one for one in retention.classes() if one.key == work.rule)
    page = reading.story(work.case_id)
    made = path(f"{work.case_id}-{work.tries}")
    digest = packing.write(made, page, retention.Kept(rule, work.keep_until), chains.of(work.case_id))
    size = made.stat().st_size
    made.replace(path(digest))
    sql.run(
        "UPDATE keeping_package SET digest = %s, size = %s, length = %s, state = 'packed' WHERE case_id = %s",
        [bytes.fromhex(digest), size, page.case.length, work.case_id],
    )
    return digest


def path(digest: str) -> Path:
    """Where a package lies until the archive has it."""
    return Path(settings.VAR) / "archive" / f"{digest}.zip"


def _taken(work: Work, receipt: Receipt) -> None:
    sql.run(
        "UPDATE keeping_package SET state = 'taken', receipt = %s, taken_at = %s, reason = '', next_at = NULL"
        " WHERE case_id = %s AND state <> 'erased'",
        [receipt.number, receipt.at, work.case_id],
    )


def _refused(work: Work, sentence: str) -> None:
    """Waits for a person, who packs it anew after mending what was wrong."""
    sql.run(
        "UPDATE keeping_package SET state = 'refused', reason = %s, next_at = NULL WHERE case_id = %s",
        [sentence, work.case_id],
    )


def _later(work: Work, now: datetime, sentence: str) -> None:
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(work.tries, 20))
    sql.run(
        "UPDATE keeping_package SET reason = %s, next_at = %s WHERE case_id = %s", [sentence, now + wait, work.case_id]
    )


def work_all(to: Archive, now: datetime) -> int:
    """Everything that is due now; how many dossiers were worked on."""
    done = 0
    while work_one(to, now):
        done += 1
    return done


def again(case_ids: list[UUID], now: datetime) -> int:
    """Pack these anew that were refused; how many."""
    rows: list[tuple[Any, ...]] = sql.run(
        "UPDATE keeping_package SET state = 'waiting', digest = NULL, tries = 0, next_at = %s, reason = ''"
        " WHERE case_id = ANY(%s) AND state = 'refused' RETURNING case_id",
        [now, case_ids],
    )
    return len(rows)


def work_due(now: datetime) -> bool:
    """As `work_one`, to the archive of this site; nothing is due where none is connected."""
    to = archive()
    return to is not None and work_one(to, now)
