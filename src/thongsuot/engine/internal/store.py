"""Published internal processes: who may publish, which one holds in a place on a day, and the pin of its process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from thongsuot.engine import registry, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NotAllowed, Refused
from thongsuot.engine.internal.definition import Internal, Path, from_json, to_json
from thongsuot.engine.internal.weaving import weave
from thongsuot.engine.process import Process
from thongsuot.register.memory import Remembered

Key = tuple[str, str, str]
"""Kind, procedure, place."""


@dataclass(frozen=True)
class Decision:
    """The decision that an internal process was issued by: its number, its day, and from which day it holds."""

    number: str
    day: date
    valid_from: date


@dataclass(frozen=True)
class Published:
    """A version as it was published. No `internal`: from `valid_from` on the place has none of its own."""

    kind: str
    procedure: str
    place: str
    number: int
    valid_from: date
    internal: Internal | None
    pin: str
    decision_number: str
    decision_day: date
    person: UUID
    person_name: str
    published_at: datetime


_COLUMNS = """kind, procedure_code, place, number, valid_from, definition, pin, decision_number, decision_day, person,
 person_name, published_at"""


def _read() -> dict[Key, tuple[Published, ...]]:
    found: dict[Key, list[Published]] = {}
    for row in sql.run(f"SELECT {_COLUMNS} FROM engine_internal ORDER BY number"):
        kind, procedure, place, number, valid_from, definition, *rest = row
        internal = from_json(definition) if definition else None
        one = Published(kind, procedure, place, number, valid_from, internal, *rest)
        found.setdefault((kind, procedure, place), []).append(one)
    return {key: tuple(some) for key, some in found.items()}


_published = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of published internal processes."""
    _published.forget()


def versions(kind: str, procedure: str, place: str) -> tuple[Published, ...]:
    """Every version of a procedure's process in exactly this place, oldest first."""
    return _published.get().get((kind, procedure, place), ())


def everything() -> Iterator[Published]:
    """Every published version, by procedure and place."""
    for key in sorted(_published.get()):
        yield from _published.get()[key]


def holding(kind: str, procedure: str, place: str, day: date) -> Published | None:
    """The version of exactly this place on a day: the one that began last, of one day the later published."""
    begun = [one for one in versions(kind, procedure, place) if one.valid_from <= day]
    newest = max(begun, key=lambda one: (one.valid_from, one.number), default=None)
    return newest if newest is not None and newest.internal is not None else None


def in_force(kind: str, procedure: str, commune: str, province: str, day: date) -> Published | None:
    """What holds for a body on a day: its commune's own, else its province's, else the nation's, else None."""
    for place in dict.fromkeys((commune, province, "")):
        found = holding(kind, procedure, place, day)
        if found is not None:
            return found
    return None


def area_path(kind: str) -> tuple[Process, Path, frozenset[str]]:
    """The table, main way and letters of a kind. Raises Impossible for one that takes no internal processes."""
    area = registry.area(kind)
    if area.path is None:
        raise Impossible("Loại việc này không dùng quy trình nội bộ riêng.")
    return area.process, area.path, area.letters


def woven(internal: Internal, number: int = 1) -> Process:
    """The process that this would be, without publishing it. Raises BadInternal with every fault."""
    base, path, letters = area_path(internal.kind)
    return weave(base, path, internal, number, letters)


def pin_of(published: Published) -> str:
    """The process of a version as new cases are pinned to it, woven anew when the kind's own table has moved on."""
    if published.internal is None:
        raise Impossible("Quy trình này đã được bãi bỏ.")
    base, _, _ = area_path(published.kind)
    if published.pin.startswith(f"{base.pin}/"):
        return published.pin
    return registry.keep(woven(published.internal, published.number)).pin


def may_publish(actor: Actor, place: str) -> bool:
    """An administrator of the nation everywhere; who controls procedures in a province, there and in its communes;
    the chair of a commune, or who controls procedures there, in it."""
    for office in actor.offices:
        if "admin" in office.roles and office.tier == 0:
            return True
        controls = office.roles & {"admin", "control"} and office.tier == 1 and place
        if controls and office.province_code in (place, _province(place)):
            return True
        if office.roles & {"chair", "control"} and office.tier == 3 and place == office.unit_code:
            return True
    return False


def _province(place: str) -> str:
    from thongsuot.register import bodies

    found = bodies.body(f"ubnd.{place}")
    return found.province_code if found else ""


def publish(actor: Actor, internal: Internal, decision: Decision) -> Published:
    """Make a new version; cases under way stay on theirs.

    Raises BadInternal for an unsound one, NotAllowed, and Refused for a decision without number or a version that
    says what the one before it says.
    """
    _may(actor, internal.place, decision)
    before = holding(internal.kind, internal.procedure, internal.place, decision.valid_from)
    if before is not None and before.internal == internal:
        raise Refused("Quy trình này giống hệt phiên bản đang có hiệu lực, không cần ban hành lại.")
    woven(internal)
    return _record(actor, internal.kind, internal.procedure, internal.place, internal, decision)


def withdraw(actor: Actor, kind: str, procedure: str, place: str, decision: Decision) -> Published:
    """From a day on the place has no process of its own: the next wider one holds again. Raises as `publish`."""
    _may(actor, place, decision)
    if holding(kind, procedure, place, decision.valid_from) is None:
        raise Impossible("Nơi này không có quy trình riêng đang có hiệu lực.")
    return _record(actor, kind, procedure, place, None, decision)


def _may(actor: Actor, place: str, decision: Decision) -> None:
    if actor.person is None or not may_publish(actor, place):
        raise NotAllowed("Bạn không có quyền ban hành quy trình nội bộ cho nơi này.")
    if not decision.number.strip() or len(decision.number) > 100:
        raise Refused("Nhập số, ký hiệu quyết định ban hành quy trình, không quá 100 ký tự.")
    if decision.valid_from < decision.day:
        raise Refused("Ngày có hiệu lực không được trước ngày ký quyết định.")


def _record(
    actor: Actor, kind: str, procedure: str, place: str, internal: Internal | None, decision: Decision
) -> Published:
    assert actor.person is not None
    with transaction.atomic():
        sql.run("SELECT pg_advisory_xact_lock(hashtext('engine_internal'), hashtext(%s))", [f"{procedure}/{place}"])
        rows = sql.run(
            "SELECT coalesce(max(number), 0) FROM engine_internal"
            " WHERE kind = %s AND procedure_code = %s AND place = %s",
            [kind, procedure, place],
        )
        number = rows[0][0] + 1
        pin = registry.keep(woven(internal, number)).pin if internal else ""
        made = sql.run(
            f"INSERT INTO engine_internal (id, {_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,"
            " clock_timestamp()) RETURNING published_at",
            [
                uuid7(), kind, procedure, place, number, decision.valid_from,
                to_json(internal) if internal else "", pin, decision.number.strip(), decision.day,
                actor.person, actor.name,
            ],
        )  # fmt: skip
    transaction.on_commit(forget)
    forget()
    return Published(
        kind, procedure, place, number, decision.valid_from, internal, pin, decision.number.strip(), decision.day,
        actor.person, actor.name, made[0][0],
    )  # fmt: skip


def for_place(internal: Internal, place: str) -> Internal:
    """The same process as a place's own, to be changed there."""
    return replace(internal, place=place)
