"""The exchange format read as it is really written: two shapes, two character sets, headings of their own."""

from __future__ import annotations

import argparse
import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import other_system
import pytest
from other_system import clean
from python_calamine import CalamineWorkbook
from test_cutover_work import _loaded, bring, case_of, country, folder_of, only

from thongsuot.areas.dossiers.cutover import cleaning, commands, importing, mapping, reading, reconciling
from thongsuot.areas.dossiers.cutover.cleaning import Unreadable
from thongsuot.areas.dossiers.cutover.importing import Verdict, Wanted
from thongsuot.areas.dossiers.cutover.options import arguments
from thongsuot.areas.dossiers.cutover.reading import BadSource
from thongsuot.platform.trouble import Trouble
from thongsuot.register.working_time import VIETNAM

__all__ = ["_loaded", "country"]


# Values.


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("NguyÔn ThÞ H¹nh", "Nguyễn Thị Hạnh"),
        ("§ç Quang Huy", "Đỗ Quang Huy"),
        ("Nguyễn Thị Hạnh", "Nguyễn Thị Hạnh"),
        ("Hạng mục «A» § 2", "Hạng mục «A» § 2"),
        ("Tô Hoài", "Tô Hoài"),
        ("Công ty TNHH 30/4", "Công ty TNHH 30/4"),
        ("  Lý   Thành\tAn ", "Lý Thành An"),
    ],
)
def test_old_letters_become_unicode_and_good_ones_stay(written: str, read: str) -> None:
    assert cleaning.text(written)[0] == read


@pytest.mark.parametrize("name", other_system.NAMES)
def test_what_was_written_in_tcvn3_comes_back_whole(name: str) -> None:
    assert cleaning.decoded(other_system._to_tcvn3(name).encode("latin-1"))[0] == name
    assert cleaning.text(other_system._to_tcvn3(name)) == (name, True)


def test_a_file_in_unicode_is_never_taken_for_an_old_one() -> None:
    assert cleaning.decoded("Đặng Thị Ớt".encode("utf-8-sig")) == ("Đặng Thị Ớt", False)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("07/09/2026 08:15", datetime(2026, 9, 7, 8, 15, tzinfo=VIETNAM)),
        ("7-9-2026", datetime(2026, 9, 7, tzinfo=VIETNAM)),
        ("2026-09-07T01:15:00+00:00", datetime(2026, 9, 7, 8, 15, tzinfo=VIETNAM)),
        ("2026-09-07 08:15:30", datetime(2026, 9, 7, 8, 15, 30, tzinfo=VIETNAM)),
        ("07/09/2026 8g15", datetime(2026, 9, 7, 8, 15, tzinfo=VIETNAM)),
    ],
)
def test_days_are_read_as_people_write_them(written: str, read: datetime) -> None:
    found = cleaning.moment(written)
    assert found is not None
    assert found.at == read


@pytest.mark.parametrize(
    "written", ["31/02/2026", "hôm qua", "2026", "07/09/26", "0001-01-01", "9999-12-31T23:59:59-12:00"]
)
def test_days_that_are_none_are_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(Unreadable):
        cleaning.moment(written)


def test_a_procedure_s_code_loses_the_tail_of_who_published_it() -> None:
    assert cleaning.procedure_code("1.004194.000.00.00.H42") == "1.004194"
    assert cleaning.procedure_code("TTHC-17") == "TTHC-17"


@pytest.mark.parametrize("written", ["1.5", "-3", "năm mươi", "", "9" * 30])
def test_an_amount_is_whole_or_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        cleaning.amount(written)


