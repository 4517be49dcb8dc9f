"""Which officer is told of what, once: Long's task for Thuận Hóa, what is late there, and the mail about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings

from people import BINH, CUC, HUE, KIEN, OANH, WARD, officer, settle
from scenarios import task as tales
from thongsuot.areas.tasks.models import Charge
from thongsuot.engine import actor as actors
from thongsuot.engine import registry, sql, stamper, sweep, verbs, warned
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.exchange import forgetting
from thongsuot.exchange.notices.officers import mailing, reading, rules, telling
from thongsuot.ports import messages
from thongsuot.ports.messages import Message, NotSent
from thongsuot.register.models import Person
from thongsuot.register.working_time import VIETNAM

LONG = tales.LONG
THUY = officer("Trần Thị Thủy", ("leader", "vpcp"))
MORNING = datetime(2026, 11, 23, 9, tzinfo=VIETNAM)  # a Monday


@pytest.fixture(autouse=True)
def followed(thuan_hoa: None, settings: Any) -> None:
    """The demonstration's ways; everybody has a mail box; following has begun."""
    settings.DEMO = True
    settle((LONG, THUY))
    for one in (LONG, THUY, BINH, CUC, KIEN, OANH):
        Person.objects.filter(id=one.person).update(email=f"{str(one.person)[:8]}@co-quan.example")
    follow()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    left: list[Message] = []
    monkeypatch.setattr(messages.OnScreen, "send", lambda self, message: left.append(message))
    return left


def follow() -> None:
    stamper.stamp(django_settings.SITE)
    while telling.catch_up(django_settings.SITE):
        continue


def send(now: datetime) -> int:
    count = 0
    while mailing.send_one(now):
        count += 1
    return count


def given(days: float = 10, at: datetime | None = None) -> Case:
    """A task that Long gives to Bình of Thuận Hóa."""
    at = at or datetime.now(UTC)
    until = (datetime.now(UTC) + timedelta(days=days)).isoformat()
    return verbs.open(LONG, tales._opening("assign", {"person": str(BINH.person), "until": until}, at))


def told(who: Actor) -> list[tuple[str, str, bool]]:
    """(event, move, read), the oldest first."""
    rows = sql.run(
        "SELECT event, move, read_at IS NOT NULL FROM exchange_told WHERE person = %s ORDER BY told_at, cause",
        [who.person],
    )
    return [tuple(row) for row in rows]


def test_binh_is_told_of_the_task_that_long_gave_him_and_long_of_what_binh_hands_in() -> None:
    case = given()
    follow()
    assert told(BINH) == [("work", "assign", False)]
    assert told(LONG) == [], "nobody is told of what they did"
    case = verbs.move(BINH, case.id, case.length, "tell", {"percent": 40, "words": "Chờ mạng của bà Hoa."})
    case = verbs.move(BINH, case.id, case.length, "hand_in", {"document": "45/BC-UBND"})
    follow()

    assert told(LONG) == [("news", "tell", False), ("work", "hand_in", False)]
    assert told(BINH) == [("work", "assign", True)], "he need not read what has gone on"
    for _ in range(2):
        follow()
    assert len(told(LONG)) == 2


def test_followed_twice_from_the_same_place_nobody_is_told_twice() -> None:
    given()
    before = sql.run("SELECT sequence FROM exchange_told_position")
    follow()
    sql.run("UPDATE exchange_told_position SET sequence = %s", [before[0][0]])
    follow()

    assert told(BINH) == [("work", "assign", False)]


def test_what_is_taken_back_is_not_told_any_more() -> None:
    case = given()
    case = verbs.move(BINH, case.id, case.length, "hand_in", {"document": "45/BC-UBND"})
    follow()
    assert ("work", "hand_in", False) in told(LONG)
    verbs.undo(BINH, case.id, case.length)
    follow()

    assert told(LONG) == []
    assert told(BINH) == [], "he took it back himself"


def test_what_is_old_or_made_up_is_told_to_nobody() -> None:
    given(at=datetime.now(UTC) - timedelta(hours=2))
    follow()

    assert told(BINH) == []


def late(case: Case, days: int) -> datetime:
    assert case.due_at is not None
    return case.due_at + timedelta(days=days)


