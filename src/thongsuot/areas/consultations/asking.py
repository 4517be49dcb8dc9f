"""Asking another body about a dossier: who may ask whom, what is shown to it, and what waits for the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from uuid6 import uuid7

from thongsuot.areas.consultations import terms
from thongsuot.areas.consultations.process import CONSULTATION, PROCEED, REQUIRED
from thongsuot.engine import reading, sql, verbs, writing
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening, Paper
from thongsuot.engine.reading import CasePage, PaperRow
from thongsuot.register import bodies, people
from thongsuot.register.bodies import BodyView

KIND = CONSULTATION.key
RELATION = "consults"
# The kind and the move that wait while a binding consultation is open.
HELD_UP = ("dossier", "propose")
ANSWERING = ("specialist", "head")


def may_ask(actor: Actor, case: Case) -> bool:
    """Whether this actor may consult others about a case: its specialist does, while it is in that hand."""
    mine = {actor.person, *(one.acting_for for one in actor.offices if one.acting_for)}
    return (
        case.kind == HELD_UP[0]
        and case.is_open
        and case.queue_role == "specialist"
        and case.assignee is not None
        and case.assignee in mine
        and actor.holding("specialist", case.executing_body) is not None
    )


def bodies_to_ask(case: Case, day: date) -> tuple[BodyView, ...]:
    """The bodies that may be asked: the house's other offices, then those of the province; never the asker's own."""
    house = bodies.body(case.executing_body)
    near = bodies.offices((house.house if house else None) or case.competent_body)
    wide = bodies.bodies_of_unit(case.province_code, day)
    found = {one.key: one for one in (*near, *wide) if one.stands_on(day) and one.key != case.executing_body}
    return tuple(sorted(found.values(), key=lambda one: (-one.tier, one.name)))


def ask(
    actor: Actor,
    dossier: UUID,
    seen: int,
    body: str,
    given: Mapping[str, Any],
    *,
    days: int | None = None,
    shared: Sequence[UUID] = (),
    key: UUID | None = None,
) -> Case:
    """Ask a body about a dossier; the dossier's journal says so. `days` are working days, `shared` ids of its papers.

    Raises NotFound, NotAllowed for who does not hold the dossier, NeedsNotMet, StaleCase.
    """
    found = reading.case_page(actor, dossier, "move")
    earlier = writing.by_key(key) if key else None
    if earlier is not None and earlier[2] == actor.person and earlier[0].kind == KIND:
        return earlier[0]
    if found.sight is not Sight.FULL or not may_ask(actor, found.case):
        raise NotAllowed("Chỉ chuyên viên đang giữ hồ sơ được lấy ý kiến cơ quan khác.")
    opening = _opening(found, body, given, days, _chosen(found, shared))
    with transaction.atomic():
        case = verbs.open(actor, opening, key=key)
        second = uuid5(key, RELATION) if key else None
        verbs.relate(actor, dossier, seen, case.id, RELATION, key=second)
    return case


def _opening(
    found: CasePage, body: str, given: Mapping[str, Any], days: int | None, shared: tuple[Paper, ...]
) -> Opening:
    """What the asked body gets to see: the matter and the dossier's code, nothing of the applicant."""
    dossier, now = found.case, datetime.now(UTC)
    day = now.astimezone(verbs.VIETNAM).date()
    to, held = _body(dossier, body, day), terms.on(day)
    wanted = held.working_days if days is None else days
    if not 1 <= wanted <= held.longest:
        raise NeedsNotMet([("days", f"Thời hạn trả lời từ 1 đến {held.longest} ngày làm việc.")])
    return Opening(
        kind=KIND,
        move="ask",
        title=f"Lấy ý kiến: {dossier.title}",
        place_code=dossier.place_code,
        province_code=dossier.province_code,
        receiving_body=dossier.executing_body,
        executing_body=to.key,
        competent_body=to.house or to.key,
        competence=CONSULTATION.legal_basis,
        product=CONSULTATION.product,
        limit=held.limit(wanted),
        subject_name=dossier.code or "",
        subject={},
        number_prefix=f"YK.{to.identifier or to.key}",
        happened_at=now,
        procedure_code=dossier.procedure_code,
        sector=dossier.sector,
        facts={"silence_basis": held.silence_basis},
        given=given,
        papers=shared,
    )


def _body(dossier: Case, key: str, day: date) -> BodyView:
    offered = {one.key: one for one in bodies_to_ask(dossier, day)}
    if key not in offered:
        raise NeedsNotMet([("body", "Chọn cơ quan, đơn vị cần lấy ý kiến trong danh sách.")])
    lacking = [role for role in ANSWERING if not people.holders(key, role, day)]
    if lacking:
        name = offered[key].name
        raise NeedsNotMet(
            [("body", f"{name} chưa có đủ chuyên viên và trưởng phòng trên hệ thống để trả lời. Gửi công văn giấy.")]
        )
    return offered[key]


def _chosen(found: CasePage, shared: Sequence[UUID]) -> tuple[Paper, ...]:
    """The papers to show, as papers of the consultation: the same content, and only these."""
    known = {paper.id: paper for paper in found.papers}
    if unknown := [one for one in shared if one not in known]:
        raise NeedsNotMet([("papers", f"Có {len(unknown)} giấy tờ không thuộc hồ sơ này. Chọn lại.")])
    return tuple(_copy(known[one]) for one in dict.fromkeys(shared))


def _copy(paper: PaperRow) -> Paper:
    made = Paper(uuid7(), paper.name, paper.media_type, paper.size, bytes.fromhex(paper.digest), paper.component)
    return replace(made, origin="reuse")


# The oldest binding consultation about the case `c` that is neither answered nor passed over by what the law says.
AWAITED = f"""(SELECT json_build_array(o.code, o.executing_body)
  FROM engine_relation r JOIN engine_case o ON o.id = r.other_id
  WHERE r.case_id = c.id AND r.kind = '{RELATION}' AND o.kind = '{KIND}' AND o.is_open
    AND o.facts ->> 'binding' = '{REQUIRED}' AND coalesce(o.facts ->> 'allows', '') <> '{PROCEED}'
  ORDER BY o.opened_at LIMIT 1)"""  # noqa: S608 - constants


def still_open(case: Case) -> str | None:
    """Why a dossier must wait: a consultation that is `AWAITED`."""
    rows = sql.run(f"SELECT {AWAITED}::text FROM engine_case c WHERE c.id = %s", [case.id])  # noqa: S608
    return still_awaited({"awaited": json.loads(rows[0][0]) if rows and rows[0][0] else None})


def still_awaited(kept: Mapping[str, Any]) -> str | None:
    """The same from what a page carries beside the case."""
    if not kept.get("awaited"):
        return None
    code, body = kept["awaited"]
    return f"Chưa trình được: đang chờ ý kiến bắt buộc của {bodies.name_of(body)} ({code})."
