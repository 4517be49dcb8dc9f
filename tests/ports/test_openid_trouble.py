"""A provider that is down, slow, or answers nonsense: one word for it, in time, and nobody else is held up."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from joserfc.jwk import RSAKey

import e_identity
from e_identity import HANH, RETURN_TO, TOKEN, Between
from thongsuot.ports import openid
from thongsuot.ports.bounded import LARGEST
from thongsuot.ports.identity import NotProven, Proven, Provider, Why
from thongsuot.ports.openid import HELD, OpenIdentity

DISCOVERY = "/.well-known/openid-configuration"
SIGNED_IN = Proven("046188001976", "Nguyễn Thị Hạnh")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with e_identity.provider_at_work() as provider:
        yield provider


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    openid.forget()
    yield
    openid.forget()


def why(identity: OpenIdentity) -> Why:
    with pytest.raises(NotProven) as caught:
        identity.begin(RETURN_TO)
    return caught.value.why


def answering(provider: Provider, status: int, body: bytes, path: str = TOKEN) -> Why:
    """What becomes of Hạnh's sign-in when this is what the provider answers at a path."""
    identity = OpenIdentity(provider, Between(path, says=(status, body)))
    address, attempt = identity.begin(RETURN_TO)
    with pytest.raises(NotProven) as caught:
        identity.finish(attempt, e_identity.agree(address, HANH), RETURN_TO)
    return caught.value.why


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def talker(say: bytes, pause: float = 0.0) -> Iterator[Provider]:
    """A server that says this to whoever calls, one octet at a time when it pauses, and then holds the line."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=talk, args=(line,), daemon=True).start()

        def talk(line: socket.socket) -> None:
            with closing(line):
                try:
                    for piece in [say[at : at + 1] for at in range(len(say))] if pause else [say]:
                        line.sendall(piece)
                        over.wait(pause)
                except OSError:
                    return
                over.wait(5)

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield Provider(f"http://127.0.0.1:{server.getsockname()[1]}", "thong-suot", "bi-mat")
        finally:
            over.set()


def test_nobody_listens_there() -> None:
    assert why(OpenIdentity(Provider(f"http://127.0.0.1:{free_port()}", "x"))) is Why.DOWN


def test_a_name_that_leads_nowhere_is_down() -> None:
    assert why(OpenIdentity(Provider("https://dinh-danh.invalid", "x"))) is Why.DOWN


def test_who_never_answers_is_waited_for_no_longer_than_agreed() -> None:
    with talker(b"") as silent:
        began = time.monotonic()
        assert why(OpenIdentity(silent, total=0.3)) is Why.SLOW
        assert time.monotonic() - began < 2


def test_who_answers_a_letter_at_a_time_is_slow_too() -> None:
    with talker(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + b" " * 500, pause=0.02) as slow:
        began = time.monotonic()
        assert why(OpenIdentity(slow, total=0.3)) is Why.SLOW
        assert time.monotonic() - began < 2


def test_an_answer_without_end_is_not_read_to_it(provider: Provider) -> None:
    with talker(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + b" " * (LARGEST + 70_000)) as endless:
        assert why(OpenIdentity(endless, total=5)) is Why.NONSENSE


def test_who_speaks_another_language_is_down_or_not_understood() -> None:
    with talker(b"220 mail.example ESMTP\r\n") as other:
        assert why(OpenIdentity(other, total=2)) in (Why.DOWN, Why.NONSENSE)


def test_a_provider_that_hangs_holds_few_of_our_threads() -> None:
    """While two wait, the third learns within a moment that it is slow; the desk keeps its threads."""
    with talker(b"") as silent:
        words: list[tuple[Why, float]] = []

        def begin() -> None:
            began = time.monotonic()
            words.append((why(OpenIdentity(silent, total=3)), time.monotonic() - began))

        waiting = [threading.Thread(target=begin) for _ in range(HELD)]
        for one in waiting:
            one.start()
        time.sleep(0.2)
        begin()
        third = words[0]
        for one in waiting:
            one.join()

    assert third[0] is Why.SLOW
    assert third[1] < 2 < min(seconds for _, seconds in words[1:])


@pytest.mark.parametrize(
    ("status", "body", "word"),
    [
        (200, b"<html>B\xe1\xba\xa3o tr\xc3\xac</html>", Why.NONSENSE),
        (200, b"", Why.NONSENSE),
        (200, b"[]", Why.NONSENSE),
        (200, b"{}", Why.NONSENSE),
        (200, b'{"access_token": "x", "token_type": "Bearer", "expires_in": "mai"}', Why.NONSENSE),
        (200, b'{"id_token": 7}', Why.NONSENSE),
        (200, b"\xff\xfe\x00", Why.NONSENSE),
        (302, b"", Why.NONSENSE),
        (400, b'{"error": "invalid_grant"}', Why.EXPIRED),
        (401, b'{"error": "invalid_client"}', Why.NONSENSE),
        (400, b'{"error": ["x"]}', Why.NONSENSE),
        (403, b"Forbidden", Why.NONSENSE),
        (429, b"Too many", Why.DOWN),
        (500, b"", Why.DOWN),
        (503, b'{"error": "x"}', Why.DOWN),
    ],
)
def test_what_the_token_address_may_answer(provider: Provider, status: int, body: bytes, word: Why) -> None:
    assert answering(provider, status, body) is word


@pytest.mark.parametrize(
    "keys",
    [
        *(b"x", b"{}", b'{"keys": []}', b'{"keys": [7]}', b'{"keys": 7}'),
        b'{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}',
        b'{"keys": [{"kty": "RSA", "n": "!", "e": "AQAB"}]}',
    ],
)
def test_keys_that_are_none(provider: Provider, keys: bytes) -> None:
    assert answering(provider, 200, keys, "/jwks") in (Why.NONSENSE, Why.UNPROVEN)


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://khac.example"},
        {"issuer": None},
        {"authorization_endpoint": None},
        {"token_endpoint": 7},
        {"token_endpoint": "http://khac.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "https://"},
    ],
)
def test_a_discovery_document_that_does_not_hold(wrong: dict[str, object]) -> None:
    with served(wrong) as provider:
        assert why(OpenIdentity(provider)) is Why.NONSENSE


@contextmanager
def served(changed: dict[str, object]) -> Iterator[Provider]:
    """A provider's discovery document over HTTP, changed."""

    class Documents(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer = f"http://127.0.0.1:{server.server_port}"
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint")
            document = {"issuer": issuer, **{name: f"{issuer}/{name}" for name in names}, **changed}
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Documents)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Provider(f"http://127.0.0.1:{server.server_port}", "thong-suot", "bi-mat")
    finally:
        server.shutdown()
        server.server_close()


