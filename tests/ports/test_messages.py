"""Messages leave by the way that there is, never hold up who waits, and fail without a word about the person."""

from __future__ import annotations

import logging
import smtplib
from typing import Any

import pytest
from django.core import mail

from thongsuot.ports import messages
from thongsuot.ports.messages import Mail, Message, NotSent, OnScreen

TO_HANH = Message("hanh@vi-du.example", "Mã xác nhận là 123456", "Mã xác nhận")


@pytest.fixture(autouse=True)
def _in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_mail_leaves_by_the_mail_server() -> None:
    Mail().send(TO_HANH)

    assert [(one.to, one.subject, one.body) for one in mail.outbox] == [
        (["hanh@vi-du.example"], "Mã xác nhận", "Mã xác nhận là 123456")
    ]


@pytest.mark.parametrize("error", [smtplib.SMTPRecipientsRefused({}), OSError("no line"), ValueError("bad header")])
def test_a_server_that_refuses_is_told_as_not_sent(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, fail_silently: bool = False) -> int:
        raise error

    monkeypatch.setattr(messages.EmailMessage, "send", broken)

    with pytest.raises(NotSent, match=type(error).__name__):
        Mail().send(TO_HANH)


def test_a_subject_with_a_line_break_is_not_sent() -> None:
    with pytest.raises(NotSent):
        Mail().send(Message("hanh@vi-du.example", "x", "Mã\nBcc: ai@vi-du.example"))


def test_the_demonstration_shows_its_messages_and_prefers_the_telephone(settings: Any) -> None:
    settings.DEMO = True

    way = messages.way_to("0912 345 678", "hanh@vi-du.example")

    assert way is not None
    assert (way[0].name, way[0].on_screen, way[1]) == ("sms", True, "0912 345 678")
    by_mail = messages.way_to("", "hanh@vi-du.example")
    assert by_mail is not None
    assert by_mail[0].name == "mail"
    assert messages.way_to("", "") is None


def test_in_earnest_only_a_way_that_is_there_is_taken(settings: Any) -> None:
    settings.DEMO, settings.EMAIL_HOST = False, ""
    assert messages.way_to("0912 345 678", "hanh@vi-du.example") is None

    settings.EMAIL_HOST = "mail.vi-du.example"
    way = messages.way_to("0912 345 678", "hanh@vi-du.example")
    assert way is not None
    assert (way[0].name, way[0].on_screen, way[1]) == ("mail", False, "hanh@vi-du.example")
    assert messages.way_to("0912 345 678", "") is None


def test_the_twin_fails_as_a_telephone_does() -> None:
    OnScreen("sms").send(Message("0912 345 678", "x"))
    with pytest.raises(NotSent):
        OnScreen("sms").send(Message("0912 340 000", "x"))


def test_who_sends_does_not_wait_and_a_failure_names_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        messages.send_soon(OnScreen("sms"), Message("0912 340 000", "Mã xác nhận là 123456"))
        messages.wait_until_sent()

    assert "message not sent: out of reach" in caplog.text
    assert "0912" not in caplog.text
    assert "123456" not in caplog.text


def test_a_sent_one_comes_after_a_broken_one() -> None:
    class Broken(OnScreen):
        def send(self, message: Message) -> None:
            raise RuntimeError("a fault of the channel's own")

    messages.send_soon(Broken("sms"), TO_HANH)
    messages.send_soon(Mail(), TO_HANH)
    messages.wait_until_sent()

    assert len(mail.outbox) == 1
