"""Hùng sleeps: what happens at night reaches his telephone in the morning, together, once, or not if it was undone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from at_work import receive
from people import LAN
from sent_at_once import OURS
from thongsuot.engine import sql, stamper, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotAllowed
from thongsuot.exchange.notices import choosing, overriding, sending, telling
from thongsuot.exchange.notices.rules import Choice
from thongsuot.exchange.notices.templates import BadTemplate, Texts
from thongsuot.ports import messages
from thongsuot.ports.messages import Message, NotSent
from thongsuot.register.working_time import VIETNAM

pytestmark = pytest.mark.usefixtures("thuan_hoa")
PHONE, EMAIL, NUMBER = "0912 345 678", "hung@vi-du.example", "046085001234"
SUBJECT = {"name": "Trần Văn Hùng", "number": NUMBER, "phone": PHONE, "email": EMAIL}
HUNG = Actor(None, "Trần Văn Hùng", citizen=NUMBER)
TODAY = datetime.now(VIETNAM).date()


class Clock(datetime):
    """The telling's clock, set by a test."""

    at: datetime

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return cls.at.astimezone(tz)


def at(clock: time, days: int = 0) -> datetime:
    return datetime.combine(TODAY + timedelta(days=days), clock, VIETNAM)


@pytest.fixture(autouse=True)
def night(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration's ways; it is half past ten in the evening in Vietnam."""
    settings.DEMO = True
    Clock.at = at(time(22, 30))
    monkeypatch.setattr(telling, "datetime", Clock)
    monkeypatch.setattr(telling, "TOO_OLD", timedelta(days=3))
    follow()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Message, str]]:
    """What left, and by which way."""
    left: list[tuple[Message, str]] = []
    monkeypatch.setattr(messages.OnScreen, "send", lambda self, message: left.append((message, self.name)))
    return left


def follow() -> None:
    stamper.stamp(django_settings.SITE)
    while telling.catch_up(django_settings.SITE):
        continue


def send(now: datetime) -> None:
    while sending.send_one(now):
        continue


def hung(**changed: Any) -> Case:
    return receive(subject={**SUBJECT, **changed})


def by(left: list[tuple[Message, str]], way: str) -> list[str]:
    return [message.text for message, name in left if name == way]


def test_a_telephone_is_silent_until_seven_while_mail_goes_at_once(sent: list[tuple[Message, str]]) -> None:
    hung()
    follow()

    send(at(time(23, 0)))
    assert (len(by(sent, "sms")), len(by(sent, "mail"))) == (0, 1)
    send(at(time(6, 59), 1))
    assert by(sent, "sms") == []
    send(at(time(7, 0), 1))

    assert len(by(sent, "sms")) == 1
    send(at(time(8, 0), 1))
    assert len(sent) == 2, "and nothing twice"


def test_three_dossiers_of_one_night_are_one_message_in_the_morning(sent: list[tuple[Message, str]]) -> None:
    codes = [hung(email="").code for _ in range(3)]
    hung(phone="0912 345 679", email="")
    follow()

    send(at(time(7, 0), 1))

    assert len(sent) == 2
    [mine] = [message for message, _way in sent if message.to == PHONE]
    assert "3 tin mới" in mine.text
    assert sql.run("SELECT count(*), count(DISTINCT text) FROM exchange_notice WHERE state = 'sent'") == [(4, 2)]
    assert all(codes)


