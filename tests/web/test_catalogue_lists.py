"""A province's own list on pages: sent by its control, matched, accepted and rejected in bulk, taken back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from test_catalogue_rules import reading

from thongsuot.register.catalogue import lists
from thongsuot.register.catalogue.models import LocalCode
from thongsuot.web.entrance import today

LIST, SEND, DECIDE = "/danh-muc/danh-sach", "/danh-muc/danh-sach/nop", "/danh-muc/danh-sach/quyet"
HUE, HANH, AN = "ubnd.46", "Võ Minh Hạnh", "Lý Thành An"
MARRIAGE = ("1.000894.000.00.00.H57", "Thủ tục đăng ký kết hôn")
DEATH = ("HUE-77", "Đăng ký khai tử")
BUFFALO = ("HUE-78", "Cho thuê trâu")
ROWS = (MARRIAGE, DEATH, BUFFALO)


def workbook(rows: Sequence[tuple[str, str]], heading: Sequence[str] = ("Mã TTHC", "Tên TTHC")) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([heading, *rows]):
            sheet.write_row(number, 0, row)
    return held.getvalue()


def send(officer: Any, content: bytes, name: str = "danh-sach.xlsx", address: str = SEND) -> Any:
    return officer.post(address, {"tep": SimpleUploadedFile(name, content)})


@pytest.fixture
def hanh(desk: Any) -> Any:
    """Hạnh, with Huế's list of three: one sure, one likely, one that is nothing."""
    officer = desk("kiemsoat")
    assert send(officer, workbook(ROWS)).status_code == 302
    return officer


def row(code: str) -> LocalCode:
    return LocalCode.objects.get(local_code=code)


def made(many: int, confidence: int = 97, body: str = HUE) -> None:
    LocalCode.objects.bulk_create(
        LocalCode(body_id=body, local_code=f"T-{n}", local_title=f"Thủ tục {n}", code="1.000894", authority="bo.G15",
                  confidence=confidence, reason="mã có đuôi địa phương")
        for n in range(many)
    )  # fmt: skip


class TestSending:
    def test_an_empty_list_says_what_to_do(self, desk: Any) -> None:
        said = reading(desk("kiemsoat").get(LIST))
        assert "Danh sách thủ tục riêng: Thành phố Huế" in said
        assert "Chưa có danh sách riêng nào" in said
        assert "Nộp bảng Excel" in said

    def test_rows_are_matched_with_how_sure_and_why(self, desk: Any) -> None:
        officer = desk("kiemsoat")
        answer = send(officer, workbook(ROWS))
        assert answer.status_code == 302, reading(answer)
        said = reading(officer.get(answer["Location"]))
        assert "Đã đọc 3 dòng: 2 dòng tìm được thủ tục quốc gia" in said
        for words in (*MARRIAGE, *DEATH, *BUFFALO, "97 %", "mã có đuôi địa phương", "không tìm được", "1.000656"):
            assert words in said, words
        assert said.index(MARRIAGE[0]) < said.index(DEATH[0]) < said.index(BUFFALO[0]), "the surest first"
        assert LocalCode.objects.filter(status="open", body_id=HUE).count() == 3

    def test_sent_again_what_was_decided_stays(self, hanh: Any) -> None:
        lists.accept_matches([row(MARRIAGE[0]).pk], AN)
        assert send(hanh, workbook(ROWS)).status_code == 302
        assert (row(MARRIAGE[0]).status, row(MARRIAGE[0]).decided_by) == ("accepted", AN)
        assert LocalCode.objects.count() == 3

    @pytest.mark.parametrize(
        ("content", "said"),
        [(b"", "Chọn tệp Excel"), (b"PK\x03\x04rubbish", "Không đọc được"), (b"just text", "Không đọc được"),
         (b"\x00" * 100, "Không đọc được"), (workbook([], ("x", "y")), "không có cột mã"),
         (workbook([]), "không có dòng nào"), (b"x" * 5_000_001, "lớn quá 5 MB")],
    )  # fmt: skip
    def test_what_is_no_list_is_a_sentence(self, desk: Any, content: bytes, said: str) -> None:
        answer = send(desk("kiemsoat"), content)
        assert answer.status_code == 422
        assert said in reading(answer)
        assert LocalCode.objects.count() == 0

    def test_a_workbook_that_grows_beyond_measure_is_not_opened(self, desk: Any) -> None:
        held = io.BytesIO()
        with ZipFile(held, "w", ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b" " * (lists.MOST_UNPACKED + 1))
        assert len(held.getvalue()) < lists.MOST_BYTES
        answer = send(desk("kiemsoat"), held.getvalue())
        assert answer.status_code == 422
        assert "quá nhiều dữ liệu" in reading(answer)

    def test_too_many_rows_are_refused_before_the_work(self, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lists, "MOST_ROWS", 2)
        assert "nhiều nhất 2 dòng" in reading(send(desk("kiemsoat"), workbook(ROWS)))

    def test_no_file_is_asked_for(self, desk: Any) -> None:
        assert "Chọn tệp Excel" in reading(desk("kiemsoat").post(SEND))

    def test_an_administrator_sends_for_any_province_control_only_for_its_own(self, desk: Any) -> None:
        assert send(desk("quantri"), workbook(ROWS), address=f"{SEND}?tinh=01").status_code == 302
        assert LocalCode.objects.filter(body_id="ubnd.01").count() == 3
        assert send(desk("kiemsoat"), workbook(ROWS), address=f"{SEND}?tinh=01").status_code == 403
        for login in ("minh", "thu", "lanhdao", "lan"):
            assert send(desk(login), workbook(ROWS)).status_code == 403
        assert LocalCode.objects.filter(body_id=HUE).count() == 0


