"""The chain of one case as it lies in the store: the very bytes, for whoever must be able to check it elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from thongsuot.engine import sql


@dataclass(frozen=True, slots=True)
class Link:
    """One entry: `hash` is the SHA-256 of `body`, which names the hash before; `values` are what its digests cover."""

    number: int
    body: str
    hash: bytes
    salt: bytes
    values: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "hash": self.hash.hex(),
            "body": self.body,
            "salt": self.salt.hex(),
            "values": self.values,
        }


_CHAIN = """
SELECT e.number, e.body, e.hash, coalesce(p.salt, ''), coalesce(p.values::text, '{}')
FROM engine_entry e LEFT JOIN engine_personal p USING (case_id, number) WHERE e.case_id = %s ORDER BY e.number
"""


def of(case_id: UUID) -> tuple[Link, ...]:
    """The entries of a case, oldest first, for the site's own work on it: nobody looks."""
    return tuple(
        Link(number, body, bytes(hash), bytes(salt), json.loads(values))
        for number, body, hash, salt, values in sql.run(_CHAIN, [case_id])
    )
