"""Numbers over the dossiers of Phường Thuận Hóa, worked on by the people of the tests, and over invented stretches."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings

import people
from thongsuot.engine import stamper
from thongsuot.measures import folding
from thongsuot.register import bodies, calendar


@pytest.fixture
def thuan_hoa(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a transaction that is rolled back; the calendar as shipped, without its tables."""
    monkeypatch.setattr(calendar, "load", lambda place="": calendar.from_files())
    people.settle()
    bodies.forget()


@pytest.fixture
def follow(thuan_hoa: None) -> Callable[[], int]:
    """Stamp what was done and fold it, as the background does."""

    def work() -> int:
        stamper.stamp(settings.SITE)
        return folding.catch_up_fully(settings.SITE)

    return work
