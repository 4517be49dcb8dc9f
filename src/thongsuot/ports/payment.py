"""Paying: what is asked of a payment gateway, what it tells and states. The demo twin is in `payment_twin`.

The interface of the national payment platform (PayPlat) was not at hand: no real gateway is connected here, and a
site without one says that fees are paid at the counter.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

LONGEST_NOTICE = 10_000
MOST_LINES = 200_000
COLUMNS = ("merchant", "reference", "transaction", "flow", "amount", "at")


@dataclass(frozen=True)
class Bill:
    """What is to be paid: `reference` is ours and names it for ever, `amount` is in đồng, `merchant` collects it."""

    reference: str
    amount: int
    what: str
    merchant: str = ""


@dataclass(frozen=True)
class Notice:
    """What the gateway says: this transaction paid so many đồng on that reference, then.

    Of `kind` charge_back, the bank took that transaction's money back.
    """

    reference: str
    transaction: str
    amount: int
    paid_at: datetime
    kind: str = "pay"


@dataclass(frozen=True)
class StatementLine:
    """One line of the gateway's statement of a day: money in, or out (refunds and charge-backs)."""

    merchant: str
    reference: str
    transaction: str
    flow: str
    amount: int
    at: datetime


class BadNotice(Exception):
    """A notice that is not the gateway's, or not to be read."""


class BadStatement(Exception):
    """A statement that is not to be read; the sentence names the line."""


class NotGivenBack(Exception):
    """The gateway refuses a refund; the sentence is what it said."""


class NoAnswer(Exception):
    """The gateway was asked and did not answer; nothing is known, and nothing may be paid again for that."""


class Gateway(Protocol):
    """`invented` marks the twin, which pages name as such."""

    invented: bool

    def begin(self, bill: Bill) -> str:
        """Where to send the person who pays. The same bill begun again leads to the same payment. Raises NoAnswer."""

    def read(self, body: bytes, signature: str) -> Notice:
        """A notice as it arrived. Raises BadNotice."""

    def find(self, reference: str) -> list[Notice]:
        """Everything on a reference, for notices that never came. Raises NoAnswer."""

    def give_back(self, id: str, transaction: str, amount: int) -> str:
        """Give so much of a payment back; the refund's transaction. The same id again gives back nothing more.

        Raises NotGivenBack, NoAnswer.
        """

    def statement(self, day: date) -> bytes:
        """What moved on a day (in Vietnam), as CSV with the columns `COLUMNS`. Raises NoAnswer."""


def gateway() -> Gateway | None:
    """The gateway of this site, or None where there is none."""
    from thongsuot.ports.payment_twin import GatewayTwin

    return GatewayTwin(Path(settings.VAR) / "payment-twin") if settings.DEMO else None


def read_statement(content: bytes) -> list[StatementLine]:
    """The lines of a statement. Raises BadStatement for one that cannot be trusted whole."""
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadStatement("Sao kê không đọc được: không phải CSV mã UTF-8.") from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise BadStatement("Sao kê không có đúng các cột đã thỏa thuận.")
    if len(rows) > MOST_LINES:
        raise BadStatement("Sao kê quá dài.")
    return [_line(number, row) for number, row in enumerate(rows[1:], start=2) if row]


def _line(number: int, row: list[str]) -> StatementLine:
    try:
        merchant, reference, transaction, flow, amount, at = row
        moment = datetime.fromisoformat(at)
        if flow not in ("in", "out") or not transaction or moment.tzinfo is None or "\x00" in "".join(row):
            raise ValueError(flow)
        return StatementLine(merchant, reference, transaction, flow, int(amount), moment)
    except ValueError as error:
        raise BadStatement(f"Sao kê có lỗi ở dòng {number}.") from error


def write_statement(lines: Iterable[StatementLine]) -> bytes:
    """The CSV of these lines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in lines:
        writer.writerow((one.merchant, one.reference, one.transaction, one.flow, one.amount, one.at.isoformat()))
    return out.getvalue().encode()
