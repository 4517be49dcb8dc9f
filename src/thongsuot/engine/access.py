"""The one door to cases: what an actor may see and which moves are open. Lists, search, print and API all pass it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from thongsuot.engine import case_rules, deadline, registry
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.deadline_words import moment_words
from thongsuot.engine.process import At, Exposure, Move, Role
from thongsuot.engine.published import Audience
from thongsuot.register import calendar

WORKING = frozenset({"intake", "specialist", "head", "chair", "clerk", "reception"})
OVERSEEING = frozenset({"control", "leader"})


class Sight(StrEnum):
    """How much of a case an actor sees. MASKED hides the values of persons from who oversees it.

    PUBLISHED is the sight of officers whose work it is not: title, facts and story, and nothing that was written into
    a move or attached.
    """

    NONE = "none"
    PUBLISHED = "published"
    MASKED = "masked"
    FULL = "full"


@dataclass(frozen=True)
class Scope:
    """The parts of the country that an actor sees, as parameters of `FULLY` and `VISIBLE`.

    `bodies` are those in which the actor holds any post, for work between offices; `reception` those in which the
    post is one of receiving citizens, for what is sealed.
    """

    persons: tuple[str, ...]
    receiving: tuple[str, ...]
    executing: tuple[str, ...]
    competent: tuple[str, ...]
    overseen: tuple[str, ...]
    provinces: tuple[str, ...]
    sectors: tuple[str, ...]
    nation: bool
    citizen: str = ""
    bodies: tuple[str, ...] = ()
    reception: tuple[str, ...] = ()
    houses: tuple[str, ...] = ()

    def parameters(self) -> dict[str, Any]:
        return {
            "persons": list(self.persons),
            "receiving": list(self.receiving),
            "executing": list(self.executing),
            "competent": list(self.competent),
            "overseen": list(self.overseen),
            "provinces": list(self.provinces),
            "sectors": list(self.sectors),
            "nation": self.nation,
            "citizen": self.citizen or None,
            "bodies": list(self.bodies),
            "reception": list(self.reception),
            "houses": list(self.houses),
            "shared": registry.exposed(Exposure.OFFICE),
            "sealed": registry.exposed(Exposure.SEALED),
            "published": _published_to_officers() if self.bodies else [],
        }


SPOKEN_OF = "spoken_of"
"""The fact of a sealed case that names the house whose people it is about."""
OWN = "c.subject ->> 'number' = %(citizen)s::text"
_OVERSEEN = """(c.competent_body = ANY(%(overseen)s) OR c.province_code = ANY(%(provinces)s)
  OR c.sector = ANY(%(sectors)s) OR %(nation)s)"""
_WORKED = f"""(c.assignee = ANY(%(persons)s::uuid[]) OR c.receiving_body = ANY(%(receiving)s)
  OR c.executing_body = ANY(%(executing)s) OR c.competent_body = ANY(%(competent)s)
  OR (c.supporting_body <> '' AND c.supporting_body = ANY(%(receiving)s))
  OR {OWN})"""
_SHARED = f"""(c.kind = ANY(%(shared)s) AND (c.receiving_body = ANY(%(bodies)s) OR c.executing_body = ANY(%(bodies)s)
  OR c.competent_body = ANY(%(bodies)s) OR (c.supporting_body <> '' AND c.supporting_body = ANY(%(bodies)s))
  OR {_OVERSEEN}))"""
# Who has a post in the house that a sealed case speaks of does not see it, wherever else they sit.
_SEALED = f"""(c.kind = ANY(%(sealed)s) AND (c.receiving_body = ANY(%(reception)s)
  AND coalesce(c.facts ->> '{SPOKEN_OF}', '') <> ALL(%(houses)s) OR {OWN}))"""
# What any officer may open of the work of other offices. Of a citizen's case only what was written to be published may
# be read, and its area's own statement selects that.
_PUBLISHED = "(c.kind = ANY(%(shared)s) AND (c.kind || ' ' || c.step) = ANY(%(published)s))"
FULLY = f"""((c.kind <> ALL(%(sealed)s) AND {_WORKED}) OR {_SHARED} OR {_SEALED})"""
CONCERNED = f"""((c.kind <> ALL(%(sealed)s) AND ({_WORKED} OR {_OVERSEEN})) OR {_SHARED} OR {_SEALED})"""
VISIBLE = f"({CONCERNED} OR {_PUBLISHED})"

# For the statements of areas: what of one kind is published to who asks, with the parameters of `published`.
PUBLISHED = "(c.kind = %(published_kind)s AND c.step = ANY(%(published_steps)s))"


def published(kind: str, actor: Actor | None) -> dict[str, Any]:
    """The parameters of `PUBLISHED`, for an actor or, with None, for anybody."""
    return {"published_kind": kind, "published_steps": sorted(registry.published(kind, audience(actor)))}


def audience(actor: Actor | None) -> Audience:
    """As whom somebody reads what is published: without a post that works or oversees, as anybody."""
    posts = actor is not None and any(office.roles & (WORKING | OVERSEEING) for office in actor.offices)
    return Audience.OFFICERS if posts else Audience.ANYBODY


def is_published(case: Placed, actor: Actor | None) -> bool:
    """`PUBLISHED` in Python, for a case at hand."""
    return case.step in registry.published(_kind(case), audience(actor))


def _kind(case: Placed) -> str:
    return case.process.partition("@")[0]


def _published_to_officers() -> list[str]:
    kinds = registry.exposed(Exposure.OFFICE)
    return [f"{kind} {step}" for kind in kinds for step in sorted(registry.published(kind, Audience.OFFICERS))]


def scope(actor: Actor) -> Scope:
    """What the actor's posts open: to intake the counter's cases and those that it helped to submit, to specialists
    and head the office's, to chair and clerk the house's, and to each what waits in a queue of the house. A control
    or leading post oversees its area with personal values masked."""
    receiving: list[str] = []
    executing: list[str] = []
    competent: list[str] = []
    overseen: list[str] = []
    provinces: list[str] = []
    sectors: list[str] = []
    bodies: list[str] = []
    reception: list[str] = []
    nation = False
    for office in actor.offices:
        roles = office.roles
        held = (office.body, office.house, *office.archive)
        if roles & (WORKING | OVERSEEING):
            bodies.extend(held)
        if "reception" in roles:
            reception.extend(held)
            receiving.extend(held)
        if "intake" in roles:
            receiving.extend(held)
        if roles & {"specialist", "head"}:
            executing.extend(held)
            receiving.append(office.body)
        if roles & {"chair", "clerk"}:
            competent.extend(held)
        if roles & OVERSEEING:
            if office.tier == 3:
                overseen.extend((office.house, *office.archive))
            elif office.tier == 1:
                provinces.append(office.province_code)
            elif office.body.startswith("bo."):
                sectors.append(office.body.removeprefix("bo."))
            else:
                nation = True
    persons = [str(p) for p in (actor.person, *(o.acting_for for o in actor.offices)) if p]
    return Scope(
        persons=tuple(persons),
        receiving=tuple(receiving),
        executing=tuple(executing),
        competent=tuple(competent),
        overseen=tuple(overseen),
        provinces=tuple(provinces),
        sectors=tuple(sectors),
        nation=nation,
        citizen=actor.citizen,
        bodies=tuple(dict.fromkeys(bodies)),
        reception=tuple(dict.fromkeys(reception)),
        houses=tuple(dict.fromkeys(office.house for office in actor.offices)),
    )


class Placed(Protocol):
    """What of a case, or of a row of a list, decides who sees it fully."""

    @property
    def process(self) -> str: ...
    @property
    def step(self) -> str: ...
    @property
    def assignee(self) -> UUID | None: ...
    @property
    def number(self) -> str: ...
    @property
    def supporting_body(self) -> str: ...
    @property
    def receiving_body(self) -> str: ...
    @property
    def executing_body(self) -> str: ...
    @property
    def competent_body(self) -> str: ...
    @property
    def province_code(self) -> str: ...
    @property
    def sector(self) -> str: ...


def sees_fully(seen: Scope, case: Placed) -> bool:
    """`FULLY` in Python, for a row at hand; whether somebody oversees it is asked of `oversees`."""
    exposure = registry.exposure_of(case.process)
    own = seen.citizen != "" and case.number == seen.citizen
    if exposure is Exposure.SEALED:
        return own or case.receiving_body in seen.reception
    if exposure is Exposure.OFFICE and (_of_bodies(seen, case) or oversees(seen, case)):
        return True
    return (
        own
        or (case.assignee is not None and str(case.assignee) in seen.persons)
        or case.receiving_body in seen.receiving
        or case.executing_body in seen.executing
        or case.competent_body in seen.competent
        or (case.supporting_body != "" and case.supporting_body in seen.receiving)
    )


def _of_bodies(seen: Scope, case: Placed) -> bool:
    held = {case.receiving_body, case.executing_body, case.competent_body, case.supporting_body} - {""}
    return not held.isdisjoint(seen.bodies)


def oversees(seen: Scope, case: Placed) -> bool:
    """Whether the case lies in the area that an overseeing post opens."""
    return (
        seen.nation
        or case.competent_body in seen.overseen
        or case.province_code in seen.provinces
        or case.sector in seen.sectors
    )


def _opened_to_officers(seen: Scope, case: Placed) -> bool:
    """`_PUBLISHED` in Python."""
    shared = registry.exposure_of(case.process) is Exposure.OFFICE
    return bool(seen.bodies) and shared and case.step in registry.published(_kind(case), Audience.OFFICERS)


def sight(actor: Actor, case: Case) -> Sight:
    """How much of the case this actor sees."""
    if actor.system:
        return Sight.FULL
    seen = scope(actor)
    if case.facts.get(SPOKEN_OF) in seen.houses:
        return Sight.NONE
    if sees_fully(seen, case):
        return Sight.FULL
    if registry.exposure_of(case.process) is Exposure.SEALED:
        return Sight.NONE
    if oversees(seen, case):
        return Sight.MASKED
    return Sight.PUBLISHED if _opened_to_officers(seen, case) else Sight.NONE


@dataclass(frozen=True)
class Verdict:
    """Whether a move may be made, by which post, and otherwise why not and what to do about it."""

    allowed: bool
    reason: str = ""
    office: Office | None = None


ROLE_WORDS: Mapping[str, str] = {
    "intake": "cán bộ tiếp nhận",
    "specialist": "chuyên viên thụ lý",
    "head": "trưởng phòng",
    "chair": "lãnh đạo ký",
    "clerk": "văn thư",
    "reception": "cán bộ tiếp công dân",
    "officer": "người giữ vị trí",
    "applicant": "chủ hồ sơ",
    "system": "hệ thống",
}


def role_words(role: Role) -> str:
    return ROLE_WORDS.get(role.name, role.name)


def waits_until(case: Case, move: Move) -> datetime | None:
    """The moment from which a move may be made that waits for a limit; None for one that does not."""
    if not move.after:
        return None
    if fixed := case_rules.waits_until(case, move):
        return fixed
    limit, hours = case_rules.limit(case, move.after), calendar.load(case.place_code)
    # A case that was moved to this version of its table has no such fact: it waits from then on.
    since = datetime.fromisoformat(case.facts["since"]) if "since" in case.facts else case.changed_at
    return deadline.due(limit, since, (), hours).moment


def may(actor: Actor, move: Move, case: Case, at: datetime | None = None) -> Verdict:
    """Whether the table and the case's place let this actor make this move, now or at a moment."""
    if case.step not in move.sources:
        state = case.table.state(case.step).label
        return Verdict(False, f"Hồ sơ đang ở bước “{state}”, không thực hiện được “{move.label}”.")
    office = None
    if actor.system or move.role.name == "system":
        allowed = actor.system and move.role.name == "system"
    elif move.role.at is At.SUBJECT:
        allowed = actor.citizen != "" and case.number == actor.citizen
    else:
        office = actor.holding(move.role.name, case.body_at(move.role.at))
        allowed = office is not None
    if not allowed:
        return Verdict(False, f"Bước này của {role_words(move.role)}.")
    if office is not None and (sentence := registry.barred(actor, case)):
        return Verdict(False, sentence, office)
    state_queue = case.table.state(case.step).queue
    mine = {actor.person, *(one.acting_for for one in actor.offices if one.acting_for)}
    if case.assignee and case.assignee not in mine and state_queue == move.role:
        return Verdict(False, "Hồ sơ đang do người khác giữ. Đề nghị trưởng phòng giao lại nếu người đó vắng.", office)
    bound = case_rules.bound(case, move)
    if bound and case_rules.made(case, move) >= bound:
        return Verdict(False, f"“{move.label}” chỉ được thực hiện {bound} lần cho một hồ sơ.", office)
    untimely = _untimely(move, case, at or datetime.now(UTC))
    return Verdict(not untimely, untimely, office)


