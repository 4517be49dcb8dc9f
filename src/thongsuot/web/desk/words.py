"""How a case is told at the desk: its mark, its deadline, its story, in the words of its own process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

from thongsuot.engine import case_rules, deadline, undoing
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Clock, Due
from thongsuot.engine.process import Move, Need, NeedKind, Process
from thongsuot.engine.reading import CasePage, Told
from thongsuot.engine.registry import process_of
from thongsuot.register import bodies, calendar, formatting
from thongsuot.register.calendar import Calendar
from thongsuot.register.working_time import OutsideCalendar
from thongsuot.web.environment import day, moment, money
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _


class Standing(Protocol):
    """What a row of a list and a whole case have in common."""

    @property
    def waits_for(self) -> str: ...
    @property
    def status(self) -> int: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def warn_at(self) -> datetime | None: ...
    @property
    def place_code(self) -> str: ...


RESULT_READY, STOPPED = 9, 8
RESOLVED = frozenset({RESULT_READY, 10})


def now() -> datetime:
    return datetime.now(UTC)


def mark(case: Standing, at: datetime) -> str:
    """The state's key: on_time, due_soon, overdue, paused, done. The due moment itself is still on time."""
    if case.waits_for == "nobody" or case.status == RESULT_READY:
        return "done"
    if case.waits_for == "applicant" or case.status == STOPPED:
        return "paused"
    if case.due_at is None:
        return "plain"
    if at > case.due_at:
        return "overdue"
    return "due_soon" if case.warn_at is not None and at >= case.warn_at else "on_time"


def mark_words(key: str) -> str:
    return {
        "on_time": _("Trong hạn"),
        "due_soon": _("Sắp hết hạn"),
        "overdue": _("Quá hạn"),
        "paused": _("Tạm dừng"),
        "done": _("Đã xong"),
    }.get(key, _("Không có hạn"))


class Remaining:
    """What is left of deadlines, in a few words, for all rows of one list: each due moment is worked out once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._known: dict[tuple[str, datetime], str] = {}

    def words(self, case: Standing, key: str) -> str:
        """“Còn 2 ngày làm việc”, “Quá hạn 3 giờ làm việc”, or the state's own word when nothing is counted."""
        if case.due_at is None or key in ("paused", "done", "plain"):
            return mark_words(key)
        asked = (case.place_code, case.due_at)
        if asked not in self._known:
            self._known[asked] = self._count(case.place_code, case.due_at)
        return self._known[asked]

    def _count(self, place: str, due_at: datetime) -> str:
        try:
            words = deadline.remaining_words(Due(due_at, ()), self.at, calendar.load(place), language())
        except OutsideCalendar:
            return formatting.day(due_at)
        short = words.partition(",")[0]
        return short[:1].upper() + short[1:]


@dataclass(frozen=True, slots=True)
class Explained:
    """A deadline in words, with the reason for every day that it moved."""

    words: str
    reasons: tuple[str, ...]


def deadline_of(case: Case, at: datetime) -> Explained:
    """When it is due and why; for a closed case, when it ended."""
    if case.clock is None:
        return Explained(_("không quy định thời hạn"), ())
    place = calendar.load(case.place_code)
    try:
        due = Clock.from_json(case.clock).due(place)
        reasons = tuple(reason.text for reason in due.reasons)
        if case.resolved_at is not None and case.status in RESOLVED:
            return Explained(_resolved(case.resolved_at, due, place), reasons)
        if not case.is_open:
            return Explained(_ended(case, due), reasons)
        return Explained(deadline.remaining_words(due, at, place, language()), reasons)
    except OutsideCalendar as outside:
        return Explained(str(outside), ())


def supplement_until(case: Case) -> datetime | None:
    """By when the applicant is to supplement, as it was fixed when it was asked; None while nothing is asked."""
    fixed = case.facts.get(case_rules.WAITS, {}).get("supplement")
    return datetime.fromisoformat(fixed) if fixed else None


