"""Systems that settle a dossier of their own: residence, social insurance, tax. Sent once, tracked, never moved here.

Every submission carries our reference, so that sending it again after a lost acknowledgement makes nothing twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from thongsuot.ports.twin import NotAvailable, TimedOut

REFERENCE = re.compile(r"[0-9a-f-]{36}")
SYSTEMS: Mapping[str, str] = {
    "residence": "Hệ thống quản lý cư trú của Bộ Công an",
    "insurance": "Hệ thống của Bảo hiểm xã hội",
    "tax": "Hệ thống quản lý thuế",
}
RECEIVED, ASKED, DONE, REFUSED, WITHDRAWN = "received", "asked", "done", "refused", "withdrawn"
STAGES = (RECEIVED, ASKED, DONE, REFUSED, WITHDRAWN)


class UnknownReference(LookupError):
    """The system has never had a dossier with this reference: it is to be sent (again)."""


class NotWithdrawn(Exception):
    """The system does not let the dossier go. `sentence` is its reason, in Vietnamese."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Matter:
    """What is sent: our reference, the procedure, whose it is and what it says."""

    reference: str
    procedure_code: str
    number: str
    name: str
    content: str


@dataclass(frozen=True)
class Standing:
    """What the system says of a dossier: its code there, one of STAGES, and its words, in lines."""

    code: str
    stage: str
    said: tuple[str, ...] = ()


class Settling(Protocol):
    """One outside system. All raise PortError (NotAvailable, TimedOut) when nothing was learnt."""

    def submit(self, matter: Matter) -> Standing:
        """Hand a dossier over; the same reference again is the same dossier."""

    def track(self, reference: str) -> Standing:
        """Where it stands. Raises UnknownReference."""

    def withdraw(self, reference: str) -> Standing:
        """Ask for it back. Raises UnknownReference, NotWithdrawn."""


def system(key: str) -> Settling | None:
    """The system with this key as this site reaches it; None where no line to it has been laid."""
    if not settings.DEMO or key not in SYSTEMS:
        return None
    return SettlingTwin(key, Path(settings.VAR) / "settling-twin")


SETTLES_IN = timedelta(minutes=2)
# The last two digits of the applicant's number choose how a twin behaves, as with the other twins.
ASKS, LOSES, REFUSES, LATE, DOWN = "95", "96", "97", "98", "99"
LATE_BY = 30


class SettlingTwin:
    """A system on disk, for the demonstration: it settles after a while; by the number it asks for more, loses its
    acknowledgement after taking the dossier, refuses, is late, or is down."""

    def __init__(self, key: str, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.key = key
        self.folder = folder / key
        self.now = now

    def submit(self, matter: Matter) -> Standing:
        if matter.number.endswith(DOWN):
            raise NotAvailable
        kept = self._kept(matter.reference)
        if kept is None:
            kept = {"number": matter.number, "at": self.now().isoformat(), "withdrawn": False}
            self._keep(matter.reference, kept)
            if matter.number.endswith(LOSES):
                raise TimedOut
        return self._standing(matter.reference, kept)

    def track(self, reference: str) -> Standing:
        kept = self._kept(reference)
        if kept is None:
            raise UnknownReference(reference)
        return self._standing(reference, kept)

    def withdraw(self, reference: str) -> Standing:
        kept = self._kept(reference)
        if kept is None:
            raise UnknownReference(reference)
        if self._standing(reference, kept).stage in (DONE, REFUSED):
            raise NotWithdrawn("Hồ sơ đã được giải quyết xong.")
        self._keep(reference, {**kept, "withdrawn": True})
        return self.track(reference)

    def _standing(self, reference: str, kept: dict[str, Any]) -> Standing:
        code = f"{self.key[:2].upper()}-{hashlib.sha256(reference.encode()).hexdigest()[:8].upper()}"
        if kept["withdrawn"]:
            return Standing(code, WITHDRAWN)
        number, age = kept["number"], self.now() - datetime.fromisoformat(kept["at"])
        needed = SETTLES_IN * (LATE_BY if number.endswith(LATE) else 1)
        if age < needed:
            asks = number.endswith(ASKS) and needed / 3 <= age < needed * 2 / 3
            return Standing(code, ASKED, ("Bổ sung bản chụp giấy tờ chứng minh chỗ ở.",)) if asks else Standing(
                code, RECEIVED)  # fmt: skip
        if number.endswith(REFUSES):
            return Standing(code, REFUSED, ("Thông tin khai không khớp với dữ liệu của hệ thống.",))
        return Standing(code, DONE, ("Đã cập nhật dữ liệu và trả kết quả.",))

    def _path(self, reference: str) -> Path:
        if not REFERENCE.fullmatch(reference):
            raise UnknownReference(reference)
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
