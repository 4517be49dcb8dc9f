"""Many at the same moment: every number once, every person called by one officer, no slot too full."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from at_the_centre import MONDAY
from django.db import connections

from people import LAN, MAI
from thongsuot.areas.visits import booking, queue
from thongsuot.areas.visits.centres import Centre
from thongsuot.engine.errors import Refused
from thongsuot.register import calendar


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """Each in a thread and a connection of its own, begun together; results or refusals."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int) -> None:
        try:
            barrier.wait(30)
            results[place] = works[place]()
        except Refused as refusal:
            results[place] = refusal  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_numbers_taken_at_once_are_all_different_and_without_a_gap(committed: Centre) -> None:
    found = at_once([lambda: queue.take(committed, uuid4(), "Hộ tịch", MONDAY) for _ in range(8)])

    assert sorted(one.number for one in found) == list(range(1, 9))


def test_one_press_that_arrives_many_times_is_one_number(committed: Centre) -> None:
    id = uuid4()
    found = at_once([lambda: queue.take(committed, id, "Hộ tịch", MONDAY) for _ in range(6)])

    assert {one.number for one in found} == {1}


def test_officers_who_press_at_once_call_different_people(committed: Centre) -> None:
    for number in range(6):
        queue.take(committed, uuid4(), "Hộ tịch", MONDAY + timedelta(minutes=number))
    works = [
        lambda counter=counter, who=who: queue.call_next(who, counter, None, MONDAY)
        for counter, who in ((1, LAN), (2, MAI), (3, LAN), (4, MAI))
    ]  # fmt: skip
    found = at_once(works)

    assert len({one.number for one in found}) == 4
    assert {one.counter for one in found} == {1, 2, 3, 4}


def test_two_presses_at_one_counter_call_one_person(committed: Centre) -> None:
    for number in range(4):
        queue.take(committed, uuid4(), "Hộ tịch", MONDAY + timedelta(minutes=number))
    found = at_once([lambda who=who: queue.call_next(who, 1, None, MONDAY) for who in (LAN, MAI, LAN)])

    assert sum(isinstance(one, queue.Ticket) for one in found) == 1
    assert sum(isinstance(one, Refused) for one in found) == 2


def test_a_last_place_is_booked_once(committed: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "load", lambda place="": calendar.from_files())
    at = MONDAY + timedelta(hours=1)
    works = [
        lambda n=n: booking.book(committed, uuid4(), at, "Hộ tịch", f"091234567{n}", MONDAY) for n in range(6)
    ]  # fmt: skip
    found = at_once(works)

    assert sum(isinstance(one, booking.Appointment) for one in found) == 2
    assert sum(isinstance(one, Refused) for one in found) == 4
