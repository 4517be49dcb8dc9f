"""Hoa at Bạc Liêu sends a dossier for somebody who stands before her, to Thuận Hóa whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import citizens
import pytest
from officers import BIRTH, CASE_ADDRESS, INTAKE, Officer, text_of

from thongsuot.engine import sql
from thongsuot.register import demo

Desk = Callable[[str], Officer]
HERS = {**INTAKE, "name": citizens.HANH.name, "number": citizens.HANH.number, "place_code": demo.WARD}
HELP = {**HERS, "_receive": "help", "present": "1"}
ADDRESS = f"/tiep-nhan/{BIRTH}"


def helped(desk: Desk) -> UUID:
    answer = desk("hoa").post(ADDRESS, HELP)
    assert answer.status_code == 302, text_of(answer)
    found = CASE_ADDRESS.search(answer["Location"])
    assert found
    return UUID(found[1])


def count() -> int:
    return int(sql.run("SELECT count(*) FROM engine_case")[0][0])


def test_hoa_sends_it_for_hanh_and_thuan_hoa_answers(desk: Desk) -> None:
    check = desk("hoa").post(ADDRESS, {**HERS, "_receive": ""})
    assert "nộp hộ" in text_of(check)
    assert "Thuận Hóa" in text_of(check)
    case = helped(desk)
    hers = desk("hoa").get(f"/ho-so/{case}")
    assert "Trực tuyến, cán bộ nộp hộ" in text_of(hers)
    assert "Nơi nộp hộ" in text_of(hers)
    assert desk("hoa").get(f"/ho-so/{case}/buoc/accept").status_code != 200
    assert desk("lan").make(case, "accept").status_code == 302
    assert "Đã tiếp nhận" in text_of(desk("lan").get(f"/ho-so/{case}"))


def test_hanh_herself_finds_it_and_may_withdraw_it(desk: Desk) -> None:
    case = helped(desk)
    hanh = citizens.signed_in(citizens.HANH)
    assert hanh.get(f"/cua-toi/{case}").status_code == 200
    assert hanh.get(f"/cua-toi/{case}/rut").status_code == 200
    assert citizens.signed_in(citizens.VINH).get(f"/cua-toi/{case}").status_code == 404


def test_another_counter_that_did_not_help_does_not_see_it(desk: Desk) -> None:
    assert desk("chinhanh").get(f"/ho-so/{helped(desk)}").status_code == 404


def test_sending_twice_makes_one(desk: Desk) -> None:
    hoa, key = desk("hoa"), "0d5b7f5e-9f5c-4a52-8d5a-61c3b3c1a7e4"
    first, second = (hoa.post(ADDRESS, {**HELP, "_key": key}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert count() == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"present": ""}, "có mặt và đồng ý"),
        ({"number": ""}, "số định danh của người nộp"),
        ({"place_code": demo.FAR_WARD}, "chính quầy của bạn"),
        ({"place_code": "99999"}, "xã, phường"),
    ],
    ids=["not asked", "no number", "her own counter", "no such place"],
)
def test_what_cannot_be_sent_for_somebody_says_why(desk: Desk, changed: dict[str, Any], says: str) -> None:
    answer = desk("hoa").post(ADDRESS, {**HELP, **changed})
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert count() == 0


def test_at_her_own_counter_nothing_is_offered_but_receiving(desk: Desk) -> None:
    check = desk("lan").post(ADDRESS, {**HERS, "_receive": ""})
    assert check.status_code == 200
    assert "Nộp hộ trực tuyến" not in text_of(check)
