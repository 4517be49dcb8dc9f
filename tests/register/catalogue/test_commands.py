"""The catalogue at the command line: what an operator types and reads."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from tests.register.catalogue.portal import line, written

from thongsuot.platform.trouble import Trouble
from thongsuot.register.catalogue import commands
from thongsuot.register.models import Competence

HANH = "Võ Minh Hạnh"


@pytest.fixture(autouse=True)
def _country(country: list[str]) -> None:
    """Bodies to propose competence for."""


def run_import(*given: str) -> int:
    parser = argparse.ArgumentParser()
    commands.import_arguments(parser)
    return commands.run_import(parser.parse_args(["procedures", *given]))


def run_catalogue(*given: str) -> int:
    parser = argparse.ArgumentParser()
    commands.catalogue_arguments(parser)
    return commands.run_catalogue(parser.parse_args(list(given)))


def test_an_import_says_what_is_new_and_which_lines_it_could_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "a.jsonl", [line("1.900001"), "{oops"])
    assert run_import(str(path), "--by", HANH) == 1
    said = capsys.readouterr().out
    assert "Mới 1" in said
    assert "dòng 2" in said
    assert run_import(str(written(path, [line("1.900001")])), "--by", HANH) == 0


def test_a_file_that_is_not_there_is_trouble_in_two_sentences(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="Không mở được"):
        run_import(str(tmp_path / "none.jsonl"))
    with pytest.raises(Trouble, match="bảng tính"):
        run_import(str(written(tmp_path / "a.xlsx", ["no workbook"])))


def test_the_report_and_the_changes_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_import(str(written(tmp_path / "a.jsonl", [line("1.900001", cases=[])])))
    run_import(str(written(tmp_path / "a.jsonl", [line("1.900001", name="Tên mới", cases=[])])))
    capsys.readouterr()
    assert run_catalogue("report", "--kind", "no_case") == 0
    assert "Không có trường hợp nào" in capsys.readouterr().out
    assert run_catalogue("changes") == 0
    assert "title: Thủ tục xác nhận nơi thả diều → Tên mới" in capsys.readouterr().out
    assert run_catalogue("troubles", "--limit", "5") == 0
    assert run_catalogue("competences") == 0


def test_competences_are_accepted_in_a_name_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_import(str(written(tmp_path / "a.jsonl", [line("1.900001")])))
    with pytest.raises(Trouble, match="Ghi tên"):
        run_catalogue("accept-competences")
    assert not Competence.objects.filter(procedure_code="1.900001", verified=True).exists()
    assert run_catalogue("accept-competences", "--by", HANH, "--basis", "Luật Hộ tịch 60/2014/QH13") == 0
    assert Competence.objects.get(procedure_code="1.900001", nature="decide").accepted_by == HANH
