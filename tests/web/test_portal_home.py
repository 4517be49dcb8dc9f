"""The portal's first page: anyone may read it, an officer too, and it says where officers go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client


def test_anyone_gets_the_home_page_and_officers_a_small_way_to_their_desk(db: None) -> None:
    answer = Client().get("/")

    assert answer.status_code == 200
    assert "Bạn cần làm thủ tục gì?" in answer.content.decode()
    assert '<a href="/viec">Dành cho cán bộ</a>' in answer.content.decode()


def test_lan_signed_in_as_an_officer_gets_the_portals_home_too(desk: Callable[[str], Any]) -> None:
    answer = desk("lan").get("/")

    assert answer.status_code == 200
    assert "Bạn cần làm thủ tục gì?" in answer.content.decode()


def test_who_signs_in_from_a_page_comes_back_to_it(db: None) -> None:
    page = Client().get("/thu-tuc?q=khai+sinh").content.decode()

    assert 'href="/cong-dan/dang-nhap?tiep=/thu-tuc%3Fq%3Dkhai%2Bsinh">Đăng nhập</a>' in page


def test_an_english_reader_gets_an_english_frame_and_is_told_what_stays_vietnamese(desk: Callable[[str], Any]) -> None:
    visitor = Client()
    visitor.get("/ngon-ngu/en")

    page = visitor.get("/thu-tuc/1.001193?xa=19789").content.decode()

    assert '<html lang="en">' in page
    assert '<h1 lang="vi">Đăng ký khai sinh</h1>' in page
    assert 'hreflang="vi">Tiếng Việt</a>' in page
    assert visitor.get("/thu-tuc?q=khai+sinh").content.decode().count('lang="vi"') >= 2


def test_the_home_page_says_what_changed_and_asks_for_an_old_commune(desk: Callable[[str], Any]) -> None:
    page = Client().get("/").content.decode()

    assert "34 tỉnh, thành phố và 3.321 xã, phường, đặc khu" in page
    assert 'name="tim"' in page
    assert page.index('name="q"') < page.index("Việc nhiều người cần") < page.index("Tôi ở xã cũ")
    assert 'href="/tra-cuu">Theo dõi hồ sơ</a>' in page
    assert 'href="/cua-toi">Hồ sơ của tôi</a>' in page


def test_home_asks_the_database_nothing_once_warm(
    desk: Callable[[str], Any], django_assert_num_queries: Callable[..., Any]
) -> None:
    Client().get("/")
    with django_assert_num_queries(0):
        Client().get("/")
