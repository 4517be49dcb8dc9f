"""What counters took in for others: per point and per body, each number with exactly its list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from at_work import opening
from people import CITY_CENTRE, COMMITTEE, GIANG, HOA, KIEN, LAN
from thongsuot.engine import stamper, verbs
from thongsuot.engine.case import Case
from thongsuot.measures import counting, folding
from thongsuot.measures.counting import Slice
from thongsuot.measures.definitions import Period, days_before
from thongsuot.register import calendar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def thuan_hoa(monkeypatch: pytest.MonkeyPatch) -> None:
    import people

    monkeypatch.setattr(calendar, "load", lambda place="": calendar.from_files())
    people.settle()


def three() -> list[Case]:
    """Giang takes one in for the ward, sends one online for somebody; Lan receives one herself."""
    return [
        verbs.open(GIANG, opening("receive_for", given={"sets": "1"})),
        verbs.open(GIANG, opening("submit_for", given={"present": True})),
        verbs.open(LAN, opening()),
    ]


def week() -> Period:
    stamper.stamp(settings.SITE)
    folding.catch_up_fully(settings.SITE)
    return days_before(datetime.now(UTC) + timedelta(seconds=1), 7)


def test_the_point_is_credited_for_what_it_took_in_and_the_body_with_what_came_from_elsewhere() -> None:
    three()
    period = week()
    per_point = counting.count(KIEN, [period], "point")
    assert per_point.of(CITY_CENTRE)["supported"] == 1
    assert per_point.of("")["supported"] == 0
    per_body = counting.count(KIEN, [period], "house").of(COMMITTEE)
    assert (per_body["from_elsewhere"], per_body["received"]) == (1, 2)


def test_what_was_sent_online_for_somebody_counts_once_it_is_received() -> None:
    _, sent, _ = three()
    verbs.move(LAN, sent.id, sent.length, "accept")
    assert counting.count(KIEN, [week()], "point").of(CITY_CENTRE)["supported"] == 2


@pytest.mark.parametrize(
    ("figure", "part"),
    [("supported", Slice(point=CITY_CENTRE)), ("from_elsewhere", Slice(house=COMMITTEE))],
)
def test_each_number_opens_its_list(figure: str, part: Slice) -> None:
    mine, *_ = three()
    period = week()
    found = counting.listing(KIEN, figure, period, part)
    assert [row.id for row in found.rows] == [mine.id]
    assert found.total == counting.count(KIEN, [period], "nation", part).total()[figure]


def test_giang_sees_her_point_s_figure_and_hoa_nothing() -> None:
    three()
    period = week()
    assert counting.count(GIANG, [period], "point").of(CITY_CENTRE)["supported"] == 1
    assert counting.count(HOA, [period], "point").groups == ({},)


def test_a_result_sent_to_another_counter_changes_no_credit() -> None:
    case, *_ = three()
    week()
    before = counting.count(KIEN, [week()], "point").of(CITY_CENTRE)["supported"]
    case = verbs.move(LAN, case.id, case.length, "hand_over")
    assert counting.count(KIEN, [week()], "point").of(CITY_CENTRE)["supported"] == before
