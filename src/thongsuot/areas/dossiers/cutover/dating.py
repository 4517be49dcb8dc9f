"""The moments of a source's row put in order: what happened when, and to which state of ours it brought the dossier.

The row's own status leads: it is what the other system's people saw and counted. The history says how it came there;
where the two disagree the status holds, the disagreement is told, and nothing of what the history says is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from thongsuot.areas.dossiers.cutover import cleaning
from thongsuot.areas.dossiers.cutover.cleaning import Unreadable
from thongsuot.areas.dossiers.cutover.mapping import Words
from thongsuot.areas.dossiers.cutover.reading import Row, Values
from thongsuot.areas.dossiers.process import DOSSIER

ENDING = frozenset({"refused", "withdrawn", "closed", "deemed", "done", "delivered", "revoked"})
NOT_RECEIVED = frozenset({"submitted", "waiting_correction", "refused"})


@dataclass(frozen=True)
class Happened:
    """One event: its moment, the state after it where it changes, and the source's own words."""

    at: datetime
    step: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dates:
    """A row's moments. `step` is the state at the end; `received` is when the promise began."""

    step: str
    start: str
    opened: datetime
    received: datetime
    due: datetime | None
    ended: datetime | None
    events: tuple[Happened, ...]
    supplemented: bool
    remarks: tuple[str, ...]


def last_said(row: Row, words: Words) -> str:
    """The last state that the history names, or nothing."""
    steps = [words.step(one.get("status", ""), one.get("step", "")) for one in row.lists["actions"]]
    return next((step for step in reversed(steps) if step), "")


def day_of_place(values: Mapping[str, str], dates: Dates) -> date:
    """The day on which a code of a place is to be understood: as said, or when the dossier came in."""
    said = cleaning.moment(values.get("place_date", ""))
    return said.at.date() if said else dates.opened.date()


def dates(row: Row, step: str, words: Words, now: datetime) -> Dates:
    """Raises Unreadable, with what is wrong and with which field."""
    values = row.values
    submitted, received = _said(values, "submitted"), _said(values, "received")
    if received is None and submitted is None:
        raise Unreadable("Thiếu ngày nhận")
    if received is None and step == "waiting_supplement":
        step = "waiting_correction"
    first = submitted or received
    assert first is not None
    opened = min(first.at, received.at) if received else first.at
    began = received.at if received else opened
    if max(opened, began) > now:
        raise Unreadable(f"Ngày nhận {began:%d/%m/%Y} ở tương lai")
    ended, remarks = _ended(row, step, began, now)
    due = _said(values, "due")
    if due and cleaning.by_the_end_of(due) < began:
        raise Unreadable(f"Ngày hẹn trả {due.at:%d/%m/%Y} trước ngày nhận {began:%d/%m/%Y}")
    history = _History(row, words, opened, now, remarks)
    events = history.events(step, ended)
    start = _start(step, received is None or opened < began)
    if start == "submitted" and step not in NOT_RECEIVED and not (received is None and step == "withdrawn"):
        events = _in_order([Happened(began, "received"), *events])
    events = _ending(events, start, step, ended, began)
    return Dates(step, start, opened, began, cleaning.by_the_end_of(due) if due else None, ended, tuple(events),
                 history.supplemented or step == "waiting_supplement", tuple(dict.fromkeys(remarks)))  # fmt: skip


def _said(values: Mapping[str, str], name: str) -> cleaning.Read | None:
    try:
        return cleaning.moment(values.get(name, ""))
    except Unreadable as error:
        raise Unreadable(f"Mục “{name}”: {error}; có thể cột bị lệch") from None


def _start(step: str, waited: bool) -> str:
    """The first state: waiting to be received where it came before it was received, or never was."""
    return "submitted" if waited or step in NOT_RECEIVED else "received"


def _ended(row: Row, step: str, began: datetime, now: datetime) -> tuple[datetime | None, list[str]]:
    said = _said(row.values, "ended")
    if step not in ENDING:
        if said:
            raise Unreadable(f"Ghi đã kết thúc {said.at:%d/%m/%Y} nhưng trạng thái chưa kết thúc")
        return None, []
    if said is None:
        return _end_of_history(row, began, now), ["nguồn không ghi lúc kết thúc; lấy theo bước cuối của lịch sử"]
    ended = cleaning.by_the_end_of(said)
    if said.at.date() < began.date() or (not said.whole_day and ended < began):
        raise Unreadable(f"Kết thúc {said.at:%d/%m/%Y} trước khi nhận {began:%d/%m/%Y}")
    if said.at > now:
        raise Unreadable(f"Ngày kết thúc {said.at:%d/%m/%Y} ở tương lai")
    return min(max(ended, began), now), []


