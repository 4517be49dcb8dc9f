"""Where the engine's tests work: Phường Thuận Hóa with its people in their posts and the country's calendar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import people
from thongsuot.register import calendar


@pytest.fixture
def thuan_hoa(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In a transaction that is rolled back; the calendar as shipped, without its tables."""
    monkeypatch.setattr(calendar, "load", lambda place="": calendar.from_files())
    people.settle()
    people.empower()
    yield
    people.forget()


@pytest.fixture
def committed(own_database: Any) -> Iterator[Any]:
    """In a database of its own, for what commits and for other processes."""
    people.settle()
    calendar.load_calendar_rows()
    yield own_database
    calendar.forget()
    people.forget()
