"""A person's own copy of all that is kept about her: one ZIP made beside the server, hers alone, fetched once.

The form of the copy is described in docs/citizen.md. Taking it is recorded like a list that leaves the house.
"""

from __future__ import annotations

import html
import json
import logging
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from uuid6 import uuid7

from thongsuot.engine import erasing, own_data, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.register import formatting

log = logging.getLogger(__name__)
FORM = "thongsuot-du-lieu-cua-toi-1"
KEPT = timedelta(hours=48)
GIVEN_UP = timedelta(hours=1)
AGAIN = timedelta(minutes=10)
IDLE = 3.0  # seconds


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was asked for, as its owner sees it."""

    id: UUID
    state: str
    reason: str
    asked_at: datetime
    erase_at: datetime
    size: int


_COLUMNS = "id, state, reason, asked_at, erase_at, size"


def ask(actor: Actor, now: datetime) -> UUID:
    """Have a copy made. Raises NotAllowed, and Refused while one is being made or was asked for just now."""
    if not actor.citizen:
        raise NotAllowed("Chỉ người đăng nhập bằng tài khoản định danh điện tử lấy được dữ liệu của chính mình.")
    with transaction.atomic():
        sql.run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"own_copy:{actor.citizen}"])
        if sql.run(
            "SELECT 1 FROM engine_own_copy WHERE owner = %s AND (state IN ('waiting', 'working')"
            " OR asked_at > %s AND state <> 'failed')",
            [actor.citizen, now - AGAIN],
        ):
            raise Refused("Bạn vừa yêu cầu một bản sao. Đợi bản đó lập xong, hoặc yêu cầu lại sau 10 phút.")
        id = uuid7()
        sql.run(
            "INSERT INTO engine_own_copy (id, owner, owner_name, state, reason, asked_at, erase_at, size)"
            " VALUES (%s, %s, %s, 'waiting', '', %s, %s, 0)",
            [id, actor.citizen, actor.name, now, now + KEPT],
        )
    return id


def mine(actor: Actor) -> list[Copy]:
    """The copies that this person asked for, the last first."""
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM engine_own_copy WHERE owner = %s ORDER BY asked_at DESC LIMIT 5", [actor.citizen]
    )
    return [Copy(*row) for row in rows]


def take(actor: Actor, id: UUID, now: datetime) -> BufferedReader:
    """The finished copy, once. Raises NotFound for another's, Refused when it is not there."""
    with transaction.atomic():
        rows = sql.run(
            "UPDATE engine_own_copy SET state = 'taken' WHERE id = %s AND owner = %s AND state = 'ready'"
            " AND erase_at > %s RETURNING size",
            [id, actor.citizen, now],
        )
        if not rows:
            if not sql.run("SELECT 1 FROM engine_own_copy WHERE id = %s AND owner = %s", [id, actor.citizen]):
                raise NotFound
            raise Refused("Bản sao này chưa lập xong, đã tải về hoặc đã quá hạn. Yêu cầu bản khác nếu còn cần.")
        try:
            file = path(id).open("rb")
        except FileNotFoundError as error:
            raise Refused("Bản sao không còn trên máy chủ. Yêu cầu bản khác.") from error
        sql.run(
            "INSERT INTO engine_exported (id, at, kind, asked, rows, size) VALUES (%s, %s, 'own', '{}', 1, %s)",
            [id, now, rows[0][0]],
        )
    path(id).unlink(missing_ok=True)
    return file


def path(id: UUID) -> Path:
    return Path(settings.VAR) / "own-copies" / f"{id}.zip"


_CLAIM = """
UPDATE engine_own_copy SET state = 'working', begun_at = %(now)s WHERE id = (
  SELECT id FROM engine_own_copy WHERE state = 'waiting' OR state = 'working' AND begun_at < %(dead)s
  ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, owner, owner_name
"""


def make_next(now: datetime) -> bool:
    """Make the copy that has waited longest; whether there was one."""
    claimed = sql.run(_CLAIM, {"now": now, "dead": now - GIVEN_UP})
    if not claimed:
        return False
    id, owner, name = claimed[0]
    state, reason, size = "ready", "", 0
    try:
        write(path(id), Actor(None, name, citizen=owner), now)
        size = path(id).stat().st_size
    except Exception:
        log.exception("a person's copy could not be made", extra={"copy": str(id)})
        path(id).unlink(missing_ok=True)
        state, reason = "failed", "Không lập được bản sao. Yêu cầu lại; nếu vẫn không được, báo nơi nộp hồ sơ."
    done = datetime.now(UTC)
    sql.run(
        "UPDATE engine_own_copy SET state = %s, reason = %s, size = %s, done_at = %s, erase_at = %s WHERE id = %s",
        [state, reason, size, done, done + KEPT, id],
    )
    return True


