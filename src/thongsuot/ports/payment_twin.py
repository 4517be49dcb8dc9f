"""The demonstration's payment gateway: late, doubling, erring in what it tells and in what it states. On disk."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from thongsuot.ports.payment import (
    LONGEST_NOTICE,
    BadNotice,
    Bill,
    NotGivenBack,
    Notice,
    StatementLine,
    write_statement,
)

REFERENCE = re.compile(r"[0-9a-f-]{36}")
LATE = timedelta(seconds=20)  # after which the twin tells of what it kept back
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# How the twin's payer may pay: at once, told of late, told of twice, too little, two times; then how its statement and
# its refunds err: a payment that it does not list, lists with another sum, lists beside one that nobody told of, that
# the bank takes back, that it refuses to give back at first.
WAYS = (
    "prompt", "late", "doubled", "wrong", "twice", "unlisted", "misstated", "beside", "charge_back", "refusing",
)  # fmt: skip


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
                    "way": way,
                }
            )
        if way == "charge_back":
            kept["back"] = [{"amount": amount, "at": now.isoformat()}]
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
            kind = str(found.get("kind", "pay"))
            notice = Notice(str(found["reference"]), str(found["transaction"]), int(found["amount"]), paid_at, kind)
            if kind not in ("pay", "charge_back"):
                raise ValueError(kind)
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

    def give_back(self, id: str, transaction: str, amount: int) -> str:
        kept = self._of(transaction)
        if kept is None:
            raise NotGivenBack("Cổng không có giao dịch này.")
        reference = str(kept["bill"]["reference"])
        refunds = kept.setdefault("refunds", {})
        if id in refunds:
            return str(refunds[id]["transaction"])
        one = next(paid for paid in kept["paid"] if paid["transaction"] == transaction)
        if one.get("way") == "refusing":
            one["way"] = "prompt"
            self._keep(reference, kept)
            raise NotGivenBack("Cổng từ chối: tài khoản nhận tiền hoàn đang tạm khóa.")
        gone = sum(other["amount"] for other in refunds.values() if other["of"] == transaction)
        gone += sum(back["amount"] for back in kept.get("back", ()))
        if gone + amount > one["amount"]:
            raise NotGivenBack("Cổng từ chối: số tiền hoàn nhiều hơn số đã nộp.")
        name = f"HT{hashlib.sha256(id.encode()).hexdigest()[:12].upper()}"
        refunds[id] = {"transaction": name, "of": transaction, "amount": amount, "at": datetime.now(UTC).isoformat()}
        self._keep(reference, kept)
        return name

    def statement(self, day: date) -> bytes:
        return write_statement(sorted(self._lines(day), key=lambda one: (one.at, one.transaction)))

    def _lines(self, day: date) -> Iterator[StatementLine]:
        for kept in self._all():
            bill = kept["bill"]
            merchant, reference = bill.get("merchant", ""), bill["reference"]
            rows = [(one["transaction"], "in", one["amount"], one["paid_at"], one.get("way")) for one in kept["paid"]]
            rows += [
                (one["transaction"], "out", one["amount"], one["at"], "") for one in kept.get("refunds", {}).values()
            ]
            first = kept["paid"][0]["transaction"] if kept["paid"] else ""
            rows += [(f"{first}/charge_back", "out", one["amount"], one["at"], "") for one in kept.get("back", ())]
            for transaction, flow, amount, text, way in rows:
                at = datetime.fromisoformat(text)
                if at.astimezone(VIETNAM).date() != day or way == "unlisted":
                    continue
                stated = amount + 1000 if way == "misstated" else amount
                yield StatementLine(merchant, reference, transaction, flow, stated, at)
                if way == "beside":
                    yield StatementLine(merchant, "", f"LA{transaction[2:]}", flow, amount, at)

    def _all(self) -> Iterator[dict[str, Any]]:
        for path in sorted(self.folder.glob("*.json")) if self.folder.exists() else ():
            yield json.loads(path.read_text())

    def _of(self, transaction: str) -> dict[str, Any] | None:
        found = (kept for kept in self._all() if any(one["transaction"] == transaction for one in kept["paid"]))
        return next(found, None)

    def _notices(self, reference: str, kept: dict[str, Any]) -> list[Notice]:
        told = [
            Notice(reference, one["transaction"], int(one["amount"]), datetime.fromisoformat(one["paid_at"]))
            for one in kept["paid"]
        ]
        back = [
            Notice(reference, told[0].transaction, int(one["amount"]), datetime.fromisoformat(one["at"]), "charge_back")
            for one in kept.get("back", ())
            if told
        ]
        return told + back

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
