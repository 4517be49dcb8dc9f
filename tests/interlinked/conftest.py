"""Thuận Hóa on a Thursday, with every centre open for what the bundles need, and a clock that the tests move."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from requests_interlinked import THURSDAY

import people
from thongsuot.areas.interlinked.bundles import bundles
from thongsuot.register import bodies, calendar, competences, procedures
from thongsuot.register.catalogue import adopting


def _forget() -> None:
    for module in (bodies, calendar, competences, procedures, adopting):
        module.forget()


@pytest.fixture(scope="module")
def _loaded(country_setup: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The country and the tests' people; the centres of the ward and the city have switched the bundles on."""
    with django_db_blocker.unblock(), transaction.atomic():
        people.settle()
        _forget()
        codes = {part.procedure for bundle in bundles() for part in bundle.parts}
        views = [view for code in sorted(codes) if (view := procedures.procedure(code, THURSDAY.date()))]
        keys = [(view.code, view.authority) for view in views]
        for centre in (people.CENTRE, people.CITY_CENTRE):
            adopting.switch_on(keys, centre, "Đặng Trung Kiên", "dữ liệu minh họa", THURSDAY.date())
        yield
        transaction.set_rollback(True)
    _forget()


@pytest.fixture
def country(_loaded: None, db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DEMO, settings.VAR = True, tmp_path
    _forget()
    yield
    _forget()
