"""Who answers for a body: whether it acts in its own name, who prepares its answers, at which tier it stands."""

from __future__ import annotations

from thongsuot.register import bodies
from thongsuot.register.bodies import BodyView

TIERS = (3, 1, 0)
"""The tiers of government from the lowest up: commune, province, nation."""
GOVERNMENT = ("chinhphu", "vpcp")


def tier_of(body: str) -> int:
    """The tier at which a body stands; one that is not known is taken for national: nothing goes above it."""
    found = bodies.body(body)
    return found.tier if found is not None and found.tier in TIERS else 0


def in_own_name(view: BodyView) -> bool:
    """Whether a body answers in its own name: a committee, a department, a ministry, not an office of one."""
    return view.house in (None, view.key)


def office_of(body: str) -> str:
    """Who prepares the answers of a body: its secretariat in a province or commune, itself elsewhere."""
    if body.startswith("ubnd."):
        secretariat = f"vp.{body.removeprefix('ubnd.')}"
        return secretariat if bodies.body(secretariat) is not None else body
    return "vpcp" if body in GOVERNMENT else body
