"""The bench of the citizen's way and of the country's traffic: `python -m bench.portal`.

People look at procedures, search, follow dossiers and send applications, all from a second process; then the verbs
of `thongsuot simulate` a second. Database, server and load are on this machine alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from bench import citizens, country, site, visits
from bench.main import UNITS, machine, quiet, say
from bench.main import _vacuum as vacuum
from thongsuot import start

RESULTS = Path(__file__).parent / "results" / "portal.json"
DAYS, SCALE, WORKERS = 10, 1 / 60, 2
FLOORS = {"page": 500, "search": 500, "track": 0, "submit": 120, "simulate": 400, "lists": 60}
DOSSIERS = country.Size(wards=40, dossiers_of_ward=50, officers_of_role=1)
LANES, CITIZENS, SECONDS = 12, 1800, 8.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.portal", description="Measure the portal and the simulation.")
    parser.add_argument("--citizens", type=int, default=CITIZENS, help="drafts begun before the clock starts")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each phase is measured")
    asked = parser.parse_args()
    began = time.perf_counter()
    with site.database() as (made, options):
        say(f"{machine(made)}\n{quiet()}")
        plan = prepared(asked.citizens, asked.seconds)
        vacuum(made)
        with site.serving(made, options) as served:
            http = drive(plan, served, options.var)
        verified(http, options.var)
        told = {name: http["figures"][name] for name in ("page", "search", "track", "submit")}
        show(told)
        rates = {"simulate.verbs_per_s": simulate(options), "simulate.lists_verbs_per_s": lists(options)}
        for (name, rate), floor in zip(rates.items(), (FLOORS["simulate"], FLOORS["lists"]), strict=True):
            say(f"\n{name}  {rate:,.0f} verbs/s   floor ≥ {floor}/s {'met' if rate >= floor else 'MISSED'}")
        simulated = {name: {"value": round(rate, 1), "unit": "1/s"} for name, rate in rates.items()}
        merge({**figures(told), **simulated}, machine(made))
    say(f"\n{RESULTS.relative_to(Path.cwd())} written; {time.perf_counter() - began:.0f} s in all")
    return 0


def prepared(count: int, seconds: float) -> visits.Plan:
    """The country, some dossiers to follow, and people with drafts."""
    began = time.perf_counter()
    start.load(lambda line: None)
    country.switch_on()
    wards = country.wards(DOSSIERS)
    country.load(country.staff(wards, DOSSIERS), DOSSIERS)
    chance, day = random.Random(7), datetime.now().date()
    plan = visits.Plan(
        0, 0, seconds, LANES,
        pages=citizens.pages(chance, day),
        searches=citizens.searches(chance, day, wards),
        tracked=citizens.tracked(),
        citizens=citizens.citizens(count, wards),
    )  # fmt: skip
    say(
        f"{len(plan.pages):,} pages of procedures at communes, {len(plan.searches)} searches, {len(plan.tracked):,}"
        f" dossiers to follow, {count:,} people with a draft; made ready in {time.perf_counter() - began:.0f} s"
    )
    return plan


def drive(plan: visits.Plan, served: site.Served, var: Path) -> dict[str, Any]:
    plan.port, plan.leader = served.port, served.leader.pid
    path = var / "visits.json"
    plan.write(path)
    done = subprocess.run([sys.executable, "-m", "bench.visits", str(path)], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit("the run ended: the server's answers are not what they must be")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def verified(http: dict[str, Any], var: Path) -> None:
    """Every dossier acknowledged is in the journal once, with its paper on the disk; every look is on record."""
    from thongsuot.engine import papers, sql

    sent = [visits.Sent(**one) for one in http["sent"]]
    rows = sql.run(
        "SELECT key::text, case_id::text FROM engine_entry WHERE key = ANY(%s::uuid[])", [[one.key for one in sent]]
    )
    if sorted(rows) != sorted((one.key, one.case) for one in sent):
        raise SystemExit(f"{len(sent)} applications acknowledged, {len(rows)} in the journal under their keys")
    kept = sql.run(
        "SELECT case_id::text, encode(digest, 'hex') FROM engine_paper WHERE case_id = ANY(%s::uuid[])",
        [[one.case for one in sent]],
    )
    if sorted(kept) != sorted((one.case, one.digest) for one in sent):
        raise SystemExit(f"{len(sent)} papers acknowledged, {len(kept)} in their dossiers")
    for one in sent:
        if hashlib.sha256(papers.path(one.digest).read_bytes()).hexdigest() != one.digest:
            raise SystemExit(f"the paper of {one.case} is not what was sent")
    looks = sql.run("SELECT count(*) FROM engine_read WHERE what = 'track'")[0][0]
    if looks != http["looks"]:
        raise SystemExit(f"{http['looks']} dossiers followed, {looks} looks on record")
    say(f"{len(sent):,} applications in the journal, each once with its paper; {looks:,} looks on record\n")


def show(http: dict[str, dict[str, float]]) -> None:
    say(f"{LANES} connections in flight; Granian {site.WORKERS} workers × {site.THREADS} places\n")
    say(f"{'':10}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'SQL':>6}{'driver µs':>11}   floor")
    for name, one in http.items():
        floor = f"≥ {FLOORS[name]}/s {'met' if one['rps'] >= FLOORS[name] else 'MISSED'}" if FLOORS[name] else ""
        say(
            f"{name:10}{one['rps']:9.0f}{one['p50_ms']:9.1f}{one['p95_ms']:9.1f}{one['cpu_ms']:9.2f}"
            f"{one['statements']:6.1f}{one['driver_us']:11.0f}   {floor}"
        )
    say(
        f"\na submission is {len(visits.ROUTES['submit'])} requests: paper of 200 kB, page of 20 fields, paper, sending"
    )


def figures(http: dict[str, dict[str, float]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {
        f"http.{name}.{key}": {"value": round(one[key], 2), "unit": unit}
        for name, one in http.items()
        for key, unit in UNITS.items()
    }
    return found | {"http.submit.requests": {"value": len(visits.ROUTES["submit"]), "unit": "1"}}


def simulate(options: start.Options) -> float:
    """Verbs a second over ten days of a sixtieth of the country's traffic in four provinces."""
    from thongsuot.register.calendar import VIETNAM
    from thongsuot.simulation import running

    until = datetime.now(VIETNAM)
    parts = frozenset({running.DOSSIERS})
    run = running.Run(DAYS, SCALE, 1, until, ("01", "46", "79", "96"), WORKERS, parts=parts)
    progress, refused = running.simulate(run, options.var, lambda done, left: None)
    if refused:
        raise SystemExit("\n".join(refused))
    return progress.rate


def lists(options: start.Options) -> float:
    """Verbs a second over the lists that are as long as the figures of the Government's reports, in one process."""
    from thongsuot.register.calendar import VIETNAM
    from thongsuot.simulation import running

    run = running.Run(1, 1.0, 1, datetime.now(VIETNAM), workers=1, parts=frozenset({running.REPORTS}))
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
