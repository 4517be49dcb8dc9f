"""Where a dossier stands with its money: one pure function over what is asked, paid and given back.

The financial status is beside the dossier's step, never part of it: a result may be handed out while a payment is not
reconciled yet. All sums are integer đồng.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Standing(StrEnum):
    """What the money of a dossier comes to. Its words are in `LABELS`."""

    NONE = "none"
    OWED = "owed"
    PARTLY = "partly"
    PAID = "paid"
    EXEMPT = "exempt"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


LABELS = {
    Standing.NONE: "Không có khoản phải nộp",
    Standing.OWED: "Chưa nộp",
    Standing.PARTLY: "Đã nộp một phần",
    Standing.PAID: "Đã nộp đủ",
    Standing.EXEMPT: "Được miễn",
    Standing.REFUND_DUE: "Phải hoàn trả",
    Standing.REFUNDED: "Đã hoàn trả",
}
PURPOSES = {"fee": "Phí", "charge": "Lệ phí", "duty": "Nghĩa vụ tài chính"}


@dataclass(frozen=True, slots=True)
class Demand:
    """One sum asked: phí, lệ phí or a duty. `full` is the sum before reliefs, `amount` what is asked after them, None
    while it is not known; `asked` numbers the entry that asked for a duty, 0 for the rest. `elsewhere` says that it was
    paid to another collector, whose voucher the officer saw.
    """

    purpose: str
    name: str
    full: int | None
    amount: int | None
    asked: int = 0
    lines: tuple[str, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that came in, by the gateway or at a counter. `reconciled`: found in the statement, or settled by hand."""

    id: UUID | None
    purpose: str
    asked: int
    amount: int
    reconciled: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """Money that goes back for one payment: `done` when it has gone, else on its way (asked for, approved, sent)."""

    payment: UUID | None
    amount: int
    done: bool


@dataclass(frozen=True, slots=True)
class Financial:
    """The money of a dossier: `owed` is still to be paid, `refund_due` is held without a ground and nobody has begun to
    give it back, `returning` is on its way back. `unknown`: a fee whose amount is set elsewhere.
    """

    standing: Standing
    asked: int
    paid: int
    returned: int
    owed: int
    refund_due: int
    returning: int
    reconciled: bool
    unknown: bool = False

    @property
    def label(self) -> str:
        return LABELS[self.standing]


def status_of(
    demands: Iterable[Demand],
    payments: Sequence[Paid] = (),
    returns: Sequence[Returned] = (),
    *,
    over: bool = False,
    kept: int | None = None,
) -> Financial:
    """The financial status. The order of payments and returns does not matter.

    `over`: the dossier has ended without a result, so nothing more is owed. `kept` is then what the body keeps of what
    was paid: None, what was asked; 0, when it was never taken in.
    """
    wanted = list(demands)
    asked = sum(one.amount or 0 for one in wanted)
    full = sum(one.full or 0 for one in wanted)
    paid = sum(one.amount for one in payments) + sum(one.amount or 0 for one in wanted if one.elsewhere)
    returned = sum(one.amount for one in returns if one.done)
    returning = sum(one.amount for one in returns if not one.done)
    net = paid - returned
    free = bool(full and not asked)
    if over:
        asked = min(asked if kept is None else kept, max(net, 0))
    owed = max(asked - net, 0)
    due = max(net - returning - asked, 0)
    return Financial(
        standing=_standing(asked, net, returned, free=free, back=due + returning > 0),
        asked=asked,
        paid=paid,
        returned=returned,
        owed=owed,
        refund_due=due,
        returning=returning,
        reconciled=all(one.reconciled for one in payments),
        unknown=any(one.amount is None for one in wanted),
    )


def _standing(asked: int, net: int, returned: int, *, free: bool, back: bool) -> Standing:
    if back:
        return Standing.REFUND_DUE
    if net < asked:
        return Standing.PARTLY if net > 0 else Standing.OWED
    if net > 0:
        return Standing.PAID
    if returned:
        return Standing.REFUNDED
    return Standing.EXEMPT if free else Standing.NONE


def remaining(purpose: str, asked: int, demand: int, payments: Iterable[Paid], returns: Iterable[Returned]) -> int:
    """What is still to be paid of one demand."""
    mine = {one.id: one.amount for one in payments if (one.purpose, one.asked) == (purpose, asked)}
    back = sum(one.amount for one in returns if one.done and one.payment in mine)
    return max(demand - sum(mine.values()) + back, 0)
