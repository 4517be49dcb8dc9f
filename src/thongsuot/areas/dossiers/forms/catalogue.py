"""The forms that come with the software, and the version that holds for a procedure on a day.

A definition is a file; once published in the database it is for ever, and a change to it is a new version, made
in the editor or by a file with the next number.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from thongsuot.areas.dossiers.forms import sources
from thongsuot.engine import forms_check, forms_store
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_store import Published
from thongsuot.engine.forms_text import from_yaml

log = logging.getLogger(__name__)
FOLDER = Path(__file__).parent / "definitions"
PRINTS = Path(__file__).parent / "prints"
SHIPPED_FROM = date(2025, 7, 1)
NOT_RESULTS = frozenset({"declaration", "shared"})
GENERAL = "general"
"""The form of whatever has none of its own: anything can be applied for online."""


@cache
def shipped() -> Mapping[str, Form]:
    """The definitions in our files by key. Raises Unreadable for a faulty file."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        form = from_yaml(path.read_text(encoding="utf-8"))
        require(form)
        found[form.key] = form
    return found


@cache
def results() -> frozenset[str]:
    """The result documents that can be printed."""
    return frozenset(path.stem for path in PRINTS.glob("*.typ")) - NOT_RESULTS


def require(form: Form) -> None:
    """Raises Unreadable with every flaw of a definition, unknown sources and result documents included."""
    forms_check.require(form, source_known=sources.is_known, results=results())


def publish_shipped() -> list[str]:
    """Publish what the database does not have yet of our files; the new pins.

    Where officers have published later versions, theirs hold and the file is passed over. So is a file that differs
    from its published version, with a line in the log: a published version stays, the file needs the next number.
    """
    new = []
    for form in shipped().values():
        known = forms_store.versions(form.key)
        if known and known[-1].form.version >= form.version and known[-1].person_name:
            continue
        try:
            if forms_store.publish(form, valid_from=SHIPPED_FROM, by=None, note="Bản đi kèm phần mềm"):
                new.append(form.pin)
        except forms_store.Altered as altered:
            log.warning("form passed over: %s", altered.sentence)
    return new


def publish(actor: Actor, form: Form, valid_from: date, note: str = "") -> bool:
    """A named administrator's new version. Raises Unreadable, and what `forms_store.publish` raises."""
    if "admin" not in actor.roles or actor.person is None:
        raise NotAllowed("Chỉ người quản trị có tên được công bố biểu mẫu.")
    require(form)
    others = [
        (one.form.key, code)
        for key in forms_store.names()
        if key != form.key and (one := forms_store.in_force(key, valid_from))
        for code in one.form.procedures
        if code in form.procedures
    ]
    if others:
        names = "; ".join(f"thủ tục {code} đã có biểu mẫu {key}" for key, code in others)
        raise NotAllowed(f"Mỗi thủ tục có một biểu mẫu: {names}.")
    return forms_store.publish(form, valid_from=valid_from, by=actor, note=note)


def for_procedure(code: str, day: date) -> Published | None:
    """The published form of a procedure on a day, None for a procedure without one."""
    for key in forms_store.names():
        found = forms_store.in_force(key, day)
        if found is not None and code in found.form.procedures:
            return found
    return None


def online(code: str, day: date) -> Published:
    """The form that a procedure is applied for with from home: its own, else the general one. Raises UnknownForm."""
    found = for_procedure(code, day) or forms_store.in_force(GENERAL, day)
    if found is None:
        raise forms_store.UnknownForm(GENERAL)
    return found


def serves(form: Form, code: str) -> bool:
    """Whether a procedure may be applied for with a form."""
    return form.key == GENERAL or code in form.procedures


def in_force(day: date) -> list[Published]:
    """Every form of a procedure that holds on a day, by title."""
    found = (forms_store.in_force(key, day) for key in forms_store.names() if key != GENERAL)
    return sorted((one for one in found if one is not None), key=lambda one: one.form.title)