def write(into: Path, actor: Actor, now: datetime) -> None:
    """Write the whole copy: a JSON file for each part, the files that go with them, and an index to read."""
    into.parent.mkdir(parents=True, exist_ok=True)
    part = into.with_suffix(".part")
    kept = own_data.of(actor, most=1_000_000)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as package:
            files = [name for one in kept for name in _put(package, one.part.files(actor))]
            for one in kept:
                rows = [{name: plain(row.get(name)) for name, _ in one.part.columns} for row in one.rows]
                told = {"phan": one.part.key, "ten": one.part.title, "muc_dich": one.part.why, "dong": rows}
                package.writestr(f"du-lieu/{one.part.key}.json", json.dumps(told, ensure_ascii=False, indent=1))
            about = {"mau": FORM, "lap_luc": plain(now), "ten": actor.name, "so_dinh_danh": actor.citizen, "tep": files}
            package.writestr("du-lieu.json", json.dumps(about, ensure_ascii=False, indent=1))
            package.writestr("muc-luc.html", index(actor, kept, files, now))
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)


def _put(package: zipfile.ZipFile, files: Iterable[tuple[str, bytes | Path]]) -> list[str]:
    """The names of the files that were put in; one whose content is gone is left out."""
    names = []
    for name, content in files:
        if isinstance(content, Path):
            if not content.exists():
                continue
            package.write(content, name)
        else:
            package.writestr(name, content)
        names.append(name)
    return names


def plain(value: Any) -> Any:
    """A value as JSON and people can read it: moments in the country's time."""
    if isinstance(value, datetime):
        return formatting.local(value).isoformat(timespec="seconds")
    if isinstance(value, date | UUID):
        return str(value)
    return value


def index(actor: Actor, kept: Iterable[own_data.Kept], files: Iterable[str], now: datetime) -> str:
    """The copy as a page that opens without a network."""
    title = "Dữ liệu của tôi"
    parts = "".join(_section(one) for one in kept)
    listed = "".join(f'<li><a href="{html.escape(name)}">{html.escape(name)}</a></li>' for name in files)
    made = html.escape(f"{actor.name}, số định danh {actor.citizen}. Lập lúc {formatting.moment(now)}.")
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f"<h1>{title}</h1><p>{made}</p>{parts}<h2>Tệp kèm theo</h2><ul>{listed}</ul></body></html>"
    )


def _section(kept: own_data.Kept) -> str:
    heads = "".join(f"<th>{html.escape(head)}</th>" for _, head in kept.part.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(shown(row.get(name)))}</td>" for name, _ in kept.part.columns) + "</tr>"
        for row in kept.rows
    )
    table = f"<table border='1'><tr>{heads}</tr>{rows}</table>" if kept.rows else "<p>Không có.</p>"
    return f"<h2>{html.escape(kept.part.title)} ({kept.count})</h2><p>{html.escape(kept.part.why)}</p>{table}"


def shown(value: Any) -> str:
    """A value in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return formatting.moment(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {shown(one)}" for name, one in value.items() if one not in (None, "", [], {}))
    if isinstance(value, list | tuple):
        return ", ".join(shown(one) for one in value)
    return str(value)


def erase_old(now: datetime) -> int:
    """Take away copies whose time is over, and rows after a month. Returns how many files."""
    over = sql.run(
        "UPDATE engine_own_copy SET state = 'over' WHERE state = 'ready' AND erase_at < %s RETURNING id", [now]
    )
    sql.run("DELETE FROM engine_own_copy WHERE asked_at < %s", [now - timedelta(days=30)])
    for row in over:
        path(row[0]).unlink(missing_ok=True)
    return len(over)


def forget(case_id: UUID) -> Iterable[bytes]:
    """Copies that were made of an erased case go with it: rows at once, files after the commit."""
    owners = list(erasing.person_of(case_id).numbers)
    for (id,) in sql.run("DELETE FROM engine_own_copy WHERE owner = ANY(%s) RETURNING id", [owners]):
        transaction.on_commit(partial(path(id).unlink, missing_ok=True))
    return ()
