"""The nation's briefing over many dossiers: how long its page, its PDF and its DOCX take, and that its lists agree.

python -m bench.briefing [dossiers]        100,000 dossiers of 34 provinces when not said
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from bench import site
from bench.machine import machine_line
from thongsuot import start

RESULTS = Path(__file__).parent / "results" / "briefing.json"
DOSSIERS, WEEKS = 100_000, 6
LIMIT = 5.0  # seconds for each of page, PDF and DOCX
TIMES = 3
SPACE = UUID(int=6)


def lay_out(dossiers: int) -> None:
    """Stretches of invented dossiers as following the journal would leave them, over six weeks and all provinces."""
    from thongsuot.engine import sql
    from thongsuot.measures.briefing.places import today
    from thongsuot.measures.folding import END
    from thongsuot.register import communes, units

    chance = random.Random(11)
    today()
    houses = [
        (province.code, one.code)
        for province in units.provinces(today())
        for one in units.communes(province.code, today())
    ]
    communes.forget()
    now, rows = datetime.now(UTC), []
    for number in range(dossiers):
        province, commune = chance.choice(houses)
        received = now - timedelta(hours=chance.uniform(0, 24 * 7 * WEEKS))
        due, ended = received + timedelta(days=chance.randint(3, 20)), chance.random() < 0.7
        done = received + timedelta(days=chance.uniform(0.5, 15))
        id, channel = uuid5(SPACE, str(number)), "online" if chance.random() < 0.6 else "counter"
        row = (province, commune, f"ubnd.{commune}", f"vp.{commune}", channel, due, received)
        finished = ended and done < now
        rows.append((id, 1, *row, "process", received, done if finished else END))
        if finished:
            rows.append((id, 2, *row, "resolved", done, END))
    columns = list(zip(*rows, strict=True))
    names = [
        "ids",
        "numbers",
        "provinces",
        "places",
        "houses",
        "offices",
        "channels",
        "dues",
        "receiveds",
        "buckets",
        "sinces",
        "untils",
    ]
    sql.run(_WRITE, dict(zip(names, map(list, columns), strict=True)))


_WRITE = """
INSERT INTO measures_stretch (case_id, number, kind, province_code, place_code, competent_body, executing_body,
  receiving_body, procedure_code, sector, channel, supported_by, bucket, due_at, received_at, since, until, recorded_at,
  status, is_open)
SELECT i, n, 'dossier', p, c, h, o, 'pvhcc.' || c, '1.001193', 'G15', k, '', b, d, r, s, u, s,
  CASE b WHEN 'process' THEN 4 ELSE 10 END, b = 'process'
FROM unnest(%(ids)s::uuid[], %(numbers)s::int[], %(provinces)s::text[], %(places)s::text[], %(houses)s::text[],
  %(offices)s::text[], %(channels)s::text[], %(dues)s::timestamptz[], %(receiveds)s::timestamptz[], %(buckets)s::text[],
  %(sinces)s::timestamptz[], %(untils)s::timestamptz[]) AS t (i, n, p, c, h, o, k, d, r, b, s, u)
"""


def timed(act: Callable[[], object]) -> float:
    """The slowest of three, in seconds, after one that loads pages, forms and fonts, as a server has them."""
    act()
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return max(took)


def measure() -> dict[str, float]:
    from django.test import RequestFactory

    from thongsuot.engine.actor import SYSTEM
    from thongsuot.measures import counting
    from thongsuot.measures.briefing import document, docx, issuing, lists, periods, places, reading
    from thongsuot.web.briefing import showing
    from thongsuot.web.briefing.asking import Asked
    from thongsuot.web.pages import page

    nation, now = places.Place("", "Cả nước"), issuing.now()
    wanted = Asked(nation, periods.week(places.today()), now)
    request = RequestFactory().get("/bao-cao")

    def shown() -> object:
        found = showing.current(wanted)
        return page(request, None, "briefing/show.html", showing.context_of(SYSTEM, wanted, found, ""))

    def report() -> document.Report:
        return document.of_draft(showing.current(wanted), {}, now)

    found = reading.read(nation, wanted.chosen, now)
    total = counting.count(SYSTEM, [reading.period_of(reading.spans(nation, wanted.chosen, now)[0])], "nation").total()
    for one in found.values:
        if one.key.startswith("dossier."):
            listed = lists.listing(SYSTEM, one.key, nation, reading.spans(nation, wanted.chosen, now)[0])
            if not one.value == total[one.key.removeprefix("dossier.")] == listed.total == listed.seen:
                raise SystemExit(f"{one.key}: {one.value} in the briefing, {listed.total} in its list")
    if len(found.parts) < 12 or not found.value("dossier.received").value:  # type: ignore[union-attr]
        raise SystemExit("the briefing has no twelve sections with figures")
    return {
        "page": timed(shown),
        "pdf": timed(lambda: document.pdf(report())),
        "docx": timed(lambda: docx.made(report())),
        "issue": timed(lambda: reading.read(nation, wanted.chosen, now, digests=True)),
    }


def main() -> None:
    dossiers = int(sys.argv[1]) if len(sys.argv) > 1 else DOSSIERS
    with site.database() as (made, _options):
        from bench.main import machine

        print(machine(made))
        start.load(lambda line: None)
        lay_out(dossiers)
        _vacuum(made.owner_url)
        figures = measure()
    print(f"load {os.getloadavg()[0]:.1f}; {dossiers:,} dossiers, 12 sections, the nation by 34 provinces")
    for name, seconds in figures.items():
        print(f"{name:6}{seconds:7.2f} s   floor ≤ {LIMIT:.0f} s")
    kept = {f"briefing.{name}_s": {"value": round(seconds, 3), "unit": "s"} for name, seconds in figures.items()}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({"machine": machine_line(), "load": round(os.getloadavg()[0], 1), "figures": kept}, indent=1) + "\n"
    )
    if slow := [name for name, seconds in figures.items() if seconds > LIMIT]:
        raise SystemExit(f"too slow: {', '.join(slow)}")


def _vacuum(owner_url: str) -> None:
    import psycopg

    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


if __name__ == "__main__":
    main()
