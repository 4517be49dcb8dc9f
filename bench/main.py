"""`make bench`: engine and server measured with the database and the load beside them, on this machine alone."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import country, site, verbs
from bench.machine import machine_line
from thongsuot import start

RESULTS = Path(__file__).parent / "results" / "main.json"
LANES = 12
FLOORS = {"intake": "≥ 250/s", "move": "≥ 250/s", "read": "≥ 500/s, ≤ 2.5 ms CPU", "worklist": "≥ 200/s"}
UNITS = {"rps": "1/s", "p50_ms": "ms", "p95_ms": "ms", "cpu_ms": "ms", "statements": "1"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Measure the engine and the running server.")
    parser.add_argument("--quick", action="store_true", help="smaller data, under two minutes")
    quick = parser.parse_args().quick
    size = country.QUICK if quick else country.FULL
    began = time.perf_counter()
    with site.database() as (made, options):
        say(f"{machine(made)}\n{quiet()}")
        officers = _loaded(size)
        engine = verbs.measure(made, officers, 3 if quick else 10)
        _vacuum(made)
        with site.serving(made, options) as served:
            http = _drive(made, served, officers, 5 if quick else 20)
        _verified()
        figures = _figures(engine, http)
        _print(engine, http, size)
        _write(figures, machine(made))
    say(f"\n{RESULTS.relative_to(Path.cwd())} written; {time.perf_counter() - began:.0f} s in all")
    return 0


def say(words: str) -> None:
    print(words, flush=True)


def quiet() -> str:
    """A figure taken beside other work says little."""
    load = os.getloadavg()[0]
    return "" if load < 1 else f"Other work runs on this machine (load {load:.1f}): the figures are too low.\n"


def machine(made: start.Database) -> str:
    return machine_line().replace("no PostgreSQL", verbs.server_version(made.owner_url))


def _loaded(size: country.Size) -> list[country.Officer]:
    start.load(lambda line: None)
    country.switch_on()
    officers = country.staff(country.wards(size), size)
    seconds = country.load(officers, size)
    say(
        f"{size.dossiers:,} open dossiers in {size.wards} wards, {size.users} officers; loaded in {seconds:.1f} s"
        f" by 2 processes ({size.dossiers / seconds:,.0f} dossiers/s)"
    )
    return officers


def _vacuum(made: start.Database) -> None:
    """As autovacuum would have done by the time that so many dossiers are open."""
    import psycopg

    with psycopg.connect(made.owner_url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def _drive(made: start.Database, served: site.Served, officers: list[country.Officer], seconds: float) -> Any:
    assert made.cluster is not None
    plan = made.cluster.home / "plan.json"
    given = {
        "port": served.port,
        "leader": served.leader.pid,
        "database": made.owner_url,
        "seconds": seconds,
        "lanes": LANES,
        "users": [{**vars(one), "person": str(one.person)} for one in officers],
    }
    plan.write_text(json.dumps(given))
    done = subprocess.run(
        [sys.executable, "-m", "bench.drive", str(plan)], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit("the run ended: the server's answers are not what they must be")
    return json.loads(done.stdout)


def _verified() -> None:
    """The journal of all that was loaded, worked on and taken in is whole."""
    from thongsuot.engine.verify import verify_site

    report = verify_site("vn")
    if report.faults:
        raise SystemExit(f"the journal is damaged: {report.faults[0]}")
    say(f"journal verified: {report.cases:,} dossiers, {report.entries:,} entries, {report.stamps:,} stamped")


def _figures(engine: verbs.Result, http: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {
        "engine.verbs_per_s": {"value": round(engine.verbs_per_s, 1), "unit": "1/s"},
        "engine.share_of_pgbench": {"value": round(engine.share, 3), "unit": "1"},
    }
    for name in ("intake", "move", "read", "worklist"):
        for key, unit in UNITS.items():
            found[f"http.{name}.{key}"] = {"value": round(http[name][key], 2), "unit": unit}
    return found


def _print(engine: verbs.Result, http: dict[str, Any], size: country.Size) -> None:
    say(
        f"\nengine   {engine.verbs_per_s:,.0f} verbs/s, p50 {engine.p50:.1f} ms, p95 {engine.p95:.1f} ms,"
        f" {engine.statements:.1f} statements beside BEGIN and COMMIT\n"
        f"pgbench  {engine.pgbench_per_s:,.0f} of the same a second; the engine does {engine.share:.0%}"
        f"  ({verbs.connections_note()})\n"
        f"journal  an entry costs {engine.entry_us:.0f} µs to make, hash and chain; pgbench without the journal's rows"
        f" {engine.without_journal_per_s:,.0f}/s\n"
        f"\nhttp     {LANES} connections in flight for {http['users']} signed-in officers, who see"
        f" {size.dossiers_of_ward} dossiers each; Granian {site.WORKERS} workers × {site.THREADS} threads\n"
    )
    say(f"{'':10}{'per s':>9}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'SQL':>6}{'driver µs':>11}   floor")
    for name in ("intake", "move", "read", "worklist"):
        one = http[name]
        say(
            f"{name:10}{one['rps']:9.0f}{one['p50_ms']:9.1f}{one['p95_ms']:9.1f}{one['cpu_ms']:9.2f}"
            f"{one['statements']:6.1f}{one['driver_us']:11.0f}   {FLOORS[name]}"
        )


def _write(figures: dict[str, dict[str, Any]], line: str) -> None:
    asked = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    RESULTS.parent.mkdir(exist_ok=True)
    found = {"machine": line, "commit": asked.stdout.strip(), "figures": figures}
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
