"""Who may do what, and what it makes of a case: decided from values at hand, for the verbs and the bulk loader alike.

Nothing here writes. A number is drawn by the caller, who knows when the lock on its series may be taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from thongsuot.engine import access, making, needs, numbering
from thongsuot.engine import actor as actors
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.internal.weaving import kind_of
from thongsuot.engine.journal import canonical, request_digest
from thongsuot.engine.making import Change, Circumstances, Opening, Paper
from thongsuot.engine.needs import Given
from thongsuot.engine.process import At, Move, Process
from thongsuot.engine.registry import area, barred, process_of
from thongsuot.engine.routing import Route
from thongsuot.register import calendar

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

Series = tuple[str, str]
Draw = Callable[[str, str], int]


@dataclass(frozen=True)
class Planned:
    """An opening that may be made: all of it but the case's id and the number of its code."""

    process: Process
    move: Move
    opening: Opening
    given: Given
    now: Circumstances

    @property
    def series(self) -> Series:
        return code_series(self.opening)

    def change(self, id: UUID, number: int, site: str) -> Change:
        code = numbering.case_code(self.opening.number_prefix, _day(self.opening.happened_at), number)
        return making.opened(self.process, self.move, self.opening, self.given, self.now, id=id, code=code, site=site)


def code_series(opening: Opening) -> Series:
    """The series and period from which the code of the case is drawn."""
    return f"case:{opening.number_prefix}", f"{_day(opening.happened_at):%Y%m%d}"


def opening(actor: Actor, wanted: Opening, recorded_at: datetime, key: UUID | None = None) -> Planned:
    """Plan an opening. Raises Impossible, NotAllowed, NeedsNotMet."""
    process = _process(wanted)
    move = process.move(wanted.move)
    if move is None or not move.opens:
        raise Impossible("Thao tác mở hồ sơ này không có trong quy trình.")
    office = _opening_office(actor, move, wanted)
    given = needs.check(move, wanted.given)
    _assignable(process, move, given, wanted, _day(wanted.happened_at))
    needs.storable([wanted.title, wanted.subject_name, dict(wanted.subject), dict(wanted.facts)])
    request = request_digest("open", wanted.kind, wanted.move, _plain(wanted), actor.identity)
    happened = wanted.happened_at
    now = Circumstances(actor, office, recorded_at, happened, calendar.load(wanted.place_code), key, request)
    return Planned(process, move, wanted, given, now)


def _process(wanted: Opening) -> Process:
    """The area's own table, or the published version that the opening names."""
    own = area(wanted.kind)
    if not wanted.process:
        return own.process
    if kind_of(wanted.process) != wanted.kind:
        raise Impossible("Quy trình này thuộc loại việc khác.")
    return process_of(wanted.process)


def _opening_office(actor: Actor, move: Move, wanted: Opening) -> Office | None:
    if actor.system and move.role.name == "system":
        return None
    if move.role.at is At.SUBJECT:
        if not actor.citizen or wanted.subject.get("number") != actor.citizen:
            raise NotAllowed("Chỉ chủ hồ sơ, sau khi đăng nhập bằng tài khoản định danh điện tử, được nộp hồ sơ này.")
        return None
    office = actor.holding(move.role.name, _body_of(wanted, move.role.at))
    if office is None:
        raise NotAllowed(f"Việc này của {access.role_words(move.role)} tại nơi tiếp nhận.")
    return office


def _body_of(placed: Opening | Case | Route, at: At) -> str:
    name = {
        At.SUPPORTING: "supporting_body", At.RECEIVING: "receiving_body", At.EXECUTING: "executing_body",
        At.COMPETENT: "competent_body",
    }[at]  # fmt: skip
    return str(getattr(placed, name, ""))


def _assignable(process: Process, move: Move, given: Given, placed: Opening | Case | Route, day: date) -> None:
    """Raise NeedsNotMet when the person that a move gives the case to could not have taken it from its queue.

    The person's name goes into the entry beside the id: the story is told without asking for it.
    """
    chosen = given.plain.get(move.assigns) if move.assigns else None
    if chosen is None:
        return
    queue = process.state(move.target).queue
    chosen_one = actors.load(UUID(chosen), day)
    if queue is None or chosen_one.holding(queue.name, _body_of(placed, queue.at)) is None:
        raise NeedsNotMet([(move.assigns, "Người này không giữ vị trí làm việc đó tại cơ quan. Chọn người khác.")])
    given.plain[f"{move.assigns}_name"] = chosen_one.name


