"""Finding a procedure: Hạnh types as she talks, bà Tư makes typing mistakes, and nobody is left with an empty page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from officers import text_of

from thongsuot.register import demo

Statements = Callable[..., Any]
BIRTH = "/thu-tuc/1.001193"


@pytest.fixture
def visitor(desk: Callable[[str], Any]) -> Client:
    """Somebody who never signed in, in a country that is there."""
    return Client()


def titles(page: Any) -> list[tuple[str, str]]:
    """(address, title) of the procedures found."""
    return re.findall(r'<h2><a href="([^"]*)">([^<]*)</a></h2>', page.content.decode())


@pytest.mark.parametrize(
    "typed", ["khai sinh", "khai sanh", "lam giay khai sinh cho con", "KHAI SINH", "khia sinh", "1.001193"]
)
def test_hanh_finds_the_birth_of_her_child_however_she_types_it(visitor: Client, typed: str) -> None:
    found = titles(visitor.get("/thu-tuc", {"q": typed}))

    assert found[0] == (BIRTH, "Đăng ký khai sinh")


def test_a_row_says_who_how_long_how_much_and_whether_online(visitor: Client) -> None:
    page = visitor.get("/thu-tuc", {"q": "khai sinh", "xa": demo.WARD})

    first = page.content.decode().split("<li><h2>")[1]
    assert f"{BIRTH}?xa={demo.WARD}" in first
    assert "Ủy ban nhân dân phường Thuận Hóa" in first
    assert "trong ngày làm việc" in first
    assert "không thu tiền" in first
    assert "Nộp trực tuyến một phần" in first


def test_without_a_commune_the_level_decides_and_no_office_is_named(visitor: Client) -> None:
    text = text_of(visitor.get("/thu-tuc", {"q": "khai sinh"}))

    assert "Cấp xã giải quyết" in text
    assert "Thuận Hóa" not in text


def test_ba_tu_who_finds_nothing_is_told_what_to_try(visitor: Client) -> None:
    page = visitor.get("/thu-tuc", {"q": "qwzx vbnm"})

    assert page.status_code == 200
    text = text_of(page)
    assert "Chưa tìm thấy thủ tục nào cho “qwzx vbnm”" in text
    assert "Không dấu cũng được" in text
    assert "Khai sinh cho con" in text


def test_a_filter_that_hides_everything_offers_to_be_taken_away(visitor: Client) -> None:
    page = visitor.get("/thu-tuc", {"q": "khai sinh", "cap": "bo"})

    assert 'href="/thu-tuc?q=khai+sinh">Bỏ các điều kiện lọc</a>' in page.content.decode()


def test_only_those_that_can_be_sent_from_home(visitor: Client) -> None:
    every = titles(visitor.get("/thu-tuc", {"q": "chứng thực"}))
    online = titles(visitor.get("/thu-tuc", {"q": "chứng thực", "truc-tuyen": "1"}))

    assert ("/thu-tuc/2.000815") in [address for address, _ in every]
    assert ("/thu-tuc/2.000815") not in [address for address, _ in online]


def test_the_second_page_goes_on_where_the_first_ended(visitor: Client) -> None:
    first = visitor.get("/thu-tuc", {"q": "đăng ký"})
    second = visitor.get("/thu-tuc", {"q": "đăng ký", "trang": "2"})

    assert 'rel="next" href="/thu-tuc?q=%C4%91%C4%83ng+k%C3%BD&amp;trang=2"' in first.content.decode()
    assert 'start="11"' in second.content.decode()
    assert len(titles(first)) == 10
    assert not set(titles(first)) & set(titles(second))


def test_no_words_show_the_everyday_matters_each_of_which_leads_somewhere(visitor: Client) -> None:
    page = visitor.get("/thu-tuc")

    ways = re.findall(r'<li><a href="(/thu-tuc[^"]*)">', page.content.decode().split("<main")[1])
    assert len(ways) == 12
    for way in ways:
        answer = visitor.get(way.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert "Thử cách khác" not in answer.content.decode(), way


def test_the_part_for_the_page_that_asks_while_one_types_is_only_the_results(visitor: Client) -> None:
    part = visitor.get("/thu-tuc", {"q": "khai sinh", "phan": "ket-qua"}).content.decode()

    assert "<html" not in part
    assert "Đăng ký khai sinh" in part


@pytest.mark.parametrize(
    "given",
    [
        {"q": "\x00"},
        {"q": "a\x00b", "xa": "\x00\x00\x00\x00\x00"},
        {"q": "khai sinh", "trang": "-1"},
        {"q": "khai sinh", "trang": "9" * 5000},
        {"q": "khai sinh", "trang": "٣"},
        {"q": "khai sinh", "xa": "99999", "cap": "quan", "truc-tuyen": "yes"},
        {"q": '"><script>alert(1)</script>'},
        {"q": "AND OR NOT ( * ? ~ ^ : \\ /"},
        {"q": "x" * 100_000},
        {"q": "\ud7ff\u202e\uffff"},
    ],
)
def test_whatever_is_typed_is_words(visitor: Client, given: dict[str, str]) -> None:
    page = visitor.get("/thu-tuc", given)

    assert page.status_code == 200
    assert b"<script>" not in page.content


def test_searching_is_only_asking(visitor: Client) -> None:
    assert visitor.post("/thu-tuc", {"q": "khai sinh"}).status_code == 405


def test_a_warm_search_asks_the_database_nothing(
    visitor: Client, django_assert_max_num_queries: Statements, django_assert_num_queries: Statements
) -> None:
    visitor.get("/thu-tuc", {"q": "khai sinh", "xa": demo.WARD})
    with django_assert_num_queries(0):
        visitor.get("/thu-tuc", {"q": "khai sinh", "xa": demo.WARD})
    with django_assert_max_num_queries(1):
        visitor.get("/thu-tuc", {"q": "xây nhà", "xa": demo.WARD})


def test_public_pages_may_be_kept_a_minute_and_set_no_cookie(visitor: Client) -> None:
    page = visitor.get("/thu-tuc", {"q": "khai sinh"})

    assert page["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in page["Vary"]
    assert not page.cookies
    again = visitor.get("/thu-tuc", {"q": "khai sinh"}, headers={"If-None-Match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = visitor.get("/thu-tuc", {"q": "khai tử"}, headers={"If-None-Match": page["ETag"]})
    assert other.status_code == 200


def test_lans_page_is_hers_alone(desk: Callable[[str], Any]) -> None:
    page = desk("lan").get("/thu-tuc", {"q": "khai sinh"})

    assert page["Cache-Control"] == "private, no-store"
    assert "ETag" not in page