def test_a_message_for_three_that_fails_is_tried_again_for_all_three(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        hung(email="")
    follow()

    def away(self: Any, message: Message) -> None:
        raise NotSent("out of reach")

    monkeypatch.setattr(messages.OnScreen, "send", away)
    send(at(time(20, 59, 30), 1))

    rows = sql.run("SELECT state, attempts, next_at FROM exchange_notice")
    assert [(state, attempts) for state, attempts, _ in rows] == [("waiting", 1)] * 3
    assert {next_at for *_, next_at in rows} == {at(time(7, 0), 2)}, "the retry heeds the night too"


def test_what_was_undone_in_the_night_is_not_told_in_the_morning(sent: list[tuple[Message, str]]) -> None:
    case = receive(move="register", subject={**SUBJECT, "email": ""})
    case = verbs.move(LAN, case.id, case.length, "accept", {})
    follow()
    verbs.undo(LAN, case.id, case.length)
    follow()

    send(at(time(7, 0), 1))

    assert sent == []
    assert sql.run("SELECT state FROM exchange_notice") == [("taken_back",)]


def test_hung_hears_by_the_way_that_he_chose_in_the_language_that_he_chose(sent: list[tuple[Message, str]]) -> None:
    choosing.choose(HUNG, Choice(sms=False, mail=True, language="en"))
    hung()
    hung(email="")
    follow()

    send(at(time(9, 0), 1))

    assert len(by(sent, "mail")) == 1
    assert "was received" in by(sent, "mail")[0]
    assert len(by(sent, "sms")) == 1, "what is mandatory reaches him where there is no other way"
    with pytest.raises(NotAllowed):
        choosing.choose(LAN, Choice())


def test_a_province_says_it_otherwise_between_two_days(sent: list[tuple[Message, str]]) -> None:
    own = Texts("Hồ sơ đã nhận", ("Thành phố Huế đã nhận hồ sơ {code}.",))
    root = _administrator()

    overriding.publish(root, "46", "accept", "vi", own, TODAY, TODAY + timedelta(days=3))

    assert overriding.of_province("46", "accept", "vi", TODAY) == own
    assert overriding.of_province("46", "accept", "vi", TODAY + timedelta(days=3)) is None
    assert overriding.of_province("96", "accept", "vi", TODAY) is None
    assert overriding.of_province("46", "accept", "en", TODAY) is None
    with pytest.raises(BadTemplate, match="name"):
        overriding.publish(root, "46", "accept", "vi", Texts("Thư", ("Hồ sơ {code} của {name}.",)), TODAY, None)
    with pytest.raises(BadTemplate, match="từ hôm nay"):
        overriding.publish(root, "46", "accept", "vi", own, date(2020, 1, 1), None)
    with pytest.raises(NotAllowed):
        overriding.publish(LAN, "46", "accept", "vi", own, TODAY, None)
    case = receive(move="register", subject={**SUBJECT, "email": ""})
    verbs.move(LAN, case.id, case.length, "accept", {})
    follow()
    send(at(time(9, 0), 1))
    assert by(sent, "sms") == [f"Thành phố Huế đã nhận hồ sơ {case.code}."]


def _administrator() -> Actor:
    from people import officer

    return officer("Lý Thành An", ("admin", "vp.46"))


HOURS = st.lists(st.integers(0, 47), min_size=1, max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=HOURS, told_at=st.integers(0, 23), undone=st.booleans(), known=st.integers(1, 3))
def test_every_event_is_told_once_by_each_way_whenever_the_sender_works(
    sent: list[tuple[Message, str]], hours: list[int], told_at: int, undone: bool, known: int
) -> None:
    sent.clear()
    sql.run("DELETE FROM exchange_notice RETURNING 1")
    Clock.at = at(time(told_at))
    cases = [receive(move="register", subject=SUBJECT) for _ in range(known)]
    cases = [verbs.move(LAN, case.id, case.length, "accept", {}) for case in cases]
    follow()
    if undone:
        verbs.undo(LAN, cases[0].id, cases[0].length)
        follow()
    for hour in [*sorted(hours), 60]:
        now = at(time(0)) + timedelta(hours=max(hour, told_at), minutes=2)
        before = len(by(sent, "sms"))
        send(now)
        assert len(by(sent, "sms")) == before or not OURS.quiet(now)

    rows = sql.run("SELECT case_id, number, channel, state FROM exchange_notice")
    assert len(rows) == len({row[:3] for row in rows}) == 2 * known
    taken = {row[0] for row in rows if row[3] == "taken_back"}
    assert taken == ({cases[0].id} if undone else set())
    assert {row[3] for row in rows} <= {"sent", "taken_back"}, "nothing is lost and nothing still waits"
    assert len(sent) <= 2 * (known - undone)
    for case in cases[1 if undone else 0 :]:
        assert sum(str(case.code) in text for text in by(sent, "mail")) == 1
