"""Times at Thuận Hóa: two people in each half-hour, none on a Sunday, and one's own to change or cancel."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from at_the_centre import MONDAY

from people import BINH, CENTRE, DUNG, HANH, HOA, LAN, officer
from thongsuot.areas.visits import booking, centres, reminding, slots
from thongsuot.areas.visits.centres import Centre
from thongsuot.engine import sql
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.exchange.notices.wording import parts
from thongsuot.ports import messages
from thongsuot.ports.messages import Message
from thongsuot.register import calendar
from thongsuot.register.working_time import VIETNAM

TEN = datetime(2026, 11, 25, 10, tzinfo=VIETNAM)
PHONE = "0912 345 678"


def book(centre: Centre, at: datetime = TEN, phone: str = PHONE, now: datetime = MONDAY) -> booking.Appointment:
    return booking.book(centre, uuid4(), at, "Hộ tịch", phone, now)


def faults(error: pytest.ExceptionInfo[NeedsNotMet]) -> set[str]:
    return {name for name, _ in error.value.faults}


# 24/11/2026 is a holiday, the day of Vietnamese culture; 22/11 and 28/11 are a week's end.
def test_slots_lie_within_the_sessions_of_the_day() -> None:
    found = slots.of_day(calendar.from_files(), TEN.date(), 30)

    assert found
    assert TEN in found
    assert all(not (11, 30) < (one.hour, one.minute) < (13, 0) for one in found)
    assert slots.of_day(calendar.from_files(), date(2026, 11, 22), 30) == []


def test_a_time_is_booked_with_a_code_for_the_kiosk(centre: Centre) -> None:
    made = book(centre)

    assert (made.starts_at, made.day, made.state, made.phone) == (TEN, TEN.date(), "booked", "+84912345678")
    assert len(made.code) == 6
    assert [one.left for one in booking.free(centre, TEN.date(), MONDAY) if one.starts_at == TEN] == [1]


def test_sent_again_it_is_the_same_one(centre: Centre) -> None:
    id = uuid4()
    first, second = (booking.book(centre, id, TEN, "Hộ tịch", PHONE, MONDAY) for _ in range(2))

    assert first == second
    assert len(booking.of_day(centre, TEN.date())) == 1


def test_a_full_time_takes_nobody_more_and_a_cancelled_place_is_free_again(centre: Centre) -> None:
    first = book(centre)
    book(centre, phone="0912 345 679")
    with pytest.raises(NeedsNotMet, match="hết chỗ"):
        book(centre, phone="0912 345 670")
    booking.cancel(first.id, MONDAY)

    assert book(centre, phone="0912 345 670").state == "booked"


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 22, 10, tzinfo=VIETNAM), datetime(2026, 11, 28, 10, tzinfo=VIETNAM),
        datetime(2026, 11, 24, 10, tzinfo=VIETNAM),
        TEN + timedelta(minutes=7), TEN.replace(hour=12), TEN.replace(hour=3), TEN + timedelta(days=60),
        TEN - timedelta(days=7), datetime(2999, 1, 1, tzinfo=VIETNAM), MONDAY + timedelta(minutes=10),
    ],
)  # fmt: skip
def test_a_closed_day_a_time_between_and_one_too_near_or_too_far_are_refused(centre: Centre, at: datetime) -> None:
    with pytest.raises(NeedsNotMet, match="không nhận hẹn"):
        book(centre, at)


@pytest.mark.parametrize("phone", ["", "x", "113", "+1 202 555 0101", "\x00", "0" * 10_000, "²" * 10])
def test_a_telephone_that_is_none_books_nothing(centre: Centre, phone: str) -> None:
    with pytest.raises(NeedsNotMet) as error:
        book(centre, phone=phone)
    assert faults(error) == {"dien_thoai"}


def test_one_telephone_holds_two_times_and_no_more(centre: Centre) -> None:
    book(centre)
    book(centre, TEN + timedelta(minutes=30), "+84 912 345 678")

    with pytest.raises(NeedsNotMet, match="đã có 2 lịch hẹn"):
        book(centre, TEN + timedelta(hours=1))


def test_a_centre_that_books_no_times_has_none(centre: Centre) -> None:
    closed = centres.keep(CENTRE, 3, 30, 0, MONDAY)

    assert booking.open_days(closed, MONDAY) == []
    with pytest.raises(NeedsNotMet):
        book(closed)


def test_another_time_is_taken_instead_and_the_old_place_is_free(centre: Centre) -> None:
    made = book(centre)
    moved = booking.change(centre, made.id, TEN + timedelta(hours=1), MONDAY)

    assert (moved.code, moved.starts_at) == (made.code, TEN + timedelta(hours=1))
    assert next(one for one in booking.free(centre, TEN.date(), MONDAY) if one.starts_at == TEN).left == 2
    assert booking.change(centre, made.id, moved.starts_at, MONDAY) == moved


def test_what_is_cancelled_used_or_over_is_not_changed(centre: Centre) -> None:
    made = book(centre)
    with pytest.raises(Refused, match="không còn"):
        booking.change(centre, made.id, TEN + timedelta(hours=1), TEN + timedelta(days=1))
    booking.cancel(made.id, MONDAY)
    booking.cancel(made.id, MONDAY)
    with pytest.raises(Refused):
        booking.change(centre, made.id, TEN + timedelta(hours=1), MONDAY)
    with pytest.raises(Refused):
        booking.cancel(uuid4(), MONDAY)
    assert booking.find(made.id)
    assert sql.run("SELECT phone FROM visits_appointment") == [("",)]


def test_a_reminder_goes_once_and_not_to_who_has_just_booked(
    centre: Centre, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    left: list[Message] = []
    monkeypatch.setattr(messages.OnScreen, "send", lambda self, message: left.append(message))
    made = book(centre)
    evening = TEN - timedelta(hours=12)

    assert reminding.remind(MONDAY) == 0
    assert [reminding.remind(evening), reminding.remind(evening)] == [1, 0]
    messages.wait_until_sent()
    assert [one.to for one in left] == ["+84912345678"]
    assert made.code in left[0].text
    assert parts(left[0].text) <= 2
    book(centre, TEN, "0912 345 679", TEN - timedelta(hours=2))
    assert reminding.remind(TEN - timedelta(minutes=90)) == 0


def test_telephones_are_forgotten_when_the_day_is_over(centre: Centre) -> None:
    made = book(centre)

    assert reminding.forget(TEN) == 0
    assert reminding.forget(TEN + timedelta(days=1)) == 1
    found = booking.find(made.id)
    assert found
    assert found.phone == ""


DIRECTOR = officer("Trương Thị Hà", ("head", CENTRE))


def test_the_director_and_the_chair_set_the_centre_up_and_nobody_else(centre: Centre) -> None:
    from dataclasses import replace

    chair = replace(BINH, day=MONDAY.date())

    assert centres.settle(DIRECTOR, 5, 20, 3, MONDAY).counters == 5
    assert centres.settle(chair, 6, 20, 3, MONDAY).secret == centre.secret
    for other in (LAN, HOA, HANH, DUNG):
        with pytest.raises(Refused):
            centres.settle(other, 5, 20, 3, MONDAY)
        with pytest.raises(Refused):
            centres.renew_key(other)
    centres.renew_key(DIRECTOR)
    assert centres.opened(CENTRE, centre.secret) is None


@pytest.mark.parametrize(
    ("counters", "minutes", "places"), [(0, 30, 2), (61, 30, 2), (3, 7, 2), (3, 30, -1), (3, 30, 51)]
)
def test_a_setting_that_cannot_be_is_refused(centre: Centre, counters: int, minutes: int, places: int) -> None:
    with pytest.raises(NeedsNotMet):
        centres.settle(DIRECTOR, counters, minutes, places, MONDAY)
