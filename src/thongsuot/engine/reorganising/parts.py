"""What follows its body besides dossiers and posts: each area says how to count it, carry it and take it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Counted:
    """So many of something in a body; `note` is what to know or do about it."""

    body: str
    what: str
    number: int
    note: str = ""


@dataclass(frozen=True)
class Carrying:
    """An act as a part carries it out. `heirs` leads each body that ends to the one that keeps its archive."""

    act: UUID
    title: str
    basis: str
    day: date
    heirs: Mapping[str, str]
    appointments_follow: bool = True


@dataclass(frozen=True)
class Part:
    """Something that follows. `count` is asked before the act with the old bodies and after it with the new ones.

    `carry` and `take_back` run inside the transaction that ends the act, and may run again.
    """

    key: str
    label: str
    count: Callable[[Sequence[str]], list[Counted]]
    carry: Callable[[Carrying], None] | None = None
    take_back: Callable[[Carrying], None] | None = None


_parts: dict[str, Part] = {}


def declare(part: Part) -> None:
    """Announce something that follows its body."""
    _parts[part.key] = part


def parts() -> tuple[Part, ...]:
    return tuple(_parts.values())


def counted(bodies: Sequence[str]) -> dict[str, list[Counted]]:
    """What stands in these bodies, by the label of the part."""
    return {part.label: part.count(bodies) for part in parts()}
