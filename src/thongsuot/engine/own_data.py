"""All that is kept about one person: who keeps something declares it here, and she reads it, or takes a copy, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed

Rows = Iterable[Mapping[str, Any]]
Files = Iterable[tuple[str, bytes | Path]]
SHOWN = 20


def _no_files(actor: Actor) -> Files:
    return ()


@dataclass(frozen=True)
class Part:
    """One kind of thing kept about a person: `columns` name and head the values of its rows.

    `why` is the purpose and its basis; `files` gives (name in the copy, content) of what goes with it.
    """

    key: str
    title: str
    why: str
    columns: tuple[tuple[str, str], ...]
    rows: Callable[[Actor], Rows]
    files: Callable[[Actor], Files] = _no_files


@dataclass(frozen=True)
class Kept:
    """What of one part is kept about somebody: the first rows and how many in all."""

    part: Part
    rows: tuple[Mapping[str, Any], ...]
    count: int


_parts: dict[str, Part] = {}


def declare(*parts: Part) -> None:
    _parts.update({part.key: part for part in parts})


def parts() -> tuple[Part, ...]:
    return tuple(_parts.values())


# One's own look at all one has is a look like any other.
_LOOKED = f"""
INSERT INTO engine_read (case_id, province_code, at, what)
SELECT c.id, c.province_code, clock_timestamp(), 'own' FROM engine_case c WHERE {access.OWN}
"""


def of(actor: Actor, most: int = SHOWN) -> tuple[Kept, ...]:
    """Everything, part by part. Raises NotAllowed for who did not sign in by an e-identity."""
    if not actor.citizen:
        raise NotAllowed("Chỉ người đăng nhập bằng tài khoản định danh điện tử xem được dữ liệu của chính mình.")
    sql.run(_LOOKED, {"citizen": actor.citizen})
    return tuple(_kept(part, actor, most) for part in parts())


def _kept(part: Part, actor: Actor, most: int) -> Kept:
    rows = tuple(part.rows(actor))
    return Kept(part, rows[:most], len(rows))
