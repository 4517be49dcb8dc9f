"""Numbers at Thuận Hóa: Lan and Mai call them, each once; Hoa of another centre calls none."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from at_the_centre import MONDAY

from people import CENTRE, FAR, HANH, HOA, LAN, MAI
from thongsuot.areas.visits import booking, centres, queue, standing
from thongsuot.areas.visits.centres import Centre
from thongsuot.engine import sql
from thongsuot.engine.errors import NeedsNotMet, Refused

MINUTE = timedelta(minutes=1)


def take(centre: Centre, count: int, after: int = 0) -> list[queue.Ticket]:
    return [queue.take(centre, uuid4(), "Hộ tịch", MONDAY + (after + n) * 6 * MINUTE) for n in range(count)]


def test_numbers_of_a_day_follow_one_another_and_begin_anew_the_next(centre: Centre) -> None:
    assert [one.number for one in take(centre, 3)] == [1, 2, 3]
    assert queue.take(centre, uuid4(), "Hộ tịch", MONDAY + timedelta(days=1)).number == 1


def test_a_button_pressed_twice_gives_one_number(centre: Centre) -> None:
    id = uuid4()

    assert queue.take(centre, id, "Hộ tịch", MONDAY).number == queue.take(centre, id, "Hộ tịch", MONDAY).number == 1
    assert queue.take(centre, uuid4(), "Hộ tịch", MONDAY).number == 2


@pytest.mark.parametrize("kind", ["", "Hộ tịch ", "\x00", "<script>", "x" * 10_000])
def test_a_matter_that_the_centre_does_not_know_gets_no_number(centre: Centre, kind: str) -> None:
    with pytest.raises(NeedsNotMet):
        queue.take(centre, uuid4(), kind, MONDAY)
    assert standing.now_at(centre, MONDAY).waiting == 0


def test_who_holds_the_button_down_is_stopped_and_a_minute_later_it_goes_on(centre: Centre) -> None:
    for _ in range(queue.MOST_A_MINUTE):
        queue.take(centre, uuid4(), "Hộ tịch", MONDAY)

    with pytest.raises(Refused, match="quá nhiều số"):
        queue.take(centre, uuid4(), "Hộ tịch", MONDAY)
    assert queue.take(centre, uuid4(), "Hộ tịch", MONDAY + 2 * MINUTE).number == queue.MOST_A_MINUTE + 1


def test_lan_and_mai_call_the_next_each_another(centre: Centre) -> None:
    take(centre, 3)
    first, second = queue.call_next(LAN, 1, None, MONDAY), queue.call_next(MAI, 2, None, MONDAY)

    assert first
    assert second
    assert (first.number, second.number) == (1, 2)
    found = standing.now_at(centre, MONDAY)
    assert {one.counter: one.number for one in found.called} == {1: 1, 2: 2}
    assert ([one.number for one in found.next], found.waiting) == ([3], 1)


def test_calling_the_next_ends_the_one_before(centre: Centre) -> None:
    take(centre, 2)
    first = queue.call_next(LAN, 1, None, MONDAY)
    assert first
    second = queue.call_next(LAN, 1, first.id, MONDAY + 5 * MINUTE)

    assert second
    assert second.number == 2
    assert standing.of_today(centre, MONDAY).served == 1


def test_a_second_press_of_an_old_page_calls_nobody(centre: Centre) -> None:
    take(centre, 2)
    queue.call_next(LAN, 1, None, MONDAY)

    with pytest.raises(Refused, match="vừa có thay đổi"):
        queue.call_next(LAN, 1, None, MONDAY)
    assert standing.now_at(centre, MONDAY).waiting == 1


def test_when_nobody_waits_nobody_is_called(centre: Centre) -> None:
    assert queue.call_next(LAN, 1, None, MONDAY) is None


def test_yesterdays_numbers_are_not_called(centre: Centre) -> None:
    take(centre, 1)

    assert queue.call_next(LAN, 1, None, MONDAY + timedelta(days=1)) is None


def test_a_number_is_called_again_missed_ended_and_only_where_it_is_served(centre: Centre) -> None:
    take(centre, 2)
    one = queue.call_next(LAN, 1, None, MONDAY)
    assert one

    assert queue.recall(LAN, 1, one.id, MONDAY + MINUTE).calls == 2
    for verb in (queue.recall, queue.finish, queue.miss):
        with pytest.raises(Refused):
            verb(MAI, 2, one.id, MONDAY)
    queue.miss(LAN, 1, one.id, MONDAY)
    queue.miss(LAN, 1, one.id, MONDAY)
    with pytest.raises(Refused):
        queue.finish(LAN, 1, one.id, MONDAY)
    two = queue.call_next(LAN, 1, None, MONDAY)
    assert two
    queue.finish(LAN, 1, two.id, MONDAY)
    day = standing.of_today(centre, MONDAY)
    assert (day.taken, day.waiting, day.served, day.missed) == (2, 0, 1, 1)


def test_who_is_sent_to_another_counter_is_next_there_and_called_nowhere_else(centre: Centre) -> None:
    take(centre, 3)
    one = queue.call_next(LAN, 1, None, MONDAY)
    assert one
    queue.transfer(LAN, 1, one.id, 2, MONDAY)

    after = queue.call_next(LAN, 1, None, MONDAY)
    assert after
    assert after.number == 2
    there = queue.call_next(MAI, 2, None, MONDAY)
    assert there
    assert (there.number, there.calls) == (1, 2)


@pytest.mark.parametrize("to", [1, 0, -1, 4, 999])
def test_a_counter_that_is_none_or_ones_own_takes_nobody(centre: Centre, to: int) -> None:
    take(centre, 1)
    one = queue.call_next(LAN, 1, None, MONDAY)
    assert one

    with pytest.raises(NeedsNotMet):
        queue.transfer(LAN, 1, one.id, to, MONDAY)


@pytest.mark.parametrize("counter", [0, -1, 4, 2**31])
def test_a_counter_that_the_centre_does_not_have_calls_nobody(centre: Centre, counter: int) -> None:
    take(centre, 1)

    with pytest.raises(Refused, match="3 quầy"):
        queue.call_next(LAN, counter, None, MONDAY)


def test_hoa_of_another_centre_calls_ends_and_sees_nothing_here(centre: Centre) -> None:
    take(centre, 1)
    one = queue.call_next(LAN, 1, None, MONDAY)
    assert one
    with pytest.raises(Refused, match="chưa bật"):
        queue.call_next(HOA, 1, None, MONDAY)
    centres.keep(f"pvhcc.{FAR}", 2, 30, 0, MONDAY)

    assert queue.call_next(HOA, 1, None, MONDAY) is None
    for verb in (queue.recall, queue.finish, queue.miss):
        with pytest.raises(Refused):
            verb(HOA, 1, one.id, MONDAY)
    with pytest.raises(Refused):
        queue.transfer(HOA, 1, one.id, 2, MONDAY)
    assert standing.now_at(centre, MONDAY).at(1) is not None


def test_who_sits_at_no_counter_calls_nobody(centre: Centre) -> None:
    with pytest.raises(Refused):
        queue.call_next(HANH, 1, None, MONDAY)


def test_who_has_booked_is_called_at_the_time_and_who_is_late_waits_as_others(centre: Centre) -> None:
    at = MONDAY + timedelta(hours=1)
    booked = booking.book(centre, uuid4(), at, "Hộ tịch", "0912 345 678", MONDAY)
    late = booking.book(centre, uuid4(), at, "Hộ tịch", "0912 345 679", MONDAY)
    walked = queue.take(centre, uuid4(), "Hộ tịch", at + MINUTE)
    came = queue.check_in(centre, uuid4(), booked.code, at + 5 * MINUTE)
    came_late = queue.check_in(centre, uuid4(), f" {late.code[:3]} {late.code[3:]} ", at + 20 * MINUTE)

    order = [one.number for one in standing.now_at(centre, at).next]
    assert order == [came.number, walked.number, came_late.number]


def test_a_code_typed_twice_gives_the_same_number(centre: Centre) -> None:
    booked = booking.book(centre, uuid4(), MONDAY + timedelta(hours=1), "Hộ tịch", "0912 345 678", MONDAY)

    first = queue.check_in(centre, uuid4(), booked.code, MONDAY)
    assert queue.check_in(centre, uuid4(), booked.code, MONDAY).id == first.id


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "²²²²²²", "\x00", "1" * 10_000])
def test_a_code_that_is_none_gives_no_number(centre: Centre, code: str) -> None:
    with pytest.raises(NeedsNotMet):
        queue.check_in(centre, uuid4(), code, MONDAY)


def test_a_code_of_another_day_another_centre_or_cancelled_gives_no_number(centre: Centre) -> None:
    at = MONDAY + timedelta(hours=1)
    booked = booking.book(centre, uuid4(), at, "Hộ tịch", "0912 345 678", MONDAY)
    with pytest.raises(NeedsNotMet, match="Không có lịch hẹn"):
        queue.check_in(centre, uuid4(), booked.code, at + timedelta(days=1))
    other = centres.keep(f"pvhcc.{FAR}", 2, 30, 0, MONDAY)
    with pytest.raises(NeedsNotMet):
        queue.check_in(other, uuid4(), booked.code, at)
    booking.cancel(booked.id, MONDAY)
    with pytest.raises(NeedsNotMet):
        queue.check_in(centre, uuid4(), booked.code, at)


def test_waits_are_counted_to_the_first_call(centre: Centre) -> None:
    take(centre, 2)
    one = queue.call_next(LAN, 1, None, MONDAY + 10 * MINUTE)
    assert one
    queue.recall(LAN, 1, one.id, MONDAY + 12 * MINUTE)
    queue.call_next(MAI, 2, None, MONDAY + 26 * MINUTE)

    day = standing.of_today(centre, MONDAY)
    assert (day.mean_wait, day.longest_wait) == (15, 20)


def test_a_day_without_calls_has_no_wait_rather_than_none_at_all(centre: Centre) -> None:
    assert standing.of_today(centre, MONDAY).mean_wait is None


def test_calling_costs_five_statements_and_the_screen_one(centre: Centre) -> None:
    take(centre, 4)
    one = queue.call_next(LAN, 1, None, MONDAY)
    assert one
    before = sql.count()
    queue.call_next(LAN, 1, one.id, MONDAY)
    assert sql.count() - before <= 5
    before = sql.count()
    standing.now_at(centre, MONDAY)
    assert sql.count() - before == 1


def test_a_key_opens_its_own_centre_alone(centre: Centre) -> None:
    assert centres.opened(CENTRE, centre.secret) == centre
    for body, key in ((CENTRE, ""), (CENTRE, "x"), (CENTRE, "ạ\ud800"), (f"pvhcc.{FAR}", centre.secret), ("\x00", "")):
        assert centres.opened(body, key) is None


def test_a_number_of_another_centre_is_not_found(centre: Centre) -> None:
    one = queue.take(centre, UUID(int=5), "Hộ tịch", MONDAY)
    other = centres.keep(f"pvhcc.{FAR}", 2, 30, 0, MONDAY)

    assert queue.find(one.id, other, MONDAY) is None
    assert queue.find(one.id, centre, MONDAY) == (one, 0)
