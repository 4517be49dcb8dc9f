"""Who acts: a person with the posts held today, loaded in one statement; or the system itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from thongsuot.engine import sql
from thongsuot.engine.process import OFFICER, POSTLESS


@dataclass(frozen=True)
class Office:
    """One post as its holder carries it today. `acting_for` is the person whose post it is, when held by delegation."""

    post: UUID
    title: str
    roles: frozenset[str]
    body: str
    body_kind: str
    body_name: str
    house: str
    tier: int
    unit_code: str
    province_code: str
    acting_for: UUID | None = None
    archive: tuple[str, ...] = ()
    """The bodies before this one, or before its house, whose finished cases and books it keeps."""


@dataclass(frozen=True)
class Actor:
    """Somebody who may do things. `offices` is empty for a person without a post and for the system.

    `citizen` is the personal number, or the tax code, that an e-identity has confirmed: it opens one's own cases.
    `unread` is how many things this person was told and has not read, as far as `counted_beside` says.
    """

    person: UUID | None
    name: str
    offices: tuple[Office, ...] = ()
    account: int | None = None
    administrator: bool = False
    system: bool = False
    must_change_password: bool = False
    day: date | None = None
    citizen: str = ""
    unread: int = 0

    @property
    def identity(self) -> str:
        """What tells this actor from every other in a request."""
        return str(self.person) if self.person else f"citizen:{self.citizen}"

    def holding(self, role: str, body: str) -> Office | None:
        """The post by which this person has the role in that body: of the body itself or of its house.

        Any post there carries the role `process.OFFICER`.
        """
        for office in self.offices:
            has = bool(office.roles - POSTLESS) if role == OFFICER else role in office.roles
            if has and body in (office.body, office.house):
                return office
        return None

    @cached_property
    def queues(self) -> tuple[tuple[str, str], ...]:
        """The queues (body, role) that this person may claim from."""
        return tuple(
            dict.fromkeys(
                (body, role)
                for office in self.offices
                for role in sorted(office.roles)
                for body in dict.fromkeys((office.body, office.house))
            )
        )

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset().union(*(office.roles for office in self.offices))


SYSTEM = Actor(person=None, name="hệ thống", system=True)

OFFICES = """
  SELECT coalesce(json_agg(json_build_array(
      p.id, p.title, p.roles, b.key, b.kind, b.name, coalesce(b.house_id, b.key), b.tier, b.unit_code,
      b.province_code, h.acting_for_id, (SELECT json_agg(s.old) FROM register_body_succession s WHERE s.archive
        AND s.new IN (b.key, b.house_id) AND s.happened_on <= {day})
      ) ORDER BY h.acting_for_id NULLS FIRST, h.valid_from, p.id), '[]')::text
  FROM register_holding h JOIN register_post p ON p.id = h.post_id JOIN register_body b ON b.key = p.body_id
  WHERE h.person_id = {person} AND h.valid_from <= {day} AND (h.valid_to IS NULL OR h.valid_to > {day})
    AND p.valid_from <= {day} AND (p.valid_to IS NULL OR p.valid_to > {day})
"""


def offices_from(text: str) -> tuple[Office, ...]:
    """The offices from the JSON of the `OFFICES` statement."""
    return tuple(_office(*row) for row in json.loads(text))


def _office(post: str, title: str, roles: list[str], *rest: Any) -> Office:
    body, kind, name, house, tier, unit, province, acting, kept = rest
    return Office(
        UUID(post), title, frozenset(roles), body, kind, name, house, tier, unit, province,
        UUID(acting) if acting else None, tuple(kept or ()),
    )  # fmt: skip


def load(person: UUID, day: date) -> Actor:
    """The actor that a person is on a day. An unknown person is an actor without any post."""
    offices = OFFICES.format(person="%(person)s", day="%(day)s")
    rows = sql.run(
        f"SELECT r.name, ({offices}) FROM register_person r WHERE r.id = %(person)s",
        {"person": person, "day": day},
    )
    if not rows:
        return Actor(person=person, name="", day=day)
    name, text = rows[0]
    return Actor(person=person, name=name, offices=offices_from(text), day=day)


_unread = "0"


def counted_beside(statement: str) -> None:
    """Have what a person has not read yet counted in the statement that finds who is signed in.

    `statement` is SQL in parentheses, giving one number, in which `r.id` is the person.
    """
    global _unread
    _unread = statement


_SESSION = f"""
SELECT a.id, coalesce(a.is_superuser, false), coalesce(a.must_change_password, false), r.id,
  coalesce(r.name, a.username, s.citizen_name), s.citizen,
  CASE WHEN r.id IS NULL THEN '[]' ELSE ({OFFICES.format(person="r.id", day="%(day)s")}) END,
  CASE WHEN r.id IS NULL THEN 0 ELSE {{unread}} END
FROM register_session s LEFT JOIN register_account a ON a.id = s.account_id AND a.is_active
LEFT JOIN register_person r ON r.id = a.person_id
WHERE s.session_key = %(session)s AND s.expire_date > now() AND (a.id IS NOT NULL OR s.citizen <> '')
"""


def of_session(session_key: str, day: date) -> Actor | None:
    """Who is signed in under a session's key: session, account and posts in one statement. None when nobody is."""
    rows = sql.run(_SESSION.replace("{unread}", _unread), {"session": session_key, "day": day})
    if not rows:
        return None
    account, administrator, must_change, person, name, citizen, text, unread = rows[0]
    if account is None:
        return Actor(None, name, day=day, citizen=citizen)
    return Actor(person, name, offices_from(text), account, administrator, False, must_change, day, unread=unread)
