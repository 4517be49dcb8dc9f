"""What is stuck between us and the portal, for whoever owns it: list, message, replay, settled by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from pydantic import ValidationError

from thongsuot.engine import intents, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.exchange.national import applying, composing
from thongsuot.exchange.national.composing import CannotCompose
from thongsuot.exchange.national.outbox import DOSSIER, MESSAGE, Dossier, Message
from thongsuot.ports import national_messages as contract
from thongsuot.ports.national_messages import ActAnswer
from thongsuot.register import bodies

OWNERS = frozenset({"control", "admin"})
PAGE = 50
LONGEST_REASON = 1000


@dataclass(frozen=True)
class Held:
    """A message that did not get through yet, with its dossier."""

    message: Message
    dossier: Dossier


def provinces_of(actor: Actor) -> list[str] | None:
    """The provinces whose exchange this person looks after: None for all. Raises NotAllowed."""
    if "admin" in actor.roles:
        return None
    controlling = [office for office in actor.offices if "control" in office.roles]
    if not controlling:
        raise NotAllowed("Mục này của cán bộ kiểm soát thủ tục hành chính và quản trị hệ thống.")
    if any(not office.province_code for office in controlling):
        return None
    return sorted({office.province_code for office in controlling})


def owner_of(province_code: str) -> str:
    """Who must look, in words."""
    office = bodies.body(f"vp.{province_code}") if province_code else None
    return f"Kiểm soát TTHC, {office.name}" if office else "Quản trị hệ thống"


_STUCK = """(m.state = 'dead' OR m.state = 'waiting' AND m.attempts > 0)
  AND (%(provinces)s::text[] IS NULL OR m.province_code = ANY(%(provinces)s))"""
_LIST = f"""
SELECT {MESSAGE}, {DOSSIER}, count(*) OVER () FROM exchange_national_message m
JOIN exchange_national_dossier d ON d.id = m.dossier_id
WHERE {_STUCK} ORDER BY m.since, m.dossier_id, m.place LIMIT %(most)s OFFSET %(after)s
"""
_WIDTH = len(MESSAGE.split(", "))


def messages(provinces: list[str] | None, page: int = 1) -> tuple[tuple[Held, ...], int]:
    """What did not get through, oldest first, fifty a page, and how many there are."""
    rows = sql.run(_LIST, {"provinces": provinces, "most": PAGE, "after": (max(1, page) - 1) * PAGE})
    return tuple(_held(row[:-1]) for row in rows), rows[0][-1] if rows else 0


def _held(row: Sequence[Any]) -> Held:
    return Held(Message(*row[:_WIDTH]), Dossier(*row[_WIDTH:]))


def message(provinces: list[str] | None, dossier_id: UUID, place: int) -> Held:
    """One message, whatever its state. Raises NotFound also for one of another province."""
    rows = sql.run(
        f"SELECT {MESSAGE}, {DOSSIER} FROM exchange_national_message m"
        " JOIN exchange_national_dossier d ON d.id = m.dossier_id"
        " WHERE m.dossier_id = %(id)s AND m.place = %(place)s"
        " AND (%(provinces)s::text[] IS NULL OR m.province_code = ANY(%(provinces)s))",
        {"id": dossier_id, "place": place, "provinces": provinces},
    )
    if not rows:
        raise NotFound
    return _held(rows[0])


def intent(provinces: list[str] | None, id: UUID) -> intents.Intent:
    """One act of elsewhere. Raises NotFound also for one of another province."""
    found = intents.find(id)
    if provinces is not None and found.province_code not in provinces:
        raise NotFound
    return found


def content_of(held: Held) -> dict[str, Any] | str:
    """What the message says, personal values masked; or why it cannot be composed."""
    row, told = held.dossier, held.message
    try:
        if told.kind == "create":
            made: contract.Message = composing.dossier(row)
        elif told.kind == "progress":
            made = composing.progress(row, told)
        elif told.kind == "status":
            made = composing.status(row, told)
        else:
            act, refusal = applying.act_of(row.id)
            result: Any = "TU_CHOI" if refusal else "DA_TIEP_NHAN"
            made = ActAnswer(
                IdYeuCau=act or "", IDHoSo=row.foreign_id or "", KetQua=result, MaHoSo=row.code or "", LyDo=refusal
            )
    except CannotCompose as missing:
        return missing.sentence
    except (ValidationError, LookupError, TypeError) as error:
        return f"Không lập được nội dung ({type(error).__name__})."
    return composing.masked(contract.wire(made))


def content_of_intent(found: intents.Intent) -> dict[str, Any]:
    """What an act says, personal values masked; one that did not fit the contract as far as it can be read."""
    kept = found.content
    if found.kind != "unreadable":
        return composing.masked(kept)
    try:
        raw = json.loads(kept.get("noiDung", ""))
    except (ValueError, TypeError, RecursionError):
        raw = None
    return composing.masked(raw if isinstance(raw, dict) else kept)


def replay(provinces: list[str] | None, dossier_id: UUID, place: int) -> None:
    """Send a message again now. Raises NotFound, and Refused for one that is not stuck."""
    held = message(provinces, dossier_id, place)
    if not _again([held.message]):
        raise Refused("Thông điệp này đã gửi xong hoặc đã được xử lý.")


def replay_all(provinces: list[str] | None, most: int = 5000) -> int:
    """Send everything that is stuck again, and apply again every act that is; how many."""
    rows = sql.run(_LIST, {"provinces": provinces, "most": most, "after": 0})
    done = _again([_held(row[:-1]).message for row in rows])
    acts, _ = intents.stuck(provinces, most)
    return done + sum(intents.replay(one.id) for one in acts)


def _again(some: Sequence[Message]) -> int:
    """Waiting anew, its attempts counted from the start; a message that is being sent now is left to its sender."""
    with transaction.atomic():
        rows = sql.run(
            "UPDATE exchange_national_message m SET state = 'waiting', next_at = NULL, attempts = 0, decided_at = NULL"
            " FROM unnest(%s::uuid[], %s::int[]) AS w (id, place)"
            " WHERE m.dossier_id = w.id AND m.place = w.place AND m.state IN ('dead', 'waiting')"
            " RETURNING m.dossier_id",
            [[one.dossier_id for one in some], [one.place for one in some]],
        )
        _wake([row[0] for row in rows])
    return len(rows)


def _wake(dossiers: Sequence[UUID]) -> None:
    sql.run("UPDATE exchange_national_dossier SET next_at = clock_timestamp() WHERE id = ANY(%s)", [list(dossiers)])


def settle(provinces: list[str] | None, dossier_id: UUID, place: int, by: str, reason: str) -> None:
    """Put a message aside: a person has seen to it otherwise, and says how. What waits behind it goes on.

    Raises NotFound, NeedsNotMet without a reason, and Refused for one that is not stuck.
    """
    held = message(provinces, dossier_id, place)
    words = checked(reason)
    with transaction.atomic():
        rows = sql.run(
            "UPDATE exchange_national_message SET state = 'settled', reason = %s, decided_by = %s, decided_at = %s"
            " WHERE dossier_id = %s AND place = %s AND state IN ('dead', 'waiting') AND attempts > 0 RETURNING place",
            [words, by, datetime.now(UTC), held.message.dossier_id, held.message.place],
        )
        if not rows:
            raise Refused("Thông điệp này đã gửi xong hoặc đã được xử lý.")
        _wake([dossier_id])


def settle_intent(provinces: list[str] | None, id: UUID, by: str, reason: str) -> None:
    """Put an act aside, with the reason that its applicant reads at the portal. Raises as `settle` does."""
    found = intent(provinces, id)
    if not intents.settle(found.id, by, checked(reason)):
        raise Refused("Yêu cầu này đã được áp dụng hoặc đã được xử lý.")


def replay_intent(provinces: list[str] | None, id: UUID) -> None:
    found = intent(provinces, id)
    if not intents.replay(found.id):
        raise Refused("Yêu cầu này đã được áp dụng hoặc đã được xử lý.")


def checked(reason: str) -> str:
    """A reason that another person can follow. Raises NeedsNotMet."""
    words = " ".join(reason.replace("\x00", "").split())
    if not 5 <= len(words) <= LONGEST_REASON:
        raise NeedsNotMet([("ly_do", f"Nêu lý do và cách đã xử lý, từ 5 đến {LONGEST_REASON} ký tự.")])
    return words