def _end_of_history(row: Row, began: datetime, now: datetime) -> datetime:
    moments = []
    for one in row.lists["actions"]:
        try:
            found = cleaning.moment(one.get("at", ""))
        except Unreadable:
            continue
        moments += [found.at] if found and began <= found.at <= now else []
    if not moments:
        raise Unreadable("Trạng thái đã kết thúc nhưng không có lúc kết thúc")
    return max(moments)


class _History:
    """The actions of a row, read one after the other."""

    def __init__(self, row: Row, words: Words, opened: datetime, now: datetime, remarks: list[str]) -> None:
        self.row, self.words, self.opened, self.now, self.remarks = row, words, opened, now, remarks
        self.supplemented = False

    def events(self, step: str, ended: datetime | None) -> list[Happened]:
        found, latest = [], self.opened
        for one in self.row.lists["actions"]:
            latest, told = self._moment(one, latest)
            after = self.words.step(one.get("status", ""), one.get("step", ""))
            if after is None:
                self.remarks.append(f"bước “{one.get('step') or one.get('status')}” trong lịch sử không có đối chiếu")
            self.supplemented |= after == "waiting_supplement"
            found.append(Happened(latest, after or "", told))
        found = _in_order(found)
        self._disagreement(found, step)
        return [self._taken(one, step, ended) for one in found]

    def _moment(self, one: Values, before: datetime) -> tuple[datetime, dict[str, str]]:
        """An action's moment. One that cannot be is put beside the action before it, and what was written is kept."""
        told = {name: one[name] for name in ("what", "from", "to", "note", "step", "status") if one.get(name)}
        if one.get("who"):
            told["by"] = one["who"]
        else:
            self.remarks.append("lịch sử có bước không rõ người làm")
        try:
            said = cleaning.moment(one.get("at", ""))
        except Unreadable:
            said = None
        if said and said.at > self.now:
            raise Unreadable(f"Lịch sử có bước ngày {said.at:%d/%m/%Y} ở tương lai")
        if said and said.at >= self.opened:
            return said.at, told
        if said and said.whole_day and said.at.date() == self.opened.date():
            return self.opened, told
        self.remarks.append("lịch sử có bước mà ngày giờ không đúng; giữ nguyên chữ và xếp sau bước trước")
        return before, told | {"said_at": one.get("at", "")}

    def _disagreement(self, found: list[Happened], step: str) -> None:
        last = next((one.step for one in reversed(found) if one.step), "")
        if last and DOSSIER.state(last).status != DOSSIER.state(step).status:
            self.remarks.append(
                f"lịch sử kết ở trạng thái {DOSSIER.state(last).status}, hồ sơ ghi {DOSSIER.state(step).status}; "
                "lấy theo hồ sơ"
            )

    def _taken(self, one: Happened, step: str, ended: datetime | None) -> Happened:
        """Whether an action moves the dossier: ends only what the row says has ended, from that moment on."""
        ends = one.step in ENDING
        fits = (one.step == "done" and step == "delivered") or one.step == step
        moves = (ends and fits and ended is not None and one.at >= ended) or (
            not ends and (ended is None or one.at < ended)
        )
        unreceived = step in NOT_RECEIVED and one.step not in NOT_RECEIVED
        return one if moves and not unreceived else Happened(one.at, "", one.told)


def _in_order(events: list[Happened]) -> list[Happened]:
    return sorted(events, key=lambda one: one.at)


def _ending(events: list[Happened], start: str, step: str, ended: datetime | None, began: datetime) -> list[Happened]:
    """The events, with the one that brings the dossier to where the row says it stands, if no action does."""
    if ended is not None:
        later = step == "delivered" and any(one.step == "delivered" and one.at > ended for one in events)
        reached = any(one.at == ended and one.step in ENDING for one in events)
        if not reached:
            events = _in_order([*events, Happened(ended, "done" if later else step)])
    stands = next((one.step for one in reversed(events) if one.step), start)
    if stands != step:
        events = [*events, Happened(max(events[-1].at if events else began, began), step)]
    return events
