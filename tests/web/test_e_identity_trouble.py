"""Signing in that does not succeed: a sentence, another try, nobody's number in the log; and where the twin exists."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import citizens
import pytest
from citizens import BACK, HANH, OUT, PHUONG, SIGN_IN, SONG_HUONG, TWIN, Visitor, hidden
from django.conf import settings as current
from django.test import Client
from officers import text_of

from thongsuot.ports import openid
from thongsuot.web.portal import attempts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DEMO, settings.VAR = True, tmp_path
    openid.forget()
    yield
    openid.forget()


# What goes wrong.


@pytest.mark.parametrize(
    ("mood", "status", "words"),
    [
        ("tu-choi", 403, "Bạn đã dừng đăng nhập"),
        ("cham", 503, "trả lời quá chậm"),
        ("hong", 503, "đang gặp sự cố"),
        ("vo-nghia", 502, "trả lời không đọc được"),
        ("het-han", 400, "đã hết hạn"),
        ("sai-nonce", 403, "Chưa xác minh được danh tính"),
        ("sai-chu-ky", 403, "Chưa xác minh được danh tính"),
        ("thieu-so", 403, "mức độ 02"),
    ],
)
def test_each_failure_is_a_sentence_and_one_button_away_from_another_try(mood: str, status: int, words: str) -> None:
    hanh = Visitor()
    failed = hanh.sign_in(HANH, "/noi-den", mood=mood)

    assert failed.status_code == status
    assert words in text_of(failed)
    assert hidden(failed)["tiep"] == ["/noi-den"]
    assert hanh.row is None or not hanh.row.citizen
    assert hanh.sign_in(HANH, "/noi-den")["Location"] == "/noi-den"


def test_an_answer_that_nobody_waits_for_signs_nobody_in() -> None:
    """Login by somebody else's answer: the state stands in another browser's session."""
    hanh, thief = Visitor(), Visitor()
    address = hanh.pick(HANH, hanh.leave_for_provider())

    for visitor, wanted in ((thief, address), (hanh, f"{BACK}?code=x&state=khac"), (Visitor(), BACK)):
        failed = visitor.get(wanted)
        assert failed.status_code == 400
        assert "đã hết hạn" in text_of(failed)
        assert visitor.row is None or not visitor.row.citizen
    assert hanh.get(address).status_code == 302, "hers is still good in her own browser"


def test_an_answer_serves_once_and_the_way_back_does_no_harm() -> None:
    hanh = Visitor()
    address = hanh.pick(HANH, hanh.leave_for_provider("/noi-den"))
    hanh.get(address)
    key = hanh.cookies[current.SESSION_COOKIE_NAME].value

    again = hanh.get(address)
    assert again.status_code == 302
    assert again["Location"] in ("/", "/cua-toi")
    assert hanh.cookies[current.SESSION_COOKIE_NAME].value == key
    assert Visitor().get(address).status_code == 400


def test_a_sign_in_waits_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    hanh = Visitor()
    address = hanh.pick(HANH, hanh.leave_for_provider())
    later = attempts.time.time() + attempts.SECONDS + 1
    monkeypatch.setattr("thongsuot.web.portal.attempts.time.time", lambda: later)

    assert "đã hết hạn" in text_of(hanh.get(address))


def test_several_tabs_may_sign_in_at_once_but_not_without_end() -> None:
    hanh = Visitor()
    asked = [hanh.leave_for_provider(f"/noi-den?tab={tab}") for tab in range(attempts.TABS + 1)]

    assert hanh.get(hanh.pick(HANH, asked[0])).status_code == 400, "the oldest is forgotten"
    assert hanh.get(hanh.pick(HANH, asked[2]))["Location"] == "/noi-den?tab=2"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "state=%00",
        "state=%00&code=%00",
        "error=%00&state=x",
        "state=" + "9" * 4000,
        "state=a&state=b",
        "state[]=x",
        "%ff",
    ],
)
def test_nonsense_for_an_answer_gets_a_sentence(query: str) -> None:
    visitor = Visitor()
    visitor.leave_for_provider()

    answer = visitor.get(f"{BACK}?{query}")
    assert answer.status_code == 400
    assert "đã hết hạn" in text_of(answer)


def test_the_log_has_the_word_and_nobodys_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Visitor().sign_in(HANH)
        Visitor().sign_in(HANH, mood="thieu-so")
        Visitor().get(f"{BACK}?state=x&error=046188001976")

    said = " ".join(str(record.__dict__) for record in caplog.records if record.name != "django.request")
    assert "identity proven" in said
    assert "nameless" in said
    assert HANH.number not in said
    assert HANH.name not in said


# Where it exists.


def test_outside_the_demonstration_its_provider_does_not_exist(settings: Any) -> None:
    visitor = Visitor()
    asked = visitor.leave_for_provider()
    for demo, issuer in ((False, ""), (True, "https://dinh-danh.example"), (False, "https://dinh-danh.example")):
        settings.DEMO, settings.OIDC = demo, {**settings.OIDC, "issuer": issuer}
        assert visitor.get(TWIN, asked).status_code == 404
        assert visitor.post(TWIN, {**asked, "ai": HANH.number}).status_code == 404
        for path in (".well-known/openid-configuration", "jwks", "token", "x"):
            assert visitor.get(f"/dinh-danh-thu/{path}").status_code == 404
            assert visitor.post(f"/dinh-danh-thu/{path}").status_code == 404


def test_without_a_provider_the_page_says_so_and_where_else_to_go(settings: Any) -> None:
    settings.DEMO = False
    visitor = Visitor()

    for page in (visitor.get(SIGN_IN), visitor.post(SIGN_IN)):
        assert "chưa được nối với hệ thống định danh điện tử" in text_of(page)
        assert "Trung tâm Phục vụ hành chính công" in text_of(page)
        assert "<button class" not in page.content.decode().split("<main", 1)[1]
    assert visitor.post(SIGN_IN).status_code == 503
    assert visitor.get(f"{BACK}?state=x&code=y").status_code == 400


def test_the_demonstrations_provider_speaks_to_machines_too() -> None:
    machine = Client(enforce_csrf_checks=True)
    document = machine.get("/dinh-danh-thu/.well-known/openid-configuration").json()

    assert document["issuer"] == "http://testserver/dinh-danh-thu"
    assert document["authorization_endpoint"] == f"http://testserver{TWIN}"
    assert [key["kty"] for key in machine.get("/dinh-danh-thu/jwks").json()["keys"]] == ["EC"]
    assert machine.post("/dinh-danh-thu/token", {"code": "x"}).status_code == 401
    assert machine.get("/dinh-danh-thu/gi-do").status_code == 404


def test_its_page_says_what_it_is_and_wants_a_choice() -> None:
    visitor = Visitor()
    asked = visitor.leave_for_provider()
    page = visitor.get(TWIN, asked)

    assert "BẢN MINH HỌA – không phải VNeID" in text_of(page)
    for who in (HANH, PHUONG, SONG_HUONG):
        assert who.name in text_of(page)
    nobody = visitor.post(TWIN, asked)
    assert nobody.status_code == 422
    assert "Chọn một người trong danh sách" in text_of(nobody)
    assert visitor.post(TWIN, {**asked, "ai": "x", "cach": "khac"}).status_code == 422
    refused = visitor.post(TWIN, {**asked, "_decline": "1"})
    assert "error=access_denied" in refused["Location"]


# The portal's own face, also when a page fails.


def test_an_address_that_is_none_has_the_portals_face_for_citizens_and_the_desks_for_officers(
    desk: Callable[[str], Any],
) -> None:
    for visitor in (Visitor(), citizens.signed_in(HANH)):
        page = visitor.get("/khong-co-trang-nay")
        assert page.status_code == 404
        assert "Không có trang này" in text_of(page)
        assert "Tìm thủ tục" in text_of(page)
        assert "Về danh sách việc" not in page.content.decode()
    assert "Về danh sách việc" in text_of(desk("lan").get("/khong-co-trang-nay"))


def test_a_form_of_before_the_sign_in_is_shown_again_and_not_lost() -> None:
    """Hạnh signed in again in another tab: the token of this tab's page is old, its text is not."""
    hanh = citizens.signed_in(HANH, Client(enforce_csrf_checks=True))
    own, other = {"Origin": "http://testserver"}, {"Origin": "https://ke-xau.example"}

    shown = hanh.post(OUT, {"answer": "Đã bổ sung"}, headers=own)
    assert shown.status_code == 403
    assert hidden(shown) == {"_review": ["1"], "answer": ["Đã bổ sung"]}
    assert "portal.css" in shown.content.decode()
    assert HANH.name in shown.content.decode()
    assert "Đã bổ sung" not in hanh.post(OUT, {"answer": "Đã bổ sung"}, headers=other).content.decode()
