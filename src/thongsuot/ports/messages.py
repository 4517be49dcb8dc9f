"""Messages to people's telephones and mail boxes, and the demo twin that shows them on the screen instead.

Telephone companies each have an interface of their own for messages under a registered sender's name; none is
connected here. Mail goes by SMTP, as THONGSUOT_MAIL says.
"""

from __future__ import annotations

import logging
import smtplib
import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage

log = logging.getLogger(__name__)
AT_ONCE = 4
MOST_WAITING = 1000


@dataclass(frozen=True)
class Message:
    """`to` is a telephone number or a mail address; a telephone gets the text alone."""

    to: str
    text: str
    subject: str = ""


class NotSent(Exception):
    """The message did not leave. It says nothing of the person in its words: they go to a log."""


class Channel(Protocol):
    """One way to people. `on_screen` marks the twin, whose messages a page shows."""

    name: str
    on_screen: bool

    def send(self, message: Message) -> None:
        """Hand the message over. Raises NotSent."""


class Mail:
    """Mail by Django's backend."""

    name = "mail"
    on_screen = False

    def send(self, message: Message) -> None:
        try:
            EmailMessage(message.subject, message.text, to=[message.to]).send()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise NotSent(type(error).__name__) from error


class OnScreen:
    """The twin of either way. As telephones do, a number that ends in 0000 is out of reach."""

    on_screen = True

    def __init__(self, name: str) -> None:
        self.name = name

    def send(self, message: Message) -> None:
        if "".join(message.to.split()).endswith("0000"):
            raise NotSent("out of reach")


def ways_to(phone: str, email: str) -> tuple[tuple[Channel, str], ...]:
    """Every way that leads to somebody, with the address on it: by telephone first."""
    if settings.DEMO:
        ways: tuple[tuple[Channel, str], ...] = ((OnScreen("sms"), phone), (OnScreen("mail"), email))
    else:
        ways = ((Mail(), email),) if settings.EMAIL_HOST else ()
    return tuple((channel, to) for channel, to in ways if to)


def way_to(phone: str, email: str) -> tuple[Channel, str] | None:
    """The one way to reach somebody: by telephone, else by mail; None where neither leads."""
    return next(iter(ways_to(phone, email)), None)


_pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="message")
_room = threading.BoundedSemaphore(MOST_WAITING)
_under_way: set[Future[None]] = set()


def send_soon(channel: Channel, message: Message) -> None:
    """Send without being waited for: how long a page takes must not tell whether a message was sent.

    What could not be sent is logged without whom it was for; the person asks for another.
    """
    if not _room.acquire(blocking=False):
        log.error("message dropped: too many waiting", extra={"channel": channel.name})
        return
    _under_way.add(sent := _pool.submit(_send, channel, message))
    sent.add_done_callback(_under_way.discard)


def _send(channel: Channel, message: Message) -> None:
    try:
        channel.send(message)
    except NotSent as error:
        log.warning("message not sent: %s", error, extra={"channel": channel.name})
    except Exception:
        log.exception("message not sent", extra={"channel": channel.name})
    finally:
        _room.release()


def wait_until_sent() -> None:
    """Wait for every message handed over before this call, for tests and for a server that ends."""
    wait(tuple(_under_way))


__all__ = ["Channel", "Mail", "Message", "NotSent", "OnScreen", "send_soon", "wait_until_sent", "way_to", "ways_to"]
