"""From real verbs to the numbers: Lan receives at Thuận Hóa, the ward settles, leaders see; each entry counts once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

import at_work
import people
from thongsuot.engine import sql, verbs
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.measures import areas, counting, definitions, folding
from thongsuot.measures.areas import Area
from thongsuot.measures.counting import Counts, Slice

Follow = Callable[[], int]


def today() -> definitions.Period:
    return definitions.days_before(datetime.now(UTC) + timedelta(seconds=5), 7)


def seen_by(actor: Actor, part: Slice | None = None) -> Counts:
    return counting.count(actor, [today()], "house", part).total()


def test_a_dossier_moves_the_numbers_as_it_goes_from_the_counter_to_the_result(follow: Follow) -> None:
    case = at_work.receive()
    follow()
    first = seen_by(SYSTEM)
    at_work.bring_to("delivered", case)
    follow()
    last = seen_by(SYSTEM)

    assert (first["received"], first["in_process"], first["resolved"]) == (1, 1, 0)
    assert (last["received"], last["in_process"], last["resolved"], last["early"] + last["on_time"]) == (1, 0, 1, 1)


def test_what_is_sent_and_not_yet_answered_waits_outside_the_total(follow: Follow) -> None:
    case = at_work.receive(move="register")
    follow()
    waiting = seen_by(SYSTEM)
    verbs.move(people.LAN, case.id, case.length, "refuse", {"reasons": ["Sai nơi"], "guidance": "Nộp tại Phú Xuân"})
    follow()
    refused = seen_by(SYSTEM)

    assert (waiting["waiting"], waiting["total"]) == (1, 0)
    assert (refused["waiting"], refused["refused"], refused["total"]) == (0, 1, 0)


def test_an_undone_acceptance_takes_the_dossier_out_of_the_total_again(follow: Follow) -> None:
    case = at_work.receive(move="register")
    case = verbs.move(people.LAN, case.id, case.length, "accept")
    follow()
    accepted = seen_by(SYSTEM)
    verbs.undo(people.LAN, case.id, case.length)
    follow()
    undone = seen_by(SYSTEM)

    assert (accepted["total"], accepted["waiting"]) == (1, 0)
    assert (undone["total"], undone["waiting"]) == (0, 1)


def test_a_pause_is_counted_as_a_pause_and_not_as_work(follow: Follow) -> None:
    case = at_work.bring_to("processing")
    verbs.move(people.MINH, case.id, case.length, "ask_supplement", at_work.DEFECTS)
    follow()

    assert seen_by(SYSTEM)["paused"] == 1
    assert seen_by(SYSTEM)["in_process"] == 0


def test_each_entry_is_folded_once_however_often_and_in_however_small_batches(follow: Follow) -> None:
    at_work.bring_to("delivered")
    at_work.bring_to("proposed")
    follow()
    whole = sql.run("SELECT * FROM measures_stretch ORDER BY case_id, number")
    sql.run("DELETE FROM measures_stretch")
    sql.run("DELETE FROM measures_position")
    while folding.catch_up(settings.SITE, 1):
        pass

    assert follow() == 0
    assert sql.run("SELECT * FROM measures_stretch ORDER BY case_id, number") == whole


def test_the_stretches_of_a_case_follow_one_another_without_a_gap(follow: Follow) -> None:
    case = at_work.bring_to("delivered")
    follow()
    rows = sql.run("SELECT since, until FROM measures_stretch WHERE case_id = %s ORDER BY number", [case.id])

    assert [until for _, until in rows[:-1]] == [since for since, _ in rows[1:]]
    assert rows[-1][1] == folding.END


def test_entries_not_followed_yet_are_said(follow: Follow) -> None:
    follow()
    at_work.receive()
    behind = counting.count(SYSTEM, [today()], "nation").behind
    follow()

    assert behind == 1
    assert counting.count(SYSTEM, [today()], "nation").behind == 0


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (people.LAN, 1),  # receives there
        (people.MINH, 1),  # settles there
        (people.BINH, 1),  # signs there
        (people.OANH, 1),  # leads the city
        (people.THANG, 1),  # leads the ministry of the sector
        (people.HOA, 0),  # works in Cà Mau
        (people.VAN, 0),  # receives in the ward beside
        (people.TUYET, 0),  # leads another ministry
        (people.QUYEN, 0),  # administers accounts
    ],
    ids=lambda value: value.name if isinstance(value, Actor) else "",
)
def test_everybody_counts_what_their_posts_open_and_the_list_has_as_many_rows(
    follow: Follow, actor: Actor, sees: int
) -> None:
    at_work.receive()
    follow()
    listed = counting.listing(actor, "in_process", today())

    assert seen_by(actor)["in_process"] == sees == listed.total == len(listed.rows)


def test_who_leads_sees_names_masked_and_who_works_on_it_sees_them(follow: Follow) -> None:
    at_work.receive()
    follow()

    assert counting.listing(people.OANH, "received", today()).rows[0].subject_name.count("*") > 3
    assert "*" not in counting.listing(people.LAN, "received", today()).rows[0].subject_name


def test_a_queue_opens_its_dossiers(follow: Follow) -> None:
    case = at_work.bring_to("processing")
    at_work.receive()
    follow()
    queues = counting.queues(people.OANH, people.COMMITTEE, datetime.now(UTC))
    held = next(queue for queue in queues if queue.step == "processing")
    listed = counting.in_queue(people.OANH, (held.body, held.step), people.COMMITTEE)

    assert {(queue.step, queue.open) for queue in queues} == {("processing", 1), ("received", 1)}
    assert [row.id for row in listed.rows] == [case.id]
    assert counting.queues(people.HOA, people.COMMITTEE, datetime.now(UTC)) == []


def test_the_board_opens_at_the_widest_area_of_ones_posts(thuan_hoa: None) -> None:
    leader = people.officer("Trần Quốc Khánh", ("leader", "vpcp"))

    assert areas.home(leader) == Area("nation")
    assert areas.home(people.THANG) == Area("nation")
    assert areas.home(people.OANH) == Area("province", "46")
    assert areas.home(people.MINH) == Area("house", people.COMMITTEE)
    assert areas.home(people.QUYEN) is None


def test_nobody_opens_an_area_beyond_their_posts(thuan_hoa: None) -> None:
    ward, far = Area("house", people.COMMITTEE), Area("house", f"ubnd.{people.FAR}")

    assert areas.may_open(people.OANH, Area("province", "46"))
    assert areas.may_open(people.OANH, ward)
    assert not areas.may_open(people.OANH, far)
    assert not areas.may_open(people.OANH, Area("nation"))
    assert areas.may_open(people.LAN, ward)
    assert not areas.may_open(people.LAN, Area("province", "46"))
    assert not areas.may_open(people.HOA, ward)
    assert not areas.may_open(people.LAN, Area("house", "ubnd.99999"))
