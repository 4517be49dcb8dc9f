"""The country and nobody in it yet, in a transaction that ends with the module; and one committed for processes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as live
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from thongsuot.engine import registry
from thongsuot.register import bodies, calendar, competences, loading, procedures
from thongsuot.simulation import country


def forget() -> None:
    for module in (bodies, calendar, competences, procedures, country):
        module.forget()


@pytest.fixture(scope="module")
def _loaded(country_setup: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    forget()
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()


@pytest.fixture
def nation(_loaded: None, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A demonstration with the whole country and no dossier."""
    monkeypatch.setattr(live, "DEMO", True)
    forget()
    yield
    forget()


@pytest.fixture
def committed(own_database: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The same, committed in a database of its own, for work in several processes."""
    monkeypatch.setattr(live, "DEMO", True)
    forget()
    loading.load_country()
    registry.publish()
    yield own_database
    forget()
