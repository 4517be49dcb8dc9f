"""What the bench's second process is told and comes to know: the server, the officers, what each of them sees."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID


@dataclass
class Dossier:
    id: UUID
    code: bytes
    name: bytes
    version: int


@dataclass
class User:
    """An officer with a session: what she sees and what she may move, and how many rows her list has."""

    username: str
    role: str
    ward: str
    person: UUID
    cookies: str = ""
    token: str = ""
    dossiers: list[Dossier] = field(default_factory=list)
    movable: list[Dossier] = field(default_factory=list)
    listed: int = 0


@dataclass
class Plan:
    port: int
    leader: int
    database: str
    seconds: float
    lanes: int
    users: list[User]

    @classmethod
    def read(cls, path: str) -> Plan:
        given = json.loads(Path(path).read_text())
        users = [User(**{**one, "person": UUID(one["person"])}) for one in given.pop("users")]
        return cls(users=users, **given)
