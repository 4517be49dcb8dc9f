"""Who may do what in the catalogue of procedures, by posts alone: read, switch on, set local rules, match, decide."""

from __future__ import annotations

from dataclasses import dataclass

from thongsuot.engine.actor import Actor
from thongsuot.register import bodies

READERS = frozenset({"control", "admin", "chair", "head", "leader"})
SWITCHERS = frozenset({"control", "chair", "head"})
RULERS = frozenset({"control", "chair"})
MATCHERS = frozenset({"control", "admin"})
DECIDERS = frozenset({"control", "admin"})


@dataclass(frozen=True)
class Committee:
    """A committee that somebody belongs to, of a commune or a province, with the roles that he has in it."""

    key: str
    name: str
    place: str
    roles: frozenset[str]

    @property
    def province(self) -> bool:
        return len(self.place) == 2

    @property
    def may_switch(self) -> bool:
        """Whether he switches procedures on for it: control for a province, chair and heads for a commune."""
        return bool(self.roles & ({"control"} if self.province else {"chair", "head"}))

    @property
    def may_rule(self) -> bool:
        """Whether he enters what it set otherwise than the nation: control for a province, the chair for a commune."""
        return bool(self.roles & ({"control"} if self.province else {"chair"}))


def committees(actor: Actor) -> list[Committee]:
    """The committees that a person belongs to, those that he may switch procedures on for first.

    Nobody speaks for the nation: whoever has no place belongs to none.
    """
    found: dict[str, Committee] = {}
    for office in actor.offices:
        place = office.unit_code if office.tier == 3 else office.province_code
        body = bodies.body(f"ubnd.{place}") if place else None
        if body is not None:
            before = found[body.key].roles if body.key in found else frozenset()
            found[body.key] = Committee(body.key, body.name, place, before | office.roles)
    return sorted(found.values(), key=lambda one: not one.may_switch)


def switching_for(actor: Actor, asked: str) -> Committee | None:
    """The committee that a person may switch procedures on for: the one asked for or, without a name, the first."""
    return next((one for one in committees(actor) if one.may_switch and asked in ("", one.key)), None)


def ruling_at(actor: Actor, place: str, tier: int) -> Committee | None:
    """The committee in whose name a person may enter a local rule about a procedure that this tier decides.

    A commune sets rules only about what communes decide, a province also about its own; about what a ministry
    decides there is no local rule.
    """
    if not tier or (len(place) > 2 and tier != 3):
        return None
    return next((one for one in committees(actor) if one.may_rule and one.place == place), None)


def deciding_for(actor: Actor, place: str) -> bool:
    """Whether a person may decide what concerns a place: control in its own province, an administrator anywhere.

    What concerns the nation has no place: no province decides it for the others.
    """
    if "admin" in actor.roles:
        return True
    body = bodies.body(f"ubnd.{place}")  # a commune's code does not begin with its province's
    return body is not None and body.province_code in _controlled(actor)


def matching_for(actor: Actor) -> frozenset[str] | None:
    """The provinces whose own lists a person may match with the nation's codes; None means all of them."""
    if "admin" in actor.roles:
        return None
    return _controlled(actor)


def _controlled(actor: Actor) -> frozenset[str]:
    return frozenset(o.province_code for o in actor.offices if "control" in o.roles and o.province_code)


def of_another_province(published_at: str, place: str) -> bool:
    """Whether what a province published for itself (no code: the nation did) is none of this place's."""
    body = bodies.body(f"ubnd.{place}")
    return bool(published_at) and body is not None and published_at != body.province_code
