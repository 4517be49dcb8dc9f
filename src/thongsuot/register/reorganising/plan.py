"""A plan of reorganisation: its legal basis, what becomes of which unit and body, and who inherits what. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from thongsuot.register.folding import fold

KINDS = {
    "merge": "Sáp nhập, hợp nhất",
    "split": "Chia, tách",
    "rename": "Đổi tên",
    "dissolve": "Giải thể",
    "transfer": "Chuyển cơ quan, chuyển đơn vị",
}


@dataclass(frozen=True)
class NewUnit:
    """A commune as it stands from the effective day on, and the communes that went into it, whole or in part.

    A code that goes on begins a new version. `part_of` are the old codes of which only a part came here.
    """

    code: str
    name: str
    kind: str
    province_code: str
    whole_of: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewBody:
    """A body that did not stand before. What its unit brings with it by rule (committee, offices) is not listed."""

    key: str
    kind: str
    name: str
    tier: int
    unit_code: str
    province_code: str
    parent: str = ""
    house: str = ""


@dataclass(frozen=True)
class Heir:
    """What of an old body goes to which new one. Without a condition it is the remainder: all that no other row names.

    Several conditions of a row must all hold. `codes` names dossiers one by one and wins over every other row.
    `addresses` are villages and quarters, found as whole words in the applicant's address.
    """

    old: str
    new: str
    places: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def remainder(self) -> bool:
        return not (self.places or self.sectors or self.procedures or self.addresses or self.codes)


@dataclass(frozen=True)
class PostMove:
    """Where a post of an old body goes with its holder, where the rule for dossiers cannot say it."""

    post: str
    new: str


@dataclass(frozen=True)
class Rename:
    """A body that goes on under another name."""

    key: str
    name: str


@dataclass(frozen=True)
class Matter:
    """What of a dossier decides who inherits it. `address` is the applicant's."""

    place: str = ""
    sector: str = ""
    procedure: str = ""
    address: str = ""
    code: str = ""


@dataclass(frozen=True)
class Plan:
    """One act of reorganisation. `reason` says why it is carried out after its day, when it is."""

    kind: str
    title: str
    number: str
    issued_on: date
    article: str
    issuer: str
    effective_on: date
    heirs: tuple[Heir, ...] = ()
    units: tuple[NewUnit, ...] = ()
    bodies: tuple[NewBody, ...] = ()
    renames: tuple[Rename, ...] = ()
    posts: tuple[PostMove, ...] = ()
    appointments_follow: bool = True
    reason: str = ""

    @property
    def basis(self) -> str:
        """The legal basis in one line, as rows of the register keep it."""
        where = f"{self.article}, " if self.article else ""
        return f"{where}{self.number} ngày {self.issued_on:%d/%m/%Y} của {self.issuer}"

    @property
    def old_units(self) -> tuple[str, ...]:
        return tuple(sorted({code for unit in self.units for code in (*unit.whole_of, *unit.part_of)}))

    @property
    def taken_whole(self) -> dict[str, str]:
        """The commune that took in the whole of an old one, by the old code."""
        return {code: unit.code for unit in self.units for code in unit.whole_of}

    @property
    def digest(self) -> str:
        """What tells this plan from every other; the same text entered again is the same act."""
        return hashlib.sha256(json.dumps(to_json(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Inheritance:
    """The plan's rows ready to be asked: `old` → its heirs. A body without rows does not change."""

    rows: Mapping[str, tuple[Heir, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, heirs: Iterable[Heir]) -> Inheritance:
        rows: dict[str, list[Heir]] = {}
        for heir in heirs:
            rows.setdefault(heir.old, []).append(heir)
        return cls({old: tuple(found) for old, found in rows.items()})

    @property
    def ending(self) -> frozenset[str]:
        """The bodies that stand no more: all that is inherited by others and not by themselves too."""
        return frozenset(old for old, rows in self.rows.items() if old not in {row.new for row in rows})

    def heirs(self, body: str, matter: Matter) -> tuple[str, ...]:
        """Who inherits a dossier of this body: one when all is well, nobody or several for a person to settle."""
        rows = self.rows.get(body)
        if rows is None:
            return (body,)
        named = {row.new for row in rows if matter.code and matter.code in row.codes}
        met = named or {row.new for row in rows if not row.remainder and not row.codes and _meets(row, matter)}
        return tuple(sorted(met or {row.new for row in rows if row.remainder}))

    def archive(self, body: str) -> str:
        """Who keeps what was finished: the heir of the remainder, else of the first row; empty when it goes on."""
        rows = self.rows.get(body, ())
        rest = [row.new for row in rows if row.remainder] or [row.new for row in rows]
        return rest[0] if rest and rest[0] != body else ""

    def only_heir(self, body: str) -> str:
        """The one body that inherits everything, or an empty text."""
        found = {row.new for row in self.rows.get(body, ())}
        return found.pop() if len(found) == 1 else ""


def _meets(row: Heir, matter: Matter) -> bool:
    return (
        (not row.places or matter.place in row.places)
        and (not row.sectors or matter.sector in row.sectors)
        and (not row.procedures or matter.procedure in row.procedures)
        and (not row.addresses or _lives_at(row.addresses, matter.address))
    )


def _lives_at(addresses: tuple[str, ...], address: str) -> bool:
    words = f" {fold(address)} "
    return any(f" {fold(one)} " in words for one in addresses)


# As JSON, in which a plan is stored, and back.

_PARTS = {"heirs": Heir, "units": NewUnit, "bodies": NewBody, "renames": Rename, "posts": PostMove}
_DAYS = ("issued_on", "effective_on")


def to_json(plan: Plan) -> dict[str, Any]:
    """A plan as JSON holds it."""
    found = asdict(plan)
    for name in _DAYS:
        found[name] = getattr(plan, name).isoformat()
    return found


def from_json(stored: Mapping[str, Any]) -> Plan:
    """A stored plan read back."""
    values = {one.name: stored[one.name] for one in fields(Plan) if one.name in stored}
    for name in _DAYS:
        values[name] = date.fromisoformat(values[name])
    for name, kind in _PARTS.items():
        values[name] = tuple(_row(kind, row) for row in values.get(name, ()))
    return Plan(**values)


def _row(kind: Any, row: Mapping[str, Any]) -> Any:
    return kind(**{name: tuple(value) if isinstance(value, list | tuple) else value for name, value in row.items()})


def heirs_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Heir, ...]:
    """Rows of inheritance read back from JSON."""
    return tuple(_row(Heir, row) for row in rows)
