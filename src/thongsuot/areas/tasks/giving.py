"""Giving a task: to whom one may give it, the case that it becomes, one or several at once, under another task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from thongsuot.areas.tasks import rules
from thongsuot.areas.tasks.process import RELATION, TASK, WITHIN
from thongsuot.engine import reading, sql, verbs, writing
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening
from thongsuot.register import bodies, people

KIND = TASK.key
# Who answers for a body, before whom: its chair, else its head, else an officer.
WEIGHT = {"chair": 0, "head": 1, "specialist": 2}
MOST_AT_ONCE = 200
NO_LIMIT = Limit(LimitUnit.NONE, basis="thời hạn do nơi giao đặt")
NOT_GIVEN = "Chỉ người đứng đầu cơ quan, trưởng phòng, chánh văn phòng, vụ trưởng giao nhiệm vụ."
# Clears and the fields of the forms that fill them, for a fault to stand where it is mended.
FIELD_OF = {"person": "person", "work": "work", "time": "until", "responsibility": "person", "product": "product",
            "authority": "authority"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody who may be made accountable: the post, and the body that answers with them."""

    person: UUID
    name: str
    title: str
    body: str
    house: str
    roles: frozenset[str]

    @property
    def words(self) -> str:
        return f"{self.name} – {self.title}, {bodies.name_of(self.body)}"


def giver(actor: Actor) -> Office | None:
    """The post by which this actor gives tasks: the chair's of a body, else the head's of an office."""
    posts = [one for one in actor.offices if one.roles & {"chair", "head"}]
    return next((one for one in posts if leads(one)), posts[0] if posts else None)


def leads(office: Office) -> bool:
    """Whether this post gives tasks for the whole house, and below it."""
    return "chair" in office.roles


def drafter(actor: Actor) -> Office | None:
    """The post by which this actor prepares tasks for the chair: any that works."""
    return giver(actor) or next((one for one in actor.offices if one.roles & {"specialist", "clerk"}), None)


_DOERS = """
SELECT r.id, r.name, p.title, p.body_id, coalesce(b.house_id, b.key), p.roles
FROM register_holding h JOIN register_post p ON p.id = h.post_id JOIN register_body b ON b.key = p.body_id
JOIN register_person r ON r.id = h.person_id
WHERE h.acting_for_id IS NULL AND h.valid_from <= %(day)s AND (h.valid_to IS NULL OR h.valid_to > %(day)s)
  AND p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
  AND p.roles && ARRAY['chair', 'head', 'specialist']::varchar[]
  AND (coalesce(b.house_id, b.key) = %(house)s
    OR (p.roles && ARRAY['chair', 'head']::varchar[] AND coalesce(b.house_id, b.key) <> %(house)s AND CASE
      WHEN %(tier)s = 0 THEN b.tier <= 1 AND (b.house_id IS NULL OR b.house_id = b.key) AND 'chair' = ANY(p.roles)
      WHEN %(tier)s = 1 THEN b.province_code = %(province)s
        AND (b.house_id IS NULL OR b.house_id = b.key) AND 'chair' = ANY(p.roles)
      ELSE false END))
ORDER BY b.tier, b.key, p.title, r.name
"""


def doers(office: Office, day: Any) -> tuple[Doer, ...]:
    """Whom a house may give tasks to: its own officers, and who leads the bodies of the tier below it.

    A person with several such posts stands under the one that answers most.
    """
    rows = sql.run(_DOERS, {"day": day, "house": office.house, "tier": office.tier, "province": office.province_code})
    found: dict[UUID, Doer] = {}
    for id, name, title, body, house, roles in rows:
        one = Doer(id, name, title, body, house, frozenset(roles))
        if id not in found or _weight(one.roles) < _weight(found[id].roles):
            found[id] = one
    return tuple(found.values())


def below(office: Office, day: Any) -> tuple[Doer, ...]:
    """Whom somebody may give tasks to by this post: a head, those of the own house who do not lead it."""
    return tuple(one for one in doers(office, day) if _below(office, one))


def _below(office: Office, doer: Doer) -> bool:
    return leads(office) or (doer.house == office.house and "chair" not in doer.roles)


def _weight(roles: frozenset[str]) -> int:
    return min((WEIGHT[one] for one in roles if one in WEIGHT), default=9)


def leader_of(body: str, day: Any) -> UUID | None:
    """Who answers for a body when nobody is named: its only chair, else nobody."""
    chairs = people.holders(body, "chair", day)
    first = [one for one in chairs if one.title.startswith(("Chủ tịch", "Bộ trưởng", "Giám đốc"))]
    chosen = first or chairs
    return chosen[0].person if len(chosen) == 1 else None