def _untimely(move: Move, case: Case, at: datetime) -> str:
    """Why it is too early or too late for a move, or nothing."""
    from_ = waits_until(case, move)
    if from_ is not None and at < from_:
        return f"Chưa hết thời gian chờ: thực hiện được từ {moment_words(from_)}."
    silence = case_rules.silence_of(case)
    if move.silent and (silence is None or case.due_at is None or at < case.due_at):
        return "Chỉ khi hết thời hạn, và pháp luật của thủ tục coi không trả lời là trả lời."
    if case.due_at is None or at <= case.due_at or move.silent:
        return ""
    due = moment_words(case.due_at)
    if silence is not None:
        return f"Đã hết thời hạn lúc {due}: theo {silence.source}, không trả lời đã là trả lời. Hệ thống đang ghi nhận."
    if move.until_due and move.name not in case_rules.of(case.facts).late:
        return f"Đã quá hạn trả kết quả ({due}): “{move.label}” phải làm trước hạn."
    return ""


def open_moves(actor: Actor, case: Case, kept: Mapping[str, Any] | None = None) -> list[tuple[Move, Verdict]]:
    """The moves that leave the case's step by this actor's roles: the allowed, and the blocked with their reason.

    What another area holds up (`registry.hinder`) is blocked here as it is when the move is made. What its own area
    does not offer, because it makes no sense for this case, is left out. `kept` is what a page has read beside
    the case.
    """
    offers = registry.area(case.kind).offers
    moves = (move for move in case.table.leaving(case.step) if offers(case, move.name))
    verdicts = ((move, _unhindered(may(actor, move, case), move, case, kept)) for move in moves)
    return [(move, verdict) for move, verdict in verdicts if verdict.allowed or verdict.office is not None]


def _unhindered(verdict: Verdict, move: Move, case: Case, kept: Mapping[str, Any] | None) -> Verdict:
    sentence = registry.hindered(case, move.name, kept) if verdict.allowed else None
    return Verdict(False, sentence, verdict.office) if sentence else verdict


def masked_name(name: str) -> str:
    """A person's name with all but its initials hidden: Nguyễn Thị Lan → N*** T*** L***."""
    return " ".join(f"{word[0]}***" for word in name.split())


def masked(case: Case) -> tuple[str, dict[str, Any]]:
    """The subject of a case for who does not see it fully: (name, values), all values hidden."""
    return shown_name(case, case.subject_name), dict.fromkeys(case.subject, "***")


def shown_name(case: Placed, name: str) -> str:
    """A subject's name for who does not see the case fully: work between offices is about an office."""
    return name if registry.exposure_of(case.process) is Exposure.OFFICE else masked_name(name)
