"""The texts of notices as An, who administers, sees and changes them; and how Hạnh chooses to hear."""

from __future__ import annotations

from typing import Any

import citizens
import pytest
from citizens import HANH
from django.test import Client
from officers import text_of

from thongsuot.engine import sql
from thongsuot.exchange.notices import choosing
from thongsuot.exchange.notices.rules import Choice
from thongsuot.web.entrance import today

Desk = Any
MINE = {"subject": "Hồ sơ đã nhận", "sms": "Thành phố Huế đã nhận hồ sơ {code}.", "mail": "", "until": "", "tinh": "46"}


def save(officer: Any, event: str = "accept", language: str = "vi", **given: str) -> Any:
    return officer.post(f"/tin-nhan/mau/{event}/{language}", {**MINE, "since": f"{today():%d/%m/%Y}", **given})


def test_the_administrator_sees_every_event_in_both_languages_as_it_will_read(desk: Desk) -> None:
    page = text_of(desk("quantri").get("/tin-nhan/mau"))

    assert "Hồ sơ H46.19789-261121-0001 cần bổ sung." in page
    assert "must be supplemented" in page
    assert "Không gửi tin nhắn từ 21:00 đến 07:00" in page
    assert "chưa xác minh" in page
    assert "{" not in page


def test_a_province_says_it_otherwise_and_the_preview_shows_it(desk: Desk) -> None:
    root = desk("quantri")

    answer = save(root)

    assert answer.status_code == 302, text_of(answer)
    assert "Thành phố Huế đã nhận hồ sơ H46.19789-261121-0001." in text_of(root.get("/tin-nhan/mau?tinh=46"))
    assert "Thành phố Huế" not in text_of(root.get("/tin-nhan/mau?tinh=96")).split("Tiếp nhận", 1)[1]
    assert "Lý Thành An" in text_of(root.get("/tin-nhan/mau/accept/vi?tinh=46"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sms": "Hồ sơ {code} của {name}."}, "dùng biến không có: {name}"),
        ({"sms": ""}, "hiếu nội dung tin nhắn"),
        ({"sms": "Hồ sơ {code"}, "ngoặc nhọn"),
        ({"sms": "Hồ sơ {code}\x00."}, "ký tự không hợp lệ"),
        ({"subject": ""}, "hiếu tiêu đề thư"),
        ({"since": "01/01/2020"}, "từ hôm nay trở đi"),
        ({"since": "32/13/2027"}, "không phải là ngày có thật"),
        ({"until": "01/01/2020"}, "sau ngày bắt đầu"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_and_stays_on_the_page(
    desk: Desk, given: dict[str, str], said: str
) -> None:
    answer = save(desk("quantri"), **given)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert sql.run("SELECT count(*) FROM exchange_notice_text") == [(0,)]


def test_a_preview_saves_nothing_and_others_have_no_such_page(desk: Desk) -> None:
    seen = save(desk("quantri"), _xem="1")

    assert "Thành phố Huế đã nhận hồ sơ H46.19789-261121-0001." in text_of(seen)
    assert sql.run("SELECT count(*) FROM exchange_notice_text") == [(0,)]
    assert save(desk("quantri"), event="nothing").status_code == 404
    assert save(desk("quantri"), language="fr").status_code == 404
    for login in ("lan", "kiemsoat", "hoa"):
        assert desk(login).get("/tin-nhan/mau").status_code == 403
        assert save(desk(login)).status_code == 403


@pytest.mark.django_db
@pytest.mark.usefixtures("_peopled")
def test_hanh_chooses_how_she_hears() -> None:
    hanh = citizens.signed_in(HANH)
    page = text_of(hanh.get("/cua-toi/tin-nhan"))
    assert "Từ 21:00 đến 07:00 không gửi tin nhắn" in page

    answer = hanh.post("/cua-toi/tin-nhan", {"ways": ["mail", "pigeon"], "language": "en"})

    assert answer.status_code == 302
    assert choosing.of_person(HANH.number) == Choice(sms=False, mail=True, optional=False, language="en")
    hanh.post("/cua-toi/tin-nhan", {"ways": ["sms", "mail"], "language": "\x00", "optional": "1"})
    assert choosing.of_person(HANH.number) == Choice()


def test_nobody_chooses_for_hanh(desk: Desk) -> None:
    assert Client().get("/cua-toi/tin-nhan").status_code == 302
    assert desk("lan").post("/cua-toi/tin-nhan", {"ways": ["sms"]}).status_code == 401
    assert choosing.of_person(HANH.number) == Choice()
