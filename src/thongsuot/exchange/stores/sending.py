"""Delivering: one paper at a time under a lease, asked for first when it may have arrived, never put in twice.

A scan waits for its officer's signature without counting as tried. What the store refuses, and what was tried often
enough, waits for a person: the control office of the province.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from thongsuot.areas.dossiers import digitising
from thongsuot.engine import papers, sql
from thongsuot.ports import person_store
from thongsuot.ports.person_store import Delivery, PersonMustLook, PersonStore, Receipt, TryLater
from thongsuot.register import bodies

log = logging.getLogger(__name__)
IDLE = 1.0  # seconds
LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT, FOR_SIGNATURE = timedelta(seconds=15), timedelta(hours=1), timedelta(seconds=5)
MOST_ATTEMPTS = 20
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Claimed:
    """A delivery, or the taking back of one, that this worker alone may make until `until`."""

    paper_id: UUID
    act: str
    case_id: UUID
    shelf: person_store.Shelf
    attempts: int
    uncertain: bool
    until: datetime

    @property
    def key(self) -> str:
        """Names the delivery for ever."""
        return f"giay-to:{self.paper_id}"


class NotYet(Exception):
    """Something of ours must come first: a signature, or a delivery whose fate is open."""


class Needless(Exception):
    """There is nothing to deliver any more, and why."""


_CLAIM = """
WITH f AS (SELECT paper_id, act FROM exchange_store_delivery WHERE state = 'waiting' AND next_at <= %(now)s
           ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE exchange_store_delivery d SET next_at = %(until)s FROM f WHERE d.paper_id = f.paper_id AND d.act = f.act
RETURNING d.paper_id, d.act, d.case_id, d.shelf, d.attempts, d.uncertain, d.next_at
"""


def now() -> datetime:
    return datetime.now(UTC)


def send_due(now: datetime) -> bool | None:
    """As `send_one`, to the store of this site; nothing is due where none is connected."""
    store = person_store.store()
    return send_one(store) if store is not None else False


def send_one(store: PersonStore, clock: Clock = now) -> bool | None:
    """Deliver what has been due longest: False when nothing is, None when the store does not work."""
    at = clock()
    with transaction.atomic():
        rows = sql.run(_CLAIM, {"now": at, "until": at + LEASE})
    if not rows:
        return False
    one = Claimed(*rows[0])
    try:
        if one.act == "withdraw":
            _withdraw(store, one, at)
        else:
            receipt = _deliver(store, one)
            _end(one, "delivered", at, receipt=receipt.number, stored_id=receipt.id, uncertain=False)
    except NotYet as waiting:
        _keep(one, {"next_at": at + FOR_SIGNATURE, "reason": str(waiting)})
    except Needless as why:
        _end(one, "needless", at, reason=str(why))
    except PersonMustLook as refusal:
        _end(one, "dead", at, reason=refusal.sentence, uncertain=False, attempts=one.attempts + 1)
    except TryLater as later:
        _put_off(one, at, later)
        return None
    return True


def _deliver(store: PersonStore, one: Claimed) -> Receipt:
    """Ask first when it may be there; say durably that it is on its way; put it in."""
    if one.uncertain and (there := store.receipt(one.key)) is not None:
        return there
    delivery, content = compose(one)
    _keep(one, {"uncertain": True})
    return store.deliver(delivery, content)


def _withdraw(store: PersonStore, one: Claimed, at: datetime) -> None:
    rows = sql.run(
        "SELECT state, uncertain FROM exchange_store_delivery WHERE paper_id = %s AND act = 'deliver'", [one.paper_id]
    )
    state, uncertain = rows[0]
    if state != "delivered":
        if state == "waiting" or uncertain:
            raise NotYet("Chờ biết kho đã nhận hay chưa.")
        raise Needless("Chưa từng đưa vào kho.")
    store.withdraw(one.key, "Kết quả đã bị cơ quan ban hành thu hồi.")
    _end(one, "delivered", at)


_READ = """
SELECT p.name, p.component, p.media_type, encode(p.digest, 'hex'), p.origin, c.code, c.product, c.outcome,
  c.competent_body, c.receiving_body, c.opened_at, c.resolved_at, coalesce(c.subject ->> 'number', ''),
  (SELECT w ->> 'name' FROM jsonb_array_elements(coalesce(c.facts -> 'papers', '[]')) w WHERE w ->> 'key' = p.component
   LIMIT 1)
FROM engine_paper p JOIN engine_case c ON c.id = p.case_id WHERE p.id = %s
"""


def compose(one: Claimed) -> tuple[Delivery, bytes]:
    """What is delivered, and the file. Raises NotYet, Needless, and PersonMustLook for a file that is not whole."""
    rows = sql.run(_READ, [one.paper_id])
    if not rows:
        raise Needless("Giấy tờ không còn trong hồ sơ.")
    (name, _component, media_type, digest, origin, code, product, outcome, competent, receiving, opened, resolved,
     owner, wanted) = rows[0]  # fmt: skip
    if len(owner) != 12:
        raise Needless("Hồ sơ không ghi số định danh cá nhân của người nộp.")
    result = one.shelf == "results"
    if result and outcome == "revoked":
        raise Needless("Kết quả đã bị thu hồi.")
    if origin == "scan":
        digest = _signed(one.paper_id)
    path = papers.path(digest)
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise PersonMustLook(f"Tệp “{name}” trong kho giấy tờ đã mất hoặc không còn khớp mã băm.")
    issued: date = (resolved if result and resolved else opened).date()
    return Delivery(
        one.key, owner, one.shelf, str(product if result else wanted or name), name,
        bodies.name_of(competent if result else receiving), issued, digest, media_type, str(one.paper_id), code or "",
    ), content  # fmt: skip


def _signed(paper: UUID) -> str:
    found = digitising.of([paper]).get(paper)
    if found is None or not found.signed:
        raise NotYet("Chờ cán bộ tiếp nhận ký số bản quét.")
    return found.signed


def _put_off(one: Claimed, at: datetime, later: TryLater) -> None:
    """Later, each time later; after so many times somebody must look."""
    attempts = one.attempts + 1
    known: dict[str, Any] = {"attempts": attempts, "reason": later.sentence}
    known["uncertain"] = one.uncertain or later.uncertain or _on_its_way(one)
    if attempts >= MOST_ATTEMPTS:
        _end(one, "dead", at, **known)
        return
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(one.attempts, 20))
    _keep(one, {**known, "next_at": at + wait})


def _on_its_way(one: Claimed) -> bool:
    """Whether it was said to be on its way before the store failed: then nobody knows."""
    rows = sql.run(
        "SELECT uncertain FROM exchange_store_delivery WHERE paper_id = %s AND act = %s", [one.paper_id, one.act]
    )
    return bool(rows and rows[0][0])


def _end(one: Claimed, state: str, at: datetime, **known: Any) -> None:
    _keep(one, {"state": state, "next_at": None, "decided_at": at, **({"reason": ""} | known)})


def _keep(one: Claimed, values: dict[str, Any]) -> None:
    """Write down what is known, while it is still ours: a lease that ended is another's."""
    names = ", ".join(f"{name} = %s" for name in values)
    sql.run(
        f"UPDATE exchange_store_delivery SET {names} WHERE paper_id = %s AND act = %s AND state = 'waiting'"
        " AND next_at = %s",
        [*values.values(), one.paper_id, one.act, one.until],
    )
