"""Hạnh presses in four windows at the same moment: one dossier, and each window shows its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from applicants import BIRTH, Applicant
from citizens import HANH
from django.db import connections
from filling_in import inputs_of

from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_places, forms_store, registry, sql
from thongsuot.register import bodies, calendar, communes, competences, loading, procedures

WINDOWS = 4


def _forget() -> None:
    for one in (forms_store, forms_places.COUNTRY, bodies, calendar, communes, competences, procedures):
        one.forget()


@pytest.fixture
def hanh(own_database: Any, settings: Any) -> Iterator[Applicant]:
    settings.DEMO = True
    _forget()
    loading.load_country()
    registry.publish()
    catalogue.publish_shipped()
    yield Applicant(HANH)
    _forget()


def test_pressed_in_four_windows_at_once_it_is_one_dossier(hanh: Applicant) -> None:
    hanh.begin(BIRTH)
    hanh.birth()
    typed = {**inputs_of(hanh.get("kiem-tra")), "declared": "1"}
    others = [Applicant(HANH) for _ in range(WINDOWS)]
    start = Barrier(WINDOWS)

    def press(one: Applicant) -> Any:
        try:
            start.wait(10)
            return one.client.post(hanh.at("nop"), typed)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WINDOWS) as hands:
        answers = list(hands.map(press, others))

    assert [one.status_code for one in answers] == [302] * WINDOWS
    assert len({one["Location"] for one in answers}) == 1
    assert sql.run("SELECT count(*) FROM engine_case")[0][0] == 1
    assert sql.run("SELECT count(*) FROM engine_paper")[0][0] == 1
