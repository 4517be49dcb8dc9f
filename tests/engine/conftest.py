"""Where the engine's tests work: Phường Thuận Hóa with its people in their posts and the country's calendar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import people
from thongsuot.register import calendar


@pytest.fixture
def thuan_hoa(db: None) -> Iterator[None]:
    """In a transaction that is rolled back."""
    yield from _settled()


@pytest.fixture
def committed(own_database: Any) -> Iterator[Any]:
    """In a database of its own, for what commits and for other processes."""
    for _ in _settled():
        yield own_database


def _settled() -> Iterator[None]:
    people.settle()
    calendar.load_calendar_rows()
    yield
    calendar.forget()
