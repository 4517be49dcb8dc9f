"""Sending: one dossier at a time under a lease, its messages in order, until the portal has each or a person must look.

What was sent without an answer is asked for before it is sent again: a lost acknowledgement makes no second row and no
second status. A status that the portal already shows is needless; one that it may not go to is not sent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from thongsuot.engine import papers
from thongsuot.exchange.national import applying, composing, meeting, outbox
from thongsuot.exchange.national.composing import CannotCompose
from thongsuot.exchange.national.outbox import Dossier, Message
from thongsuot.ports.national_messages import NEXT, STATUS_WORDS, ActAnswer, Known, Status
from thongsuot.ports.national_portal import NationalPortal, PersonMustLook, TryLater

log = logging.getLogger(__name__)
MOST_AT_ONCE = 50
ADOPT = "adopt"
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Outcome:
    """What became of a message, and what the portal has since."""

    state: str
    known: dict[str, Any]


class _Unwell(Exception):
    """The portal does not work now: the round ends."""


def now() -> datetime:
    return datetime.now(UTC)


def send_one(portal: NationalPortal, clock: Clock = now) -> bool | None:
    """Send what is due of one dossier: True when there was one, False when not, None when the portal does not work."""
    dossier = outbox.claim(clock())
    if dossier is None:
        return False
    try:
        for _ in range(MOST_AT_ONCE):
            dossier = outbox.reload(dossier)
            message = outbox.first(dossier, clock())
            if message is None:
                break
            _send(portal, dossier, message, clock)
    except outbox.LeaseLost:
        log.warning("a dossier was taken over by another worker", extra={"dossier": str(dossier.id)})
    except _Unwell:
        return None
    finally:
        outbox.release(dossier)
    return True


def _send(portal: NationalPortal, dossier: Dossier, message: Message, clock: Clock) -> None:
    """One message, and its outcome written. Raises _Unwell after putting it off, and LeaseLost."""
    try:
        if not dossier.created and dossier.origin == "here" and message.kind in ("progress", "status"):
            # It came with its history and nobody has asked the portal for it yet.
            outbox.know(dossier, meeting.met(portal, dossier, message, clock))
            dossier = outbox.reload(dossier)
        outcome = _SENDERS[message.kind](portal, dossier, message, clock)
        outbox.done(dossier, message, outcome.state, clock(), **outcome.known)
    except TryLater as later:
        outbox.put_off(dossier, message, clock(), later.sentence, uncertain=later.uncertain or _unasked(message, later))
        raise _Unwell from later
    except PersonMustLook as refusal:
        outbox.stuck(dossier, message, clock(), refusal.sentence, refusal.code)
    except CannotCompose as missing:
        outbox.stuck(dossier, message, clock(), missing.sentence, "noi-dung")
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, one["loc"])) for one in error.errors()}))
        reason = f"Hồ sơ ở đây không lập được thông điệp, sai hoặc thiếu trường: {fields[:300]}."
        outbox.stuck(dossier, message, clock(), reason, "noi-dung")
    except (LookupError, TypeError, OSError) as error:
        log.exception("a message could not be composed", extra={"dossier": str(dossier.id)})
        outbox.stuck(dossier, message, clock(), f"Không lập được nội dung gửi ({type(error).__name__}).", "noi-dung")


def _unasked(message: Message, later: TryLater) -> bool:
    """A message whose fate was open before stays so when this failure says nothing of it."""
    return message.uncertain and not later.uncertain


def _ask(portal: NationalPortal, dossier: Dossier, message: Message) -> Known | None:
    """The dossier as the portal has it, when a message may have arrived without our knowing."""
    if not message.uncertain or not dossier.code:
        return None
    return portal.look_up([dossier.code]).get(dossier.code)


def _create(portal: NationalPortal, dossier: Dossier, message: Message, clock: Clock) -> Outcome:
    if dossier.created:
        return Outcome("needless", {})
    if message.verb == ADOPT:
        return Outcome("sent", meeting.met(portal, dossier, message, clock))
    if dossier.foreign_id is None:
        outbox.renew(dossier, clock())
        outbox.reserve(dossier, portal.next_value(composing.receiving_unit(dossier.id)), clock())
        dossier = outbox.reload(dossier)
    there = _ask(portal, dossier, message)
    if there is not None and there.IDHoSo == dossier.foreign_id:
        return Outcome("sent", {"created": True})
    _upload(portal, dossier, clock)
    content = composing.dossier(dossier)
    outbox.begin(dossier, message, clock())
    quality = portal.create(content)
    said = {"quality": quality.dataQualityStatus[:100], "quality_message": quality.dataQualityMessage[:1000]}
    return Outcome("sent", {"created": True, **said})


def _upload(portal: NationalPortal, dossier: Dossier, clock: Clock) -> None:
    """Send the dossier's files that the portal does not have yet. Raises CannotCompose."""
    for file in composing.files(dossier.id):
        if file.foreign_id:
            continue
        path = papers.path(file.digest)
        if not path.exists():
            raise CannotCompose(f"Không còn tệp “{file.name}” trong kho giấy tờ.")
        outbox.renew(dossier, clock())
        outbox.know_file(file.digest, portal.upload(file.name, path.read_bytes(), file.media_type))


