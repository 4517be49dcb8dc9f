"""Taking a step back: which entry an undo compensates, who may, and what it restores."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from thongsuot.engine import making
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case, restored
from thongsuot.engine.errors import Impossible, NotAllowed
from thongsuot.engine.making import Change, Circumstances

UNDOABLE = frozenset({"move", "claim", "assign", "migrate"})
LASTING = frozenset({"open", "migrate", "reorganise"})


@dataclass(frozen=True)
class Step:
    """One entry of a chain as an undo needs it."""

    number: int
    verb: str
    move: str
    person: UUID | None
    body: str

    @property
    def content(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


def last_standing(steps: Sequence[Step]) -> Step | None:
    """The last entry that changed the case and is not taken back already."""
    taken = {step.content["given"]["undoes"] for step in steps if step.verb == "undo"}
    standing = [step for step in steps if step.verb in UNDOABLE | LASTING and step.number not in taken]
    return standing[-1] if standing else None


def undone(actor: Actor, case: Case, now: Circumstances, steps: Sequence[Step]) -> Change:
    """The compensating change. Raises Impossible or NotAllowed with the reason."""
    step = last_standing(steps)
    if step is None or step.verb == "open":
        raise Impossible("Không còn bước nào để hoàn tác. Muốn bỏ hồ sơ, dùng “Rút hồ sơ” hoặc “Từ chối”.")
    if step.verb == "migrate":
        raise Impossible("Hồ sơ đã chuyển sang phiên bản quy trình khác, không hoàn tác được bước trước đó.")
    if step.verb == "reorganise":
        raise Impossible("Hồ sơ đã chuyển theo phương án sắp xếp tổ chức, không hoàn tác được bước trước đó.")
    row = case.table.move(step.move) if step.verb == "move" else None
    if row is not None and row.irrevocable:
        raise Impossible(f"“{row.label}” không thể hoàn tác.")
    office = _by_whom(actor, case, step)
    content = step.content
    back = restored(case, content["changes"])
    if row is not None and row.numbers:
        facts = dict(back.facts)
        facts["voided"] = [*facts.get("voided", []), case.facts[f"{row.numbers}_number"]]
        back = replace(back, facts=facts)
    given = {"undoes": step.number, "move": step.move}
    return making.written(case, back, "undo", "undo", replace(now, office=office), given, {})


def _by_whom(actor: Actor, case: Case, step: Step) -> Office | None:
    if step.person is not None and step.person == actor.person:
        post = step.content["who"].get("post")
        return next((office for office in actor.offices if str(office.post) == post), None) or _own(actor)
    office = actor.holding("head", case.executing_body) or actor.holding("chair", case.competent_body)
    if office is None:
        raise NotAllowed("Chỉ người vừa thực hiện bước này, trưởng phòng hoặc lãnh đạo được hoàn tác.")
    return office


def _own(actor: Actor) -> Office | None:
    return actor.offices[0] if actor.offices else None
