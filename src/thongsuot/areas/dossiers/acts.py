"""What an applicant does away from the dossier's home, applied here: an act and its values become the table's move.

The content of an act made at our own portal while the home site is away: `name` and `number` of who was signed in,
and `application` (the fields of intake.Application) for a submission, or `given` (the move's needs) for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.dossiers import online
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import intents, sites, verbs, writing
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotFound, Refused
from thongsuot.engine.intents import Act, Intent, NotYet
from thongsuot.engine.making import Paper

SOURCE = "portal"
# An act, and the moves that it can be; the dossier's step decides among several.
MOVES: Mapping[str, tuple[str, ...]] = {
    "supplement": ("correct", "answer_supplement"),
    "pay": ("payment_arrived", "pay_fee"),
    "withdraw": ("withdraw_online",),
    "rate": ("rate",),
}
_NAMES = frozenset(field.name for field in fields(Application))


def submitted(
    name: str, number: str, application: Application, at: datetime, key: UUID, papers: tuple[Paper, ...] = ()
) -> Case:
    """A dossier that somebody sent elsewhere, opened with the moment at which the button was pressed.

    Raises what `online.submit` raises; a moment that is still to come counts as now.
    """
    return online.submit(Actor(None, name, citizen=number), application, _past(at), key=key, papers=papers)


def sent(
    actor: Actor, application: Application, at: datetime, key: UUID, papers: tuple[Paper, ...] = ()
) -> Case | Intent:
    """What somebody signed in sends now: a dossier where its home is here, else an intent that its home applies.

    Either is durable when this returns, and the same for the same key. Raises what `online.submit` raises.
    """
    opening = online.prepare(actor, application, at, papers=papers)
    if sites.is_here(opening.province_code):
        return verbs.open(actor, opening, key=key)
    content = {"name": actor.name, "number": actor.citizen, "title": opening.title, "application": asdict(application)}
    act = Act(SOURCE, str(key), "submit", str(key), at, content, None, opening.province_code, papers)
    id, _new = intents.keep(act)
    return intents.find(id)


def done(
    kind: str,
    case_id: UUID,
    given: Mapping[str, Any],
    at: datetime,
    key: UUID,
    papers: tuple[Paper, ...] = (),
    *,
    name: str = "",
    number: str = "",
) -> Case:
    """Any other act on a dossier. Without a number it is the dossier's own subject who acted, as the portal says.

    Raises Impossible when the dossier's step has no such move, and what `verbs.move` raises.
    """
    case = writing.find(case_id)
    if case is None:
        raise NotFound
    # A repeat finds the dossier moved on: the engine knows it by its key, whatever the step is now.
    before = writing.by_key(key)
    if before is not None and before[0].id == case_id:
        return before[0]
    names = MOVES.get(kind, ())
    open_now = [move.name for move in case.table.leaving(case.step) if move.name in names]
    if not open_now:
        step = case.table.state(case.step).label
        raise Impossible(f"Hồ sơ đang ở bước “{step}”, không nhận được yêu cầu này.")
    actor = SYSTEM if kind == "pay" else Actor(None, name or case.subject_name, citizen=number or case.number)
    moment = max(_past(at), case.opened_at)
    return verbs.move(actor, case_id, case.length, open_now[0], given, key=key, happened_at=moment, papers=papers)


def apply(intent: Intent) -> UUID:
    """An intent of our own portal. Raises Refused for content that is not what the portal keeps."""
    content = intent.content
    name, number = content.get("name"), content.get("number")
    if not isinstance(name, str) or not isinstance(number, str) or not number:
        raise Refused("Yêu cầu không có danh tính người thực hiện.")
    if intent.kind == "submit":
        if not sites.is_here(intent.province_code):
            raise NotYet("Trang của tỉnh chưa nhận được hồ sơ này; hệ thống gửi lại khi có kết nối.")
        application = _application(content.get("application"))
        return submitted(name, number, application, intent.happened_at, intent.id, intent.papers).id
    given = content.get("given", {})
    if intent.case_id is None or not isinstance(given, dict):
        raise Refused("Yêu cầu không cho biết hồ sơ nào.")
    return done(
        intent.kind, intent.case_id, given, intent.happened_at, intent.id, intent.papers, name=name, number=number
    ).id


def _application(found: Any) -> Application:
    if not isinstance(found, dict) or set(found) - _NAMES:
        raise Refused("Yêu cầu nộp hồ sơ thiếu nội dung hoặc có nội dung lạ.")
    values = dict(found)
    if "papers" in values:
        values["papers"] = {key: (int(pair[0]), int(pair[1])) for key, pair in values["papers"].items()}
    for name in ("reused_papers", "without"):
        if name in values:
            values[name] = tuple((str(key), str(told)) for key, told in values[name])
    try:
        return Application(**values)
    except TypeError as error:
        raise Refused("Yêu cầu nộp hồ sơ thiếu nội dung hoặc có nội dung lạ.") from error


def _past(at: datetime) -> datetime:
    """Clocks of two machines differ: nothing is opened in the future."""
    return min(at, datetime.now(at.tzinfo))