def put_in_charge(who: Actor, house: str, place: str) -> None:
    assert who.person is not None
    since = datetime.now(UTC).date() - timedelta(days=2)
    Charge.objects.create(
        id=uuid4(), house=house, person=who.person, place_code=place, sector="", valid_from=since, basis="Quyết định",
        made_by=LONG.person,
    )  # fmt: skip


def test_a_late_task_goes_to_the_leader_in_charge_there_by_name_then_above_and_not_to_the_role() -> None:
    put_in_charge(OANH, "ubnd.46", WARD)
    put_in_charge(THUY, "vpcp", HUE)
    case = given()
    follow()
    assert case.due_at is not None
    sweep.sweep(case.due_at)
    assert told(BINH)[-1] == ("overdue", "", False)
    assert told(OANH) == []
    sweep.sweep(late(case, 4))
    assert told(OANH) == [("overdue_giver", "", False)]
    assert told(THUY) == []
    sweep.sweep(late(case, 14))
    assert told(THUY) == [("overdue_above", "", False)]
    sweep.sweep(late(case, 30))

    assert [len(told(one)) for one in (OANH, THUY)] == [1, 1]
    day = datetime.now(VIETNAM).date()
    assert [one.kind for one in warned.standing(actors.load(OANH.person, day))[0]] == ["overdue_giver"]
    assert [one.kind for one in warned.standing(actors.load(THUY.person, day))[0]] == ["overdue_above"]


def test_of_several_levels_raised_at_once_each_hears_the_strongest() -> None:
    put_in_charge(BINH, "ubnd.46", WARD)
    sweep.sweep(late(given(), 40))

    assert [event for event, _move, _read in told(BINH)] == ["overdue_giver"], (
        "he does it, leads there and is in charge"
    )


def test_where_nobody_is_in_charge_it_goes_to_the_leaders_of_who_gave_it_and_to_nobody_above() -> None:
    case = given()
    sweep.sweep(late(case, 40))

    assert ("overdue_giver", "", False) in told(OANH)
    assert told(THUY) == []
    kinds = {kind for (kind,) in sql.run("SELECT kind FROM engine_notice WHERE case_id = %s", [case.id])}
    assert "overdue_above" not in kinds


def test_who_was_in_charge_until_yesterday_is_not_told() -> None:
    put_in_charge(THUY, "ubnd.46", WARD)
    Charge.objects.update(valid_to=datetime.now(UTC).date())
    sweep.sweep(late(given(), 5))

    assert told(THUY) == []
    assert ("overdue_giver", "", False) in told(OANH)


def test_a_warning_that_cannot_be_told_is_not_raised_either(monkeypatch: pytest.MonkeyPatch) -> None:
    case = given()

    def dies(*_: object) -> None:
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(telling, "_recipients", dies)
        assert sweep.sweep(late(case, 1)) == 0
    assert sql.run("SELECT count(*) FROM engine_notice WHERE case_id = %s", [case.id]) == [(0,)]
    assert sweep.sweep(late(case, 1) + sweep.RETRY) == 1
    assert [event.startswith("overdue") for event, _move, _read in told(BINH)] == [True]


