"""The map of the nation's page: real outlines when they were imported, our own schematic tiles otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from thongsuot.measures import tiles
from thongsuot.measures.counting import NOTHING
from thongsuot.measures.definitions import RATIOS
from thongsuot.measures.tiles import Tile
from thongsuot.web.board import outlines
from thongsuot.web.board.reading import Look
from thongsuot.web.environment import number, url
from thongsuot.web.speech import say as _


def draw(look: Look, names: Mapping[str, str]) -> Markup:
    """Each province with what is overdue in it, darker where more of the work is; a link to its own page."""
    counts = {place.key: place.counts for place in look.places}

    def tile(code: str) -> Tile:
        own = counts.get(code, NOTHING)
        share = RATIOS["overdue_share"].of(own)
        words = _("%(place)s: %(count)s hồ sơ quá hạn", place=names.get(code, code), count=number(own["overdue"]))
        return Tile(
            name=names.get(code, code),
            value=number(own["overdue"]) if share is not None else "–",
            shade=tiles.shade(share, own["in_process"]),
            address=url("board:province", code),
            words=words,
        )

    label = _("Sơ đồ 34 tỉnh, thành phố: số hồ sơ quá hạn")
    kept = outlines.kept()
    drawn = outlines.draw(kept, tile, label) if kept else tiles.draw(tile, label)
    return Markup(drawn)  # noqa: S704 - both escape every word that they are given
