"""The exchange with the portal's twin over real HTTP: dossiers of Phường Thuận Hóa, a clock that tests move."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import people
from at_the_line import IMPATIENT, Line
from thongsuot.ports.national_portal import Account, NationalPortal
from thongsuot.ports.national_twin import CLIENT, SECRET, NationalTwin, serving
from thongsuot.register import bodies, calendar


@pytest.fixture
def twin() -> NationalTwin:
    return NationalTwin(slowness=IMPATIENT * 2)


@pytest.fixture
def line(twin: NationalTwin) -> Iterator[Line]:
    with serving(twin) as address:
        portal = NationalPortal(Account(address, CLIENT, SECRET), read=IMPATIENT)
        yield Line(twin, portal)
        portal.close()


@pytest.fixture
def thuan_hoa(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a transaction that is rolled back; the calendar as shipped, without its tables."""
    monkeypatch.setattr(calendar, "load", lambda place="": calendar.from_files())
    people.settle()
    bodies.forget()


@pytest.fixture
def committed(own_database: Any) -> Iterator[Any]:
    """In a database of its own, for other processes."""
    people.settle()
    calendar.load_calendar_rows()
    bodies.forget()
    yield own_database
    calendar.forget()
    bodies.forget()
