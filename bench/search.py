"""How fast and how well procedures are found: the built-in catalogue alone, and with the portal's sample beside it.

python bench/search.py [sample.jsonl.gz]

`search.first_share` is the part of the 200 queries whose intended procedure comes first; `search.p95_ms` is taken
in process, the sample repeated with changed codes to about 6,000 procedures.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thongsuot.settings")
os.environ.setdefault("THONGSUOT_SECRET_KEY", "only-for-measuring")

import django
from machine import machine_line

django.setup()

from thongsuot.register import procedures, search  # noqa: E402
from thongsuot.register.catalogue import built_in as catalogue_file  # noqa: E402
from thongsuot.register.procedures import ProcedureView  # noqa: E402
from thongsuot.register.search import finding  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "tests" / "register" / "search" / "queries.csv"
RESULTS = ROOT / "bench" / "results" / "catalogue.json"
SAMPLE = ROOT.parent / "shared" / "data" / "procedures-sample.jsonl.gz"
DAY = date(2026, 11, 23)
REPEATED_TO = 6000
Versions = dict[str, list[ProcedureView]]
RESULT_NAMES: dict[int, list[str]] = {}


def sample(path: Path) -> Iterator[ProcedureView]:
    """The portal's answers, as far as a search looks at them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            detail = json.loads(line)["detail"]
            publisher = detail["departmentPromulgateCode"] or ""
            tier = 3 if detail["isWard"] else 1 if detail["isProvince"] else 0
            results = [one["name"].strip() for one in detail["resultsDetails"] if one["name"].strip()]
            yield view(
                detail["code"].strip(),
                " ".join(detail["name"].split()),
                (detail.get("category") or {}).get("name") or "",
                f"bo.{publisher}" if publisher.startswith("G") else publisher,
                tier,
                results,
            )


def view(code: str, title: str, field: str, authority: str, tier: int, results: list[str]) -> ProcedureView:
    values: dict[str, Any] = dict.fromkeys(ProcedureView.__dataclass_fields__, "")
    values |= {"id": len(RESULT_NAMES), "version": 1, "tier": tier, "valid_from": DAY, "valid_to": None}
    values |= {"code": code, "title": title, "field": field, "authority": authority}
    RESULT_NAMES[values["id"]] = results
    return ProcedureView(**values)


def built_in() -> Iterator[ProcedureView]:
    for file in (*procedures.files(), *catalogue_file.built_in()):
        names = [result.name for case in file.definition.cases for result in case.results]
        yield view(file.code, file.title, file.field, file.authority, file.tier, names)


def catalogue(*sources: Iterator[ProcedureView]) -> Versions:
    """Each code once, from the first source that has it."""
    found: Versions = {}
    for source in sources:
        for one in source:
            found.setdefault(one.code, [one])
    return found


def repeated(versions: Versions, size: int) -> Versions:
    """The same procedures under changed codes, until there are so many."""
    found: Versions = dict(versions)
    turn = 0
    while len(found) < size:
        turn += 1
        for code, (one,) in versions.items():
            values = {name: getattr(one, name) for name in ProcedureView.__dataclass_fields__}
            found[f"{code}.{turn}"] = [ProcedureView(**{**values, "code": f"{code}.{turn}"})]
            if len(found) == size:
                break
    return found


def use(versions: Versions) -> float:
    """Search these from now on; how long the index took, in seconds."""
    procedures.versions = lambda: versions
    finding.result_names = lambda: RESULT_NAMES
    began = time.perf_counter()
    search.find("khai sinh", DAY)
    return time.perf_counter() - began


def asked(versions: Versions) -> list[dict[str, str]]:
    """The queries whose procedure is in the catalogue."""
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if set(row["codes"].split("|")) & versions.keys()]


def first(row: dict[str, str]) -> bool:
    hits = search.find(row["query"], DAY)
    return bool(hits) and hits[0].procedure.code in row["codes"].split("|")


def share(name: str, versions: Versions) -> float:
    use(versions)
    rows = asked(versions)
    found = [(row["half"], first(row)) for row in rows]
    for half in ("tuning", "held out"):
        own = [right for which, right in found if which == half]
        print(f"{name}: {half}: {sum(own)} of {len(own)} first")
    return sum(right for _, right in found) / len(found)


def p95(rows: list[dict[str, str]], rounds: int = 5) -> tuple[float, float]:
    """Milliseconds below which 95 of 100 searches are answered: on the clock, and of this thread's processor time."""
    walls, own = [], []
    for _ in range(rounds):
        for row in rows:
            began, used = time.perf_counter(), time.thread_time()
            search.find(row["query"], DAY)
            walls.append(time.perf_counter() - began)
            own.append(time.thread_time() - used)
    return tuple(sorted(times)[int(len(times) * 0.95)] * 1000 for times in (walls, own))  # type: ignore[return-value]


def record(figures: dict[str, dict[str, object]]) -> None:
    """Merge the figures with those that other measurements of the catalogue left."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"figures": {}}
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    kept |= {"machine": machine_line(), "commit": commit.stdout.strip()}
    kept["figures"] |= figures
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n")


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    own = catalogue(built_in())
    found = share(f"built in ({len(own)})", own)
    whole = own
    if path.exists():
        whole = catalogue(built_in(), sample(path))
        found = share(f"with the sample ({len(whole)})", whole)
    large = repeated(whole, REPEATED_TO)
    print(f"index of {len(large)}: {use(large):.2f} s")
    slow, used = p95(asked(whole))
    load = os.getloadavg()[0]
    print(f"first share {found:.3f} (aim 0.95), p95 {slow:.2f} ms (aim 5), of processor {used:.2f} ms, load {load:.1f}")
    record(
        {
            "search.first_share": {"value": round(found, 4), "unit": "share"},
            "search.p95_ms": {"value": round(slow, 2), "unit": "ms"},
            "search.p95_processor_ms": {"value": round(used, 2), "unit": "ms"},
        }
    )


if __name__ == "__main__":
    main()
