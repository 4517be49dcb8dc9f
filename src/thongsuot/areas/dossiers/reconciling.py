"""The gateway's statement of a day against our own entries: matched, only here, only there, another amount.

A transaction has one row for life. What one day's statement lacks, another day's may bring, and reading the same
statement again changes nothing: the row keeps what each side has said, and its state follows from the two sums. A
difference has an owner and is settled by a person, with a reason; when the sums change after that it is open again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from uuid6 import uuid7

from thongsuot.areas.dossiers.models_money import Reconciled
from thongsuot.engine import sql
from thongsuot.engine.access import OVERSEEING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.ports import payment
from thongsuot.ports.payment import BadStatement, NoAnswer, StatementLine
from thongsuot.register import bodies

GATEWAY = "national"
STATES = {
    "matched": "Khớp",
    "only_here": "Chỉ có ở đây",
    "only_there": "Chỉ có ở cổng",
    "differs": "Lệch số tiền",
}
OPEN = ("only_here", "only_there", "differs")
SETTLING = frozenset({"clerk", "head", "chair"})
READING = SETTLING | {"intake"}
LONGEST = 500
MOST = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One of our entries: a payment (`flow` in) or a refund that is done (out)."""

    flow: str
    transaction: str
    amount: int
    day: date
    body: str
    province_code: str
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class Row:
    """What both sides say of one transaction."""

    flow: str
    transaction: str
    body: str
    province_code: str
    case_id: UUID | None
    day: date
    ours: int | None
    theirs: int | None


def state_of(ours: int | None, theirs: int | None) -> str:
    """What two sums come to. Raises ValueError when there is none."""
    if ours is None and theirs is None:
        raise ValueError("no sum on either side")
    if theirs is None:
        return "only_here"
    if ours is None:
        return "only_there"
    return "matched" if ours == theirs else "differs"


def compare(ours: Iterable[Entry], theirs: Iterable[StatementLine], day: date) -> list[Row]:
    """Every transaction of either side once. Lines of the statement with the same name are added up."""
    here = {(one.flow, one.transaction): one for one in ours}
    there: dict[tuple[str, str], list[StatementLine]] = {}
    for line in theirs:
        there.setdefault((line.flow, line.transaction), []).append(line)
    rows = []
    for key in sorted({*here, *there}):
        entry, lines = here.get(key), there.get(key)
        rows.append(
            Row(
                *key,
                body=entry.body if entry else lines[0].merchant if lines else "",
                province_code=entry.province_code if entry else "",
                case_id=entry.case_id if entry else None,
                day=entry.day if entry else day,
                ours=entry.amount if entry else None,
                theirs=sum(line.amount for line in lines) if lines else None,
            )
        )
    return rows


_OURS = """
SELECT 'in', transaction, amount, paid_at, body, province_code, case_id FROM dossiers_payment
WHERE method = 'gateway' AND (paid_at >= %(from)s AND paid_at < %(to)s OR transaction = ANY(%(named)s))
UNION ALL
SELECT 'out', f.transaction, f.amount, f.done_at, f.body, f.province_code, f.case_id
FROM dossiers_refund f JOIN dossiers_payment p ON p.id = f.payment_id
WHERE f.state = 'done' AND p.method = 'gateway'
  AND (f.done_at >= %(from)s AND f.done_at < %(to)s OR f.transaction = ANY(%(named)s))
"""
# What a side has said once stays: another day's statement completes it, the same one again changes nothing.
_WRITE = """
INSERT INTO dossiers_reconciled AS k (id, gateway, flow, transaction, body, province_code, case_id, day, ours, theirs,
  state, owner_name, settled_by, reason)
VALUES (%(id)s, %(gateway)s, %(flow)s, %(transaction)s, %(body)s, %(province_code)s, %(case_id)s, %(day)s, %(ours)s,
  %(theirs)s, %(state)s, '', '', '')
ON CONFLICT (gateway, flow, transaction) DO UPDATE SET
  ours = coalesce(excluded.ours, k.ours), theirs = coalesce(excluded.theirs, k.theirs),
  body = CASE WHEN excluded.ours IS NOT NULL THEN excluded.body ELSE k.body END,
  province_code = CASE WHEN excluded.ours IS NOT NULL THEN excluded.province_code ELSE k.province_code END,
  case_id = coalesce(excluded.case_id, k.case_id),
  day = CASE WHEN excluded.ours IS NOT NULL THEN excluded.day ELSE k.day END,
  state = CASE WHEN coalesce(excluded.theirs, k.theirs) IS NULL THEN 'only_here'
    WHEN coalesce(excluded.ours, k.ours) IS NULL THEN 'only_there'
    WHEN coalesce(excluded.ours, k.ours) = coalesce(excluded.theirs, k.theirs) THEN 'matched' ELSE 'differs' END,
  settled_at = CASE WHEN coalesce(excluded.ours, k.ours) IS DISTINCT FROM k.ours
    OR coalesce(excluded.theirs, k.theirs) IS DISTINCT FROM k.theirs THEN NULL ELSE k.settled_at END
"""


def run(day: date) -> dict[str, int]:
    """Reconcile a day (in Vietnam) with the gateway's statement; how many rows in each state.

    Raises Refused when there is no gateway, when it does not answer, and for a statement that cannot be trusted whole.
    """
    gateway = payment.gateway()
    if gateway is None:
        raise Refused("Nơi này chưa nối cổng thanh toán nên không có gì để đối soát.")
    try:
        lines = payment.read_statement(gateway.statement(day))
    except NoAnswer as error:
        raise Refused("Cổng thanh toán chưa trả lời. Đối soát lại sau.") from error
    except BadStatement as error:
        raise Refused(str(error)) from error
    with transaction.atomic():
        rows = compare(_ours(day, lines), lines, day)
        for row in rows:
            sql.run(_WRITE, _values(row))
    found = dict.fromkeys(STATES, 0)
    for row in rows:
        found[state_of(row.ours, row.theirs)] += 1
    return found


