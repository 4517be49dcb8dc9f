"""Loading the files into the tables: once, again, half-way, twice at a time, and after a change."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from thongsuot.register import unit_files, units
from thongsuot.register.folding import sort_key
from thongsuot.register.models import LoadedFile, Succession, Unit
from thongsuot.register.unit_files import DATA, SUCCESSION_FILES, UNIT_FILES, load_units

UNITS, EDGES = 14_174, 14_305
HALF_WAY = """
import os, signal, django
django.setup()
from thongsuot.register import unit_files
whole = unit_files._load
def stop_after_units(name, *rest):
    if name == "successions":
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(name, *rest)
unit_files._load = stop_after_units
unit_files.load_units()
"""
WHOLE = "import django; django.setup(); from thongsuot.register.units import load_units; print(load_units())"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*UNIT_FILES, *SUCCESSION_FILES):
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path


def counts() -> tuple[int, int]:
    return Unit.objects.count(), Succession.objects.count()


def python(code: str) -> subprocess.Popen[str]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "thongsuot.settings"}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.django_db
def test_a_second_load_of_the_same_files_does_nothing() -> None:
    assert load_units().inserted == UNITS + EDGES
    stamps = set(LoadedFile.objects.values_list("name", "digest", "loaded_at"))
    assert load_units() == units.Loaded()
    assert counts() == (UNITS, EDGES)
    assert set(LoadedFile.objects.values_list("name", "digest", "loaded_at")) == stamps


@pytest.mark.django_db
def test_a_resolution_added_to_the_file_changes_only_its_rows(folder: Path) -> None:
    load_units(folder)
    Unit.objects.update(recorded_on=date(2025, 7, 1))
    path = folder / "units.csv"
    before = "1,25,2025-07-01,,tinh,Tỉnh Phú Thọ,25,,Nghị quyết 202/2025/QH15\n"
    after = (
        "1,25,2025-07-01,2027-01-01,tinh,Tỉnh Phú Thọ,25,,Nghị quyết 202/2025/QH15\n"
        "1,25,2027-01-01,,thanh_pho,Thành phố Phú Thọ,25,,Nghị quyết thử\n"
    )
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")

    assert load_units(folder) == units.Loaded(inserted=1, changed=1, deleted=0)
    assert units.unit("25", date(2026, 12, 31)).name == "Tỉnh Phú Thọ"
    assert units.unit("25", date(2027, 1, 1)).name == "Thành phố Phú Thọ"
    today = timezone.localdate()
    assert set(Unit.objects.filter(recorded_on=today).values_list("code", flat=True)) == {"25"}
    assert Unit.objects.filter(recorded_on=date(2025, 7, 1)).count() == UNITS - 1


@pytest.mark.django_db
def test_a_row_taken_out_of_the_files_leaves_the_tables(folder: Path) -> None:
    load_units(folder)
    path = folder / "successions.csv.gz"
    lines = gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("2025-07-01,3,00013,00004,")]
    assert len(kept) == len(lines) - 1
    path.write_bytes(gzip.compress("".join(kept).encode(), mtime=0))
    assert load_units(folder) == units.Loaded(deleted=1)
    assert not Succession.objects.filter(old_code="00013").exists()
    assert load_units() == units.Loaded(inserted=1)


@pytest.mark.django_db
def test_another_way_of_folding_makes_the_tables_load_again(monkeypatch: pytest.MonkeyPatch) -> None:
    load_units()
    Unit.objects.filter(code="00004").update(folded="old way")
    monkeypatch.setattr(unit_files.folding, "VERSION", unit_files.folding.VERSION + 1)
    assert load_units() == units.Loaded(changed=2)
    assert not Unit.objects.filter(folded="old way").exists()


@pytest.mark.django_db
def test_two_versions_of_one_code_on_one_day_are_refused_and_nothing_is_kept(folder: Path) -> None:
    path = folder / "units.csv"
    twice = "1,25,2026-01-01,,thanh_pho,Thành phố Phú Thọ,25,,Nghị quyết thử\n"
    path.write_text(path.read_text("utf-8") + twice, "utf-8")
    with pytest.raises(IntegrityError, match="unit_one_version_a_day"), transaction.atomic():
        load_units(folder)
    assert counts() == (0, 0)
    assert not LoadedFile.objects.exists()


@pytest.mark.django_db
def test_names_are_folded_and_keyed_as_they_are_loaded() -> None:
    load_units()
    row = Unit.objects.get(code="00004", valid_to=None)
    assert (row.name, row.folded) == ("Phường Ba Đình", "phuong ba dinh")
    assert row.sort_key == sort_key("Ba Đình")
    assert row.recorded_on == timezone.localdate()


@pytest.mark.slow
def test_a_load_that_is_killed_half_way_is_taken_up_again_and_nothing_is_doubled(own_database: Any) -> None:
    killed = python(HALF_WAY)
    assert killed.wait(60) == -signal.SIGKILL
    assert counts() == (0, 0)
    assert not LoadedFile.objects.exists()

    assert load_units().inserted == UNITS + EDGES
    assert counts() == (UNITS, EDGES)


@pytest.mark.slow
def test_two_loads_at_the_same_time_make_one_list(own_database: Any) -> None:
    pair = [python(WHOLE), python(WHOLE)]
    said = sorted(process.communicate(timeout=120)[0].strip() for process in pair)
    assert [process.returncode for process in pair] == [0, 0]
    assert said == [str(units.Loaded()), str(units.Loaded(inserted=UNITS + EDGES))]
    assert counts() == (UNITS, EDGES)


@pytest.mark.django_db
def test_the_load_takes_as_many_statements_however_long_the_list_is() -> None:
    with CaptureQueriesContext(connection) as made:
        load_units()
    assert len(made) < 40
