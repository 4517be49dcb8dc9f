"""Reception days: what the law wants of chairs, what the briefing counts, what anybody reads of the days to come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.areas.receptions import figures, schedule, seeding
from thongsuot.areas.receptions.figures import FIGURES, months, owed
from thongsuot.engine import sql
from thongsuot.engine.briefed import Figure, Span

DAYS = st.integers(0, 2000).map(lambda n: date(2025, 7, 1) + timedelta(days=n))
MONDAY = date(2026, 11, 2)


def test_a_commune_owes_a_day_each_whole_week_and_a_province_each_whole_month() -> None:
    assert owed(MONDAY, date(2026, 11, 8), 1, 0) == 1
    assert owed(MONDAY, date(2026, 11, 7), 1, 0) == 0
    assert owed(date(2026, 11, 1), date(2026, 11, 30), 40, 1) == 4 * 40 + 1
    assert owed(date(2026, 11, 2), date(2026, 11, 30), 0, 1) == 0
    assert owed(date(2026, 1, 1), date(2026, 12, 31), 1, 1) == 52 + 12


@given(DAYS, DAYS)
def test_no_more_is_owed_than_the_calendar_has(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    whole = (last - first).days + 1

    assert 0 <= months(first, last) <= whole // 28
    assert 0 <= owed(first, last, 1, 0) <= whole // 7
    assert owed(first, last + timedelta(days=7), 1, 0) == owed(first, last, 1, 0) + 1


@pytest.mark.parametrize(("place", "required"), [("19789", 4), ("46", 4 * 40 + 1)])
def test_what_is_required_of_a_place(desk: Any, place: str, required: int) -> None:
    span = Span(datetime(2026, 10, 31, 17, tzinfo=UTC), datetime(2026, 11, 30, 17, tzinfo=UTC), place)

    assert figures.required(span) == required


def test_one_is_held_by_the_chair_one_by_the_deputy_and_only_the_first_counts(desk: Any) -> None:
    assert seeding.seed() == 4
    assert seeding.seed() == 0
    now = datetime.now(UTC)
    held = next(one for one in FIGURES if isinstance(one, Figure))

    def counted(place: str, days: int) -> int:
        span = Span(now - timedelta(days=days), now + timedelta(days=1), place)
        return len(sql.run(held.statement, span.parameters()))

    assert counted("46", 30) == counted("19789", 30) == 1
    assert counted("46", 7) == 0
    assert counted("96", 30) == 0


def test_anybody_reads_the_days_to_come_of_their_ward_and_city_and_why_one_is_called_off(desk: Any) -> None:
    seeding.seed()
    anyone = Client()
    page = anyone.get("/tiep-cong-dan?xa=19789").content.decode()

    assert page.count("<section>") == 2
    assert "Phòng tiếp công dân, tầng 1 trụ sở phường" in page
    assert "Trụ sở Tiếp công dân thành phố" in page
    assert "Chưa có lịch sắp tới" in anyone.get("/tiep-cong-dan?xa=20044").content.decode()
    assert "Chọn xã, phường của bạn" in anyone.get("/tiep-cong-dan?xa=x%00").content.decode()
    assert "/tiep-cong-dan" in anyone.get("/phan-anh/gui").content.decode()

    id = sql.run("SELECT id FROM engine_case WHERE kind = 'reception_day' AND step = 'planned'"
                 " AND competent_body = 'ubnd.19789'")[0][0]  # fmt: skip
    assert desk("lan").get(f"/ho-so/{id}/buoc/cancel").status_code == 403
    assert desk("yen").make(id, "cancel", why="Chủ tịch họp, tiếp bù thứ năm").status_code == 302
    assert "Không tiếp: Chủ tịch họp, tiếp bù thứ năm" in anyone.get("/tiep-cong-dan?xa=19789").content.decode()


def test_yen_plans_a_day_and_one_that_ends_before_it_begins_is_refused(desk: Any) -> None:
    yen, form = desk("yen"), "/cong-viec/tiep-cong-dan/mo/plan"
    said = {"by": "chair", "begins": "10/12/2026", "begins-gio": "08:00", "until": "10/12/2026", "until-gio": "11:00",
            "where": "Phòng tiếp công dân", "register": "Đến trực tiếp"}  # fmt: skip

    assert desk("lan").get(form).status_code in (403, 404)
    for wrong in ({"until-gio": "07:00"}, {"until": "11/12/2026"}):
        assert yen.send(yen.get(form), form, **said | wrong).status_code == 422
    assert yen.send(yen.get(form), form, **said).status_code == 302

    (coming,) = schedule.coming(["ubnd.19789"], datetime(2026, 12, 1, tzinfo=UTC))
    assert coming.where == "Phòng tiếp công dân"
    assert schedule.coming(["ubnd.19789"], datetime(2026, 12, 11, tzinfo=UTC)) == []
