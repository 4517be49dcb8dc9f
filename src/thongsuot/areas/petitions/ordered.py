"""A petition that another area's work gave rise to, with its writer's consent: what somebody wrote of a dossier."""

from __future__ import annotations

from datetime import datetime

from thongsuot.areas.petitions import sending
from thongsuot.areas.petitions.process import TTHC
from thongsuot.areas.petitions.sending import Petition
from thongsuot.engine.making import Opening
from thongsuot.engine.ordering import Ordered


def ordered(wanted: Ordered, at: datetime) -> Opening:
    """The opening at the reception of the place, unsigned: whoever wrote it did not sign in. Raises NeedsNotMet.

    Of the subject `name`, `content`, `dossier` (its code) and `receipt` (the digest of what it is followed by) count.
    """
    said = wanted.subject
    petition = Petition(
        about=TTHC,
        place_code=wanted.place_code,
        content=(str(said["content"]),),
        answer_by="portal",
        dossier=str(said.get("dossier", "")),
        name=str(said.get("name", "")),
    )
    return sending.prepare(None, petition, at, receipt=str(said.get("receipt", "")))
