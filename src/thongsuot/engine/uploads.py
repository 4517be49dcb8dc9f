"""Files on their way in, piece by piece: begun, continued where the line broke, finished as a paper, or swept away.

A row says how much of an upload is safe on the disk; the pieces lie in a file beside the paper store. The row follows
the file: only what was synced is counted, and what a crash left behind it is written over by the next piece.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from uuid6 import uuid7

from thongsuot.engine import papers, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.engine.making import Paper

LARGEST_PIECE = 2**20
MOST_UNDER_WAY = 20
MOST_BYTES_A_DAY = 400 * 2**20
KEPT = timedelta(hours=48)
DAY = timedelta(days=1)
READ_AT_ONCE = 2**18


class UnknownUpload(NotFound):
    """No such upload, or somebody else's: the two are told apart by nobody."""

    def __init__(self) -> None:
        Refused.__init__(self, "Không tìm thấy tệp đang gửi: đã hủy hoặc quá 48 giờ. Chọn lại tệp để gửi từ đầu.")


class OutOfPlace(Refused):
    """A piece that does not continue what is there; `received` is where the upload stands."""

    def __init__(self, received: int) -> None:
        self.received = received
        super().__init__("Phần vừa gửi không nối tiếp phần đã nhận. Gửi tiếp từ chỗ đã nhận.")


class Busy(Refused):
    """Another piece of the same upload is being written at this moment."""

    def __init__(self) -> None:
        super().__init__("Tệp này đang được gửi ở một cửa sổ khác. Chờ giây lát rồi gửi tiếp.")


class TooMuch(Refused):
    """A limit of the owner is reached; the sentence says which, and what to do."""


class Unfinished(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” chưa gửi xong. Chờ gửi xong, hoặc hủy và chọn lại tệp.")


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload as its owner sees it: `received` of `size` bytes are safe. `digest` is there once it is finished."""

    id: UUID
    name: str
    size: int
    received: int
    begun_at: datetime
    changed_at: datetime
    media_type: str = ""
    digest: bytes | None = None

    @property
    def is_finished(self) -> bool:
        return self.digest is not None

    @property
    def expires_at(self) -> datetime:
        return self.changed_at + KEPT


_COLUMNS = "id, name, size, received, begun_at, changed_at, media_type, digest"


def begin(actor: Actor, name: str, size: int, content: bytes = b"") -> Upload:
    """A new upload of that many bytes, with its first bytes or all of them.

    What comes whole costs no file of pieces: it goes straight into the paper store. Raises BadPaper for an empty, too
    large or foreign file, TooMuch at one of the owner's limits, OutOfPlace for more than was announced.
    """
    owner = _owner(actor)
    shown = papers.clean_name(name)
    papers.check_size(size, shown)
    if len(content) > size:
        raise OutOfPlace(0)
    papers.check_start(content, shown)
    _check_limits(owner, size)
    id, now = uuid7(), datetime.now(UTC)
    upload = Upload(id, shown, size, len(content), now, now)
    if len(content) == size:
        upload = _with_paper(upload, papers.keep([content], shown), now)
    else:
        with _pieces(id) as file:
            _write(file, 0, content)
    sql.run(
        f"INSERT INTO engine_upload ({_COLUMNS}, owner) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [*_row(upload), owner],
    )
    return upload


def append(actor: Actor, id: UUID, offset: int, piece: bytes) -> Upload:
    """Continue an upload; with the last byte it becomes a paper.

    Raises UnknownUpload, Busy while another piece is written, OutOfPlace for a piece that begins elsewhere or ends
    behind the file's end, and BadPaper for a content that cannot be taken: the upload is then over.
    """
    owner = _owner(actor)
    if not _path(id).exists() and (seen := _found(owner, id)).is_finished:
        return _nothing_more(seen, offset, piece)
    with _pieces(id) as file:
        now = _found(owner, id)
        if now.is_finished:
            return _nothing_more(now, offset, piece)
        received = _safe(now, file)
        if offset != received or offset + len(piece) > now.size:
            raise OutOfPlace(received)
        if received < now.received:  # said before anything is written: a crash must not leave the old count to believe
            sql.run("UPDATE engine_upload SET received = %s WHERE id = %s", [received, id])
        return _continued(owner, _standing(now, received), piece, file) if piece else _standing(now, received)


def find(actor: Actor, id: UUID) -> Upload:
    """One upload of this actor, with as much received as lies on the disk. Raises UnknownUpload."""
    found = _found(_owner(actor), id)
    if found.is_finished:
        return found
    path = _path(id)
    return _standing(found, min(found.received, path.stat().st_size if path.exists() else 0))


def of_owner(actor: Actor) -> list[Upload]:
    """The actor's uploads, finished or not, the last begun first."""
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM engine_upload WHERE owner = %s AND ended_at IS NULL ORDER BY begun_at DESC, id DESC",
        [_owner(actor)],
    )
    return [_upload(row) for row in rows]


