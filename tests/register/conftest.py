"""The whole country for a module's tests: loaded once in a transaction that is taken back at the module's end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from thongsuot.register import bodies, calendar, competences, loading, procedures


def forget() -> None:
    for module in (bodies, calendar, competences, procedures):
        module.forget()


@pytest.fixture(scope="module")
def loaded_country(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Every part of the country; what was said while loading. Ask for `country`, which also isolates the test."""
    said: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load_country(said.append)
        # Else every test would check the country's deferred foreign keys once more at its end.
        connection.check_constraints()
        yield said
        transaction.set_rollback(True)
    forget()


@pytest.fixture
def country(loaded_country: list[str], db: None) -> Iterator[list[str]]:
    """The loaded country; what this test changes is gone after it, from the tables and from memory."""
    forget()
    yield loaded_country
    forget()
