"""Making the signed file of a result: printed once and signed for its signer when numbered, sealed and time-stamped
for its body when sealed, checked, and put with the dossier.

Each step writes its digest before the next begins, and only where nothing stands yet: a worker that dies in between
leaves no half file and the next one goes on; two at once make one. Nothing holds a transaction while the service works.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from thongsuot.areas.dossiers import printing, results
from thongsuot.areas.dossiers.results import BEING_MADE, DIGITAL
from thongsuot.engine import papers, reading, signed_papers, sql, verbs
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused, StaleCase
from thongsuot.engine.making import Paper
from thongsuot.engine.reading import CasePage
from thongsuot.engine.verdicts import EXPIRED, REVOKED, UNKNOWN, VALID, Checked
from thongsuot.ports import signing
from thongsuot.ports.signing import Holder, Service
from thongsuot.register import bodies

EVERY = 0.5  # seconds between two looks at the list
LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT, MOST_TRIES = timedelta(seconds=5), timedelta(minutes=30), 10
SIGNATURE, SEAL = "ChuKyNguoiCoThamQuyen", "ConDauCoQuan"
REASON = "Mã xác minh: "
STALE_TRIES = 5

_CLAIM = """
UPDATE dossiers_result SET next_at = %(until)s WHERE id = (
  SELECT id FROM dossiers_result WHERE next_at <= %(now)s ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING id, case_id, entry, body, number, kind, code, signed, sealed, tries, next_at
"""


@dataclass(frozen=True)
class Work:
    """One result whose file is due, leased to this worker until `lease`."""

    id: UUID
    case_id: UUID
    entry: int
    body: str
    number: str
    kind: str
    code: str
    signed: bytes | None
    sealed: bytes | None
    tries: int
    lease: datetime


class NotYet(Refused):
    """The service answered, but what came back may not leave the house."""


def not_issued_unsigned(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """The area's rule: who signs digitally needs a service, and a digital result leaves the house signed and sealed."""
    if move == "sign" and given.get("method") == DIGITAL and signing.service() is None:
        return "Nơi này chưa nối dịch vụ ký số. Chọn “Ký trực tiếp trên giấy”."
    if move == "issue" and case.facts.get("method") == DIGITAL and not results.has_file(case):
        return (
            "Tệp kết quả đang được ký số, đóng dấu và kiểm tra, thường xong sau vài giây. Mở lại hồ sơ rồi phát hành;"
            " nếu chờ lâu, xem mục “Tệp kết quả” trên trang hồ sơ."
        )
    return None


def work_one(now: datetime) -> bool:
    """Bring the file that has waited longest one step or more forward; False when none is due."""
    rows = sql.run(_CLAIM, {"now": now, "until": now + LEASE})
    if not rows:
        return False
    work = Work(*rows[0])
    otherwise = "Chưa lập được tệp kết quả. Báo quản trị hệ thống kèm mã hồ sơ."
    if trouble := signed_papers.attempted(lambda: _advance(work), otherwise, {"result": str(work.id)}):
        _failed(work, trouble, now)
    return True


def _advance(work: Work) -> None:
    page = reading.story(work.case_id)
    case = page.case
    if case.facts.get("result_number") != work.number or case.step not in BEING_MADE or results.has_file(case):
        _end(work, "done" if results.has_file(case) and work.sealed else "over")
        return
    service = signing.service()
    if service is None:
        raise NotYet("Nơi này chưa nối dịch vụ ký số.")
    signed = bytes(work.signed) if work.signed else _sign(work, page, service)
    if case.step == "numbered":
        _park(work)
        return
    sealed = bytes(work.sealed) if work.sealed else _seal(work, page, signed, service)
    _attach(work, sealed)
    _end(work, "done")


def _sign(work: Work, page: CasePage, service: Service) -> bytes:
    """Print the result and sign it for who signed the dossier; the digest of what was kept."""
    from thongsuot.engine import signatures

    who = printing.signed_by(page)
    body = str(who.get("body") or page.case.competent_body)
    holder = Holder("officer", str(who.get("post")), who["name"], body,
                    bodies.name_of(body), str(who.get("title", "")))  # fmt: skip
    _letter, pdf = printing.printed(page, "result", 0)
    made = signatures.sign(pdf, service, holder, field=SIGNATURE, reason=_reason(work), place=_place(page))
    checked = _check(made)
    _accept(checked, (body,), work)
    return _keep(work, "signed", made)


def _seal(work: Work, page: CasePage, signed: bytes, service: Service) -> bytes:
    """Seal the signed file for its body; the digest of what was kept, with the outcome of its check."""
    from thongsuot.engine import signatures

    name = bodies.name_of(work.body)
    holder = Holder("body", work.body, name, work.body, name)
    pdf = papers.path(signed).read_bytes()
    made = signatures.sign(pdf, service, holder, field=SEAL, reason=_reason(work), place=_place(page))
    checked = _check(made)
    _accept(checked, (checked.signatures[0].body, work.body), work)
    digest = _keep(work, "sealed", made)
    signed_papers.keep(digest, checked)
    return digest


def _reason(work: Work) -> str:
    return f"{REASON}{results.shown(work.code)}"


def _place(page: CasePage) -> str:
    view = bodies.body(page.case.competent_body)
    return view.name if view else ""


def _check(pdf: bytes) -> Checked:
    from thongsuot.engine import signature_checks

    return signature_checks.check(pdf, signing.trusted(), signing.lists())


def _accept(checked: Checked, expected: tuple[str, ...], work: Work) -> None:
    """Raises NotYet when what was made is not valid or not of the right bodies: it must not leave the house."""
    words = {
        EXPIRED: "Chứng thư số đã hết hạn. Gia hạn chứng thư rồi cho ký lại.",
        REVOKED: "Chứng thư số đã bị thu hồi. Cấp chứng thư mới rồi cho ký lại.",
        UNKNOWN: "Chứng thư số do nơi chưa được tin cậy cấp. Báo quản trị hệ thống.",
    }
    if checked.verdict != VALID:
        raise NotYet(words.get(checked.verdict, "Chữ ký vừa tạo không khớp với tệp. Báo quản trị hệ thống."))
    if tuple(one.body for one in checked.signatures) != expected:
        raise NotYet("Chứng thư số không phải của cơ quan ban hành. Kiểm tra chứng thư của người ký và của con dấu.")


def _keep(work: Work, column: str, pdf: bytes) -> bytes:
    """Keep a file and write its digest where none stands yet; the digest that stands."""
    kept = papers.keep([pdf], "ket-qua.pdf", origin="result")
    rows = sql.run(
        f"UPDATE dossiers_result SET {column} = coalesce({column}, %(digest)s), size = %(size)s,"  # noqa: S608 - ours
        " state = 'signed' WHERE id = %(id)s RETURNING " + column,
        {"digest": kept.digest, "size": kept.size, "id": work.id},
    )
    return bytes(rows[0][0])


def _attach(work: Work, sealed: bytes) -> None:
    """Put the file with the dossier, once: the result's own id is the paper's and the request's."""
    name = papers.clean_name(f"{work.kind} số {work.number.replace('/', '-')}.pdf")
    paper = Paper(work.id, name, signed_papers.PDF, papers.path(sealed).stat().st_size, sealed, "", "result")
    file = {"number": work.number, "paper": str(work.id), "digest": sealed.hex()}
    for _try in range(STALE_TRIES):
        case = reading.story(work.case_id).case
        if case.facts.get("result_number") != work.number:
            return
        try:
            verbs.attach(SYSTEM, case.id, case.length, (paper,), key=work.id, facts={"result_file": file})
            return
        except StaleCase:
            continue
    raise NotYet("Hồ sơ đang có người khác cập nhật.")


def _park(work: Work) -> None:
    """Wait for the seal. A seal that came meanwhile has set another moment, which stays."""
    sql.run(
        "UPDATE dossiers_result SET next_at = NULL, tries = 0, trouble = '' WHERE id = %s AND next_at = %s",
        [work.id, work.lease],
    )


def _end(work: Work, state: str) -> None:
    sql.run("UPDATE dossiers_result SET state = %s, next_at = NULL, trouble = '' WHERE id = %s", [state, work.id])


def _failed(work: Work, why: str, now: datetime) -> None:
    """Later, each time later; after the last try somebody has to look: the body's clerk."""
    tries = work.tries + 1
    dead = tries >= MOST_TRIES
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2**work.tries)
    sql.run(
        "UPDATE dossiers_result SET tries = %(tries)s, trouble = %(why)s, next_at = %(next)s,"
        " state = CASE WHEN %(dead)s THEN 'dead' ELSE state END WHERE id = %(id)s AND state NOT IN ('done', 'over')",
        {"tries": tries, "why": why, "next": None if dead else now + wait, "dead": dead, "id": work.id},
    )


def digests() -> list[bytes]:
    """What is being made and stands in no case yet, for the sweep of the paper store."""
    rows = sql.run("SELECT signed, sealed FROM dossiers_result WHERE state IN ('waiting', 'signed', 'dead')")
    return [bytes(one) for row in rows for one in row if one is not None]
