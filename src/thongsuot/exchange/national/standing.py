"""The synchronisation status of a dossier: how far the national portal has confirmed it, and who looks when it cannot.

It is asked in the statement that reads the dossier (`engine.reading.beside`) and derived here, never typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from thongsuot.exchange.national import outbox
from thongsuot.exchange.national.stuck import owner_of
from thongsuot.ports.national_messages import STATUS_WORDS

NAME = "national"
KEPT = """(SELECT json_build_object('created', d.created, 'told', d.told, 'at', d.told_at, 'province', d.province_code,
  'confirmed', (SELECT max(m.number) FROM exchange_national_message m
                WHERE m.dossier_id = d.id AND m.state IN ('sent', 'needless', 'held', 'settled')),
  'open', (SELECT json_build_array(m.number, m.state, m.attempts, m.kind) FROM exchange_national_message m
           WHERE m.dossier_id = d.id AND m.state IN ('waiting', 'dead') ORDER BY m.place LIMIT 1))
  FROM exchange_national_dossier d WHERE d.id = c.id)"""


class Sync(StrEnum):
    """One of these, whatever the other three statuses say."""

    OUTSIDE = "outside"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    RETRYING = "retrying"
    STUCK = "stuck"


WORDS: Mapping[Sync, str] = {
    Sync.OUTSIDE: "Chưa nối với Cổng Dịch vụ công quốc gia",
    Sync.CONFIRMED: "Cổng đã xác nhận",
    Sync.WAITING: "Chờ gửi lên Cổng",
    Sync.RETRYING: "Đang gửi lại lên Cổng",
    Sync.STUCK: "Vướng khi gửi lên Cổng",
}


@dataclass(frozen=True, slots=True)
class Synchronisation:
    """`entry` is the last entry of the journal that the portal has confirmed; `status` the one of the ten that it
    shows, 0 for none; `owner` who must look when it is stuck; `attempts` how often it was tried."""

    sync: Sync
    entry: int = 0
    status: int = 0
    at: datetime | None = None
    attempts: int = 0
    owner: str = ""
    what: str = ""

    @property
    def status_words(self) -> str:
        return STATUS_WORDS.get(self.status, "")


def status_of(kept: Mapping[str, Any]) -> Synchronisation:
    """The synchronisation status, from what stands beside the case."""
    found = kept.get(NAME)
    if not found:
        return Synchronisation(Sync.OUTSIDE)
    at = datetime.fromisoformat(found["at"]) if found["at"] else None
    entry, status = int(found["confirmed"] or 0), int(found["told"])
    if not found["open"]:
        return Synchronisation(Sync.CONFIRMED if entry else Sync.WAITING, entry, status, at)
    _number, state, attempts, kind = found["open"]
    what = outbox.KINDS.get(kind, kind)
    if state == outbox.DEAD:
        return Synchronisation(Sync.STUCK, entry, status, at, attempts, owner_of(found["province"]), what)
    return Synchronisation(Sync.RETRYING if attempts else Sync.WAITING, entry, status, at, attempts, "", what)