def test_secrets_go_nowhere_unencrypted() -> None:
    assert why(OpenIdentity(Provider("http://dinh-danh.example", "x"))) is Why.NONSENSE
    assert why(OpenIdentity(Provider("dinh-danh.example", "x"))) is Why.NONSENSE


def test_the_addresses_are_asked_for_once_an_hour(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    OpenIdentity(provider).begin(RETURN_TO)
    gone = OpenIdentity(provider, Between(DISCOVERY, says=(503, b"")))
    address, _ = gone.begin(RETURN_TO)
    assert address.startswith(provider.issuer)

    later = time.monotonic() + openid.REMEMBERED + 1
    monkeypatch.setattr("thongsuot.ports.openid.time.monotonic", lambda: later)
    assert why(gone) is Why.DOWN


def test_a_failure_is_not_remembered(provider: Provider) -> None:
    assert why(OpenIdentity(provider, Between(DISCOVERY, says=(503, b"")))) is Why.DOWN

    address, attempt = OpenIdentity(provider).begin(RETURN_TO)
    assert OpenIdentity(provider).finish(attempt, e_identity.agree(address, HANH), RETURN_TO) == SIGNED_IN


def test_a_provider_that_changed_its_key_is_asked_for_it_again(provider: Provider) -> None:
    """The keys of an hour ago are remembered; the token names a key that is not among them."""
    identity = OpenIdentity(provider)
    address, attempt = identity.begin(RETURN_TO)
    old = {"keys": [RSAKey.generate_key(2048, {"kid": "cu"}).as_dict(private=False)]}
    openid._memory.get((provider.issuer, "keys"), lambda: old)

    assert identity.finish(attempt, e_identity.agree(address, HANH), RETURN_TO) == SIGNED_IN


def test_leaving_ends_the_session_at_the_provider_where_it_has_an_address_for_it(provider: Provider) -> None:
    identity = OpenIdentity(provider)
    assert identity.leave("http://testserver/") == (
        f"{provider.issuer}/oauth2/end_session?client_id=thong-suot&post_logout_redirect_uri=http%3A%2F%2Ftestserver%2F"
    )
    with served({"end_session_endpoint": "javascript:alert(1)"}) as wrong:
        assert OpenIdentity(wrong).leave("http://testserver/") == ""


def test_who_signs_out_does_not_wait_for_a_provider_in_trouble() -> None:
    assert OpenIdentity(Provider(f"http://127.0.0.1:{free_port()}", "x")).leave("http://testserver/") == ""
    with talker(b"") as silent:
        began = time.monotonic()
        assert OpenIdentity(silent).leave("http://testserver/") == ""
        assert time.monotonic() - began < 4
