"""Hạnh applies from home, from the procedure to the receipt, without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from applicants import BIRTH, Applicant
from citizens import HANH
from officers import Officer, text_of

from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_places, forms_store
from thongsuot.register import communes

Desk = Callable[[str], Officer]


@pytest.fixture(autouse=True)
def _forms(desk: Desk) -> Iterator[None]:
    for one in (forms_store, forms_places.COUNTRY, communes):
        one.forget()
    catalogue.publish_shipped()
    yield
    for one in (forms_store, forms_places.COUNTRY, communes):
        one.forget()


@pytest.fixture
def hanh() -> Applicant:
    return Applicant(HANH)


def test_hanh_registers_a_birth_and_holds_a_receipt(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    hanh.birth()
    print(text_of(hanh.get()))
    print(text_of(hanh.get("giay-to")))
    print(text_of(hanh.get("kiem-tra")))
    made = hanh.sent()
    page = hanh.client.get(f"/cua-toi/{made}/da-nop")
    print(text_of(page))
    assert page.status_code == 200
