"""The ministry's system that registers civil status: a dossier's stage is sent there, settled there, and asked about.

Its interface was not at hand: only the demo twin is connected. It fails as others do (`ports.twin`), by the last two
digits of the applicant's number: 97, not known there, is given back; 98 is slow; 99 is down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from django.conf import settings

from thongsuot.ports.twin import Invented, NotAvailable, Twin, UnknownPerson

SYSTEM = "Hệ thống thông tin đăng ký, quản lý hộ tịch điện tử"
WORKS = timedelta(seconds=60)


class Stage(StrEnum):
    """How a dossier stands there."""

    WORKING = "working"
    GRANTED = "granted"
    DENIED = "denied"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True)
class Filing:
    """What is sent: our code names it for ever, so that sending again makes nothing twice."""

    code: str
    procedure: str
    number: str


@dataclass(frozen=True)
class Said:
    """What the system says of a dossier: `reference` is its own, `number` that of the entry in its book."""

    reference: str
    stage: Stage
    words: str
    number: str = ""


class CivilStatusSystem(Protocol):
    def send(self, filing: Filing) -> Said:
        """Raises PortError: NotAvailable, TimedOut."""

    def ask(self, filing: Filing, reference: str) -> Said:
        """Raises PortError: NotAvailable, TimedOut."""


class CivilStatusSystemTwin:
    """Remembers nothing: its reference says when it was made. It settles after a minute."""

    def __init__(self, clock: Callable[[], datetime] | None = None, twin: Twin | None = None) -> None:
        self.clock = clock or (lambda: datetime.now(UTC))
        self.twin = twin or Twin(SYSTEM)

    def send(self, filing: Filing) -> Said:
        self._known(filing)
        digest = hashlib.sha256(filing.code.encode()).hexdigest()[:8]
        reference = f"HT-{int(self.clock().timestamp())}-{digest}"
        return Said(reference, Stage.WORKING, "Đã tiếp nhận, đang kiểm tra dữ liệu")

    def ask(self, filing: Filing, reference: str) -> Said:
        if not self._known(filing):
            return Said(reference, Stage.GIVEN_BACK, "Không có dữ liệu hộ tịch của người này, trả về nơi gửi")
        if self.clock() - _sent(reference) < WORKS:
            return Said(reference, Stage.WORKING, "Đã tiếp nhận, đang kiểm tra dữ liệu")
        number = f"{Invented(filing.number or filing.code).between(0, 1, 900)}/{self.clock():%Y}"
        return Said(reference, Stage.GRANTED, "Đã đăng ký", number)

    def _known(self, filing: Filing) -> bool:
        try:
            self.twin.begin(filing.number)
        except UnknownPerson:
            return False
        return True


def _sent(reference: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(reference.split("-")[1]), UTC)
    except (IndexError, ValueError, OverflowError, OSError) as error:
        raise NotAvailable from error


def system() -> CivilStatusSystem | None:
    """The system of this site; None where none is connected: then its word is awaited and nothing is sent."""
    return CivilStatusSystemTwin() if settings.DEMO else None
