"""The signed file of an issued briefing: printed from what was frozen, signed for its signer, checked, and kept.

A list that one worker at a time takes from: a worker that dies leaves the row due again, and the same is signed anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from thongsuot.engine import papers, signed_papers, sql
from thongsuot.engine.errors import Refused
from thongsuot.engine.verdicts import VALID
from thongsuot.measures.briefing import document, issuing
from thongsuot.measures.briefing.issuing import Issued
from thongsuot.ports import signing
from thongsuot.ports.signing import Holder
from thongsuot.register import bodies

EVERY = 1.0  # seconds between two looks at the list
LEASE, FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(seconds=5), timedelta(hours=1)
MOST_TRIES = 10
FIELD = "ChuKyNguoiCoThamQuyen"

_CLAIM = """
UPDATE measures_briefing_file SET next_at = %(until)s WHERE briefing = (
  SELECT briefing FROM measures_briefing_file WHERE next_at <= %(now)s ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING briefing, tries
"""
_DONE = """
UPDATE measures_briefing_file SET digest = coalesce(digest, %(digest)s), size = %(size)s, signed_at = %(now)s, why = '',
  next_at = NULL WHERE briefing = %(id)s
"""
_PUT_OFF = (
    "UPDATE measures_briefing_file SET tries = %(tries)s, why = %(why)s, next_at = %(next)s WHERE briefing = %(id)s"
)


class NotYet(Refused):
    """The file may not be signed now; the sentence says why."""


def work_one(now: datetime) -> bool:
    """Sign the file that has waited longest; False when none is due."""
    rows = sql.run(_CLAIM, {"now": now, "until": now + LEASE})
    if not rows:
        return False
    id, tries = rows[0]
    otherwise = "Chưa lập được tệp báo cáo. Báo quản trị hệ thống."
    if trouble := signed_papers.attempted(lambda: _sign(UUID(str(id)), now), otherwise, {"briefing": str(id)}):
        _put_off(id, tries, trouble, now)
    return True


def _sign(id: UUID, now: datetime) -> None:
    from thongsuot.engine import signature_checks, signatures

    found = issuing.by_id(id)
    service = signing.service()
    if found is None or service is None:
        raise NotYet("Nơi này chưa nối dịch vụ ký số: in báo cáo và ký trên giấy.")
    pdf = document.pdf(document.of_issued(found))
    made = signatures.sign(pdf, service, holder(found), field=FIELD, reason=f"Ban hành {found.code}")
    checked = signature_checks.check(made, signing.trusted(), signing.lists())
    if checked.verdict != VALID or [one.body for one in checked.signatures] != [found.signer.body]:
        raise NotYet("Chữ ký vừa tạo chưa hợp lệ hoặc không phải của cơ quan ban hành. Báo quản trị hệ thống.")
    kept = papers.keep([made], "bao-cao.pdf", origin="result")
    signed_papers.keep(kept.digest, checked)
    sql.run(_DONE, {"digest": kept.digest, "size": kept.size, "now": now, "id": id})


def holder(found: Issued) -> Holder:
    who = found.signer
    return Holder("officer", str(who.post), who.name, who.body, bodies.name_of(who.body), who.title)


def _put_off(id: UUID, tries: int, why: str, now: datetime) -> None:
    """Try again later; after ten times it rests until somebody asks for it."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2**tries)
    ended = tries + 1 >= MOST_TRIES
    sql.run(_PUT_OFF, {"tries": tries + 1, "why": why, "next": None if ended else now + wait, "id": id})


def ask_again(id: UUID, now: datetime) -> None:
    """Have a file that rests unsigned tried again."""
    sql.run(
        "UPDATE measures_briefing_file SET tries = 0, next_at = %s WHERE briefing = %s AND digest IS NULL", [now, id]
    )


def digests() -> list[bytes]:
    """The signed files, for the sweep of the paper store: no case holds them."""
    rows = sql.run("SELECT digest FROM measures_briefing_file WHERE digest IS NOT NULL")
    return [bytes(row[0]) for row in rows]
