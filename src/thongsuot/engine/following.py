"""How a reader follows a site's stamped journal: every entry once, in the transaction that moves its position."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from thongsuot.engine import sql

Rows = list[tuple[Any, ...]]


def catch_up(
    table: str, site: str, following: str, write: Callable[[Rows], None], *, most: int, begin: str = "0"
) -> int:
    """Hand what was stamped since the last time to `write`; how many entries were read. One works at a time.

    `table` keeps the position, (site, sequence). `following` is a statement over `%(site)s`, `%(sequence)s` and
    `%(limit)s` whose first column is the sequence. `begin` is, in SQL, where one begins.
    """
    position = f"""
INSERT INTO {table} AS p (site, sequence) VALUES (%(site)s, ({begin}))
ON CONFLICT (site) DO UPDATE SET sequence = p.sequence RETURNING sequence
"""
    with transaction.atomic():
        sequence = sql.run(position, {"site": site})[0][0]
        rows = sql.run(following, {"site": site, "sequence": sequence, "limit": most})
        if not rows:
            return 0
        write(rows)
        sql.run(f"UPDATE {table} SET sequence = %s WHERE site = %s", [rows[-1][0], site])
    return len(rows)


def fully(once: Callable[[str], int], site: str) -> int:
    """All that is stamped; for commands and tests."""
    done = 0
    while read := once(site):
        done += read
    return done
