"""Two dossiers that belong together: said once by the code of the other, shown on both pages, to who may see both."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from officers import text_of

from thongsuot.engine import sql

Desk = Any


def code(case: UUID) -> str:
    return str(sql.run("SELECT code FROM engine_case WHERE id = %s", [case])[0][0])


def out_of_sight(case: UUID) -> None:
    """The dossier is another house's from now on."""
    sql.run(
        "UPDATE engine_case SET receiving_body = 'x', executing_body = 'x', competent_body = 'x', assignee = NULL"
        " WHERE id = %s RETURNING 1",
        [case],
    )


def relate(officer: Any, case: UUID, **given: str) -> Any:
    address = f"/ho-so/{case}/lien-quan"
    return officer.send(officer.get(address), address, **given)


@pytest.fixture
def two(desk: Desk) -> tuple[Any, UUID, UUID]:
    """Lan and two dossiers that she received."""
    lan = desk("lan")
    return lan, lan.receive(), lan.receive(name="Lê Thị Mai", number="046190054321")


def test_both_pages_show_it_each_from_its_own_side(two: Any) -> None:
    lan, first, second = two

    answer = relate(lan, second, code=f" {code(first)} ", kind="replaces")

    assert answer.status_code == 302, text_of(answer)
    here, there = text_of(lan.get(f"/ho-so/{second}")), text_of(lan.get(f"/ho-so/{first}"))
    assert f"Nộp thay cho: {code(first)}" in here
    assert f"Đã được nộp thay bằng: {code(second)}" in there
    assert "Gắn với hồ sơ khác" in here
    assert "Gắn với hồ sơ khác" not in there, "the other dossier's journal is its own"
    assert f'href="/ho-so/{first}"' in lan.get(f"/ho-so/{second}").content.decode()


def test_the_same_is_not_said_twice_not_even_from_the_other_side(two: Any) -> None:
    lan, first, second = two
    relate(lan, first, code=code(second), kind="same")

    again, back = relate(lan, first, code=code(second), kind="same"), relate(lan, second, code=code(first), kind="same")
    other = relate(lan, second, code=code(first), kind="needs")

    for answer in (again, back):
        assert answer.status_code == 422
        assert "đã được gắn với nhau như vậy" in text_of(answer)
    assert other.status_code == 302
    assert sql.run("SELECT count(*) FROM engine_relation WHERE case_id IN (%s, %s)", [first, second]) == [(2,)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Nhập mã của hồ sơ kia"),
        ("H99.9-999999-9999", "Không tìm thấy hồ sơ có mã này"),
        ("\x00", "Nhập mã của hồ sơ kia"),
        ("9" * 5000, "Không tìm thấy hồ sơ có mã này"),
    ],
)
def test_a_code_that_leads_nowhere_is_said_and_kept(two: Any, typed: str, said: str) -> None:
    lan, first, _second = two

    answer = relate(lan, first, code=typed, kind="same")

    assert answer.status_code == 422
    assert said in text_of(answer)


def test_neither_itself_nor_an_unknown_kind(two: Any) -> None:
    lan, first, second = two

    itself = relate(lan, first, code=code(first), kind="same")
    kindless = relate(lan, first, code=code(second), kind="marries")

    assert "mã của chính hồ sơ này" in text_of(itself)
    assert "Chọn hồ sơ này với hồ sơ kia là thế nào" in text_of(kindless)
    assert f'value="{code(second)}"' in kindless.content.decode()


def test_hoas_dossier_is_not_there_for_lan_and_lans_not_for_hoa(desk: Desk, two: Any) -> None:
    lan, first, second = two
    hoa = desk("hoa")
    assert hoa.get(f"/ho-so/{first}/lien-quan").status_code == 404
    assert hoa.post(f"/ho-so/{first}/lien-quan", {"code": code(first), "kind": "same"}).status_code == 404
    out_of_sight(second)
    assert "Không tìm thấy hồ sơ có mã này" in text_of(relate(lan, first, code=code(second), kind="same"))


def test_who_may_not_see_the_other_dossier_does_not_see_that_there_is_one(two: Any) -> None:
    lan, first, second = two
    relate(lan, first, code=code(second), kind="same")
    hidden = code(second)
    out_of_sight(second)

    text = text_of(lan.get(f"/ho-so/{first}"))

    assert hidden not in text
    assert "Hồ sơ liên quan" not in text.replace("Gắn hồ sơ liên quan", "")


def test_who_was_faster_is_told(two: Any) -> None:
    lan, first, second = two
    address = f"/ho-so/{first}/lien-quan"
    page = lan.get(address)
    lan.make(first, "hand_over")

    answer = lan.send(page, address, code=code(second), kind="same")

    assert answer.status_code == 409
    assert "Chuyển xử lý" in text_of(answer)
    assert lan.send(answer, address, code=code(second), kind="same").status_code == 302


def test_who_only_oversees_relates_nothing(desk: Desk, two: Any) -> None:
    _lan, first, _second = two

    assert desk("kiemsoat").get(f"/ho-so/{first}/lien-quan").status_code == 403
