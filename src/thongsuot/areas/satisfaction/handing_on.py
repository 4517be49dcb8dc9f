"""A comment that becomes a petition: only with consent, by the name of the kind, where an area takes such orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from thongsuot.engine import ordering, receipt_codes, verbs
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused
from thongsuot.engine.ordering import Ordered
from thongsuot.engine.registry import UnknownKind

PETITION = "petition"


@dataclass(frozen=True)
class Petition:
    """The petition that a comment became, and what its writer follows it by."""

    id: UUID
    code: str
    secret: str


def petition(case: Case, name: str, text: str, now: datetime) -> Petition | None:
    """Open the petition about a dossier; None where nothing takes it, and the text stays with the rating alone.

    The writer held the receipt and signed in nowhere: the petition has the name that was typed, not the applicant's.
    """
    receipt = receipt_codes.again(f"rating:{case.id}")
    asked = Ordered(
        parent=case.id,
        part="comment",
        attempt=1,
        procedure_code=case.procedure_code,
        case_key="",
        place_code=case.place_code,
        subject={"name": name, "content": text, "dossier": case.code or "", "receipt": receipt.digest},
    )
    try:
        made = verbs.open(SYSTEM, ordering.opening(PETITION, asked, now))
    except (UnknownKind, Refused):
        return None
    return Petition(made.id, made.code or "", receipt.secret)
