"""Choosing one's commune: from a list, by a name without marks, by a name that is gone, by a whole old address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from officers import text_of

from thongsuot.register import demo

WARD = demo.WARD


@pytest.fixture
def visitor(desk: Callable[[str], Any]) -> Client:
    return Client()


def test_hanh_goes_from_her_city_to_her_ward_and_every_page_remembers(visitor: Client) -> None:
    cities = visitor.get("/noi-den")
    assert 'href="/noi-den?tinh=46&amp;tiep=%2F">Thành phố Huế</a>' in cities.content.decode()
    wards = visitor.get("/noi-den", {"tinh": "46"})
    assert f'href="/noi-den?chon={WARD}&amp;tiep=%2F"' in wards.content.decode()

    answer = visitor.get("/noi-den", {"chon": WARD, "tiep": "/thu-tuc/1.001193"})

    assert (answer.status_code, answer["Location"]) == (302, "/thu-tuc/1.001193")
    cookie = answer.cookies["noi-den"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (WARD, True, "Lax")
    assert "Phường Thuận Hóa, Thành phố Huế</b>" in visitor.get("/").content.decode()


def test_she_can_forget_it_again(visitor: Client) -> None:
    visitor.get("/noi-den", {"chon": WARD})
    visitor.get("/noi-den", {"chon": ""})

    assert "Chọn xã, phường của bạn" in visitor.get("/").content.decode()


def test_a_name_without_marks_finds_the_ward_with_its_centre(visitor: Client) -> None:
    text = text_of(visitor.get("/noi-den", {"tim": "thuan hoa"}))

    assert "Phường Thuận Hóa, Thành phố Huế" in text
    assert "Nơi tiếp nhận: Trung tâm Phục vụ hành chính công phường Thuận Hóa" in text


@pytest.mark.parametrize(
    "typed", ["Phường Trúc Bạch", "truc bach (cu)", "Số 5 phố Châu Long, phường Trúc Bạch, quận Ba Đình, Hà Nội"]
)
def test_ong_nam_who_lived_in_a_ward_that_is_gone_learns_where_he_belongs_now(visitor: Client, typed: str) -> None:
    text = text_of(visitor.get("/noi-den", {"tim": typed}))

    assert "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội (trước ngày 01/7/2025)" in text
    assert "Nay thuộc: Phường Ba Đình, Thành phố Hà Nội" in text


def test_a_commune_that_was_divided_shows_all_its_parts_and_chooses_none(visitor: Client) -> None:
    text = text_of(visitor.get("/noi-den", {"tim": "Kỳ Lợi"}))

    assert "Nay chia về 3 nơi" in text
    for part in ("Phường Hoành Sơn", "Phường Sông Trí", "Phường Vũng Áng"):
        assert f"{part}, Tỉnh Hà Tĩnh (một phần)" in text


def test_a_place_for_one_procedure_only_is_not_remembered(visitor: Client) -> None:
    page = visitor.get("/noi-den", {"cho": "1.001193", "tim": "thuan hoa"}).content.decode()

    assert f'href="/thu-tuc/1.001193?xa={WARD}"' in page
    assert f"chon={WARD}" not in page


@pytest.mark.parametrize("code", ["99999", "46", "x", "\x00", "１９７８９", "0" * 9000])
def test_an_unknown_commune_is_refused_with_a_sentence_and_nothing_is_kept(visitor: Client, code: str) -> None:
    answer = visitor.get("/noi-den", {"chon": code})

    assert answer.status_code == 200
    assert "Không có xã, phường, đặc khu mang mã này" in text_of(answer)
    assert "noi-den" not in answer.cookies


@pytest.mark.parametrize(
    "given",
    [
        {"tim": "\x00"}, {"tim": "%_%"}, {"tim": "'; DROP TABLE register_unit; --"}, {"tim": "x" * 9000},
        {"tim": ",,,,"}, {"tinh": "99"}, {"tinh": "\x00"}, {"cho": "../../x"}, {"cho": "\x00"}, {"tim": "(("},
    ],
)  # fmt: skip
def test_whatever_comes_gets_a_page(visitor: Client, given: dict[str, str]) -> None:
    assert visitor.get("/noi-den", given).status_code == 200


@pytest.mark.parametrize("there", ["https://xau.example/", "//xau.example/", "javascript:alert(1)", "\\\\xau.example"])
def test_a_choice_leads_to_no_other_site(visitor: Client, there: str) -> None:
    answer = visitor.get("/noi-den", {"chon": WARD, "tiep": there})

    assert answer["Location"] == "/"


def test_finding_costs_three_statements_and_lists_none(
    visitor: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    visitor.get("/noi-den", {"tinh": "46"})
    visitor.get("/noi-den", {"tim": "thuan hoa"})
    with django_assert_num_queries(0):
        visitor.get("/noi-den", {"tinh": "46"})
    with django_assert_num_queries(3):
        visitor.get("/noi-den", {"tim": "truc bach"})
