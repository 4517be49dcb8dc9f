"""The exchange with the portal's twin over real HTTP: dossiers of Phường Thuận Hóa, a clock that tests move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from at_the_line import IMPATIENT, Line
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

import people
from thongsuot.ports.national_portal import Account, NationalPortal
from thongsuot.ports.national_twin import CLIENT, SECRET, NationalTwin, serving
from thongsuot.register import bodies, calendar, competences, procedures
from thongsuot.register.catalogue import adopting
from thongsuot.register.working_time import VIETNAM

EXTRACT, BIRTH = "2.000635", "1.001193"


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


@pytest.fixture(scope="module")
def _loaded(country_setup: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The country with its people; the centre of Thuận Hóa has switched two procedures on."""
    with django_db_blocker.unblock(), transaction.atomic():
        people.settle()
        _forget()
        day = datetime.now(VIETNAM).date()
        views = [view for code in (EXTRACT, BIRTH) if (view := procedures.procedure(code, day))]
        keys = [(view.code, view.authority) for view in views]
        week = day - timedelta(days=7)
        adopting.switch_on(keys, people.CENTRE, "Đặng Trung Kiên", "dữ liệu minh họa", week)
        yield
        transaction.set_rollback(True)
    _forget()


def _forget() -> None:
    for module in (bodies, calendar, competences, procedures, adopting):
        module.forget()


@pytest.fixture
def country(_loaded: None, db: None) -> Iterator[None]:
    _forget()
    yield
    _forget()
