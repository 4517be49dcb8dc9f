"""Charts as SVG text: bars from zero, the week before as a grey ghost behind them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT, GAP = 140, 40, 4


def bars(now: Sequence[int], before: Sequence[int], top: int, label: str) -> Markup:
    """A bar for each day, the same weekday of the week before as a wider grey one behind it.

    `top` is the value of a full bar, the same for all charts of a page, so that they can be compared.
    """
    slot = WIDTH / max(1, len(now))
    drawn = []
    for place, (new, old) in enumerate(zip(now, before, strict=True)):
        left = place * slot
        drawn.append(_bar("ghost", left, slot - 2, old, top))
        drawn.append(_bar("bar", left + GAP, slot - 2 - 2 * GAP, new, top))
    base = f'<path class="base" d="M0 {HEIGHT + 0.5}H{WIDTH}"/>'
    return Markup(  # noqa: S704 - made of numbers and an escaped label
        f'<svg class="bars" viewBox="0 0 {WIDTH} {HEIGHT + 1}" role="img" aria-label="{escape(label)}"'
        f' preserveAspectRatio="none">{"".join(drawn)}{base}</svg>'
    )


def _bar(kind: str, left: float, width: float, value: int, top: int) -> str:
    height = max(1.0, HEIGHT * value / max(top, 1)) if value else 0.0
    return f'<rect class="{kind}" x="{left:.1f}" y="{HEIGHT - height:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
