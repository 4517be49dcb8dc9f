"""How one area has a case opened that is another area's work: by the name of its kind, never by import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.engine.deadline import Limit
from thongsuot.engine.making import Opening, Paper
from thongsuot.engine.registry import UnknownKind, area


@dataclass(frozen=True)
class Elsewhere:
    """A case that an outside system settles and that is mirrored here.

    `body` is the key of the body that answers for it here. What `procedures` publish wins over `title`, `product` and
    `limit`, which are for a procedure that this installation has not.
    """

    system: str
    name: str
    body: str
    title: str
    product: str
    limit: Limit
    basis: str


@dataclass(frozen=True)
class Ordered:
    """A case that is to be a part of another one: whose, about what, for whom.

    `subject` are personal values under their usual names (name, number, phone, address, content). `attempt` counts
    from 1: a part that failed may be ordered again.
    """

    parent: UUID
    part: str
    attempt: int
    procedure_code: str
    case_key: str
    place_code: str
    subject: Mapping[str, Any] = field(default_factory=dict)
    delivery: str = "online"
    papers: tuple[Paper, ...] = ()
    elsewhere: Elsewhere | None = None

    def facts(self) -> dict[str, Any]:
        """What the part's own case knows of the case that it belongs to."""
        return {"of": {"parent": str(self.parent), "part": self.part, "attempt": self.attempt}}


def opening(kind: str, ordered: Ordered, happened_at: datetime) -> Opening:
    """The opening that the area of this kind makes of an order.

    Raises UnknownKind for one that takes no orders, and whatever the area refuses (Refused).
    """
    found = area(kind)
    if found.orders is None:
        raise UnknownKind(kind)
    return found.orders(ordered, happened_at)
