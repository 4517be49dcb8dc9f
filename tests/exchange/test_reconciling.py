"""A day compared: counts by status on both sides, and each dossier that the two see differently."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from at_the_line import Line

from at_work import bring_to, receive
from people import HUE
from thongsuot.engine import sql
from thongsuot.exchange.national import reconciling
from thongsuot.ports.national_portal import TryLater
from thongsuot.ports.national_twin import Fault, Held
from thongsuot.register.working_time import VIETNAM

pytestmark = pytest.mark.usefixtures("thuan_hoa")


def compared(line: Line) -> reconciling.Day:
    (day,) = [one for one in reconciling.compare(line.portal, today()) if one.province_code == HUE]
    return day


def today() -> object:
    return datetime.now(VIETNAM).date()


def test_what_both_sides_hold_alike_counts_alike_and_differs_in_nothing(line: Line) -> None:
    receive()
    bring_to("processing")
    line.send()
    day = compared(line)

    assert day.ours == day.theirs == {2: 1, 4: 1}
    assert day.differences == ()


def test_what_is_not_told_yet_is_missing_there_and_says_that_it_is_on_its_way(line: Line) -> None:
    case = receive()
    line.tell()
    (difference,) = compared(line).differences

    assert (difference.code, difference.kind, difference.ours, difference.theirs) == (case.code, "missing", 2, 0)
    assert difference.open


def test_a_status_changed_at_the_portal_behind_our_back_is_a_difference(line: Line) -> None:
    case = receive()
    line.send()
    line.there(case).told.append(7)
    (difference,) = compared(line).differences

    assert (difference.kind, difference.ours, difference.theirs, difference.open) == ("status", 2, 7, False)


def test_a_dossier_that_the_portal_lost_is_found(line: Line) -> None:
    case = receive()
    line.send()
    line.twin.dossiers.clear()
    (difference,) = compared(line).differences

    assert (difference.code, difference.kind) == (case.code, "missing")


def test_a_dossier_of_our_name_that_we_never_had_is_nobodys_and_stands_under_no_province(line: Line) -> None:
    line.twin.dossiers["G-9"] = Held("G-9", "TAM.19789.PVHCC-20261120-9999", {}, [4], days={f"{today()}"})
    days = reconciling.compare(line.portal, today())  # type: ignore[arg-type]

    assert [(one.province_code, [found.kind for found in one.differences]) for one in days] == [("", ["unknown"])]
    assert days[0].theirs == {4: 1}


def test_the_same_code_under_another_identity_is_a_difference(line: Line) -> None:
    case = receive()
    line.send()
    line.there(case).id = "G-khac"

    assert [one.kind for one in compared(line).differences] == ["identity"]


def test_a_day_is_compared_once_by_itself_and_again_when_asked(line: Line) -> None:
    receive()
    line.send()
    reconciling.compare_once(line.portal, today())  # type: ignore[arg-type]
    reconciling.compare_once(line.portal, today())  # type: ignore[arg-type]
    asked = line.twin.calls.count("DoiSoat")
    compared(line)

    assert (asked, line.twin.calls.count("DoiSoat")) == (1, 2)
    assert sql.run("SELECT count(*) FROM exchange_national_day") == [(1,)]


def test_a_day_without_anything_is_compared_too(line: Line) -> None:
    day = datetime.now(VIETNAM).date() - timedelta(days=3)
    for _ in range(2):
        reconciling.compare_once(line.portal, day)

    assert line.twin.calls.count("DoiSoat") == 1
    assert reconciling.of_day(day)[0].differences == ()


def test_a_portal_that_does_not_answer_leaves_the_day_for_later(line: Line) -> None:
    line.twin.will("DoiSoat", Fault.BAD_GATEWAY)

    with pytest.raises(TryLater):
        compared(line)
    assert sql.run("SELECT count(*) FROM exchange_national_day") == [(0,)]


def test_each_province_reads_its_own_days(line: Line) -> None:
    receive()
    line.send()
    compared(line)

    assert len(reconciling.latest([HUE])) == len(reconciling.latest(None)) == 1
    assert reconciling.latest(["96"]) == []


def test_a_day_is_not_compared_before_the_outbox_has_heard_of_everything(line: Line) -> None:
    receive()
    reconciling.compare_once(line.portal, today())  # type: ignore[arg-type]
    before = line.twin.calls.count("DoiSoat")
    line.send()
    reconciling.compare_once(line.portal, today())  # type: ignore[arg-type]

    assert (before, line.twin.calls.count("DoiSoat")) == (0, 1)


def test_a_difference_that_was_mended_goes_and_one_that_was_not_stays(line: Line) -> None:
    late, changed = receive(), receive()
    line.twin.will("NoiHoSo", Fault.MISSING)
    line.send()
    held = next(iter(line.twin.dossiers.values()))
    held.told.append(7)
    assert {one.kind for one in compared(line).differences} == {"missing", "status"}
    sql.run("UPDATE exchange_national_message SET state = 'waiting' WHERE state = 'dead'")
    sql.run("UPDATE exchange_national_dossier SET next_at = now()")
    line.send()
    soon = datetime.now(VIETNAM) + timedelta(minutes=1)
    gone = reconciling.recheck(line.portal, soon.date() - timedelta(days=1), soon)
    (day,) = reconciling.latest([HUE])

    assert gone == 1
    assert [(one.code, one.kind) for one in day.differences] == [(held.code, "status")]
    assert held.code in (late.code, changed.code)
    assert sum(day.ours.values()) == 2
    assert reconciling.recheck(line.portal, soon.date(), soon - timedelta(hours=2)) == 0
