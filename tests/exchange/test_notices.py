"""Who hears of which step: Hùng once for each way on file, nobody else, nothing late, and nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings

from at_work import DEFECTS, bring_to, receive
from people import BINH, CUC, HUE, MINH
from sent_at_once import at_once
from thongsuot.engine import sql, stamper, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.exchange.notices import sending, stuck, telling
from thongsuot.ports import messages
from thongsuot.ports.messages import Message, NotSent

pytestmark = pytest.mark.usefixtures("thuan_hoa")
PHONE, EMAIL = "0912 345 678", "hung@vi-du.example"
SUBJECT = {"name": "Trần Văn Hùng", "number": "046085001234", "phone": PHONE, "email": EMAIL}


@pytest.fixture(autouse=True)
def screen(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """At any hour: the demonstration's ways, which reach all but numbers that end in 0000; following has begun."""
    at_once(monkeypatch)
    settings.DEMO = True
    stamper.stamp(settings.SITE)
    telling.catch_up(settings.SITE)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    """What left, whichever way."""
    left: list[Message] = []
    monkeypatch.setattr(messages.OnScreen, "send", lambda self, message: left.append(message))
    return left


def follow() -> None:
    stamper.stamp(django_settings.SITE)
    while telling.catch_up(django_settings.SITE):
        continue


def send(ahead: timedelta = timedelta()) -> int:
    follow()
    count = 0
    while sending.send_one(datetime.now(UTC) + ahead):
        count += 1
    return count


def states(case: Case) -> list[tuple[Any, ...]]:
    return sql.run(
        "SELECT number, channel, state, attempts FROM exchange_notice WHERE case_id = %s ORDER BY number, channel",
        [case.id],
    )


def hung(**changed: Any) -> Case:
    return receive(subject={**SUBJECT, **changed})


def test_hung_hears_that_his_dossier_was_received_by_telephone_and_by_mail(sent: list[Message]) -> None:
    case = hung()
    send()

    assert [one.to for one in sent] == [EMAIL, PHONE] or [one.to for one in sent] == [PHONE, EMAIL]
    assert all(case.code and case.code in one.text for one in sent)
    assert all("Hùng" not in one.text and SUBJECT["number"] not in one.text for one in sent)
    assert states(case) == [(1, "mail", "sent", 1), (1, "sms", "sent", 1)]


def test_each_step_that_he_waits_for_is_told_once_and_the_others_are_not(sent: list[Message]) -> None:
    case = bring_to("delivered", hung(email=""))
    send()

    said = [one.text.split(str(case.code))[1] for one in sent]
    assert [words.split(".")[0].strip() for words in said] == [
        "đã được tiếp nhận", "đã có kết quả", "đã trả kết quả",
    ]  # fmt: skip
    for _ in range(3):
        assert send() == 0


def test_a_supplement_is_asked_without_a_word_of_what_minh_wrote(sent: list[Message]) -> None:
    case = bring_to("processing", hung(email=""))
    verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS)
    send()

    assert "cần bổ sung" in sent[-1].text
    assert "móng" not in sent[-1].text


def test_what_the_chair_stops_is_told_without_the_reasons(sent: list[Message]) -> None:
    case = bring_to("processing", hung(email=""))
    given = {"reasons": ["Đất đang tranh chấp"], "ground": "Luật Đất đai, Điều 1 (minh họa)"}
    verbs.move(BINH, case.id, case.length, "stop", given)
    send()

    assert "dừng giải quyết" in sent[-1].text
    assert "tranh chấp" not in sent[-1].text


def test_who_left_no_contact_is_sent_nothing(sent: list[Message]) -> None:
    case = hung(phone="", email="")
    send()

    assert sent == []
    assert states(case) == []


def test_a_contact_corrected_before_it_goes_is_where_it_goes(sent: list[Message]) -> None:
    case = hung(email="")
    follow()
    sql.run('UPDATE engine_case SET subject = subject || \'{"phone": "0905 111 222"}\' WHERE id = %s', [case.id])
    send()

    assert [one.to for one in sent] == ["0905 111 222"]


def test_a_contact_that_is_gone_when_it_goes_needs_nothing(sent: list[Message]) -> None:
    case = hung(email="")
    follow()
    sql.run("UPDATE engine_case SET subject = '{}' WHERE id = %s", [case.id])
    send()

    assert sent == []
    assert states(case) == [(1, "sms", "needless", 1)]


