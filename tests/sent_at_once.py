"""Notices without quiet hours and gathering, for tests about other things than when they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from thongsuot.exchange.notices import rules

OURS = rules.on(date(2026, 11, 22))


def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each notice leaves by itself as soon as it is told, whatever the hour."""
    held = replace(OURS, quiet_to=OURS.quiet_from, gather_minutes=0, most_gathered=1)
    monkeypatch.setattr(rules, "on", lambda day: held)
