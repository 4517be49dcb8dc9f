"""From what a person sends, or an officer takes down, to a petition's opening: the place and who is meant decide where.

The commune's reception has it first. What is said against the behaviour of a body's people goes to the body above,
before anybody of that body has seen it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.petitions import terms
from thongsuot.areas.petitions.competence import OF_THEIRS, secretariat
from thongsuot.areas.petitions.process import CHANNELS, CLASSES, FIELD, PETITION, STAFF, TTHC
from thongsuot.engine import receipt_codes, verbs
from thongsuot.engine.actor import SYSTEM, Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.case_rules import CaseRules
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening, Paper
from thongsuot.register import bodies, bodies_above, communes
from thongsuot.register.bodies import BodyView

UNNAMED = "Không nêu tên"
TITLES = {
    TTHC: "Phản ánh, kiến nghị về quy định, thủ tục hành chính",
    STAFF: "Phản ánh hành vi của cán bộ, công chức",
    FIELD: "Phản ánh hiện trường",
}
LONGEST = {"name": 200, "phone": 20, "email": 200, "address": 300}


@dataclass(frozen=True)
class Petition:
    """What is sent. `body` is whose people it is about, where it is about behaviour; `facts` are nobody's data:
    how it came and, of a place outdoors, where it lies."""

    about: str
    place_code: str
    content: tuple[str, ...]
    answer_by: str
    where: str = ""
    dossier: str = ""
    body: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    channel: str = "portal"
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, Any]:
        found = {"class": self.about, "content": list(self.content), "where": self.where, "dossier": self.dossier,
                 "answer_by": self.answer_by}  # fmt: skip
        return {name: value for name, value in found.items() if value}

    @property
    def contact(self) -> dict[str, str]:
        found = {"phone": self.phone, "email": self.email, "address": self.address}
        return {name: value.strip() for name, value in found.items() if value.strip()}


@dataclass(frozen=True)
class Sent:
    """A petition that was received, with what its sender follows it by."""

    case: Case
    secret: str


def send(actor: Actor | None, petition: Petition, at: datetime, *, key: UUID, papers: tuple[Paper, ...] = ()) -> Sent:
    """Receive what somebody sends, signed in by e-identity or not at all. Repeated with its key it is the same one.

    Raises NeedsNotMet, and what `verbs.open` raises.
    """
    receipt = receipt_codes.again(str(key))
    signed = actor is not None and actor.citizen != ""
    opening = prepare(actor if signed else None, petition, at, receipt=receipt.digest, papers=papers)
    return Sent(verbs.open(actor if signed and actor else SYSTEM, opening, key=key), receipt.secret)


def prepare(
    actor: Actor | None, petition: Petition, at: datetime, *, receipt: str = "", papers: tuple[Paper, ...] = ()
) -> Opening:
    """The opening that sending makes, without writing. Raises NeedsNotMet."""
    day = at.astimezone(verbs.VIETNAM).date()
    _checked(petition, day)
    name, number = (actor.name, actor.citizen) if actor else (petition.name.strip() or UNNAMED, "")
    subject = {**petition.contact, **({"number": number} if number else {})}
    house = receiver(petition, day)
    move = "submit" if actor else "submit_unsigned"
    facts: dict[str, Any] = {"channel": petition.channel, **({receipt_codes.FACT: receipt} if receipt else {})}
    if not actor and not petition.name.strip() and not petition.contact:
        facts["anonymous"] = True
    return opening_of(petition, house, move, petition.given, name, subject, facts, at, papers)


def record(actor: Actor, petition: Petition, at: datetime, *, papers: tuple[Paper, ...] = ()) -> Opening:
    """What the reception officer takes down from somebody who came or telephoned. Raises NotAllowed, NeedsNotMet."""
    office = reception_of(actor)
    day = at.astimezone(verbs.VIETNAM).date()
    _checked(petition, day)
    house = bodies.body(office.house)
    if house is None:
        raise NotAllowed("Vị trí của bạn không thuộc cơ quan nào tiếp nhận phản ánh.")
    if (wrong := _not_here(actor, petition, house)) is not None:
        raise NeedsNotMet([("body", wrong)])
    given = {**petition.given, "channel": petition.channel}
    subject = petition.contact
    name = petition.name.strip() or UNNAMED
    facts = {} if petition.name.strip() or subject else {"anonymous": True}
    return opening_of(petition, house, "record", given, name, subject, facts, at, papers)


def _not_here(actor: Actor, petition: Petition, house: BodyView) -> str | None:
    """Why this reception, or this officer, may not take down what concerns people of their own body."""
    if petition.about != STAFF:
        return None
    theirs = bodies_above.in_the_way(petition.body, (one.house for one in actor.offices))
    right = bodies_above.above(petition.body)
    if not theirs or right is None:
        return None
    if theirs != house.key:
        return OF_THEIRS.format(name=bodies.name_of(theirs))
    return f"Người bị phản ánh thuộc cơ quan của bạn: hướng dẫn người dân gửi tới {right.name}."


def reception_of(actor: Actor) -> Office:
    """The post by which this person receives citizens. Raises NotAllowed."""
    office = next((one for one in actor.offices if "reception" in one.roles), None)
    if office is None:
        raise NotAllowed("Chỉ cán bộ tiếp công dân ghi nhận phản ánh, kiến nghị.")
    return office


def receiver(petition: Petition, day: date) -> BodyView:
    """The body that receives a petition: the committee of its place, or the one above whose people it is about.

    Raises NeedsNotMet.
    """
    if petition.about == STAFF:
        found = bodies_above.above(petition.body)
        field_at_fault = "body"
    else:
        found = bodies.body(f"ubnd.{petition.place_code}")
        field_at_fault = "place"
    if found is None or not found.stands_on(day):
        raise NeedsNotMet([(field_at_fault, "Chưa xác định được nơi tiếp nhận. Chọn lại nơi xảy ra việc.")])
    return found


def whose(place_code: str, day: date) -> tuple[tuple[str, str], ...]:
    """The bodies whose people somebody of a commune may mean: its own, then the province's."""
    commune = communes.commune(place_code, day)
    if commune is None:
        return ()
    house = f"ubnd.{place_code}"
    own = [bodies.body(house), *bodies.offices(house)]
    upper = bodies.bodies_of_unit(commune.province_code, day)
    found = {one.key: one.name for one in (*own, *upper) if one is not None and one.stands_on(day)}
    return tuple(found.items())


