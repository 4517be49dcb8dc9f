"""The plan against the published figures, and the same plan from the same seed. Nothing is written here."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import date

import pytest

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.register import calendar
from thongsuot.simulation import assumptions, country, days, lives
from thongsuot.simulation.country import House, Matter
from thongsuot.simulation.lives import Dossier

MONDAY, FRIDAY = date(2026, 11, 9), date(2026, 11, 13)
WEEK = [date(2026, 11, day) for day in (9, 10, 11, 12, 13)]
NATION = assumptions.DOSSIERS_A_WORKING_DAY.value
PERMIT = Matter("1.013225", "nha-o", 1, "pkt.19789", Limit(LimitUnit.WORKING_DAY, 7, basis="thử"), "Giấy phép", (), 1.0)
THUAN_HOA = House("ubnd.19789", "pvhcc.19789", "19789", "46", 3, 0.01, assumptions.LATE_SHARE.value)


def planned(day: date = MONDAY, seed: int = 1, house: House = THUAN_HOA) -> list[Dossier]:
    return list(lives.plan(house, day, seed, 1.0, calendar.from_files(), [PERMIT]))


@pytest.fixture(scope="module")
def many() -> list[Dossier]:
    """Some eight thousand dossiers of one house."""
    return [dossier for day in WEEK for dossier in planned(day)]


def test_the_same_seed_plans_the_same_dossiers_to_the_second_and_another_seed_others() -> None:
    assert planned(seed=7) == planned(seed=7)
    assert planned(seed=7) != planned(seed=8)


def test_how_many_is_known_without_planning_them() -> None:
    assert lives.number_of(THUAN_HOA, MONDAY, 1, 1.0, calendar.from_files()) == len(planned())


def test_a_week_has_the_published_number_of_dossiers_with_its_peak_on_monday() -> None:
    numbers = [len(planned(day)) for day in WEEK]

    assert statistics.mean(numbers) == pytest.approx(NATION * THUAN_HOA.share, rel=0.03)
    assert numbers[0] == max(numbers)
    assert numbers[1] > numbers[4]


def test_five_in_six_come_online_and_some_of_them_at_night(many: list[Dossier]) -> None:
    channels = Counter(dossier.channel for dossier in many)
    night = [d for d in many if d.channel == "online" and not calendar.from_files().is_working(d.at)]

    assert channels["online"] / len(many) == pytest.approx(assumptions.ONLINE_SHARE.value, abs=0.015)
    assert len(night) / channels["online"] == pytest.approx(assumptions.OUT_OF_HOURS.value, abs=0.03)
    assert all(calendar.from_files().is_working(d.at) for d in many if d.channel != "online")


def test_about_nine_in_a_hundred_are_settled_late(many: list[Dossier]) -> None:
    times = calendar.from_files()
    done = [d for d in many if d.fate == "plain" and d.steps and d.steps[-1][2] == "hand_out"]
    late = 0
    for dossier in done:
        accepted = next((step[0] for step in dossier.steps if step[2] == "accept"), dossier.at)
        issued = next(step[0] for step in dossier.steps if step[2] == "issue")
        late += issued > lives._due_moment(PERMIT.limit, accepted, (), times)

    assert late / len(done) == pytest.approx(assumptions.LATE_SHARE.value, abs=0.015)


@pytest.mark.parametrize(
    ("fate", "share"),
    [
        ("refused", assumptions.REFUSALS.value * assumptions.ONLINE_SHARE.value),
        ("withdrawn", assumptions.WITHDRAWALS.value),
        ("supplement", assumptions.SUPPLEMENTS.value * (1 - assumptions.NEVER_SUPPLEMENTED.value)),
        ("extended", assumptions.EXTENSIONS.value),
    ],
)
def test_each_way_out_has_its_share(many: list[Dossier], fate: str, share: float) -> None:
    assert sum(dossier.fate == fate for dossier in many) / len(many) == pytest.approx(share, abs=0.012)


def test_the_steps_of_a_life_never_run_backwards(many: list[Dossier]) -> None:
    for dossier in many:
        moments = [dossier.at, *(step[0] for step in dossier.steps)]
        assert moments == sorted(moments), dossier.fate


def test_every_step_has_a_key_of_its_own(many: list[Dossier]) -> None:
    keys = [dossier.key(step) for dossier in many[:500] for step in range(len(dossier.steps) + 1)]

    assert len(set(keys)) == len(keys)


def test_the_first_working_day_after_a_holiday_is_fuller() -> None:
    times = calendar.from_files()
    after_holiday = date(2026, 9, 3)
    while not times.is_working_day(after_holiday):
        after_holiday = date.fromordinal(after_holiday.toordinal() + 1)
    share = days.expected(after_holiday, 1.0, 1.0, times) / NATION

    assert share == pytest.approx(
        assumptions.WEEKDAYS[after_holiday.weekday()] * assumptions.AFTER_HOLIDAY.value, rel=0.001
    )


def test_a_commune_decides_three_quarters_and_ho_chi_minh_city_a_tenth(nation: None) -> None:
    houses = country.houses(MONDAY)
    share = Counter[str]()
    for house in houses:
        share[f"tier {house.tier}"] += house.share  # type: ignore[assignment]
        share[house.province_code] += house.share  # type: ignore[assignment]
    communes = sorted((house.share for house in houses if house.tier == 3), reverse=True)

    assert sum(house.share for house in houses) == pytest.approx(1.0)
    assert share["tier 3"] == pytest.approx(9.1 / 12.1)
    assert share["79"] == pytest.approx(assumptions.HO_CHI_MINH_SHARE.value)
    assert len(communes) == 3321
    assert sum(communes[:332]) / sum(communes) > 0.25, "the busiest tenth carries far more than a tenth"


def test_the_nation_gets_172600_dossiers_on_an_average_working_day(nation: None) -> None:
    times = calendar.load()
    houses = country.houses(MONDAY)
    scale = 1 / 50
    made = [sum(lives.number_of(house, day, 1, scale, times) for house in houses) for day in WEEK]

    assert statistics.mean(made) / scale == pytest.approx(NATION, rel=0.02)


def test_a_house_decides_what_the_catalogue_gives_it(nation: None) -> None:
    ward = next(house for house in country.houses(MONDAY, ["46"]) if house.key == "ubnd.19789")
    justice = next(house for house in country.houses(MONDAY, ["46"]) if house.key == "so-tu-phap.46")

    assert "1.001193" in {matter.procedure_code for matter in country.matters(ward, MONDAY)}
    powers = {matter.procedure_code for matter in country.matters(justice, MONDAY)}
    assert "2.000635" in powers
    assert "1.001193" not in powers
    assert justice.counter == "pvhcc.46"
