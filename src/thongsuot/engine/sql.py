"""The one way in which the engine speaks SQL: prepared on the server, counted, on Django's own connection."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

_local = threading.local()
Parameters = Sequence[Any] | Mapping[str, Any] | None


def run(statement: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
    """Execute one statement inside the transaction that is open (or its own) and return all rows, if any.

    Raises Django's database errors, so that Django knows of a broken connection and drops it.
    """
    if isinstance(parameters, dict):
        numbered, names = _numbered(statement)
        return _run(psycopg.RawCursor, numbered, [parameters[name] for name in names])
    return _run(psycopg.Cursor, statement, parameters)


_mark = re.compile(r"%(?:\((\w+)\)s|(%))")


@lru_cache(maxsize=512)
def _numbered(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """A statement with `$1`, `$2`, … for its names, and the names in that order: read once a process, however long."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return "%" if found[2] else f"${names.setdefault(found[1], len(names) + 1)}"

    return _mark.sub(number, statement).encode(), tuple(names)


def run_numbered(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """`run` for a statement whose parameters are already written `$1`, `$2`, …

    psycopg keeps its reading of `%s` only for statements of up to 50 parameters; a long one is read anew each time.
    """
    return _run(psycopg.RawCursor, statement, parameters)


def _run(kind: type[psycopg.Cursor[Any]], statement: str | bytes, parameters: Parameters) -> list[tuple[Any, ...]]:
    # Django's `connection` looks up the thread's own at every attribute: once is enough.
    mine = connections[DEFAULT_DB_ALIAS]
    mine.ensure_connection()
    _local.count = count() + 1
    if mine.queries_logged:
        told = statement if isinstance(statement, str) else statement.decode()
        mine.queries_log.append({"sql": told, "time": "0"})
    with mine.wrap_database_errors, kind(mine.connection) as cursor:
        cursor.execute(statement, parameters, prepare=True)
        # Not `description`: it describes every column anew, a tenth of the cost of a wide row.
        result = cursor.pgresult
        return cursor.fetchall() if result is not None and result.nfields else []


def count() -> int:
    """How many statements this thread has sent through `run` since it began."""
    return int(getattr(_local, "count", 0))
