"""Received where the person stands, settled where the matter is: a counter takes a dossier in for another body.

The receipt binds from that moment. The counter is the supporting body, the centre of the competent body receives, and
the competent body is found from procedure and place. Inside a province any counter may; across provinces only for a
procedure whose published version says so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.dossiers import intake, online
from thongsuot.areas.dossiers.elsewhere import POINTS
from thongsuot.areas.dossiers.intake import AT_A_POINT, Application
from thongsuot.engine import verbs
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.engine.making import Opening, Paper
from thongsuot.register import authorities, bodies, procedures
from thongsuot.register.bodies import BodyView
from thongsuot.register.catalogue import adopting
from thongsuot.register.competences import Competent

MOVE = "receive_for"


def receive_for(
    actor: Actor,
    application: Application,
    happened_at: datetime,
    *,
    key: UUID | None = None,
    papers: tuple[Paper, ...] = (),
) -> Case:
    """Take a dossier in for a body elsewhere. Raises NotAllowed, NeedsNotMet and what `verbs.open` raises."""
    return verbs.open(actor, prepare(actor, application, happened_at, papers=papers), key=key)


def prepare(
    actor: Actor, application: Application, happened_at: datetime, *, papers: tuple[Paper, ...] = ()
) -> Opening:
    """The opening that this makes, without writing. What is received elsewhere travels as files: some must be there."""
    office = intake.counter_of(actor)
    day = happened_at.astimezone(verbs.VIETNAM).date()
    competent = intake.decided_by(application, day)
    centre = online.receiving(application, day)
    _allowed(application, office, competent, centre, day)
    if not papers and any(sum(counts) for counts in application.papers.values()):
        raise NeedsNotMet([("papers", "Quét giấy tờ đã nhận: hồ sơ chuyển đi bằng bản điện tử, bản gốc gửi sau.")])
    if application.delivery in AT_A_POINT and point(application.return_to, day) is None:
        raise NeedsNotMet([("return_to", "Chọn điểm phục vụ mà người nộp muốn đến nhận kết quả.")])
    made = intake.prepare(
        actor,
        application,
        happened_at,
        papers=papers,
        move=MOVE,
        receiving_body=centre.key,
        supporting_body=office.body,
    )
    return replace(made, facts={**made.facts, **credited(made, day)})


def point(key: str, day: date) -> BodyView | None:
    """The counter with that key where results may be handed out; None for anything else."""
    found = bodies.body(key) if key and "\x00" not in key else None
    return found if found is not None and found.kind in POINTS and found.stands_on(day) else None


def elsewhere(actor: Actor, application: Application, day: date) -> BodyView | None:
    """The centre for which this counter may receive it; None where it is the counter's own, or it may not."""
    try:
        centre = online.receiving(application, day)
        office = intake.counter_of(actor)
        _allowed(application, office, intake.decided_by(application, day), centre, day)
    except NeedsNotMet:
        return None
    return centre


def _allowed(application: Application, office: Office, competent: Competent, centre: BodyView, day: date) -> None:
    published = procedures.procedure(application.procedure_code, day)
    if published is None:
        raise NeedsNotMet([("procedure", "Thủ tục này không có hoặc đã hết hiệu lực. Tìm lại theo tên.")])
    if centre.key == office.body:
        raise NeedsNotMet([("place", "Hồ sơ này do chính quầy của bạn tiếp nhận. Dùng “Tiếp nhận hồ sơ”.")])
    if competent.body.province_code != office.province_code and not published.non_territorial:
        raise NeedsNotMet(
            [("place", f"Thủ tục này chưa được nhận khác tỉnh, thành phố. Nộp hộ trực tuyến, hoặc đến {centre.name}.")]
        )
    if not adopting.is_offered(published, centre.key, day):
        raise NeedsNotMet([("procedure", f"{centre.name} chưa bật thủ tục này. Hỏi nơi đó trước khi nhận.")])


def credited(made: Opening, day: date) -> dict[str, Any]:
    """Who is counted for what, and who keeps the fee, by the rule of the day, with its basis."""
    rule = authorities.credit(day)
    if rule is None:
        return {}
    parts = {
        "competent": made.competent_body,
        "receiving": made.receiving_body,
        "supporting": made.supporting_body,
    }
    return {
        "credit": {
            "received_by": parts[rule.counted_at],
            "supported_by": parts[rule.supported_at],
            "settled_by": made.competent_body,
            "fee_kept_by": parts[rule.fee_kept_by],
            "basis": rule.provision,
            "verified": rule.verified,
        }
    }
