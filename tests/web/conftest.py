"""A desk with people at it: the country, the demonstration's wards and logins, and a browser's stand-in.

Lan receives in Phường Thuận Hóa, Nam settles there, Thu heads his office, Vân is the clerk, Minh the chair;
Hoa receives in Bạc Liêu and sees nothing; Hạnh controls procedures for the city with names masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from thongsuot.register import bodies, calendar, competences, demo, loading, procedures
from thongsuot.register.models import Account

BIRTH = "1.001193"
CERTIFY = "2.000815"
INTAKE = {
    "case": "thong-thuong",
    "kind": "citizen",
    "name": "Trần Văn Hùng",
    "number": "046190012345",
    "phone": "0912 345 678",
    "address": "Số 5 đường Lê Lợi",
    "place_code": demo.WARD,
    "delivery": "counter",
    "sets": "1",
    "co-to-khai": "1",
    "chinh-to-khai": "1",
    "sao-to-khai": "0",
    "_receive": "receive",
}
CASE_ADDRESS = re.compile(r"/ho-so/([0-9a-f-]{36})")


def forget() -> None:
    for module in (bodies, calendar, competences, procedures):
        module.forget()


@pytest.fixture(scope="module")
def _peopled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The country and the demonstration's people, in a transaction that ends with the module."""
    from django.conf import settings

    before = settings.DEMO
    settings.DEMO = True
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load_country()
        demo.create_demo_accounts()
        quick = MD5PasswordHasher().encode(demo.PASSWORD, "salt")
        Account.objects.filter(demo=True).update(password=quick)
        connection.check_constraints()
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


class Officer(Client):
    """Somebody at a desk: signs in as a person does, receives, and makes moves by their forms."""

    def sign_in(self, login: str) -> Officer:
        answer = self.post("/dang-nhap", {"username": login, "password": demo.PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return self

    def receive(self, **changed: str) -> UUID:
        """A dossier taken in at the counter; its id."""
        answer = self.post(f"/tiep-nhan/{BIRTH}", {**INTAKE, **changed})
        assert answer.status_code == 302, text_of(answer)
        found = CASE_ADDRESS.search(answer["Location"])
        assert found
        return UUID(found[1])

    def make(self, case: UUID, move: str, **given: Any) -> HttpResponse:
        """Open a move's form and send it as it stands, with what is typed."""
        page = self.get(f"/ho-so/{case}/buoc/{move}")
        assert page.status_code == 200, text_of(page)
        return self.send(page, f"/ho-so/{case}/buoc/{move}", **given)  # type: ignore[return-value]

    def send(self, page: Any, address: str, **given: Any) -> Any:
        return self.post(address, {**hidden_of(page), **given})


def hidden_of(page: Any) -> dict[str, str]:
    """The hidden inputs of a page's main form: the key and the version that it carries."""
    main = page.content.decode().split("<main", 1)[1]
    return dict(re.findall(r'<input type="hidden" name="(_key|_version)" value="([^"]*)"', main))


def text_of(page: Any) -> str:
    """What a reader of the page's main part reads, in one line."""
    main = page.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", f"<main{main}").split())


Desk = Callable[[str], Officer]


@pytest.fixture
def desk(_peopled: None, db: None) -> Iterator[Desk]:
    """`desk("lan")` is Lan, signed in."""
    forget()
    yield lambda login: Officer().sign_in(login)
    forget()
