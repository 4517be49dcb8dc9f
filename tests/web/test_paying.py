"""Hạnh pays the fee of what she sent from home, through a gateway that does not always tell at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from citizens import HANH, VINH, signed_in
from django.test import Client
from officers import Officer, text_of

from thongsuot.areas.dossiers import online
from thongsuot.areas.dossiers.intake import Application
from thongsuot.areas.dossiers.models import Bill
from thongsuot.engine import sql
from thongsuot.ports import payment, payment_twin
from thongsuot.register import competences, procedures
from thongsuot.web.entrance import today

Desk = Callable[[str], Officer]
EXTRACT, WARD = "2.000635", "19789"


@pytest.fixture
def dossier(desk: Desk, settings: Any, tmp_path: Path) -> UUID:
    """What Hạnh sent: two copies of a civil-status extract, for which a fee is due."""
    settings.VAR = tmp_path
    view = procedures.procedure(EXTRACT, today())
    assert view is not None
    ward = competences.competent(EXTRACT, competences.DECIDE, WARD, today())[0]
    wanted = Application(
        EXTRACT, view.definition.cases[0].key, WARD, HANH.name, units=2, competence_id=ward.competence_id
    )
    return online.submit(HANH.actor, wanted, datetime.now(UTC)).id


def amount() -> int:
    return Bill.objects.get().amount


def to_gateway(who: Client, case: UUID) -> str:
    asked = who.get(f"/cua-toi/{case}/nop-tien")
    assert asked.status_code == 200
    assert 'name="khoan" value="fee"' in asked.content.decode()
    answer = who.post(f"/cua-toi/{case}/nop-tien", {"khoan": "fee"})
    assert answer.status_code == 302
    return str(answer["Location"])


def paid(case: UUID) -> int | None:
    found: int | None = sql.run("SELECT (facts ->> 'paid')::bigint FROM engine_case WHERE id = %s", [case])[0][0]
    return found


def test_hanh_pays_comes_back_and_owes_no_more(dossier: UUID) -> None:
    hanh = signed_in(HANH)
    gateway = to_gateway(hanh, dossier)
    page = hanh.get(gateway)
    assert "không có tiền thật" in text_of(page)
    back = hanh.post(gateway, {"cach": "prompt"})
    told = hanh.get(back["Location"], follow=True)
    assert "Đã nhận được tiền" in text_of(told)
    assert paid(dossier) == amount() > 0
    again = hanh.get(f"/cua-toi/{dossier}/nop-tien")
    assert "Không còn khoản nào" in text_of(again)
    assert hanh.post(f"/cua-toi/{dossier}/nop-tien", {"khoan": "fee"}).status_code == 409


def test_what_is_told_late_is_asked_for_when_she_comes_back(dossier: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    hanh = signed_in(HANH)
    gateway = to_gateway(hanh, dossier)
    back = hanh.post(gateway, {"cach": "late"})["Location"]
    assert "đừng trả lần nữa" in text_of(hanh.get(back, follow=True))
    assert paid(dossier) is None
    later = datetime.now(UTC) + payment_twin.LATE + timedelta(seconds=1)
    monkeypatch.setattr(payment_twin, "datetime", _Clock(later))
    assert "Đã nhận được tiền" in text_of(hanh.get(back, follow=True))
    assert paid(dossier) == amount()


class _Clock:
    """The gateway's clock, some seconds on."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self, _zone: Any = None) -> datetime:
        return self._now

    def fromisoformat(self, text: str) -> datetime:
        return datetime.fromisoformat(text)


def test_turning_back_at_the_gateway_costs_nothing(dossier: UUID) -> None:
    hanh = signed_in(HANH)
    back = hanh.post(to_gateway(hanh, dossier), {"_cancel": "1"})["Location"]
    assert "Chưa nhận được" in text_of(hanh.get(back, follow=True))
    assert paid(dossier) is None


def test_opening_the_way_twice_makes_one_bill(dossier: UUID) -> None:
    hanh = signed_in(HANH)
    assert to_gateway(hanh, dossier) == to_gateway(hanh, dossier)
    assert Bill.objects.count() == 1


def test_the_gateway_s_own_notice_is_taken_and_anybody_else_s_is_not(dossier: UUID) -> None:
    hanh = signed_in(HANH)
    reference = to_gateway(hanh, dossier).rsplit("/", 1)[-1]
    twin = payment.gateway()
    assert isinstance(twin, payment_twin.GatewayTwin)
    (body, signature), *_ = twin.pay(reference, "prompt", datetime.now(UTC))
    send = Client(enforce_csrf_checks=True).post
    kind = {"content_type": "application/json"}
    assert send("/thanh-toan/bao", body, **kind).status_code == 400
    assert send("/thanh-toan/bao", body + b" ", **kind, headers={"X-Signature": signature}).status_code == 400
    for _ in range(2):
        assert send("/thanh-toan/bao", body, **kind, headers={"X-Signature": signature}).status_code == 200
    assert len(sql.run("SELECT 1 FROM engine_intent WHERE source = 'payment'")) == 1


def test_vinh_sees_nothing_of_hanhs_and_a_stranger_is_asked_who_he_is(dossier: UUID) -> None:
    vinh = signed_in(VINH)
    assert vinh.get(f"/cua-toi/{dossier}/nop-tien").status_code == 404
    assert vinh.post(f"/cua-toi/{dossier}/nop-tien", {"khoan": "fee"}).status_code == 404
    assert Client().get(f"/cua-toi/{dossier}/nop-tien").status_code == 302
    assert Bill.objects.count() == 0


@pytest.mark.parametrize("purpose", ["", "duty", "x" * 5000, "\x00"])
def test_what_is_not_owed_cannot_be_paid(dossier: UUID, purpose: str) -> None:
    answer = signed_in(HANH).post(f"/cua-toi/{dossier}/nop-tien", {"khoan": purpose})
    assert answer.status_code == 409
    assert "không còn khoản" in text_of(answer)


def test_a_bill_that_is_not_there_is_not_found(dossier: UUID, settings: Any) -> None:
    hanh = signed_in(HANH)
    for reference in (str(uuid4()), "x", "..", "0" * 400):
        assert hanh.get(f"/thanh-toan-thu/{reference}").status_code == 404
    gateway = to_gateway(hanh, dossier)
    settings.DEMO = False
    assert hanh.get(gateway).status_code == 404
    assert hanh.post("/thanh-toan/bao").status_code == 404
