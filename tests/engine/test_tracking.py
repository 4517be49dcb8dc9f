"""Codes to follow a dossier: sent where its person is reached, alike for dossiers that are not there, and bounded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

import people
from at_work import opening
from thongsuot.engine import sql, tracking, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotFound
from thongsuot.engine.tracking import TooOften
from thongsuot.register import calendar

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOME, CAFE = "203.0.113.7", "198.51.100.4"
SUBJECT = {"name": "Trần Văn Hùng", "number": "046085001234", "phone": "0912 345 678", "email": "hung@vi-du.example"}


@pytest.fixture
def dossier(db: None) -> Iterator[Case]:
    people.settle()
    calendar.load_calendar_rows()
    yield verbs.open(people.LAN, opening(subject=SUBJECT))
    calendar.forget()


def ask(code: str | None, address: str = HOME, now: datetime = NOW) -> tracking.Asked:
    return tracking.ask(code or "", address, now)


def test_hung_is_reached_where_his_dossier_says(dossier: Case) -> None:
    asked = ask(dossier.code)

    assert (asked.phone, asked.email) == ("0912 345 678", "hung@vi-du.example")
    assert len(asked.secret) == 6
    assert tracking.opened(asked.ticket, asked.secret, NOW) == dossier.id


def test_a_code_typed_with_spaces_and_small_letters_is_the_same(dossier: Case) -> None:
    typed = f"  {(dossier.code or '').lower()[:8]} {(dossier.code or '').lower()[8:]} "

    assert ask(typed).phone == "0912 345 678"


def test_what_is_not_there_is_asked_for_alike_and_opens_nothing(dossier: Case) -> None:
    before = sql.count()
    ask(dossier.code)
    there = sql.count() - before
    before = sql.count()
    asked = ask("H46.1-261121-9999")

    assert sql.count() - before == there
    assert (asked.phone, asked.email) == ("", "")
    assert tracking.opened(asked.ticket, asked.secret, NOW) is None


def test_codes_and_addresses_are_kept_as_digests_only(dossier: Case) -> None:
    asked = ask(dossier.code)

    kept = str(sql.run("SELECT row_to_json(t)::text FROM engine_track t WHERE id = %s", [asked.ticket]))
    for plain in (asked.secret, HOME, dossier.code or "", HOME.encode().hex(), asked.secret.encode().hex()):
        assert plain not in kept


def test_a_code_lives_ten_minutes(dossier: Case) -> None:
    asked = ask(dossier.code)

    assert tracking.opened(asked.ticket, asked.secret, NOW + tracking.LIVES) is None
    assert tracking.opened(asked.ticket, asked.secret, NOW + tracking.LIVES - timedelta(seconds=1)) == dossier.id


def test_a_code_opens_once(dossier: Case) -> None:
    asked = ask(dossier.code)

    assert tracking.opened(asked.ticket, asked.secret, NOW) == dossier.id
    assert tracking.opened(asked.ticket, asked.secret, NOW) is None


def test_after_five_wrong_trials_the_right_one_opens_nothing(dossier: Case) -> None:
    asked = ask(dossier.code)
    wrong = "000000" if asked.secret != "000000" else "000001"

    for _ in range(tracking.TRIES):
        assert tracking.opened(asked.ticket, wrong, NOW) is None

    assert tracking.opened(asked.ticket, asked.secret, NOW) is None


def test_the_fifth_trial_may_still_be_right(dossier: Case) -> None:
    asked = ask(dossier.code)
    wrong = "000000" if asked.secret != "000000" else "000001"
    for _ in range(tracking.TRIES - 1):
        tracking.opened(asked.ticket, wrong, NOW)

    assert tracking.opened(asked.ticket, asked.secret, NOW) == dossier.id


def test_a_code_belongs_to_its_own_asking(dossier: Case) -> None:
    first, second = ask(dossier.code), ask(dossier.code, CAFE)

    if first.secret != second.secret:
        assert tracking.opened(second.ticket, first.secret, NOW) is None
    assert tracking.opened(uuid4(), first.secret, NOW) is None


@pytest.mark.parametrize("code", ["the dossier's", "H46.1-261121-9999"])
def test_one_dossier_is_asked_for_three_times_in_a_quarter_of_an_hour_there_or_not(dossier: Case, code: str) -> None:
    wanted = dossier.code if code == "the dossier's" else code
    for address in ("a", "b", "c"):
        ask(wanted, address)

    with pytest.raises(TooOften, match="15 phút"):
        ask(wanted, "d")
    assert ask(wanted, "d", NOW + tracking.CASE_SPAN).ticket


def test_one_dossier_is_asked_for_ten_times_a_day(dossier: Case) -> None:
    for turn in range(tracking.DAY_LIMIT):
        ask(dossier.code, now=NOW + timedelta(minutes=20 * turn))

    with pytest.raises(TooOften):
        ask(dossier.code, now=NOW + timedelta(hours=8))
    assert ask(dossier.code, now=NOW + timedelta(hours=25)).ticket


def test_one_address_asks_thirty_times_an_hour_and_others_are_not_held_up(dossier: Case) -> None:
    for number in range(tracking.ADDRESS_LIMIT):
        ask(f"H46.1-261121-{number:04d}", CAFE)

    with pytest.raises(TooOften):
        ask(dossier.code, CAFE)
    assert ask(dossier.code, HOME).phone
    assert ask(dossier.code, CAFE, NOW + tracking.ADDRESS_SPAN).phone


@pytest.mark.parametrize("code", ["", "\x00", "x" * 5000, "'; DROP TABLE engine_case; --", "\ud800", "²²²"])
def test_hostile_codes_are_codes_of_no_dossier(dossier: Case, code: str) -> None:
    assert ask(code).phone == ""


def test_what_a_code_opens_has_nothing_of_the_person_and_the_look_is_recorded(dossier: Case) -> None:
    case = tracking.look(dossier.id)

    assert (case.subject, case.subject_name, case.assignee) == ({}, "", None)
    assert case.code == dossier.code
    found = sql.run("SELECT person, post, what FROM engine_read WHERE case_id = %s", [dossier.id])
    assert found == [(None, None, "track")]
    with pytest.raises(NotFound):
        tracking.look(uuid4())


def test_what_no_bound_counts_any_more_is_erased(dossier: Case) -> None:
    ask(dossier.code)

    assert tracking.erase_old(NOW + timedelta(hours=23)) == 0
    assert tracking.erase_old(NOW + timedelta(hours=24)) == 1


def test_ten_who_ask_at_once_get_three_codes(own_database: object) -> None:
    got: list[bool] = []

    def one(turn: int) -> None:
        try:
            tracking.ask("H46.1-261121-0001", f"address {turn}", NOW)
            got.append(True)
        except TooOften:
            got.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[turn]) for turn in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got) == [False] * 7 + [True] * 3
