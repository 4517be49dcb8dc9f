"""A session that ended while somebody typed, a second tab that signed in: the text comes back, nothing is sent."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import UUID

from django.test import Client
from officers import text_of

from thongsuot.engine import sql
from thongsuot.register import demo
from thongsuot.register.models import Session

Desk = Any


def hidden(page: Any) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return [(name, html.unescape(value)) for name, value in found if name != "csrfmiddlewaretoken"]


def many(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def length(case: UUID) -> int:
    return int(sql.run("SELECT length FROM engine_case WHERE id = %s", [case])[0][0])


def test_the_text_survives_the_login_and_waits_to_be_looked_at(desk: Desk) -> None:
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive()
    lan.make(case, "hand_over")
    address = f"/ho-so/{case}/buoc/ask_supplement"
    page = nam.get(address)
    Session.objects.filter(account__username="nam").delete()

    asked = nam.send(page, address, defects=["Thiếu chữ ký", 'Bản sao "mờ" <nhòe>\nhai trang'])
    assert asked.status_code == 401
    assert "Nội dung vừa gõ còn nguyên" in text_of(asked)
    assert length(case) == 2

    back = nam.post("/dang-nhap", {**many(hidden(asked)), "username": "nam", "password": demo.PASSWORD})
    assert back.status_code == 200
    assert f'action="{address}"' in back.content.decode()

    form = nam.post(address, many(hidden(back)))
    assert form.status_code == 200
    shown = re.findall(r'name="defects"[^>]*>\n?([^<]*)</textarea>', form.content.decode())
    assert [html.unescape(one) for one in shown] == ["Thiếu chữ ký", 'Bản sao "mờ" <nhòe>\nhai trang']
    assert length(case) == 2, "nothing is sent before the officer has looked again"

    sent = nam.send(form, address, defects=[html.unescape(one) for one in shown])
    assert (sent.status_code, length(case)) == (302, 3)


def test_a_wrong_password_on_the_way_keeps_the_text_too(desk: Desk) -> None:
    nam = desk("nam")
    nam.cookies.clear()
    asked = nam.post("/ho-so/01900000-0000-7000-8000-000000000000/buoc/propose", {"summary": "Đoạn dài"})

    wrong = nam.post("/dang-nhap", {**many(hidden(asked)), "username": "nam", "password": "nhầm"})

    assert wrong.status_code == 422
    assert ("_giu", "summary=Đoạn dài") in hidden(wrong)


def test_passwords_and_the_way_back_are_never_kept(desk: Desk) -> None:
    nobody = Client()

    asked = nobody.post("/mat-khau", {"old": "bí mật cũ", "new": "bí mật mới", "again": "bí mật mới"})

    assert asked.status_code == 401
    assert "bí mật" not in asked.content.decode()


def test_an_officer_who_left_the_post_is_signed_in_and_may_do_nothing(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    sql.run("UPDATE register_holding h SET valid_to = current_date FROM register_person p WHERE p.id = h.person_id"
            " AND p.name = 'Nguyễn Thị Lan' AND h.valid_from < current_date")  # fmt: skip

    assert lan.get(f"/ho-so/{case}").status_code == 403
    assert lan.get("/viec").status_code == 403
    assert lan.get("/mat-khau").status_code == 200


def test_a_tab_older_than_the_last_login_shows_its_text_again_instead_of_a_blank_refusal(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = lan.cookies
    address = f"/ho-so/{case}/buoc/withdraw"
    same = {"headers": {"origin": "http://testserver"}}

    answer = strict.post(address, {"request": "Xin rút", "_version": "1", "csrfmiddlewaretoken": "x" * 64}, **same)

    assert answer.status_code == 403
    assert ("request", "Xin rút") in hidden(answer)
    assert ("_review", "1") in hidden(answer)
    assert length(case) == 1


def test_a_form_of_another_site_gets_no_more_than_a_sentence(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = lan.cookies

    answer = strict.post(
        f"/ho-so/{case}/buoc/withdraw", {"request": "Xin rút"}, headers={"origin": "https://la.example"}
    )

    assert answer.status_code == 403
    assert "Xin rút" not in answer.content.decode()
    assert length(case) == 1
