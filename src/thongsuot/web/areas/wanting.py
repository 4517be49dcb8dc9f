"""What an address asks of the list of an area: tab, words, place, step, body, field; for its pages and its workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping

from thongsuot.engine import kinds
from thongsuot.engine.kinds import Wanted

NARROWING = {"tim": "text", "noi": "place", "buoc": "step", "co-quan": "body", "linh-vuc": "field"}
LONGEST = 100
WORD = re.compile(r"[A-Za-z0-9._-]{1,60}")


def wanted_in(kind: str, given: Mapping[str, str]) -> Wanted:
    """Which cases were asked for in an address; strange words ask for nothing special."""
    tab = given.get("muc", "open")
    text = " ".join(given.get("tim", "").replace("\x00", " ").split())[:LONGEST]
    place = given.get("noi", "")
    known = place.isascii() and place.isdigit() and len(place) in (2, 5)
    step, body, field = (_word(given.get(name, "")) for name in ("buoc", "co-quan", "linh-vuc"))
    return Wanted(kind, tab if tab in kinds.TABS else "open", text, place if known else "", step, body, field)


def _word(text: str) -> str:
    return text if WORD.fullmatch(text) else ""


def asked_by(wanted: Wanted) -> dict[str, str]:
    """The words of an address that narrow a list so; empty for what does not."""
    return {name: str(getattr(wanted, of)) for name, of in NARROWING.items()}
