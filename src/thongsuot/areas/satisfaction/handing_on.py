"""A comment that becomes a petition: only with consent, by the name of the kind, where an area takes such orders."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from thongsuot.engine import ordering, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused
from thongsuot.engine.ordering import Ordered
from thongsuot.engine.registry import UnknownKind

PETITION, RELATION = "petition", "rated"


def petition(case: Case, text: str, now: datetime) -> UUID | None:
    """Open the petition about a dossier; None where nothing takes it, and the text stays with the rating alone."""
    asked = Ordered(
        parent=case.id,
        part="comment",
        attempt=1,
        procedure_code=case.procedure_code,
        case_key="",
        place_code=case.place_code,
        subject={"name": case.subject_name, **case.subject, "content": text},
    )
    try:
        made = verbs.open(SYSTEM, ordering.opening(PETITION, asked, now))
    except (UnknownKind, Refused):
        return None
    writing.relate(made.id, case.id, RELATION, made.length)
    return made.id