def finished(actor: Actor, id: UUID, component: str = "") -> Paper:
    """The paper that an upload of this actor became. Raises UnknownUpload, and Unfinished while bytes are missing."""
    found = _found(_owner(actor), id)
    if found.digest is None:
        raise Unfinished(found.name)
    return Paper(uuid7(), found.name, found.media_type, found.size, found.digest, component, "upload")


def end(actor: Actor, id: UUID) -> None:
    """Give an upload up. One that is finished still counts for the day: its content stays a while in the store.

    Raises UnknownUpload.
    """
    rows = sql.run(
        "UPDATE engine_upload SET ended_at = clock_timestamp() WHERE id = %s AND owner = %s AND ended_at IS NULL"
        " RETURNING 1",
        [id, _owner(actor)],
    )
    if not rows:
        raise UnknownUpload
    _path(id).unlink(missing_ok=True)


_OVER = """
DELETE FROM engine_upload u WHERE changed_at <= %(until)s AND NOT EXISTS (
  SELECT 1 FROM engine_form_draft d WHERE u.digest IS NOT NULL AND u.ended_at IS NULL AND d.owner = u.owner
    AND position(u.id::text IN d.values::text || d.about::text) > 0)
RETURNING id
"""


def sweep(now: datetime) -> int:
    """Forget uploads untouched for 48 hours, but not a finished one that a draft of its owner names; how many.

    Files of pieces that no row knows (a crash between the two) go too, as old as that.
    """
    until = now - KEPT
    gone = sql.run(_OVER, {"until": until})
    for (id,) in gone:
        _path(id).unlink(missing_ok=True)
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < until.timestamp():
                path.unlink()
    return len(gone)


def _owner(actor: Actor) -> str:
    if actor.person is None and not actor.citizen:
        raise NotAllowed("Đăng nhập để gửi tệp.")
    return actor.identity


def _found(owner: str, id: UUID) -> Upload:
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM engine_upload WHERE id = %s AND owner = %s AND ended_at IS NULL"
        " AND (digest IS NOT NULL OR changed_at > %s)",
        [id, owner, datetime.now(UTC) - KEPT],
    )
    if not rows:
        raise UnknownUpload
    return _upload(rows[0])


def _check_limits(owner: str, size: int) -> None:
    """Soft limits: requests of the same moment may pass together, by no more than the server has hands."""
    now = datetime.now(UTC)
    under_way, octets = sql.run(
        "SELECT count(*) FILTER (WHERE digest IS NULL AND ended_at IS NULL AND changed_at > %s),"
        " coalesce(sum(size) FILTER (WHERE begun_at > %s AND (digest IS NOT NULL OR ended_at IS NULL)), 0)::bigint"
        " FROM engine_upload WHERE owner = %s",
        [now - KEPT, now - DAY, owner],
    )[0]
    if under_way >= MOST_UNDER_WAY:
        raise TooMuch(f"Đang có {under_way} tệp gửi dở. Gửi xong hoặc hủy bớt rồi chọn thêm tệp.")
    if octets + size > MOST_BYTES_A_DAY:
        raise TooMuch(
            f"Đã gửi gần {MOST_BYTES_A_DAY // 2**20} MB trong 24 giờ qua, là mức tối đa của một người."
            " Gửi tiếp vào ngày mai hoặc nộp giấy tại Trung tâm Phục vụ hành chính công."
        )


