"""The bench's wards are what it says they are, and its twin of the tables takes the same rows."""

from __future__ import annotations

import random
import subprocess
from datetime import datetime
from typing import Any

import psycopg
import pytest
from bench.country import Size
from django.contrib.auth.hashers import check_password

from bench import country, twin
from thongsuot.engine import actor, reading, sql, verify
from thongsuot.platform.embedded import packaged_binaries
from thongsuot.register import bodies, calendar, competences, procedures
from thongsuot.register.loading import load_country
from thongsuot.register.models import Account

SMALL = Size(wards=2, dossiers_of_ward=40, officers_of_role=2)


@pytest.fixture
def officers(own_database: Any) -> list[country.Officer]:
    for one in (bodies, calendar, competences, procedures):
        one.forget()
    load_country()
    country.switch_on()
    return country.staff(country.wards(SMALL), SMALL)


def load(officers: list[country.Officer]) -> int:
    by_ward: dict[str, list[country.Officer]] = {}
    for one in officers:
        by_ward.setdefault(one.ward, []).append(one)
    return country.load_wards(by_ward, SMALL.dossiers_of_ward)


def test_each_ward_has_its_share_and_its_officers_find_it_in_their_lists(officers: list[country.Officer]) -> None:
    assert load(officers) == SMALL.dossiers
    now = datetime.now(calendar.VIETNAM)
    for one in officers:
        who = actor.load(one.person, now.date())
        found = reading.work_list(who, "all", now)
        assert found.total == (10 if one.role == "intake" else 13), one
        assert reading.visible_cases(who)[1] == SMALL.dossiers_of_ward
    assert verify.verify_site("vn").faults == ()


def test_every_applicant_has_a_name_of_her_own_and_no_moment_lies_ahead(officers: list[country.Officer]) -> None:
    load(officers)
    [(names, codes, latest)] = sql.run(
        "SELECT count(DISTINCT subject_name), count(DISTINCT code), max(changed_at) FROM engine_case"
    )
    assert (names, codes) == (SMALL.dossiers, SMALL.dossiers)
    assert latest < datetime.now(calendar.VIETNAM)


def test_officers_sign_in_with_a_real_password(officers: list[country.Officer]) -> None:
    accounts = Account.objects.filter(username__in=[one.username for one in officers])
    assert accounts.count() == SMALL.users == 8
    assert check_password(country.PASSWORD, accounts[0].password)
    assert not check_password("khác", accounts[0].password)


def test_received_moments_are_working_moments_of_the_past(officers: list[country.Officer]) -> None:
    chance, now = random.Random(3), datetime.now(calendar.VIETNAM)
    times = calendar.load()
    for _ in range(200):
        at = country.received_at(chance)
        assert at < now
        assert times.is_working(at)


def test_pgbench_writes_the_twin_and_leaves_the_site_alone(officers: list[country.Officer], own_database: Any) -> None:
    load(officers)
    before = sql.run("SELECT count(*), sum(length) FROM engine_case")
    twin.values_sent.cache_clear()
    twin.make(own_database.owner_url)
    scripts = {**twin.SCRIPTS, **twin.BARE}
    for name in scripts:
        _pgbench(name, own_database.owner_url)
    with psycopg.connect(own_database.owner_url) as connection:
        rows = {
            table: connection.execute(f"SELECT count(*) FROM twin.{table}").fetchone()[0]  # type: ignore[index]
            for table in ("engine_case", "engine_entry", "engine_personal", "engine_unstamped")
        }
        assert rows["engine_case"] == SMALL.dossiers + 20
        entries = sql.run("SELECT count(*) FROM engine_entry")[0][0]
        assert rows["engine_entry"] == entries + 30
        assert rows["engine_personal"] == 20
        assert rows["engine_unstamped"] == 30
    assert sql.run("SELECT count(*), sum(length) FROM engine_case") == before
    twin.values_sent.cache_clear()


def _pgbench(name: str, url: str) -> None:
    """Ten transactions of one script, as the bench sends them."""
    command = [str(packaged_binaries() / "pgbench"), "-n", "-M", "prepared", "-t", "10", "-f", "/dev/stdin"]
    run = 1 if name == "open" else 2
    done = subprocess.run(
        [*command, "-D", f"run={run}", *twin.variables(url), url],
        input=twin.script(name, url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
