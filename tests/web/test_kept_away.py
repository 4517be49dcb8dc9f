"""Huế's own site cannot be reached: what Hạnh sends is kept, receipted and applied later with her own moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from applicants import BIRTH, Applicant
from citizens import HANH, VINH, signed_in
from officers import Officer, text_of

from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_places, forms_store, intents, sql
from thongsuot.register import communes, competences, procedures
from thongsuot.register.models import Competence

Desk = Callable[[str], Officer]
KEPT = re.compile(r"/cua-toi/ghi-nhan/([0-9a-f-]{36})$")


@pytest.fixture(autouse=True)
def _away(desk: Desk, settings: Any) -> Iterator[None]:
    settings.HOMES = {"46": "hue"}
    for one in (forms_store, forms_places.COUNTRY, communes):
        one.forget()
    catalogue.publish_shipped()
    yield
    for one in (forms_store, forms_places.COUNTRY, communes, procedures, competences):
        one.forget()


def kept(hanh: Applicant) -> UUID:
    hanh.begin(BIRTH)
    hanh.birth()
    answer = hanh.send()
    assert answer.status_code == 302, text_of(answer)
    found = KEPT.search(answer["Location"])
    assert found, answer["Location"]
    return UUID(found[1])


def later() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


def count() -> int:
    return int(sql.run("SELECT count(*) FROM engine_case")[0][0])


def test_what_hanh_sends_is_kept_and_becomes_a_dossier_when_hue_is_back(settings: Any) -> None:
    hanh = Applicant(HANH)
    id = kept(hanh)
    receipt = text_of(hanh.client.get(f"/cua-toi/ghi-nhan/{id}"))
    assert str(id)[-12:].upper() in receipt
    assert "không phải nộp lại" in receipt
    assert "Đã gửi, chờ nơi giải quyết nhận" in text_of(hanh.client.get("/cua-toi"))
    assert count() == 0
    intents.apply_waiting(later())
    assert (count(), intents.find(id).state) == (0, "waiting"), "Huế is still away"
    settings.HOMES = {}
    sent_at = intents.find(id).happened_at
    intents.apply_waiting(later() + timedelta(hours=1))
    case, opened_at, papers = sql.run(
        "SELECT c.id, c.opened_at, (SELECT count(*) FROM engine_paper p WHERE p.case_id = c.id) FROM engine_case c"
    )[0]
    assert (opened_at, papers) == (sent_at, 1)
    assert hanh.client.get(f"/cua-toi/ghi-nhan/{id}")["Location"] == f"/cua-toi/{case}/da-nop"
    assert "Đã gửi, chờ" not in text_of(hanh.client.get("/cua-toi"))
    assert intents.find(id).content == {}, "what was personal is the dossier's now"


def test_pressed_twice_it_is_kept_once() -> None:
    hanh = Applicant(HANH)
    id = kept(hanh)
    again = hanh.client.get(hanh.client.post(hanh.at("nop"), {})["Location"])
    assert again["Location"] == f"/cua-toi/ghi-nhan/{id}"
    assert sql.run("SELECT count(*) FROM engine_intent") == [(1,)]


def test_nobody_else_sees_the_receipt() -> None:
    id = kept(Applicant(HANH))
    assert signed_in(VINH).get(f"/cua-toi/ghi-nhan/{id}").status_code == 404
    assert "Đã gửi, chờ" not in text_of(signed_in(VINH).get("/cua-toi"))


def test_what_its_home_refuses_says_why_and_stays_with_somebody(settings: Any) -> None:
    hanh = Applicant(HANH)
    id = kept(hanh)
    settings.HOMES = {}
    Competence.objects.filter(procedure_code=BIRTH).delete()
    competences.forget()
    intents.apply_waiting(later())
    assert intents.find(id).state == "refused"
    assert "thẩm quyền" in text_of(hanh.client.get(f"/cua-toi/ghi-nhan/{id}"))
    assert [one.id for one in intents.stuck(["46"], 10)[0]] == [id]
    assert count() == 0


def test_what_another_province_decides_goes_on_as_ever(settings: Any) -> None:
    settings.HOMES = {"96": "ca-mau"}
    hanh = Applicant(HANH)
    hanh.begin(BIRTH)
    hanh.birth()
    assert hanh.sent()
    assert sql.run("SELECT count(*) FROM engine_intent") == [(0,)]
