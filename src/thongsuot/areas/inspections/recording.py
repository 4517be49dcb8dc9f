"""Taking a finding at a place: which places a person may take findings at, and the finding itself, once for its key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from thongsuot.areas.inspections.area import RELATION, sector_of
from thongsuot.areas.inspections.process import ANSWER, FINDING
from thongsuot.engine import access, reading, sql, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound
from thongsuot.engine.making import Opening, Paper
from thongsuot.engine.process import OFFICER
from thongsuot.register import bodies, procedures

MOST_PHOTOS = 6
# How long a phone may keep what was taken: an older moment is the phone's clock being wrong.
LONGEST_KEPT = timedelta(days=30)
LONGEST = 200

_UNDER_WAY = f"""
SELECT c.id, c.code, c.title, c.facts -> 'places' FROM engine_case c
WHERE c.kind = 'inspection' AND c.step IN ('under_way', 'concluded') AND c.is_open
  AND (c.receiving_body = ANY(%(bodies)s) OR c.competent_body = ANY(%(bodies)s)) AND {access.VISIBLE}
ORDER BY c.opened_at DESC LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class Target:
    """An inspection under way and one of its places: where a finding can be taken."""

    inspection: UUID
    code: str
    title: str
    body: str

    @property
    def value(self) -> str:
        return f"{self.inspection} {self.body}"

    @property
    def words(self) -> str:
        return f"{bodies.name_of(self.body)} – {self.title}"


def targets(actor: Actor) -> list[Target]:
    """Where this person may take findings now: the places of the inspections of their own body. One statement."""
    rows = sql.run(_UNDER_WAY, access.scope(actor).parameters())
    return [Target(id, code, title, body) for id, code, title, places in rows for body in _listed(places)]


def _listed(places: Any) -> list[str]:
    return json.loads(places) if isinstance(places, str) else list(places or ())


def of_value(text: str) -> tuple[UUID, str]:
    """The inspection and the place that a chosen value names. Raises NeedsNotMet."""
    id, _, body = text.partition(" ")
    try:
        return UUID(id), body
    except ValueError:
        raise NeedsNotMet([("target", "Chọn đoàn và nơi đang kiểm tra.")]) from None


def record(
    actor: Actor,
    target: str,
    title: str,
    given: Mapping[str, Any],
    photos: tuple[Paper, ...],
    taken_at: datetime | None,
    *,
    key: UUID,
    procedure: str = "",
) -> Case:
    """Take a finding down; asked again with its key, the same finding is answered.

    Raises NeedsNotMet, NotFound for an inspection that this person does not see, NotAllowed, Impossible when the
    inspection has not begun or is over, and Refused.
    """
    id, place = of_value(target)
    title = " ".join(title.split())
    if not title or len(title) > LONGEST:
        raise NeedsNotMet([("title", f"Ghi phát hiện trong một câu, tối đa {LONGEST} chữ.")])
    if len(photos) > MOST_PHOTOS:
        raise NeedsNotMet([("photos", f"Mỗi phát hiện tối đa {MOST_PHOTOS} ảnh.")])
    inspection = reading.case_page(actor, id, "record").case
    if inspection.kind != "inspection":
        raise NotFound
    if actor.holding(OFFICER, inspection.receiving_body) is None:
        raise NotAllowed("Chỉ người của cơ quan lập đoàn ghi được phát hiện.")
    if inspection.step not in ("under_way", "concluded"):
        raise Impossible("Đoàn chưa bắt đầu kiểm tra, hoặc đã kết thúc theo dõi.")
    opening = opening_of(inspection, place, title, given, photos, _moment(taken_at, inspection))
    opening = replace(opening, procedure_code=_procedure(procedure))
    return verbs.open_about(actor, opening, inspection.id, RELATION, key=key)


def _procedure(typed: str) -> str:
    """The code of a procedure that stands in the register. Raises NeedsNotMet for another one."""
    code = typed.strip()
    if code and procedures.procedure(code, datetime.now(UTC).astimezone(verbs.VIETNAM).date()) is None:
        raise NeedsNotMet([("procedure", "Không có thủ tục mang mã này. Kiểm tra lại, hoặc để trống.")])
    return code


def _moment(taken_at: datetime | None, inspection: Case) -> datetime:
    """When it was taken by the phone's clock, as far as that can be true; else now."""
    now = datetime.now(UTC)
    earliest = max(inspection.opened_at, now - LONGEST_KEPT)
    return taken_at if taken_at is not None and earliest <= taken_at <= now else now


def opening_of(
    inspection: Case, place: str, title: str, given: Mapping[str, Any], photos: tuple[Paper, ...], at: datetime
) -> Opening:
    """The finding that a team takes down at one of its places. Raises NeedsNotMet for another place."""
    view = bodies.body(place)
    if place not in inspection.facts.get("places", ()) or view is None:
        raise NeedsNotMet([("target", "Nơi này không có trong kế hoạch của đoàn. Chọn lại.")])
    return Opening(
        kind=FINDING.key,
        move="record",
        title=title,
        place_code=view.unit_code,
        province_code=view.province_code,
        receiving_body=inspection.receiving_body,
        executing_body=view.key,
        competent_body=view.house or view.key,
        competence=FINDING.legal_basis,
        product=FINDING.product,
        limit=ANSWER,
        subject_name=view.name,
        subject={},
        sector=sector_of(inspection.competent_body),
        number_prefix=f"PH.{view.unit_code or view.key}",
        happened_at=at,
        facts={"inspection": str(inspection.id), "inspection_title": inspection.title},
        given=given,
        papers=photos,
    )


_STILL_OPEN = """
SELECT count(*) FROM engine_case WHERE kind = 'finding' AND is_open AND facts ->> 'inspection' = %s
"""


def still_open(case: Case) -> str | None:
    """Why an inspection's follow-up cannot end: a finding is neither remedied nor dropped."""
    left = sql.run(_STILL_OPEN, [str(case.id)])[0][0]
    return f"Còn {left} phát hiện chưa khắc phục xong. Theo dõi tiếp, hoặc bỏ phát hiện có lý do." if left else None
