"""Stages that an outside system owns: who, what it last said, and why nobody here may move them meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from thongsuot.engine.case import Case
from thongsuot.engine.process import Clock
from thongsuot.engine.reading import CasePage, Told
from thongsuot.register import authorities
from thongsuot.register.authorities import System

SAYS, SETTLES = "outside_said", "settled_outside"
HERE = "here"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose stage the dossier is in, and what that system last said: its own words, and when it said them."""

    system: System
    state: str = ""
    reference: str = ""
    confirmed_at: datetime | None = None


def pinned(code: str, day: date) -> dict[str, Any]:
    """The facts that a new dossier carries of the systems that own its stages; nothing for most procedures."""
    found = authorities.of_procedure(code, day)
    return {"authority": {one.step: one.system for one in found}} if found else {}


def owned_by(case: Case) -> str:
    """The key of the system that owns the step on which the dossier stands; empty where it is ours to move."""
    if case.facts.get("held") == HERE:
        return ""
    return str(case.facts.get("authority", {}).get(case.step, ""))


def owner(page: CasePage) -> Owner | None:
    """The owner of the stage, as the last entry that it caused tells; None where the stage is ours."""
    key = owned_by(page.case)
    if not key:
        return None
    found = authorities.system(key)
    last = _last_said(page.entries)
    if last is None:
        return Owner(found)
    at = datetime.fromisoformat(last.body["happened"])
    return Owner(found, str(last.given.get("state", "")), str(last.given.get("reference", "")), at)


def _last_said(entries: Iterable[Told]) -> Told | None:
    return next((one for one in reversed(tuple(entries)) if one.body["move"] in (SAYS, SETTLES)), None)


def held_elsewhere(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Of two who could edit a stage one may: what leaves it or touches its clock is done where it is owned."""
    key, row = owned_by(case), case.table.move(move)
    if move in (SAYS, SETTLES):
        return None if key else "Bước này không do hệ thống nào bên ngoài giải quyết, không ghi nhận từ đó được."
    if not key or row is None or (row.stays and row.clock is Clock.NONE):
        return None
    found = authorities.system(key)
    return (
        f"Bước “{case.table.state(case.step).label}” do {found.name} ({found.owner}) giải quyết. Thực hiện tại"
        f" {found.where}; kết quả tự ghi về đây."
    )
