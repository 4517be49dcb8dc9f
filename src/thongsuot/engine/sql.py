"""The one way in which the engine speaks SQL: prepared on the server, counted, on Django's own connection."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection

_local = threading.local()
Parameters = Sequence[Any] | Mapping[str, Any] | None


def run(statement: str, parameters: Parameters = None) -> list[tuple[Any, ...]]:
    """Execute one statement inside the transaction that is open (or its own) and return all rows, if any.

    Raises Django's database errors, so that Django knows of a broken connection and drops it.
    """
    connection.ensure_connection()
    _local.count = count() + 1
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": "0"})
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, parameters, prepare=True)
        return cursor.fetchall() if cursor.description else []


def count() -> int:
    """How many statements this thread has sent through `run` since it began."""
    return int(getattr(_local, "count", 0))
