"""Importing the nation's procedures: the sample repeated with changed codes to their real number, in one process.

python -m bench.catalogue [SOURCE.jsonl.gz]
"""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import site
from bench.machine import machine_line

RESULTS = Path(__file__).parent / "results" / "catalogue.json"
SAMPLE = Path(__file__).parents[2] / "shared" / "data" / "procedures-sample.jsonl.gz"
PROCEDURES = 5700
MOST_SECONDS, MOST_MEGABYTES = 120, 1024


def main() -> int:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    if not source.exists():
        print(f"no source: {source}")
        return 0
    with tempfile.TemporaryDirectory() as folder, site.database() as (made, _):
        path = Path(folder) / "procedures.jsonl.gz"
        count = repeat(source, path)
        first, again = _measured(path)
        machine = machine_line().replace("no PostgreSQL", _version(made.owner_url))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} procedures: first {first:.1f} s, again with nothing changed {again:.1f} s, peak {peak:.0f} MB")
    print(f"promised: ≤ {MOST_SECONDS} s and ≤ {MOST_MEGABYTES} MB")
    write({"import.seconds": (round(first, 1), "s"), "import.peak_mb": (round(peak), "MB")}, machine)
    return 0 if first <= MOST_SECONDS and peak <= MOST_MEGABYTES else 1


def repeat(source: Path, path: Path, wanted: int = PROCEDURES) -> int:
    """Write so many procedures; each round of the sample has codes of its own."""
    written = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        for line in _rounds(source):
            file.write(line)
            written += 1
            if written == wanted:
                break
    return written


def _rounds(source: Path) -> Iterator[str]:
    for turn in range(100):
        with gzip.open(source, "rt", encoding="utf-8") as lines:
            for line in lines:
                given: dict[str, Any] = json.loads(line)
                code = str(given["code"])
                yield line.replace(code, f"{code[:2]}{turn + 1}{code[3:]}") if turn else line


def _measured(path: Path) -> tuple[float, float]:
    from thongsuot.register.catalogue import importing
    from thongsuot.register.loading import load_country

    load_country()
    seconds = []
    for _ in range(2):
        began, used = time.perf_counter(), time.process_time()
        outcome = importing.import_file(path, "đo hiệu năng")
        seconds.append(time.perf_counter() - began)
        print(f"of which this process computed {time.process_time() - used:.1f} s")
        print(outcome.figures())
    return seconds[0], seconds[1]


def _version(url: str) -> str:
    from bench import verbs

    return verbs.server_version(url)


def write(figures: dict[str, tuple[float, str]], machine: str) -> None:
    """Put these figures beside those of other benches of the catalogue."""
    RESULTS.parent.mkdir(exist_ok=True)
    kept = json.loads(RESULTS.read_text())["figures"] if RESULTS.exists() else {}
    made = {key: {"value": value, "unit": unit} for key, (value, unit) in figures.items()}
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    told = {"machine": machine, "commit": commit.stdout.strip(), "figures": {**kept, **made}}
    RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