def _nothing_more(upload: Upload, offset: int, piece: bytes) -> Upload:
    """A finished upload takes the empty piece that a client sends to be sure, and nothing else."""
    if piece or offset != upload.size:
        raise OutOfPlace(upload.received)
    return upload


def _continued(owner: str, upload: Upload, piece: bytes, file: int) -> Upload:
    """Write a piece and count it. The caller holds the file's lock and knows that the piece fits."""
    whole = upload.received + len(piece) == upload.size
    now = datetime.now(UTC)
    after = _standing(upload, upload.received + len(piece), now)
    try:
        if not upload.received:
            papers.check_start(piece, upload.name)
        _write(file, upload.received, piece, sync=not whole)  # the paper store syncs its own copy
        if whole:
            after = _with_paper(after, papers.keep(_read(file, after.size), after.name), now)
    except papers.BadPaper:
        sql.run("DELETE FROM engine_upload WHERE id = %s AND owner = %s", [upload.id, owner])
        _path(upload.id).unlink(missing_ok=True)
        raise
    rows = sql.run(
        "UPDATE engine_upload SET received = %s, changed_at = %s, media_type = %s, digest = %s"
        " WHERE id = %s AND owner = %s AND ended_at IS NULL RETURNING 1",
        [after.received, now, after.media_type, after.digest, after.id, owner],
    )
    if after.is_finished or not rows:
        _path(after.id).unlink(missing_ok=True)
    if not rows:
        raise UnknownUpload  # given up while its piece was being written
    return after


def _folder() -> Path:
    return Path(settings.VAR) / "uploads"


def _path(id: UUID) -> Path:
    return _folder() / str(id)


@contextmanager
def _pieces(id: UUID) -> Iterator[int]:
    """The file of pieces, held by this request alone. Raises Busy."""
    _folder().mkdir(parents=True, exist_ok=True)
    file = os.open(_path(id), os.O_RDWR | os.O_CREAT, 0o640)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise Busy from held
        yield file
    finally:
        os.close(file)


def _safe(upload: Upload, file: int) -> int:
    """How much there is to continue: a file that a crash or a restored backup made shorter is believed."""
    return min(upload.received, os.fstat(file).st_size)


def _write(file: int, offset: int, piece: bytes, *, sync: bool = True) -> None:
    """Put a piece in its place. What stood behind the offset was never counted."""
    view = memoryview(piece)
    while view:
        written = os.pwrite(file, view, offset)
        view, offset = view[written:], offset + written
    os.ftruncate(file, offset)
    if sync:
        os.fsync(file)


def _read(file: int, size: int) -> Iterator[bytes]:
    for at in range(0, size, READ_AT_ONCE):
        yield os.pread(file, min(READ_AT_ONCE, size - at), at)


def _standing(upload: Upload, received: int, now: datetime | None = None) -> Upload:
    return Upload(upload.id, upload.name, upload.size, received, upload.begun_at, now or upload.changed_at)


def _with_paper(upload: Upload, paper: Paper, now: datetime) -> Upload:
    return Upload(
        upload.id, upload.name, upload.size, upload.size, upload.begun_at, now, paper.media_type, paper.digest
    )


def _row(upload: Upload) -> list[Any]:
    return [
        upload.id, upload.name, upload.size, upload.received, upload.begun_at, upload.changed_at, upload.media_type,
        upload.digest,
    ]  # fmt: skip


def _upload(row: tuple[Any, ...]) -> Upload:
    id, name, size, received, begun_at, changed_at, media_type, digest = row
    kept = None if digest is None else bytes(digest)
    return Upload(id, name, size, received, begun_at, changed_at, media_type, kept)