def _ours(day: date, lines: Sequence[StatementLine]) -> list[Entry]:
    start = datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))
    named = [line.transaction for line in lines]
    rows = sql.run(_OURS, {"from": start, "to": start + timedelta(days=1), "named": named})
    return [_entry(row) for row in rows]


def _entry(row: Sequence[Any]) -> Entry:
    flow, transaction_, amount, at, body, province, case_id = row
    return Entry(
        flow, transaction_, amount, at.astimezone(ZoneInfo(settings.TIME_ZONE)).date(), body, province, case_id
    )


def _values(row: Row) -> dict[str, Any]:
    view = bodies.body(row.body) if row.body else None
    return {
        "id": uuid7(), "gateway": GATEWAY, "flow": row.flow, "transaction": row.transaction,
        "body": view.key if view else "", "province_code": row.province_code or (view.province_code if view else ""),
        "case_id": row.case_id, "day": row.day, "ours": row.ours, "theirs": row.theirs,
        "state": state_of(row.ours, row.theirs),
    }  # fmt: skip


# Whose rows, and who settles them.


def _sees(office: Office, body: str, province: str) -> bool:
    if office.roles & OVERSEEING:
        return office.tier == 0 or office.province_code == province
    view = bodies.body(body) if body else None
    return view is not None and bool(office.roles & READING) and office.house == (view.house or view.key)


def _settles(actor: Actor, row: Reconciled) -> bool:
    """The clerk, head or chair of the collecting body's house; where no body is known, the control of the province."""
    if not row.body:
        return any(
            office.roles & {"control", "admin"} and _sees(office, "", row.province_code) for office in actor.offices
        )
    return any(office.roles & SETTLING and _sees(office, row.body, row.province_code) for office in actor.offices)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a day comes to: how many and how much of each state, in đồng of both sides."""

    rows: int
    ours: int
    theirs: int
    open: int
    by_state: tuple[tuple[str, int], ...]


def page(actor: Actor, since: date, until: date, state: str = "", body: str = "") -> tuple[list[Reconciled], Totals]:
    """The rows of these days (both included) at the bodies that this person answers for, open ones first."""
    if not any(office.roles & (READING | OVERSEEING) for office in actor.offices):
        raise NotAllowed("Chỉ cán bộ thu tiền, văn thư và lãnh đạo xem được đối soát.")
    found = Reconciled.objects.filter(day__gte=since, day__lte=until)
    if body:
        found = found.filter(body=body)
    mine = [one for one in found.order_by("day", "flow", "transaction") if _visible(actor, one)]
    totals = Totals(
        len(mine),
        sum(_signed(one, one.ours) for one in mine),
        sum(_signed(one, one.theirs) for one in mine),
        sum(is_open(one) for one in mine),
        tuple((key, sum(one.state == key for one in mine)) for key in STATES),
    )
    chosen = [one for one in mine if not state or one.state == state or (state == "open" and is_open(one))]
    return sorted(chosen, key=lambda one: (not is_open(one), one.day, one.transaction))[:MOST], totals


def _visible(actor: Actor, row: Reconciled) -> bool:
    return any(_sees(office, row.body, row.province_code) for office in actor.offices)


def _signed(row: Reconciled, amount: int | None) -> int:
    return (amount or 0) * (1 if row.flow == "in" else -1)


def is_open(row: Reconciled) -> bool:
    return row.state in OPEN and row.settled_at is None


def find(actor: Actor, id: UUID) -> Reconciled:
    """Raises NotFound for a row of somebody else's."""
    row = Reconciled.objects.filter(pk=id).first()
    if row is None or not _visible(actor, row):
        raise NotFound
    return row


def take(actor: Actor, id: UUID) -> Reconciled:
    """Become the owner of a difference. Raises NotFound, NotAllowed, Impossible."""
    with transaction.atomic():
        row = _locked(actor, id)
        row.owner, row.owner_name = actor.person, actor.name
        row.save(update_fields=["owner", "owner_name"])
        return row


def settle(actor: Actor, id: UUID, reason: str) -> Reconciled:
    """Say how a difference was settled. Raises NotFound, NotAllowed, Impossible, NeedsNotMet."""
    said = " ".join(reason.replace("\x00", "").split())
    if not said or len(said) > LONGEST:
        raise NeedsNotMet([("reason", "Ghi cách xử lý và lý do, không quá 500 ký tự.")])
    with transaction.atomic():
        row = _locked(actor, id)
        if row.owner is None:
            row.owner, row.owner_name = actor.person, actor.name
        row.settled_at, row.settled_by, row.reason = datetime.now(UTC), actor.name, said
        row.save(update_fields=["owner", "owner_name", "settled_at", "settled_by", "reason"])
        return row


def _locked(actor: Actor, id: UUID) -> Reconciled:
    row = Reconciled.objects.select_for_update().filter(pk=id).first()
    if row is None or not _visible(actor, row):
        raise NotFound
    if not _settles(actor, row):
        raise NotAllowed("Chỉ văn thư, trưởng phòng hoặc lãnh đạo của nơi thu tiền xử lý được chênh lệch.")
    if not is_open(row):
        raise Impossible("Giao dịch này không còn chênh lệch phải xử lý.")
    return row
