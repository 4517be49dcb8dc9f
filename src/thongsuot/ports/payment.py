"""Paying: what is asked of a payment gateway, what it tells, and the demo twin that is late, doubles and errs.

The interface of the national payment platform (PayPlat) was not at hand: no real gateway is connected here, and a
site without one says that fees are paid at the counter.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

REFERENCE = re.compile(r"[0-9a-f-]{36}")
LONGEST_NOTICE = 10_000
LATE = timedelta(seconds=20)  # after which the twin tells of what it kept back


@dataclass(frozen=True)
class Bill:
    """What is to be paid: `reference` is ours and names it for ever, `amount` is in đồng."""

    reference: str
    amount: int
    what: str


@dataclass(frozen=True)
class Notice:
    """What the gateway says: this transaction paid so many đồng on that reference, then."""

    reference: str
    transaction: str
    amount: int
    paid_at: datetime


class BadNotice(Exception):
    """A notice that is not the gateway's, or not to be read."""


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
        """Every payment on a reference, for notices that never came. Raises NoAnswer."""


def gateway() -> Gateway | None:
    """The gateway of this site, or None where there is none."""
    return GatewayTwin(Path(settings.VAR) / "payment-twin") if settings.DEMO else None


# How the twin's payer may pay: at once, told of late, told of twice, too little, two times.
WAYS = ("prompt", "late", "doubled", "wrong", "twice")


class GatewayTwin:
    """A gateway on disk, for the demonstration. Its notices are signed as a real one's are."""

    invented = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, bill: Bill) -> str:
        if not self._path(bill.reference).exists():
            self._keep(bill.reference, {"bill": asdict(bill), "paid": []})
        return f"/thanh-toan-thu/{bill.reference}"

    def bill(self, reference: str) -> Bill | None:
        kept = self._kept(reference)
        return Bill(**kept["bill"]) if kept else None

    def pay(self, reference: str, way: str, now: datetime) -> list[tuple[bytes, str]]:
        """Pay a bill in one of `WAYS`; the notices that leave at once, each with its signature.

        Raises LookupError for an unknown bill, ValueError for an unknown way or a bill that is paid.
        """
        kept = self._kept(reference)
        if kept is None:
            raise LookupError(reference)
        if way not in WAYS or kept["paid"]:
            raise ValueError(way)
        amount = kept["bill"]["amount"]
        shown = now + LATE if way == "late" else now
        for number in range(2 if way == "twice" else 1):
            kept["paid"].append(
                {
                    "transaction": f"MH{hashlib.sha256(f'{reference}:{number}'.encode()).hexdigest()[:12].upper()}",
                    "amount": amount - 1000 if way == "wrong" else amount,
                    "paid_at": now.isoformat(),
                    "shown_at": shown.isoformat(),
                }
            )
        self._keep(reference, kept)
        if way == "late":
            return []
        told = [self._signed(notice) for notice in self._notices(reference, kept)]
        return told * 2 if way == "doubled" else told

    def read(self, body: bytes, signature: str) -> Notice:
        if len(body) > LONGEST_NOTICE or not hmac.compare_digest(self._signature(body), signature):
            raise BadNotice
        try:
            found = json.loads(body)
            paid_at = datetime.fromisoformat(found["paid_at"])
            notice = Notice(str(found["reference"]), str(found["transaction"]), int(found["amount"]), paid_at)
        except (ValueError, KeyError, TypeError) as error:
            raise BadNotice from error
        return notice

    def find(self, reference: str) -> list[Notice]:
        kept = self._kept(reference)
        if kept is None:
            return []
        now = datetime.now(UTC)
        shown = [one for one in kept["paid"] if datetime.fromisoformat(one["shown_at"]) <= now]
        return self._notices(reference, {**kept, "paid": shown})

    def _notices(self, reference: str, kept: dict[str, Any]) -> list[Notice]:
        return [
            Notice(reference, one["transaction"], int(one["amount"]), datetime.fromisoformat(one["paid_at"]))
            for one in kept["paid"]
        ]

    def _signed(self, notice: Notice) -> tuple[bytes, str]:
        body = json.dumps({**asdict(notice), "paid_at": notice.paid_at.isoformat()}).encode()
        return body, self._signature(body)

    def _signature(self, body: bytes) -> str:
        return hmac.new(f"payment-twin:{settings.SECRET_KEY}".encode(), body, hashlib.sha256).hexdigest()

    def _path(self, reference: str) -> Path:
        if not REFERENCE.fullmatch(reference):
            raise LookupError(reference)
        return self.folder / f"{reference}.json"

    def _kept(self, reference: str) -> dict[str, Any] | None:
        path = self._path(reference)
        found: dict[str, Any] | None = json.loads(path.read_text()) if path.exists() else None
        return found

    def _keep(self, reference: str, content: object) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=self.folder, delete=False) as file:
            json.dump(content, file)
        os.replace(file.name, self._path(reference))
