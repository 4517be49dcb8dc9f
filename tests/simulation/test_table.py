"""The Government's table in a simulated Huế: every kind through the verbs, the same each time, cut and gone on with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from thongsuot.areas.systems import holdings
from thongsuot.engine import briefed, sql, stamper, verbs, verify
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.briefed import Figure, Span
from thongsuot.register import calendar
from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation import assumptions, running
from thongsuot.simulation.running import Progress, Run
from thongsuot.simulation.table import (
    announcements,
    faults,
    guidance,
    inspections,
    making,
    meetings,
    obstacles,
    petitions,
    tasks,
)
from thongsuot.simulation.table.doing import Doing
from thongsuot.simulation.table.shape import Holder, Land, Work, provinces_of
from thongsuot.simulation.working import Tally

UNTIL = datetime(2026, 11, 20, 16, 0, tzinfo=VIETNAM)
HUE = Run(days=5, scale=1 / 200, seed=3, until=UNTIL, provinces=("46",), workers=1, parts=frozenset({"table"}))
WEEKS = Span(UNTIL - timedelta(days=60), UNTIL)
MADE = """SELECT c.code, c.kind, c.step, c.title, c.due_at, e.number, e.verb, e.move, e.happened_at, e.key
  FROM engine_entry e JOIN engine_case c ON c.id = e.case_id WHERE e.verb <> 'relate' ORDER BY 1, 6"""
WAYS = (
    (meetings.WAYS, assumptions.MEETING_WAYS), (tasks.WAYS, assumptions.TASK_WAYS),
    (obstacles.WAYS, assumptions.OBSTACLE_WAYS), (guidance.WAYS, assumptions.GUIDANCE_WAYS),
    (guidance.WAYS, assumptions.LATE_GUIDANCE_WAYS), (inspections.WAYS, assumptions.INSPECTION_WAYS),
    (inspections.FINDING_WAYS, assumptions.FINDING_WAYS), (faults.WAYS, assumptions.FAULT_WAYS),
    (petitions.WAYS, assumptions.PETITION_WAYS), (announcements.WAYS, assumptions.ANNOUNCEMENT_WAYS),
)  # fmt: skip


def quiet(progress: Progress, left: int) -> None:
    pass


@pytest.fixture(scope="module", autouse=True)
def _soon() -> Iterator[None]:
    """Work that began three weeks before, not five: enough to see every way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assumptions, "WEEKS_BEFORE", replace(assumptions.WEEKS_BEFORE, value=3))
        yield


@pytest.fixture(scope="module")
def hue(
    _loaded: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Progress, list[str]]:
    """Huế has lived through four weeks; every test of the module looks at the same."""
    with django_db_blocker.unblock():
        holdings.load(UNTIL.date())
        return running.simulate(HUE, tmp_path_factory.mktemp("hue"), quiet)


def land(run: Run = HUE) -> Land:
    return Land(
        run.seed, run.scale, run.first, run.until, calendar.load(), provinces_of(run.until.date(), run.provinces),
        not run.provinces,
    )  # fmt: skip


def counted(key: str) -> int:
    figure = briefed.told()[key]
    assert isinstance(figure, Figure)
    return len(sql.run(figure.statement, WEEKS.parameters()))


def steps_of(kind: str) -> set[str]:
    return {row[0] for row in sql.run("SELECT DISTINCT step FROM engine_case WHERE kind = %s", [kind])}


def test_every_kind_lives_without_a_refusal_and_the_journal_is_whole(
    hue: tuple[Progress, list[str]], nation: None
) -> None:
    progress, refused = hue
    stamper.stamp(settings.SITE)

    assert refused == []
    assert sql.run("SELECT count(*) FROM engine_case") == [(progress.works,)]
    assert verify.verify_site(settings.SITE).faults == ()
    assert {row[0] for row in sql.run("SELECT DISTINCT kind FROM engine_case")} == {
        "meeting", "task", "obstacle", "guidance", "inspection", "finding", "fault", "petition", "announcement",
    }  # fmt: skip
    assert {row[0] for row in sql.run("SELECT DISTINCT province_code FROM engine_case")} == {"46"}


