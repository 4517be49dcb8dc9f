"""The persons' store's demo twin: shelves on disk, invented papers, and the failures of the real one on demand."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from PIL import Image, ImageDraw, ImageFont

from thongsuot.ports.person_store import Delivery, PersonMustLook, Receipt, Stored, TryLater
from thongsuot.ports.twin import NAMED, Invented

MARK = "BẢN MINH HỌA"
FONT = Path(__file__).parent.parent / "assets" / "fonts" / "BeVietnamPro-400.ttf"
Conduct = Literal["well", "down", "late", "refuses", "loses"]
CONDUCTS: tuple[Conduct, ...] = ("well", "down", "late", "refuses", "loses")
PDF = "application/pdf"
# What the twin invents for the demonstration's own people: kind, who issued it, days old, days of validity, revoked.
INVENTED: tuple[tuple[str, str, int, int, bool], ...] = (
    ("Giấy khai sinh", "Ủy ban nhân dân phường Phú Hội (cũ)", 9000, 0, False),
    ("Giấy xác nhận tình trạng hôn nhân", "Ủy ban nhân dân phường Thuận Hóa", 400, 183, False),
    ("Giấy chứng nhận kết hôn", "Ủy ban nhân dân phường Phú Hội (cũ)", 3000, 0, False),
    ("Giấy phép xây dựng", "Ủy ban nhân dân thành phố Huế (cũ)", 1500, 0, True),
)


class PersonStoreTwin:
    """A store on disk. How it behaves is kept there too, so that every process of a site meets the same one."""

    invented = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def behave(self, conduct: Conduct) -> None:
        """From now on: well, not answering, taking it in but answering too late, refusing, or losing the answer."""
        if conduct not in CONDUCTS:
            raise ValueError(conduct)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "conduct").write_text(conduct)

    def of_person(self, number: str) -> tuple[Stored, ...]:
        self._answer()
        return (*_invented(number), *(_stored(row) for row in self._rows() if row["owner"] == number))

    def content(self, number: str, id: str) -> bytes:
        found = next((one for one in self.of_person(number) if one.id == id), None)
        if found is None:
            raise PersonMustLook("Kho không có giấy tờ này của người đó.")
        path = self.folder / "files" / found.digest
        return path.read_bytes() if path.exists() else _file(found.kind, found.owner, found.body)

    def deliver(self, delivery: Delivery, content: bytes) -> Receipt:
        conduct = self._answer()
        if conduct == "refuses":
            raise PersonMustLook("Kho từ chối: loại giấy tờ chưa được đăng ký.")
        if hashlib.sha256(content).hexdigest() != delivery.digest:
            raise PersonMustLook("Kho từ chối: tệp không khớp mã băm.")
        receipt = self._kept(delivery, content)
        if conduct in ("late", "loses"):
            raise TryLater("Kho không trả lời kịp, chưa rõ đã nhận hay chưa.", uncertain=True)
        return receipt

    def receipt(self, key: str) -> Receipt | None:
        if self._answer() == "late":
            raise TryLater("Kho không trả lời kịp.")
        row = next((one for one in self._rows() if one["key"] == key), None)
        return Receipt(row["number"], row["id"]) if row else None

    def withdraw(self, key: str, reason: str) -> None:
        self._answer()
        with self._alone():
            rows = self._rows()
            for row in rows:
                if row["key"] == key:
                    row |= {"revoked": True, "reason": reason}
            self._write(rows)

    def count(self, key: str) -> int:
        """How often a delivery lies in the store: what a sender has to answer for."""
        return sum(1 for row in self._rows() if row["key"] == key)

    def _answer(self) -> str:
        path = self.folder / "conduct"
        said = path.read_text() if path.exists() else "well"
        if said == "down":
            raise TryLater("Không kết nối được với kho.")
        return said

    def _kept(self, delivery: Delivery, content: bytes) -> Receipt:
        with self._alone():
            rows = self._rows()
            number = f"BN-{len(rows) + 1:06d}"
            id = f"GT-{delivery.digest[:16]}-{len(rows) + 1}"
            files = self.folder / "files"
            files.mkdir(exist_ok=True)
            (files / delivery.digest).write_bytes(content)
            row = {**asdict(delivery), "since": delivery.since.isoformat(), "number": number, "id": id}
            self._write([*rows, {**row, "size": len(content), "revoked": False}])
        return Receipt(number, id)

    def _rows(self) -> list[dict[str, Any]]:
        path = self.folder / "rows.json"
        found: list[dict[str, Any]] = json.loads(path.read_text()) if path.exists() else []
        return found

    def _write(self, rows: list[dict[str, Any]]) -> None:
        with tempfile.NamedTemporaryFile("w", dir=self.folder, delete=False) as file:
            json.dump(rows, file, ensure_ascii=False)
        os.replace(file.name, self.folder / "rows.json")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _stored(row: dict[str, Any]) -> Stored:
    names = ("id", "owner", "shelf", "kind", "name", "body", "digest", "media_type", "size", "source", "revoked")
    return Stored(since=date.fromisoformat(row["since"]), valid_to=None, **{name: row[name] for name in names})


def _invented(number: str) -> Iterator[Stored]:
    if number not in NAMED:
        return
    for place, (kind, body, old, valid, revoked) in enumerate(INVENTED, 1):
        content = _file(kind, number, body)
        since = date.today() - timedelta(days=old)  # noqa: DTZ011 - only the day counts
        yield Stored(
            f"GT-{number[-6:]}-{place}", number, "papers", kind, f"{kind} ({MARK}).pdf", body, since,
            since + timedelta(days=valid) if valid else None, revoked, hashlib.sha256(content).hexdigest(), PDF,
            len(content),
        )  # fmt: skip


@lru_cache(maxsize=64)
def _file(kind: str, number: str, body: str) -> bytes:
    """The same page for the same paper, to the byte."""
    page = Image.new("L", (1240, 1754), 255)
    drawn = ImageDraw.Draw(page)
    lines = (MARK, body, kind.upper(), f"Họ và tên: {Invented(number).name}", f"Số định danh: {number}")
    for place, line in enumerate(lines):
        drawn.text((120, 160 + 110 * place), line, font=ImageFont.truetype(str(FONT), 40), fill=0)
    made = io.BytesIO()
    fixed = time.gmtime(0)
    page.save(made, "PDF", resolution=150, creationDate=fixed, modDate=fixed)
    return made.getvalue()
