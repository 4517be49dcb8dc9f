"""Lists that leave as workbooks: made at once or, when long, beside the server; each is recorded, rights asked again.

What a list is stands with whoever declares it; here is who may have it, how long it may be, and where its file lies.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BufferedReader
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from thongsuot.engine import actor as acting
from thongsuot.engine import erasing, sheets, sql
from thongsuot.engine.access import OVERSEEING
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.engine.listings import reader
from thongsuot.engine.sheets import Sheet
from thongsuot.register import formatting

log = logging.getLogger(__name__)
AT_ONCE = 20_000
"""Rows that are written while the person waits: a few seconds (see docs/benchmarks.md)."""
MOST_WORKING, MOST_OVERSEEING = 200_000, sheets.MOST_ROWS
MOST_UNDER_WAY = 3
KEPT = timedelta(hours=24)
GIVEN_UP = timedelta(hours=1)  # a maker that has not finished by then has died
IDLE = 2.0  # seconds
Asked = Mapping[str, str]
Writer = Callable[[Sheet, Path], int]


class UnknownExport(NotFound):
    """No such list or file, or somebody else's: the two are told apart by nobody."""

    def __init__(self) -> None:
        Refused.__init__(self, "Không tìm thấy danh sách hoặc tệp này trong các tệp bạn đã xuất.")


@dataclass(frozen=True)
class Kind:
    """A list that can be had as a workbook: how long it is for somebody, and the sheet itself.

    `typed` names what of the asking was typed freely and may name a person.
    """

    name: str
    roles: frozenset[str]
    count: Callable[[Actor, Asked], int]
    sheet: Callable[[Actor, Asked], Sheet]
    typed: frozenset[str] = frozenset()

    def recorded(self, asked: Asked) -> dict[str, str]:
        """What is kept for ever of an asking: of what was typed a keyed digest, by which a word can be recognised."""
        return {name: digest_of(text) if name in self.typed and text else text for name, text in asked.items()}


def digest_of(text: str) -> str:
    """A word that was typed, as the record of lists that left keeps it."""
    folded = " ".join(text.casefold().split())
    return f"hmac:{salted_hmac('thongsuot.exports.typed', folded, algorithm='sha256').hexdigest()[:32]}"


_kinds: dict[str, Kind] = {}


def declare(*kinds: Kind) -> None:
    _kinds.update({kind.name: kind for kind in kinds})


def kind_of(name: str) -> Kind:
    """Raises UnknownExport."""
    if name not in _kinds:
        raise UnknownExport
    return _kinds[name]


@dataclass(frozen=True, slots=True)
class Export:
    """A workbook that was asked for, as its owner sees it."""

    id: UUID
    kind: str
    title: str
    rows: int
    state: str
    reason: str
    asked_at: datetime
    done_at: datetime | None
    erase_at: datetime
    size: int


_COLUMNS = "id, kind, title, rows, state, reason, asked_at, done_at, erase_at, size"


def most(actor: Actor) -> int:
    """How many rows a list of this person's may have."""
    return MOST_OVERSEEING if actor.roles & (OVERSEEING | {"admin"}) else MOST_WORKING


def counted(actor: Actor, kind: Kind, asked: Asked) -> int:
    """How long the list would be. Raises NotAllowed for another role, Refused when it is too long."""
    if not kind.roles & actor.roles:
        raise NotAllowed("Danh sách này không thuộc phạm vi công việc của bạn.")
    rows, limit = kind.count(actor, asked), most(actor)
    if rows > limit:
        told = formatting.number(rows), formatting.number(limit)
        raise Refused(f"Danh sách có {told[0]} dòng, quá mức {told[1]} dòng được xuất. Thu hẹp danh sách rồi xuất lại.")
    return rows


def made(actor: Actor, kind: Kind, asked: Asked, writer: Writer | None = None) -> tuple[str, BufferedReader]:
    """The file at once, a workbook or another kind: its title and the open file, which lies under no name any more."""
    id = uuid7()
    title, _rows = _make(actor, kind, asked, id, writer)
    file = path(id).open("rb")
    path(id).unlink()
    return title, file


def ask(actor: Actor, kind: Kind, asked: Asked, rows: int) -> UUID:
    """Have a long list made beside the server. Raises Refused when too many are under way."""
    if actor.person is None:
        raise NotAllowed("Tài khoản này không gắn với người nào nên không xuất được danh sách dài.")
    id, now = uuid7(), datetime.now(UTC)
    with transaction.atomic():
        sql.run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"export:{actor.person}"])
        under_way = sql.run(
            "SELECT count(*) FROM engine_export WHERE person = %s AND state IN ('waiting', 'working')", [actor.person]
        )
        if under_way[0][0] >= MOST_UNDER_WAY:
            raise Refused(f"Bạn đang có {MOST_UNDER_WAY} tệp chờ lập. Đợi lập xong rồi xuất tiếp.")
        sql.run(
            "INSERT INTO engine_export (id, person, kind, asked, title, rows, state, reason, asked_at, erase_at, size)"
            " VALUES (%s, %s, %s, %s, %s, %s, 'waiting', '', %s, %s, 0)",
            [id, actor.person, kind.name, Jsonb(dict(asked)), kind.sheet(actor, asked).title, rows, now, now + KEPT],
        )
    return id


