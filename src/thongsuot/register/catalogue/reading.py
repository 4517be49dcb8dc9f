"""Files of procedures, read line by line: what cannot be read is told with its number and the rest goes on."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from thongsuot.register.catalogue import source
from thongsuot.register.catalogue.source import Identity, Source, Unreadable

# The longest of the portal's answers has 110,000 characters; beyond this a line is no procedure.
LONGEST_LINE = 8_000_000
CHUNK = 1 << 20


class BadFile(ValueError):
    """A file that cannot be opened or read at all; the sentence is for people."""


@dataclass(frozen=True)
class Line:
    """One line that is a procedure: its bytes as given, the object, and what procedure it is about."""

    number: int
    raw: bytes
    given: dict[str, Any]
    identity: Identity

    @property
    def source(self) -> Source:
        """All that the line says, read anew each time."""
        return source.read(self.given)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True)
class Fault:
    """A line that could not be read, or the place where a file broke off."""

    number: int
    sentence: str


def lines(path: Path) -> Iterator[Line | Fault]:
    """The lines of a JSONL file, plain or gzip, each as a procedure or as a fault. Raises BadFile.

    Only one line is held at a time. A file cut short gives what stands before the cut and a last fault.
    """
    with _opened(path) as stream:
        number = 0
        while True:
            number += 1
            try:
                raw = stream.readline(LONGEST_LINE + 1)
            except (EOFError, OSError, zlib.error) as error:
                yield Fault(number, f"Tệp bị đứt hoặc hỏng từ dòng này: {error}.")
                return
            if not raw:
                return
            if len(raw) > LONGEST_LINE:
                yield Fault(number, f"Dòng dài hơn {LONGEST_LINE // 1_000_000} triệu ký tự, bỏ qua.")
                if not _skip_line(stream):
                    return
                continue
            if found := _line(number, raw.strip()):
                yield found


def _skip_line(stream: IO[bytes]) -> bool:
    """Read on to the end of an over-long line; False when the file ends or breaks there."""
    try:
        while part := stream.readline(CHUNK):
            if part.endswith(b"\n"):
                return True
    except (EOFError, OSError, zlib.error):
        return False
    return False


def _opened(path: Path) -> IO[bytes]:
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]
    except OSError as error:
        raise BadFile(f"Không mở được tệp {path}: {error.strerror}.") from error


def _line(number: int, raw: bytes) -> Line | Fault | None:
    if not raw or raw == b"\xef\xbb\xbf":
        return None
    try:
        given = json.loads(raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8"), parse_constant=lambda _: None)
        return Line(number, raw, given, source.identity(given))
    except UnicodeDecodeError:
        return Fault(number, "Dòng không phải UTF-8.")
    except json.JSONDecodeError as error:
        return Fault(number, f"Dòng không phải JSON: {error.msg} ở ký tự {error.pos}.")
    except Unreadable as error:
        return Fault(number, str(error))
    except RecursionError:
        return Fault(number, "Dòng lồng nhau quá sâu.")
    except ValueError as error:
        return Fault(number, f"Dòng có giá trị không đọc được: {str(error)[:120]}.")


def file_digest(path: Path) -> str:
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
    except OSError as error:
        raise BadFile(f"Không mở được tệp {path}: {error.strerror}.") from error
    return found.hexdigest()
