"""A lean HTTP client: kept connections, each with one request at a time, at a small part of the server's cost."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

FORM = "application/x-www-form-urlencoded"


class Answer(NamedTuple):
    status: int
    head: bytes
    body: bytes

    def header(self, name: bytes) -> bytes:
        """The first header of this name (lower case), empty when there is none."""
        found = self.head.find(b"\r\n" + name + b": ")
        if found < 0:
            return b""
        start = found + len(name) + 4
        end = self.head.find(b"\r\n", start)
        return self.head[start:] if end < 0 else self.head[start:end]

    def cookies(self) -> dict[str, str]:
        """The cookies that it sets."""
        lines = self.head.decode("latin-1").split("\r\n")
        pairs = (line[11:].split(";", 1)[0].strip() for line in lines if line.lower().startswith("set-cookie:"))
        return dict(pair.split("=", 1) for pair in pairs)


class Lane(asyncio.Protocol):
    """One connection. `ask` sends a whole request and waits for its whole answer."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._parts = bytearray()
        self._wanted = -1
        self._body_at = 0
        self._waiting: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, port: int) -> Lane:
        _, lane = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return lane

    def ask(self, request: bytes) -> asyncio.Future[Answer]:
        assert self._transport is not None
        self._waiting = self._loop.create_future()
        self._transport.write(request)
        return self._waiting

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error or ConnectionError("the server closed the connection"))

    def data_received(self, data: bytes) -> None:
        self._parts += data
        if self._wanted < 0 and not self._read_head():
            return
        chunked = self._wanted == 0 and self._chunked
        complete = self._parts.endswith(b"0\r\n\r\n") if chunked else len(self._parts) >= self._body_at + self._wanted
        if complete:
            self._finish(chunked)

    def _read_head(self) -> bool:
        end = self._parts.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self._parts[:end]).lower()
        self._body_at = end + 4
        self._chunked = b"\r\ntransfer-encoding: chunked" in head
        at = head.find(b"\r\ncontent-length: ")
        self._wanted = int(head[at + 18 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        return True

    def _finish(self, chunked: bool) -> None:
        head, body = bytes(self._parts[: self._body_at - 4]), bytes(self._parts[self._body_at :])
        if chunked:
            body = _joined(body)
        self._parts.clear()
        self._wanted = -1
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_result(Answer(int(head[9:12]), head, body))


def _joined(chunks: bytes) -> bytes:
    body, at = bytearray(), 0
    while True:
        end = chunks.index(b"\r\n", at)
        size = int(chunks[at:end].split(b";")[0], 16)
        if not size:
            return bytes(body)
        body += chunks[end + 2 : end + 2 + size]
        at = end + 4 + size


def get(path: str, cookies: str) -> bytes:
    """A page asked for as a browser asks."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nCookie: {cookies}\r\n\r\n".encode()


def post(path: str, cookies: str, body: bytes, kind: str = FORM, more: str = "") -> bytes:
    """A form sent as a browser sends one; `more` are further header lines, each with its end."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nCookie: {cookies}\r\n"
        f"Origin: http://localhost\r\n{more}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