# Tables.


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";")])
def test_tables_say_the_same_as_lines(country: None, tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [clean(number) for number in range(1, 7)]
    other_system.write_tables(tmp_path / "csv", rows, encoding=encoding, delimiter=delimiter)
    result = importing.run(Wanted(tmp_path / "csv"))
    assert {one.verdict for one in result.told} == {Verdict.TAKEN}
    again = bring(tmp_path / "lines", *rows)
    assert {one.verdict for one in again.told} == {Verdict.EARLIER}, "the same dossiers in the other shape are the same"


def test_a_table_of_old_letters_is_read_with_a_remark(country: None, tmp_path: Path) -> None:
    rows = [other_system._old(clean(1, "10") | {"actions": []})]
    other_system.write_tables(tmp_path, rows, encoding="latin-1")
    (told,) = importing.run(Wanted(tmp_path)).told
    assert told.verdict is Verdict.REMARKED
    assert "TCVN3" in told.remarks[-1]
    assert case_of(told.code).subject_name in other_system.NAMES


def test_rows_of_side_files_without_a_dossier_are_told_too(country: None, tmp_path: Path) -> None:
    other_system.write_tables(tmp_path, [clean(1, "10")])
    with (tmp_path / "actions.csv").open("a") as file:
        file.write("KHONG-CO,01/10/2026,Lan,Chuyển,,,,\nthiếu,ô\n")
    told = importing.run(Wanted(tmp_path)).told
    assert [one.verdict for one in told] == [Verdict.TAKEN, Verdict.REFUSED, Verdict.REFUSED]
    assert "KHONG-CO" in told[1].why[0]
    assert "2 ô" in told[2].why[0]


def test_headings_of_their_own_are_given_names_in_the_mapping(country: None, tmp_path: Path) -> None:
    row = clean(1, "4") | {"actions": []}
    row["Mã hồ sơ"], row["trangThai"] = row.pop("code"), row.pop("status")
    row["trangThai"] = "Chờ lãnh đạo ký duyệt"
    other_system.write_tables(tmp_path, [{"code": "", **row}])
    text = (tmp_path / "dossiers.csv").read_text().replace("code,", "", 1).splitlines()
    (tmp_path / "dossiers.csv").write_text("\n".join([text[0], text[1].removeprefix(",")]))
    with pytest.raises(BadSource, match="cột lạ"):
        importing.run(Wanted(tmp_path))
    words = tmp_path / "mapping.json"
    said = {"columns": {"Mã hồ sơ": "code", "trangThai": "status"}, "steps": {"Chờ lãnh đạo ký duyệt": "reviewed"}}
    words.write_text(json.dumps(said))
    (told,) = importing.run(Wanted(tmp_path, words)).told
    case = case_of(told.code)
    assert (case.step, case.queue_role) == ("reviewed", "chair")


# What cannot be read at all.


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "manifest.json"),
        ({"manifest.json": "{}"}, "không đọc được"),
        ({"manifest.json": '{"system": ""}'}, "từ 1 đến 100"),
        ({"manifest.json": '{"system": "A"}'}, "không có dossiers.jsonl"),
        ({"manifest.json": '{"system": "A"}', "dossiers.jsonl": "", "dossiers.csv": ""}, "Chỉ để lại một tệp"),
        ({"manifest.json": '{"system": "A"}', "dossiers.csv": "status\n4\n"}, "cột “code”"),
        ({"manifest.json": '{"system": "A"}', "dossiers.csv": "code,code\n"}, "hai cột cùng tên"),
    ],
)
def test_a_folder_that_cannot_be_read_is_refused_whole(
    country: None, tmp_path: Path, files: dict[str, str], says: str
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(BadSource, match=says):
        importing.run(Wanted(tmp_path))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("không phải JSON", "không đọc được"),
        ('{"steps": {"Chờ": "nowhere"}}', "không có trong quy trình"),
        ('{"bodies": {"Phòng A": "pkt.00000"}}', "không có"),
        ('{"stepz": {}}', "phần lạ"),
        ('{"steps": []}', "không đọc được"),
    ],
)
def test_a_mapping_that_leads_nowhere_is_refused(country: None, tmp_path: Path, said: str, says: str) -> None:
    (tmp_path / "m.json").write_text(said)
    with pytest.raises(BadSource, match=says):
        mapping.load(tmp_path / "m.json")