def _plain(wanted: Opening) -> str:
    """What makes an opening the same request: who and what, not the second at which it was sent."""
    parts = [wanted.title, wanted.place_code, wanted.receiving_body, wanted.subject_name, dict(wanted.subject)]
    return canonical([*parts, dict(wanted.given), [paper.digest.hex() for paper in wanted.papers]])


def circumstances(
    actor: Actor,
    case: Case,
    recorded_at: datetime,
    happened_at: datetime | None,
    key: UUID | None,
    request: str,
) -> Circumstances:
    """When it is recorded: after the case's last entry. When it happened: never after that.

    Raises Refused for something said to have happened before the case was opened.
    """
    if happened_at is not None and happened_at < case.opened_at:
        raise Refused("Thời điểm thực hiện không thể trước lúc tiếp nhận hồ sơ. Kiểm tra lại ngày, giờ.")
    recorded = making.after(recorded_at, case.changed_at)
    happened = min(happened_at or recorded, recorded)
    return Circumstances(actor, None, recorded, happened, calendar.load(case.place_code), key, request)


def move_wanted(name: str, given: Mapping[str, Any], papers: tuple[Paper, ...]) -> list[Any]:
    """What makes a move the same request."""
    return ["move", name, dict(given), [paper.digest.hex() for paper in papers]]


def asked(actor: Actor, case_id: UUID, *wanted: Any) -> str:
    """The digest by which a request that comes again with its key is known to be the same."""
    return request_digest(*wanted, str(case_id), actor.identity)


def moved(
    case: Case, name: str, given: Mapping[str, Any], now: Circumstances, draw: Draw, papers: tuple[Paper, ...] = ()
) -> Change:
    """A move of the case's table. Raises Impossible, NotAllowed, NeedsNotMet and Refused by the area's own rule."""
    row = case.table.move(name)
    if row is None or row.opens or case.step not in row.sources:
        raise Impossible(access.may(now.actor, row, case).reason if row else "Thao tác này không có trong quy trình.")
    verdict = access.may(now.actor, row, case, now.happened_at)
    if not verdict.allowed:
        raise NotAllowed(verdict.reason)
    checked = needs.check(row, given)
    for rule in area(case.kind).refuses:
        sentence = rule(case, name, checked.all)
        if sentence:
            raise Refused(sentence)
    route = _route(case, row, checked, now)
    _assignable(case.table, row, checked, route or case, _day(now.happened_at))
    number = ""
    series = number_series(row, case.competent_body, now.happened_at)
    if series:
        number = f"{draw(*series)}/{series[1]}"
    by = replace(now, office=verdict.office, retimed=area(case.kind).retimes(case, name, checked.all))
    return making.moved(case, row, checked, by, number, papers, route)


def _route(case: Case, row: Move, checked: Given, now: Circumstances) -> Route | None:
    """Where a move takes the case. Raises NeedsNotMet for the body that has it, and for one that may not have it."""
    routing = area(case.kind).routing
    if not row.routes or routing is None:
        return None
    wanted = str(checked.plain[row.routes])
    route = routing.to(case, wanted, _day(now.happened_at))
    if route is None:
        raise NeedsNotMet([(row.routes, "Cơ quan này không có thẩm quyền giải quyết hồ sơ. Chọn cơ quan khác.")])
    if route.competent_body == case.competent_body and not route.supporting_body:
        raise NeedsNotMet([(row.routes, "Hồ sơ đang ở đúng cơ quan này. Chọn cơ quan khác.")])
    return route


def number_series(move: Move, competent_body: str, happened_at: datetime) -> Series | None:
    """The series and year from which a move draws a number, if it draws one."""
    return (f"{move.numbers}:{competent_body}", str(_day(happened_at).year)) if move.numbers else None


def claimed(case: Case, now: Circumstances) -> Change:
    """A case taken from a queue. Raises NotAllowed."""
    office = now.actor.holding(case.queue_role, case.queue_body)
    if office is None:
        raise NotAllowed("Hồ sơ không nằm trong hàng chờ của bạn.")
    if case.assignee is not None:
        raise NotAllowed("Hồ sơ đã có người nhận.")
    if sentence := barred(now.actor, case):
        raise NotAllowed(sentence)
    after = replace(case, assignee=now.actor.person)
    return making.written(case, after, "claim", "claim", replace(now, office=office), {}, {})


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()