def test_a_letter_tells_all_that_waits_with_code_and_what_to_do_and_no_word_that_anybody_wrote(
    sent: list[Message], settings: Any
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://mot-cua.example"]
    first, second = given(), given()
    follow()
    sql.run("UPDATE exchange_told SET next_at = %s", [MORNING])
    assert send(MORNING - timedelta(minutes=1)) == 0
    assert send(MORNING) == 1

    (letter,) = sent
    assert letter.subject == "Thông Suốt: có 2 thông báo mới"
    for case in (first, second):
        assert f"Việc chờ bạn: Nhiệm vụ {case.code}. Giao nhiệm vụ, hạn " in letter.text
        assert f"https://mot-cua.example/thong-bao/{case.id}" in letter.text
        assert case.title not in letter.text
    assert "Bình" not in letter.text
    assert send(MORNING + timedelta(days=3)) == 0, "once"


def test_by_night_nothing_leaves_and_in_the_morning_it_does(sent: list[Message]) -> None:
    given()
    follow()
    night = MORNING.replace(hour=23)
    sql.run("UPDATE exchange_told SET next_at = %s", [night])
    assert send(night) == 1
    assert sent == []
    assert send(MORNING.replace(hour=7) + timedelta(days=1)) == 1
    assert len(sent) == 1


def test_a_sender_that_died_is_not_followed_by_a_second_letter(
    sent: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    given()
    follow()
    sql.run("UPDATE exchange_told SET next_at = %s", [MORNING])

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(mailing, "_end", dies)
        with pytest.raises(KeyboardInterrupt):
            mailing.send_one(MORNING)
    assert len(sent) == 1
    assert send(MORNING + timedelta(hours=1)) == 0
    assert sql.run("SELECT mail FROM exchange_told") == [("lost",)]
    assert len(sent) == 1


def test_what_a_server_does_not_take_is_tried_again_and_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise NotSent("busy")

    monkeypatch.setattr(messages.OnScreen, "send", refuses)
    given()
    follow()
    sql.run("UPDATE exchange_told SET next_at = %s", [MORNING])
    now = MORNING
    for _ in range(20):
        mailing.send_one(now)
        now = MORNING + timedelta(days=1) if now == MORNING else now + timedelta(hours=3)
        now = now if 7 <= now.astimezone(VIETNAM).hour < 20 else (now + timedelta(days=1)).replace(hour=9)
    assert sql.run("SELECT mail, attempts FROM exchange_told") == [("dead", 12)]


@pytest.mark.parametrize(("wish", "mail"), [("none", ""), ("daily", "waiting")])
def test_a_person_chooses_a_letter_a_day_or_none(wish: str, mail: str) -> None:
    reading.choose(BINH, wish)
    given()
    follow()

    assert sql.run("SELECT mail FROM exchange_told WHERE person = %s", [BINH.person]) == [(mail,)]
    if wish == "daily":
        ((leaves,),) = sql.run("SELECT next_at FROM exchange_told")
        assert leaves.astimezone(VIETNAM).hour == 7
        assert leaves > datetime.now(UTC)


def test_a_choice_is_followed_by_what_waits_already(sent: list[Message]) -> None:
    given()
    follow()
    reading.choose(BINH, "none")

    assert sql.run("SELECT mail, next_at FROM exchange_told") == [("needless", None)]
    with pytest.raises(Exception, match="Chọn một cách"):
        reading.choose(BINH, "hourly")


def test_what_was_read_on_the_page_is_not_written_about(sent: list[Message]) -> None:
    case = given()
    follow()
    reading.read(BINH, case.id)

    assert send(datetime.now(UTC) + timedelta(days=2)) == 0
    assert sent == []


def test_who_has_no_address_reads_it_on_the_page_alone() -> None:
    Person.objects.filter(id=BINH.person).update(email="")
    given()
    follow()

    assert sql.run("SELECT mail FROM exchange_told") == [("",)]
    assert [line.label for line in reading.mine(BINH).lines] == ["Giao nhiệm vụ"]


def test_a_task_erased_takes_what_was_told_of_it_along() -> None:
    case = given()
    follow()
    forgetting.forget(case.id)

    assert told(BINH) == []


def test_what_was_told_long_ago_is_let_go_of() -> None:
    given()
    follow()
    now = datetime.now(UTC)
    reading.erase_old(now + timedelta(days=rules.now_held(now).kept_days - 1))
    assert len(told(BINH)) == 1
    reading.erase_old(now + timedelta(days=rules.now_held(now).kept_days + 1))
    assert told(BINH) == []


def test_the_rules_name_kinds_moves_and_warnings_that_exist() -> None:
    held = rules.now_held(datetime.now(UTC))
    levels = set(reading.ABOUT)
    for kind in held.working | set(held.warned) | set(held.news):
        area = registry.area(kind)
        named = {move.name for move in area.process.moves}
        assert set(held.news.get(kind, {})) <= named, kind
        assert held.warned.get(kind, frozenset()) <= levels, kind


def test_on_a_friday_evening_the_letter_of_the_day_comes_on_monday() -> None:
    held = rules.now_held(MORNING)
    friday = MORNING - timedelta(days=3)

    assert held.morning(friday) == MORNING.replace(hour=7)
    assert held.morning(MORNING.replace(hour=5)) == MORNING.replace(hour=7)
    assert held.leaves(MORNING, "at_once") == MORNING + timedelta(minutes=10)