def prepare(actor: Actor, values: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    """The task that these values make, of the actor's own body. Raises NotAllowed, and NeedsNotMet naming each clear
    that is missing."""
    office = giver(actor)
    if office is None:
        raise NotAllowed(f"{NOT_GIVEN} Bạn lập dự thảo để người đứng đầu giao.")
    day = at.astimezone(verbs.VIETNAM).date()
    doer = next((one for one in doers(office, day) if str(one.person) == str(values.get("person"))), None)
    known = {**values, "body": doer.body if doer else "", "person": str(doer.person) if doer else ""}
    if lacking := rules.missing(known):
        raise NeedsNotMet([(FIELD_OF[key], rules.missing_words([key])) for key in lacking])
    if doer is None:  # said by `missing` already
        raise NeedsNotMet([("person", "Chọn một người chịu trách nhiệm chính.")])
    if not _below(office, doer):
        raise NotAllowed(
            f"Bạn giao nhiệm vụ trong cơ quan mình. Việc cho {doer.words}: giữ dự thảo để người đứng đầu cơ quan giao."
        )
    return _opening(office, doer, known, about, at)


def _opening(office: Office, doer: Doer, values: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
    body = bodies.body(doer.body)
    if body is None:
        raise NeedsNotMet([("person", "Cơ quan của người này không còn. Chọn người khác.")])
    house = body.house or body.key
    own = office.house if leads(office) else office.body
    until = str(values.get("until") or "")
    given = {"person": str(doer.person)} | ({"until": until} if until else {"reasons": [values["why_no_limit"]]})
    return Opening(
        kind=KIND,
        process="" if leads(office) else WITHIN.pin,
        move="assign" if until else "assign_open_ended",
        title=str(values["work"]).strip(),
        place_code=body.unit_code,
        province_code=body.province_code,
        sector=body.key.removeprefix("bo.") if body.key.startswith("bo.") else "",
        receiving_body=own,
        executing_body=body.key,
        competent_body=house,
        competence=str(values["authority"]).strip(),
        product=str(values["product"]).strip(),
        limit=NO_LIMIT,
        subject_name=bodies.name_of(own),
        subject={},
        number_prefix=f"NV.{office.province_code or 'TW'}",
        happened_at=at,
        facts={**_of(about), "acceptance": str(values["acceptance"]).strip(), **_source(values)},
        given=given,
    )


def _of(about: Case | None) -> dict[str, str]:
    """Of which task it is a part, and of which conclusion: a child's conclusion is its parent's."""
    if about is None:
        return {}
    if about.kind == KIND:
        up = {"parent": str(about.id)}
        return up | ({"conclusion": about.facts["conclusion"]} if "conclusion" in about.facts else {})
    return {"conclusion": str(about.id)} if about.kind == "meeting" else {}


def _source(values: Mapping[str, Any]) -> dict[str, str]:
    said = str(values.get("source") or "").strip()
    return {"source": said} if said else {}


def splits(actor: Actor, task: Case) -> bool:
    """Whether this actor may give parts of a task: who leads the house that does it or the one that gave it, who heads
    the office that does it or gave it, and the head who answers for it."""
    office = giver(actor)
    if office is None or not task.is_open:
        return False
    if leads(office):
        return office.house in (task.competent_body, task.receiving_body, _house(task.receiving_body))
    if task.process == WITHIN.pin and task.receiving_body == office.body:
        return True
    own_office = office.body != office.house and task.executing_body == office.body
    return own_office or task.facts.get("person") == str(actor.person)


def _house(key: str) -> str:
    body = bodies.body(key)
    return (body.house or key) if body else key


def give(actor: Actor, values: Mapping[str, Any], about: UUID | None, at: datetime, *, key: UUID | None = None) -> Case:
    """Give one task, about a meeting, a larger task or nothing. Raises what `prepare` raises, and NotFound."""
    found = reading.case_page(actor, about, "move").case if about else None
    opening = prepare(actor, values, found, at)
    if found is None:
        return verbs.open(actor, opening, key=key)
    if found.kind == KIND and not splits(actor, found):
        raise NotAllowed("Chỉ người đứng đầu nơi làm, nơi giao hoặc trưởng phòng được giao chia nhỏ nhiệm vụ đang mở.")
    return verbs.open_about(actor, opening, found.id, RELATION, key=key)


def give_to_many(
    actor: Actor, values: Mapping[str, Any], persons: Sequence[str], about: UUID | None, at: datetime, *, key: UUID
) -> tuple[Case, ...]:
    """The same task to several people, each accountable for one's own: all of them or none. Raises as `give` does."""
    chosen = tuple(dict.fromkeys(persons))
    if not chosen:
        raise NeedsNotMet([("persons", "Chọn ít nhất một người, cơ quan.")])
    if len(chosen) > MOST_AT_ONCE:
        raise NeedsNotMet([("persons", f"Mỗi lần giao tối đa {MOST_AT_ONCE} nơi.")])
    with transaction.atomic():
        return tuple(give(actor, {**values, "person": one}, about, at, key=uuid5(key, one)) for one in chosen)


_OPEN_CHILDREN = """
SELECT count(*) FROM engine_relation r JOIN engine_case c ON c.id = r.case_id
WHERE r.other_id = %s AND r.kind = %s AND c.kind = %s AND c.is_open
"""


def children_first(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """A task is not handed in while its children are open, unless it is said why."""
    if move not in ("hand_in", "report") or given.get("why_open"):
        return None
    still = sql.run(_OPEN_CHILDREN, [case.id, RELATION, KIND])[0][0]
    if not still:
        return None
    return f"Còn {still} nhiệm vụ con chưa xong. Chờ các nơi hoàn thành, hoặc ghi lý do nộp khi chưa đủ."


def sensible(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """A share is at most all; who asks for more time asks for a later day."""
    if move == "tell" and int(given.get("percent", 0)) > 100:
        return "Tiến độ từ 0 đến 100 phần trăm."
    if move == "ask_extension" and case.due_at and datetime.fromisoformat(given["wanted"]) <= case.due_at:
        return "Hạn xin lùi phải sau hạn hiện tại."
    return None


def find(id: UUID) -> Case | None:
    found = writing.find(id)
    return found if found is not None and found.kind == KIND else None