def test_what_is_undone_before_it_went_is_not_told(sent: list[Message]) -> None:
    case = bring_to("sealed", hung(email=""))
    case = verbs.move(CUC, case.id, case.length, "issue")
    verbs.undo(CUC, case.id, case.length)
    send()

    assert [one.text for one in sent if "kết quả." in one.text] == []
    assert ("sms", "taken_back") in [(channel, state) for _, channel, state, _ in states(case)]


def test_what_happened_more_than_a_day_ago_is_not_told(sent: list[Message], settings: Any) -> None:
    settings.DEMO, settings.EMAIL_HOST = False, "mail.example"
    receive(subject=SUBJECT, at=datetime.now(UTC) - timedelta(hours=25))

    assert send() == 0


def test_a_site_that_follows_for_the_first_time_floods_nobody(settings: Any, sent: list[Message]) -> None:
    hung()
    sql.run("DELETE FROM exchange_notice_position")
    stamper.stamp(settings.SITE)

    assert (send(), sent) == (0, [])


def test_the_simulations_dossiers_are_told_to_nobody(sent: list[Message]) -> None:
    receive(subject=SUBJECT, at=datetime.now(UTC) - timedelta(hours=2))

    assert (send(), sent) == (0, [])


def test_a_telephone_out_of_reach_is_tried_ever_later_and_then_has_an_owner() -> None:
    case = hung(phone="0912 340 000", email="")
    tries, ahead = 0, timedelta()
    for _ in range(40):
        tries += send(ahead)
        ahead += timedelta(hours=3)

    assert tries == sending.MOST_ATTEMPTS
    assert states(case) == [(1, "sms", "dead", sending.MOST_ATTEMPTS)]
    (one,), total = stuck.notices([HUE])
    assert (total, one.code, one.to, one.reason) == (1, case.code, "…000", "Không liên lạc được.")
    assert stuck.notices(["96"]) == ((), 0)


def test_a_first_failure_waits_a_minute() -> None:
    hung(phone="0912 340 000", email="")

    assert [send(), send(timedelta(seconds=50)), send(timedelta(seconds=70))] == [1, 0, 1]


def test_its_owner_sends_it_again_or_puts_it_aside(sent: list[Message], monkeypatch: pytest.MonkeyPatch) -> None:
    case = hung(email="")
    follow()
    sql.run("UPDATE exchange_notice SET state = 'dead', attempts = 12, next_at = NULL")

    with pytest.raises(NotFound):
        stuck.replay(["96"], case.id, 1, "sms")
    stuck.replay([HUE], case.id, 1, "sms")
    assert send() == 1
    with pytest.raises(Refused, match="đã gửi xong"):
        stuck.replay(None, case.id, 1, "sms")
    with pytest.raises(NotFound):
        stuck.settle(None, uuid4(), 1, "sms", "Kiên", "Đã gọi điện")
    sql.run("UPDATE exchange_notice SET state = 'dead'")
    stuck.settle(None, case.id, 1, "sms", "Kiên", "Đã gọi điện")
    assert [row[2] for row in states(case)] == ["settled"]


def test_a_sender_that_died_half_way_sends_nothing_twice(sent: list[Message], monkeypatch: pytest.MonkeyPatch) -> None:
    case = hung(email="")
    follow()

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_end", killed)
        with pytest.raises(SystemExit):
            sending.send_one(datetime.now(UTC))
    send()
    send(sending.LEASE + timedelta(seconds=1))

    assert len(sent) == 1
    assert [row[2] for row in states(case)] == ["dead"]
    assert stuck.notices(None)[0][0].reason == sending.UNKNOWN


def test_without_any_way_nothing_is_kept(settings: Any) -> None:
    settings.DEMO, settings.EMAIL_HOST = False, ""
    case = hung()
    send()

    assert states(case) == []


def test_a_mail_server_alone_gets_the_letter(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO, settings.EMAIL_HOST = False, "mail.example"
    left: list[Message] = []
    monkeypatch.setattr(messages.Mail, "send", lambda self, message: left.append(message))
    case = hung()
    send()

    assert [(one.to, one.subject) for one in left] == [(EMAIL, f"Hồ sơ đã được tiếp nhận: {case.code}")]


def test_one_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []

    def picky(self: object, message: Message) -> None:
        if message.to == PHONE:
            raise NotSent("busy")
        left.append(message.to)

    monkeypatch.setattr(messages.OnScreen, "send", picky)
    hung(email="")
    hung(phone="0905 111 222", email="")
    send()

    assert left == ["0905 111 222"]