def _progress(portal: NationalPortal, dossier: Dossier, message: Message, clock: Clock) -> Outcome:
    there = _ask(portal, dossier, message)
    if there is not None and there.SoTienTrinh > dossier.rows:
        return Outcome("sent", {"rows": dossier.rows + 1})
    row = composing.progress(dossier, message)
    outbox.begin(dossier, message, clock())
    portal.progress([row], message.key)
    return Outcome("sent", {"rows": dossier.rows + 1})


def _status(portal: NationalPortal, dossier: Dossier, message: Message, clock: Clock) -> Outcome:
    there = _ask(portal, dossier, message)
    told = there.TrangThai if there is not None else dossier.told
    if told == message.status:
        return Outcome("sent" if message.uncertain else "needless", {"told": told})
    if message.status not in NEXT.get(told, frozenset()):
        if message.verb == "undo" or told == Status.DA_TRA_KET_QUA:
            # The portal has no way back, and none from a result handed over that is opened again to be corrected: it
            # hears of the steps, and of the status when it gets there.
            return Outcome("held", {"told": told})
        was, wanted = STATUS_WORDS.get(told, "chưa có trạng thái"), STATUS_WORDS[message.status]
        raise PersonMustLook(f"Cổng đang ghi “{was}”, không chuyển sang “{wanted}” được.", "SAI_THU_TU")
    row = composing.status(dossier, message)
    outbox.begin(dossier, message, clock())
    portal.status([row], message.key)
    return Outcome("sent", {"told": message.status})


def _answer(portal: NationalPortal, dossier: Dossier, message: Message, clock: Clock) -> Outcome:
    """What became of a submission: our code. The portal keeps the first answer, a repeat changes nothing."""
    act, refusal = applying.act_of(dossier.id)
    if act is None or dossier.foreign_id is None:
        raise CannotCompose("Không còn yêu cầu mà thông điệp này trả lời.")
    outbox.begin(dossier, message, clock())
    code = "" if refusal else dossier.code or ""
    result: Any = "TU_CHOI" if refusal else "DA_TIEP_NHAN"
    portal.answer(ActAnswer(IdYeuCau=act, IDHoSo=dossier.foreign_id, KetQua=result, MaHoSo=code, LyDo=refusal))
    refused = {"told": Status.KHONG_DUOC_TIEP_NHAN, "ours": Status.KHONG_DUOC_TIEP_NHAN} if refusal else {}
    return Outcome("sent", {"created": True, **refused})


_SENDERS: dict[str, Callable[[NationalPortal, Dossier, Message, Clock], Outcome]] = {
    "create": _create,
    "progress": _progress,
    "status": _status,
    "answer": _answer,
}
