"""Lists in Excel: official ones make known what is missing, a province's own is matched for a person to accept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from thongsuot.register import procedures
from thongsuot.register.catalogue import importing, lists
from thongsuot.register.catalogue.lists import Match
from thongsuot.register.catalogue.models import LocalCode, ProcedureFinding
from thongsuot.register.catalogue.reading import BadFile
from thongsuot.register.models import Competence, Procedure

HANH = "Võ Minh Hạnh"
MONDAY = date(2026, 11, 23)
HUE = "ubnd.46"
HEADING = ("STT", "Mã thủ tục", "Tên thủ tục", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực")


def workbook(path: Path, *rows: Sequence[Any], heading: Sequence[str] = HEADING) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write(0, 0, "DANH SÁCH THỦ TỤC HÀNH CHÍNH")
        for number, row in enumerate([heading, *rows], start=2):
            sheet.write_row(number, 0, row)
    return path


@pytest.fixture(autouse=True)
def _country(country: list[str]) -> None:
    """The built-in catalogue and the ten, and the bodies that lists name."""


class TestOfficialLists:
    KITE = (1, "1.900001", "Thủ tục thả diều", "Bộ Tư pháp", "Ủy ban nhân dân cấp xã", "Hộ tịch")

    def test_a_procedure_that_nobody_knew_is_made_known_with_everything_to_decide(self, tmp_path: Path) -> None:
        outcome = lists.import_list(workbook(tmp_path / "a.xlsx", self.KITE), HANH, MONDAY)
        assert (outcome.created, outcome.faults) == (1, [])
        found = procedures.procedure("1.900001", MONDAY)
        assert found is not None
        assert (found.authority, found.tier, found.field, found.origin) == ("bo.G15", 3, "Hộ tịch", "list")
        assert found.definition.cases[0].unclear
        kinds = set(ProcedureFinding.objects.filter(code="1.900001").values_list("kind", flat=True))
        assert {"limit_unclear", "no_result", "no_law", "no_decision"} <= kinds
        assert Competence.objects.filter(procedure_code="1.900001", body_kind="ubnd_xa").exists()

    def test_what_a_fuller_source_gave_stays_and_a_second_import_does_nothing(self, tmp_path: Path) -> None:
        birth = (2, "1.001193", "Khai sinh", "Bộ Tư pháp", "UBND cấp xã", "Hộ tịch")
        path = workbook(tmp_path / "a.xlsx", self.KITE, birth)
        assert lists.import_list(path, HANH, MONDAY).kept_ours == 1
        assert lists.import_list(path, HANH, MONDAY).created == 0
        assert Procedure.objects.get(code="1.001193").title == "Thủ tục đăng ký khai sinh"

    def test_bad_codes_are_told_by_row(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "a.xlsx", self.KITE, (2, "BTP-123", "Thủ tục cũ", "", "", ""))
        outcome = lists.import_list(path, HANH, MONDAY)
        assert [fault.number for fault in outcome.faults] == [5]

    def test_the_row_is_kept_as_a_source(self, tmp_path: Path) -> None:
        lists.import_list(workbook(tmp_path / "a.xlsx", self.KITE), HANH, MONDAY)
        assert importing.original(Procedure.objects.get(code="1.900001").source)["name"] == "Thủ tục thả diều"

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"just text"])
    def test_what_is_no_workbook_is_said_in_a_sentence(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "a.xlsx"
        path.write_bytes(content)
        with pytest.raises(BadFile, match="bảng tính"):
            lists.rows(path)

    def test_a_sheet_without_a_heading_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(BadFile, match="không có cột"):
            lists.rows(workbook(tmp_path / "a.xlsx", ("a", "b"), heading=("x", "y")))

    def test_a_code_that_excel_took_for_a_number_is_read_back(self, tmp_path: Path) -> None:
        (row,) = lists.rows(workbook(tmp_path / "a.xlsx", (1, 1.00119, "Thủ tục", "", "", "")))
        assert row.code == "1.001190"


class TestMatching:
    def matched(self, tmp_path: Path, *rows: tuple[str, str]) -> list[Match]:
        given = [(number, code, name) for number, (code, name) in enumerate(rows, start=1)]
        path = workbook(tmp_path / "a.xlsx", *given, heading=("STT", "Mã TTHC", "Tên TTHC"))
        return lists.match_list(path, HUE, MONDAY)

    def test_a_code_is_certain_a_province_s_ending_nearly_and_a_title_never(self, tmp_path: Path) -> None:
        exact, variant, title, nothing = self.matched(
            tmp_path,
            ("1.001193", "Đăng ký khai sinh"),
            ("1.000894.000.00.00.H57", "Thủ tục đăng ký kết hôn"),
            ("HUE-77", "Đăng ký khai tử"),
            ("HUE-78", "Cho thuê trâu"),
        )
        assert [one.code for one in (exact, variant, title)] == ["1.001193", "1.000894", "1.000656"]
        assert 100 == exact.confidence > variant.confidence > title.confidence > 60
        assert (nothing.code, nothing.confidence) == ("", 0)

    def test_the_same_code_under_another_title_is_not_believed(self, tmp_path: Path) -> None:
        (one,) = self.matched(tmp_path, ("1.001193", "Cấp giấy phép khai thác khoáng sản"))
        assert one.confidence < 60
        assert "tên khác" in one.reason

    def test_a_person_accepts_in_bulk_and_the_province_s_code_leads_to_the_nation_s(self, tmp_path: Path) -> None:
        self.matched(tmp_path, ("1.000894.000.00.00.H57", "Đăng ký kết hôn"), ("HUE-78", "Cho thuê trâu"))
        assert lists.national_code(HUE, "1.000894.000.00.00.H57") is None
        sure = list(LocalCode.objects.filter(confidence__gte=90).values_list("id", flat=True))
        with pytest.raises(ValueError, match="Ghi tên"):
            lists.accept_matches(sure, "")
        assert lists.accept_matches(sure, HANH) == 1
        assert lists.national_code(HUE, "1.000894.000.00.00.H57") == ("1.000894", "bo.G15")
        nothing = list(LocalCode.objects.filter(code="").values_list("id", flat=True))
        with pytest.raises(LookupError):
            lists.accept_matches(nothing, HANH)

    def test_what_was_decided_is_not_asked_again(self, tmp_path: Path) -> None:
        self.matched(tmp_path, ("HUE-77", "Đăng ký khai tử"))
        lists.reject_matches([LocalCode.objects.get().pk], HANH)
        self.matched(tmp_path, ("HUE-77", "Đăng ký khai tử"))
        assert LocalCode.objects.get().status == "rejected"

    def test_a_decision_is_taken_back_by_name_and_the_code_leads_nowhere_again(self, tmp_path: Path) -> None:
        self.matched(tmp_path, ("1.000894.000.00.00.H57", "Đăng ký kết hôn"))
        one = LocalCode.objects.get().pk
        with pytest.raises(LookupError):
            lists.reopen_matches([one], HANH)
        lists.accept_matches([one], HANH)
        with pytest.raises(ValueError, match="Ghi tên"):
            lists.reopen_matches([one], " ")
        assert lists.reopen_matches([one], HANH) == 1
        assert lists.national_code(HUE, "1.000894.000.00.00.H57") is None
        assert lists.accept_matches([one], HANH) == 1

    def test_a_list_that_was_sent_is_read_like_a_file(self, tmp_path: Path) -> None:
        path = workbook(tmp_path / "a.xlsx", (1, "HUE-77", "Đăng ký khai tử"), heading=("STT", "Mã TTHC", "Tên TTHC"))
        assert lists.rows_in(path.read_bytes()) == lists.rows(path)
        with pytest.raises(BadFile, match="không có dòng nào"):
            lists.rows_in(workbook(tmp_path / "b.xlsx", heading=("STT", "Mã TTHC", "Tên TTHC")).read_bytes())
