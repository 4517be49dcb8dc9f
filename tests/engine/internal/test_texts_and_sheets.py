"""Internal processes out as YAML and Excel and in again; offices' own tables with all that is odd in them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from internal_processes import BASE, LETTERS, PATH, STEPS, building, internals, workbook

from thongsuot.engine.internal import difference, sheet_in, sheet_out, texts, times
from thongsuot.engine.internal.definition import BadInternal, Internal, SpanUnit, Step
from thongsuot.engine.internal.weaving import weave

HEADING = ["TT", "Nội dung công việc", "Đơn vị/người thực hiện", "Thời gian", "Kết quả/sản phẩm"]


class TestTimes:
    @pytest.mark.parametrize(
        ("written", "days"),
        [
            ("0,5 ngày", "1/2"), ("04 giờ", "1/2"), ("1/2 ngày", "1/2"), ("½ ngày làm việc", "1/2"),
            ("30 phút", "1/16"),
            ("01 ngày làm việc", "1"), ("1 ngày 4 giờ", "3/2"), ("02 giờ làm việc", "1/4"), ("Không quá 03 ngày", "3"),
            ("1.5 ngày", "3/2"), ("2 buổi", "1"), ("8h", "1"), ("1 tuần", "5"),
        ],
    )  # fmt: skip
    def test_what_offices_write_is_read(self, written: str, days: str) -> None:
        told = times.read(written)
        assert told.span is not None
        assert told.span.days == Fraction(days)
        assert told.doubt == ""

    @pytest.mark.parametrize("written", ["", "-", "Không quy định", "0"])
    def test_no_time_is_no_time_and_no_doubt(self, written: str) -> None:
        assert times.read(written) == times.Told(None)

    def test_what_is_unclear_is_read_with_a_doubt(self) -> None:
        assert "không ghi đơn vị" in times.read("3").doubt
        assert times.read("3", SpanUnit.HOUR).doubt == ""
        assert "nhiều số" in times.read("02 ngày (trước đây 03 ngày)").doubt
        assert "không đọc được" in times.read("theo quy định").doubt

    @given(st.text(max_size=40))
    def test_anything_at_all_is_read_without_an_error(self, written: str) -> None:
        told = times.read(written)
        assert told.span is None or told.span.days > 0

    @given(st.integers(1, 4000), st.sampled_from(SpanUnit))
    def test_what_we_write_is_read_back(self, number: int, unit: SpanUnit) -> None:
        told = times.read(f"{Decimal(number) / 4:f}".replace(".", ",") + (" ngày" if unit == "day" else " giờ"))
        assert told.span is not None
        assert times.read(times.words(told.span)).span == told.span


class TestYaml:
    @settings(max_examples=60, deadline=None)
    @given(internals())
    def test_out_and_in_again_it_is_the_same(self, internal: Internal) -> None:
        assert texts.from_yaml(texts.to_yaml(internal)) == internal

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("steps: [", "YAML"),
            ("- 1", "bắt đầu"),
            ("procedure: a\ntitle: b\nlimit: {unit: week, amount: 1}\nsteps: [{key: a, label: b, on: c}]", "Thời hạn"),
            ("procedure: a\ntitle: b\nlimit: {unit: none}\nsteps: [{key: a, label: b, on: c, colour: red}]", "colour"),
            ("procedure: a\ntitle: b\nlimit: {unit: none}\nsteps: [{label: b}]", "thiếu mục “key”"),
            ("a: &x [1]\nb: *x", "tham chiếu"),
            ("!!python/object/apply:os.system ['true']", "bắt đầu"),
            ("x" * 300_000, "quá"),
        ],
    )
    def test_what_it_does_not_know_is_refused_by_name(self, text: str, said: str) -> None:
        with pytest.raises(BadInternal, match=said):
            texts.from_yaml(text)

    @given(st.text(max_size=200))
    def test_no_text_is_an_error_of_ours(self, text: str) -> None:
        with pytest.raises(BadInternal):
            texts.from_yaml(text)


class TestSheetsOfOurs:
    @settings(max_examples=25, deadline=None)
    @given(internals())
    def test_out_and_in_again_it_is_the_same_without_a_doubt_but_missing_times(self, internal: Internal) -> None:
        report = sheet_in.read(sheet_out.to_sheet(internal), replace(internal, steps=()), BASE, PATH)
        assert report.internal == internal
        assert all("không ghi" in doubt for doubt in report.doubts)

    def test_a_cell_that_looks_like_a_formula_stays_text(self) -> None:
        internal = building(steps=(replace(STEPS[0], content='=HYPERLINK("http://x")'), *STEPS[1:]))
        report = sheet_in.read(sheet_out.to_sheet(internal), internal, BASE, PATH)
        assert report.internal.steps[0].content.startswith("=HYPERLINK")


class TestSheetsOfOffices:
    def read(self, content: bytes) -> sheet_in.Report:
        return sheet_in.read(content, building(steps=()), BASE, PATH)

    def real(self) -> bytes:
        rows = [
            ["ỦY BAN NHÂN DÂN PHƯỜNG THUẬN HÓA"],
            ["QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"],
            [],
            HEADING,
            ["Bước 1", "Tiếp nhận hồ sơ, kiểm tra thành phần, số hóa", "Bộ phận Một cửa", "0,5 ngày", "Mẫu số 01"],
            ["Bước 2", "Phân công chuyên viên thụ lý", "Trưởng phòng KT, HT và ĐT", "04 giờ", ""],
            ["Bước 3", "Thẩm định hồ sơ; dự thảo giấy phép", "Chuyên viên", "03 ngày", "Dự thảo"],
            ["", "- Lấy ý kiến cơ quan liên quan (nếu có)", "", "", ""],
            ["Bước 4", "Tổng hợp, kiểm tra thực tế", "", "01 ngày", "Biên bản"],
            ["Bước 5", "Kiểm tra dự thảo, ký nháy", "Lãnh đạo phòng", "0,5 ngày", ""],
            ["Bước 6", "Ký phê duyệt giấy phép", "Lãnh đạo UBND phường", "01 ngày", "Giấy phép"],
            ["Bước 7", "Vào sổ, đóng dấu, chuyển kết quả", "Văn thư", "4 giờ", ""],
            ["Bước 8", "Trả kết quả cho công dân", "Bộ phận Một cửa", "", "Giấy phép"],
            ["", "Tổng cộng", "", "08 ngày", ""],
        ]
        return workbook(rows)

    def test_a_real_table_becomes_a_process_that_can_be_used(self) -> None:
        report = self.read(self.real())
        steps = report.internal.steps
        assert [step.on for step in steps] == [
            "received", "received", "processing", "processing", "proposed", "reviewed", "signed", "done",
        ]  # fmt: skip
        assert (steps[1].role, steps[1].at) == ("head", "executing")
        assert steps[2].content.endswith("(nếu có)")
        assert report.internal.total == 7
        weave(BASE, PATH, report.internal, 1, LETTERS)

    def test_every_doubt_is_reported_with_its_row(self) -> None:
        doubts = "\n".join(self.read(self.real()).doubts)
        assert "Dòng 8" in doubts
        assert "lấy theo bước trên (Chuyên viên)" in doubts
        assert "tổng 8 ngày, cộng các bước được 7" in doubts

    def test_a_merged_time_belongs_to_the_first_of_its_rows(self) -> None:
        rows = [HEADING, ["1", "Tiếp nhận", "Một cửa", None, ""], ["2", "Thụ lý", "Chuyên viên", None, ""]]
        report = self.read(workbook(rows, [(1, 3, 2, 3, "2 ngày")]))
        assert [step.span.days if step.span else None for step in report.internal.steps] == [2, None]
        assert any("gộp" in doubt for doubt in report.doubts)

    def test_a_heading_that_names_the_unit_serves_bare_numbers(self) -> None:
        heading = [*HEADING[:3], "Thời gian (giờ)", HEADING[4]]
        rows = [
            heading,
            ["(1)", "(2)", "(3)", "(4)", "(5)"],
            [1, "Tiếp nhận", "Một cửa", 4, ""],
            [2, "Thụ lý", "CC", 12.5],
        ]
        report = self.read(workbook(rows))
        assert [step.span.days if step.span else None for step in report.internal.steps] == [
            Fraction(1, 2),
            Fraction(25, 16),
        ]
        assert not any("đơn vị" in doubt for doubt in report.doubts)

    def test_a_row_that_names_no_stage_is_laid_down_with_a_doubt(self) -> None:
        report = self.read(workbook([HEADING, ["1", "Abc", "xyz", "1 ngày", ""]]))
        assert any("không rõ thuộc giai đoạn nào" in doubt for doubt in report.doubts)

    @pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04" + b"\x00" * 50])
    def test_what_is_no_workbook_is_refused(self, content: bytes) -> None:
        with pytest.raises(BadInternal, match="Không mở được"):
            self.read(content)

    def test_a_workbook_without_a_table_or_without_steps_is_refused(self) -> None:
        with pytest.raises(BadInternal, match="Không tìm thấy bảng"):
            self.read(workbook([["Danh sách", "Số lượng"], ["a", 1]]))
        with pytest.raises(BadInternal, match="không có bước nào"):
            self.read(workbook([HEADING]))


class TestDifference:
    def test_steps_added_removed_moved_and_changed_are_told(self) -> None:
        changed = replace(STEPS[2], span=times.read("3 ngày").span, unit="Chuyên viên địa chính")
        new = building(steps=(STEPS[0], STEPS[1], changed, Step("y_kien", "Lấy ý kiến", "processing"), *STEPS[4:]))
        found = {(one.kind, one.step, one.part): (one.before, one.after) for one in difference.between(building(), new)}
        assert found["changed", "Thẩm định hồ sơ", "thời gian"] == ("2 ngày", "3 ngày")
        assert found["changed", "Thẩm định hồ sơ", "người, đơn vị thực hiện"][1] == "Chuyên viên địa chính"
        assert ("added", "Lấy ý kiến", "bước mới") in found
        assert found["removed", "Kiểm tra thực địa", "bỏ bước"] == ("Chuyên viên, 1,5 ngày", "")
        swapped = building(steps=(STEPS[0], STEPS[1], STEPS[3], STEPS[2], *STEPS[4:]))
        assert {one.kind for one in difference.between(building(), swapped)} == {"moved"}

    def test_the_same_process_has_no_difference_and_eight_hours_are_a_day(self) -> None:
        assert difference.between(building(), building("46")) == []
        eight = building(steps=(*STEPS[:4], replace(STEPS[4], span=times.read("8 giờ").span), *STEPS[5:]))
        assert difference.between(building(), eight) == []
