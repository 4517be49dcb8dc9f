"""Verbs a second through the engine, beside pgbench writing the same rows on the same server in the same minute."""

from __future__ import annotations

import multiprocessing
import re
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from bench import country, twin
from bench.country import Officer
from thongsuot import start

CONNECTIONS = 4


@dataclass(frozen=True)
class Result:
    """Medians of the alternating runs, in verbs (or transactions of the same rows) a second; latencies in ms."""

    verbs_per_s: float
    pgbench_per_s: float
    p50: float
    p95: float
    statements: float
    without_journal_per_s: float
    entry_us: float

    @property
    def share(self) -> float:
        return self.verbs_per_s / self.pgbench_per_s


def measure(made: start.Database, officers: list[Officer], seconds: float) -> Result:
    """A B A B: the engine, pgbench, the engine, pgbench, each for so many seconds on the same connections."""
    pairs = [
        (one, other)
        for one in officers
        for other in officers
        if one.role == "intake" and other.role == "specialist" and one.ward == other.ward
    ]
    assert made.cluster is not None
    with _Workers(pairs) as workers:
        workers.run(min(2.0, seconds / 2))
        twin.make(made.owner_url)
        first = workers.run(seconds)
        pgbench = [_pgbench(made, seconds, 1)]
        second = workers.run(seconds)
        pgbench.append(_pgbench(made, seconds, 2))
        bare = _pgbench(made, seconds / 2, 3, twin.BARE)
    latencies = sorted(first.latencies + second.latencies)
    return Result(
        verbs_per_s=statistics.mean([first.rate, second.rate]),
        pgbench_per_s=statistics.mean(pgbench),
        p50=latencies[len(latencies) // 2] * 1000,
        p95=latencies[len(latencies) * 95 // 100] * 1000,
        statements=(first.statements + second.statements) / len(latencies),
        without_journal_per_s=bare,
        entry_us=_entry_cost(),
    )


@dataclass
class _Run:
    rate: float
    latencies: list[float]
    statements: int


class _Workers:
    """Processes with one connection each, ready before anything is measured."""

    def __init__(self, pairs: list[tuple[Officer, Officer]]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipes: list[Connection] = []
        self.processes = []
        for number in range(CONNECTIONS):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, pairs[number::CONNECTIONS]), daemon=True)
            process.start()
            self.pipes.append(ours)
            self.processes.append(process)

    def __enter__(self) -> _Workers:
        for pipe in self.pipes:
            assert pipe.recv() == "ready"
        return self

    def run(self, seconds: float) -> _Run:
        for pipe in self.pipes:
            pipe.send(seconds)
        results = [pipe.recv() for pipe in self.pipes]
        latencies = [one for found, _, _ in results for one in found]
        return _Run(sum(len(found) / took for found, took, _ in results), latencies, sum(n for _, _, n in results))

    def __exit__(self, *_: object) -> None:
        for pipe in self.pipes:
            pipe.send(None)
        for process in self.processes:
            process.join(10)


def _work(pipe: Connection, pairs: list[tuple[Officer, Officer]]) -> None:
    """A worker: verbs one after another, each a transaction of its own with its key, for as long as it is told."""
    import django

    django.setup()
    from thongsuot.engine import sql

    verbs = _verbs(pairs)
    next(verbs)
    pipe.send("ready")
    while (seconds := pipe.recv()) is not None:
        latencies: list[float] = []
        counted, began = sql.count(), time.perf_counter()
        before = began
        while before - began < seconds:
            next(verbs)
            now = time.perf_counter()
            latencies.append(now - before)
            before = now
        pipe.send((latencies, before - began, sql.count() - counted))


def _verbs(pairs: list[tuple[Officer, Officer]]) -> Iterator[None]:
    """One verb at every step, for ever: open, hand over, claim, propose, ward after ward."""
    from thongsuot.areas.dossiers.intake import prepare
    from thongsuot.engine import actor, verbs

    today = datetime.now().date()
    people = [(actor.load(one.person, today), actor.load(other.person, today)) for one, other in pairs]
    now = datetime.now(UTC)
    openings = [
        prepare(people[place][0], country.application(one.ward, f"Người thứ {place}", place), now)
        for place, (one, _) in enumerate(pairs)
    ]
    summary = {"outcome": "granted", "summary": "Cấp bản sao trích lục\nSố bản: 02"}
    while True:
        for (intake, specialist), prepared in zip(people, openings, strict=True):
            opening = replace(prepared, happened_at=datetime.now(UTC))
            case = verbs.open(intake, opening, key=uuid4())
            yield
            note = {"note": "Đủ thành phần, kính chuyển"}
            case = verbs.move(intake, case.id, case.length, "hand_over", note, key=uuid4())
            yield
            case = verbs.claim(specialist, case.id, case.length, key=uuid4())
            yield
            verbs.move(specialist, case.id, case.length, "propose", summary, key=uuid4())
            yield


def _pgbench(made: start.Database, seconds: float, run: int, scripts: dict[str, int] | None = None) -> float:
    """Transactions a second of the same mix: prepared, as many connections."""
    assert made.cluster is not None
    chosen = scripts or twin.SCRIPTS
    place = Path(made.cluster.home) / "twin"
    place.mkdir(exist_ok=True)
    command = [made.cluster.binary("pgbench"), "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2"]
    command += ["-T", str(max(1, round(seconds))), "-D", f"run={run}", *twin.variables(made.owner_url)]
    for name, weight in chosen.items():
        path = place / f"{name}.sql"
        path.write_text(twin.script(name, made.owner_url))
        command += ["-f", f"{path}@{weight}"]
    done = subprocess.run([*command, made.owner_url], capture_output=True, text=True, check=False)
    found = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    if done.returncode or found is None:
        raise SystemExit(f"pgbench: {done.stderr.strip()[-2000:]}")
    return float(found[1])


def _entry_cost() -> float:
    """Microseconds of one process to make, hash and chain one entry, without the database."""
    from thongsuot.engine import journal

    who = {"person": str(uuid4()), "name": "Nguyễn Thị Lan", "post": str(uuid4()), "title": "intake"}
    changed = ("step", "queue_body", "queue_role", "assignee")
    common: dict[str, Any] = {
        "case_id": uuid4(), "number": 2, "site": "vn", "province_code": "01", "verb": "move", "move": "hand_over",
        "who": {**who, "body": "pvhcc.00004"}, "happened_at": datetime.now(UTC), "recorded_at": datetime.now(UTC),
        "key": uuid4(), "request": "0" * 64, "personal": {"note": "Đủ thành phần, kính chuyển"},
        "content": {"from": "received", "to": "processing", "given": {}, "papers": [],
                    "changes": {name: ["pvhcc.00004", "vp.00004"] for name in changed}},
    }  # fmt: skip
    previous, rounds = b"", 5000
    began = time.perf_counter()
    for _ in range(rounds):
        previous = journal.entry(previous=previous, **common).hash
    return (time.perf_counter() - began) / rounds * 1e6


def connections_note() -> str:
    return f"{CONNECTIONS} processes with a connection each; pgbench -c {CONNECTIONS} -j 2 -M prepared"


def server_version(url: str) -> str:
    with psycopg.connect(url) as connection:
        return f"PostgreSQL {connection.info.parameter_status('server_version')}"
