"""Without signing in: a dossier's code, a code sent to its telephone, and the least that helps, with no name in it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from citizens import HANH
from django.core import mail
from django.test import Client
from following_cases import DEFECTS, Desk, asked_for_more, code_of, delivered, hers, reads
from officers import text_of

from thongsuot.engine import tracking
from thongsuot.ports import messages

NOT_THERE = "H46.19789-261121-9999"


def ask(who: Client, code: str, **more: Any) -> Any:
    return who.post("/tra-cuu", {"ma": code}, **more)


def ticket_of(answer: Any) -> str:
    return str(answer["Location"].split("phieu=")[1])


def shown_code(who: Client, answer: Any) -> str:
    """The code that the demonstration shows on the next page."""
    found = re.search(r"theo dõi hồ sơ là (\d{6})", text_of(who.get(answer["Location"])))
    assert found
    return found[1]


def opened(who: Client, case: UUID) -> Any:
    asked = ask(who, code_of(case))
    sent = who.post("/tra-cuu", {"phieu": ticket_of(asked), "so": shown_code(who, asked)})
    assert (sent.status_code, sent["Location"]) == (302, "/tra-cuu")
    return who.get("/tra-cuu")


def test_hanhs_husband_follows_her_dossier_with_the_code_on_her_telephone(desk: Desk) -> None:
    case = asked_for_more(desk)

    page = opened(Client(), case)

    text = text_of(page)
    assert "chờ bạn bổ sung hồ sơ" in text
    assert "Phiếu yêu cầu (mẫu 02)" in text
    assert "đang tạm dừng" in text
    assert "Trung tâm Phục vụ hành chính công phường Thuận Hóa" in text
    assert page["Cache-Control"] == "private, no-store"
    assert reads(case, "track") == 1


def test_no_name_number_or_word_about_a_person_is_shown(desk: Desk) -> None:
    for case in (asked_for_more(desk), delivered(desk)):
        text = text_of(opened(Client(), case))

        for personal in (HANH.name, HANH.number, "0912", "hanh@", "Lê Lợi", "Trần Văn Nam", "Nguyễn Thị Lan", *DEFECTS):
            assert personal not in text


def test_the_demonstration_says_that_it_sends_nothing_real(desk: Desk) -> None:
    case = hers(desk)
    who = Client()

    page = who.get(ask(who, code_of(case))["Location"])

    assert "Bản minh họa không gửi tin thật. Tin gửi đến 0912 345 678 sẽ là:" in text_of(page)
    assert mail.outbox == []


def test_in_earnest_the_code_goes_to_the_mail_box_and_to_no_page(desk: Desk, settings: Any) -> None:
    case = hers(desk)
    settings.DEMO, settings.EMAIL_HOST = False, "mail.vi-du.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    who = Client()

    asked = ask(who, code_of(case))
    messages.wait_until_sent()

    assert [one.to for one in mail.outbox] == [["hanh@vi-du.example"]]
    secret = re.findall(r"\d{6}", str(mail.outbox[0].body))[0]
    assert secret not in who.get(asked["Location"]).content.decode()
    assert "loi-nhan" not in asked.cookies
    assert who.post("/tra-cuu", {"phieu": ticket_of(asked), "so": secret}).status_code == 302


def test_in_earnest_the_answer_to_a_dossier_that_is_not_there_is_the_same(desk: Desk, settings: Any) -> None:
    case = hers(desk)
    settings.DEMO = False
    there, not_there = Client(), Client()

    answers = [ask(there, code_of(case)), ask(not_there, NOT_THERE)]
    pages = [there.get(answers[0]["Location"]), not_there.get(answers[1]["Location"])]

    assert {answer.status_code for answer in answers} == {302}
    assert set(answers[0].cookies) == set(answers[1].cookies)
    assert len({text_of(page) for page in pages}) == 1
    wrong = [
        who.post("/tra-cuu", {"phieu": ticket_of(answer), "so": "000000"})
        for who, answer in zip((there, not_there), answers, strict=True)
    ]
    assert {answer.status_code for answer in wrong} <= {422, 302}
    assert len({text_of(answer) for answer in wrong if answer.status_code == 422}) == 1


def test_a_wrong_code_is_told_by_what_to_do_and_five_are_enough(desk: Desk) -> None:
    case = hers(desk)
    who = Client()
    asked = ask(who, code_of(case))
    secret = shown_code(who, asked)
    wrong = "111111" if secret != "111111" else "222222"

    for _ in range(tracking.TRIES):
        answer = who.post("/tra-cuu", {"phieu": ticket_of(asked), "so": wrong})
        assert answer.status_code == 422
        assert "lấy mã mới" in text_of(answer)

    assert who.post("/tra-cuu", {"phieu": ticket_of(asked), "so": secret}).status_code == 422
    assert reads(case, "track") == 0


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "²²²²²²", "12\x003456", "9" * 5000]
)
def test_what_is_no_code_is_asked_for_again_without_costing_a_trial(typed: str, desk: Desk) -> None:
    case = hers(desk)
    who = Client()
    asked = ask(who, code_of(case))
    secret = shown_code(who, asked)

    assert who.post("/tra-cuu", {"phieu": ticket_of(asked), "so": typed}).status_code == 422

    spaced = f"{secret[:3]} {secret[3:]}"
    assert who.post("/tra-cuu", {"phieu": ticket_of(asked), "so": spaced}).status_code == 302


@pytest.mark.parametrize("code", ["", "   ", "\x00"])
def test_no_dossier_code_is_asked_for(code: str, desk: Desk) -> None:
    answer = ask(Client(), code)

    assert answer.status_code == 422
    assert "Nhập mã hồ sơ" in text_of(answer)


@pytest.mark.parametrize(
    "code", ["x" * 3000, "'; DROP TABLE engine_case; --", "<script>alert(1)</script>", "\u202e\u0000"]
)
def test_hostile_codes_are_codes_of_no_dossier(code: str, desk: Desk) -> None:
    who = Client()

    answer = ask(who, code)

    assert answer.status_code == 302
    assert "<script>alert" not in who.get(answer["Location"]).content.decode()


def test_tickets_and_cookies_that_are_none_open_the_first_page(desk: Desk) -> None:
    for ticket in ("x", "0" * 400, "\x00", str(UUID(int=7))):
        assert Client().get("/tra-cuu", {"phieu": ticket}).status_code == 200
        assert Client().post("/tra-cuu", {"phieu": ticket, "so": "123456"}).status_code in (302, 422)
    for cookie in ("x", "a:b:c", "=" * 3000):
        who = Client()
        who.cookies["theo-doi"] = cookie
        assert "Lấy mã xác nhận" in text_of(who.get("/tra-cuu"))


def test_who_asks_too_often_is_told_when_to_come_back_there_or_not(desk: Desk) -> None:
    case = hers(desk)
    for code in (code_of(case), NOT_THERE):
        for _ in range(tracking.CASE_LIMIT):
            assert ask(Client(), code).status_code == 302
        answer = ask(Client(), code)
        assert answer.status_code == 429
        assert "Chờ 15 phút" in text_of(answer)
        assert code in answer.content.decode()


def test_another_address_is_counted_for_itself(desk: Desk) -> None:
    for number in range(tracking.ADDRESS_LIMIT):
        assert ask(Client(), f"H46.1-261121-{number:04d}", REMOTE_ADDR="198.51.100.4").status_code == 302

    assert ask(Client(), NOT_THERE, REMOTE_ADDR="198.51.100.4").status_code == 429
    assert ask(Client(), NOT_THERE, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_behind_a_proxy_the_address_that_it_saw_is_counted_and_not_what_the_sender_claims(
    desk: Desk, settings: Any
) -> None:
    settings.HTTPS = True
    for number in range(tracking.ADDRESS_LIMIT):
        seen = f"10.0.0.{number}, 198.51.100.4"
        assert ask(Client(), f"H46.1-261121-{number:04d}", headers={"X-Forwarded-For": seen}).status_code == 302

    assert ask(Client(), NOT_THERE, headers={"X-Forwarded-For": "1.2.3.4, 198.51.100.4"}).status_code == 429
    assert ask(Client(), NOT_THERE, headers={"X-Forwarded-For": "198.51.100.4, 203.0.113.7"}).status_code == 302
    assert ask(Client(), "H46.2-261121-0001", headers={"X-Forwarded-For": "x" * 9000}).status_code == 302


def test_one_network_of_many_addresses_is_one_asker(desk: Desk) -> None:
    for number in range(tracking.ADDRESS_LIMIT):
        address = f"2001:db8:1:2::{number + 1:x}"
        assert ask(Client(), f"H46.1-261121-{number:04d}", REMOTE_ADDR=address).status_code == 302

    assert ask(Client(), NOT_THERE, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert ask(Client(), NOT_THERE, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


def test_closing_forgets_what_was_opened(desk: Desk) -> None:
    case = hers(desk)
    who = Client()
    opened(who, case)

    assert who.post("/tra-cuu", {"_bo": "1"}).status_code == 302

    assert "Lấy mã xác nhận" in text_of(who.get("/tra-cuu"))


def test_an_address_may_bring_the_dossiers_code_along(desk: Desk) -> None:
    page = Client().get("/tra-cuu", {"ma": f" {NOT_THERE.lower()}\x00"})

    assert f'value="{NOT_THERE}"' in page.content.decode()
    assert '"><script>' not in Client().get("/tra-cuu", {"ma": '"><script>'}).content.decode()


def test_at_the_kiosk_the_next_person_finds_nothing_of_what_was_followed(desk: Desk) -> None:
    who = Client()
    opened(who, hers(desk))

    assert who.post("/lon", {"viec": "xong"}).status_code == 302

    assert "Lấy mã xác nhận" in text_of(who.get("/tra-cuu"))


def test_a_code_opens_the_standing_and_no_page_of_the_person(desk: Desk) -> None:
    case = hers(desk)
    who = Client()
    opened(who, case)

    answer = who.get(f"/cua-toi/{case}")

    assert (answer.status_code, answer["Location"]) == (302, f"/cong-dan/dang-nhap?tiep=/cua-toi/{case}")


def test_hanh_sees_that_somebody_looked_with_a_code(desk: Desk) -> None:
    from citizens import signed_in

    case = hers(desk)
    opened(Client(), case)

    text = text_of(signed_in(HANH).get(f"/cua-toi/{case}/ai-da-xem"))

    assert "Người có mã xác nhận gửi đến điện thoại hoặc thư điện tử của bạn: xem tình trạng hồ sơ" in text
