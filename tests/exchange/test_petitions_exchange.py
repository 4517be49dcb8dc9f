"""Hùng's petition goes to the national system once, whatever that does; what people sent there comes to us once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

import people
from people import HUNG, KIEN
from scenarios.petition import BINH, NHI, THU, YEN
from thongsuot.areas.complaints import sending as grievances
from thongsuot.areas.complaints.sending import Grievance
from thongsuot.areas.petitions import sending as petitions
from thongsuot.areas.petitions.sending import Petition
from thongsuot.engine import sql, stamper, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.exchange.petitions import receiving, sending, stuck, telling
from thongsuot.ports import open311_client
from thongsuot.ports.national_petitions import Incoming, NationalPetitionsTwin, TryLater

WARD = "19789"
SAID = ("Tôi là Trần Văn Hùng, gọi 0912 345 678", "Phải nộp lại bản giấy")


@pytest.fixture
def twin(
    country: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[NationalPetitionsTwin]:
    people.settle((YEN, NHI, THU, BINH))
    settings.DEMO, settings.VAR, settings.OPEN311_URL = True, tmp_path, ""
    stamper.stamp(settings.SITE)
    telling.catch_up(settings.SITE)
    return NationalPetitionsTwin(tmp_path / "petitions-twin")


def sent(about: str = "TTHC", **more: Any) -> Case:
    petition = Petition(about, WARD, SAID, "portal", **more)
    return petitions.send(HUNG, petition, datetime.now(UTC), key=uuid4()).case


def follow(site: str = "vn") -> None:
    stamper.stamp(site)
    while telling.catch_up(site):
        continue


def go(minutes: float = 0) -> bool | None:
    return sending.send_one(clock=lambda: datetime.now(UTC) + timedelta(minutes=minutes))


def state(case: Case, act: str = "petition") -> tuple[str, str]:
    rows = sql.run(
        "SELECT state, foreign_id FROM petitions_message WHERE case_id = %s AND act = %s AND NOT inward", [case.id, act]
    )
    return rows[0] if rows else ("", "")


def answered(case: Case) -> Case:
    for who, move, given in (
        (YEN, "accept", {"class": "TTHC", "office": f"vp.{WARD}"}), (NHI, "draft", {"answer": ["Đã bỏ giấy này"]}),
        (THU, "approve", {}), (BINH, "sign", {}),
    ):  # fmt: skip
        case = verbs.move(who, case.id, case.length, move, given)
    return case


def test_a_petition_goes_out_once_without_its_senders_name_and_its_answer_after_it(twin: NationalPetitionsTwin) -> None:
    case = answered(sent())
    follow()

    assert [go(), go(), go()] == [True, True, False]

    first, second = twin.taken()
    assert (first["act"], first["content"], first["code"]) == (
        "petition",
        ["Tôi là [đã ẩn], gọi [đã ẩn]", SAID[1]],
        case.code,
    )
    assert (second["act"], second["content"], second["foreign_id"]) == ("answer", ["Đã bỏ giấy này"], "QG-000001")
    assert state(case) == ("delivered", "QG-000001")


@pytest.mark.parametrize("conduct", ["late", "loses"])
def test_what_may_have_arrived_is_asked_for_and_stands_there_once(twin: NationalPetitionsTwin, conduct: Any) -> None:
    case = sent()
    follow()
    twin.behave(conduct)
    assert go() is None
    assert state(case)[0] == "waiting"

    twin.behave("well")
    assert go() is False
    assert go(minutes=5) is True

    assert len(twin.taken()) == 1
    assert state(case)[0] == "delivered"


def test_an_answer_waits_for_its_petition(twin: NationalPetitionsTwin) -> None:
    case = answered(sent())
    follow()
    twin.behave("down")
    assert go() is None
    twin.behave("well")

    assert go() is False
    assert state(case, "answer")[0] == "waiting"


def test_what_is_refused_waits_for_a_person_of_the_province_who_tries_again_or_settles(
    twin: NationalPetitionsTwin,
) -> None:
    case = sent()
    follow()
    twin.behave("refuses")
    assert go() is True

    (row,), total = stuck.messages(["46"])
    assert (row.code, row.state, total) == (case.code, "dead", 1)
    assert stuck.messages(["96"]) == ((), 0)
    with pytest.raises(NotFound):
        stuck.replay(["96"], row.id)
    twin.behave("well")
    stuck.replay(["46"], row.id)
    assert go() is True
    assert stuck.messages(["46"]) == ((), 0)
    with pytest.raises(Refused):
        stuck.settle(["46"], row.id, KIEN.name, "Đã gửi văn bản")


def test_after_twenty_attempts_a_person_must_look(twin: NationalPetitionsTwin) -> None:
    case = sent()
    follow()
    twin.behave("down")
    for attempt in range(sending.MOST_ATTEMPTS):
        assert go(minutes=200.0 * attempt) is None

    assert state(case)[0] == "dead"
    stuck.settle(None, stuck.messages(None)[0][0].id, KIEN.name, "Đã gửi văn bản")
    assert stuck.messages(None) == ((), 0)


def test_complaints_denunciations_and_reflections_are_told_to_nobody(twin: NationalPetitionsTwin) -> None:
    for kind in ("complaint", "denunciation"):
        grievances.send(HUNG, Grievance(kind, WARD, ("Chuyện kín",), "Ai đó"), datetime.now(UTC), key=uuid4())
    sent("FIELD")
    follow()

    assert go() is False
    assert twin.taken() == []
    assert sql.run("SELECT count(*) FROM petitions_message")[0][0] == 0


HELD = Incoming("QG-77", "TTHC", WARD, ("Chờ lâu quá",), "Lê Thị Thảo", "0905123123")


def held_cases() -> list[tuple[Any, ...]]:
    return sql.run("SELECT subject_name, receiving_body, facts ->> 'channel' FROM engine_case WHERE kind = 'petition'")


@pytest.mark.parametrize("conduct", ["well", "twice", "deaf"])
def test_what_the_nation_holds_becomes_one_case_however_often_it_comes(
    twin: NationalPetitionsTwin, conduct: Any
) -> None:
    twin.hold(HELD)
    twin.behave(conduct)
    for _ in range(3):
        receiving.take_in()

    assert held_cases() == [("Lê Thị Thảo", f"ubnd.{WARD}", "national")]
    twin.behave("well")
    receiving.take_in()
    assert twin.incoming() == ()
    assert len(held_cases()) == 1


def test_what_came_from_the_nation_is_answered_there_and_not_told_as_new(twin: NationalPetitionsTwin) -> None:
    twin.hold(HELD)
    receiving.take_in()
    id: UUID = sql.run("SELECT id FROM engine_case WHERE kind = 'petition'")[0][0]
    from thongsuot.engine import writing

    case = writing.find(id)
    assert case is not None
    answered(case)
    follow()

    assert [go(), go()] == [True, False]
    assert [(one["act"], one["foreign_id"]) for one in twin.taken()] == [("answer", "QG-77")]


def test_behaviour_of_the_wards_people_that_comes_from_the_nation_goes_to_the_city(twin: NationalPetitionsTwin) -> None:
    twin.hold(Incoming("QG-78", "STAFF", WARD, ("Nói trống không",), body=f"pvhcc.{WARD}"))
    receiving.take_in()

    assert held_cases()[0][1] == "ubnd.46"


def test_what_can_be_no_case_is_kept_with_its_reason_and_not_acknowledged(twin: NationalPetitionsTwin) -> None:
    twin.hold(Incoming("QG-79", "TTHC", "00000", ("Ở đâu đó",)))
    receiving.take_in()
    receiving.take_in()

    (row,), total = stuck.messages(["46"])
    assert (row.code, row.inward, total) == ("QG-79", True, 1)
    assert "xã, phường" in row.reason
    assert len(twin.incoming()) == 1
    with pytest.raises(Refused):
        stuck.replay(["46"], row.id)


def test_a_system_that_does_not_answer_loses_nothing(twin: NationalPetitionsTwin) -> None:
    twin.hold(HELD)
    twin.behave("down")
    assert receiving.take_in() is None
    twin.behave("well")
    assert receiving.take_in() == 1


class City(BaseHTTPRequestHandler):
    """A city's endpoint: it takes requests, and answers as `conduct` says."""

    conduct, taken = "well", dict[str, str]()

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.conduct == "refuses":
            return self._say(403, b'[{"code":403,"description":"api_key"}]')
        self.taken[self.headers["Idempotency-Key"]] = text
        if self.conduct == "late":
            return self._say(502, b"")
        return self._say(200, b'[{"service_request_id":"C-1"}]')

    def do_GET(self) -> None:
        token = self.path.rsplit("/", 1)[-1].removesuffix(".json")
        known = token in self.taken
        self._say(200 if known else 404, b'[{"service_request_id":"C-1"}]' if known else b"[]")

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def city(settings: Any) -> Iterator[type[City]]:
    server = HTTPServer(("127.0.0.1", 0), City)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OPEN311_URL = f"http://127.0.0.1:{server.server_port}/v2"
    settings.OPEN311_PLACE, settings.OPEN311_JURISDICTION, settings.OPEN311_KEY = "46", "hue", "k"
    City.conduct, City.taken = "well", {}
    yield City
    server.shutdown()
    server.server_close()


def test_a_reflection_goes_to_the_citys_own_endpoint_once_though_its_answer_was_lost(
    twin: NationalPetitionsTwin, city: type[City]
) -> None:
    case = sent("FIELD", facts={"lat": 16.46, "long": 107.59, "service": "light"})
    follow()
    city.conduct = "late"
    assert go() is None
    city.conduct = "well"
    assert go(minutes=5) is True

    assert state(case) == ("delivered", "C-1")
    (text,) = city.taken.values()
    assert "service_code=light" in text
    assert "lat=16.46" in text
    assert "0912" not in text
    assert twin.taken() == []


def test_a_city_that_refuses_our_key_waits_for_a_person(twin: NationalPetitionsTwin, city: type[City]) -> None:
    case = sent("FIELD")
    follow()
    city.conduct = "refuses"

    assert go() is True
    assert state(case)[0] == "dead"


def test_a_city_that_is_not_there_is_tried_again(settings: Any) -> None:
    client = open311_client.Open311Client("http://127.0.0.1:9", "hue", "k")

    with pytest.raises(TryLater):
        client.find("x")
    assert client.incoming() == ()
