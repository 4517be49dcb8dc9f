"""Loading by several processes: killed half-way, and two at once. Each test has a committed database of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from thongsuot.register.models import Body, CalendarDay, Competence, LoadedFile, Procedure

BODIES, PARTS = 23_965, {"bodies", "calendars", "procedures", "competences"}

LOAD = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "thongsuot.settings"
django.setup()
from thongsuot.register.loading import load_country
load_country(lambda line: print(line, flush=True))
"""


def started() -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", LOAD], stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
class TestProcesses:
    def test_killed_between_and_within_parts_it_goes_on_and_ends_whole(self, own_database: Any) -> None:
        for lines in (1, 2):
            process = started()
            assert process.stdout
            for _ in range(lines):
                process.stdout.readline()
            process.kill()
            process.wait()
        finished = started()
        said, _ = finished.communicate(timeout=120)
        assert finished.returncode == 0
        assert "Đơn vị hành chính: không thay đổi." in said
        assert (Body.objects.count(), Procedure.objects.filter(origin="own").count()) == (BODIES, 10)
        assert CalendarDay.objects.exists()
        assert Competence.objects.exists()
        assert set(LoadedFile.objects.values_list("name", flat=True)) >= PARTS

    def test_two_that_start_at_once_load_one_country(self, own_database: Any) -> None:
        both = [started(), started()]
        said = [process.communicate(timeout=120)[0] for process in both]
        assert [process.returncode for process in both] == [0, 0]
        assert (Body.objects.count(), Procedure.objects.filter(origin="own").count()) == (BODIES, 10)
        assert sum("Cơ quan, đơn vị: ghi" in text for text in said) == 1
