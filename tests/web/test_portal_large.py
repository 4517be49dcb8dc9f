"""Large type at a kiosk: bà Tư reads it from an arm's length, and leaves nothing of hers to the next person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from citizens import HANH, Visitor, signed_in
from django.test import Client

from thongsuot.ports.openid import OpenIdentity
from thongsuot.register import demo
from thongsuot.register.models import Session


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
    assert 'value="xong"' in kiosk.get("/").content.decode()

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


def test_hanh_who_signed_in_at_the_kiosk_is_signed_out_here_and_at_her_provider(
    desk: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenIdentity, "leave", lambda self, back: f"https://dinh-danh.example/ket-thuc?ve={back}")
    kiosk = Visitor()
    kiosk.sign_in(HANH)
    kiosk.post("/lon", {"viec": "bat"})
    row = kiosk.row
    assert row is not None
    assert HANH.name in kiosk.get("/").content.decode()

    answer = kiosk.post("/lon", {"viec": "xong"})

    assert answer["Refresh"] == "0; url=https://dinh-danh.example/ket-thuc?ve=http://testserver/"
    assert "Đã xóa phiên" in answer.content.decode()
    assert not Session.objects.filter(pk=row.pk).exists(), "the server forgot her, not only the browser"
    home = kiosk.get("/").content.decode()
    assert HANH.name not in home
    assert "Đăng nhập" in home


def test_where_no_provider_is_known_the_session_ends_all_the_same(desk: Callable[[str], Any]) -> None:
    kiosk = signed_in(HANH)

    answer = kiosk.post("/lon", {"viec": "xong"})

    assert answer.status_code in (200, 302)
    assert HANH.name not in kiosk.get("/").content.decode()
