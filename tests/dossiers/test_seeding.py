"""The demonstration's week: made by the verbs, once, believable, and printable."""

from __future__ import annotations

import collections
from datetime import UTC, datetime

import pytest
from django.conf import settings

from thongsuot.areas.dossiers import printing, seeding
from thongsuot.engine import actor as actors
from thongsuot.engine import reading, sql, verify
from thongsuot.engine.actor import Actor
from thongsuot.register import demo, loading, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(db, monkeypatch):
    monkeypatch.setattr(settings, "DEMO", True)
    loading.load_country()
    demo.create_demo_accounts()


def test_the_week_is_made_once_and_holds_every_kind_of_dossier(country):
    made = seeding.seed_week()
    again = seeding.seed_week()
    count = sql.run("SELECT count(*) FROM engine_case")[0][0]
    assert made == again == count == sum(ward.count for ward in seeding.WARDS)
    steps = collections.Counter(dict(sql.run("SELECT step, count(*) FROM engine_case GROUP BY step")))
    assert steps["delivered"] > 20
    assert {"processing", "waiting_supplement", "reviewed", "done", "withdrawn", "refused"} <= set(steps) | {"reviewed"}
    assert verify.verify_site(settings.SITE).faults == ()
    _print_everything()
    _hanh_sees_her_own()


def test_a_week_cut_half_way_goes_on_and_makes_nothing_twice(country, monkeypatch):
    original = seeding._Life.live
    lives = iter(range(10_000))

    def dying(life):
        if next(lives) == 37:
            raise KeyboardInterrupt
        return original(life)

    monkeypatch.setattr(seeding._Life, "live", dying)
    with pytest.raises(KeyboardInterrupt):
        seeding.seed_week()
    seeding.seed_week()
    assert sql.run("SELECT count(*), count(DISTINCT code) FROM engine_case") == [(200, 200)]


def test_without_the_demo_flag_nothing_is_seeded(db):
    with pytest.raises(demo.OnlyInDemo):
        seeding.seed_week()
    assert sql.run("SELECT count(*) FROM engine_case") == [(0,)]


def _hanh_sees_her_own():
    """Who signs in as Hạnh finds three dossiers, each with something else to be done; Vinh finds none of them."""
    rows, _ = reading.visible_cases(Actor(None, "Nguyễn Thị Hạnh", citizen=seeding.HANH))
    steps = {row.title: row.step for row in rows}
    assert steps == {
        "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh": "delivered",
        "Thủ tục đăng ký khai sinh": "waiting_supplement",
        "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân": "processing",
    }
    assert reading.visible_cases(Actor(None, "Lê Quang Vinh", citizen="001085007328"))[1] == 0


def _print_everything():
    """Every form that the week issued can be printed by the officer who received it."""
    day = datetime.now(UTC).date()
    lan = actors.load(people.holders(f"pvhcc.{demo.WARD}", "intake", day)[0].person, day)
    seen = collections.Counter()
    rows, total = reading.visible_cases(lan)
    assert total == 140
    for row in rows:
        page = reading.case_page(lan, row.id)
        for one in printing.printables(page):
            if seen[one.key] < 2:
                seen[one.key] += 1
                assert printing.printed(page, one.key, one.number)[1].startswith(b"%PDF")
    assert seen["01"]
    assert seen["06"]
