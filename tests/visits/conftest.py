"""The centre of Phường Thuận Hóa with three counters, on a Monday morning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from at_the_centre import FIELDS, MONDAY

import people
from thongsuot.areas.visits import centres
from thongsuot.areas.visits.centres import Centre
from thongsuot.register import bodies, calendar


@pytest.fixture(autouse=True)
def fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue is not loaded: the centre receives in two fields."""
    monkeypatch.setattr(centres, "kinds", lambda body, day: FIELDS)


@pytest.fixture
def centre(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Centre]:
    monkeypatch.setattr(calendar, "load", lambda place="": calendar.from_files())
    people.settle()
    bodies.forget()
    yield centres.keep(people.CENTRE, 3, 30, 2, MONDAY)
    bodies.forget()


@pytest.fixture
def committed(own_database: Any) -> Iterator[Centre]:
    """In a database of its own, for threads."""
    people.settle()
    bodies.forget()
    yield centres.keep(people.CENTRE, 4, 30, 2, MONDAY)
    bodies.forget()
