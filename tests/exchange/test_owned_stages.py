"""A marriage that the ministry's system settles: sent once, its word mirrored, its silence waited out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from at_work import opening
from people import LAN, MINH
from thongsuot.engine import reading, sql, stamper, verbs, writing
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused
from thongsuot.exchange.authoritative import asking
from thongsuot.ports.civil_status_system import CivilStatusSystemTwin, Filing, Stage
from thongsuot.ports.twin import NotAvailable, Twin

pytestmark = pytest.mark.usefixtures("thuan_hoa")
NOW = datetime.now(UTC)
HANH = "046188001976"


class Ministry:
    """The ministry's twin behind a clock that tests move."""

    def __init__(self) -> None:
        self.ahead, self.asked = timedelta(), 0
        self.twin = CivilStatusSystemTwin(self.now, Twin("Bản thử", sleep=lambda _: None))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def connected(self) -> CivilStatusSystemTwin:
        self.asked += 1
        return self.twin

    def rounds(self, seconds: float = 0, most: int = 20) -> None:
        self.ahead += timedelta(seconds=seconds)
        stamper.stamp(settings.SITE)
        asking.catch_up(settings.SITE)
        for _ in range(most):
            if not asking.work_one(self.now()):
                return


@pytest.fixture
def ministry(monkeypatch: pytest.MonkeyPatch) -> Ministry:
    made = Ministry()
    monkeypatch.setitem(asking.CONNECTED, "ho_tich", made.connected)
    return made


def marriage(number: str = HANH) -> Case:
    """Lan receives it and hands it over; the stage is the ministry's."""
    like = opening()
    facts = {**like.facts, "authority": {"processing": "ho_tich"}}
    case = verbs.open(LAN, replace(like, facts=facts, subject={**like.subject, "number": number}))
    return verbs.move(LAN, case.id, case.length, "hand_over")


def now_of(case: Case) -> Case:
    found = writing.find(case.id)
    assert found is not None
    return found


def kept(case: Case, *columns: str) -> tuple[Any, ...]:
    return sql.run(f"SELECT {', '.join(columns)} FROM exchange_stage WHERE case_id = %s", [case.id])[0]


def moves(case: Case) -> list[str]:
    return [entry.body["move"] for entry in reading.story(case.id).entries]


def test_it_is_sent_confirmed_and_settled_by_the_ministry_s_word(ministry: Ministry) -> None:
    case = marriage()
    ministry.rounds()
    assert moves(case)[-1] == "outside_said"
    reference, confirmed = kept(case, "reference", "confirmed_at")
    assert reference.startswith("HT-")
    assert confirmed is not None
    with pytest.raises(Refused, match="hộ tịch"):
        verbs.move(MINH, case.id, now_of(case).length, "ask_supplement", {"defects": ["Thiếu ảnh"]})
    ministry.rounds(120)
    assert (now_of(case).step, now_of(case).status, now_of(case).outcome) == ("done", 9, "granted")
    assert kept(case, "state", "next_at") == ("over", None)


def test_asked_again_and_again_it_writes_one_entry_and_remembers_when_it_was_confirmed(ministry: Ministry) -> None:
    case = marriage()
    ministry.rounds()
    first = kept(case, "confirmed_at")[0]
    ministry.rounds(31)
    assert moves(case).count("outside_said") == 1
    assert kept(case, "confirmed_at")[0] > first
    assert reading.story(case.id).beside["stage"]["state"] == "waiting"


def test_what_it_gives_back_is_minh_s_again(ministry: Ministry) -> None:
    case = marriage("046188001997")
    ministry.rounds()
    ministry.rounds(31)
    assert now_of(case).facts["held"] == "here"
    given = {"outcome": "denied", "summary": ["Không đủ điều kiện."]}
    assert verbs.move(MINH, case.id, now_of(case).length, "propose", given).step == "proposed"
    ministry.rounds(120)
    assert now_of(case).step == "proposed"


def test_a_system_that_is_down_is_waited_for_ever_longer_and_then_somebody_looks(ministry: Ministry) -> None:
    case = marriage("046188001999")
    ministry.rounds()
    assert kept(case, "attempts", "state", "reference") == (1, "waiting", "")
    assert "không kết nối được" in kept(case, "reason")[0]
    for _ in range(asking.MOST_ATTEMPTS):
        ministry.rounds(3600)
    assert kept(case, "attempts", "state") == (asking.MOST_ATTEMPTS, "dead")
    assert moves(case) == ["receive", "hand_over"]


def test_what_left_the_stage_meanwhile_is_not_sent(ministry: Ministry) -> None:
    case = marriage()
    stamper.stamp(settings.SITE)
    asking.catch_up(settings.SITE)
    verbs.undo(LAN, case.id, case.length)
    ministry.rounds()
    assert kept(case, "state", "reference") == ("over", "")
    assert now_of(case).step == "received"


def test_where_no_system_is_connected_nothing_is_sent_and_the_stage_stays_its_owner_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(asking.CONNECTED, "ho_tich", lambda: None)
    case = marriage()
    stamper.stamp(settings.SITE)
    asking.catch_up(settings.SITE)
    assert not asking.work_one(datetime.now(UTC))
    with pytest.raises(Refused, match="hộ tịch"):
        verbs.move(MINH, case.id, case.length, "ask_supplement", {"defects": ["Thiếu ảnh"]})


def test_an_ordinary_dossier_is_not_kept_here(ministry: Ministry) -> None:
    case = verbs.open(LAN, opening())
    verbs.move(LAN, case.id, case.length, "hand_over")
    ministry.rounds()
    assert sql.run("SELECT count(*) FROM exchange_stage") == [(0,)]


def test_the_twin_settles_after_a_minute_and_refuses_a_reference_that_is_none() -> None:
    at = [NOW]
    twin = CivilStatusSystemTwin(lambda: at[0], Twin("Bản thử"))
    filing = Filing("H46-261122-0001", "1.000894", HANH)
    sent = twin.send(filing)
    assert twin.ask(filing, sent.reference).stage is Stage.WORKING
    at[0] += timedelta(seconds=61)
    settled = twin.ask(filing, sent.reference)
    assert (settled.stage, bool(settled.number)) == (Stage.GRANTED, True)
    with pytest.raises(NotAvailable):
        twin.ask(filing, "không có")
