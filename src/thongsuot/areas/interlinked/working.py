"""Opening a request and bringing it on: parts begin when their turn comes, and the request's step follows them.

Whoever calls holds a transaction. The request's own row is locked first; a part's dossier is opened in the
applicant's name, under a key made from the request, so that it exists once however often this is run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from uuid6 import uuid7

from thongsuot.areas.interlinked import bundles, rules
from thongsuot.areas.interlinked.bundles import Bundle
from thongsuot.areas.interlinked.bundles import Part as Row
from thongsuot.areas.interlinked.models import Errand, Part
from thongsuot.areas.interlinked.process import MOVE_TO
from thongsuot.areas.interlinked.rules import Stands
from thongsuot.engine import ordering, sql, verbs, writing
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused
from thongsuot.engine.making import Paper
from thongsuot.engine.ordering import Ordered

CHILD = "part"
PORTION = "dossier"
GIVEN_UP = ("withdraw", "withdraw_at_counter")
WITHDRAWN_WHOLE = "Người nộp rút cả yêu cầu liên thông."


@dataclass(frozen=True)
class Request:
    """A request with its bundle, the parts that its answers take up, and the last attempt of each that was sent."""

    case: Case
    bundle: Bundle
    parts: tuple[Row, ...]
    sent: Mapping[str, Part]

    @property
    def given_up(self) -> bool:
        made = self.case.facts.get("made", {})
        return any(made.get(name) for name in GIVEN_UP)

    def plan(self) -> rules.Plan:
        stands = {
            key: rules.of_case(one.status, one.outcome, one.is_open, one.waits_for)
            for key, one in self.sent.items()
            if one.child is not None
        }
        return rules.plan(self.parts, stands, given_up=self.given_up)


def request(case: Case) -> Request:
    """The request that a case of this kind is. Raises NotFound for a bundle that is no more."""
    bundle = bundles.bundle(case.facts["bundle"])
    parts = tuple(bundle.part(key) for key in case.facts["parts"])
    last: dict[str, Part] = {}
    for one in Part.objects.filter(parent=case.id).order_by("attempt"):
        last[one.part] = one
    return Request(case, bundle, parts, last)


def settle(parent: UUID, now: datetime) -> bool:
    """Bring one request to where its parts stand; False when a part could not be begun and is to be tried again.

    Raises Refused when the request itself cannot be moved.
    """
    case, _ = writing.lock(parent, None)
    if case is None:
        return True
    found = request(case)
    if found.given_up:
        for one in found.sent.values():
            _withdraw(found, one, now)
        found = request(case)
    plan = found.plan()
    begun = [_begin(found, key, now) for key in _wanted(found, plan)]
    if begun:
        found = request(_reread(parent))
        plan = found.plan()
    case = _reread(parent)
    if plan.step != case.step:
        verbs.move(SYSTEM, parent, case.length, MOVE_TO.get(plan.step, ""), key=None)
    return all(begun)


def _wanted(found: Request, plan: rules.Plan) -> list[str]:
    """The parts to send now: those whose turn has come, and those that the person wants sent again."""
    again = [
        key for key, times in _resends(found.case).items()
        if key in plan.stands and (last := found.sent.get(key)) is not None and last.attempt <= times
        and plan.stands[key] in (Stands.FAILED, Stands.WITHDRAWN)
    ]  # fmt: skip
    return [] if found.given_up else [*plan.begin, *again]


def _resends(case: Case) -> dict[str, int]:
    """How often each part was asked to be sent again."""
    found: dict[str, int] = {}
    for entry in writing.entries(case.id):
        if entry.move in ("resend", "resend_at_counter"):
            part = str(json.loads(entry.body)["given"]["part"])
            found[part] = found.get(part, 0) + 1
    return found


def _begin(found: Request, key: str, now: datetime) -> bool:
    """Open the dossier of a part, or keep the sentence for why it cannot be."""
    case, part = found.case, found.bundle.part(key)
    last = found.sent.get(key)
    attempt = last.attempt + 1 if last is not None and last.child is not None else 1 if last is None else last.attempt
    row = last if last is not None and last.child is None else Part(
        id=uuid7(), parent=case.id, part=key, attempt=attempt, province_code=case.province_code, system=part.system,
        child=None, status=0, outcome="", is_open=False, waits_for="", holder="", since=now, trouble="",
    )  # fmt: skip
    try:
        wanted = ordered(case, found.bundle, part, attempt)
        opening = ordering.opening(PORTION, wanted, max(case.opened_at, now))
        person = Actor(None, case.subject_name, citizen=case.number)
        child = verbs.open(person, opening, key=uuid5(case.id, f"{key}:{attempt}"))
    except Refused as refusal:
        row.trouble = refusal.sentence[:500]
        row.save()
        return False
    row.child, row.status, row.is_open = child.id, child.status, True
    row.waits_for, row.trouble, row.since = child.waits_for, "", child.opened_at
    row.holder = f"system:{part.system}" if part.system else child.responsible_body
    row.save()
    here = _reread(case.id)
    verbs.relate(SYSTEM, case.id, here.length, child.id, CHILD)
    if part.system:
        Errand.objects.get_or_create(
            child=child.id,
            defaults={
                "system": part.system, "province_code": case.province_code, "state": "send", "outside_code": "",
                "stage": "", "made_at": now, "next_at": now, "tries": 0, "trouble": "",
            },
        )  # fmt: skip
    return True


def ordered(case: Case, bundle: Bundle, part: Row, attempt: int) -> Ordered:
    """What is ordered for a part: the shared answers that it uses, and its papers."""
    answers = case.subject
    shared = {name: answers.get(name, "") for name in ("name", "number", "phone", "address")}
    return Ordered(
        parent=case.id,
        part=part.key,
        attempt=attempt,
        procedure_code=part.procedure,
        case_key=part.case,
        place_code=case.place_code,
        subject={**shared, "content": bundle.content(part, answers)},
        delivery=str(case.facts.get("delivery", "online")),
        papers=_papers(case, bundle, part, attempt),
        elsewhere=part.elsewhere(case.place_code, case.province_code, bundle.basis),
    )


def _papers(case: Case, bundle: Bundle, part: Row, attempt: int) -> tuple[Paper, ...]:
    """The request's papers that go to this part: the same contents, as papers of the part's own dossier."""
    wanted = [sheet.key for sheet in bundle.papers if part.key in sheet.parts]
    rows = sql.run(
        "SELECT id, name, media_type, size, digest, component FROM engine_paper"
        " WHERE case_id = %s AND component = ANY(%s) ORDER BY number, id",
        [case.id, wanted],
    )
    return tuple(
        Paper(uuid5(id, f"{part.key}:{attempt}"), name, kind, size, bytes(digest))
        for id, name, kind, size, digest, _component in rows
    )


def _withdraw(found: Request, one: Part, now: datetime) -> None:
    """Take an open part back in the person's name. One that is past that point goes on, and counts."""
    child = writing.find(one.child) if one.child and one.is_open else None
    if child is None or not any(move.name == "withdraw_online" for move in child.table.leaving(child.step)):
        return
    person = Actor(None, child.subject_name, citizen=child.number)
    key = uuid5(child.id, "withdrawn-whole")
    try:
        after = verbs.move(person, child.id, child.length, "withdraw_online", {"request": WITHDRAWN_WHOLE}, key=key)
    except Refused:
        return
    Part.objects.filter(child=child.id).update(status=after.status, is_open=after.is_open, outcome=after.outcome)


def _reread(id: UUID) -> Case:
    found = writing.find(id)
    if found is None:
        raise RuntimeError("a case that was locked is gone")
    return found
