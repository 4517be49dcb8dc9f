"""Signing in and out, changing a password, choosing a language: plain, and closed to guessing and to leading astray."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from officers import Officer, text_of

from thongsuot.register import demo
from thongsuot.register.models import Account, Session
from thongsuot.web.desk import account
from thongsuot.web.desk.attempts import FREE, Attempts

Desk = Any


@pytest.fixture(autouse=True)
def _no_earlier_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "attempts", Attempts())


def test_lan_signs_in_and_the_page_says_who_and_in_which_post(desk: Desk) -> None:
    page = desk("lan").get("/viec").content.decode()

    assert "Nguyễn Thị Lan" in page
    assert "Cán bộ tiếp nhận" in page
    assert "Trung tâm Phục vụ hành chính công phường Thuận Hóa" in page
    assert "Bản minh họa: dữ liệu về người là hư cấu." in page


@pytest.mark.parametrize(
    ("username", "password", "sentence"),
    [
        ("", "bí mật", "Nhập tên đăng nhập."),
        ("lan", "", "Nhập mật khẩu."),
        ("lan", "nhầm", "Tên đăng nhập hoặc mật khẩu chưa đúng."),
        ("không có ai", "nhầm", "Tên đăng nhập hoặc mật khẩu chưa đúng."),
        ("lan\x00", "nhầm", "Tên đăng nhập hoặc mật khẩu chưa đúng."),
    ],
)
def test_a_login_that_fails_says_what_to_do_and_not_which_half_was_wrong(
    username: str, password: str, sentence: str, desk: Desk
) -> None:
    answer = Client().post("/dang-nhap", {"username": username, "password": password})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'value="{password}"' not in answer.content.decode() or not password


def test_guessing_has_to_wait_and_the_right_password_too(desk: Desk) -> None:
    guesser = Client()
    for _ in range(FREE):
        guesser.post("/dang-nhap", {"username": "nam", "password": "đoán"})

    answer = guesser.post("/dang-nhap", {"username": "NAM", "password": demo.PASSWORD})

    assert answer.status_code == 422
    assert "Đã sai nhiều lần. Chờ" in text_of(answer)
    assert desk("lan").get("/viec").status_code == 200


def test_the_wait_doubles_and_ends_with_a_success() -> None:
    attempts = Attempts()
    for _ in range(FREE):
        attempts.failed("nam")
    first = attempts.wait("nam")
    attempts.failed("nam")
    second = attempts.wait("nam")
    attempts.forget("nam")

    assert 0 < first < second
    assert attempts.wait("nam") == attempts.wait("lan") == 0


@pytest.mark.parametrize("then", ["https://la.example/", "//la.example/", "javascript:alert(1)", "\\\\la.example", ""])
def test_a_login_leads_nowhere_else(then: str, desk: Desk) -> None:
    answer = Client().post("/dang-nhap", {"username": "lan", "password": demo.PASSWORD, "tiep": then})

    assert (answer.status_code, answer["Location"]) == (302, "/viec")


def test_a_login_leads_back_to_the_page_that_asked(desk: Desk) -> None:
    visitor = Client()
    asked = visitor.get("/tim?tim=hung&trang=2")
    assert asked["Location"] == "/dang-nhap?tiep=/tim%3Ftim%3Dhung%26trang%3D2"

    page = visitor.get(asked["Location"]).content.decode()

    assert 'name="tiep" value="/tim?tim=hung&amp;trang=2"' in page


def test_signing_out_ends_the_session_on_the_server(desk: Desk) -> None:
    lan = desk("lan")
    stolen = Client()
    stolen.cookies = lan.cookies.copy()  # type: ignore[assignment]
    assert stolen.get("/viec").status_code == 200

    lan.post("/dang-xuat")

    assert stolen.get("/viec").status_code == 302
    assert not Session.objects.filter(account__username="lan").exists()


def test_an_account_that_was_closed_is_out_at_once(desk: Desk) -> None:
    lan = desk("lan")
    Account.objects.filter(username="lan").update(is_active=False)

    assert lan.get("/viec").status_code == 302


def test_the_first_password_must_be_changed_before_any_work(desk: Desk) -> None:
    Account.objects.filter(username="nam").update(must_change_password=True, demo=False)
    nam = desk("nam")

    assert nam.get("/viec")["Location"] == "/mat-khau"
    other = desk("nam")
    new = "chim-sẻ-đậu-cành-tre"
    changed = nam.post("/mat-khau", {"old": demo.PASSWORD, "new": new, "again": new})

    assert changed["Location"] == "/viec"
    assert nam.get("/viec").status_code == 200
    assert other.get("/viec")["Location"].startswith("/dang-nhap"), "other sessions of the account end"


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("nhầm", "chim-sẻ-đậu-cành", "chim-sẻ-đậu-cành", "Mật khẩu hiện nay chưa đúng"),
        (demo.PASSWORD, "chim-sẻ-đậu-cành", "chim-sẻ-đậu-cây", "chưa giống nhau"),
        (demo.PASSWORD, "ngắn", "ngắn", "10"),
        (demo.PASSWORD, demo.PASSWORD, demo.PASSWORD, "phải khác"),
    ],
)
def test_a_password_that_cannot_be_taken_says_why(old: str, new: str, again: str, sentence: str, desk: Desk) -> None:
    Account.objects.filter(username="nam").update(demo=False)

    answer = desk("nam").post("/mat-khau", {"old": old, "new": new, "again": again})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert Officer().post("/dang-nhap", {"username": "nam", "password": demo.PASSWORD}).status_code == 302


def test_the_shared_password_of_the_demonstration_stays(desk: Desk) -> None:
    new = "chim-sẻ-đậu-cành"

    answer = desk("lan").post("/mat-khau", {"old": demo.PASSWORD, "new": new, "again": new})

    assert "dùng chung một mật khẩu" in text_of(answer)


def test_the_page_speaks_vietnamese_whatever_the_browser_prefers_until_the_reader_chooses(desk: Desk) -> None:
    lan = desk("lan")
    plain = lan.get("/viec", headers={"accept-language": "en-US"}).content.decode()
    assert '<html lang="vi">' in plain

    assert lan.get("/ngon-ngu/en?tiep=/viec")["Location"] == "/viec"

    assert '<html lang="en">' in lan.get("/viec").content.decode()
    lan.get("/ngon-ngu/vi")
    assert '<html lang="vi">' in lan.get("/viec").content.decode()


def test_an_unknown_language_changes_nothing_and_leads_nowhere_else(desk: Desk) -> None:
    lan = desk("lan")

    answer = lan.get("/ngon-ngu/xx?tiep=//la.example")

    assert answer["Location"] == "/viec"
    assert '<html lang="vi">' in lan.get("/viec").content.decode()


@pytest.mark.parametrize("address", ["/khong-co", "/ho-so/khong-phai-ma", "/ho-so"])
def test_an_address_that_is_none_gets_a_page_that_helps(address: str, desk: Desk) -> None:
    answer = desk("lan").get(address)

    assert answer.status_code == 404
    assert "Kiểm tra lại địa chỉ" in text_of(answer)


def test_an_error_of_ours_says_that_nothing_is_half_done_and_gives_a_reference(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan = desk("lan")
    lan.raise_request_exception = False
    monkeypatch.setattr("thongsuot.web.desk.lists.reading.work_list", lambda *_: 1 / 0)

    answer = lan.get("/viec")

    assert answer.status_code == 500
    assert "Mã tra cứu lỗi" in text_of(answer)
    assert "Traceback" not in answer.content.decode()