def silence_words(case: Case) -> str:
    """What no answer until the due moment will mean by law; empty where it means nothing."""
    silence = case_rules.silence_of(case)
    if silence is None or case.due_at is None:
        return ""
    means = _("đồng ý") if silence.outcome == "granted" else _("không đồng ý")
    return _(
        "Không trả lời đến %(due)s thì coi như %(means)s, theo %(basis)s: hệ thống ghi nhận ngay lúc đó.",
        due=moment(case.due_at), means=means, basis=silence.source,
    )  # fmt: skip


def _resolved(at: datetime, due: Due, place: Calendar) -> str:
    """A resolved case is late or not by the moment at which it was resolved, whatever the day is now."""
    told = {"at": moment(at), "due": moment(due.moment) if due.moment else ""}
    if due.moment is None:
        return _("có kết quả %(at)s", at=told["at"])
    if at <= due.moment:
        return _("có kết quả %(at)s, trong hạn %(due)s") % told
    late = deadline.remaining_words(Due(due.moment, ()), at, place, language()).partition(",")[0]
    return _("có kết quả %(at)s, %(late)s, hạn là %(due)s") % {**told, "late": late}


def _ended(case: Case, due: Due) -> str:
    closed = moment(case.closed_at) if case.closed_at else ""
    if due.moment is None:
        return _("kết thúc %(closed)s") % {"closed": closed}
    return _("kết thúc %(closed)s, hạn %(due)s") % {"closed": closed, "due": moment(due.moment)}


# The story.


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline."""

    when: str
    sentence: str
    details: tuple[str, ...] = ()
    undone: bool = False
    undo: str = ""


_VERBS: dict[str, Callable[[], str]] = {
    "claim": lambda: _("Nhận việc"),
    "attach": lambda: _("Thêm giấy tờ"),
    "amend": lambda: _("Sửa thông tin người nộp"),
    "erase": lambda: _("Xóa dữ liệu cá nhân khi hết thời hạn lưu"),
    "relate": lambda: _("Gắn với hồ sơ khác"),
    "hand_over": lambda: _("Chuyển nơi khác"),
    "migrate": lambda: _("Chuyển sang phiên bản khác của quy trình"),
    "group": lambda: _("Đưa vào nhóm hoặc ra khỏi nhóm"),
    "reorganise": lambda: _("Chuyển sang cơ quan mới theo sắp xếp tổ chức"),
}


def timeline(page: CasePage) -> list[Line]:
    """The story, newest first: who did what, from which post, and what was said."""
    taken = {entry.body["given"]["undoes"] for entry in page.entries if entry.body["verb"] == "undo"}
    met: set[tuple[str, str]] = set()
    tables = _tables(page)
    lines = [_line(entry, table, entry.number in taken, met) for entry, table in zip(page.entries, tables, strict=True)]
    return lines[::-1]


def _tables(page: CasePage) -> list[Process]:
    """The process on which the case stood at each entry: a step is told in the words of its own version."""
    table, tables = page.case.table, list[Process]()
    for entry in reversed(page.entries):
        tables.append(table)
        if entry.body["verb"] == "migrate":
            table = process_of(entry.body["given"]["from"])
    return tables[::-1]


def undoable(page: CasePage, actor: Actor) -> int | None:
    """The place of the step to which a way back is shown: the last that stands, to who made it or leads there.

    The verb decides when it is asked; this only spares people a link that would be refused.
    """
    taken = {entry.body["given"]["undoes"] for entry in page.entries if entry.body["verb"] == "undo"}
    for place in range(len(page.entries) - 1, -1, -1):
        body = page.entries[place].body
        if page.entries[place].number in taken or body["verb"] not in undoing.UNDOABLE | {"open"}:
            continue
        row = page.case.table.move(body["move"]) if body["verb"] == "move" else None
        stays = body["verb"] in undoing.LASTING or (row is not None and row.irrevocable)
        mine = body["who"].get("person") == str(actor.person) or bool(actor.roles & {"head", "chair"})
        return place if mine and not stays else None
    return None


def with_undo(line: Line, address: str) -> Line:
    return replace(line, undo=address)


def _line(entry: Told, table: Process, undone: bool, met: set[tuple[str, str]]) -> Line:
    body = entry.body
    happened = datetime.fromisoformat(body["happened"])
    who = _who(body["who"], met)
    return Line(moment(happened), f"{who}: {did(body, table)}", tuple(_details(entry, table)), undone)


def _who(who: Mapping[str, Any], met: set[tuple[str, str]]) -> str:
    """Name and post; the body too where the person first appears in the story. The applicant is not named."""
    if who.get("subject"):
        return _("Người nộp")
    body = who.get("body") or ""
    one = (who.get("person") or "", body)
    parts = [who.get("name") or "", who.get("title") or "", bodies.name_of(body) if body and one not in met else ""]
    met.add(one)
    return ", ".join(part for part in parts if part)


def did(body: Mapping[str, Any], table: Process) -> str:
    """What an entry did, in a few words."""
    verb = body["verb"]
    if verb in ("open", "move"):
        return label(table, body["move"])
    if verb == "undo":
        undone = body["given"].get("move") or ""
        return _("Hoàn tác “%(step)s”") % {"step": label(table, undone)}
    if verb == "assign":
        name = body["given"].get("name")
        return _("Giao cho %(name)s") % {"name": name} if name else _("Trả về hàng chờ")
    if verb == "adopt":
        return adopted(body, table)
    found = _VERBS.get(verb)
    return found() if found else verb


def adopted(body: Mapping[str, Any], table: Process) -> str:
    """An entry of another system's history: nobody here saw it happen, and it is not told as one of our moves."""
    if "step" not in body["changes"]:
        return _("Một bước trong lịch sử của hệ thống trước")
    step = _(table.state(body["to"]).label)
    if "case_row" in body:
        return _("Hồ sơ chuyển từ hệ thống trước, bắt đầu ở bước “%(step)s”") % {"step": step}
    return _("Hệ thống trước ghi bước “%(step)s”") % {"step": step}


