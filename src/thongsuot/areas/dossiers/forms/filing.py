"""A filled form becomes part of a dossier: its answers personal, its version and what was reused facts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from thongsuot.areas.dossiers.forms import catalogue, prefill
from thongsuot.engine import forms_store, forms_validate
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_places import COUNTRY, Places
from thongsuot.engine.forms_text import digest
from thongsuot.register.procedures import Paper

DECLARATION = re.compile(r"^\W*(tờ khai|đơn|giấy đề nghị|bản khai|phiếu yêu cầu)", re.IGNORECASE)
ELECTRONIC = re.compile(r"điện tử tương tác", re.IGNORECASE)
BEFORE = "form."
"""Stands before the path of a fault in a form, so that it is told from the faults of the application."""


@dataclass(frozen=True)
class Filed:
    """What a form adds to the subject (personal) and to the facts of a case; `form` is None without one."""

    form: Form | None = None
    subject: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def filed(
    procedure_code: str,
    values: Mapping[str, Any] | None,
    sources: Mapping[str, str],
    reused_papers: Sequence[tuple[str, str]],
    day: date,
    *,
    pin: str = "",
    places: Places = COUNTRY,
) -> Filed:
    """The answers checked against the version that they were filled under, `pin`, or the one of the day.

    Raises NeedsNotMet with every fault, each path after `form.`; UnknownForm for a pin that does not exist.
    """
    reused = prefill.reused(sources, reused_papers)
    if values is None:
        return Filed(facts={"reused": reused} if reused_papers else {})
    published = forms_store.pinned(pin) if pin else catalogue.for_procedure(procedure_code, day)
    if published is None or not catalogue.serves(published.form, procedure_code):
        raise NeedsNotMet([(BEFORE, "Thủ tục này không dùng biểu mẫu điện tử đã khai. Chọn lại thủ tục.")])
    form = published.form
    found = forms_validate.validate(form, values, today=day, places=places)
    if isinstance(found, forms_validate.Faulty):
        raise NeedsNotMet([(BEFORE + path, sentence) for path, sentence in found.faults])
    facts = {"form": {"pin": form.pin, "digest": digest(form)}, "reused": reused}
    return Filed(form, {"form": found.values}, facts)


def declares(paper: Paper) -> bool:
    """Whether a component is the declaration itself, on paper or as the interactive electronic form."""
    return bool(DECLARATION.match(paper.name) or ELECTRONIC.search(paper.name))


def declared(handed: list[dict[str, Any]], wanted: Sequence[Paper], filed: Filed) -> list[dict[str, Any]]:
    """The papers of the dossier with the declaration that the form prints among them, in the procedure's order.

    The general form is nobody's declaration: where one is wanted it is brought.
    """
    component = next((paper for paper in wanted if DECLARATION.match(paper.name)), None)
    own = filed.form is not None and filed.form.key != catalogue.GENERAL
    there = {paper.key for paper in wanted if declares(paper)} & {paper["key"] for paper in handed}
    if not own or component is None or there:
        return handed
    printed = {"key": component.key, "name": component.name, "originals": 1, "copies": 0}
    order = {paper.key: place for place, paper in enumerate(wanted)}
    return sorted([*handed, printed], key=lambda paper: order[paper["key"]])