def test_things_went_well_and_badly_and_the_briefing_says_so(hue: object, nation: None) -> None:
    assert {"done", "doing"} <= steps_of("task")
    assert {"closed", "sent_up", "promised_above"} & steps_of("obstacle")
    assert counted("obstacles.kept") > 0
    assert counted("obstacles.broken") > 0
    assert counted("obstacles.sent_up") > 0
    assert counted("guidance.issued") > 0
    assert counted("guidance.late") == sum(
        counted(f"guidance.late_{field}") for field in ("finance", "land", "education")
    ) + len(sql.run("SELECT 1 FROM engine_case c WHERE c.kind = 'guidance' AND c.is_open AND c.due_at < %s"
                    " AND NOT c.facts ->> 'field' = ANY(%s)", [UNTIL, ["finance", "land", "education"]]))  # fmt: skip
    assert counted("faults_open") > 0
    kinds = {row[0] for row in sql.run("SELECT DISTINCT facts ->> 'kind' FROM engine_case WHERE kind = 'obstacle'")}
    assert kinds == set(obstacles.KINDS), "all ten kinds of the register"
    classes = {row[0] for row in sql.run("SELECT DISTINCT facts ->> 'class' FROM engine_case WHERE kind = 'petition'")}
    assert {"TTHC", "FIELD"} <= classes


def test_what_is_said_of_a_commune_goes_to_the_province_and_never_to_the_commune(hue: object, nation: None) -> None:
    rows = sql.run(
        "SELECT receiving_body FROM engine_case WHERE kind = 'petition' AND facts ->> 'class' = 'STAFF'",
    )
    assert {row[0] for row in rows} <= {"ubnd.46"}


def test_each_case_says_that_it_is_made_up_and_nothing_happens_after_the_end(hue: object, nation: None) -> None:
    assert sql.run("SELECT count(*) FROM engine_case WHERE facts ->> 'simulated' IS NULL") == [(0,)]
    # When two cases were put together is the run's own moment; who follows a main obstacle is told by the server.
    planned = "SELECT max(happened_at) <= %s FROM engine_entry WHERE verb <> 'relate' AND move <> 'answer_with'"
    assert sql.run(planned, [UNTIL]) == [(True,)]
    untitled = sql.run("SELECT title FROM engine_case WHERE title NOT LIKE '%%mô phỏng%%' AND kind <> 'petition'")
    assert untitled == []


def test_findings_belong_to_their_team_tasks_to_their_meeting_and_obstacles_to_what_was_found(
    hue: object, nation: None
) -> None:
    related = """SELECT c.kind, o.kind FROM engine_relation r JOIN engine_case c ON c.id = r.case_id
      JOIN engine_case o ON o.id = r.other_id"""
    pairs = Counter(sql.run(related))

    assert pairs["finding", "inspection"] == sql.run("SELECT count(*) FROM engine_case WHERE kind = 'finding'")[0][0]
    assert pairs["task", "meeting"] == sql.run("SELECT count(*) FROM engine_case WHERE kind = 'task'")[0][0] > 0
    assert pairs["obstacle", "finding"] > 0
    assert counted("findings_followed") > pairs["obstacle", "finding"]


def test_run_again_it_makes_nothing_and_a_day_later_it_goes_on(
    hue: tuple[Progress, list[str]], nation: None, tmp_path: Path
) -> None:
    again, refused = running.simulate(HUE, tmp_path, quiet)

    assert (again.verbs, refused) == (0, [])
    assert again.repeated == hue[0].verbs
    with transaction.atomic():
        later, refused = running.simulate(replace(HUE, until=UNTIL + timedelta(days=3)), tmp_path, quiet)
        transaction.set_rollback(True)
    assert 0 < later.verbs < hue[0].verbs
    assert refused == []


@pytest.fixture
def few(nation: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Land]:
    """A land with little to do, in a database where nothing was done yet."""
    monkeypatch.setattr(assumptions, "WEEKS_BEFORE", replace(assumptions.WEEKS_BEFORE, value=1))
    with transaction.atomic():
        yield land(replace(HUE, seed=9))
        transaction.set_rollback(True)


