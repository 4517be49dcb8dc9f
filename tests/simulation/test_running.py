"""Living the plan: through the verbs, the same each time, cut and gone on with, never among real people by mistake."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from thongsuot.engine import sql, stamper, verify
from thongsuot.platform.trouble import Trouble
from thongsuot.register import calendar
from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation import command, running, working
from thongsuot.simulation.running import Progress, Run
from thongsuot.simulation.table import ratings
from thongsuot.simulation.table.shape import Land, provinces_of
from thongsuot.simulation.working import HouseAtWork, Tally

UNTIL = datetime(2026, 11, 20, 16, 0, tzinfo=VIETNAM)
HUE = Run(days=12, scale=1 / 120, seed=3, until=UNTIL, provinces=("46",), workers=1, parts=frozenset({"dossiers"}))

#: What must be equal when a country is made twice: codes, where each stands, and every step with its moment.
CASES = "SELECT code, step, status, title, due_at, subject_name FROM engine_case ORDER BY code"
STEPS = """SELECT c.code, e.number, e.verb, e.move, e.happened_at, e.key FROM engine_entry e
  JOIN engine_case c ON c.id = e.case_id ORDER BY 1, 2"""


def quiet(progress: Progress, left: int) -> None:
    pass


def live(run: Run, var: Path) -> Progress:
    return running.simulate(run, var, quiet)[0]


def made() -> tuple[list[Any], list[Any]]:
    return sql.run(CASES), sql.run(STEPS)


def test_a_province_lives_two_weeks_without_a_refusal_and_its_journal_is_whole(nation: None, tmp_path: Path) -> None:
    progress, refused = running.simulate(HUE, tmp_path, quiet)
    stamper.stamp(settings.SITE)

    assert refused == []
    assert progress.dossiers > 100
    assert sql.run("SELECT count(*) FROM engine_case") == [(progress.dossiers,)]
    assert sql.run("SELECT count(*) FROM engine_entry") == [(progress.verbs,)]
    assert verify.verify_site(settings.SITE).faults == ()
    assert {row[0] for row in sql.run("SELECT DISTINCT province_code FROM engine_case")} == {"46"}
    steps = {row[0] for row in sql.run("SELECT DISTINCT step FROM engine_case")}
    assert {"delivered", "processing", "withdrawn", "refused"} <= steps
    some_are_rated_once_after_they_were_delivered()


def some_are_rated_once_after_they_were_delivered() -> None:
    """Of what the two weeks delivered; asked again, nobody else and nobody twice."""
    provinces = provinces_of(UNTIL.date(), HUE.provinces)
    land = Land(HUE.seed, HUE.scale, HUE.first, UNTIL, calendar.load(), provinces, False)
    delivered = sql.run("SELECT count(*) FROM engine_case WHERE step = 'delivered'")[0][0]
    made, refused = ratings.rate(land)
    early = """SELECT count(*) FROM satisfaction_rating r JOIN engine_case c ON c.id = r.case_id
      WHERE r.rated_at < c.closed_at OR r.rated_at > %s"""

    assert refused == []
    assert 0.1 * delivered < made < 0.5 * delivered
    assert sql.run("SELECT count(*) FROM engine_case WHERE facts ? 'stars'") == [(made,)]
    assert sql.run(early, [UNTIL]) == [(0,)]
    assert ratings.rate(land) == (0, [])


def test_nothing_happens_after_the_end_of_the_run(nation: None, tmp_path: Path) -> None:
    live(HUE, tmp_path)

    assert sql.run("SELECT max(happened_at) <= %s FROM engine_entry", [UNTIL]) == [(True,)]


def test_on_a_free_day_come_those_that_are_sent_on_free_days() -> None:
    sunday = replace(HUE, days=1, until=datetime(2026, 11, 22, 20, 0, tzinfo=VIETNAM))

    assert [day.isoformat() for day in sunday.working_days(calendar.from_files())] == ["2026-11-23"]


def test_killed_half_way_it_goes_on_and_makes_what_an_uncut_run_makes(
    nation: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import transaction

    with transaction.atomic():
        live(HUE, tmp_path / "whole")
        whole = made()
        transaction.set_rollback(True)
    assert made() == ([], [])
    original, left = HouseAtWork.take, iter(range(10**6))

    def dying(self: HouseAtWork, turn: working.Turn, tally: Tally) -> None:
        if next(left) == len(whole[1]) // 2:
            raise KeyboardInterrupt
        original(self, turn, tally)

    monkeypatch.setattr(HouseAtWork, "take", dying)
    with pytest.raises(KeyboardInterrupt):
        live(HUE, tmp_path / "cut")
    monkeypatch.setattr(HouseAtWork, "take", original)
    later = replace(HUE, until=UNTIL + timedelta(hours=3))
    progress = live(later, tmp_path / "cut")

    assert 0 < progress.verbs < len(whole[1])
    assert made() == whole, "the run that went on keeps the end that it began with"


def test_without_its_checkpoint_it_makes_nothing_twice(nation: None, tmp_path: Path) -> None:
    first = live(HUE, tmp_path / "one")
    before = made()
    again = live(HUE, tmp_path / "two")

    assert again.verbs == 0
    assert again.repeated == first.verbs
    assert made() == before


def test_a_day_later_the_same_lives_go_on(nation: None, tmp_path: Path) -> None:
    live(HUE, tmp_path)
    before = {row[0] for row in sql.run("SELECT code FROM engine_case")}
    open_before = sql.run("SELECT count(*) FROM engine_case WHERE is_open")[0][0]
    live(replace(HUE, days=15, until=UNTIL + timedelta(days=3)), tmp_path)
    after = {row[0] for row in sql.run("SELECT code FROM engine_case")}
    still = sql.run("SELECT count(*) FROM engine_case WHERE is_open AND code = ANY(%s)", [sorted(before)])[0][0]

    assert before < after
    assert still < open_before


@pytest.mark.slow
def test_two_processes_make_the_same_as_one(committed: Any, tmp_path: Path) -> None:
    progress = live(replace(HUE, workers=2), tmp_path)
    codes = [row[0] for row in sql.run("SELECT code FROM engine_case ORDER BY 1")]

    assert progress.dossiers == len(codes) == len(set(codes))
    again = live(replace(HUE, workers=1), tmp_path / "again")
    assert (again.verbs, again.repeated) == (0, progress.verbs)


def test_the_officers_of_a_commune_are_made_once_and_those_there_already_work(nation: None, tmp_path: Path) -> None:
    from thongsuot.register import demo

    demo.create_demo_accounts()
    live(HUE, tmp_path)
    people = sql.run("SELECT count(*) FROM register_person")
    live(replace(HUE, seed=4), tmp_path)
    counter = """SELECT DISTINCT p.name FROM engine_entry e JOIN register_person p ON p.id = e.person
      JOIN engine_case c ON c.id = e.case_id WHERE c.receiving_body = 'pvhcc.19789' AND e.move = 'hand_over'"""

    assert "Nguyễn Thị Lan" in {row[0] for row in sql.run(counter)}
    assert sql.run("SELECT count(*) FROM register_person")[0][0] - people[0][0] < 200


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return parser.parse_args(words)


def test_outside_a_demonstration_it_refuses_unless_told_so() -> None:
    with pytest.raises(Trouble, match="minh họa"):
        command.check(options(), demo=False)
    command.check(options(), demo=True)
    command.check(options("--outside-demo"), demo=False)


@pytest.mark.parametrize("words", [("--days", "0"), ("--workers", "0"), ("--speed", "0")])
def test_numbers_that_mean_nothing_are_refused(words: tuple[str, str]) -> None:
    with pytest.raises(Trouble, match="lớn hơn 0"):
        command.check(options(*words), demo=True)


def test_a_scale_is_a_fraction_or_a_decimal() -> None:
    assert command.scale("1/500") == Fraction(1, 500)
    assert command.scale("0,01") == Fraction(1, 100)
    for wrong in ("0", "-1", "11", "1/0", "nửa"):
        with pytest.raises(Trouble):
            command.scale(wrong)


def test_what_is_made_is_chosen_by_name_and_a_strange_name_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert options().make == ["dossiers", "table"]
    assert options("--make", "reports").make == ["reports"]
    assert set(command.PARTS) == set(running.PARTS)
    with pytest.raises(SystemExit):
        options("--make", "everything")
    assert "everything" in capsys.readouterr().err


def test_an_unknown_province_is_refused(nation: None, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="mã 99"):
        command.run(options("--province", "99"), tmp_path)


def test_the_line_of_progress_says_how_fast_and_how_long() -> None:
    progress = Progress(houses=2, planned=50, dossiers=40, verbs=400, seconds=10.0)

    assert command.line(progress, 100) == "40 hồ sơ, 400 bước, 40 bước/giây, còn khoảng 0:20"
    assert command.line(Progress(), 100) == "0 hồ sơ, 0 bước, 0 bước/giây"
    assert (
        command.line(Progress(works=7, verbs=30, seconds=3.0), 0) == "0 hồ sơ, 7 việc điều hành, 30 bước, 10 bước/giây"
    )


def test_live_time_is_never_ahead_of_the_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    now = datetime.now(VIETNAM)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(running.time, "sleep", slept.append)
    clock = running._Clock(now, 3600.0)
    clock.wait(midnight)
    clock.wait(now + timedelta(hours=2))

    assert len(slept) == 1
    assert slept[0] == pytest.approx(7200, abs=5)
