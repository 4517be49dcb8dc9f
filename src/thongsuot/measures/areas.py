"""Which areas an actor may see the numbers of, and where the board opens for her."""

from __future__ import annotations

from dataclasses import dataclass

from thongsuot.engine import access
from thongsuot.engine.actor import Actor
from thongsuot.register import bodies


@dataclass(frozen=True)
class Area:
    """A level of the board: "nation", "province" with its code, or "house" with its body's key."""

    level: str
    key: str = ""


def home(actor: Actor) -> Area | None:
    """The widest area that the actor's posts open: the nation (whole or one sector), a province, or the own house."""
    seen = access.scope(actor)
    if seen.nation or seen.sectors:
        return Area("nation")
    if seen.provinces:
        return Area("province", seen.provinces[0])
    own = [*seen.overseen, *seen.competent, *seen.executing, *seen.receiving]
    houses = [view.house or view.key for key in own if (view := bodies.body(key))]
    return Area("house", houses[0]) if houses else None


def may_open(actor: Actor, area: Area) -> bool:
    """Whether the actor's posts open an area: a province's leader her province and the houses in it, and so on."""
    seen = access.scope(actor)
    if seen.nation or seen.sectors:
        return True
    if area.level == "nation":
        return False
    if area.level == "province":
        return area.key in seen.provinces
    view = bodies.body(area.key)
    if view is None:
        return False
    own = {*seen.overseen, *seen.competent, *seen.executing, *seen.receiving}
    return view.province_code in seen.provinces or any(body.key in own for body in bodies.offices(area.key))
