"""Nam consults the economic office on a birth: Hương answers, Quang approves, and each sees what is theirs to see."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from officers import text_of

from thongsuot.engine import sql
from thongsuot.register import demo

Desk = Any
PKT, VP = f"pkt.{demo.WARD}", f"vp.{demo.WARD}"
QUESTION = "Thửa đất này có nằm trong quy hoạch không?"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def held(desk: Desk) -> tuple[Any, UUID]:
    """Nam, who holds a dossier that Lan received."""
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive()
    lan.make(case, "hand_over")
    assert nam.post(f"/ho-so/{case}/nhan", {"_version": "2"}).status_code == 302
    return nam, case


def ask(officer: Any, case: UUID, **given: Any) -> Any:
    address = f"/ho-so/{case}/lay-y-kien"
    sent = {"body": PKT, "question": [QUESTION], "binding": "required", "days": "3", **given}
    return officer.send(officer.get(address), address, **sent)


def consultation(case: UUID) -> UUID:
    return UUID(str(sql.run("SELECT other_id FROM engine_relation WHERE case_id = %s", [case])[0][0]))


def test_the_dossiers_page_says_where_the_question_stands_and_since_when(desk: Desk, held: Any) -> None:
    nam, case = held

    answer = ask(nam, case)

    assert answer.status_code == 302, text_of(answer)
    page = text_of(nam.get(f"/ho-so/{case}"))
    assert "Lấy ý kiến Các cơ quan đã được hỏi và trả lời" in page
    assert "Chờ cơ quan phối hợp trả lời" in page
    assert "Bắt buộc" in page
    assert f'href="/ho-so/{consultation(case)}"' in nam.get(f"/ho-so/{case}").content.decode()


def test_the_button_says_why_nothing_may_be_proposed_yet(desk: Desk, held: Any) -> None:
    nam, case = held
    address = f'href="/ho-so/{case}/buoc/propose"'
    assert address in nam.get(f"/ho-so/{case}").content.decode()

    ask(nam, case)

    page = nam.get(f"/ho-so/{case}")
    assert "Chưa trình được: đang chờ ý kiến bắt buộc của" in text_of(page)
    assert address not in page.content.decode()


def test_a_consultation_that_does_not_bind_blocks_no_button(desk: Desk, held: Any) -> None:
    nam, case = held
    ask(nam, case, binding="optional")
    page = nam.get(f"/ho-so/{case}")
    assert "Chưa trình được" not in text_of(page)
    assert f'href="/ho-so/{case}/buoc/propose"' in page.content.decode()


def test_huong_answers_quang_approves_and_nam_may_propose_only_then(desk: Desk, held: Any) -> None:
    nam, case = held
    ask(nam, case)
    huong, quang, one = desk("huong"), desk("quang"), consultation(case)
    proposal = {"outcome": "granted", "summary": ["Đăng ký khai sinh theo đề nghị."]}

    early = nam.make(case, "propose", **proposal)
    taken = huong.post(f"/ho-so/{one}/nhan", {"_version": "1"})
    answered = huong.make(one, "answer", outcome="agree", opinion=["Không nằm trong quy hoạch."])
    still = nam.make(case, "propose", **proposal)
    approved = quang.make(one, "approve")
    late = nam.make(case, "propose", **proposal)

    assert early.status_code == still.status_code == 409
    assert "đang chờ ý kiến bắt buộc của" in text_of(early)
    assert [one.status_code for one in (taken, answered, approved, late)] == [302] * 4
    page = text_of(nam.get(f"/ho-so/{case}"))
    assert "Đã có ý kiến : Thống nhất" in page or "Đã có ý kiến: Thống nhất" in page
    assert "Không nằm trong quy hoạch." in text_of(nam.get(f"/ho-so/{one}"))


def test_the_asked_office_sees_the_question_and_the_shared_paper_nothing_of_the_applicant(
    desk: Desk, held: Any
) -> None:
    nam, case = held
    files = [SimpleUploadedFile(name, PDF + name.encode(), "application/pdf") for name in ("so-do.pdf", "cccd.pdf")]
    version = str(sql.run("SELECT length FROM engine_case WHERE id = %s", [case])[0][0])
    nam.post(f"/ho-so/{case}/giay-to", {"_version": version, "_key": str(uuid4()), "tep": files})
    [paper] = sql.run("SELECT id FROM engine_paper WHERE case_id = %s AND name = 'so-do.pdf'", [case])[0]

    assert ask(nam, case, papers=[str(paper)]).status_code == 302
    huong, one = desk("huong"), consultation(case)
    page = text_of(huong.get(f"/ho-so/{one}"))

    assert QUESTION in page
    assert "so-do.pdf" in page
    assert "cccd.pdf" not in page
    assert "Trần Văn Hùng" not in page
    assert "046190012345" not in page
    assert "Mẫu 06" not in page, "a consultation prints none of the dossier's forms"
    assert huong.get(f"/ho-so/{case}").status_code == 404
    assert huong.get(f"/ho-so/{case}/giay-to/{paper}").status_code == 404


def test_hoa_in_bac_lieu_sees_neither_and_others_may_not_ask(desk: Desk, held: Any) -> None:
    nam, case = held
    address = f"/ho-so/{case}/lay-y-kien"

    assert desk("hoa").get(address).status_code == 404
    assert desk("lan").get(address).status_code == 403
    assert desk("thu").get(address).status_code == 403, "the head does not hold it"
    ask(nam, case)
    assert desk("hoa").get(f"/ho-so/{consultation(case)}").status_code == 404
    assert "Lấy ý kiến cơ quan khác" not in text_of(desk("lan").get(f"/ho-so/{case}"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"body": ""}, "Chọn cơ quan, đơn vị cần lấy ý kiến"),
        ({"body": VP}, "Chọn cơ quan, đơn vị cần lấy ý kiến"),
        ({"body": "ubnd.46"}, "chưa có đủ chuyên viên và trưởng phòng"),
        ({"question": [" "]}, "Nội dung cần ý kiến"),
        ({"question": ["\x00"]}, "ký tự không hợp lệ"),
        ({"binding": "maybe"}, "Tính chất"),
        ({"days": "0"}, "từ 1 đến 15 ngày làm việc"),
        ({"days": "999"}, "từ 1 đến 15 ngày làm việc"),
        ({"days": "9" * 4000}, "Nhập số ngày làm việc"),
        ({"days": "năm"}, "Nhập số ngày làm việc"),
        ({"papers": ["0", str(UUID(int=7))]}, ""),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(held: Any, given: dict[str, Any], said: str) -> None:
    nam, case = held

    answer = ask(nam, case, **given)

    if not said:
        assert answer.status_code == 302, "a paper that the dossier has not is not on its form"
        return
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert sql.run("SELECT count(*) FROM engine_relation WHERE case_id = %s", [case]) == [(0,)]


def test_the_same_form_sent_twice_asks_once(held: Any) -> None:
    nam, case = held
    address = f"/ho-so/{case}/lay-y-kien"
    page = nam.get(address)
    sent = {"body": PKT, "question": [QUESTION], "binding": "optional", "days": ""}

    first, second = nam.send(page, address, **sent), nam.send(page, address, **sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert sql.run("SELECT count(*) FROM engine_relation WHERE case_id = %s", [case]) == [(1,)]


def test_the_dossiers_page_with_three_consultations_asks_the_database_no_more_often(held: Any) -> None:
    nam, case = held
    nam.get(f"/ho-so/{case}")
    with CaptureQueriesContext(
        connection,
    ) as before:
        nam.get(f"/ho-so/{case}")
    for _ in range(3):
        ask(nam, case, binding="optional")

    with CaptureQueriesContext(connection) as after:
        nam.get(f"/ho-so/{case}")

    assert len(after) == len(before)
