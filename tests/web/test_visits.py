"""A morning at Thuận Hóa: a number at the kiosk, Lan calls it, the screen shows it; strangers' keys open nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from officers import Officer, text_of

from thongsuot.areas.visits import booking, centres, queue, seeding
from thongsuot.areas.visits.centres import RESULT, Centre
from thongsuot.engine import sql
from thongsuot.register import demo
from thongsuot.web.desk.attempts import Attempts
from thongsuot.web.visits import booking as pages

Desk = Callable[[str], Officer]
BODY = f"pvhcc.{demo.WARD}"


@pytest.fixture
def centre(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Centre:
    monkeypatch.setattr(pages, "_booked", Attempts())
    return centres.keep(BODY, 3, 30, 2, datetime.now(UTC))


def kiosk(centre: Centre, **given: str) -> Any:
    return Client().post(f"/so-thu-tu/{BODY}/lay-so", {"khoa": centre.secret, "_key": str(uuid4()), **given})


def screen(centre: Centre, **headers: Any) -> Any:
    return Client().get(f"/so-thu-tu/{BODY}/man-hinh", {"khoa": centre.secret}, headers=headers or None)


def serving(page: Any) -> str:
    found = re.search(r'name="so" value="([^"]*)"', page.content.decode())
    assert found
    return found[1]


def press(who: Officer, number: int, what: str, **given: str) -> Any:
    address = f"/so-thu-tu/quay/{number}"
    return who.post(address, {"viec": what, "so": serving(who.get(address)), **given})


# The kiosk.


def test_somebody_takes_a_number_and_reads_it_large(centre: Centre) -> None:
    answer = kiosk(centre, viec=RESULT)
    page = Client().get(answer["Location"])

    assert answer.status_code == 302
    assert "Số của bạn 1 Nhận kết quả Bạn là người tiếp theo" in text_of(page)
    assert page["Refresh"].startswith("20; url=")
    again = Client().get(kiosk(centre, viec=RESULT)["Location"])
    assert "Còn 1 người trước bạn" in text_of(again)


def test_the_kiosk_offers_the_fields_of_its_centre(centre: Centre) -> None:
    page = text_of(Client().get(f"/so-thu-tu/{BODY}/lay-so", {"khoa": centre.secret}))

    assert "Nhận kết quả" in page
    assert "Hộ tịch" in page
    assert page.index("Việc khác") < page.index("Lĩnh vực khác")
    rare = centres.shown(centre, queue.today(datetime.now(UTC)))[1][0]
    kiosk(centre, viec=rare)
    usual, others = centres.shown(centre, queue.today(datetime.now(UTC)))
    assert usual[:2] == [RESULT, rare]
    assert not set(usual) & set(others)


@pytest.mark.parametrize("key", ["", "x", "\x00", "ạ" * 1000])
@pytest.mark.parametrize("page", ["lay-so", "man-hinh"])
def test_without_the_centres_key_there_is_no_kiosk_and_no_screen(centre: Centre, page: str, key: str) -> None:
    assert Client().get(f"/so-thu-tu/{BODY}/{page}", {"khoa": key}).status_code == 404
    assert Client().get(f"/so-thu-tu/khong-co/{page}", {"khoa": centre.secret}).status_code == 404


@pytest.mark.parametrize(
    "given", [{"viec": "\x00"}, {"viec": "Hack"}, {}, {"ma": ""}, {"ma": "²" * 6}, {"ma": "000000"}]
)
def test_what_the_kiosk_cannot_read_is_said_and_takes_no_number(centre: Centre, given: dict[str, str]) -> None:
    answer = kiosk(centre, **given)

    assert answer.status_code == 422
    assert "Cần sửa trước khi gửi" in text_of(answer)
    assert sql.run("SELECT count(*) FROM visits_ticket") == [(0,)]


@pytest.mark.parametrize("number", ["x", "\x00", "00000000-0000-7000-8000-000000000000"])
def test_a_number_that_is_none_leads_to_the_first_page(centre: Centre, number: str) -> None:
    answer = Client().get(f"/so-thu-tu/{BODY}/lay-so", {"khoa": centre.secret, "so": number})

    assert answer.status_code == 302


def test_a_button_held_down_is_told_to_wait(centre: Centre) -> None:
    answers = [kiosk(centre, viec=RESULT) for _ in range(queue.MOST_A_MINUTE + 1)]

    assert [one.status_code for one in answers[-2:]] == [302, 422]
    assert "Chờ một phút" in text_of(answers[-1])


# The counters and the screen.


def test_lan_calls_and_the_screen_shows_where(centre: Centre, desk: Desk) -> None:
    lan = desk("lan")
    kiosk(centre, viec="Hộ tịch")
    kiosk(centre, viec=RESULT)
    assert "Chưa gọi số nào. Tiếp theo: 1 2" in text_of(screen(centre))

    assert press(lan, 2, "goi").status_code == 302
    assert "Mời số Đến quầy 1 2 Tiếp theo: 2" in text_of(screen(centre))
    page = lan.get("/so-thu-tu/quay/2")
    assert "Đang phục vụ số 1 Hộ tịch" in text_of(page)
    assert "/tiep-nhan?tim=H%E1%BB%99+t%E1%BB%8Bch" in page.content.decode()
    assert "Hộ tịch" in text_of(lan.get("/tiep-nhan", {"tim": "Hộ tịch"}))


def test_the_screen_costs_a_line_while_nothing_changes(centre: Centre) -> None:
    first = screen(centre)
    same = screen(centre, if_none_match=first["ETag"])
    kiosk(centre, viec=RESULT)
    other = screen(centre, if_none_match=first["ETag"])

    assert (first.status_code, same.status_code, same.content) == (200, 304, b"")
    assert other.status_code == 200
    assert not first.cookies


def test_every_key_of_the_counter_does_its_thing(centre: Centre, desk: Desk) -> None:
    lan, nobody = desk("lan"), "Chưa gọi số nào"
    for _ in range(3):
        kiosk(centre, viec=RESULT)
    press(lan, 1, "goi")
    press(lan, 1, "goi-lai")
    assert "đã gọi 2 lần" in text_of(lan.get("/so-thu-tu/quay/1"))
    press(lan, 1, "vang")
    assert nobody in text_of(lan.get("/so-thu-tu/quay/1"))
    press(lan, 1, "goi")
    press(lan, 1, "chuyen", den="3")
    assert "số 2 (quầy 3)" in text_of(lan.get("/so-thu-tu/quay/1"))
    press(lan, 1, "goi")
    press(lan, 1, "xong")
    home = text_of(lan.get("/so-thu-tu"))
    assert "Đã lấy số 3 Đang chờ 1 Đã phục vụ 1 Gọi không đến 1" in home


def test_a_press_on_an_old_page_calls_nobody_else(centre: Centre, desk: Desk) -> None:
    lan = desk("lan")
    for _ in range(2):
        kiosk(centre, viec=RESULT)
    told = {"viec": "goi", "so": ""}

    assert lan.post("/so-thu-tu/quay/1", told).status_code == 302
    again = lan.post("/so-thu-tu/quay/1", told)
    assert (again.status_code, "vừa có thay đổi" in text_of(again)) == (409, True)
    assert sql.run("SELECT count(*) FROM visits_ticket WHERE state = 'called'") == [(1,)]


def test_hoa_of_another_centre_sees_and_calls_nobody_here(centre: Centre, desk: Desk) -> None:
    kiosk(centre, viec=RESULT)
    hoa = desk("hoa")

    assert "Chưa bật lấy số thứ tự" in text_of(hoa.get("/so-thu-tu"))
    assert hoa.get("/so-thu-tu/quay/1").status_code == 409
    assert hoa.post("/so-thu-tu/quay/1", {"viec": "goi", "so": ""}).status_code == 409
    assert sql.run("SELECT count(*) FROM visits_ticket WHERE state = 'called'") == [(0,)]


@pytest.mark.parametrize("given", [{"viec": "chuyen", "den": "²"}, {"viec": "chuyen", "den": "9" * 30}])
def test_a_counter_that_is_none_is_said(centre: Centre, desk: Desk, given: dict[str, str]) -> None:
    lan = desk("lan")
    kiosk(centre, viec=RESULT)
    press(lan, 1, "goi")

    answer = press(lan, 1, given["viec"], den=given["den"])
    assert (answer.status_code, "Chọn quầy khác" in text_of(answer)) == (422, True)


@pytest.mark.parametrize("given", [{}, {"viec": "x"}, {"viec": "xong", "so": "\x00"}, {"viec": "goi", "so": "x"}])
def test_what_a_counter_cannot_read_changes_nothing(centre: Centre, desk: Desk, given: dict[str, str]) -> None:
    assert desk("lan").post("/so-thu-tu/quay/1", given).status_code in (302, 409)
    assert desk("lan").get("/so-thu-tu/quay/2147483648").status_code == 409


def test_the_pages_cost_few_statements(centre: Centre, desk: Desk) -> None:
    lan = desk("lan")
    for _ in range(5):
        kiosk(centre, viec=RESULT)
    for address, most in (("/so-thu-tu", 3), ("/so-thu-tu/quay/1", 2), ("/so-thu-tu/lich-hen", 2)):
        lan.get(address)
        before = sql.count()
        lan.get(address)
        assert sql.count() - before <= most + 1, address
    before = sql.count()
    screen(centre)
    assert sql.count() - before == 2


# Times booked.


def bookable(centre: Centre) -> datetime:
    now = datetime.now(UTC)
    day = booking.open_days(centre, now)[-1]
    return booking.free(centre, day, now)[0].starts_at


def book(centre: Centre, **given: str) -> Any:
    told = {"gio": bookable(centre).isoformat(), "viec": "Hộ tịch", "dien_thoai": "0912 345 678", "_key": str(uuid4())}
    return Client().post(f"/so-thu-tu/{BODY}/dat-lich", {**told, **given})


def test_anyone_books_a_time_changes_it_and_cancels_it(centre: Centre, desk: Desk) -> None:
    answer = book(centre)
    assert answer.status_code == 302
    address = answer["Location"]
    page = text_of(Client().get(address))
    assert re.search(r"Mã hẹn \d{6} Giờ đến", page)
    later = bookable(centre) + timedelta(minutes=30)
    assert Client().post(address, {"gio": later.isoformat()}).status_code == 302
    assert "Hộ tịch" in text_of(desk("lan").get("/so-thu-tu/lich-hen", {"ngay": later.date().isoformat()}))
    assert Client().post(address, {"lam": "huy"}).status_code == 302
    assert "đã hủy" in text_of(Client().get(address))
    assert "Không có ai hẹn" in text_of(desk("lan").get("/so-thu-tu/lich-hen", {"ngay": later.date().isoformat()}))


def test_a_full_time_is_said_beside_the_times_that_are_left(centre: Centre) -> None:
    wanted = bookable(centre).isoformat()
    book(centre)
    book(centre, dien_thoai="0912 345 679")
    answer = book(centre, dien_thoai="0912 345 670", gio=wanted)

    assert answer.status_code == 422
    assert "hết chỗ" in text_of(answer)


@pytest.mark.parametrize(
    "given",
    [
        {"gio": ""}, {"gio": "x"}, {"gio": "0001-01-01T00:00:00+07:00"}, {"gio": "9999-12-31T23:59:59-14:00"},
        {"gio": "2026-11-22T10:00:00"}, {"viec": "\x00"}, {"viec": ""}, {"dien_thoai": "\x00"},
        {"dien_thoai": "1" * 999},
    ],
)  # fmt: skip
def test_what_cannot_be_booked_is_said_with_what_to_do(centre: Centre, given: dict[str, str]) -> None:
    answer = book(centre, **given)

    assert answer.status_code == 422
    assert "Cần sửa trước khi gửi" in text_of(answer)
    assert sql.run("SELECT count(*) FROM visits_appointment") == [(0,)]


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "9999-12-31", "2026-11-22", "\x00"])
def test_a_day_that_is_closed_or_none_shows_no_times(centre: Centre, day: str, desk: Desk) -> None:
    assert Client().get(f"/so-thu-tu/{BODY}/dat-lich", {"ngay": day}).status_code == 200
    assert desk("lan").get("/so-thu-tu/lich-hen", {"ngay": day}).status_code == 200


def test_one_address_that_books_again_and_again_has_to_wait(centre: Centre) -> None:
    codes = [book(centre, dien_thoai=f"09123456{n:02d}", gio="").status_code for n in range(3)]
    start = bookable(centre)
    for number in range(6):
        at = start + timedelta(minutes=30 * (number // 2))
        codes.append(book(centre, dien_thoai=f"09123456{number:02d}", gio=at.isoformat()).status_code)

    assert codes == [422] * 3 + [302] * 5 + [422]


def test_nobody_finds_a_centre_or_an_appointment_that_is_not_there(centre: Centre) -> None:
    assert Client().get("/so-thu-tu/khong-co/dat-lich").status_code == 404
    assert Client().get(f"/so-thu-tu/hen/{uuid4()}").status_code == 404


# The head's settings, and the demonstration.


def test_the_chair_sets_the_centre_up_and_the_head_of_an_office_does_not(desk: Desk) -> None:
    told = {"quay": "4", "phut": "20", "cho": "3"}
    chair, head = desk("minh"), desk("thu")

    assert head.post("/so-thu-tu/cai-dat", told).status_code == 409
    assert chair.post("/so-thu-tu/cai-dat", told).status_code == 302
    found = centres.find(BODY)
    assert found
    assert (found.counters, found.slot_minutes, found.slot_places) == (4, 20, 3)
    page = chair.get("/so-thu-tu/cai-dat")
    assert found.secret in page.content.decode()
    chair.post("/so-thu-tu/cai-dat", {"viec": "doi-khoa"})
    assert screen(found).status_code == 404
    assert found.secret not in head.get("/so-thu-tu/cai-dat").content.decode()


@pytest.mark.parametrize("wrong", [{"quay": "0"}, {"quay": "²"}, {"phut": "7"}, {"cho": "-1"}, {"quay": "9" * 50}])
def test_a_setting_that_cannot_be_is_said_beside_its_field(desk: Desk, wrong: dict[str, str]) -> None:
    answer = desk("minh").post("/so-thu-tu/cai-dat", {"quay": "4", "phut": "20", "cho": "3", **wrong})

    assert answer.status_code == 422
    assert centres.find(BODY) is None


def test_the_demonstrations_day_has_people_waiting_and_is_made_once(desk: Desk) -> None:
    assert seeding.seed_today() == seeding.seed_today() == seeding.TAKEN
    assert "Đang chờ 5" in text_of(desk("lan").get("/so-thu-tu"))
