"""One dossier's page: where it stands and why by then, what it holds, what this officer may do; and who looked."""

from __future__ import annotations

import re
from typing import Any

from officers import text_of

from thongsuot.engine import sql

Desk = Any


def test_the_page_says_the_six_clears_and_why_that_day(desk: Desk) -> None:
    lan = desk("lan")
    text = text_of(lan.get(f"/ho-so/{lan.receive()}"))

    for term in ("Rõ việc", "Rõ người", "Rõ thời gian", "Rõ trách nhiệm", "Rõ sản phẩm", "Rõ thẩm quyền"):
        assert term in text
    assert "Ủy ban nhân dân phường Thuận Hóa" in text
    assert "Giấy khai sinh" in text
    assert "chưa xác minh" in text
    assert "Vì sao là ngày này" in text
    assert "Thời hạn giải quyết ngay trong ngày làm việc" in text


def test_lan_may_hand_over_nam_may_not_yet_and_hoa_does_not_know_the_dossier(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()

    assert "Chuyển xử lý" in text_of(lan.get(f"/ho-so/{case}"))
    assert "Bước này không thuộc vị trí của bạn" in text_of(desk("nam").get(f"/ho-so/{case}"))
    assert desk("hoa").get(f"/ho-so/{case}").status_code == 404
    assert desk("hoa").get(f"/ho-so/{case}/buoc/hand_over").status_code == 404


def test_impossible_moves_are_absent_and_a_blocked_one_says_why(desk: Desk) -> None:
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive()
    lan.make(case, "hand_over")
    nam.make(case, "ask_supplement", defects=["Thiếu chữ ký"])
    lan.make(case, "supplement_arrived", brought=["Tờ khai đã ký"])

    text = text_of(nam.get(f"/ho-so/{case}"))

    assert "Ký duyệt" not in text
    assert "Chưa thực hiện được" in text
    assert "“Yêu cầu bổ sung” chỉ được thực hiện 1 lần cho một hồ sơ." in text


def test_the_step_forward_has_the_key_f_a_supplement_b_and_signing_k(desk: Desk) -> None:
    lan, nam, thu, minh = desk("lan"), desk("nam"), desk("thu"), desk("minh")
    case = lan.receive()
    assert keys(lan, case) == {"F": "hand_over"}
    lan.make(case, "hand_over")
    assert keys(nam, case) == {"F": "propose", "B": "ask_supplement"}
    nam.make(case, "propose", outcome="granted", summary=["Đăng ký khai sinh"])
    assert keys(thu, case) == {"F": "review"}
    thu.make(case, "review")
    assert keys(minh, case) == {"K": "sign"}


def keys(officer: Any, case: Any) -> dict[str, str]:
    page = officer.get(f"/ho-so/{case}").content.decode()
    return {key: name for name, key in re.findall(r'href="/ho-so/[^"]+/buoc/(\w+)" data-key="(\w)"', page)}


def test_a_key_on_the_work_list_leads_to_the_moves_page_or_to_the_dossier(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()

    assert lan.get(f"/ho-so/{case}?phim=F")["Location"] == f"/ho-so/{case}/buoc/hand_over"
    assert lan.get(f"/ho-so/{case}?phim=K")["Location"] == f"/ho-so/{case}"


def test_every_look_is_recorded_and_shown_to_who_asks(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.get(f"/ho-so/{case}")
    desk("kiemsoat").get(f"/ho-so/{case}")

    looks = sql.run("SELECT count(*) FROM engine_read WHERE case_id = %s AND what = 'dossier'", [case])[0][0]
    text = text_of(lan.get(f"/ho-so/{case}/da-xem"))

    assert looks == 2
    assert "Nguyễn Thị Lan, Cán bộ tiếp nhận" in text
    assert "Võ Minh Hạnh" in text


def test_a_look_at_a_dossier_out_of_sight_leaves_no_trace_of_its_being_there(desk: Desk) -> None:
    case = desk("lan").receive()
    hoa = desk("hoa")

    there, nowhere = hoa.get(f"/ho-so/{case}"), hoa.get("/ho-so/01900000-0000-7000-8000-000000000000")

    assert there.status_code == nowhere.status_code == 404
    assert text_of(there) == text_of(nowhere)
    assert hoa.get(f"/ho-so/{case}/da-xem").status_code == 404


def test_hanh_sees_the_course_of_the_dossier_and_nothing_of_the_person(desk: Desk) -> None:
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive(name="Trần Văn Hùng", phone="0912 345 678", content="Khai sinh cho con Trần Bảo An")
    lan.make(case, "hand_over", note="Chị Hoa hàng xóm nộp thay")
    nam.make(case, "ask_supplement", defects=["Thiếu chữ ký của ông Hùng"])

    page = desk("kiemsoat").get(f"/ho-so/{case}")
    whole = page.content.decode()

    assert "Yêu cầu bổ sung" in text_of(page)
    for value in ("Trần Văn Hùng", "0912", "046190012345", "Bảo An", "hàng xóm", "ông Hùng", "Lê Lợi", "/mau/"):
        assert value not in whole, value
    assert "buoc/" not in whole


def test_what_people_typed_is_text_and_never_markup(desk: Desk) -> None:
    lan = desk("lan")
    evil = '<script>alert(1)</script>"><img src=x>'
    case = lan.receive(name=evil, content=evil, address=evil)

    for address in (f"/ho-so/{case}", "/viec", f"/ho-so/{case}/buoc/hand_over", "/tim"):
        page = lan.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_page_costs_two_statements_of_ours(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.get(f"/ho-so/{case}")

    before = sql.count()
    lan.get(f"/ho-so/{case}")

    told = "the officer; the dossier with its story, its papers, those related to it and the read record"
    assert sql.count() - before == 2, told


def test_a_result_that_came_in_time_stays_in_time_however_long_nobody_fetches_it(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    sql.run(
        "UPDATE engine_case SET status = 9, step = 'done', waits_for = 'applicant', resolved_at = opened_at"
        " WHERE id = %s",
        [case],
    )

    in_time = text_of(lan.get(f"/ho-so/{case}"))
    sql.run("UPDATE engine_case SET resolved_at = opened_at + interval '40 days' WHERE id = %s", [case])
    late = text_of(lan.get(f"/ho-so/{case}"))

    assert "Đã xong có kết quả" in in_time
    assert "trong hạn" in in_time
    assert "quá hạn" not in in_time
    assert "ngày làm việc, hạn là" in late


def test_the_story_tells_who_did_what_and_strikes_through_what_was_taken_back(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.make(case, "hand_over")
    lan.send(lan.get(f"/ho-so/{case}/hoan-tac"), f"/ho-so/{case}/hoan-tac")

    page = lan.get(f"/ho-so/{case}").content.decode()

    assert "Hoàn tác “Chuyển xử lý”" in page
    assert re.search(r'<p class="undone">Nguyễn Thị Lan[^<]*: Chuyển xử lý', page)
    assert "Trung tâm Phục vụ hành chính công phường Thuận Hóa: Tiếp nhận tại quầy" in page
