"""From what a person sends to a complaint's or a denunciation's opening: only its receiver ever reads it.

Nothing of the content or of the sender stands in title, facts or code. What concerns a body's own people goes to the
reception of the body above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.complaints.process import DENUNCIATION, LIMITS, PROCESSES
from thongsuot.engine import access, receipt_codes, verbs
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening, Paper
from thongsuot.register import bodies, bodies_above, communes
from thongsuot.register.bodies import BodyView

UNNAMED = "Không nêu tên"
PREFIXES = {"complaint": "KN", "denunciation": "TC"}
LONGEST = {"name": 200, "contact": 300}


@dataclass(frozen=True)
class Grievance:
    """What is sent. `body` is whose people it is about, empty where it is about nobody's. The contact is kept under a
    name that no notice reads."""

    kind: str
    place_code: str
    content: tuple[str, ...]
    against: str
    body: str = ""
    name: str = ""
    contact: str = ""
    channel: str = "portal"


@dataclass(frozen=True)
class Sent:
    """What was received, with what its sender follows it by."""

    case: Case
    secret: str


def send(actor: Actor | None, sent: Grievance, at: datetime, *, key: UUID, papers: tuple[Paper, ...] = ()) -> Sent:
    """Receive what somebody sends, signed in or not; with its key again it is the same one. Raises NeedsNotMet."""
    receipt = receipt_codes.again(str(key))
    signed = actor if actor is not None and actor.citizen else None
    opening = prepare(signed, sent, at, receipt=receipt.digest, papers=papers)
    return Sent(verbs.open(signed or SYSTEM, opening, key=key), receipt.secret)


def prepare(
    actor: Actor | None, sent: Grievance, at: datetime, *, receipt: str = "", papers: tuple[Paper, ...] = ()
) -> Opening:
    """The opening that sending makes, without writing. Raises NeedsNotMet."""
    day = at.astimezone(verbs.VIETNAM).date()
    house = receiver(sent, day)
    number = {"number": actor.citizen} if actor else {}
    name = actor.name if actor else sent.name.strip() or UNNAMED
    if sent.kind == "complaint" and not actor and not sent.name.strip():
        raise NeedsNotMet([("name", "Khiếu nại phải có họ tên và địa chỉ của người khiếu nại.")])
    facts = {**({receipt_codes.FACT: receipt} if receipt else {}), **_spoken_of(sent)}
    given = {"content": list(sent.content), "against": sent.against}
    return opening_of(sent, house, "submit" if actor else "submit_unsigned", given, name, number, facts, at, papers)


def _spoken_of(sent: Grievance) -> dict[str, str]:
    """Whose people it is about, to keep them from it; nothing where no other body could hear it."""
    house, upper = (bodies_above.house_of(sent.body), bodies_above.above(sent.body)) if sent.body else ("", None)
    if upper is None or upper.key == house:
        return {}
    return {"about_body": sent.body, **({access.SPOKEN_OF: house} if sent.kind == DENUNCIATION.key else {})}


def record(actor: Actor, sent: Grievance, at: datetime, *, papers: tuple[Paper, ...] = ()) -> Opening:
    """What the reception officer takes down. Raises NotAllowed for who does not receive citizens."""
    office = next((one for one in actor.offices if "reception" in one.roles), None)
    house = bodies.body(office.house) if office else None
    if office is None or house is None:
        raise NotAllowed("Chỉ cán bộ tiếp công dân ghi nhận khiếu nại, tố cáo.")
    given = {"content": list(sent.content), "against": sent.against, "channel": sent.channel}
    return opening_of(sent, house, "record", given, sent.name.strip() or UNNAMED, {}, {}, at, papers)


def receiver(sent: Grievance, day: date) -> BodyView:
    """The body whose reception gets it. Raises NeedsNotMet."""
    if communes.commune(sent.place_code, day) is None:
        raise NeedsNotMet([("place", "Chọn xã, phường, đặc khu nơi xảy ra việc.")])
    found = bodies_above.above(sent.body) if sent.body else bodies.body(f"ubnd.{sent.place_code}")
    if found is None or not found.stands_on(day):
        raise NeedsNotMet([("body", "Chưa xác định được nơi tiếp nhận. Chọn lại cơ quan.")])
    return found


def opening_of(
    sent: Grievance, house: BodyView, move: str, given: Mapping[str, Any], name: str, number: Mapping[str, str],
    facts: Mapping[str, Any], at: datetime, papers: tuple[Paper, ...],
) -> Opening:  # fmt: skip
    """The opening at a body. Raises NeedsNotMet for what is too long."""
    process = PROCESSES[sent.kind]
    commune = communes.commune(sent.place_code, at.astimezone(verbs.VIETNAM).date())
    for field, most in LONGEST.items():
        if len(getattr(sent, field)) > most:
            raise NeedsNotMet([(field, f"Mục này dài quá {most} ký tự. Rút gọn lại.")])
    return Opening(
        kind=process.key,
        move=move,
        title=f"Đơn {process.title.lower()}",
        place_code=house.unit_code or sent.place_code,
        province_code=commune.province_code if commune else house.province_code,
        receiving_body=house.key,
        executing_body=house.key,
        competent_body=house.key,
        competence=process.legal_basis,
        product=process.product,
        limit=LIMITS[process.key],
        subject_name=name,
        subject={**number, **({"reached_by": sent.contact.strip()} if sent.contact.strip() else {})},
        number_prefix=f"{PREFIXES[process.key]}.{house.unit_code or house.key.upper()}",
        happened_at=at,
        facts=facts,
        given=given,
        papers=papers,
    )
