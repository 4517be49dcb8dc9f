"""Errands to the systems that settle parts of their own: sent, tracked, asked back; what they say moves the mirror.

Outside is asked with no transaction open. An answer that is lost is asked for again under the same reference. A system
that is silent for long is said to be so on every page, with since when; it is never taken for an answer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from thongsuot.areas.interlinked.models import Errand
from thongsuot.engine import sql, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import StaleCase
from thongsuot.ports import settling
from thongsuot.ports.settling import Matter, NotWithdrawn, Settling, Standing, UnknownReference
from thongsuot.ports.twin import PortError

log = logging.getLogger(__name__)
EVERY = 2.0
TRACK_AGAIN, FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(seconds=15), timedelta(hours=1)
LEASE = timedelta(minutes=2)
SILENT = timedelta(hours=24)
NO_LINE = "Nơi này chưa nối với hệ thống giải quyết; hồ sơ đang chờ được gửi."
# What a stage says and the step that the mirror stands on → the moves that bring it there.
_MOVES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    settling.RECEIVED: {"sending": ("taken_elsewhere",), "asked_elsewhere": ("answered_elsewhere",)},
    settling.ASKED: {"sending": ("taken_elsewhere", "ask_elsewhere"), "elsewhere": ("ask_elsewhere",)},
    settling.DONE: dict.fromkeys(("sending", "elsewhere", "asked_elsewhere", "withdrawing"), ("settled_elsewhere",)),
    settling.REFUSED: dict.fromkeys(("sending", "elsewhere", "asked_elsewhere", "withdrawing"), ("refused_elsewhere",)),
    settling.WITHDRAWN: {"withdrawing": ("withdrawn_elsewhere",)},
}


def forget(case_id: UUID) -> Iterable[bytes]:
    """What an outside system said of a dossier that is erased goes with it."""
    sql.run(
        "UPDATE interlinked_errand SET outside_code = '', stage = '', trouble = '', next_at = NULL WHERE child = %s",
        [case_id],
    )
    sql.run("UPDATE interlinked_part SET trouble = '' WHERE child = %s", [case_id])
    return ()


def work_one(now: datetime) -> bool:
    """See to the errand that is due longest; False when none is. Killed while it asks, it is taken up again."""
    errand = _take(now)
    if errand is None:
        return False
    child = writing.find(errand.child)
    if child is None or not child.is_open:
        _over(errand)
        return True
    port = settling.system(errand.system)
    if port is None:
        _later(errand, now, NO_LINE)
        return True
    try:
        said = _asked(port, errand, child)
    except NotWithdrawn as kept:
        _kept(errand, child, kept.sentence, now)
    except PortError as error:
        _later(errand, now, f"{settling.SYSTEMS[errand.system]} {error.sentence.split(';')[0]}.")
    except Exception:
        log.exception("an outside system broke", extra={"system": errand.system, "case": str(errand.child)})
        _later(errand, now, f"{settling.SYSTEMS[errand.system]} trả lời không đọc được.")
    else:
        _heard(errand, said, now)
    return True


def _take(now: datetime) -> Errand | None:
    """The errand, taken on a lease: another worker takes it up when this one is killed."""
    with transaction.atomic():
        found = Errand.objects.select_for_update(skip_locked=True).filter(next_at__lte=now).order_by("next_at").first()
        if found is not None:
            Errand.objects.filter(pk=found.pk).update(next_at=now + LEASE)
        return found


def _asked(port: Settling, errand: Errand, child: Case) -> Standing:
    reference = str(errand.child)
    if errand.state == "withdraw":
        try:
            return port.withdraw(reference)
        except UnknownReference:
            return Standing("", settling.WITHDRAWN)  # it never got there: there is nothing to ask back
    if errand.state == "track":
        try:
            return port.track(reference)
        except UnknownReference:
            log.warning("an outside system has lost a dossier; sending again", extra={"case": reference})
    content = str(child.subject.get("content", ""))
    return port.submit(Matter(reference, child.procedure_code, child.number, child.subject_name, content))


def _heard(errand: Errand, said: Standing, now: datetime) -> None:
    """What the system said, put to the mirror. Said again it changes nothing but the moment of the last word."""
    with transaction.atomic():
        child, _ = writing.lock(errand.child, None)
        if child is None:
            return
        for name in _MOVES.get(said.stage, {}).get(child.step, ()):
            child = _moved(child, name, said)
        over = not child.is_open
        # The person may have asked for it back while the system was being asked.
        Errand.objects.filter(pk=errand.pk).update(
            outside_code=said.code or errand.outside_code, stage=said.stage, confirmed_at=now, tries=0, trouble="",
            state="over" if over else "withdraw" if child.step == "withdrawing" else "track",
            next_at=None if over else now + TRACK_AGAIN,
        )  # fmt: skip


def _moved(child: Case, name: str, said: Standing) -> Case:
    lines = list(said.said) or ["Hệ thống giải quyết không nêu lý do."]
    givens: Mapping[str, Mapping[str, Any]] = {
        "taken_elsewhere": {"outside_code": said.code or "chưa có"},
        "ask_elsewhere": {"defects": lines},
        "settled_elsewhere": {"said": " ".join(said.said)},
        "refused_elsewhere": {"reasons": lines},
    }
    return verbs.move(
        SYSTEM, child.id, child.length, name, givens.get(name, {}), key=_key(child.id, name, child.length)
    )


def _kept(errand: Errand, child: Case, sentence: str, now: datetime) -> None:
    """The system does not let it go: the mirror goes on, and what the system settles is heard next."""
    if child.step == "withdrawing":
        try:
            verbs.move(SYSTEM, child.id, child.length, "kept_elsewhere", {"reasons": [sentence]})
        except StaleCase:
            _later(errand, now, "")
            return
    Errand.objects.filter(pk=errand.pk).update(state="track", next_at=now, confirmed_at=now, tries=0, trouble="")


def _later(errand: Errand, now: datetime, trouble: str) -> None:
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(errand.tries, 20))
    Errand.objects.filter(pk=errand.pk).update(next_at=now + wait, tries=errand.tries + 1, trouble=trouble)


def _over(errand: Errand) -> None:
    Errand.objects.filter(pk=errand.pk).update(state="over", next_at=None)


def _key(child: UUID, name: str, length: int) -> UUID:
    return uuid5(child, f"{name}:{length}")


def silent(errand: Errand, now: datetime) -> bool:
    """Whether the system has said nothing about an open dossier for so long that somebody should ask it."""
    return errand.state != "over" and (errand.confirmed_at or errand.made_at) < now - SILENT
