"""Looks that belong to a lawful investigation: marked by a control officer with basis and end, not told until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from uuid6 import uuid7

from thongsuot.engine import access, needs, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound, Refused

LONGEST = timedelta(days=366)
LONGEST_BASIS = 500
READERS = frozenset({"control", "leader"})


@dataclass(frozen=True, slots=True)
class Investigation:
    """That looks of one officer at one dossier are not told to its person from `since` to `until`."""

    code: str
    officer: str
    since: datetime
    until: datetime
    basis: str
    marked_by: str
    marked_at: datetime


def mark(actor: Actor, code: str, officer: UUID, since: datetime, until: datetime, basis: str, now: datetime) -> None:
    """Mark the looks of an officer at a dossier. Raises NotAllowed, NotFound, Refused.

    Who marks does so for another's looks: nobody hides one's own.
    """
    if "control" not in actor.roles or actor.person is None:
        raise NotAllowed("Chỉ cán bộ kiểm soát thủ tục hành chính được đánh dấu lượt xem thuộc điều tra, kiểm tra.")
    if officer == actor.person:
        raise NotAllowed("Không được tự che lượt xem của mình. Cán bộ kiểm soát khác phải đánh dấu.")
    rows = sql.run(
        f"SELECT c.id, c.province_code FROM engine_case c WHERE c.code = %(code)s AND {access.CONCERNED}",
        {"code": code, **access.scope(actor).parameters()},
    )
    if not rows:
        raise NotFound
    needs.storable([basis])
    if not basis.strip() or len(basis) > LONGEST_BASIS:
        raise Refused(f"Nhập căn cứ (quyết định, văn bản yêu cầu), tối đa {LONGEST_BASIS} ký tự.")
    if not since < until or until <= now or until - now > LONGEST:
        raise Refused("Ngày kết thúc phải sau hôm nay và không quá 12 tháng; ngày bắt đầu phải trước ngày kết thúc.")
    sql.run(
        "INSERT INTO engine_investigation (id, case_id, province_code, person, since, until, basis, marked_by,"
        " marked_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [uuid7(), rows[0][0], rows[0][1], officer, since, until, basis.strip(), actor.person, now],
    )


def listed(actor: Actor) -> list[Investigation]:
    """Every mark in the area of who oversees it, the last first. Raises NotAllowed."""
    if not READERS & actor.roles:
        raise NotAllowed("Danh sách này của người phụ trách kiểm soát.")
    rows = sql.run(
        "SELECT coalesce(c.code, ''), coalesce(p.name, ''), i.since, i.until, i.basis, coalesce(m.name, ''),"
        " i.marked_at FROM engine_investigation i JOIN engine_case c ON c.id = i.case_id"
        " LEFT JOIN register_person p ON p.id = i.person LEFT JOIN register_person m ON m.id = i.marked_by"
        f" WHERE {access.CONCERNED} ORDER BY i.marked_at DESC LIMIT 500",
        access.scope(actor).parameters(),
    )
    return [Investigation(*row) for row in rows]


def lookers(actor: Actor, code: str) -> list[tuple[UUID, str, str]]:
    """Who looked at a dossier of the actor's area: (person, name, post), without the actor. Raises NotFound."""
    rows = sql.run(
        "SELECT DISTINCT r.person, p.name, coalesce(t.title, '') FROM engine_case c"
        " JOIN engine_read r ON r.case_id = c.id JOIN register_person p ON p.id = r.person"
        " LEFT JOIN register_post t ON t.id = r.post"
        f" WHERE c.code = %(code)s AND {access.CONCERNED} ORDER BY 2 LIMIT 200",
        {"code": code, **access.scope(actor).parameters()},
    )
    return [row for row in rows if row[0] != actor.person]
