"""An act that is killed in the middle and begun again ends as one that was not; two at once do not do it twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import plans
import pytest
from django.conf import settings
from django.db import connections
from setting_hue import ADMIN, forget, prepared, seed, settle

from thongsuot.engine import sql, verify
from thongsuot.engine.reorganising import acts, running
from thongsuot.register import calendar

pytestmark = pytest.mark.slow

# A programme of its own, as the operator's command or the background process is one; it says when it is under way.
WORK = """
import sys, uuid, django
django.setup()
from thongsuot.engine.reorganising import running
id = uuid.UUID(sys.argv[1])
running.begin(id)
while not running.work(id, 5):
    print("batch", flush=True)
"""


@pytest.fixture
def site(own_database: Any) -> Iterator[None]:
    settle()
    calendar.load_calendar_rows()
    yield
    forget()
    calendar.forget()


def started(id: UUID) -> subprocess.Popen[str]:
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "thongsuot.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", WORK, str(id)], stdout=subprocess.PIPE, text=True, env=given)


def test_killed_again_and_again_it_ends_the_same(site: None) -> None:
    seed(120)
    act = prepared(plans.merge())
    for batches in (1, 4, 2):
        worker = started(act.id)
        assert worker.stdout is not None
        for _ in range(batches):
            assert worker.stdout.readline() == "batch\n"
        worker.send_signal(signal.SIGKILL)
        worker.wait(30)
    half = acts.progress(acts.find(act.id))
    assert 0 < half.settled < half.total
    assert acts.find(act.id).state == "Đang chuyển"

    done = running.run(ADMIN, act.id)

    assert done.record.after["differences"] == []
    assert sql.run(
        "SELECT count(*), count(DISTINCT case_id) FROM engine_entry WHERE verb = 'reorganise'"
    ) == [(120, 120)]  # fmt: skip
    assert sql.run("SELECT DISTINCT competent_body FROM engine_case") == [(f"ubnd.{plans.NEW}",)]
    assert verify.verify_site(settings.SITE).faults == ()


def test_two_at_once_hand_every_dossier_over_once(site: None) -> None:
    seed(80)
    act = prepared(plans.merge())
    failed: list[BaseException] = []

    def work() -> None:
        try:
            running.begin(act.id)
            while not running.work(act.id, 7):
                time.sleep(0)
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(120)

    assert failed == []
    assert sql.run(
        "SELECT count(*), count(DISTINCT case_id) FROM engine_entry WHERE verb = 'reorganise'"
    ) == [(80, 80)]  # fmt: skip
    assert acts.find(act.id).record.after["differences"] == []
