"""The archive that takes closed dossiers over: a package in, a receipt out; and its demo twin.

No archive's interface is published; what is known is that a package is handed over and a receipt given
(TT 13/2023/TT-BNV, details *chưa xác minh*). `Folder` puts packages where an archive's own programme fetches them and
reads the receipts that it leaves there.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from thongsuot.ports.twin import PortError

METADATA = "metadata.json"
NEEDED = ("ma_ho_so", "tieu_de", "co_quan", "thoi_han_bao_quan", "ngay_ket_thuc")
_DIGEST = re.compile("[0-9a-f]{64}")


class NoReceipt(PortError):
    """The archive did not answer, or not in time: it may have taken the package or not. Ask again, with the same."""

    sentence = "Lưu trữ chưa trả lời. Gói được gửi lại, không lưu hai lần."


class NotTaken(PortError):
    """The archive looked at the package and does not take it; the sentence is its own."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Receipt:
    """That the archive has the package with this digest (SHA-256, hex)."""

    number: str
    digest: str
    at: datetime


class Archive(Protocol):
    """Handing over the same package again gives the same receipt."""

    name: str

    def hand_over(self, package: Path, digest: str) -> Receipt:
        """Raises NotTaken and NoReceipt."""


class Folder:
    """A folder shared with the archive: `<digest>.zip` goes in, `<digest>.receipt.json` comes back."""

    name = "folder"

    def __init__(self, root: Path) -> None:
        self.root = root

    def hand_over(self, package: Path, digest: str) -> Receipt:
        """The first call leaves the package; the receipt is there when the archive's programme has been."""
        if not _DIGEST.fullmatch(digest):
            raise ValueError("not a digest")
        self.root.mkdir(parents=True, exist_ok=True)
        answer, put = self.root / f"{digest}.receipt.json", self.root / f"{digest}.zip"
        if answer.exists():
            return _read(answer, digest)
        if not put.exists():
            part = put.with_suffix(".part")
            part.write_bytes(package.read_bytes())
            part.replace(put)
        raise NoReceipt


def _read(answer: Path, digest: str) -> Receipt:
    try:
        told = json.loads(answer.read_text())
        if "refused" in told:
            raise NotTaken(str(told["refused"])[:500])
        if told["digest"] != digest:
            raise NotTaken("Biên nhận không khớp mã băm của gói.")
        return Receipt(str(told["number"]), digest, datetime.fromisoformat(told["at"]))
    except (ValueError, KeyError, TypeError) as error:
        raise NoReceipt from error


class Twin:
    """An archive on this machine that looks at what it gets, as a real one does, and remembers what it took.

    It refuses a package that is no ZIP, whose digest is another, or whose description lacks what an archive needs. It
    takes a package whose digest begins with `loses` and loses the answer, the first time.
    """

    name = "twin"

    def __init__(self, root: Path, *, loses: str = "f", down: bool = False) -> None:
        self.root, self.loses, self.down = root, loses, down

    def hand_over(self, package: Path, digest: str) -> Receipt:
        if self.down:
            raise NoReceipt
        self.root.mkdir(parents=True, exist_ok=True)
        known = self.root / f"{digest}.receipt.json"
        if known.exists():
            return _read(known, digest)
        _look(package, digest)
        at = datetime.now(UTC)
        number = f"LT-{at:%Y}-{digest[:10].upper()}"
        part = known.with_suffix(".part")
        part.write_text(json.dumps({"number": number, "digest": digest, "at": at.isoformat()}))
        part.replace(known)
        if self.loses and digest.startswith(self.loses):
            raise NoReceipt
        return Receipt(number, digest, at)


def _look(package: Path, digest: str) -> None:
    if hashlib.sha256(package.read_bytes()).hexdigest() != digest:
        raise NotTaken("Mã băm của gói không khớp. Lập lại gói.")
    try:
        with zipfile.ZipFile(package) as opened:
            described = json.loads(opened.read(METADATA))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise NotTaken("Gói không mở được hoặc thiếu tệp mô tả.") from error
    if missing := [name for name in NEEDED if not described.get(name)]:
        raise NotTaken(f"Tệp mô tả thiếu: {', '.join(missing)}.")
