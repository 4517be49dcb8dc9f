"""The money of a dossier at the desk of Thuận Hóa, and the reconciliation that Vân settles there."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from citizens import HANH, VINH, signed_in
from officers import Officer, hidden_of, text_of
from python_calamine import CalamineWorkbook

from thongsuot.areas.dossiers import online
from thongsuot.areas.dossiers.intake import Application
from thongsuot.areas.dossiers.models_money import Payment, Receipt, Reconciled, Refund
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


def pays(case: UUID, way: str = "prompt") -> Any:
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{case}/nop-tien").content.decode()
    purpose = re.search(r'name="khoan" value="(\w+)"', page)
    assert purpose
    gateway = hanh.post(f"/cua-toi/{case}/nop-tien", {"khoan": purpose[1]})["Location"]
    return hanh.get(hanh.post(gateway, {"cach": way})["Location"], follow=True)


def act(who: Officer, case: UUID, what: str, **given: Any) -> Any:
    page = who.get(f"/ho-so/{case}/tien")
    assert page.status_code == 200
    return who.post(f"/ho-so/{case}/tien", {**hidden_of(page), "viec": what, **given}, follow=True)


def test_lan_sees_what_is_owed_and_why_and_takes_it_with_a_receipt(desk: Desk, dossier: UUID) -> None:
    lan = desk("lan")
    page = lan.get(f"/ho-so/{dossier}/tien")
    assert "Chưa nộp" in text_of(page)
    assert "Vì sao là số tiền này" in text_of(page)
    owed = re.search(r'name="paid"[^>]*value="([\d.]+)"', page.content.decode())
    assert owed
    purpose = re.search(r'name="purpose" value="(\w+)" checked', page.content.decode())
    assert purpose
    told = act(lan, dossier, "collect", purpose=purpose[1], paid=owed[1], how="cash", when="intake")
    assert "biên lai số 0000001/" in text_of(told)
    assert "Đã nộp đủ" in text_of(told)
    made = Receipt.objects.get()
    paper = lan.get(f"/ho-so/{dossier}/bien-lai/{made.id}")
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert lan.get(f"/ho-so/{dossier}/bien-lai/{uuid4()}").status_code == 404


def test_a_wrong_amount_is_told_and_what_was_typed_stays(desk: Desk, dossier: UUID) -> None:
    given = {"purpose": "charge", "paid": "999.999.999", "how": "cash", "when": "intake"}
    told = act(desk("lan"), dossier, "collect", **given)
    assert told.status_code in (409, 422)
    assert "999.999.999" in told.content.decode()
    assert Payment.objects.count() == 0


def test_the_step_of_the_table_leads_to_the_page_of_the_money(desk: Desk, dossier: UUID) -> None:
    lan = desk("lan")
    assert "Tiền của hồ sơ" in text_of(lan.get(f"/ho-so/{dossier}"))
    for step in ("pay_at_counter", "grant_relief"):
        assert lan.get(f"/ho-so/{dossier}/buoc/{step}")["Location"] == f"/ho-so/{dossier}/tien"


@pytest.mark.parametrize(
    ("what", "given"),
    [("", {}), ("steal", {}), ("void", {"receipt": "x"}), ("refund", {"payment": "\x00", "amount": "1"}),
     ("refund", {"payment": "x", "amount": "1e9"}), ("approve", {"refund": "x" * 5000}), ("collect", {}),
     ("grant", {"relief": "\x00", "seen": "1"})],
)  # fmt: skip
def test_nonsense_is_answered_with_a_sentence(desk: Desk, dossier: UUID, what: str, given: dict[str, str]) -> None:
    told = act(desk("lan"), dossier, what, **given)
    assert told.status_code in (404, 409, 422)
    assert "Traceback" not in told.content.decode()


def test_lan_asks_for_a_refund_and_the_head_approves_it(desk: Desk, dossier: UUID) -> None:
    pays(dossier)
    lan = desk("lan")
    paid = Payment.objects.get()
    asked = {"payment": str(paid.id), "amount": str(paid.amount), "ground": "other", "reason": "Nộp nhầm"}
    assert act(lan, dossier, "refund", **asked, basis="").status_code == 422
    assert "Đã đề nghị hoàn trả" in text_of(act(lan, dossier, "refund", **asked, basis="Quy chế thu"))
    row = Refund.objects.get()
    assert "được duyệt hoàn trả" in text_of(act(lan, dossier, "approve", refund=str(row.id)))
    chair = desk("minh")
    assert "Đã duyệt hoàn trả" in text_of(act(chair, dossier, "approve", refund=str(row.id)))
    assert Refund.objects.get().state == "approved"


def test_van_reconciles_the_day_and_settles_the_difference(desk: Desk, dossier: UUID) -> None:
    pays(dossier, "misstated")
    van = desk("van")
    day = today().strftime("%d/%m/%Y")
    told = van.post("/doi-soat/chay", {"ngay": day}, follow=True)
    assert "Lệch số tiền: 1" in text_of(told)
    row = Reconciled.objects.get()
    assert "Chưa có người phụ trách" in text_of(told)
    page = van.post(f"/doi-soat/{row.id}", {"_take": "1"}, follow=True)
    assert "Phạm Thị Vân" in text_of(page)
    assert van.post(f"/doi-soat/{row.id}", {"reason": ""}).status_code == 422
    done = van.post(f"/doi-soat/{row.id}", {"reason": "Cổng đã đính chính"}, follow=True)
    assert "Đã xử lý: Cổng đã đính chính" in text_of(done)
    book = van.get(f"/doi-soat/tep?tu={today()}&den={today()}")
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert any(row.transaction in line for line in cells)


def test_hoa_of_ca_mau_sees_none_of_it(desk: Desk, dossier: UUID) -> None:
    pays(dossier, "misstated")
    desk("van").post("/doi-soat/chay", {"ngay": today().strftime("%d/%m/%Y")})
    hoa = desk("hoa")
    assert hoa.get(f"/ho-so/{dossier}/tien").status_code == 404
    assert Reconciled.objects.get().transaction not in hoa.get("/doi-soat").content.decode()
    assert hoa.get(f"/doi-soat/{Reconciled.objects.get().id}").status_code == 404


@pytest.mark.parametrize("query", ["tu=x", "tu=32/13/2026", "tu=2030-01-01&den=2020-01-01", "tinh-trang=%00", "den=1"])
def test_strange_days_are_told(desk: Desk, query: str) -> None:
    assert desk("van").get(f"/doi-soat?{query}").status_code in (200, 422)
    assert desk("van").get(f"/doi-soat/tep?{query}").status_code == 200


def test_a_day_that_is_still_to_come_is_not_reconciled(desk: Desk) -> None:
    tomorrow = (today() + timedelta(days=1)).strftime("%d/%m/%Y")
    assert "chưa đến" in text_of(desk("van").post("/doi-soat/chay", {"ngay": tomorrow}, follow=True))
    assert "có thật" in text_of(desk("van").post("/doi-soat/chay", {"ngay": "30/02/2026"}, follow=True))


# --- At home


def test_hanh_finds_her_receipt_and_vinh_does_not(dossier: UUID) -> None:
    pays(dossier)
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{dossier}/nop-tien")
    assert "Biên lai số 0000001/" in text_of(page)
    address = f"/cua-toi/{dossier}/bien-lai/{Receipt.objects.get().id}"
    assert hanh.get(address).content[:4] == b"%PDF"
    assert signed_in(VINH).get(address).status_code == 404


def test_hanh_asks_for_a_relief_and_lan_confirms_it(desk: Desk, dossier: UUID) -> None:
    hanh = signed_in(HANH)
    form = hanh.get(f"/cua-toi/{dossier}/mien-giam")
    assert "Người khuyết tật" in text_of(form)
    empty = hanh.post(f"/cua-toi/{dossier}/mien-giam", {**hidden_of(form), "relief": "disabled", "evidence": ""})
    assert empty.status_code == 422
    sent = {**hidden_of(form), "relief": "disabled", "evidence": "Giấy xác nhận số 12"}
    told = hanh.post(f"/cua-toi/{dossier}/mien-giam", sent, follow=True)
    assert "Số tiền chỉ giảm sau khi cán bộ xác nhận" in text_of(told)
    lan = desk("lan")
    assert "Giấy xác nhận số 12" in text_of(lan.get(f"/ho-so/{dossier}/tien"))
    assert act(lan, dossier, "grant", relief="disabled").status_code == 422
    assert "Được miễn" in text_of(act(lan, dossier, "grant", relief="disabled", seen="1"))
    assert "không có khoản nào phải nộp" in text_of(hanh.get(f"/cua-toi/{dossier}/nop-tien"))
    assert signed_in(VINH).get(f"/cua-toi/{dossier}/mien-giam").status_code == 404
