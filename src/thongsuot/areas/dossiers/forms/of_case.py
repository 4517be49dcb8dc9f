"""The declaration and the result document of a dossier that was filed with a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from thongsuot.areas.dossiers.forms import printing
from thongsuot.areas.dossiers.letters.parts import Agency, Signer
from thongsuot.engine import forms_store
from thongsuot.engine.case import Case
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_places import COUNTRY, Places
from thongsuot.engine.letters import Letter, LetterData

SYMBOLS = {
    "building_permit": "GPXD",
    "household_business_certificate": "HKD",
    "marital_status_certificate": "UBND-XNTTHN",
    "residence_notice": "TB-CA",
    "merit_relative_certificate": "GXN-UBND",
    "certified_copy_note": "SCT/BS",
}
DECISION = "QĐ-UBND"


def form_of(case: Case) -> Form | None:
    """The pinned version that the case was filed under; None when it was filed on paper alone."""
    pin = (case.facts.get("form") or {}).get("pin", "")
    return forms_store.pinned(pin).form if pin else None


def declaration(
    case: Case,
    form: Form,
    subject: Mapping[str, Any],
    *,
    to: str,
    place: str,
    at: datetime,
    demo: bool,
    places: Places = COUNTRY,
) -> tuple[Letter, LetterData]:
    """As it was given at the opening. `subject` holds the answers under `form`."""
    origins = {one["path"]: one["source"] for one in (case.facts.get("reused") or {}).get("fields", [])}
    return printing.declaration(
        form,
        subject.get("form", {}),
        to=to,
        code=case.code or "",
        at=at,
        places=places,
        place=place,
        signed_by=subject.get("representative") or subject.get("name", ""),
        reused=printing.reused_words(origins),
        demo=demo,
    )


def result(
    case: Case,
    form: Form,
    subject: Mapping[str, Any],
    *,
    agency: Agency,
    signer: Signer,
    at: datetime,
    demo: bool,
    link: str = "",
    check: str = "",
    places: Places = COUNTRY,
) -> tuple[Letter, LetterData]:
    """The form's own result document. Raises LookupError for a form without one."""
    number = str(case.facts.get("result_number", "")).split("/")[0]
    symbol = DECISION if form.result.endswith("_decision") else SYMBOLS.get(form.result, "")
    return printing.result(
        form,
        subject.get("form", {}),
        title=case.product,
        agency=agency,
        signer=signer,
        code=case.code or "",
        at=at,
        places=places,
        number=number,
        symbol=symbol,
        recipients=(subject.get("name", ""), "Lưu: VT."),
        link=link,
        check=check,
        demo=demo,
    )
