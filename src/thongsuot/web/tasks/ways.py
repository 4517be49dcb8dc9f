"""Where the page of a case between offices leads beside its moves: its tasks, its readers, its public page."""

from __future__ import annotations

from uuid import UUID

from thongsuot.areas.tasks import giving
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.web.environment import url
from thongsuot.web.speech import say as _

# Kind and step → where what was issued or published is read: (label, address).
PUBLIC = {
    ("guidance", "issued"): (("Văn bản như nơi nhận đọc", "guidance:document"), ("Ai chưa đọc", "guidance:unread")),
    ("announcement", "published"): (("Xem như người dân", "communication:announcement"),),
    ("practice", "published"): (("Xem như người dân, nơi áp dụng", "communication:practice"),),
}


def of(case: Case, actor: Actor) -> list[tuple[str, str]]:
    """(label, address): what is read elsewhere of this case; for a task, splitting it for who may."""
    if (case.kind, case.step) in PUBLIC:
        return [(_(label), url(address, case.id)) for label, address in PUBLIC[case.kind, case.step]]
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
