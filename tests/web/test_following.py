"""Hạnh sees all that she has in one place, each dossier's story in plain sentences, and nothing of her neighbour's."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from citizens import HANH, PHUONG, signed_in
from django.test import Client
from following_cases import (
    DEFECTS,
    DELIVERED,
    ISSUED,
    PDF,
    SIGNED,
    Desk,
    asked_for_more,
    code_of,
    delivered,
    done,
    go,
    hers,
    reads,
    signed,
    to_nam,
)
from officers import text_of

from thongsuot.engine import own, reading, sql
from thongsuot.web.portal.following import asked

# --- The list


def test_hanh_finds_what_is_asked_of_her_first_then_what_is_under_way_then_the_rest(desk: Desk) -> None:
    under_way = hers(desk)
    over = delivered(desk)
    waiting = asked_for_more(desk)
    sql.run("UPDATE engine_case SET closed_at = closed_at - interval '31 days' WHERE id = %s", [over])

    page = signed_in(HANH).get("/cua-toi")

    text = text_of(page)
    found = [text.index(word) for word in ("Cần bạn làm (1)", "Đang giải quyết (1)", "Đã xong (1)")]
    assert found == sorted(found)
    order = [text.index(code_of(case)) for case in (waiting, under_way, over)]
    assert order == sorted(order)
    assert f'href="/cua-toi/{waiting}/bo-sung"' in page.content.decode()
    assert f'href="/cua-toi/{over}/danh-gia"' not in page.content.decode()


def test_a_dossier_that_ended_lately_asks_for_a_word_until_it_has_one(desk: Desk) -> None:
    case = delivered(desk)
    hanh = signed_in(HANH)
    assert f'href="/cua-toi/{case}/danh-gia"' in hanh.get("/cua-toi").content.decode()

    page = hanh.get(f"/cua-toi/{case}/danh-gia")
    from following_cases import send

    assert send(hanh, page, f"/cua-toi/{case}/danh-gia", stars="5").status_code == 302

    assert "Cần bạn làm" not in text_of(hanh.get("/cua-toi"))


def test_an_empty_list_says_where_to_begin_and_where_else_to_look(desk: Desk) -> None:
    hers(desk)

    page = signed_in(PHUONG).get("/cua-toi")

    assert "Bạn chưa có hồ sơ nào" in text_of(page)
    assert "Tìm thủ tục để nộp" in text_of(page)
    assert 'href="/tra-cuu"' in page.content.decode()
    assert "Thủ tục đăng ký khai sinh" not in text_of(page)


def test_more_than_twenty_stand_on_a_second_page_and_pages_beyond_say_where_one_is(desk: Desk) -> None:
    lan_received = [hers(desk) for _ in range(own.PAGE + 2)]
    hanh = signed_in(HANH)

    first, second = text_of(hanh.get("/cua-toi")), text_of(hanh.get("/cua-toi?trang=2"))

    codes = [code_of(case) for case in lan_received]
    assert sum(code in first for code in codes) == own.PAGE
    assert sum(code in second for code in codes) == 2
    assert not any(code in first and code in second for code in codes)
    assert "Trang sau" in first
    assert "Trang trước" in second
    for strange in ("0", "-1", "x", "99999", "9" * 400, "²", "%00"):
        assert hanh.get(f"/cua-toi?trang={strange}").status_code == 200, strange


def test_the_list_takes_few_statements_whatever_its_length(desk: Desk) -> None:
    for _ in range(3):
        hers(desk)
    hanh = signed_in(HANH)
    hanh.get("/cua-toi")
    before = sql.count()

    hanh.get("/cua-toi")

    assert sql.count() - before <= 1 + 3  # the session; the list, the drafts, what waits for its home site


def test_an_officer_and_nobody_are_asked_to_sign_in_as_themselves(desk: Desk) -> None:
    for who in (desk("lan"), Client()):
        answer = who.get("/cua-toi")
        assert (answer.status_code, answer["Location"]) == (302, "/cong-dan/dang-nhap?tiep=/cua-toi")


# --- One dossier


def test_the_story_says_who_did_what_when_and_for_what_we_wait(desk: Desk) -> None:
    case = asked_for_more(desk)

    text = text_of(signed_in(HANH).get(f"/cua-toi/{case}"))

    assert "Trung tâm Phục vụ hành chính công phường Thuận Hóa (cán bộ tiếp nhận Nguyễn Thị Lan) tiếp nhận" in text
    assert "(công chức tư pháp - hộ tịch Trần Văn Nam) đề nghị bạn bổ sung hồ sơ:" in text
    assert "chuyển hồ sơ của bạn đến Văn phòng" in text
    for defect in DEFECTS:
        assert defect in text
    assert "Đang chờ bạn" in text
    assert "đang tạm dừng" in text
    assert "Vì sao là ngày này" in text
    assert "tính tiếp ngay khi bạn làm xong" in text


def test_what_officers_wrote_to_each_other_is_not_told(desk: Desk) -> None:
    case = hers(desk, note="Ghi chú riêng của quầy.")
    desk("lan").make(case, "hand_over", note="Bà này hay hỏi, lưu ý.")
    go(
        desk,
        case,
        ("nam", "propose", {"outcome": "granted", "summary": ["Tóm tắt nội bộ."]}),
        ("thu", "send_back", {"reasons": ["Nam làm ẩu, soát lại mục cha mẹ."]}),
    )

    text = text_of(signed_in(HANH).get(f"/cua-toi/{case}"))

    for inner in ("Ghi chú riêng", "hay hỏi", "Tóm tắt nội bộ", "làm ẩu", "Trần Văn Nam", "Lê Thị Thu"):
        assert inner not in text
    assert "đề nghị xem xét lại kết quả trước khi trình ký" in text


def test_a_step_taken_back_stays_in_the_story_and_says_so(desk: Desk) -> None:
    case = hers(desk)
    to_nam(desk, case)
    lan = desk("lan")
    page = lan.get(f"/ho-so/{case}/hoan-tac")
    assert lan.send(page, f"/ho-so/{case}/hoan-tac").status_code == 302

    text = text_of(signed_in(HANH).get(f"/cua-toi/{case}"))

    assert "(đã hủy)" in text
    assert "hủy bước “Chuyển xử lý” đã ghi trước đó" in text


def test_a_neighbour_finds_nothing_at_any_address_of_hers(desk: Desk) -> None:
    case = asked_for_more(desk)
    phuong = signed_in(PHUONG)
    pages = ("", "/bo-sung", "/rut", "/danh-gia", "/ai-da-xem", f"/giay-to/{uuid4()}", "/mau/01/1")

    for page in pages:
        answer = phuong.get(f"/cua-toi/{case}{page}")
        assert answer.status_code == 404, page
        assert "Không tìm thấy hồ sơ" in text_of(answer)
        assert code_of(case) not in text_of(answer)
        assert HANH.name not in text_of(answer)
    for page in ("/bo-sung", "/rut", "/danh-gia"):
        given = {"_version": "9", "_move": "answer_supplement", "request": "x", "sure": "1", "stars": "1"}
        assert phuong.post(f"/cua-toi/{case}{page}", given).status_code == 404
    assert reads(case, "dossier") == 0


def test_what_is_not_there_or_is_no_address_gets_a_sentence(desk: Desk) -> None:
    hanh, case = signed_in(HANH), hers(desk)

    for address in (f"/cua-toi/{UUID(int=0)}", "/cua-toi/abc", f"/cua-toi/{case}/giay-to/abc", f"/cua-toi/{case}/mau"):
        assert hanh.get(address).status_code == 404
    for key in ("06", "99", "result", "x" * 500, "%00", "..%2f"):
        assert hanh.get(f"/cua-toi/{case}/mau/{key}/0").status_code in (404, 409), key
    assert hanh.get(f"/cua-toi/{case}/mau/01/{'9' * 60}").status_code == 409


def test_the_page_is_one_statement_and_the_look_is_recorded(desk: Desk) -> None:
    case = hers(desk)
    hanh = signed_in(HANH)
    hanh.get(f"/cua-toi/{case}")
    before = sql.count()

    hanh.get(f"/cua-toi/{case}")

    assert sql.count() - before == 1 + 1  # the session; the dossier with the record of the look
    assert reads(case, "dossier") == 2


def test_the_same_day_in_words_for_who_waits(desk: Desk) -> None:
    case = hers(desk)
    sql.run("UPDATE engine_case SET due_at = due_at + %s WHERE id = %s", [timedelta(0), case])

    text = text_of(signed_in(HANH).get(f"/cua-toi/{case}"))

    assert re.search(r"Hẹn trả kết quả: còn .*, đến \d\d:\d\d (thứ|Chủ nhật)", text)


def online(**facts: object) -> reading.CasePage:
    """Hạnh's dossier as sent online, with a fee that is known."""
    case = reading.visible_cases(HANH.actor)[0][0].id
    found = reading.case_page(HANH.actor, case)
    fees = [{"name": "Lệ phí cấp bản sao", "amount": 8000}, {"name": "Phí khác", "amount": 0}]
    return replace(found, case=replace(found.case, facts={**found.case.facts, "fees": fees, **facts}))


