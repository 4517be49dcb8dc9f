"""How many dossiers a second another system's folder comes in with, history and all, through the whole of the import.

python -m bench.cutover [dossiers]        10,000 dossiers with 30 actions each when not said
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from bench import site
from bench.machine import machine_line
from thongsuot import start
from thongsuot.register.working_time import VIETNAM

RESULTS = Path(__file__).parent / "results" / "cutover.json"
DOSSIERS, ACTIONS = 10_000, 30
FIRST = datetime(2026, 9, 1, 8, tzinfo=VIETNAM)


def folder(dossiers: int) -> Path:
    """Clean dossiers of one ward: what is measured is the way in, not the refusals."""
    at = Path(tempfile.mkdtemp(prefix="ts-cutover-"))
    (at / "manifest.json").write_text(json.dumps({"system": "Hệ thống đo tốc độ", "dossiers": dossiers}))
    with (at / "dossiers.jsonl").open("w", encoding="utf-8") as file:
        for number in range(dossiers):
            file.write(json.dumps(_dossier(number), ensure_ascii=False) + "\n")
    return at


def _dossier(number: int) -> dict[str, object]:
    received = FIRST + timedelta(minutes=7 * number)
    ended = number % 3
    last = received + timedelta(hours=ACTIONS)
    history = [
        {
            "at": (received + timedelta(hours=step)).isoformat(),
            "who": "Trần Văn Nam",
            "what": "Chuyển xử lý",
            "note": "Đã xem",
            "status": {3: "4", ACTIONS - 1: "10" if ended else "4"}.get(step, ""),
        }
        for step in range(ACTIONS)
    ]
    return {
        "code": f"OLD-{received:%y%m%d}-{number:06d}",
        "procedure": "1.013225.000.00.00.H57",
        "applicant": "Phạm Văn Đức",
        "number": f"046{number:09d}",
        "place": "19789",
        "competent": "ubnd.19789",
        "received": received.isoformat(),
        "due": (received + timedelta(days=15)).isoformat(),
        "status": "10" if ended else "4",
        "actions": history,
        **({"ended": last.isoformat()} if ended else {}),
    }


def main() -> None:
    dossiers = int(sys.argv[1]) if len(sys.argv) > 1 else DOSSIERS
    print(machine_line())
    source = folder(dossiers)
    try:
        with site.database():
            from thongsuot.areas.dossiers.cutover import importing, reconciling
            from thongsuot.areas.dossiers.cutover.importing import Verdict, Wanted

            start.load(lambda line: None)
            rates = {}
            for name, dry in (("dry", True), ("taken", False), ("again", False)):
                began = time.perf_counter()
                result = importing.run(Wanted(source, dry_run=dry))
                rates[name] = dossiers / (time.perf_counter() - began)
                wanted = Verdict.EARLIER if name == "again" else Verdict.TAKEN
                if result.counts != {wanted: dossiers} or reconciling.reconcile(result).differences:
                    raise SystemExit(f"not as it must be: {result.counts} {result.told[0]}")
        for name, rate in rates.items():
            print(f"{name:6} {rate:8,.0f} dossiers/s of {ACTIONS} actions; {dossiers:,} in {dossiers / rate:.1f} s")
        figures = {
            f"cutover.{name}.dossiers_per_s": {"value": round(rate, 1), "unit": "1/s"} for name, rate in rates.items()
        }
        RESULTS.write_text(
            json.dumps({"machine": machine_line(), "load": round(os.getloadavg()[0], 1), "figures": figures}, indent=1)
            + "\n"
        )
    finally:
        shutil.rmtree(source, ignore_errors=True)


if __name__ == "__main__":
    main()
