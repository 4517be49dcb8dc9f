"""A request waits for its body without a place, works in one, and leaves nothing behind in its thread."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse

from thongsuot.engine import sql
from thongsuot.web import places
from thongsuot.web.places import Places

pytestmark = pytest.mark.usefixtures("own_database")


class Line(io.BytesIO):
    """A client's line: it breaks after what it holds, by silence or by an error."""

    def __init__(self, content: bytes, breaks: bool = False) -> None:
        super().__init__(content)
        self.breaks = breaks

    def read(self, size: int | None = -1, /) -> bytes:
        some = super().read(min(7, size or 7))
        if not some and self.breaks:
            raise ConnectionResetError
        return some


Answer = tuple[str, dict[str, str], bytes]


def ask(front: Places, path: str = "/", line: Any = None, length: object = None) -> Answer:
    said: list[Any] = []
    environ: dict[str, Any] = {"PATH_INFO": path, "wsgi.input": line or io.BytesIO()}
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
    body = front(environ, lambda status, headers, info=None: said.extend((status, dict(headers))))  # type: ignore[arg-type,return-value,misc]
    return said[0], said[1], b"".join(body)


def _echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    start("200 OK", [])
    return HttpResponse(environ["wsgi.input"].read(length) if length else b"ok")


@pytest.fixture
def front() -> Iterator[Callable[..., Places]]:
    made: list[Places] = []

    def make(application: Any = _echo, count: int = 2, senders: int = 4) -> Places:
        made.append(Places(application, count, senders))
        return made[-1]

    yield make
    for one in made:
        while not one._free.empty():
            one._free.get().close()


def test_a_body_arrives_whole_however_it_trickles(front: Any) -> None:
    content = bytes(range(256)) * 20

    assert ask(front(), line=Line(content), length=len(content))[2] == content
    assert ask(front())[2] == b"ok"


def test_a_large_body_waits_on_the_disk(front: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "IN_MEMORY", 100)

    assert ask(front(), line=Line(b"x" * 101), length=101)[2] == b"x" * 101


@pytest.mark.parametrize("breaks", [False, True])
def test_a_form_that_came_in_part_is_never_worked_on(front: Any, breaks: bool) -> None:
    worked: list[str] = []

    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        worked.append("yes")
        return _echo(environ, start)

    status, _, sentence = ask(front(application), "/ho-so", Line(b"ten=Lan&dong_y=", breaks), 60)

    assert (status[:3], worked) == ("400", [])
    assert "không đủ" in sentence.decode()


def test_of_a_piece_that_was_cut_the_beginning_is_worth_keeping(front: Any) -> None:
    assert ask(front(), "/tai-len/x", Line(b"%PDF-1.7", breaks=True), 5000)[2] == b"%PDF-1.7"


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/tai-len", 2**20 + 1, "413"),
        ("/giay-to", 2**30, "413"),
        ("/", -1, "400"),
        ("/", "mười", "400"),
        ("/", "٣", "400"),
        ("/", "9" * 30, "400"),
    ],
)
def test_a_length_that_cannot_be_is_refused_before_a_byte_is_read(
    front: Any, path: str, length: object, status: str
) -> None:
    line = Line(b"x")

    answer = ask(front(), path, line, length)

    assert answer[0][:3] == status
    assert line.tell() == 0
    assert answer[2].decode().endswith(".")


def test_fifty_slow_senders_hold_no_place_and_one_more_than_allowed_is_told_to_come_again(front: Any) -> None:
    made = front(count=1, senders=50)
    go, inside = threading.Event(), threading.Semaphore(0)

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            inside.release()
            go.wait(30)
            return super().read(size)

    with ThreadPoolExecutor(50) as pool:
        slow = [pool.submit(ask, made, "/tai-len", Slow(b"abc"), 3) for _ in range(50)]
        for _ in range(50):
            assert inside.acquire(timeout=10)
        assert [ask(made)[2] for _ in range(20)] == [b"ok"] * 20
        status, headers, sentence = ask(made, "/tai-len", Line(b"abc"), 3)
        assert (status[:3], headers["Retry-After"]) == ("503", "3")
        assert "Chờ ít giây" in sentence.decode()
        go.set()
        assert [one.result()[2] for one in slow] == [b"abc"] * 50
    assert ask(made, "/tai-len", Line(b"abc"), 3)[2] == b"abc"


def test_no_more_work_at_a_time_than_there_are_places(front: Any) -> None:
    now, most, lock = 0, 0, threading.Lock()
    servers: set[int] = set()

    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        servers.add(sql.run("SELECT pg_backend_pid(), pg_sleep(0.01)")[0][0])
        with lock:
            now -= 1
        return _echo(environ, start)

    made = front(application, 3)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: ask(made)[2], range(60)))

    assert answers == [b"ok"] * 60
    assert most == 3
    assert len(servers) <= 3, "a connection belongs to a place, not to a thread"


def test_a_request_that_fails_gives_its_place_back(front: Any) -> None:
    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/loi":
            raise RuntimeError("broken")
        return _echo(environ, start)

    made = front(application, 1)
    for _ in range(3):
        with pytest.raises(RuntimeError):
            ask(made, "/loi")

    assert ask(made)[2] == b"ok"


def test_who_reads_a_file_slowly_holds_no_place(front: Any) -> None:
    class Streamed:
        streaming = True

        def __iter__(self) -> Iterator[bytes]:
            yield b"first"
            assert ask(made)[2] == b"ok", "the only place is free while this is read"
            yield b"second"

    def application(environ: dict[str, Any], start: Any) -> Any:
        if environ["PATH_INFO"] == "/tep":
            start("200 OK", [])
            return Streamed()
        return _echo(environ, start)

    made = front(application, 1)

    assert ask(made, "/tep")[2] == b"firstsecond"


def test_a_page_is_closed_while_it_still_has_its_place(front: Any) -> None:
    seen: list[bool] = []

    class Page(HttpResponse):
        def close(self) -> None:
            seen.append("default" in {one.alias for one in connections.all(initialized_only=True)})
            super().close()

    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        return Page(b"ok")

    made = front(application)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ask, made).result()[2] == b"ok"
        left = pool.submit(lambda: connections.all(initialized_only=True)).result()

    assert seen == [True]
    assert left == []
