"""The bench's client reads what servers send: whole, in pieces, chunked, with and without a body."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from bench.client import Answer, Lane

from bench import client

PLAIN = b"HTTP/1.1 200 OK\r\nCache-Control: private, no-store\r\nContent-Length: 5\r\n\r\nchao!"
EMPTY = b"HTTP/1.1 302 Found\r\nlocation: /ho-so/1\r\ncontent-length: 0\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nchao\r\n6;x=1\r\n ban a\r\n0\r\n\r\n"


def talk(pieces: Sequence[bytes], requests: int = 1) -> tuple[list[Answer], list[bytes]]:
    """What the client makes of a server that answers each request with these pieces; and what the server got."""

    async def conversation() -> tuple[list[Answer], list[bytes]]:
        got: list[bytes] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            for _ in range(requests):
                got.append(await reader.readuntil(b"\r\n\r\n"))
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0.002)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        lane = await Lane.open(server.sockets[0].getsockname()[1])
        answers = [await lane.ask(client.get(f"/viec?lan={n}", "sessionid=abc")) for n in range(requests)]
        lane.close()
        server.close()
        return answers, got

    return asyncio.run(asyncio.wait_for(conversation(), 10))


def test_an_answer_in_one_piece() -> None:
    [answer], [sent] = talk([PLAIN])
    assert (answer.status, answer.body) == (200, b"chao!")
    assert sent.startswith(b"GET /viec?lan=0 HTTP/1.1\r\n")
    assert b"Cookie: sessionid=abc\r\n" in sent


@pytest.mark.parametrize("whole", [PLAIN, EMPTY, CHUNKED])
@pytest.mark.parametrize("size", [1, 7, 40])
def test_an_answer_in_pieces_is_the_same_answer(whole: bytes, size: int) -> None:
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    [at_once], _ = talk([whole])
    [in_pieces], _ = talk(pieces)
    assert in_pieces == at_once


def test_a_chunked_body_is_joined() -> None:
    [answer], _ = talk([CHUNKED])
    assert answer.body == b"chao ban a"


def test_one_connection_carries_many_requests_in_turn() -> None:
    answers, sent = talk([PLAIN], requests=5)
    assert [answer.body for answer in answers] == [b"chao!"] * 5
    assert [line.split()[1] for line in sent] == [f"/viec?lan={n}".encode() for n in range(5)]


def test_a_server_that_hangs_up_is_an_error_and_not_an_empty_page() -> None:
    with pytest.raises(ConnectionError):
        talk([PLAIN[:-2]])


def test_headers_are_found_by_their_whole_name() -> None:
    answer = Answer(302, b"HTTP/1.1 302 Found\r\nx-location: /sai\r\nlocation: /ho-so/1\r\nvary: Cookie", b"")
    assert answer.header(b"location") == b"/ho-so/1"
    assert answer.header(b"vary") == b"Cookie"
    assert answer.header(b"etag") == b""


def test_cookies_are_taken_without_their_attributes_however_they_are_spaced() -> None:
    head = b"HTTP/1.1 200 OK\r\nset-cookie:  csrftoken=a1; Path=/\r\nSet-Cookie: sessionid=b2; HttpOnly\r\nvary: *"
    assert Answer(200, head, b"").cookies() == {"csrftoken": "a1", "sessionid": "b2"}


def test_a_form_is_sent_with_its_length_and_origin() -> None:
    sent = client.post("/dang-nhap", "csrftoken=a1", b"username=lan")
    head, _, body = sent.partition(b"\r\n\r\n")
    assert body == b"username=lan"
    assert b"Content-Length: 12" in head
    assert b"Origin: http://localhost" in head
