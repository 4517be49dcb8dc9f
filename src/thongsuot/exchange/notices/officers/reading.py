"""What an officer was told, for the page of it: newest first, read or not; and how one wants to hear by mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

from thongsuot.engine import access, registry, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.process import Exposure
from thongsuot.exchange.notices.officers import rules
from thongsuot.exchange.notices.officers.rules import Mail
from thongsuot.register import people

PAGE = 50
# Of how many it is counted in the frame of every page.
MOST_COUNTED = 100
UNREAD = f"""(SELECT count(*) FROM (SELECT 1 FROM exchange_told t WHERE t.person = r.id AND t.read_at IS NULL
  LIMIT {MOST_COUNTED}) AS u)"""
# Short: a telephone shows them on one line.
ABOUT: Mapping[str, str] = {
    "work": "Việc chờ bạn",
    "news": "Tin về việc của bạn",
    "silence_soon": "Sắp hết hạn phải trả lời",
    "silence_soon_head": "Sắp hết hạn phải trả lời",
    "silence_soon_house": "Sắp hết hạn phải trả lời",
    "due_soon": "Sắp hết hạn",
    "due_soon_head": "Cơ quan sắp hết hạn",
    "overdue": "Quá hạn",
    "overdue_head": "Cơ quan quá hạn",
    "overdue_house": "Quá hạn hơn 1 ngày làm việc",
    "overdue_giver": "Quá hạn, nơi bạn phụ trách",
    "overdue_above": "Quá hạn lâu, nơi bạn phụ trách",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that somebody was told. `title` is empty for what only its code may name; `sealed` has neither."""

    case_id: UUID
    kind: str
    event: str
    move: str
    told_at: datetime
    read: bool
    code: str
    title: str
    process: str
    step: str
    due_at: datetime | None
    is_open: bool

    @property
    def sealed(self) -> bool:
        return registry.exposure_of(self.kind) is Exposure.SEALED

    @property
    def noun(self) -> str:
        """What kind of work it is, as a word of the interface."""
        area = registry.area(self.kind)
        return "" if self.sealed else area.face.title if area.face else area.process.title

    @property
    def state(self) -> str:
        return registry.process_of(self.process).state(self.step).label if self.process and not self.sealed else ""

    @property
    def label(self) -> str:
        """What was done that it tells of, as the table calls it."""
        move = registry.process_of(self.process).move(self.move) if self.move and self.process else None
        return move.label if move and not self.sealed else ""


# A title names nobody only in work between offices, and is told to who still sees the case.
COLUMNS = f"""t.case_id, t.kind, t.event, t.move, t.told_at, t.read_at IS NOT NULL, coalesce(c.code, ''),
  CASE WHEN c.kind = ANY(%(shared)s) AND {access.VISIBLE} THEN c.title ELSE '' END, c.process, c.step,
  CASE WHEN c.resolved_at IS NULL THEN c.due_at END,
  c.is_open"""
_LIST = f"""
SELECT {COLUMNS}, count(*) OVER (),
  (SELECT count(*) FROM exchange_told a WHERE a.person = %(person)s),
  (SELECT k.mail FROM exchange_told_choice k WHERE k.person = %(person)s),
  (SELECT r.email FROM register_person r WHERE r.id = %(person)s)
FROM exchange_told t JOIN engine_case c ON c.id = t.case_id WHERE t.person = %(person)s {{which}}
ORDER BY t.told_at DESC, t.case_id, t.cause LIMIT {PAGE} OFFSET %(after)s
"""
_OWN = """
SELECT (SELECT count(*) FROM exchange_told a WHERE a.person = r.id),
  (SELECT k.mail FROM exchange_told_choice k WHERE k.person = r.id), r.email FROM register_person r WHERE r.id = %s
"""


@dataclass(frozen=True, slots=True)
class Mine:
    """A page of what somebody was told, of how many, how many in all, and how mail about it goes where."""

    lines: tuple[Line, ...]
    total: int
    ever: int
    mail: Mail
    email: str


def mine(actor: Actor, page: int = 1, *, unread: bool = False) -> Mine:
    """What this person was told, fifty a page, the newest first."""
    parameters = {"person": actor.person, "after": (max(1, page) - 1) * PAGE, **access.scope(actor).parameters()}
    statement = _LIST.replace("{which}", "AND t.read_at IS NULL" if unread else "")
    rows: Sequence[Sequence[Any]] = sql.run(statement, parameters)
    total, ever, wish, email = rows[0][-4:] if rows else (0, *_own(actor))
    wish = wish or rules.now_held(datetime.now(UTC)).usual
    return Mine(tuple(Line(*row[:-4]) for row in rows), total, ever, wish, email)


def _own(actor: Actor) -> tuple[int, Mail | None, str]:
    rows = sql.run(_OWN, [actor.person])
    return rows[0] if rows else (0, None, "")


_READ = """
UPDATE exchange_told SET read_at = %(now)s, next_at = CASE mail WHEN 'waiting' THEN NULL ELSE next_at END,
  mail = CASE mail WHEN 'waiting' THEN 'needless' ELSE mail END
WHERE person = %(person)s AND read_at IS NULL
"""


def read(actor: Actor, case_id: UUID | None = None) -> None:
    """Note that this person has read what was told of a case, or of all: no mail about it goes any more."""
    which = "" if case_id is None else " AND case_id = %(case)s"
    sql.run(_READ + which, {"person": actor.person, "case": case_id, "now": datetime.now(UTC)})


_CHOOSE = """
WITH k AS (INSERT INTO exchange_told_choice (person, mail, chosen_at) VALUES (%(person)s, %(mail)s, %(now)s)
  ON CONFLICT (person) DO UPDATE SET mail = EXCLUDED.mail, chosen_at = EXCLUDED.chosen_at)
UPDATE exchange_told SET mail = CASE WHEN %(mail)s = 'none' THEN 'needless' ELSE mail END,
  next_at = %(next)s::timestamptz
WHERE person = %(person)s AND mail = 'waiting'
"""


def choose(actor: Actor, mail: str, email: str | None = None) -> None:
    """Keep how this person wants to hear, and where if it is said; what waits follows it. Raises NotAllowed, Refused
    for no such way, NeedsNotMet for what is no address."""
    if actor.person is None:
        raise NotAllowed("Chỉ cán bộ có tài khoản chọn cách nhận thư báo.")
    if mail not in get_args(Mail):
        raise Refused("Chọn một cách nhận thư báo.")
    if email is not None:
        try:
            people.set_address(actor.person, email.replace("\x00", "").strip()[:254])
        except ValueError as wrong:
            raise NeedsNotMet([("dia_chi", str(wrong))]) from wrong
    now = datetime.now(UTC)
    leaves = None if mail == "none" else rules.now_held(now).leaves(now, "daily" if mail == "daily" else "at_once")
    sql.run(_CHOOSE, {"person": actor.person, "mail": mail, "next": leaves, "now": now})


def erase_old(now: datetime) -> None:
    """What was told long ago is told enough."""
    sql.run(
        "DELETE FROM exchange_told WHERE told_at < %s::timestamptz - make_interval(days => %s)",
        [now, rules.now_held(now).kept_days],
    )