def mine(actor: Actor) -> list[Export]:
    """What this person asked for in the last days, the latest first."""
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM engine_export WHERE person = %s ORDER BY asked_at DESC LIMIT 50", [actor.person]
    )
    return [Export(*row) for row in rows]


def take(actor: Actor, id: UUID) -> tuple[str, BufferedReader]:
    """The finished workbook, once: its title and the open file. Raises NotFound, and Refused when it is not there."""
    with transaction.atomic():
        rows = sql.run(
            "UPDATE engine_export SET state = 'taken' WHERE id = %s AND person = %s AND state = 'ready'"
            " AND erase_at > %s RETURNING title",
            [id, actor.person, datetime.now(UTC)],
        )
        if not rows:
            if not sql.run("SELECT 1 FROM engine_export WHERE id = %s AND person = %s", [id, actor.person]):
                raise UnknownExport
            raise Refused("Tệp này chưa lập xong, đã tải về hoặc đã quá hạn. Xuất lại danh sách nếu còn cần.")
        try:
            file = path(id).open("rb")
        except FileNotFoundError as error:
            raise Refused("Tệp này không còn trên máy chủ. Xuất lại danh sách.") from error
    path(id).unlink(missing_ok=True)
    return rows[0][0], file


def path(id: UUID) -> Path:
    return Path(settings.VAR) / "exports" / f"{id}.xlsx"


def _make(actor: Actor, kind: Kind, asked: Asked, id: UUID, writer: Writer | None = None) -> tuple[str, int]:
    """Write the file and record it, together: what is not recorded is not there. Returns (title, rows)."""
    limit = most(actor)
    try:
        with transaction.atomic():
            sheet = kind.sheet(actor, asked)
            rows = (writer or sheets.write)(sheet, path(id))
            if rows > limit:
                raise Refused("Danh sách đã dài quá mức được xuất trong lúc lập. Thu hẹp rồi xuất lại.")
            sql.run(
                "INSERT INTO engine_exported (id, person, post, at, kind, asked, rows, size)"
                " VALUES (%(id)s, %(person)s, %(post)s, clock_timestamp(), %(kind)s, %(asked)s, %(rows)s, %(size)s)",
                {
                    "id": id, "kind": kind.name, "asked": Jsonb(kind.recorded(asked)), "rows": rows,
                    "size": path(id).stat().st_size, **reader(actor),
                },
            )  # fmt: skip
    except BaseException:
        path(id).unlink(missing_ok=True)
        raise
    return sheet.title, rows


_CLAIM = """
UPDATE engine_export SET state = 'working', begun_at = %(now)s WHERE id = (
  SELECT id FROM engine_export WHERE state = 'waiting' OR state = 'working' AND begun_at < %(dead)s
  ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, person, kind, asked::text
"""


def make_next(now: datetime) -> bool:
    """Make the workbook that has waited longest, with its owner's rights of today; whether there was one."""
    claimed = sql.run(_CLAIM, {"now": now, "dead": now - GIVEN_UP})
    if not claimed:
        return False
    id, person, kind, text = claimed[0]
    asked = json.loads(text)
    state, reason, rows, size = "ready", "", 0, 0
    try:
        actor = acting.load(person, formatting.local(now).date())
        wanted = kind_of(kind)
        counted(actor, wanted, asked)
        _title, rows = _make(actor, wanted, asked, id)
        size = path(id).stat().st_size
    except Refused as refusal:
        state, reason = "failed", refusal.sentence
    except Exception:
        log.exception("a list could not be written", extra={"export": str(id)})
        state, reason = "failed", "Không lập được tệp. Xuất lại; nếu vẫn không được, báo quản trị hệ thống."
    done = datetime.now(UTC)
    sql.run(
        "UPDATE engine_export SET state = %s, reason = %s, rows = CASE WHEN %s THEN %s ELSE rows END, size = %s,"
        " done_at = %s, erase_at = %s WHERE id = %s",
        [state, reason, state == "ready", rows, size, done, done + KEPT, id],
    )
    return True


def erase_old(now: datetime) -> int:
    """Take away files whose time is over, and what a crash left; rows are kept a month. Returns how many files."""
    over = sql.run(
        "UPDATE engine_export SET state = 'over' WHERE state = 'ready' AND erase_at < %s RETURNING id", [now]
    )
    sql.run("DELETE FROM engine_export WHERE asked_at < %s", [now - timedelta(days=30)])
    for row in over:
        path(row[0]).unlink(missing_ok=True)
    folder = path(uuid7()).parent
    for file in folder.iterdir() if folder.exists() else ():
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < (now - 2 * KEPT).timestamp():
                file.unlink()
    return len(over)


_NAMING = """
DELETE FROM engine_export WHERE EXISTS (
  SELECT 1 FROM unnest(%s::text[]) one WHERE position(lower(one) IN lower(title || asked::text)) > 0)
RETURNING id
"""


def forget(case_id: UUID) -> Iterable[bytes]:
    """Lists that were asked for by the name or number of an erased case's person go, with their files."""
    person = erasing.person_of(case_id)
    for (id,) in sql.run(_NAMING, [[*person.names, *person.numbers]]):
        transaction.on_commit(partial(path(id).unlink, missing_ok=True))
    return ()
