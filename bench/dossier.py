"""A dossier's whole life through the engine in one process, and what it prints, explains and signs on the way.

python -m bench.dossier [--quick]        about two minutes; --quick under one
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import site
from bench.machine import machine_line
from thongsuot import start

RESULTS = Path(__file__).parent / "results" / "dossier.json"
FLOORS = {"life.dossiers_per_s": 40, "forms.per_s": 50, "deadlines.explained_per_s": 1000}
PROCEDURE, CASE = "1.001193", "thong-thuong"
PERSON = ("Trần Văn Hùng", "046190012345")
# Who does what, from the counter to the citizen's word on it: nine verbs after the receipt.
WAY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("lan", "hand_over", {}),
    ("nam", "propose", {"outcome": "granted", "summary": ["Đồng ý đăng ký khai sinh."]}),
    ("thu", "review", {}),
    ("minh", "sign", {"method": "paper"}),
    ("van", "number", {}),
    ("van", "seal", {}),
    ("van", "issue", {}),
    ("lan", "hand_out", {"receiver": PERSON[0], "how": "counter"}),
    ("citizen", "rate", {"stars": "5"}),
)


@dataclass(frozen=True)
class Rate:
    """So many in so many seconds."""

    done: int
    seconds: float

    @property
    def per_s(self) -> float:
        return self.done / self.seconds


def for_seconds(seconds: float, work: Callable[[int], int]) -> Rate:
    """Call `work` with 0, 1, 2 … for that long; it says how many it did. Three rounds before do not count."""
    for number in range(3):
        work(-number - 1)
    done, began, number = 0, time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < seconds:
        done += work(number)
        number += 1
    return Rate(done, spent)


def lives(seconds: float) -> tuple[Rate, Rate]:
    """Dossiers from intake to rating, each verb a transaction of its own that is on the disk when it returns."""
    from thongsuot.areas.dossiers import intake
    from thongsuot.areas.dossiers.intake import Application
    from thongsuot.engine import actor, verbs
    from thongsuot.register import demo
    from thongsuot.register.models import Account

    today = datetime.now(UTC).date()
    logins = sorted({who for who, _move, _given in WAY} - {"citizen"})
    accounts = Account.objects.filter(username__in=logins)
    people = {one.username: actor.load(one.person_id, today) for one in accounts if one.person_id}
    people["citizen"] = actor.Actor(person=None, name=PERSON[0], citizen=PERSON[1])
    wanted = Application(PROCEDURE, CASE, demo.WARD, PERSON[0], number=PERSON[1], papers={"to-khai": (1, 0)})

    def live(number: int) -> int:
        case = intake.receive(people["lan"], wanted, datetime.now(UTC))
        for who, move, given in WAY:
            case = verbs.move(people[who], case.id, case.length, move, given)
        if case.step != "delivered" or case.length != len(WAY) + 1:
            raise SystemExit(f"not as it must be: {case.step} after {case.length} entries")
        return 1

    whole = for_seconds(seconds, live)
    return whole, replace(whole, done=whole.done * (len(WAY) + 1))


def seven() -> list[tuple[Any, Any]]:
    """The seven forms of the circular, filled; the register book with the thirty lines of a counter's day."""
    from thongsuot.areas.dossiers.letters import FORMS, REGISTER_BOOK, samples
    from thongsuot.areas.dossiers.letters.book import BookLine, RegisterBookData

    first = samples.RECEIPT
    line = BookLine(
        number=1, code=first.code, title="Đăng ký khai sinh", name=PERSON[0], contact="Số 5 đường Lê Lợi",
        body="UBND phường Ba Đình", received_at=first.received_at, due_at=first.due_at, delivery="Tại quầy",
    )  # fmt: skip
    book = RegisterBookData(
        code="SO-19789-2026", issued_at=first.issued_at, agency=first.agency, year=2026,
        span="Tháng 11 năm 2026, từ số 1 đến số 30",
        lines=tuple(line.model_copy(update={"number": number}) for number in range(1, 31)),
    )  # fmt: skip
    found = [(form, samples.SAMPLES[form.key]) for form in FORMS if form.key.isdecimal()] + [(REGISTER_BOOK, book)]
    if [form.key for form, _data in found] != [f"{number:02d}" for number in range(1, 8)]:
        raise SystemExit(f"not the seven forms: {[form.key for form, _data in found]}")
    return found