class TestDeciding:
    def test_ticked_rows_are_accepted_by_name_and_lead_to_the_nation_s(self, hanh: Any) -> None:
        ids = [row(MARRIAGE[0]).pk, row(DEATH[0]).pk]
        answer = hanh.post(DECIDE, {"diem": ids, "viec": "chap-thuan"})
        assert answer.status_code == 302, reading(answer)
        assert "Đã chấp thuận 2 dòng" in reading(hanh.get(answer["Location"]))
        assert (row(DEATH[0]).decided_by, row(DEATH[0]).decided_on) == (HANH, today())
        assert lists.national_code(HUE, MARRIAGE[0]) == ("1.000894", "bo.G15")
        assert HANH in reading(hanh.get(f"{LIST}?muc=nhan"))

    def test_a_wrong_one_is_rejected_and_leads_nowhere(self, hanh: Any) -> None:
        assert hanh.post(DECIDE, {"diem": row(BUFFALO[0]).pk, "viec": "tu-choi"}).status_code == 302
        assert row(BUFFALO[0]).status == "rejected"
        assert BUFFALO[1] in reading(hanh.get(f"{LIST}?muc=bo"))
        assert BUFFALO[1] not in reading(hanh.get(LIST))

    def test_a_decision_is_taken_back(self, hanh: Any) -> None:
        one = row(MARRIAGE[0])
        hanh.post(DECIDE, {"diem": one.pk, "viec": "chap-thuan"})
        answer = hanh.post(f"{DECIDE}?muc=nhan", {"diem": one.pk, "viec": "mo-lai"})
        assert answer.status_code == 302, reading(answer)
        one.refresh_from_db()
        assert (one.status, one.decided_by) == ("open", HANH)
        assert lists.national_code(HUE, MARRIAGE[0]) is None

    def test_all_of_one_confidence_are_accepted_at_once_and_no_others(self, hanh: Any) -> None:
        made(120)
        said = reading(hanh.get(f"{LIST}?tin=tu-97"))
        assert "Chấp thuận cả 121 dòng ở mức này" in said
        answer = hanh.post(f"{DECIDE}?muc=cho&tin=tu-97", {"viec": "chap-thuan-het"})
        assert answer.status_code == 302
        assert LocalCode.objects.filter(status="accepted").count() == 121
        assert row(DEATH[0]).status == row(BUFFALO[0]).status == "open"

    @pytest.mark.parametrize("band", ["", "duoi-60", "khong", "lạ"])
    def test_what_is_doubtful_is_not_accepted_all_at_once(self, hanh: Any, band: str) -> None:
        answer = hanh.post(f"{DECIDE}?tin={band}", {"viec": "chap-thuan-het"})
        assert answer.status_code == 422
        assert not LocalCode.objects.exclude(status="open").exists()

    def test_what_cannot_be_done_is_told_and_stops_nothing_else(self, hanh: Any) -> None:
        gone = row(DEATH[0])
        lists.reject_matches([gone.pk], AN)
        sent = {"diem": [row(MARRIAGE[0]).pk, gone.pk, row(BUFFALO[0]).pk, 999_999], "viec": "chap-thuan"}
        answer = hanh.post(DECIDE, sent)
        assert answer.status_code == 409
        said = reading(answer)
        assert "Đã chấp thuận 1 dòng" in said
        assert "Chưa thực hiện được 3 mục" in said
        assert f"{BUFFALO[0]}: chưa khớp thủ tục quốc gia nào" in said
        assert f"{DEATH[0]}: đã được quyết định" in said
        assert [one.status for one in (row(MARRIAGE[0]), row(DEATH[0]), row(BUFFALO[0]))] == [
            "accepted", "rejected", "open",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("sent", "said"),
        [({"viec": "chap-thuan"}, "ít nhất một dòng"), ({"viec": "xóa", "diem": "1"}, "Chọn chấp thuận"),
         ({"viec": "chap-thuan", "diem": "9" * 40}, "ít nhất một dòng"), ({}, "ít nhất một dòng"),
         ({"viec": "tu-choi", "diem": "²"}, "ít nhất một dòng")],
    )  # fmt: skip
    def test_what_is_missing_is_a_sentence(self, hanh: Any, sent: dict[str, str], said: str) -> None:
        answer = hanh.post(DECIDE, sent)
        assert answer.status_code == 422
        assert said in reading(answer)

    @pytest.mark.parametrize("login", ["minh", "thu", "lanhdao", "lan"])
    def test_others_decide_nothing_and_see_no_boxes(self, hanh: Any, desk: Any, login: str) -> None:
        officer = desk(login)
        assert officer.post(DECIDE, {"diem": row(DEATH[0]).pk, "viec": "chap-thuan"}).status_code == 403
        assert row(DEATH[0]).status == "open"
        if login != "lan":
            page = officer.get(LIST)
            assert DEATH[1] in reading(page)
            assert 'name="diem"' not in page.content.decode()

    def test_another_province_s_rows_are_out_of_reach(self, desk: Any) -> None:
        made(1, body="ubnd.01")
        other = LocalCode.objects.get()
        officer = desk("kiemsoat")
        assert officer.post(f"{DECIDE}?tinh=01", {"diem": other.pk, "viec": "chap-thuan"}).status_code == 403
        assert officer.post(DECIDE, {"diem": other.pk, "viec": "chap-thuan"}).status_code == 409
        other.refresh_from_db()
        assert other.status == "open"