@pytest.mark.parametrize(
    "line",
    [b"[]", b"null", b'"x"', b"{}", b"\x00\xff", b'{"code": 5, "actions": "x"}', b'{"code": {"a": 1}}', b"[" * 5000,
     b'{"code": "X", "received": "\\u0000"}', b'{"code": "X", "lone": "\\ud800"}', b'{"code": 1e400}'],
)  # fmt: skip
def test_no_line_whatever_it_holds_ends_the_run(country: None, tmp_path: Path, line: bytes) -> None:
    folder = folder_of(tmp_path, clean(1, "10"))
    with (folder / "dossiers.jsonl").open("ab") as file:
        file.write(b"\n" + line + b"\n")
    told = importing.run(Wanted(folder)).told
    assert [one.verdict for one in told] == [Verdict.TAKEN, Verdict.REFUSED]
    assert told[1].why


def test_papers_come_with_their_digest_and_without_files_only_when_asked(country: None, tmp_path: Path) -> None:
    row = clean(1, "10") | {"papers": [{"name": "Đơn", "file": "mat.pdf"}]}
    told = only(tmp_path, row)
    assert (told.verdict, "không có tệp" in told.why[0]) == (Verdict.REFUSED, True)
    told = only(tmp_path, row, without_papers=True)
    assert told.verdict is Verdict.REMARKED
    assert "để lại giấy tờ" in told.remarks[0]


# The report.


def test_the_report_has_a_line_for_every_row_and_a_spreadsheet_runs_nothing(country: None, tmp_path: Path) -> None:
    result = bring(tmp_path / "in", clean(1, "10"), clean(2, "4") | {"applicant": ""}, {"code": "=HYPERLINK(1)"})
    found = reconciling.reconcile(result)
    reconciling.write(result, found, tmp_path / "out")
    with (tmp_path / "out" / "verdicts.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["Kết luận"] for row in rows] == ["Nhận", "Không nhận", "Không nhận"]
    assert rows[2]["Mã hồ sơ"] == "'=HYPERLINK(1)"
    book = CalamineWorkbook.from_path(str(tmp_path / "out" / "report.xlsx"))
    assert book.sheet_names == ["Từng dòng", "Đối soát", "Khác biệt"]
    assert len(book.get_sheet_by_name("Từng dòng").to_python()) == 4
    assert found.differences == ()
    assert sum(line.here for line in found.lines) == 1


def test_a_file_that_was_cut_and_a_row_that_is_gone_are_differences(country: None, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, clean(1, "10"), clean(2, "10"), dossiers=3, statuses={"10": 3})
    result = importing.run(Wanted(folder))
    assert len(reconciling.reconcile(result).differences) == 2
    result.told[0] = importing.Told(result.told[0].file, 1, "KHAC", Verdict.TAKEN, body="ubnd.19789", stood="10")
    assert any("chênh 1" in one for one in reconciling.reconcile(result).differences)


def test_the_command_says_what_happened_and_ends_with_one_when_somebody_must_look(
    country: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    arguments(parser)

    def run(folder: Path, *more: str) -> Any:
        chosen = parser.parse_args([str(folder), "--report", str(tmp_path / "report"), *more])
        return commands.run(chosen, tmp_path), capsys.readouterr().out

    good = folder_of(tmp_path / "good", clean(1, "10"))
    code, said = run(good, "--dry-run")
    assert (code, "không ghi gì" in said) == (0, True)
    code, said = run(good)
    assert (code, "Đối soát khớp" in said) == (0, True)
    code, said = run(folder_of(tmp_path / "bad", clean(2, "10") | {"received": ""}))
    assert (code, "Thiếu ngày nhận" in said) == (1, True)
    with pytest.raises(Trouble, match=r"manifest\.json"):
        run(tmp_path / "nowhere")


def test_the_format_s_own_page_names_every_field() -> None:
    page = (Path(__file__).parents[2] / "docs" / "cutover.md").read_text()
    fields = reading.FIELDS.union(*reading.LISTS.values())
    assert [name for name in sorted(fields) if f"`{name}`" not in page] == []
