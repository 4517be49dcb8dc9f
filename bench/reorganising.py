"""How long a reorganisation takes over a large ward: the dry run, the dossiers handed over, and the whole of it back.

python -m bench.reorganising [dossiers]        10,000 open dossiers of two wards when not said
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import country, site
from bench.machine import machine_line
from thongsuot import start

RESULTS = Path(__file__).parent / "results" / "reorganising.json"
DOSSIERS = 10_000
CODE = "99990"


def main() -> None:
    dossiers = int(sys.argv[1]) if len(sys.argv) > 1 else DOSSIERS
    print(machine_line())
    with site.database():
        start.load(lambda line: None)
        country.switch_on()
        seconds = measured(dossiers)
    for name, took in seconds.items():
        print(f"{name:10} {took:8.1f} s   {dossiers / took:8,.0f} dossiers/s of {dossiers:,}")
    figures = {f"reorganising.{name}.seconds": {"value": round(took, 1), "unit": "s"} for name, took in seconds.items()}
    found = {"machine": machine_line(), "load": round(os.getloadavg()[0], 1), "dossiers": dossiers, "figures": figures}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")


def measured(dossiers: int) -> dict[str, float]:
    """Two real wards with so many open dossiers become one, and are two again; each step in seconds."""
    from thongsuot.engine.actor import SYSTEM
    from thongsuot.engine.reorganising import acts, running, undoing

    size = country.Size(wards=2, dossiers_of_ward=dossiers // 2, officers_of_role=1)
    codes = country.wards(size)
    # Certification only: a step of some of the others is taken in a ministry's system.
    country.PROCEDURES = country.PROCEDURES[:1]
    officers = country.staff(codes, size)
    country.load_wards({ward: [one for one in officers if one.ward == ward] for ward in codes}, size.dossiers_of_ward)
    admin, other = _two_people()
    act = acts.propose(admin, _merge(codes))
    seconds: dict[str, float] = {}
    _timed(seconds, "dry_run", lambda: acts.check(admin, act.id))
    acts.approve(other, act.id)
    _timed(seconds, "run", lambda: running.run(SYSTEM, act.id))
    told = acts.find(act.id).record.after
    if told["differences"] or told["total"] != acts.progress(act).total:
        raise SystemExit(f"not as it must be: {told['differences'][:5]}")
    _timed(seconds, "undo", lambda: undoing.undo(admin, act.id, "đo tốc độ"))
    return seconds


def _timed(seconds: dict[str, float], name: str, work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    seconds[name] = time.perf_counter() - began


def _two_people() -> tuple[Any, Any]:
    from thongsuot.engine import actor
    from thongsuot.engine.reorganising import acts
    from thongsuot.register import people

    held = [
        people.appoint(
            people.invented_name(one), "vpcp", "Quản trị hệ thống", ("admin",), country.SINCE, basis=country.BASIS,
            key=f"bench:{one}",
        )
        for one in ("first", "second")
    ]  # fmt: skip
    first, second = (actor.load(one.person_id, acts.today()) for one in held)
    return first, second


def _merge(codes: list[str]) -> Any:
    """The first ward takes the second one in under a new code of the first one's province."""
    from thongsuot.engine.reorganising import acts
    from thongsuot.register import bodies
    from thongsuot.register.reorganising.plan import NewUnit, Plan

    view = bodies.body(f"ubnd.{codes[0]}")
    assert view is not None
    unit = NewUnit(CODE, "Phường Đo Tốc Độ", "phuong", view.province_code, whole_of=tuple(codes))
    return Plan(
        "merge", "Sáp nhập hai phường", "1/NQ-ĐO", acts.today(), "", "chương trình đo", acts.today(), units=(unit,)
    )


if __name__ == "__main__":
    main()
