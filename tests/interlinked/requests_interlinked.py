"""Requests of the tests: Hùng's child, his father, his land, his house; and how the parts are brought on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import people
from people import HUNG
from thongsuot.areas.interlinked import errands, following, opening, working
from thongsuot.areas.interlinked.models import Errand, Part
from thongsuot.areas.interlinked.opening import Wanted
from thongsuot.engine import stamper, verbs, writing
from thongsuot.engine.actor import SYSTEM, Actor, Office
from thongsuot.engine.case import Case
from thongsuot.ports import settling
from thongsuot.ports.settling import SettlingTwin
from thongsuot.register import bodies
from thongsuot.register.working_time import VIETNAM

THURSDAY = datetime(2026, 11, 19, 9, 15, tzinfo=VIETNAM)
ANSWERS: dict[str, dict[str, str]] = {
    "sinh-con": {
        "child": "Trần Minh An", "born": "10/11/2026", "sex": "female", "mother": "Lê Thị Thảo, 046185001111",
        "home": "12 Lê Lợi", "clinic": "Trạm y tế phường Thuận Hóa",
    },
    "nguoi-mat": {
        "deceased": "Trần Văn Ba", "died": "15/11/2026", "place_of_death": "12 Lê Lợi", "relation": "Con",
        "allowance": "protected",
    },
    "dat-dai-thue": {
        "parcel": "Thửa 12, tờ 5", "certificate": "CS 123456", "ground": "sale", "other_side": "Phan Thị Tư",
        "price": "900.000.000",
    },
    "xay-nha": {"parcel": "Thửa 12, tờ 5", "site": "12 Lê Lợi", "floors": "2 tầng, 160 m²", "purpose": "change"},
}  # fmt: skip


def wanted(bundle: str, **changed: Any) -> Wanted:
    answers = {**ANSWERS[bundle], **changed.pop("answers", {})}
    return Wanted(bundle, people.WARD, answers, phone="0912345678", address="12 Lê Lợi", **changed)


def apply(bundle: str, who: Actor = HUNG, *, key: UUID | None = None, **changed: Any) -> Case:
    return opening.apply(who, wanted(bundle, **changed), datetime.now(VIETNAM), key=key or uuid4())


def follow() -> None:
    """What the background does: stamp, read, see to what is due."""
    stamper.stamp("vn")
    following.follow("vn")
    stamper.stamp("vn")
    following.follow("vn")


def part(parent: Case, key: str) -> Part:
    found = Part.objects.filter(parent=parent.id, part=key).order_by("attempt").last()
    assert found is not None, f"{key} has no row"
    return found


def begun(parent: Case) -> list[str]:
    return [one.part for one in Part.objects.filter(parent=parent.id, child__isnull=False).order_by("since", "id")]


def child(parent: Case, key: str) -> Case:
    id = part(parent, key).child
    assert id is not None, f"{key} has not begun"
    found = writing.find(id)
    assert found is not None
    return found


def now(parent: Case) -> Case:
    found = writing.find(parent.id)
    assert found is not None
    return found


def stands(parent: Case) -> dict[str, str]:
    return {key: str(one) for key, one in working.request(now(parent)).plan().stands.items()}


def move(who: Actor, case: Case, name: str, given: dict[str, Any] | None = None) -> Case:
    fresh = writing.find(case.id)
    assert fresh is not None
    return verbs.move(who, case.id, fresh.length, name, given or {})


def settle_outside(parent: Case, key: str, *, after: timedelta = timedelta(minutes=3)) -> None:
    """The outside system's worker: sends now, and asks again when the system has had its time."""
    id = part(parent, key).child
    at = datetime.now(VIETNAM)
    for moment in (at, at + after):
        Errand.objects.exclude(child=id).update(next_at=None)
        Errand.objects.filter(child=id).exclude(state="over").update(next_at=moment)
        aged(parent, key, after if moment != at else timedelta())
        errands.work_one(moment + timedelta(seconds=1))
    follow()


def twin(system: str) -> SettlingTwin:
    found = settling.system(system)
    assert isinstance(found, SettlingTwin)
    return found


def aged(parent: Case, key: str, by: timedelta) -> None:
    """Make the system's own record of a part so much older."""
    one = part(parent, key)
    port = twin(one.system)
    kept = port._kept(str(one.child))
    if kept is not None and by:
        port._keep(str(one.child), {**kept, "at": (datetime.fromisoformat(kept["at"]) - by).isoformat()})


def officers_of(case: Case) -> dict[str, Actor]:
    """Who does what for a dossier: the roles at the bodies that it stands with."""
    made = {}
    for role, body in (
        ("intake", case.receiving_body), ("specialist", case.executing_body), ("head", case.executing_body),
        ("chair", case.competent_body), ("clerk", case.competent_body),
    ):  # fmt: skip
        office = _office(role, body)
        made[role] = Actor(uuid4(), f"{role} ở {body}", (office,))
    return made


def _office(role: str, body: str) -> Office:
    view = bodies.body(body)
    assert view is not None
    return Office(
        uuid4(), role, frozenset({role}), view.key, view.kind, view.name, view.house or view.key, view.tier,
        view.unit_code, view.province_code,
    )  # fmt: skip


def grant(case: Case, outcome: str = "granted") -> Case:
    """A dossier settled where its stage is owned: by its officers, or by the word of the system that owns it."""
    who = officers_of(case)
    case = move(who["intake"], case, "accept")
    case = move(who["intake"], case, "hand_over")
    if case.facts.get("authority"):
        case = move(SYSTEM, case, "settled_outside", {"outcome": outcome, "number": "12/2026"})
    else:
        summary = ["Đồng ý giải quyết." if outcome == "granted" else "Không đủ điều kiện."]
        for role, name, given in (
            ("specialist", "propose", {"outcome": outcome, "summary": summary}), ("head", "review", {}),
            ("chair", "sign", {"method": "paper"}), ("clerk", "number", {}), ("clerk", "seal", {}),
            ("clerk", "issue", {}),
        ):  # fmt: skip
            case = move(who[role], case, name, given)
    follow()
    return case