def _checked(petition: Petition, day: date) -> None:
    faults = []
    if petition.about not in dict(CLASSES):
        faults.append(("class", "Chọn phản ánh, kiến nghị của bạn về việc gì."))
    if communes.commune(petition.place_code, day) is None:
        faults.append(("place", "Chọn xã, phường, đặc khu nơi xảy ra việc."))
    if petition.about == STAFF and petition.body not in dict(whose(petition.place_code, day)):
        faults.append(("body", "Chọn cơ quan của người bạn phản ánh."))
    for name, most in LONGEST.items():
        if len(getattr(petition, name)) > most:
            faults.append((name, f"Mục này dài quá {most} ký tự. Rút gọn lại."))
    if petition.answer_by in ("phone", "email") and not getattr(petition, petition.answer_by).strip():
        what = {"phone": "số điện thoại", "email": "địa chỉ thư điện tử"}[petition.answer_by]
        faults.append((petition.answer_by, f"Ghi {what} để nhận trả lời theo cách bạn chọn."))
    if faults:
        raise NeedsNotMet(faults)


def opening_of(
    petition: Petition, house: BodyView, move: str, given: Mapping[str, Any], name: str, subject: Mapping[str, Any],
    facts: Mapping[str, Any], at: datetime, papers: tuple[Paper, ...],
) -> Opening:  # fmt: skip
    """The opening at a body, with the limits that hold for its class on that day."""
    day = at.astimezone(verbs.VIETNAM).date()
    held = terms.on(petition.about, day)
    commune = communes.commune(petition.place_code, day)
    more = {**petition.facts, **facts, **({"about_body": petition.body} if petition.body else {})}
    return Opening(
        kind=PETITION.key,
        move=move,
        title=TITLES[petition.about],
        place_code=petition.place_code,
        province_code=commune.province_code if commune else house.province_code,
        receiving_body=house.key,
        executing_body=secretariat(house),
        competent_body=house.key,
        competence=held.basis,
        product=PETITION.product,
        limit=held.answer,
        subject_name=name,
        subject=subject,
        number_prefix=f"PAKN.{house.unit_code or house.key.upper()}",
        happened_at=at,
        facts=more,
        given=given,
        papers=papers,
        rules=CaseRules(limits={"classify": held.classify, "answer": held.answer}),
    )


def channel_words(channel: str) -> str:
    """How a petition came, in words."""
    more = {"portal": "Cổng dịch vụ", "national": "Hệ thống phản ánh, kiến nghị quốc gia", "open311": "Ứng dụng khác"}
    return {**dict(CHANNELS), **more}.get(channel, channel)
