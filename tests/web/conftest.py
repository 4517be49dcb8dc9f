"""A desk with people at it: the country, the demonstration's wards and logins, and a browser's stand-in.

Lan receives in Phường Thuận Hóa, Nam settles there, Thu heads his office, Vân is the clerk, Minh the chair;
Hoa receives in Bạc Liêu and sees nothing; Hạnh controls procedures for the city with names masked.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import ARGUMENTS
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import transaction
from officers import Desk, Officer
from pytest_django.plugin import DjangoDbBlocker

from thongsuot.register import bodies, calendar, communes, competences, demo, procedures
from thongsuot.register.models import Account


def forget() -> None:
    for module in (bodies, calendar, communes, competences, procedures):
        module.forget()


@pytest.fixture(scope="module")
def _peopled(demo_setup: object, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The country and the demonstration's people, in a transaction that ends with the module."""
    from django.conf import settings

    before = settings.DEMO
    settings.DEMO = True
    with django_db_blocker.unblock(), transaction.atomic():
        quick = MD5PasswordHasher().encode(demo.PASSWORD, "salt")
        Account.objects.filter(demo=True).update(password=quick)
        yield
        transaction.set_rollback(True)
    settings.DEMO = before
    forget()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    settings.CSRF_FAILURE_VIEW = "thongsuot.web.errors.csrf_failure"


@pytest.fixture
def desk(_peopled: None, db: None) -> Iterator[Desk]:
    """`desk("lan")` is Lan, signed in."""
    forget()
    yield lambda login: Officer().sign_in(login)
    forget()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium of this machine's own, for the tests of one file."""
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield opened
        opened.close()
