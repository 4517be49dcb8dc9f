"""The mapping file: what the source's own words mean here, as its people and ours have agreed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from thongsuot.areas.dossiers.cutover import cleaning
from thongsuot.areas.dossiers.cutover.reading import BadSource
from thongsuot.areas.dossiers.process import DOSSIER
from thongsuot.register import bodies
from thongsuot.register.folding import fold

STEP_OF_STATUS: Mapping[str, str] = {
    "1": "submitted", "2": "received", "3": "refused", "4": "processing", "5": "waiting_supplement",
    "6": "waiting_payment", "7": "withdrawn", "8": "stopped", "9": "done", "10": "delivered",
}  # fmt: skip
STATUS_OF_LABEL = {
    "moi dang ky": "1", "duoc tiep nhan": "2", "khong duoc tiep nhan": "3", "dang xu ly": "4",
    "yeu cau bo sung giay to": "5", "yeu cau thuc hien nghia vu tai chinh": "6", "cong dan yeu cau rut ho so": "7",
    "dung xu ly": "8", "da xu ly xong": "9", "da tra ket qua": "10",
}  # fmt: skip
"""The labels of the national portal's list of statuses, folded: the one mapping that needs no agreement."""
PARTS = ("steps", "procedures", "bodies", "places", "columns")


@dataclass(frozen=True)
class Words:
    """The source's steps, procedure codes, bodies, places and headings → ours; keys of names are folded."""

    steps: Mapping[str, str] = field(default_factory=dict)
    procedures: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    def step(self, status: str, name: str) -> str | None:
        """The state of our table for a status code and a step's name, "" when neither is said, None when unknown.

        The step's own name says more than the code, where the file knows it.
        """
        if name and (found := self.steps.get(fold(name))):
            return STEP_OF_STATUS.get(found, found)
        if not status:
            return None if name else ""
        code = self.steps.get(fold(status)) or STATUS_OF_LABEL.get(fold(status)) or status
        code = str(int(code)) if code.isdecimal() and len(code) < 4 else code
        return STEP_OF_STATUS.get(code) or (code if code in _STATES else None)


_STATES = frozenset(state.key for state in DOSSIER.states)


def load(path: Path | None) -> Words:
    """Read a mapping file. Raises BadSource, naming every line that leads nowhere."""
    if path is None:
        return Words()
    try:
        said = json.loads(cleaning.decoded(path.read_bytes())[0])
        parts = {name: _part(said.pop(name, {})) for name in PARTS}
    except FileNotFoundError:
        raise BadSource(f"Không có tệp đối chiếu {path}.") from None
    except (OSError, ValueError, TypeError, AttributeError):
        raise BadSource(f"Tệp đối chiếu {path} không đọc được. Xem docs/cutover.md.") from None
    faults = [f"phần lạ “{name}”" for name in said] + _faults(parts)
    if faults:
        raise BadSource(f"Tệp đối chiếu {path}: {'; '.join(faults)[:2000]}.")
    folded = {name: {fold(key): value for key, value in parts[name].items()} for name in ("steps", "bodies", "places")}
    return Words(**{**parts, **folded})


def _part(said: Any) -> dict[str, str]:
    return {cleaning.text(key)[0]: cleaning.text(value)[0] for key, value in said.items()}


def _faults(parts: Mapping[str, Mapping[str, str]]) -> list[str]:
    found = [
        f"bước “{name}” dẫn tới “{step}” không có trong quy trình"
        for name, step in parts["steps"].items()
        if step not in STEP_OF_STATUS and step not in _STATES
    ]
    found += [
        f"“{name}” dẫn tới cơ quan “{key}” không có" for name, key in parts["bodies"].items() if not bodies.body(key)
    ]
    return found
