"""Correcting what a dossier says of its applicant: the same values and checks as at intake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from thongsuot.areas.dossiers import intake
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine.case import Case

FIELDS = ("kind", "name", "number", "phone", "email", "address", "representative")
# What an e-identity has confirmed: who sent a dossier online is not for the counter to change.
CONFIRMED = frozenset({"kind", "name", "number"})


def open_fields(case: Case) -> tuple[str, ...]:
    """The fields that may be corrected: of a dossier sent online the identity is not among them."""
    online = case.facts.get("channel") == "online"
    return tuple(name for name in FIELDS if not (online and name in CONFIRMED))


def known(case: Case) -> Application:
    """What the dossier says now, as an application to show in fields."""
    return replace(_BLANK, **_values(case))


def typed(case: Case, given: Mapping[str, str]) -> Application:
    """What was typed over what is known."""
    return replace(_BLANK, **{**_values(case), **{name: given[name] for name in open_fields(case) if name in given}})


_BLANK = Application(procedure_code="", case_key="", place_code="", name="")


def _values(case: Case) -> dict[str, Any]:
    return {name: str(case.subject[name]) for name in FIELDS if case.subject.get(name)}


def values(case: Case, application: Application) -> tuple[dict[str, Any], str]:
    """The corrected values, an emptied one as an empty text, and the name that lists show.

    All of them, not only the differing: the same form sent twice asks for the same. `verbs.amend` records what
    differs. Raises NeedsNotMet with every fault, as intake does.
    """
    checked = intake.subject_values(application)
    new = {name: checked.get(name, "") for name in open_fields(case) if name in checked or name in case.subject}
    return new, new.get("name", case.subject_name)
