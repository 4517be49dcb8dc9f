"""The probe: an answer is an answer, silence three times in a row is one fault, the days' shares are told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

import people
from thongsuot.areas.systems import holdings, probing, standing
from thongsuot.areas.systems.probing import Answer
from thongsuot.areas.systems.safety import Aim, Unsafe
from thongsuot.engine import sql
from thongsuot.register import calendar

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
DOWN, UP = Answer(False, 10_000, "không trả lời trong 10 giây"), Answer(True, 120, "HTTP 200")


class _Server(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_HEAD(self) -> None:
        _Server.asked.append(f"{self.path} {self.headers['Host']}")
        if self.path == "/sap":
            self.send_response(503)
        elif self.path == "/chuyen":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1/noi-bo")
        else:
            self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def port() -> Iterator[int]:
    _Server.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def at(port: int, path: str) -> Aim:
    return Aim(False, "dichvucong.example.vn", "127.0.0.1", port, path)


def test_an_answer_is_an_answer_and_no_redirect_is_followed(port: int) -> None:
    assert probing.ask("x", lambda address: at(port, "/")).words == "HTTP 200"
    moved = probing.ask("x", lambda address: at(port, "/chuyen"))

    assert (moved.up, moved.words) == (True, "HTTP 302")
    assert len(_Server.asked) == 2, "nobody went where the redirect led"
    assert _Server.asked[0].startswith("/ dichvucong.example.vn"), "the host is named, the number is connected to"


def test_a_failing_and_a_silent_system_are_down(port: int) -> None:
    assert probing.ask("x", lambda address: at(port, "/sap")).up is False
    silent = probing.ask("x", lambda address: at(1, "/"))
    assert (silent.up, silent.words) == (False, "không kết nối được")


def test_an_unsafe_address_is_not_asked(port: int) -> None:
    def refuse(address: str) -> Aim:
        raise Unsafe("Không thăm dò địa chỉ trong mạng nội bộ.")

    assert probing.ask("x", refuse).up is False
    assert not _Server.asked


@pytest.fixture
def systems(db: None) -> Iterator[None]:
    """The register of systems, with the civil-status system's address registered."""
    people.settle()
    calendar.load_calendar_rows()
    holdings.load(NOW.date())
    sql.run("UPDATE systems_system SET address = 'https://hotich.example.vn/' WHERE key = 'ho-tich'")
    yield
    calendar.forget()
    people.forget()


def faults() -> int:
    return int(sql.run("SELECT count(*) FROM engine_case WHERE kind = 'fault'")[0][0])


def rounds(*answers: Answer, start: datetime = NOW) -> None:
    for number, one in enumerate(answers):
        probing.round_of(start + timedelta(minutes=5 * number), lambda address, one=one: one)  # type: ignore[misc]


def test_only_systems_with_an_address_are_asked(systems: None) -> None:
    assert probing.round_of(NOW, lambda address: UP) == 1


def test_three_silences_in_a_row_are_one_fault_and_one_answer_between_is_none(systems: None) -> None:
    rounds(DOWN, DOWN, UP, DOWN, DOWN)
    assert faults() == 0
    rounds(DOWN, DOWN, DOWN, start=NOW + timedelta(hours=1))

    assert faults() == 1, "once while it lasts"
    found = standing.now_of("ho-tich", NOW.date())[0]
    assert (found.state, found.faults[0].symptom, found.people) == ("down", "down", 1)


def test_the_share_of_each_day_is_told_and_old_answers_are_forgotten(systems: None) -> None:
    rounds(UP, UP, UP, DOWN)
    probing.keep("ho-tich", DOWN, NOW - timedelta(days=1))
    probing.keep("ho-tich", UP, NOW - timedelta(days=401))
    rounds(UP, start=NOW + timedelta(hours=2))
    shares = probing.availability(NOW.date() - timedelta(days=500), NOW.date())["ho-tich"]

    assert shares == [(NOW.date() - timedelta(days=1), 0.0), (NOW.date(), 80.0)]
