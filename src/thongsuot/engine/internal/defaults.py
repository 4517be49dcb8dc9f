"""The internal process that every procedure has at once: the table's own steps, their shares of the legal limit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from thongsuot.engine.deadline import Limit
from thongsuot.engine.internal.definition import HOURS_A_DAY, Internal, Path, Span, SpanUnit, Step, available
from thongsuot.engine.process import Process, Role

# What a commune's and a higher level's offices call the holder of a role in their tables.
WHO = {
    "intake": "Bộ phận tiếp nhận và trả kết quả, {centre}",
    "specialist": "Chuyên viên được phân công, {office}",
    "head": "Trưởng phòng, {office}",
    "chair": "Lãnh đạo {house}",
    "clerk": "Văn thư {house}",
}
LEVELS = {
    3: ("Trung tâm Phục vụ hành chính công cấp xã", "phòng chuyên môn", "Ủy ban nhân dân cấp xã"),
    1: ("Trung tâm Phục vụ hành chính công cấp tỉnh", "phòng chuyên môn của sở", "cơ quan giải quyết"),
    0: ("Bộ phận Một cửa", "vụ, cục chuyên môn", "cơ quan giải quyết"),
}


def default_for(base: Process, path: Path, procedure: str, title: str, limit: Limit, tier: int) -> Internal:
    """The default of a procedure: nothing in it is more than the table and the limit say."""
    room = available(limit)
    steps = tuple(_step(base, path, key, room, tier) for key in path.states)
    return Internal(
        kind=base.key, procedure=procedure, title=title, limit=limit, steps=steps,
        note="Quy trình mặc định, lập từ quy trình điện tử chung và thời hạn của thủ tục.",
    )  # fmt: skip


def _step(base: Process, path: Path, key: str, room: Fraction | None, tier: int) -> Step:
    state = base.state(key)
    at = path.states.index(key)
    after = path.states[at + 1] if at + 1 < len(path.states) else ""
    leads = [move for move in base.moves if move.sources == (key,) and (not after or move.target == after)]
    return Step(
        key=key,
        label=state.label,
        on=key,
        unit=_who(state.queue, tier),
        content="; ".join(move.label for move in leads),
        span=_span(state.share, room) if after else None,
        output=base.product if leads and leads[0].evidence else "",
    )


def _who(role: Role | None, tier: int) -> str:
    centre, office, house = LEVELS.get(tier, LEVELS[1])
    return WHO.get(role.name, "").format(centre=centre, office=office, house=house) if role else ""


def _span(share: int, room: Fraction | None) -> Span | None:
    """The share in whole quarters of an hour, never more than it: the steps together stay within the limit."""
    if room is None:
        return None
    quarters = floor(room * share * HOURS_A_DAY * 4 / 100)
    if not quarters:
        return None
    hours = Decimal(quarters) / 4
    if hours % HOURS_A_DAY == 0:
        return Span(hours / HOURS_A_DAY, SpanUnit.DAY)
    return Span(hours, SpanUnit.HOUR)
