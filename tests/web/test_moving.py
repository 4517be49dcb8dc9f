"""Making moves: the form asks for what the table needs, nothing typed is lost, nothing is done half or twice."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from officers import hidden_of, text_of

from thongsuot.engine import sql

Desk = Any


@pytest.fixture
def under_way(desk: Desk) -> tuple[Any, Any, UUID]:
    """Lan, Nam and a dossier that Lan handed over and Nam took."""
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive()
    lan.make(case, "hand_over")
    nam.post(f"/ho-so/{case}/nhan", {"_version": "2"})
    return lan, nam, case


def step(case: UUID) -> str:
    return str(sql.run("SELECT step FROM engine_case WHERE id = %s", [case])[0][0])


def length(case: UUID) -> int:
    return int(sql.run("SELECT length FROM engine_case WHERE id = %s", [case])[0][0])


def fields_of(page: Any, name: str) -> list[str]:
    """The rows of a repeatable field as the page shows them."""
    return re.findall(rf'name="{name}"[^>]*>\n?([^<]*)</textarea>', page.content.decode())


def test_a_supplement_carries_all_defects_stops_the_clock_and_offers_its_form(under_way: Any) -> None:
    _lan, nam, case = under_way
    nam.make(case, "ask_supplement", defects=["Thiếu chữ ký", "", "Bản sao mờ"])

    page = nam.get(f"/ho-so/{case}")

    assert step(case) == "waiting_supplement"
    assert "In mẫu 02" in text_of(page)
    assert "Thiếu chữ ký Bản sao mờ" in text_of(page)
    assert "Tạm dừng" in text_of(page)
    assert sql.run("SELECT due_at FROM engine_case WHERE id = %s", [case]) == [(None,)]


def test_a_missing_need_is_said_at_the_top_and_beside_the_field_and_nothing_is_done(under_way: Any) -> None:
    _lan, nam, case = under_way

    answer = nam.make(case, "ask_supplement", defects=["", "  "])
    page = answer.content.decode()

    assert (answer.status_code, step(case)) == (422, "processing")
    assert 'role="alert"' in page
    assert 'href="#f-defects"' in page
    assert 'id="f-defects"' in page
    assert 'aria-invalid="true"' in page
    assert "<title>Lỗi: " in page


def test_rows_are_added_and_taken_away_without_a_script_and_nothing_is_sent(under_way: Any) -> None:
    _lan, nam, case = under_way
    address = f"/ho-so/{case}/buoc/ask_supplement"
    page = nam.get(address)

    more = nam.send(page, address, defects=["Một"], _add="defects")
    less = nam.send(more, address, defects=["Một", "Hai"], _remove="defects:0")

    assert fields_of(more, "defects") == ["Một", ""]
    assert fields_of(less, "defects") == ["Hai"]
    assert step(case) == "processing"


def test_who_was_faster_is_told_and_what_was_typed_stays(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    first = lan.get(f"/ho-so/{case}/buoc/withdraw")
    lan.make(case, "hand_over")

    answer = lan.send(first, f"/ho-so/{case}/buoc/withdraw", request="Ông Hùng xin rút để bổ sung sau")

    assert (answer.status_code, step(case)) == (409, "processing")
    assert "Có thay đổi trong lúc bạn nhập" in text_of(answer)
    assert "Nguyễn Thị Lan, Cán bộ tiếp nhận: Chuyển xử lý" in text_of(answer)
    assert "Ông Hùng xin rút để bổ sung sau" in answer.content.decode()
    assert hidden_of(answer)["_version"] == "2"

    again = lan.send(answer, f"/ho-so/{case}/buoc/withdraw", request="Ông Hùng xin rút để bổ sung sau")
    assert (again.status_code, step(case)) == (302, "withdrawn")


def test_a_stale_page_whose_move_is_gone_says_what_happened(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    first = lan.get(f"/ho-so/{case}/buoc/hand_over")
    lan.make(case, "hand_over")

    answer = lan.send(first, f"/ho-so/{case}/buoc/hand_over", note="Gấp")

    assert answer.status_code == 409
    assert "Chuyển xử lý" in text_of(answer)
    assert "Đang thụ lý" in text_of(answer)
    assert length(case) == 2


def test_the_same_form_sent_twice_is_done_once(under_way: Any) -> None:
    _lan, nam, case = under_way
    address = f"/ho-so/{case}/buoc/ask_supplement"
    page = nam.get(address)

    first = nam.send(page, address, defects=["Thiếu chữ ký"])
    second = nam.send(page, address, defects=["Thiếu chữ ký"])

    assert first["Location"] == second["Location"] == f"/ho-so/{case}"
    assert length(case) == 4


def test_a_used_key_with_other_words_is_refused(under_way: Any) -> None:
    _lan, nam, case = under_way
    address = f"/ho-so/{case}/buoc/ask_supplement"
    page = nam.get(address)
    nam.send(page, address, defects=["Thiếu chữ ký"])

    answer = nam.send(page, address, defects=["Khác hẳn"])

    assert answer.status_code == 409
    assert length(case) == 4


def test_a_form_without_its_version_is_stale_and_not_merged(under_way: Any) -> None:
    _lan, nam, case = under_way

    answer = nam.post(f"/ho-so/{case}/buoc/ask_supplement", {"defects": "Thiếu chữ ký"})

    assert (answer.status_code, length(case)) == (409, 3)


@pytest.mark.parametrize("name", ["receive", "nothing", "..", "sign"])
def test_a_move_that_is_not_mine_or_not_there_is_refused(name: str, under_way: Any) -> None:
    _lan, nam, case = under_way

    assert nam.get(f"/ho-so/{case}/buoc/{name}").status_code in (403, 404)
    assert nam.post(f"/ho-so/{case}/buoc/{name}", {"_version": "3", "method": "paper"}).status_code in (403, 404, 409)
    assert length(case) == 3


def test_an_extension_to_a_past_day_or_a_day_off_is_answered_beside_what_was_typed(desk: Desk, under_way: Any) -> None:
    _lan, _nam, case = under_way
    thu = desk("thu")

    past = thu.make(case, "extend", **{"until": "01/01/2020", "until-gio": "10:00", "reasons": ["Chờ xác minh"]})
    holiday = thu.make(case, "extend", **{"until": "29/11/2026", "until-gio": "10:00", "reasons": ["Chờ xác minh"]})
    outside = thu.make(case, "extend", **{"until": "01/01/2199", "until-gio": "10:00", "reasons": ["Chờ xác minh"]})

    for answer in (past, holiday, outside):
        assert answer.status_code == 409
        assert "Chờ xác minh" in answer.content.decode()
    assert "phải sau hạn hiện tại" in text_of(past)
    assert length(case) == 3


def test_taking_a_dossier_twice_is_refused_with_a_sentence(desk: Desk) -> None:
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive()
    lan.make(case, "hand_over")
    page = nam.get(f"/ho-so/{case}")
    assert "Nhận việc" in text_of(page)

    assert nam.post(f"/ho-so/{case}/nhan", {"_version": "2"}).status_code == 302
    again = nam.post(f"/ho-so/{case}/nhan", {"_version": "3"})

    assert again.status_code == 403
    assert "Hồ sơ đã có người nhận" in text_of(again)


def test_thu_gives_the_dossier_to_a_colleague_of_the_office_and_to_nobody_else(desk: Desk, under_way: Any) -> None:
    _lan, nam, case = under_way
    thu = desk("thu")
    page = thu.get(f"/ho-so/{case}/giao")
    colleagues = re.findall(r'name="to" value="([0-9a-f-]{36})"', page.content.decode())
    assert len(colleagues) == 1

    nobody = thu.send(page, f"/ho-so/{case}/giao", to="00000000-0000-0000-0000-000000000000")
    given = thu.send(page, f"/ho-so/{case}/giao", to=colleagues[0])

    assert nobody.status_code == 422
    assert given.status_code == 302
    assert str(sql.run("SELECT assignee FROM engine_case WHERE id = %s", [case])[0][0]) == colleagues[0]
    assert "Hồ sơ đang do người khác giữ" in text_of(nam.get(f"/ho-so/{case}"))


def test_undo_is_confirmed_first_and_puts_the_dossier_back(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.make(case, "hand_over")
    page = lan.get(f"/ho-so/{case}/hoan-tac")
    assert "Chuyển xử lý" in text_of(page)
    assert step(case) == "processing"

    lan.send(page, f"/ho-so/{case}/hoan-tac")

    assert step(case) == "received"
    assert "Không còn bước nào mà bạn được hoàn tác" in text_of(lan.get(f"/ho-so/{case}/hoan-tac"))


def test_nobody_takes_back_what_a_colleague_of_another_office_did(desk: Desk) -> None:
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive()
    lan.make(case, "hand_over")

    assert "Hoàn tác bước này" not in text_of(nam.get(f"/ho-so/{case}"))
    assert nam.post(f"/ho-so/{case}/hoan-tac", {"_version": "2"}).status_code in (403, 409)
    assert step(case) == "processing"


def test_an_undo_that_came_too_late_shows_what_happened_meanwhile(desk: Desk) -> None:
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive()
    lan.make(case, "hand_over")
    page = lan.get(f"/ho-so/{case}/hoan-tac")
    nam.post(f"/ho-so/{case}/nhan", {"_version": "2"})

    answer = lan.send(page, f"/ho-so/{case}/hoan-tac")

    assert answer.status_code == 409
    assert step(case) == "processing"


def test_a_dossier_goes_from_the_counter_to_the_result_by_the_forms_alone(desk: Desk) -> None:
    lan, nam, thu, minh, van = (desk(one) for one in ("lan", "nam", "thu", "minh", "van"))
    case = lan.receive()
    lan.make(case, "hand_over")
    nam.make(case, "propose", outcome="granted", summary=["Đăng ký khai sinh cho Trần Bảo An"])
    thu.make(case, "review")
    minh.make(case, "sign", method="paper")
    for name in ("number", "seal", "issue"):
        page = van.get(f"/ho-so/{case}")
        assert f'action="/ho-so/{case}/buoc/{name}"' in page.content.decode(), "a move without needs is one button"
        van.send(page, f"/ho-so/{case}/buoc/{name}")
    lan.make(case, "hand_out", receiver="Trần Văn Hùng", how="counter")

    text = text_of(lan.get(f"/ho-so/{case}"))
    assert step(case) == "delivered"
    assert "Hồ sơ đã kết thúc." in text
    assert "Số văn bản kết quả" in text
