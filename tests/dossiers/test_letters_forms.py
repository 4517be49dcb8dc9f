"""What each form of a dossier says, what it leaves out, and what it refuses to print."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from letter_reading import HOSTILE, printed, read, sample

from thongsuot.areas.dossiers.letters import (
    APOLOGY,
    CONTROL_SHEET,
    RECEIPT,
    REFUSAL,
    RESULT,
    STOP,
    SUPPLEMENT,
    samples,
)
from thongsuot.areas.dossiers.letters.parts import (
    Applicant,
    Defect,
    Outcome,
    Paper,
    PaperKind,
    Reason,
    Signer,
)
from thongsuot.engine.letters import LetterError, render

# 01, receipt


def test_lan_hands_over_a_receipt_that_says_when_where_how_much_and_why() -> None:
    text = printed(RECEIPT)
    for words in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Số: 0127/TNHS",
        "ỦY BAN NHÂN DÂN PHƯỜNG BA ĐÌNH",
        "15 giờ 05 phút ngày 20 tháng 11 năm 2026",
        "17 giờ 00 phút ngày 23 tháng 11 năm 2026 (thứ Hai)",
        "nhận sau 15 giờ ngày 20/11/2026",
        "Lệ phí bản sao trích lục 16.000 đ (đã nộp)",
        "gồm 03 loại giấy tờ, số lượng hồ sơ: 01 bộ",
        "Quyển số 01/2026",
        "Số thứ tự 1.204",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Trần Thị Lan",
    ):
        assert words in text


def test_thirty_three_papers_run_over_to_more_pages_under_a_repeated_head() -> None:
    papers = [Paper(name=f"Giấy tờ {n} – {HOSTILE}", kind=PaperKind.COPY, count=n) for n in range(1, 34)]
    reader = read(render(RECEIPT, sample(RECEIPT, papers=papers)))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert len(pages) >= 2
    for number, page in enumerate(pages, start=1):
        assert f"Trang {number}/{len(pages)}" in page
        if "Giấy tờ " in page:
            assert "STT Tên giấy tờ Loại Số bản" in page
    whole = " ".join(pages)
    assert all(f"Giấy tờ {n} – #panic()" in whole for n in range(1, 34))


def test_a_receipt_without_papers_fee_phone_or_reasons_is_still_a_receipt() -> None:
    bare = Applicant(name="Y Ŭn Niê")
    text = printed(RECEIPT, applicant=bare, papers=(), fees=(), due_reasons=(), content="", receiver="", book="")
    assert "Y Ŭn Niê" in text
    assert "Số điện thoại:" in text
    assert "Phí, lệ phí" not in text
    assert "Vì sao" not in text
    assert "gồm 00 loại giấy tờ" in text


def test_whoever_hands_in_for_another_signs_with_their_own_name() -> None:
    assert printed(RECEIPT).count("Nguyễn Thị Bình An") == 2
    other = printed(RECEIPT, submitter="Đỗ Văn Hải")
    assert other.count("Nguyễn Thị Bình An") == 1
    assert "Đỗ Văn Hải" in other


def test_a_result_before_the_receipt_is_refused() -> None:
    early = samples.RECEIPT.model_dump() | {"due_at": samples.RECEIPT.received_at - timedelta(minutes=1)}
    with pytest.raises(LetterError, match="không được trước thời điểm nhận hồ sơ"):
        render(RECEIPT, early)


def test_what_lan_forgot_is_named_with_its_place() -> None:
    data = samples.RECEIPT.model_dump()
    del data["result_place"]
    data["applicant"]["name"] = ""
    data["papers"][1]["kind"] = "9"
    with pytest.raises(LetterError) as caught:
        render(RECEIPT, data)
    assert set(caught.value.fields) == {"applicant.name", "papers.1.kind", "result_place"}
    assert "thiếu “Người nộp hồ sơ”, “Họ tên”" in caught.value.sentence
    assert "“Thành phần hồ sơ”, dòng 2, “Loại bản” không hợp lệ" in caught.value.sentence


# 02, supplement


def test_twelve_defects_stand_in_one_request_each_with_what_to_do() -> None:
    defects = [Defect(what=f"Thiếu giấy tờ {n}", todo=f"nộp bản chính {n}") for n in range(1, 13)]
    text = printed(SUPPLEMENT, defects=defects)
    assert "gồm 12 nội dung sau đây" in text
    for n in range(1, 13):
        assert re.search(rf"{n}\. ?Thiếu giấy tờ {n} Cần làm: nộp bản chính {n}", text)


def test_a_request_without_any_defect_is_refused() -> None:
    with pytest.raises(LetterError, match="thiếu “Nội dung cần bổ sung, hoàn thiện”"):
        render(SUPPLEMENT, samples.SUPPLEMENT.model_dump() | {"defects": ()})


def test_a_request_says_what_happens_to_the_clock_and_whom_to_ask() -> None:
    text = printed(SUPPLEMENT)
    assert "Đề nghị bổ sung trước: 17 giờ 00 phút ngày 04 tháng 12 năm 2026 (thứ Sáu)" in text
    assert "tạm dừng từ khi lập phiếu này" in text
    assert "liên hệ bà Trần Thị Lan, điện thoại 024 0000 1234" in text


def test_a_request_without_a_day_says_nothing_about_one() -> None:
    text = printed(SUPPLEMENT, answer_by=None, clock="")
    assert "Đề nghị bổ sung trước" not in text
    assert "Thời hạn giải quyết" not in text


# 03, refusal


def test_a_refusal_gives_reasons_and_the_right_place_to_go() -> None:
    text = printed(REFUSAL)
    assert "không thuộc thẩm quyền giải quyết của Ủy ban nhân dân phường" in text
    assert "Căn cứ: quyết định công bố" in text
    assert "Nơi có thẩm quyền giải quyết: Cơ quan: Công an thành phố Hà Nội" in text


def test_a_refusal_without_a_reason_is_refused() -> None:
    with pytest.raises(LetterError, match="thiếu “Lý do từ chối”"):
        render(REFUSAL, samples.REFUSAL.model_dump() | {"reasons": ()})


def test_a_refusal_on_substance_names_no_other_place() -> None:
    text = printed(REFUSAL, right_body=None, reasons=[Reason(text="Giấy tờ bị tẩy xóa.")])
    assert "Nơi có thẩm quyền" not in text
    assert "Giấy tờ bị tẩy xóa." in text


# 04, apology; 05, stop


def test_minh_apologises_with_the_old_and_the_new_day() -> None:
    text = printed(APOLOGY)
    assert "Kính gửi: Ông/Bà Nguyễn Thị Bình An" in text
    assert "Thời gian đã hẹn: 17 giờ 00 phút ngày 23 tháng 11 năm 2026 (thứ Hai)" in text
    assert "Thời gian trả kết quả mới: 11 giờ 30 phút ngày 25 tháng 11 năm 2026 (thứ Tư)" in text
    assert "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH" in text
    assert "Lê Quang Minh" in text


def test_an_extension_to_an_earlier_day_is_refused() -> None:
    data = samples.APOLOGY.model_dump()
    with pytest.raises(LetterError, match="phải sau thời điểm đã hẹn"):
        render(APOLOGY, data | {"new_due_at": data["old_due_at"]})


def test_a_company_is_not_called_mister() -> None:
    company = Applicant(name="Công ty TNHH Nghề cá Song Tử Tây", organisation=True)
    text = printed(APOLOGY, applicant=company)
    assert "Kính gửi: Công ty TNHH Nghề cá Song Tử Tây" in text
    assert "xin lỗi Quý đơn vị" in text
    assert "Ông/Bà" not in text


def test_before_the_clerk_gives_a_number_there_is_room_for_it() -> None:
    assert "Số: ………/XL" in printed(APOLOGY, number="")


def test_a_deputy_signs_for_the_chair_with_all_lines() -> None:
    deputy = Signer(titles=("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), name="Vũ Thị Hòa")
    assert "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in printed(APOLOGY, signer=deputy)


def test_a_letter_that_nobody_signs_is_refused() -> None:
    with pytest.raises(LetterError, match="thiếu “Người ký”, “Chức vụ người ký”"):
        render(APOLOGY, samples.APOLOGY.model_dump() | {"signer": {"titles": ()}})


def test_a_stop_says_since_when_and_why() -> None:
    text = printed(STOP)
    assert "Dừng giải quyết từ: 08 giờ 00 phút ngày 07 tháng 12 năm 2026" in text
    assert "Quá thời hạn bổ sung" in text


# 06, control sheet


def test_forty_hand_overs_fill_several_pages_under_a_repeated_head() -> None:
    rows = [
        samples.CONTROL_SHEET.hand_overs[n % 3].model_copy(update={"note": f"lần {n}.", "outcome": Outcome.LATE})
        for n in range(1, 41)
    ]
    pages = [
        " ".join(page.extract_text().split())
        for page in read(render(CONTROL_SHEET, sample(CONTROL_SHEET, hand_overs=rows))).pages
    ]
    assert len(pages) >= 2
    assert all("Người giao, người nhận Ký Kết quả Ghi chú" in page for page in pages)
    assert all(f"lần {n}." in " ".join(pages) for n in range(1, 41))
    assert " ".join(pages).count("Quá hạn") == 40


def test_each_row_says_who_gave_what_to_whom_when_and_how_it_stood() -> None:
    text = printed(CONTROL_SHEET)
    assert "Giao: Trung tâm Phục vụ hành chính công Nhận: Văn phòng HĐND và UBND" in text
    assert "Giao: 15 giờ 40 phút, 20/11/2026 Nhận:" in text
    assert "Giao: Trần Thị Lan Nhận: Phạm Văn Sơn Đúng hạn" in text
    assert "Giao: Phạm Văn Sơn Nhận: Lê Quang Minh Trước hạn Trình ký cùng tờ trình" in text


def test_a_sheet_without_a_hand_over_says_so() -> None:
    assert "Chưa có lần giao, nhận nào." in printed(CONTROL_SHEET, hand_overs=())


def test_a_note_as_long_as_allowed_stays_on_its_page() -> None:
    row = samples.CONTROL_SHEET.hand_overs[0].model_copy(update={"note": "x" * 499 + "."})
    text = printed(CONTROL_SHEET, hand_overs=(row,))
    assert text.replace("\u200b", "").replace(" ", "").count("x") >= 499


# Result


def test_a_decision_has_grounds_the_word_and_its_articles() -> None:
    text = printed(
        RESULT,
        title="Quyết định",
        symbol="QĐ-UBND",
        bases=("Căn cứ Luật Đất đai;",),
        decision_word="QUYẾT ĐỊNH:",
        body=("Điều 1. Cho phép.", "Điều 2. Thi hành."),
    )
    assert "Số: 1187/QĐ-UBND" in text
    order = [text.index(words) for words in ("Căn cứ Luật Đất đai;", "QUYẾT ĐỊNH:", "Điều 1.", "Điều 2.", "Nơi nhận:")]
    assert order == sorted(order)


def test_a_result_without_recipients_has_no_such_heading() -> None:
    assert "Nơi nhận" not in printed(RESULT, recipients=())


def test_a_result_without_any_content_is_refused() -> None:
    with pytest.raises(LetterError, match="thiếu “Nội dung”"):
        render(RESULT, samples.RESULT.model_dump() | {"body": ()})
