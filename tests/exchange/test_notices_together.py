"""Several senders at the same moment, with connections of their own: each notice leaves once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections

from at_work import opening
from people import LAN
from sent_at_once import at_once
from thongsuot.engine import stamper, verbs
from thongsuot.exchange.notices import sending, telling
from thongsuot.ports import messages


def follow() -> None:
    stamper.stamp(django_settings.SITE)
    telling.catch_up(django_settings.SITE)


def test_senders_at_the_same_moment_send_each_notice_once(
    committed: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    at_once(monkeypatch)
    settings.DEMO = True
    follow()
    for number in range(8):
        verbs.open(
            LAN,
            replace(opening(), subject={"name": "Hùng", "number": "046085001234", "phone": f"09123456{number:02d}"}),
        )
    follow()
    left: list[str] = []
    monkeypatch.setattr(messages.OnScreen, "send", lambda self, message: left.append(message.to))

    def work() -> None:
        while sending.send_one(datetime.now(UTC)):
            continue
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(left) == [f"09123456{number:02d}" for number in range(8)]
