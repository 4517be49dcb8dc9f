"""Hạnh signs in at the demonstration's provider and out again; what she typed, her page and other people's sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import citizens
import pytest
from citizens import HANH, OUT, PHUONG, SIGN_IN, SONG_HUONG, TWIN, Visitor, hidden
from django.conf import settings as current
from django.test import Client
from officers import text_of

from thongsuot.ports import openid
from thongsuot.register.models import Session
from thongsuot.web.portal import attempts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DEMO, settings.VAR = True, tmp_path
    openid.forget()
    yield
    openid.forget()


# There and back.


def test_the_page_says_what_happens_before_it_happens() -> None:
    page = Visitor().get(f"{SIGN_IN}?tiep=/noi-den")
    text = text_of(page)

    assert "29/2026/QĐ-TTg" in text
    assert "không phải VNeID" in text
    assert "Trung tâm Phục vụ hành chính công" in text, "who cannot sign in learns where else to go"
    assert hidden(page) == {"tiep": ["/noi-den"]}
    assert not Session.objects.exists(), "looking leaves nothing behind"


def test_hanh_signs_in_and_comes_to_the_page_that_she_wanted() -> None:
    hanh = Visitor()
    back = hanh.sign_in(HANH, "/noi-den?tiep=/")

    assert (back.status_code, back["Location"]) == (302, "/noi-den?tiep=/")
    assert hanh.row is not None
    assert (hanh.row.citizen, hanh.row.citizen_name, hanh.row.account) == (HANH.number, HANH.name, None)
    assert HANH.name in hanh.get("/").content.decode()
    assert not hanh.cookies[current.SESSION_COOKIE_NAME]["max-age"], "it ends with the browser"
    assert hanh.cookies[current.SESSION_COOKIE_NAME]["httponly"]


def test_a_long_name_and_an_organisation_sign_in_too() -> None:
    for who in (PHUONG, SONG_HUONG):
        visitor = Visitor()
        assert visitor.sign_in(who).status_code == 302
        assert visitor.row
        assert (visitor.row.citizen, visitor.row.citizen_name) == (who.number, who.name)


def test_the_session_gets_a_new_key_and_the_old_one_opens_nothing() -> None:
    hanh = Visitor()
    asked = hanh.leave_for_provider()
    before = hanh.cookies[current.SESSION_COOKIE_NAME].value
    hanh.get(hanh.pick(HANH, asked))

    assert hanh.row
    assert hanh.row.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_who_is_signed_in_is_not_asked_again() -> None:
    hanh = citizens.signed_in(HANH)

    assert hanh.get(f"{SIGN_IN}?tiep=/noi-den")["Location"] == "/noi-den"
    assert hanh.post(SIGN_IN, {"tiep": "/noi-den"})["Location"] == "/noi-den"


def test_signing_out_ends_the_session_on_the_server() -> None:
    hanh = Visitor()
    hanh.sign_in(HANH)
    key = hanh.cookies[current.SESSION_COOKIE_NAME].value
    answer = hanh.post(OUT)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not Session.objects.filter(session_key=key).exists()
    assert "Bạn đã đăng xuất" in text_of(hanh.get("/"))
    assert hanh.get("/cong-dan/tiep-tuc")["Location"].startswith(SIGN_IN)


def test_signing_out_is_not_a_link_that_others_can_plant() -> None:
    hanh = citizens.signed_in(HANH)

    assert hanh.get(OUT).status_code == 405
    strict = citizens.signed_in(HANH, Client(enforce_csrf_checks=True))
    assert strict.post(OUT).status_code == 403
    assert Session.objects.filter(citizen=HANH.number).count() == 2


# One person a browser.


def test_a_citizen_ends_the_officers_session_of_the_same_browser(desk: Callable[[str], Any]) -> None:
    lan = Visitor()
    lan.cookies = desk("lan").cookies
    key = lan.cookies[current.SESSION_COOKIE_NAME].value

    assert "phiên làm việc của cán bộ" in text_of(lan.get(SIGN_IN))
    back = lan.sign_in(HANH)

    assert back.status_code == 302
    assert not Session.objects.filter(session_key=key).exists()
    assert lan.get("/viec")["Location"].startswith("/dang-nhap"), "the desk is closed"


def test_an_officer_ends_the_citizens_session_of_the_same_browser(desk: Callable[[str], Any]) -> None:
    lan = desk("lan")
    citizens.signed_in(HANH, lan)
    key = lan.cookies[current.SESSION_COOKIE_NAME].value

    assert lan.get("/dang-nhap").status_code == 200, "a citizen at the desk's door can sign in as an officer"
    lan.sign_in("lan")

    assert not Session.objects.filter(session_key=key).exists()
    assert not Session.objects.exclude(citizen="").exists()
    assert lan.get("/viec").status_code == 200
    assert lan.get("/cong-dan/tiep-tuc")["Location"].startswith(SIGN_IN)


# Open redirects.


@pytest.mark.parametrize(
    "address",
    [
        *("https://ke-xau.example/", "//ke-xau.example", "///ke-xau.example", "http:///ke-xau.example"),
        *("https://testserver.ke-xau.example", "/\\ke-xau.example", "/\t/x.example", "javascript:alert(1)"),
        *("ke-xau", "\x00", "["),
    ],
)
def test_signing_in_leads_to_no_other_site(address: str) -> None:
    hanh = Visitor()
    asked = Visitor().get(f"{SIGN_IN}?tiep={quote(address)}")

    assert address not in hidden(asked)["tiep"]
    back = hanh.sign_in(HANH, address)
    assert back.status_code == 302
    assert urlsplit(back["Location"]).netloc == ""
    assert back["Location"] in ("/", "/cua-toi")
    on = citizens.signed_in(HANH).get(f"{SIGN_IN}?tiep={quote(address)}")
    assert on["Location"] in ("/", "/cua-toi")


def test_the_provider_sends_people_only_to_this_site() -> None:
    visitor = Visitor()
    asked = visitor.leave_for_provider()

    for wrong in ({"redirect_uri": "https://ke-xau.example/"}, {"client_id": "x"}, {"state": ""}):
        assert visitor.get(TWIN, {**asked, **wrong}).status_code == 400
        assert visitor.post(TWIN, {**asked, "ai": HANH.number, **wrong}).status_code == 400


# What was being done when the session had ended.


def test_what_hanh_typed_waits_and_comes_back() -> None:
    hanh = Visitor()
    typed = {"answer": ["Đã bổ sung bản sao.", "Dòng hai\n<b>đậm</b> = 1"], "sets": ["2"], "password": ["không giữ"]}

    asked = hanh.post("/cong-dan/dang-xuat", typed)  # any page of hers that takes a form
    assert asked.status_code == 401
    assert "Nội dung vừa gõ còn nguyên" in text_of(asked)
    carried = hidden(asked)
    assert carried.pop("tiep") == ["/cong-dan/dang-xuat"]
    back = hanh.sign_in(HANH, "/cong-dan/dang-xuat", **carried)
    assert (back.status_code, back["Location"]) == (302, "/cong-dan/tiep-tuc")

    page = hanh.get("/cong-dan/tiep-tuc")
    assert page.status_code == 200
    assert hidden(page) == {"_review": ["1"], "answer": typed["answer"], "sets": ["2"]}
    assert 'action="/cong-dan/dang-xuat"' in page.content.decode()
    assert hidden(hanh.get("/cong-dan/tiep-tuc")) == hidden(page), "the page may be loaded again"


def test_what_was_typed_survives_a_provider_in_trouble() -> None:
    hanh = Visitor()
    failed = hanh.sign_in(HANH, "/noi-den", mood="hong", _giu=["answer=Đã bổ sung"])

    assert failed.status_code == 503
    assert hidden(failed) == {"tiep": ["/noi-den"], "_giu": ["answer=Đã bổ sung"]}
    again = hanh.sign_in(HANH, "/noi-den", _giu=["answer=Đã bổ sung"])
    assert again["Location"] == "/cong-dan/tiep-tuc"
    assert hidden(hanh.get("/cong-dan/tiep-tuc"))["answer"] == ["Đã bổ sung"]


def test_somebody_elses_typing_is_never_shown_to_the_next() -> None:
    """A shared machine: Hạnh's text went with her session."""
    machine = Visitor()
    machine.sign_in(HANH, "/noi-den", _giu=["answer=Chuyện riêng"])
    machine.post(OUT)
    machine.sign_in(PHUONG)

    assert machine.get("/cong-dan/tiep-tuc").status_code == 302
    assert "Chuyện riêng" not in machine.get("/").content.decode()


def test_too_much_text_is_not_silently_lost() -> None:
    hanh = Visitor()
    long = "x" * (attempts.MOST_TYPED + 1)
    answer = hanh.post(SIGN_IN, {"tiep": "/noi-den", "_giu": [f"answer={long}"]})

    assert answer.status_code == 413
    assert "Mở một thẻ mới" in text_of(answer)
    on = citizens.signed_in(HANH).post(SIGN_IN, {"tiep": "/noi-den", "_giu": [f"answer={long}"]})
    assert hidden(on)["answer"] == [long], "signed in meanwhile in another tab, the same button goes on"
