"""Large type at a kiosk: bà Tư reads it from an arm's length, and leaves nothing of hers to the next person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from thongsuot.register import demo


@pytest.fixture
def visitor(desk: Callable[[str], Any]) -> Client:
    return Client()


def large(page: Any) -> bool:
    return 'class="large"' in page.content.decode()


def test_ba_tu_makes_the_type_large_where_she_stands_and_small_again(visitor: Client) -> None:
    answer = visitor.post("/lon", {"viec": "bat", "tiep": "/thu-tuc?q=khai+sinh"})

    assert (answer.status_code, answer["Location"]) == (302, "/thu-tuc?q=khai+sinh")
    assert large(visitor.get("/"))
    visitor.post("/lon", {"viec": "tat"})
    assert not large(visitor.get("/"))


def test_large_type_shows_no_way_out_to_other_sites(visitor: Client) -> None:
    assert 'href="https://' in visitor.get("/thu-tuc/1.001193").content.decode()

    visitor.post("/lon", {"viec": "bat"})

    assert "https://" not in visitor.get("/thu-tuc/1.001193").content.decode()


def test_the_end_at_a_kiosk_forgets_the_person_and_stays_a_kiosk(desk: Callable[[str], Any]) -> None:
    kiosk = desk("lan")
    kiosk.post("/lon", {"viec": "bat"})
    kiosk.get("/noi-den", {"chon": demo.WARD})
    kiosk.get("/ngon-ngu/en")
    assert "Xong, xóa phiên" in kiosk.get("/").content.decode() or "Xong" in kiosk.get("/").content.decode()

    answer = kiosk.post("/lon", {"viec": "xong"}, follow=True)

    text = answer.content.decode()
    assert "Đã xóa phiên. Mời người tiếp theo." in text
    assert "Chọn xã, phường của bạn" in text
    assert large(answer)
    assert kiosk.get("/viec").status_code == 302


def test_a_browser_is_told_to_drop_what_was_half_typed(visitor: Client) -> None:
    assert visitor.post("/lon", {"viec": "xong"})["Clear-Site-Data"] == '"cache", "storage"'


def test_another_site_cannot_switch_or_end_anything(desk: Callable[[str], Any]) -> None:
    lan = desk("lan")

    answer = lan.post("/lon", {"viec": "xong"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert "Chưa có gì thay đổi" in answer.content.decode()
    assert lan.get("/viec").status_code == 200


@pytest.mark.parametrize("wish", ["", "khac", "\x00", "x" * 9000])
def test_an_unknown_wish_changes_nothing(visitor: Client, wish: str) -> None:
    answer = visitor.post("/lon", {"viec": wish, "tiep": "//xau.example"})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "lon" not in answer.cookies
