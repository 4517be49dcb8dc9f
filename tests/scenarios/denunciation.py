"""The stories of a denunciation: as a complaint's, only that nobody but Yến and its sender knows of it."""

from __future__ import annotations

from datetime import datetime

from people import BINH, EVERYBODY, HUNG, THAO, officer
from scenarios import Given, Tales
from scenarios.complaint import CAST, PLACES, STANDING, opening_of, stories
from thongsuot.engine.actor import Actor
from thongsuot.engine.making import Opening


def _opening(move: str, given: Given, then: datetime) -> Opening:
    return opening_of("denunciation", move, given, then)


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place, the city's overseer besides: it opens nothing that is sealed."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="denunciation",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=stories("7 working_day"),
    applicant=HUNG,
    onlookers=(),
    strangers=(*EVERYBODY, BINH, THAO, officer("Mai Thị Dân", ("reception", "vp.46"))),
    places=PLACES,
    passer_by=_passer_by,
    sealed=True,
)
