"""Workers that are killed in the middle of signing, and several at once: one whole file, never two or half a one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

import at_work
import people
from at_work import GRANTED
from people import BINH, CUC, HANH, HUE, MINH, SINCE, WARD
from thongsuot.areas.dossiers import results, sealing
from thongsuot.areas.dossiers.models import Result
from thongsuot.engine import papers, reading, signature_checks, stamper, verbs
from thongsuot.engine.case import Case
from thongsuot.ports import signing
from thongsuot.register import bodies, calendar
from thongsuot.register.models import Unit

pytestmark = pytest.mark.slow


@pytest.fixture
def site(own_database: Any, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DEMO, settings.VAR = True, tmp_path
    people.settle()
    Unit.objects.create(
        code=WARD, name="Phường Thuận Hóa", kind="phuong", tier=3, province_code=HUE, parent_code=HUE,
        valid_from=SINCE, recorded_on=SINCE, legal_basis="dữ liệu minh họa",
    )  # fmt: skip
    calendar.load_calendar_rows()
    bodies.forget()
    yield
    bodies.forget()
    calendar.forget()


def sealed() -> Case:
    case = at_work.bring_to("processing")
    for who, move, given in (
        (MINH, "propose", GRANTED),
        (HANH, "review", {}),
        (BINH, "sign", {"method": "digital"}),
        (CUC, "number", {}),
        (CUC, "seal", {}),
    ):
        case = verbs.move(who, case.id, case.length, move, given)
    stamper.stamp("vn")
    results.catch_up("vn")
    return case


def work_all(leases: int = 0) -> None:
    """All that is due once so many leases have run out: nobody waits two minutes in a test."""
    connections.close_all()
    while sealing.work_one(datetime.now(UTC) + 2 * leases * sealing.LEASE):
        pass


# A programme of its own: what was forked after the typesetter made its threads would wait for them for ever.
PROGRAMME = """
import sys, django
django.setup()
from datetime import UTC, datetime
from thongsuot.areas.dossiers import sealing
while sealing.work_one(datetime.now(UTC) + 2 * int(sys.argv[1]) * sealing.LEASE): pass
"""


def started(var: Path, leases: int = 0) -> subprocess.Popen[bytes]:
    surroundings = {"DJANGO_SETTINGS_MODULE": "thongsuot.settings", "THONGSUOT_DEMO": "1", "THONGSUOT_VAR": str(var)}
    surroundings["DATABASE_URL"] = os.environ["THONGSUOT_APP_DATABASE_URL"]
    return subprocess.Popen([sys.executable, "-c", PROGRAMME, str(leases)], env=os.environ | surroundings)


def whole(case: Case) -> None:
    """One paper, its content as its digest says, both signatures valid, the chain of entries unbroken."""
    story = reading.story(case.id)
    (file,) = [one for one in story.papers if one.origin == "result"]
    checked = signature_checks.check(papers.path(file.digest).read_bytes(), signing.trusted(), signing.lists())
    assert (checked.verdict, len(checked.signatures)) == ("valid", 2)
    assert [entry.body["verb"] for entry in story.entries].count("attach") == 1
    assert results.has_file(story.case)
    assert Result.objects.get().state == "done"


@pytest.mark.parametrize("after", [1.5, 2.5, 3.5, 5.0])
def test_a_worker_killed_at_any_moment_leaves_one_whole_file(site: None, tmp_path: Path, after: float) -> None:
    case = sealed()
    process = started(tmp_path)
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)

    work_all(1)

    whole(case)


def test_four_workers_of_which_each_breaks_into_the_others_lease_make_one_file(site: None, tmp_path: Path) -> None:
    case = sealed()
    processes = [started(tmp_path, leases) for leases in range(4)]
    assert [process.wait(90) for process in processes] == [0] * 4

    whole(case)
