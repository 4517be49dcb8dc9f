"""The moves that an officer may choose from on a dossier's page: in which order, under which key, needing what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from uuid6 import uuid7

from thongsuot.engine import access
from thongsuot.engine.access import Sight, Verdict
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.process import Clock, Move, Waits
from thongsuot.engine.reading import CasePage
from thongsuot.engine.registry import area
from thongsuot.web.environment import case_url
from thongsuot.web.speech import say as _

SUPPLEMENT_FORM = "02"


MONEY = "money"
# The synchronisation codes of what was refused or withdrawn.
GIVEN_UP = (3, 7)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One move as the page offers it. `direct` moves need nothing and are made by their button."""

    name: str
    label: str
    allowed: bool
    why_not: str = ""
    direct: bool = False
    address: str = ""
    press: str = ""
    words: str = ""
    key: UUID | None = None


def choices_of(actor: Actor, found: CasePage) -> list[Chosen]:
    """Impossible moves are absent, blocked ones say why; the step forward comes first, what ends it last."""
    case = found.case
    if found.sight is not Sight.FULL:
        return []
    address = case_url(case.id)
    moves = access.open_moves(actor, case, found.beside)
    forward = step_forward(case, [move for move, verdict in moves if verdict.allowed])
    ordered = sorted(moves, key=lambda one: (not one[1].allowed, one[0] is not forward, one[0].irrevocable))
    chosen = [_chosen(move, verdict, f"{address}/buoc/{move.name}", move is forward) for move, verdict in ordered]
    return _with_money(actor, case, address, _with_holding(actor, case, address, chosen))


def _with_money(actor: Actor, case: Case, address: str, chosen: list[Chosen]) -> list[Chosen]:
    """The way to the dossier's money, last, where it has any and this officer works."""
    if not actor.roles & access.WORKING or not (case.facts.get("fees") or case.facts.get("paid")):
        return chosen
    return [*chosen, Chosen(MONEY, _("Tiền của hồ sơ"), True, address=f"{address}/tien")]


def _chosen(move: Move, verdict: Verdict, address: str, forward: bool) -> Chosen:
    one = Chosen(move.name, _(move.label), verdict.allowed, verdict.reason, address=address)
    if not verdict.allowed:
        return one
    direct = not move.needs and not move.irrevocable
    return replace(one, direct=direct, press=_key(move, forward), words=needed(move), key=uuid7() if direct else None)


def _with_holding(actor: Actor, case: Case, address: str, chosen: list[Chosen]) -> list[Chosen]:
    """Taking the case from its queue stands first; giving it back or to a colleague, last."""
    if not case.is_open:
        return chosen
    in_queue = actor.holding(case.queue_role, case.queue_body) is not None
    if case.assignee is None and in_queue:
        take = Chosen("claim", _("Nhận việc"), True, direct=True, address=f"{address}/nhan", key=uuid7())
        return [*chosen[:1], take, *chosen[1:]]
    may_give = case.assignee == actor.person or bool(actor.roles & {"head", "chair"})
    if case.assignee is not None and may_give:
        return [*chosen, Chosen("assign", _("Giao lại"), True, address=f"{address}/giao")]
    return chosen


def step_forward(case: Case, moves: list[Move]) -> Move | None:
    """The move that leads on: to the nearest later step, without stopping the clock; never one that gives it up."""
    order = {state.key: place for place, state in enumerate(case.table.states)}
    here = order[case.step]
    leading = [
        move
        for move in moves
        if move.clock not in (Clock.PAUSE, Clock.EXTEND)
        and move.target
        and order[move.target] > here
        and case.table.state(move.target).status not in GIVEN_UP
    ]
    return min(leading, key=lambda move: order[move.target], default=None)


def _key(move: Move, forward: bool) -> str:
    if move.role.name == "chair" and move.evidence:
        return "K"
    if move.clock is Clock.PAUSE and move.letter == SUPPLEMENT_FORM:
        return "B"
    return "F" if forward else ""


def pressed(chosen: list[Chosen], key: str) -> str:
    """Where a key pressed on the work list leads: the move's page, if it may be made and is not made by itself."""
    return next((one.address for one in chosen if one.press == key.upper() and one.allowed and not one.direct), "")


def needed(move: Move) -> str:
    """“Cần: lý do, hướng dẫn người nộp. In mẫu 03.”"""
    labels = [_(need.label) for need in move.needs if need.required]
    parts = [_("Cần: %(needs)s.") % {"needs": ", ".join(one[:1].lower() + one[1:] for one in labels)}] if labels else []
    if move.clock is Clock.PAUSE:
        parts.append(_("Dừng thời hạn."))
    if move.letter and move.letter != "06":
        parts.append(_("In %(form)s.") % {"form": form_name(move.letter)})
    return " ".join(parts)


def form_name(letter: str) -> str:
    """What a move prints, inside a sentence: the forms of the circular by their number."""
    return _("mẫu %(form)s", form=letter) if letter.isdecimal() else _("thông báo kèm theo")


def _stays_inside(move: Move, case: Case) -> bool:
    """Whether a move that names an office leaves the case with the body that has it."""
    routing = area(case.kind).routing
    return routing is not None and move.name in routing.inside


def effect(move: Move, case: Case | None) -> list[str]:
    """What the move does, said before it is made."""
    lines = []
    if case is not None and move.target:
        lines.append(_("Chuyển sang bước: %(step)s.") % {"step": _(case.table.state(move.target).label)})
    if move.name == "send_to_point":
        lines.append(_("Điểm đến ký nhận rồi trả kết quả; hồ sơ vẫn của cơ quan này."))
    elif case is not None and _stays_inside(move, case):
        pass
    elif move.routes and move.clock is Clock.START:
        lines.append(_("Việc này rời cơ quan này. Cơ quan đến có một thời hạn mới."))
    elif move.routes:
        lines.append(_("Hồ sơ rời cơ quan này. Thời hạn không tính lại: cơ quan đến làm tiếp trong hạn còn lại."))
    if move.clock is Clock.START and move.limit:
        lines.append(_("Tính một thời hạn mới từ bây giờ."))
    stops = case is not None and move.target and case.table.state(move.target).waits_for is Waits.BODY
    clock = {
        Clock.PAUSE: _("Thời hạn dừng lại cho đến khi cơ quan quyết định tiếp.")
        if stops
        else _("Thời hạn dừng lại cho đến khi người nộp thực hiện xong."),
        Clock.RESUME: _("Thời hạn tính tiếp từ bây giờ."),
        Clock.EXTEND: _("Ngày hẹn trả đổi sang ngày mới; người nộp được báo bằng văn bản.")
        if move.letter
        else _("Thời hạn đổi sang ngày mới; ngày cũ vẫn được ghi."),
        Clock.STOP: _("Thời hạn kết thúc."),
    }.get(move.clock)
    lines += [clock] if clock else []
    if move.letter and move.letter != "06":
        lines.append(_("In được %(form)s ngay sau đó.") % {"form": form_name(move.letter)})
    if move.irrevocable:
        lines.append(_("Không hoàn tác được bước này."))
    return lines
