"""The paper store: what is scanned or uploaded, kept under its digest, checked by its content and not by its name."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from django.conf import settings
from uuid6 import uuid7

from thongsuot.engine.errors import Refused
from thongsuot.engine.making import Paper

LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 150
HEAD = 32
LOCK = "lock"
Origin = Literal["scan", "upload", "reuse", "result"]

_MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"%PDF-", 0, "application/pdf"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"II*\x00", 0, "image/tiff"),
    (b"MM\x00*", 0, "image/tiff"),
    (b"ftypheic", 4, "image/heic"),
)
_ZIP = b"PK\x03\x04"
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "image/heic": ".heic",
    _OFFICE["word/document.xml"]: ".docx",
    _OFFICE["xl/workbook.xml"]: ".xlsx",
}


class BadPaper(Refused):
    """A file that cannot be taken in; the sentence says why and what to do."""


class TooLarge(BadPaper):
    """More than 20 MB."""


def keep(chunks: Iterable[bytes], name: str, *, component: str = "", origin: Origin = "upload") -> Paper:
    """Store a file and describe it. It is on disk, durably, before this returns; the same content is stored once.

    Raises BadPaper for an empty, too large (20 MB) or foreign file.
    """
    shown = clean_name(name)
    root = Path(settings.VAR) / "papers"
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as file:
        try:
            digest, size = _spool(chunks, file, shown)
            media_type = _sniff(Path(file.name), shown)
            file.flush()
            os.fsync(file.fileno())
            _settle(Path(file.name), path(digest))
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return Paper(uuid7(), shown, media_type, size, digest, component, origin)


def examine(file: Path, name: str) -> tuple[bytes, int, str]:
    """Digest, size and type of a file where it lies, by the checks of `keep`; nothing is stored. Raises BadPaper."""
    shown = clean_name(name)
    with file.open("rb") as opened, tempfile.TemporaryFile() as nowhere:
        digest, size = _spool(iter(lambda: opened.read(2**20), b""), nowhere, shown)
    return digest, size, _sniff(file, shown)


def check_size(size: int, name: str) -> None:
    """Refuse a file before it is sent whole. Raises BadPaper for none or too many bytes."""
    if size <= 0:
        raise BadPaper(f"“{name}” là tệp rỗng. Chọn lại tệp.")
    if size > LARGEST:
        raise TooLarge(f"“{name}” lớn hơn {LARGEST // 2**20} MB. Quét lại ở 200–300 dpi hoặc chia thành nhiều tệp.")


def check_start(head: bytes, name: str) -> None:
    """Refuse a file by its first bytes, before the rest is sent; too few to tell pass. Raises BadPaper."""
    if len(head) >= HEAD and not head.startswith(_ZIP) and not _by_magic(head):
        raise _foreign(name)


def path(digest: bytes | str) -> Path:
    """Where the content with that digest (SHA-256) lies."""
    name = digest.hex() if isinstance(digest, bytes) else digest
    return Path(settings.VAR) / "papers" / name[:2] / name


@contextmanager
def held(*, alone: bool) -> Iterator[None]:
    """Hold the store: together with everybody who keeps a paper, or alone to take one away."""
    lock = os.open(Path(settings.VAR) / "papers" / LOCK, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
    finally:
        os.close(lock)


def clean_name(name: str) -> str:
    """A file name without folders and control marks, cut to a length that a list can show."""
    base = re.sub(r"[\x00-\x1f\x7f]", "", name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    return base[:LONGEST_NAME] or "giấy tờ"


def _spool(
    chunks: Iterable[bytes], file: BinaryIO | tempfile._TemporaryFileWrapper[bytes], name: str
) -> tuple[bytes, int]:
    made = hashlib.sha256()
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST:
            check_size(size, name)
        made.update(chunk)
        file.write(chunk)
    check_size(size, name)
    file.flush()
    return made.digest(), size


def _sniff(file: Path, name: str) -> str:
    with file.open("rb") as opened:
        head = opened.read(HEAD)
    if known := _by_magic(head):
        return known
    if head.startswith(_ZIP) and zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
        for part, media_type in _OFFICE.items():
            if part in names and not any(one.endswith("vbaProject.bin") for one in names):
                return media_type
    raise _foreign(name)


def _by_magic(head: bytes) -> str:
    return next((kind for magic, at, kind in _MAGIC if head[at : at + len(magic)] == magic), "")


def _foreign(name: str) -> BadPaper:
    return BadPaper(
        f"“{name}” không phải là PDF, ảnh (JPG, PNG, TIFF, HEIC), DOCX hay XLSX. Chuyển sang PDF rồi tải lại."
    )


def _settle(file: Path, at: Path) -> None:
    """Rename into place and make the rename durable.

    The file is new even where the content was there already, and the sweep of orphans waits: it can take the old one
    before or sees the new one's time, never take what has just been kept.
    """
    at.parent.mkdir(parents=True, exist_ok=True)
    file.chmod(0o640)
    with held(alone=False):
        file.replace(at)
    folder = os.open(at.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