class TestReading:
    def test_fifty_stand_on_a_page_and_confidence_filters(self, hanh: Any) -> None:
        made(60)
        assert hanh.get(LIST).content.decode().count('name="diem"') == 50
        assert hanh.get(f"{LIST}?trang=2").content.decode().count('name="diem"') == 13
        for band, wanted in (("60-96", DEATH), ("khong", BUFFALO)):
            said = reading(hanh.get(f"{LIST}?tin={band}"))
            assert wanted[1] in said
            assert MARRIAGE[1] not in said
        assert "Không có dòng nào ở đây" in reading(hanh.get(f"{LIST}?tin=duoi-60"))

    @pytest.mark.parametrize("odd", ["trang=999999", "trang=²", "tinh=%00", "tinh=99", "muc=x", "tin=x", "trang=-1"])
    def test_odd_addresses_break_nothing(self, hanh: Any, odd: str) -> None:
        assert hanh.get(f"{LIST}?{odd}").status_code == 200

    def test_who_has_no_province_chooses_one(self, desk: Any) -> None:
        made(1)
        said = reading(desk("quantri").get(f"{LIST}?tinh=46"))
        assert "Thủ tục 0" in said
        assert "Thành phố Hà Nội" in said, "among the choices"

    def test_the_page_asks_few_questions(self, hanh: Any) -> None:
        made(60)
        hanh.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            hanh.get(LIST)
        assert len([one for one in asked if "register_session" not in one["sql"]]) <= 3
