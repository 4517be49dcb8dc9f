"""Opening an interlinked request: everything asked once, every part tried before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from thongsuot.areas.interlinked import bundles, working
from thongsuot.areas.interlinked.bundles import LONGEST, Bundle, Question
from thongsuot.areas.interlinked.process import taken_in_by
from thongsuot.engine import ordering, verbs, writing
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening, Paper
from thongsuot.engine.ordering import Ordered
from thongsuot.register import bodies, communes

PERSONAL_NUMBER = re.compile(r"\d{12}")
OWN_LIMITS = "mỗi thủ tục trong nhóm có thời hạn riêng"


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for, once: the bundle, where the matter is, who they are, and the shared answers.

    `papers` carry the key of the bundle's sheet as their component. Whoever is signed in is the applicant; at a counter
    `name` and `number` say who stands there.
    """

    bundle: str
    place_code: str
    answers: Mapping[str, str]
    phone: str = ""
    address: str = ""
    delivery: str = "online"
    name: str = ""
    number: str = ""
    papers: tuple[Paper, ...] = field(default=())


def apply(actor: Actor, wanted: Wanted, now: datetime, *, key: UUID) -> Case:
    """The person's own request. Repeated with its key it is the same one.

    Raises NotAllowed for somebody whom no e-identity has confirmed, NeedsNotMet with every fault, and what a part's
    own area refuses.
    """
    if not actor.citizen:
        raise NotAllowed("Đăng nhập bằng tài khoản định danh điện tử để nộp yêu cầu liên thông.")
    return _open(actor, prepare(actor, wanted, now), now, key)


def take_in(actor: Actor, wanted: Wanted, now: datetime, *, key: UUID) -> Case:
    """A request taken down at the actor's counter, from somebody who stands there. Raises as `apply` does."""
    return _open(actor, prepare(actor, wanted, now), now, key)


def prepare(actor: Actor, wanted: Wanted, now: datetime) -> Opening:
    """The opening of the request, after each of its parts was tried; nothing is written.

    A part that comes later is tried too: a request that could not be finished is not begun.
    """
    bundle = bundles.bundle(wanted.bundle)
    day = now.astimezone(verbs.VIETNAM).date()
    faults = faults_of(bundle, wanted, day, at_counter=not actor.citizen)
    if faults:
        raise NeedsNotMet(faults)
    office = None if actor.citizen else _counter(actor)
    opening = opening_of(actor, bundle, wanted, office, now)
    for part in bundle.taken_up(wanted.answers):
        subject = {**opening.subject, "content": bundle.content(part, wanted.answers)}
        trial = Ordered(
            uuid4(), part.key, 1, part.procedure, part.case, wanted.place_code, subject, wanted.delivery, (),
            part.elsewhere(wanted.place_code, opening.province_code, bundle.basis),
        )  # fmt: skip
        try:
            ordering.opening(working.PORTION, trial, now)
        except NeedsNotMet as unmet:
            known = ("phone", "address", "number", "name", "delivery")
            raise NeedsNotMet(
                [(name if name in known else "place", f"{part.label}: {told}") for name, told in unmet.faults]
            ) from unmet
    return opening


def faults_of(bundle: Bundle, wanted: Wanted, day: date, *, at_counter: bool) -> list[tuple[str, str]]:
    """Every fault of what was typed, with the field's name."""
    faults: list[tuple[str, str]] = []
    if communes.commune(wanted.place_code, day) is None:
        faults.append(("place", "Chọn xã, phường của việc này."))
    if at_counter and not wanted.name.strip():
        faults.append(("name", "Nhập họ tên người nộp."))
    if at_counter and not PERSONAL_NUMBER.fullmatch(wanted.number.strip()):
        faults.append(("number", "Nhập số định danh 12 chữ số của người nộp: các hồ sơ của nhóm đứng tên người đó."))
    taken = {question for part in bundle.taken_up(wanted.answers) for question in part.uses}
    chooses = {part.when[0] for part in bundle.parts if part.when}
    for question in bundle.questions:
        if question.key in taken | chooses:
            faults += _fault(question, wanted.answers.get(question.key, "").strip())
    return faults


def _fault(question: Question, given: str) -> list[tuple[str, str]]:
    if not given:
        if not question.required:
            return []
        return [(question.key, f"{'Chọn' if question.kind == 'choice' else 'Nhập'} mục “{question.label}”.")]
    if "\x00" in given or len(given) > LONGEST:
        return [(question.key, f"Nội dung có ký tự không hợp lệ hoặc dài quá {LONGEST} ký tự. Gõ lại.")]
    if question.kind == "choice" and given not in dict(question.choices):
        return [(question.key, f"Chọn một trong các câu trả lời của mục “{question.label}”.")]
    return []


def opening_of(actor: Actor, bundle: Bundle, wanted: Wanted, office: Office | None, now: datetime) -> Opening:
    """The opening itself, of what `prepare` has checked: at the counter's centre, or the one of the matter's commune.

    Raises NeedsNotMet where no centre receives.
    """
    day = now.astimezone(verbs.VIETNAM).date()
    centre = bodies.body(office.body) if office else bodies.centre_for(wanted.place_code, day)
    if centre is None:
        raise NeedsNotMet([("place", "Nơi này chưa có trung tâm nhận yêu cầu liên thông. Nộp tại quầy.")])
    name = actor.name if actor.citizen else " ".join(wanted.name.split())
    asked = {question.key for question in bundle.questions}
    answers = {key: value.strip() for key, value in wanted.answers.items() if key in asked and value.strip()}
    who = {"kind": "citizen", "name": name, "number": actor.citizen or wanted.number.strip()}
    subject = {**answers, **who, "phone": wanted.phone.strip(), "address": wanted.address.strip()}
    return Opening(
        kind="interlinked",
        move="apply" if actor.citizen else taken_in_by(bundle.key),
        title=bundle.title,
        place_code=wanted.place_code,
        province_code=centre.province_code,
        receiving_body=centre.key,
        executing_body=centre.key,
        competent_body=centre.house or centre.key,
        competence=bundle.basis,
        product="",
        limit=Limit(LimitUnit.NONE, basis=OWN_LIMITS),
        subject_name=name,
        subject={key: value for key, value in subject.items() if value},
        number_prefix=f"{centre.identifier or centre.key}.LT",
        happened_at=now,
        facts={
            "bundle": bundle.key,
            "parts": [part.key for part in bundle.taken_up(wanted.answers)],
            "channel": "online" if actor.citizen else "counter",
            "delivery": wanted.delivery,
        },
        given={} if actor.citizen else {"present": True},
        papers=wanted.papers,
    )


def _counter(actor: Actor) -> Office:
    office = next((office for office in actor.offices if "intake" in office.roles), None)
    if office is None:
        raise NotAllowed("Chỉ cán bộ tiếp nhận ở quầy được nhận yêu cầu liên thông.")
    return office


def commune_of_counter(actor: Actor) -> str:
    """The commune that a commune's counter is in; empty for a counter of another level."""
    office = _counter(actor)
    return office.unit_code if office.tier == 3 else ""


def _open(actor: Actor, opening: Opening, now: datetime, key: UUID) -> Case:
    """The request and the parts that begin at once, in one transaction: all of it, or nothing."""
    with transaction.atomic():
        case = verbs.open(actor, opening, key=key)
        working.settle(case.id, now)
        found = writing.find(case.id)
        assert found is not None, "it was written in this transaction"
        return found
