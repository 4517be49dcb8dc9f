"""In front of Django: a request takes one of a worker's few places once it has come in whole, and not before.

A place is a database connection and the right to work. Granian gives every request a thread that waits for its body,
and a telephone on a weak line lets it wait long: such threads hold no place, so fifty of them slow nobody down.
"""

from __future__ import annotations

import io
import tempfile
import threading
from collections.abc import Iterable
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from thongsuot.engine.uploads import LARGEST_PIECE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# How many requests of a worker may be on their way in; one more is told to come again.
SENDERS = 128
IN_MEMORY = 2**20
LARGEST = 420 * 2**20
READ_AT_ONCE = 2**16
# Below this address a body is a short piece of a file, and the beginning of one that was cut is worth keeping.
PIECES = "/tai-len"


class Places:
    """The application behind its places."""

    def __init__(self, application: WSGIApplication, places: int, senders: int = SENDERS) -> None:
        self._application = application
        self._free: SimpleQueue[BaseDatabaseWrapper] = SimpleQueue()
        self._senders = threading.BoundedSemaphore(senders)
        for _ in range(places):
            one = connections.create_connection(DEFAULT_DB_ALIAS)
            one.inc_thread_sharing()  # by one thread after the other, never by two at a time
            self._free.put(one)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH")
        if length and length != "0" and (trouble := self._receive(environ, length)):
            return _say(start_response, *trouble)
        place = self._free.get()
        connections[DEFAULT_DB_ALIAS] = place
        try:
            return _whole(self._application(environ, start_response))
        finally:
            del connections[DEFAULT_DB_ALIAS]
            self._free.put(place)

    def _receive(self, environ: WSGIEnvironment, announced: str) -> tuple[str, str] | None:
        """Have the body here, in memory or in a file; else the status and sentence to answer with."""
        length = int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 16 else -1
        is_piece = environ.get("PATH_INFO", "").startswith(PIECES)
        if length < 0:
            return "400 Bad Request", "Yêu cầu chưa đọc được. Tải lại trang rồi thực hiện lại."
        if length > (LARGEST_PIECE if is_piece else LARGEST):
            return "413 Content Too Large", "Nội dung gửi một lần quá lớn. Chia nhỏ rồi gửi lại."
        if not self._senders.acquire(blocking=False):
            return "503 Service Unavailable", "Đang có quá nhiều người gửi tệp. Chờ ít giây rồi gửi lại."
        try:
            body, received = _read(environ["wsgi.input"], length)
        finally:
            self._senders.release()
        if received < length and not is_piece:
            return "400 Bad Request", "Yêu cầu đến không đủ. Kiểm tra đường truyền rồi gửi lại."
        environ["wsgi.input"] = body
        environ["CONTENT_LENGTH"] = str(received)
        return None


def _read(sent: Any, length: int) -> tuple[IO[bytes], int]:
    """The body, and how much of it came before the line broke."""
    body: IO[bytes] = io.BytesIO() if length <= IN_MEMORY else tempfile.TemporaryFile()  # noqa: SIM115
    received = 0
    while received < length:
        try:
            some = sent.read(min(READ_AT_ONCE, length - received))
        except OSError:
            break
        if not some:
            break
        received += body.write(some)
    body.seek(0)
    return body, received


def _whole(response: Iterable[bytes]) -> Iterable[bytes]:
    """The answer so that whoever reads it slowly holds no place: a page as one piece; files are read without one."""
    if getattr(response, "streaming", True):
        return response
    try:
        return [b"".join(response)]
    finally:
        response.close()  # type: ignore[attr-defined]


def _say(start_response: StartResponse, status: str, sentence: str) -> list[bytes]:
    body = sentence.encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    headers += [("Cache-Control", "no-store"), ("Connection", "close")]
    if status.startswith("503"):
        headers.append(("Retry-After", "3"))
    start_response(status, headers)
    return [body]
