"""Hạnh answers what was asked, defect by defect; who is late or presses twice is told so, and loses nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from citizens import HANH, PHUONG, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from following_cases import (
    DEFECTS,
    PDF,
    Desk,
    asked_for_more,
    hers,
    send,
    step_of,
)
from officers import text_of

from thongsuot.engine import reading, sql, uploads
from thongsuot.web.portal.following.answering import LONGEST, MOST_FILES

ANSWERS = {"tra-loi-1": "Đã ký lại tờ khai", "tra-loi-2": "Đã chụp lại hai mặt"}


def a_pdf(name: str = "Giấy chứng sinh.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def last(case: UUID) -> reading.Told:
    return reading.case_page(HANH.actor, case).entries[-1]


def supplement(hanh: Client, case: UUID, **given: Any) -> Any:
    page = hanh.get(f"/cua-toi/{case}/bo-sung")
    assert page.status_code == 200, text_of(page)
    return post(hanh, page, case, **given)


def post(hanh: Client, page: Any, case: UUID, **given: Any) -> Any:
    move = "correct" if b'value="correct"' in page.content else "answer_supplement"
    return send(hanh, page, f"/cua-toi/{case}/bo-sung", _move=move, **given)


# --- A supplement


def test_every_defect_is_shown_with_a_place_to_answer_it(desk: Desk) -> None:
    case = asked_for_more(desk)

    page = signed_in(HANH).get(f"/cua-toi/{case}/bo-sung")

    text = text_of(page)
    for number, defect in enumerate(DEFECTS, 1):
        assert f"Nội dung {number} {defect}" in text
        assert f'name="tra-loi-{number}"' in page.content.decode()
        assert f'name="tep-{number}"' in page.content.decode()


def test_hanh_supplements_with_words_and_files_and_nam_goes_on(desk: Desk) -> None:
    case = asked_for_more(desk)
    hanh = signed_in(HANH)

    answer = supplement(hanh, case, **{"tra-loi-1": "Đã ký lại\r\ntờ khai", "tep-2": [a_pdf(), a_pdf("Mặt sau.pdf")]})

    assert (answer.status_code, answer["Location"]) == (302, f"/cua-toi/{case}")
    assert step_of(case) == "processing"
    told = last(case)
    assert told.given["answer"] == [
        "Nội dung 1: Đã ký lại tờ khai",
        "Nội dung 2: nộp kèm Giấy chứng sinh.pdf, Mặt sau.pdf",
    ]
    assert [paper.name for paper in reading.case_page(HANH.actor, case).papers] == [
        "Giấy chứng sinh.pdf",
        "Mặt sau.pdf",
    ]
    assert told.body["who"] == {"person": None, "name": "", "subject": True}
    after = hanh.get(f"/cua-toi/{case}")
    assert "Bạn nộp bổ sung: Nội dung 1: Đã ký lại tờ khai" in text_of(after)
    assert "Đã nộp bổ sung. Hồ sơ được giải quyết tiếp." in text_of(after)
    assert "Hoàn tác" not in text_of(desk("nam").get(f"/ho-so/{case}")).split("Diễn biến")[1].split("Nộp bổ sung")[0]


def test_a_defect_without_words_or_file_is_told_with_its_number_and_the_rest_is_kept(desk: Desk) -> None:
    case = asked_for_more(desk)
    hanh = signed_in(HANH)

    answer = supplement(hanh, case, **{"tra-loi-1": "Đã ký lại tờ khai", "tra-loi-2": "  "})

    assert answer.status_code == 422
    assert "Nội dung 2: ghi bạn đã bổ sung gì, hoặc chọn tệp" in text_of(answer)
    assert 'href="#f-tra-loi-2"' in answer.content.decode()
    assert "Đã ký lại tờ khai" in answer.content.decode()
    assert step_of(case) == "waiting_supplement"


def test_files_that_came_are_not_asked_for_again(desk: Desk) -> None:
    case = asked_for_more(desk)
    hanh = signed_in(HANH)
    wrong = supplement(hanh, case, **{"tep-1": a_pdf("Tờ khai.pdf"), "tra-loi-2": ""})
    assert wrong.status_code == 422
    assert "Tờ khai.pdf Đã gửi xong" in text_of(wrong)
    kept = wrong.content.decode().split('name="tep-1-id" value="')[1].split('"')[0]

    answer = post(hanh, wrong, case, **{"tep-1-id": kept, "tra-loi-2": "Đã chụp lại"})

    assert answer.status_code == 302, text_of(answer)
    assert [paper.name for paper in reading.case_page(HANH.actor, case).papers] == ["Tờ khai.pdf"]


def test_a_file_left_out_again_is_not_sent_and_a_strangers_upload_is_nobodys(desk: Desk) -> None:
    case = asked_for_more(desk)
    hanh = signed_in(HANH)
    wrong = supplement(hanh, case, **{"tep-1": a_pdf("Nhầm.pdf"), "tra-loi-2": ""})
    kept = wrong.content.decode().split('name="tep-1-id" value="')[1].split('"')[0]
    theirs = asked_for_more(desk, name=PHUONG.name, number=PHUONG.number)

    stolen = supplement(signed_in(PHUONG), theirs, **{**ANSWERS, "tep-1-id": kept})
    answer = post(hanh, wrong, case, **{**ANSWERS, "tep-1-id": kept, "_bo": kept})

    assert (stolen.status_code, answer.status_code) == (422, 302)
    assert "Không tìm thấy tệp" in text_of(stolen)
    assert "Nhầm.pdf" not in text_of(stolen)
    assert step_of(theirs) == "waiting_supplement"
    assert reading.case_page(HANH.actor, case).papers == ()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"tep-1": a_pdf("máy.exe", b"MZ" + b"\0" * 60)}, "không phải là PDF"),
        ({"tep-1": a_pdf("rỗng.pdf", b"")}, "tệp rỗng"),
        ({"tep-1": a_pdf("lớn.pdf", PDF + b"x" * 20 * 2**20)}, "lớn hơn 20 MB"),
        ({"tra-loi-1": "x" * (LONGEST + 1)}, "Rút gọn lại"),
        ({"tra-loi-1": "\x00\x00"}, "ghi bạn đã bổ sung gì"),
    ],
)
def test_hostile_and_broken_answers_get_a_sentence(given: dict[str, Any], sentence: str, desk: Desk) -> None:
    case = asked_for_more(desk)
    for value in given.values():
        if hasattr(value, "seek"):
            value.seek(0)

    answer = supplement(signed_in(HANH), case, **{"tra-loi-1": "", "tra-loi-2": "Đã chụp lại", **given})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert step_of(case) == "waiting_supplement"


@pytest.mark.parametrize("id", ["x", "\x00", "9" * 900, str(UUID(int=5))])
def test_a_file_that_is_not_here_is_asked_for_again_and_not_passed_over(id: str, desk: Desk) -> None:
    case = asked_for_more(desk)

    answer = supplement(signed_in(HANH), case, **{**ANSWERS, "tep-1-id": id})

    assert answer.status_code == 422
    assert "Chọn lại tệp" in text_of(answer)
    assert step_of(case) == "waiting_supplement"


def test_a_file_sent_in_pieces_is_waited_for(desk: Desk) -> None:
    case = asked_for_more(desk)
    half = uploads.begin(HANH.actor, "Dở.pdf", 5000, PDF)

    answer = supplement(signed_in(HANH), case, **{**ANSWERS, "tep-2-id": str(half.id)})

    assert answer.status_code == 422
    assert "“Dở.pdf” chưa gửi xong" in text_of(answer)


def test_more_files_than_can_be_taken_at_once_are_refused_with_the_number(desk: Desk) -> None:
    case = asked_for_more(desk)
    many = [a_pdf(f"{n}.pdf", PDF + str(n).encode()) for n in range(MOST_FILES + 1)]

    answer = supplement(signed_in(HANH), case, **{**ANSWERS, "tep-1": many})

    assert answer.status_code == 422
    assert f"tối đa {MOST_FILES} tệp" in text_of(answer)


def test_the_button_pressed_twice_supplements_once(desk: Desk) -> None:
    case = asked_for_more(desk)
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{case}/bo-sung")

    first, second = (post(hanh, page, case, **ANSWERS) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert [entry.body["move"] for entry in reading.case_page(HANH.actor, case).entries].count("answer_supplement") == 1


def test_who_is_late_learns_what_happened_and_keeps_what_was_typed(desk: Desk) -> None:
    case = asked_for_more(desk)
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{case}/bo-sung")
    desk("lan").make(case, "supplement_arrived", brought=["Chồng bà Hạnh đã mang đến."])

    answer = post(hanh, page, case, **ANSWERS)

    assert answer.status_code == 409
    text = text_of(answer)
    assert "Hồ sơ vừa có thay đổi" in text
    assert "nhận phần bạn bổ sung" in text
    assert "Đã chụp lại hai mặt" in text
    assert step_of(case) == "processing"


def test_a_change_that_leaves_the_question_open_keeps_the_form_as_typed(desk: Desk) -> None:
    case = asked_for_more(desk)
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{case}/bo-sung")
    nam = desk("nam")
    seen = str(sql.run("SELECT length FROM engine_case WHERE id = %s", [case])[0][0])
    assert nam.post(f"/ho-so/{case}/giay-to", {"tep": a_pdf("Biên bản.pdf"), "_version": seen}).status_code == 302

    answer = post(hanh, page, case, **{**ANSWERS, "tep-1": a_pdf("Tờ khai.pdf")})

    assert answer.status_code == 409
    text = text_of(answer)
    assert "Hồ sơ vừa có thay đổi" in text
    assert "thêm giấy tờ vào hồ sơ" in text
    assert "Đã ký lại tờ khai" in answer.content.decode()
    assert "Tờ khai.pdf" in text
    kept = answer.content.decode().split('name="tep-1-id" value="')[1].split('"')[0]
    assert post(hanh, answer, case, **{**ANSWERS, "tep-1-id": kept}).status_code == 302
    assert step_of(case) == "processing"


def test_nothing_to_answer_is_said_with_the_way_back(desk: Desk) -> None:
    case = hers(desk)
    hanh = signed_in(HANH)

    for answer in (hanh.get(f"/cua-toi/{case}/bo-sung"), hanh.post(f"/cua-toi/{case}/bo-sung", ANSWERS)):
        assert answer.status_code in (409, 422)
        assert "hiện không chờ bạn bổ sung" in text_of(answer)
        assert f'href="/cua-toi/{case}"' in answer.content.decode()


def test_hanh_corrects_what_was_asked_before_the_dossier_was_received(desk: Desk) -> None:
    lan = desk("lan")
    answer = lan.post(
        "/tiep-nhan/1.001193",
        {**_registered(), "name": HANH.name, "number": HANH.number, "_receive": "register"},
    )
    case = UUID(answer["Location"].split("/")[2])
    if step_of(case) != "submitted":
        pytest.skip("the counter's page records no dossier that is still to be checked")
    assert lan.make(case, "ask_correction", defects=DEFECTS).status_code == 302
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{case}/bo-sung")
    assert "Hoàn thiện hồ sơ" in text_of(page)

    assert post(hanh, page, case, **ANSWERS).status_code == 302

    assert step_of(case) == "submitted"
    assert "Nơi tiếp nhận sẽ trả lời bạn" in text_of(hanh.get(f"/cua-toi/{case}"))


def _registered() -> dict[str, str]:
    from officers import INTAKE

    return dict(INTAKE)


def test_each_act_takes_few_statements(desk: Desk) -> None:
    case = asked_for_more(desk)
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{case}/bo-sung")
    before = sql.count()

    assert post(hanh, page, case, **ANSWERS).status_code == 302

    assert sql.count() - before <= 1 + 1 + 3  # the session; what was asked; lock, write, stamp
