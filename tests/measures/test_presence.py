"""Who is on the portal now is counted, and nobody can be told from what is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from thongsuot.measures import presence
from thongsuot.measures.presence import Gathering, visitor
from thongsuot.web import entrance

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_browser_is_one_however_many_pages_it_opens_and_nobody_tomorrow() -> None:
    hanh, nam = visitor("hanh", DAY), visitor("nam", DAY)
    assert hanh == visitor("hanh", DAY) != nam
    assert visitor("hanh", date(2026, 11, 21)) != hanh
    assert b"hanh" not in hanh


@pytest.mark.django_db
def test_only_the_last_five_minutes_count_and_after_an_hour_nothing_is_kept() -> None:
    presence.write({b"a", b"b"}, NOON - timedelta(minutes=6))
    presence.write({b"b", b"c"}, NOON - timedelta(minutes=1))
    assert presence.on_portal(NOON) == 2
    assert presence.on_portal(NOON - timedelta(minutes=5)) == 1, "c came later, b was seen again since"
    presence.write({b"d"}, NOON + timedelta(hours=2))
    assert presence.on_portal(NOON) == 0


@pytest.mark.django_db
def test_what_is_written_late_takes_nobody_back() -> None:
    presence.write({b"a"}, NOON)
    presence.write({b"a"}, NOON - timedelta(minutes=30))
    assert presence.on_portal(NOON) == 1


@pytest.mark.django_db
def test_a_process_writes_once_in_a_while_and_not_at_every_page() -> None:
    clock = Clock()
    gathering = Gathering(clock)
    with CaptureQueriesContext(connection) as asked:
        for n in range(50):
            gathering.see(visitor(str(n), DAY))
    assert len(asked) == 0
    clock.now += presence.EVERY + 1
    gathering.see(visitor("last", DAY))
    assert presence.on_portal(datetime.now(UTC)) == 51


@pytest.mark.django_db
def test_a_reader_of_the_portal_is_on_it_a_machine_and_an_officer_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    class Noting:
        def see(self, one: bytes) -> None:
            seen.append(one)

    monkeypatch.setattr(entrance, "_portal", Noting())
    Client().get("/tra-cuu", headers={"Accept": "text/html"})
    assert len(seen) == 1
    Client().get("/dang-nhap", headers={"Accept": "text/html"})
    Client().get("/tra-cuu", headers={"Accept": "application/json"})
    assert len(seen) == 1