_ADOPTED: dict[str, Callable[[], str]] = {
    "what": lambda: _("Việc"),
    "by": lambda: _("Người làm, theo hệ thống trước"),
    "from": lambda: _("Nơi chuyển"),
    "to": lambda: _("Nơi nhận"),
    "note": lambda: _("Ghi chú"),
    "step": lambda: _("Tên bước"),
    "said_at": lambda: _("Ngày giờ như nguồn ghi"),
}


def label(table: Process, name: str) -> str:
    row = table.move(name)
    return _(row.label) if row else _VERBS.get(name, lambda: name)()


def _details(entry: Told, table: Process) -> Iterable[str]:
    row = table.move(entry.body["move"]) if entry.body["verb"] in ("open", "move") else None
    given = entry.given
    if entry.body["verb"] == "adopt":
        yield from (f"{words()}: {entry.personal[name]}" for name, words in _ADOPTED.items() if name in entry.personal)
    needs = row.needs if row else ()
    several = sum(need.kind is NeedKind.LINES for need in needs) > 1
    for need in needs:
        if need.name in given:
            value = given.get(f"{need.name}_name", "") if need.kind is NeedKind.PERSON else given[need.name]
            yield from _said(need, value, several) if value else ()
    for paper in entry.body.get("papers", ()):
        yield given.get(f"paper:{paper['id']}") or _("Giấy tờ (đã che tên)")
    if row is not None and row.numbers and (number := _drawn(entry.body, row)):
        yield _("Số %(number)s") % {"number": number}


def _drawn(body: Mapping[str, Any], row: Move) -> str:
    change = body.get("changes", {}).get(f"facts.{row.numbers}_number")
    return str(change[1]) if change else ""