def test_killed_half_way_it_goes_on_and_makes_what_an_uncut_run_makes(few: Land) -> None:
    works = [*obstacles.plan(few), *inspections.plan(few)]
    before = set(sql.run(MADE))
    with transaction.atomic():
        sum(tally.verbs for tally in Doing(works, UNTIL.date()).done(UNTIL))
        whole = [row[1:] for row in sql.run(MADE) if row not in before]
        transaction.set_rollback(True)
    cut = Doing(works, UNTIL.date())
    left = iter(range(len(whole) // 3))
    original = cut._take

    def dying(work: Any, step: int, tally: Tally) -> None:
        next(left)
        original(work, step, tally)

    cut._take = dying  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        list(cut.done(UNTIL))
    part = [row for row in sql.run(MADE) if row not in before]
    assert 0 < len(part) < len(whole)
    list(Doing(works, UNTIL.date()).done(UNTIL))

    assert [row[1:] for row in sql.run(MADE) if row not in before] == whole


def two_obstacles(few: Land) -> list[Work]:
    """Two that the commune solves itself: opened, answered, confirmed."""
    found = list(few.drawn("obstacle", assumptions.OBSTACLES_A_WEEK))
    return [
        obstacles.obstacle(few, place, Holder("specialist", f"vp.{place.commune}"), "premises", "own_tier")
        for place in found[:2]
    ]


def test_what_the_site_only_notes_meanwhile_does_not_stop_a_life(few: Land) -> None:
    first, second = two_obstacles(few)
    doing, tally = Doing([first, second], UNTIL.date()), Tally()
    for work in (first, second):
        doing._take(work, 0, tally)
    case, other = doing._known(first.name), doing._known(second.name)
    verbs.relate(SYSTEM, case.id, case.length, other.id, "obstacle")
    for step in (1, 2):
        doing._take(first, step, tally)

    assert (tally.verbs, tally.refused) == (4, [])
    assert sql.run("SELECT step FROM engine_case WHERE id = %s", [case.id]) == [("closed",)]


def test_what_somebody_else_did_meanwhile_ends_a_life_and_is_no_refusal(few: Land) -> None:
    first, _ = two_obstacles(few)
    doing, tally = Doing([first], UNTIL.date()), Tally()
    for step in (0, 1):
        doing._take(first, step, tally)
    case = doing._known(first.name)
    assert case.assignee is not None
    raiser = doing._officers.person(case.assignee)
    verbs.move(raiser, case.id, case.length, "reopen", {"reasons": ["Chưa xử lý"]})
    doing._take(first, 2, tally)

    assert (tally.verbs, tally.refused) == (2, [])
    assert sql.run("SELECT step FROM engine_case WHERE id = %s", [case.id]) == [("raised",)]


def test_the_same_seed_plans_the_same_and_another_seed_others(nation: None) -> None:
    parts = {"table"}
    first = making.planned(land(), parts)

    assert first == making.planned(land(), parts)
    assert {work.name for work in first}.isdisjoint(
        work.name for work in making.planned(land(replace(HUE, seed=4)), parts)
    )
    keys = [work.key(step) for work in first for step in range(len(work.steps) + 1)]
    assert len(set(keys)) == len(keys)


def test_the_steps_of_a_work_never_run_backwards(nation: None) -> None:
    for work in making.planned(land(), {"table"}):
        moments = [work.at, *(step.at for step in work.steps)]
        assert moments == sorted(moments), work.name


def test_a_larger_part_of_the_country_has_more_to_do_in_proportion(nation: None) -> None:
    small, large = (Counter(w.kind for w in making.planned(land(replace(HUE, scale=scale)), {"table"}))
                    for scale in (1.0, 4.0))  # fmt: skip

    assert 3 < large["petition"] / small["petition"] < 5
    assert 3 < large["obstacle"] / small["obstacle"] < 5


def test_every_way_has_its_share_and_every_share_its_way() -> None:
    for ways, shares in WAYS:
        assert set(shares) == set(ways)
        assert sum(shares.values()) == 100


def test_every_assumption_says_where_it_comes_from() -> None:
    for name, one in assumptions.every().items():
        assert one.source, name
    assert len(assumptions.ways()) == 10


def test_a_live_run_makes_dossiers_alone(nation: None, tmp_path: Path) -> None:
    live = replace(HUE, speed=60.0)

    assert list(running._table(live, calendar.load())) == []
