"""Who may do what with a reorganisation, by posts alone: enter and carry out one, approve one, read one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed

PROPOSERS = frozenset({"admin"})
APPROVERS = frozenset({"admin", "chair", "leader"})
READERS = frozenset({"admin", "control", "leader", "chair"})


def proposing(actor: Actor) -> None:
    """Raises NotAllowed for somebody who may not enter, carry out or take back an act. The system may carry out."""
    if not (actor.system or PROPOSERS & actor.roles):
        raise NotAllowed("Chỉ người quản trị được nhập, thực hiện và hoàn tác phương án sắp xếp tổ chức.")


def approving(actor: Actor, proposer: UUID | None, provinces: Iterable[str]) -> None:
    """Raises NotAllowed for the one who entered the act, and for whoever leads nothing above all that it changes.

    An administrator approves anywhere; a province's chair or leader approves what stays inside the province; a leader
    of the Government's office approves anything. A commune's chair approves nothing: the act is about the commune.
    """
    if actor.person is None or actor.person == proposer:
        raise NotAllowed("Người nhập phương án không tự phê duyệt. Cần người thứ hai phê duyệt.")
    if "admin" in actor.roles:
        return
    wanted = set(provinces)
    for office in actor.offices:
        if office.roles & APPROVERS and (
            (office.tier == 1 and wanted <= {office.province_code})
            or (office.tier == 0 and not office.body.startswith("bo."))
        ):
            return
    raise NotAllowed("Chỉ lãnh đạo Ủy ban nhân dân tỉnh, thành phố nơi sắp xếp hoặc quản trị khác được phê duyệt.")


def may_propose(actor: Actor) -> bool:
    return bool(PROPOSERS & actor.roles)


def may_approve(actor: Actor, proposer: UUID | None, provinces: Iterable[str]) -> bool:
    try:
        approving(actor, proposer, provinces)
    except NotAllowed:
        return False
    return True
