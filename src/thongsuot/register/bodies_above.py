"""Which body stands above another: who hears what is said against it or its people."""

from __future__ import annotations

from collections.abc import Iterable

from thongsuot.register import bodies
from thongsuot.register.bodies import BodyView

GOVERNMENT_OFFICE = "vpcp"


def house_of(key: str) -> str:
    """The body whose office this is; itself where it is nobody's office."""
    found = _known(key)
    return (found.house if found else None) or key


def above(key: str) -> BodyView | None:
    """The body above the one whose office this is: of a commune the province, of a province or ministry the centre.

    None for an unknown body and for the centre itself.
    """
    found = _known(key)
    if found is None or key == GOVERNMENT_OFFICE:
        return None
    if found.tier == 3:
        return bodies.body(f"ubnd.{found.province_code}")
    house = house_of(key)
    if found.tier == 1 and house == key and not key.startswith("ubnd."):
        return bodies.body(f"ubnd.{found.province_code}")
    if found.tier == 1 and house != key:
        return bodies.body(house)
    return bodies.body(GOVERNMENT_OFFICE)


def in_the_way(about: str, houses: Iterable[str]) -> str:
    """The accused's body, where somebody with posts in these houses is of it and another stands above to hear it.

    Empty where nothing is against it: also where nobody stands above, and its own people must hear it.
    """
    theirs, upper = (house_of(about), above(about)) if about else ("", None)
    return theirs if upper is not None and upper.key != theirs and theirs in set(houses) else ""


def _known(key: str) -> BodyView | None:
    """The body of a key that came from outside; None for what can be no key."""
    return bodies.body(key) if key.isascii() and key.isprintable() else None
