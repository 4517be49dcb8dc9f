"""Where the page of a meeting or a task leads beside its moves."""

from __future__ import annotations

from uuid import UUID

from thongsuot.areas.tasks import giving
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.web.environment import url
from thongsuot.web.speech import say as _


def of(case: Case, actor: Actor) -> list[tuple[str, str]]:
    """(label, address): the conclusion with all its tasks, and splitting a task for who may."""
    if case.kind == "meeting":
        return [(_("Kết luận và mọi nhiệm vụ"), url("tasks:conclusion", case.id))]
    if case.kind != giving.KIND:
        return []
    ways = []
    if giving.splits(actor, case):
        ways.append((_("Chia nhỏ, giao nhiều nơi"), f"{url('tasks:give')}?ve={case.id}"))
    if of_conclusion := case.facts.get("conclusion"):
        ways.append((_("Mọi nhiệm vụ của kết luận này"), url("tasks:conclusion", UUID(of_conclusion))))
    return ways