def test_a_fee_of_what_was_sent_online_is_asked_for_and_one_of_the_counter_is_not(desk: Desk) -> None:
    case = hers(desk)

    owed = asked.of(HANH.actor, online(channel="online"))

    assert owed is not None
    assert owed.title == "Nộp phí, lệ phí: 8.000\u00a0đ"
    assert (owed.lines, owed.address) == (("Lệ phí cấp bản sao: 8.000\u00a0đ",), f"/cua-toi/{case}/nop-tien")
    assert asked.of(HANH.actor, online(channel="direct")) is None
    assert asked.of(HANH.actor, online(channel="online", paid_before=8000)) is None


# --- Files


def with_paper(desk: Desk) -> tuple[UUID, str]:
    """A dossier to which Lan added Hạnh's scan: (case, address of the paper)."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = hers(desk)
    lan = desk("lan")
    file = SimpleUploadedFile("Giấy chứng sinh.pdf", PDF, "text/html")
    answer = lan.post(f"/ho-so/{case}/giay-to", {"tep": file, "_version": "1"})
    assert answer.status_code == 302
    found = sql.run("SELECT id FROM engine_paper WHERE case_id = %s", [case])
    return case, f"/cua-toi/{case}/giay-to/{found[0][0]}"


def test_hanh_opens_her_papers_and_letters_and_each_look_is_recorded(desk: Desk) -> None:
    case, address = with_paper(desk)
    hanh = signed_in(HANH)

    paper, letter = hanh.get(address), hanh.get(f"/cua-toi/{case}/mau/01/1")

    assert b"".join(paper.streaming_content) == PDF
    for answer in (paper, letter):
        assert answer["Content-Type"] == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert "sandbox" in answer["Content-Security-Policy"]
    assert letter.content.startswith(b"%PDF")
    assert reads(case, f"paper {address.rsplit('/', 1)[1]}") == 1
    assert reads(case, "letter 01") == 1
    assert signed_in(PHUONG).get(address).status_code == 404


def test_the_slip_of_hand_overs_stays_between_offices(desk: Desk) -> None:
    case = hers(desk)
    to_nam(desk, case)
    hanh = signed_in(HANH)

    assert "kiểm soát quá trình" not in text_of(hanh.get(f"/cua-toi/{case}"))
    assert hanh.get(f"/cua-toi/{case}/mau/06/0").status_code == 409


def test_a_result_is_hers_once_it_is_issued_and_not_before(desk: Desk) -> None:
    case = signed(desk)
    hanh = signed_in(HANH)
    result = f"/cua-toi/{case}/mau/result/0"
    go(desk, case, *ISSUED[:2])
    assert hanh.get(result).status_code == 409
    assert "Kết quả" not in re.findall(r"<h2[^>]*>([^<]*)", hanh.get(f"/cua-toi/{case}").content.decode())

    go(desk, case, ISSUED[2])

    page = hanh.get(f"/cua-toi/{case}")
    assert "Nhận kết quả" in text_of(page)
    assert f'href="{result}"' in page.content.decode()
    answer = hanh.get(result)
    assert answer.content.startswith(b"%PDF")
    told = re.search(r'class="digest">([^<]+)', page.content.decode())
    assert told is not None
    assert told[1].replace(" ", "") == hashlib.sha256(answer.content).hexdigest()
    assert hashlib.sha256(hanh.get(result).content).hexdigest() == hashlib.sha256(answer.content).hexdigest()
    go(desk, case, *DELIVERED)
    assert hanh.get(result).status_code == 200


def test_a_result_that_was_scanned_waits_for_its_issue_too_and_tells_its_digest(desk: Desk) -> None:
    case, address = with_paper(desk)
    sql.run("UPDATE engine_paper SET origin = 'result' WHERE case_id = %s", [case])
    hanh = signed_in(HANH)
    assert hanh.get(address).status_code == 409
    assert "Giấy chứng sinh.pdf" not in hanh.get(f"/cua-toi/{case}").content.decode().split("Giấy tờ bạn nộp")[1]

    to_nam(desk, case)
    go(desk, case, ("nam", "propose", {"outcome": "granted", "summary": ["Đăng ký."]}), *SIGNED, *ISSUED)

    page = hanh.get(f"/cua-toi/{case}").content.decode()
    told = re.search(r'class="digest">([^<]+)', page)
    assert told is not None
    assert told[1].replace(" ", "") == hashlib.sha256(PDF).hexdigest()
    assert b"".join(hanh.get(address).streaming_content) == PDF


# --- Who looked


def test_posts_and_bodies_answer_for_looks_and_her_own_are_not_among_them(desk: Desk) -> None:
    case, paper = with_paper(desk)
    desk("thu").get(f"/ho-so/{case}")
    desk("lan").get("/tim?tim=Hạnh")
    hanh = signed_in(HANH)
    hanh.get(f"/cua-toi/{case}")
    hanh.get(paper)

    text = text_of(hanh.get(f"/cua-toi/{case}/ai-da-xem"))

    assert "Chánh Văn phòng, Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường Thuận Hóa: xem hồ sơ" in text
    assert "thấy hồ sơ khi tìm theo tên" in text
    assert "Lê Thị Thu" not in text
    assert "xem giấy tờ" not in text, "only she opened it"
    assert "Những lần bạn tự mở không kể ở trên: 3 lần" in text


def test_two_looks_of_one_post_on_one_day_are_one_line(desk: Desk) -> None:
    case = hers(desk)
    thu = desk("thu")
    thu.get(f"/ho-so/{case}")
    thu.get(f"/ho-so/{case}")

    text = text_of(signed_in(HANH).get(f"/cua-toi/{case}/ai-da-xem"))

    assert text.count("Chánh Văn phòng") == 1
    assert "2 lần, lần cuối" in text


def test_a_dossier_that_nobody_opened_says_so_and_looks_of_others_are_nobodys(desk: Desk) -> None:
    case = hers(desk)

    text = text_of(signed_in(HANH).get(f"/cua-toi/{case}/ai-da-xem"))

    assert "Chưa có cán bộ nào xem hồ sơ này" in text
    assert own.looks(PHUONG.actor, case) == ()


@pytest.mark.parametrize("bring", [hers, asked_for_more, done, delivered])
def test_the_one_thing_asked_fits_the_step(bring: object, desk: Desk) -> None:
    case = bring(desk)  # type: ignore[operator]
    title = {"hers": "", "asked_for_more": "Bổ sung hồ sơ", "done": "Nhận kết quả", "delivered": "Việc giải quyết"}

    text = signed_in(HANH).get(f"/cua-toi/{case}").content.decode()

    wanted = title[bring.__name__]  # type: ignore[attr-defined]
    assert ('class="ask' in text) is bool(wanted)
    assert wanted in text
    assert asked.WITHDRAWS == "withdraw_online"
    assert (f"/cua-toi/{case}/rut" in text) is (bring in (hers, asked_for_more))