def _said(need: Need, value: Any, several: bool) -> Iterable[str]:
    """What was given for a need; where a step asks for lines of several kinds, each says of which it is."""
    if need.kind is NeedKind.LINES:
        yield from (f"{_(need.label)}: {line}" if several else line for line in value)
    elif need.kind not in (NeedKind.CONFIRM, NeedKind.CASE):
        yield f"{_(need.label)}: {shown(need, value)}"


def told_first(page: CasePage) -> list[tuple[str, str]]:
    """What was written when the case was opened, by who opened it: (label, words); nothing that is withheld."""
    first = page.entries[0] if page.entries else None
    row = page.case.table.move(first.body["move"]) if first and first.body["verb"] == "open" else None
    if first is None or row is None:
        return []
    given = ((need, first.given.get(need.name)) for need in row.needs if need.personal)
    return [(_(need.label), "; ".join(said) if isinstance(said, list) else str(said)) for need, said in given if said]


def shown(need: Need, value: Any) -> str:
    """A stored value in words."""
    if need.kind is NeedKind.CHOICE:
        return _(dict(need.choices).get(value, str(value)))
    if need.kind is NeedKind.MOMENT:
        return moment(datetime.fromisoformat(value))
    if need.kind is NeedKind.MONEY:
        return money(value)
    if need.kind is NeedKind.BODY:
        return bodies.name_of(value)
    if need.kind is NeedKind.DATE:
        return day(date.fromisoformat(value))
    return str(value)


def six_clears(case: Case, holder: str, deadline_words: str) -> list[tuple[str, str]]:
    """Rõ việc, rõ người, rõ thời gian, rõ trách nhiệm, rõ sản phẩm, rõ thẩm quyền."""
    step = _(case.table.state(case.step).label)
    return [
        (_("Rõ việc"), f"{case.title}, {step[:1].lower()}{step[1:]}"),
        (_("Rõ người"), holder),
        (_("Rõ thời gian"), moment(case.due_at) if case.due_at else deadline_words),
        (_("Rõ trách nhiệm"), bodies.name_of(case.responsible_body)),
        (_("Rõ sản phẩm"), case.product),
        (_("Rõ thẩm quyền"), case.competence),
    ]


def holder_of(case: Case, entries: Iterable[Told]) -> str:
    """Who must act now: the person who took it, the queue it waits in, or the applicant."""
    if not case.is_open:
        return _("không còn ai phải làm")
    if case.waits_for == "applicant":
        return _("người nộp hồ sơ")
    if case.assignee is None:
        return queue_words(case.queue_role, case.queue_body)
    return _name_in(case.assignee, entries) or _("một người của %(body)s") % {"body": bodies.name_of(case.queue_body)}


def _name_in(person: UUID, entries: Iterable[Told]) -> str:
    """The holder's name from the case's own story, so that no statement asks for it."""
    name = ""
    for entry in entries:
        who, given = entry.body["who"], entry.body["given"]
        if who.get("person") == str(person):
            name = who.get("name") or name
        if entry.body["verb"] == "assign" and given.get("to") == str(person):
            name = given.get("name") or name
        if entry.body["verb"] in ("open", "move"):
            chosen = (key for key, said in given.items() if said == str(person) and f"{key}_name" in given)
            name = next((given[f"{key}_name"] for key in chosen), name)
    return name


ROLES: dict[str, Callable[[], str]] = {
    "intake": lambda: _("bộ phận tiếp nhận"),
    "specialist": lambda: _("chuyên viên"),
    "head": lambda: _("trưởng phòng"),
    "chair": lambda: _("lãnh đạo"),
    "clerk": lambda: _("văn thư"),
    "reception": lambda: _("bộ phận tiếp công dân"),
    "system": lambda: _("hệ thống"),
}


def queue_words(role: str, body: str) -> str:
    words = ROLES.get(role, lambda: role)()
    return _("hàng chờ của %(role)s, %(body)s") % {"role": words, "body": bodies.name_of(body)}
