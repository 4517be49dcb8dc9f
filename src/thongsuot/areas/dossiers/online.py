"""What a person sends from home: the centre of the body that decides receives it, and nobody applies for another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from thongsuot.areas.dossiers import intake
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening, Paper
from thongsuot.register import bodies, procedures
from thongsuot.register.bodies import BodyView
from thongsuot.register.catalogue import adopting
from thongsuot.register.competences import Competent
from thongsuot.register.procedures import ProcedureView

UNCLEAR = "Thời hạn giải quyết được công bố chưa rõ nên chưa nộp trực tuyến được. Nộp tại quầy, cán bộ sẽ hẹn ngày."


def submit(
    actor: Actor,
    application: Application,
    happened_at: datetime,
    *,
    key: UUID | None = None,
    papers: tuple[Paper, ...] = (),
) -> Case:
    """Send an application. `happened_at` is when the button was pressed: the eight hours to answer run from it.

    Raises NotAllowed for somebody whom no e-identity has confirmed, NeedsNotMet, and what `verbs.open` raises.
    """
    return verbs.open(actor, prepare(actor, application, happened_at, papers=papers), key=key)


def prepare(
    actor: Actor, application: Application, happened_at: datetime, *, papers: tuple[Paper, ...] = ()
) -> Opening:
    """The opening that this makes, without writing: what is checked before it is sent.

    Whoever is signed in is the applicant, whatever the application says; its channel is the online one.
    """
    if not actor.citizen:
        raise NotAllowed("Đăng nhập bằng tài khoản định danh điện tử để nộp hồ sơ trực tuyến.")
    day = happened_at.astimezone(verbs.VIETNAM).date()
    own = replace(
        application,
        name=actor.name,
        number=actor.citizen,
        kind=kind_of(actor),
        channel="online",
        special_place=False,
        limit_days=None,
    )
    centre = receiving(own, day)
    offered(own.procedure_code, centre, day)
    try:
        return intake.prepare(actor, own, happened_at, papers=papers, move="submit", receiving_body=centre.key)
    except NeedsNotMet as unmet:
        if any(name == "limit_days" for name, _ in unmet.faults):
            raise NeedsNotMet([("procedure", UNCLEAR)]) from unmet
        raise


def submit_for(
    actor: Actor,
    application: Application,
    happened_at: datetime,
    *,
    key: UUID | None = None,
    papers: tuple[Paper, ...] = (),
) -> Case:
    """Send an application for somebody who stands before an officer of another counter, which helped and is named.

    Raises NotAllowed for who has no counter, NeedsNotMet, and what `verbs.open` raises.
    """
    return verbs.open(actor, prepare_for(actor, application, happened_at, papers=papers), key=key)


def prepare_for(
    actor: Actor, application: Application, happened_at: datetime, *, papers: tuple[Paper, ...] = ()
) -> Opening:
    """The opening that helping makes, without writing. The applicant must be known by number, to follow it later."""
    office = intake.counter_of(actor)
    day = happened_at.astimezone(verbs.VIETNAM).date()
    wanted = replace(application, channel="online")
    centre = receiving(wanted, day)
    if centre.key == office.body:
        raise NeedsNotMet([("place", "Hồ sơ này do chính quầy của bạn tiếp nhận. Tiếp nhận tại quầy, không nộp hộ.")])
    if not wanted.number.strip():
        raise NeedsNotMet([("number", "Nhập số định danh của người nộp: hồ sơ nộp hộ phải đúng người để tự theo dõi.")])
    offered(wanted.procedure_code, centre, day)
    return intake.prepare(
        actor,
        wanted,
        happened_at,
        papers=papers,
        move="submit_for",
        receiving_body=centre.key,
        supporting_body=office.body,
    )


def offered(code: str, centre: BodyView, day: date) -> ProcedureView:
    """The procedure as this centre receives it online. Raises NeedsNotMet with what to do instead."""
    published = procedures.procedure(code, day)
    if published is None:
        raise NeedsNotMet([("procedure", "Thủ tục này không có hoặc đã hết hiệu lực. Tìm lại theo tên.")])
    if published.online == "none":
        raise NeedsNotMet([("procedure", f"Thủ tục này chưa nộp trực tuyến được. Nộp tại {centre.name}.")])
    if not adopting.is_offered(published, centre.key, day):
        raise NeedsNotMet([("procedure", f"{centre.name} chưa bật thủ tục này. Hỏi trước khi đến nộp tại quầy.")])
    return published


def kind_of(actor: Actor) -> str:
    """What an e-identity belongs to: a personal number has 12 digits, anything else is a tax code."""
    return "citizen" if intake.PERSONAL_NUMBER.fullmatch(actor.citizen) else "business"


def receiving(application: Application, day: date) -> BodyView:
    """The centre that answers what is sent online. Raises NeedsNotMet when nobody, or more than one body, decides."""
    found = centre_of(intake.decided_by(application, day), day)
    if found is None:
        raise NeedsNotMet([("place", "Cơ quan giải quyết tại nơi này chưa nhận hồ sơ trực tuyến. Nộp tại quầy.")])
    return found


def centre_of(competent: Competent, day: date) -> BodyView | None:
    """The one-stop centre of a deciding body: the commune's, or the province's. None for a body that has none."""
    body = competent.body
    if body.tier == 3:
        return bodies.centre_for(competent.place_code, day)
    if body.tier == 1:
        return bodies.of_kind("pvhcc_tinh", body.province_code, day)
    return None
