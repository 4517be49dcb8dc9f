"""The bench of the citizen's way and of the country's traffic: `python -m bench.portal`.

So far it measures the simulation: the verbs of `thongsuot simulate` a second, database and both processes on this
machine, from the start of the processes to the last verb, officers made on the way included.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from bench import site
from bench.main import machine, quiet, say
from thongsuot import start

RESULTS = Path(__file__).parent / "results" / "portal.json"
DAYS, SCALE, WORKERS = 10, 1 / 60, 2
FLOOR = 400


def main() -> int:
    with site.database() as (made, options):
        say(f"{machine(made)}\n{quiet()}")
        rate = simulate(options)
        say(f"simulate.verbs_per_s {rate:.0f}  (floor ≥ {FLOOR}/s)")
        merge({"simulate.verbs_per_s": {"value": round(rate, 1), "unit": "1/s"}}, machine(made))
    return 0


def simulate(options: start.Options) -> float:
    """Verbs a second over ten days of a sixtieth of the country's traffic in four provinces."""
    start.load(lambda line: None)
    from thongsuot.register.calendar import VIETNAM
    from thongsuot.simulation import running

    until = datetime.now(VIETNAM)
    run = running.Run(DAYS, SCALE, 1, until, ("01", "46", "79", "96"), WORKERS)
    progress, refused = running.simulate(run, options.var, lambda done, left: None)
    if refused:
        raise SystemExit("\n".join(refused))
    return progress.rate


def merge(figures: dict[str, dict[str, Any]], on: str, results: Path = RESULTS) -> None:
    """Put figures beside those that other parts of this bench have written."""
    known = json.loads(results.read_text()) if results.exists() else {"figures": {}}
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    known |= {"machine": on, "commit": commit, "figures": {**known["figures"], **figures}}
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    sys.exit(main())