def forms(seconds: float) -> Rate:
    """The seven forms in turn, each for a dossier of its own."""
    from thongsuot.engine.letters import render

    filled = seven()
    for form, data in filled:
        render(form, data)

    def printed(number: int) -> int:
        form, data = filled[number % len(filled)]
        changed = {"code": f"H57.19789-261122-{abs(number):06d}"} if "code" in type(data).model_fields else {}
        if not render(form, data.model_copy(update=changed)).startswith(b"%PDF"):
            raise SystemExit(f"form {form.key} is no PDF")
        return 1

    return for_seconds(seconds, printed)


def deadlines(seconds: float) -> Rate:
    """Deadlines of ten working days with a supplement on the way, every reason in words."""
    from thongsuot.engine.deadline import Cause, Limit, LimitUnit, Paused, Resumed, due
    from thongsuot.register.calendar import VIETNAM, from_files

    limit = Limit(LimitUnit.WORKING_DAY, 10, basis="quyết định công bố")
    hours, begins = from_files(), datetime(2026, 1, 5, 8, tzinfo=VIETNAM)

    def explained(number: int) -> int:
        for minute in range(100):
            at = begins + timedelta(minutes=37 * ((abs(number) * 100 + minute) % 10_000))
            facts = (
                Paused(at + timedelta(days=2), "chờ bổ sung", "", Cause.SUPPLEMENT),
                Resumed(at + timedelta(days=9)),
            )
            found = due(limit, at, facts, hours)
            if found.moment is None or not all(reason.text for reason in found.reasons):
                raise SystemExit("a deadline without a reason")
        return 100

    return for_seconds(seconds, explained)


def signatures(seconds: float) -> Rate:
    """Signatures with a time-stamp on the PDF of a result, by the twin of a signing service; no network takes part."""
    from thongsuot.areas.dossiers.letters import RESULT, samples
    from thongsuot.engine.letters import render
    from thongsuot.engine.signatures import sign
    from thongsuot.ports.signing import Holder
    from thongsuot.ports.signing_twin import SigningTwin

    pdf = render(RESULT, samples.SAMPLES["result"])
    holder = Holder("officer", "bench", "Hoàng Đức Minh", "ubnd.19789", "UBND phường Thuận Hóa", "Chủ tịch")
    with tempfile.TemporaryDirectory(prefix="ts-bench-sign-") as folder:
        twin = SigningTwin(Path(folder))

        def signed(number: int) -> int:
            made = sign(pdf, twin, holder, field="ChuKy", reason="Ký duyệt")
            if not made.startswith(pdf) or io.BytesIO(made).getbuffer().nbytes <= len(pdf):
                raise SystemExit("what stood in the file before was changed")
            return 1

        return for_seconds(seconds, signed)


def measure(seconds: float, runs: int) -> dict[str, float]:
    """Each figure is the median of so many runs."""
    from django.conf import settings

    from thongsuot.register import demo

    settings.DEMO = True
    start.load(lambda line: None)
    demo.create_demo_accounts()
    found: dict[str, list[float]] = {}
    for _ in range(runs):
        whole, verbs = lives(seconds)
        rates = {
            "life.dossiers_per_s": whole,
            "life.verbs_per_s": verbs,
            "forms.per_s": forms(seconds / 2),
            "deadlines.explained_per_s": deadlines(seconds / 4),
            "signatures.per_s": signatures(seconds / 2),
        }
        for name, rate in rates.items():
            found.setdefault(name, []).append(rate.per_s)
    return {name: statistics.median(several) for name, several in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short run: provisional figures")
    seconds, runs = (4.0, 1) if parser.parse_args().quick else (15.0, 3)
    load = round(os.getloadavg()[0], 1)
    print(machine_line().replace("no PostgreSQL", "embedded PostgreSQL"), f"load {load}", sep=", ")
    with site.database():
        figures = measure(seconds, runs)
    for name, value in figures.items():
        floor = FLOORS.get(name)
        mark = "" if floor is None else f"  floor {floor:,} {'kept' if value >= floor else 'MISSED'}"
        print(f"{name:28} {value:10,.1f}/s{mark}")
    told = {
        name: {"value": round(value, 1), "unit": "1/s"} | ({"floor": FLOORS[name]} if name in FLOORS else {})
        for name, value in figures.items()
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({"machine": machine_line(), "load": load, "seconds": seconds, "figures": told}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
