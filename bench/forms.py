"""How many filled real forms a second one process checks: every shipped form in turn, each answered by somebody.

python -m bench.forms [seconds]

The communes are held in memory, as the site holds them; no database takes part. A wrong answer is checked for each
right one, as people send both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thongsuot.settings")
os.environ.setdefault("THONGSUOT_SECRET_KEY", "only-for-measuring")

import django

from bench.machine import machine_line

django.setup()

from thongsuot.areas.dossiers.forms import catalogue, samples  # noqa: E402
from thongsuot.engine.forms import Form  # noqa: E402
from thongsuot.engine.forms_places import Commune, FewPlaces  # noqa: E402
from thongsuot.engine.forms_validate import Checked, validate  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "catalogue.json"
TODAY = date(2026, 11, 21)
PLACES = FewPlaces({code: Commune(code, f"Phường {code}", "46", "Huế") for code in ("19789", "19753", "00004")})


def work() -> list[tuple[Form, dict[str, Any], bool]]:
    """Each form with a right answer and with one that lacks its first part."""
    found = []
    for key, form in catalogue.shipped().items():
        right = samples.SAMPLES[key]
        wrong = deepcopy(right)
        wrong.pop(next(iter(wrong)))
        found += [(form, right, True), (form, wrong, False)]
    return found


def rate(seconds: float) -> float:
    """Forms a second; raises AssertionError when a verdict is not the expected one."""
    todo = work()
    for form, values, right in todo:
        assert isinstance(validate(form, values, today=TODAY, places=PLACES), Checked) == right, form.key
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for form, values, _ in todo:
            validate(form, values, today=TODAY, places=PLACES)
        done += len(todo)
    return done / (time.perf_counter() - began)


def record(figures: dict[str, dict[str, Any]]) -> None:
    """Put the figures beside those that are there."""
    RESULTS.parent.mkdir(exist_ok=True)
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"figures": {}}
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    known |= {"machine": known.get("machine") or machine_line(), "commit": commit.stdout.strip()}
    known["figures"] |= figures
    RESULTS.write_text(json.dumps(known, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    print(machine_line())
    found = max(rate(seconds) for _ in range(3))
    forms = catalogue.shipped().values()
    questions = sum(len(form.fields) for form in forms)
    print(f"{len(forms)} forms with {questions} questions: {found:,.0f} checked a second, the best of three runs")
    record({"forms.validate_per_s": {"value": round(found), "unit": "1/s"}})


if __name__ == "__main__":
    main()
