"""The lists of the reports: as long as what was published, told apart from it, opened by who may."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests.simulation.test_table import HUE, UNTIL, land, quiet

from thongsuot.areas.tasks.figures import FIGURES as TASK_FIGURES
from thongsuot.engine import actor as actors
from thongsuot.engine import sql
from thongsuot.engine.briefed import Figure, Span
from thongsuot.measures import external
from thongsuot.measures.briefing import lists, places
from thongsuot.measures.external import SIMULATED
from thongsuot.register import demo, demo_people
from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation import running
from thongsuot.simulation.running import Progress, Run
from thongsuot.simulation.table import reports

FORTIETH = Fraction(1, 40)
NATION = Run(days=1, scale=1.0, seed=1, until=UNTIL, workers=1, parts=frozenset({"reports"}), lists=FORTIETH)
LISTED = [one for one in external.BRIEFED if one.list]


@pytest.fixture(scope="module")
def made(
    _loaded: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Progress, list[str]]:
    """A fortieth of every list."""
    with django_db_blocker.unblock():
        return running.simulate(NATION, tmp_path_factory.mktemp("reports"), quiet)


def test_the_whole_lists_are_planned_with_exactly_the_published_numbers(nation: None) -> None:
    planned = list(reports.plan(land(NATION)))
    ends = {"accept", "issue", "conclude"}

    for one in LISTED:
        works = [work for work in planned if work.mark == one.key]
        complete = sum(bool(work.steps) and work.steps[-1].move in ends for work in works)
        assert complete == one.value, one.key
        assert len(works) == (one.of or one.value), one.key
        assert all(work.steps[-1].at < UNTIL for work in works if work.steps), one.key
    assert [(one.value, one.of) for one in external.TASKS] == [(296, 845), (1_384, 3_003)]


def test_the_lists_that_were_made_have_the_lengths_that_were_asked_for(
    made: tuple[Progress, list[str]], nation: None
) -> None:
    progress, refused = made
    found = external.made()

    assert refused == []
    assert progress.works == sql.run("SELECT count(*) FROM engine_case")[0][0]
    for one in LISTED:
        total, complete = reports.lengths(one, FORTIETH)
        assert found[SIMULATED + one.key] == complete, one.key
        assert found.get(f"{SIMULATED}{one.key}.of", total) == total, one.key


def test_plan_and_completion_of_the_half_year_add_up_to_both_lists(made: object, nation: None) -> None:
    first, last = reports.half_year(UNTIL)
    span = Span(datetime(first.year, 1, 1, tzinfo=VIETNAM), datetime(last.year, 7, 1, tzinfo=VIETNAM))
    wanted = [reports.lengths(one, FORTIETH) for one in external.TASKS]
    counts = {
        one.key: len(sql.run(one.statement, span.parameters())) for one in TASK_FIGURES if isinstance(one, Figure)
    }

    assert counts["tasks_plan"] == sum(total for total, _ in wanted)
    assert counts["tasks_plan_done"] == sum(complete for _, complete in wanted)


def test_the_government_office_opens_a_list_of_that_length_and_hoa_in_ca_mau_sees_none_of_it(
    made: object, nation: None
) -> None:
    demo.create_demo_accounts()
    mai, hoa = (actors.load(demo_people.of_login(login), UNTIL.date()) for login in ("chinhphu", "hoa"))
    nationwide, span = places.place(""), Span(UNTIL, datetime.now(UTC))
    assert nationwide is not None
    key = f"{SIMULATED}tasks_provinces_2023"
    complete, total = (lists.listing(mai, one, nationwide, span) for one in (key, f"{key}.of"))

    assert (complete.total, complete.seen, len(complete.cases)) == (35, 35, 35)
    assert (total.total, total.seen, len(total.cases)) == (75, 75, 50), "fifty a page"
    assert "hư cấu" in total.meaning
    assert lists.listing(hoa, key, nationwide, span).seen == 0
    hue = places.place("46")
    assert hue is not None
    with pytest.raises(KeyError):
        lists.listing(mai, key, hue, span)


def test_where_nothing_was_simulated_there_is_no_list_to_show(nation: None) -> None:
    untouched = external.Statement("never", "Thử", 3, "việc", "nguồn", UNTIL.date(), list="task")

    assert sql.run(untouched.figures[0].statement) == []
    assert external.Statement("plain", "Thử", 3, "việc", "nguồn", UNTIL.date()).figures == ()


@pytest.mark.parametrize(
    ("day", "year"), [(datetime(2026, 7, 1, 9, tzinfo=VIETNAM), 2026), (datetime(2026, 6, 30, 9, tzinfo=VIETNAM), 2025)]
)
def test_the_half_year_is_the_last_first_half_that_is_over(day: datetime, year: int) -> None:
    assert [one.year for one in reports.half_year(day)] == [year, year]


def test_the_lists_of_one_run_are_not_those_of_the_table(nation: None) -> None:
    assert not [work for work in reports.plan(land(HUE), Fraction(1, 100)) if work.mark not in external.BY_KEY
                and work.kind != "meeting"]  # fmt: skip
