"""Loading many histories at once: the verbs' own decisions, written with COPY; for imports, seeds and benches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Literal, NamedTuple
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection, transaction
from uuid6 import uuid7

from thongsuot.engine import deciding, numbering, sql, writing
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import COLUMNS, Case, to_row
from thongsuot.engine.deadline_facts import BadClock
from thongsuot.engine.deciding import Planned
from thongsuot.engine.errors import Refused
from thongsuot.engine.making import Change, Opening, Paper
from thongsuot.register.working_time import OutsideCalendar

BATCH = 2000


@dataclass(frozen=True)
class Act:
    """One step of a history after its opening: a move of the table, or a claim.

    `recorded_at` is when it was written down, the moment of loading if not said; `happened_at` is never after it.
    """

    actor: Actor
    move: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    happened_at: datetime | None = None
    recorded_at: datetime | None = None
    papers: tuple[Paper, ...] = ()
    verb: Literal["move", "claim"] = "move"


@dataclass(frozen=True)
class History:
    """A case from its opening to where it stands. One whose `key` has been loaded before is passed over."""

    actor: Actor
    opening: Opening
    acts: tuple[Act, ...] = ()
    recorded_at: datetime | None = None
    key: UUID | None = None


class Loaded(NamedTuple):
    """A case that was loaded; `place` counts the histories given, from 0."""

    place: int
    id: UUID
    code: str
    length: int


class HistoryRefused(Refused):
    """A history that the verbs would have refused; its batch was not written, the batches before it were."""

    def __init__(self, place: int, step: str, sentence: str) -> None:
        self.place, self.step = place, step
        super().__init__(f"Hồ sơ thứ {place + 1}, bước “{step}”: {sentence}")


def load(histories: Iterable[History], *, size: int = BATCH, ids: Callable[[], UUID] = uuid7) -> list[Loaded]:
    """Load histories in batches, each a transaction; what the verbs would refuse raises HistoryRefused.

    Of a case only its last state is written, of its journal every entry. Two loads at once of cases that share a
    series of numbers wait for one another.
    """
    loaded: list[Loaded] = []
    numbered = enumerate(histories)
    while batch := list(islice(numbered, size)):
        with transaction.atomic():
            loaded += _batch(_fresh(batch), ids)
    return loaded


def _fresh(batch: list[tuple[int, History]]) -> list[tuple[int, History]]:
    """The histories of a batch whose keys are not in the journal yet."""
    keys = [history.key for _, history in batch if history.key]
    if not keys:
        return batch
    used = {row[0] for row in sql.run("SELECT key FROM engine_entry WHERE key = ANY(%s)", [keys])}
    return [(place, history) for place, history in batch if history.key not in used]


def _batch(batch: list[tuple[int, History]], ids: Callable[[], UUID]) -> list[Loaded]:
    numbers = _Numbers()
    numbers.lock(sorted({deciding.code_series(history.opening) for _, history in batch}))
    rows = Rows()
    loaded = []
    for place, history in batch:
        case = _told(place, history, numbers, ids(), rows)
        rows.cases.append(to_row(case))
        loaded.append(Loaded(place, case.id, case.code or "", case.length))
    numbers.settle()
    rows.write()
    return loaded


def _told(place: int, history: History, numbers: _Numbers, id: UUID, rows: Rows) -> Case:
    """Go through one history; its entries are kept in `rows`, its last state is returned."""
    step = history.opening.move
    try:
        planned = _planned(history)
        case = rows.keep(planned.change(id, numbers.draw(*planned.series), settings.SITE))
        for act in history.acts:
            step = act.move or act.verb
            case = rows.keep(_acted(case, act, numbers))
    except (Refused, BadClock, OutsideCalendar) as error:
        raise HistoryRefused(place, step, str(error)) from error
    return case


def _planned(history: History) -> Planned:
    return deciding.opening(history.actor, history.opening, history.recorded_at or _now(), history.key)


def _acted(case: Case, act: Act, numbers: _Numbers) -> Change:
    wanted = deciding.move_wanted(act.move, act.given, act.papers) if act.verb == "move" else ["claim"]
    request = deciding.asked(act.actor, case.id, *wanted)
    now = deciding.circumstances(act.actor, case, act.recorded_at or _now(), act.happened_at, None, request)
    if act.verb == "claim":
        return deciding.claimed(case, now)
    return deciding.moved(case, act.move, act.given, now, numbers.draw, act.papers)


def _now() -> datetime:
    return datetime.now(UTC)


class _Numbers:
    """Numbers of a batch: the first draw locks a series' row, so those that follow are ours until it commits."""

    def __init__(self) -> None:
        self._next: dict[deciding.Series, int] = {}
        self._unpaid: dict[deciding.Series, int] = {}

    def lock(self, wanted: Sequence[deciding.Series]) -> None:
        """Take the first number of each series now, in one order for all loads, so that none waits in a ring."""
        for series in wanted:
            self._next[series] = numbering.draw(*series)
            self._unpaid[series] = -1

    def draw(self, series: str, period: str) -> int:
        wanted = (series, period)
        if wanted not in self._next:
            self.lock([wanted])
        number = self._next[wanted]
        self._next[wanted] += 1
        self._unpaid[wanted] += 1
        return number

    def settle(self) -> None:
        """Bring the counters up to what was used."""
        for series, count in self._unpaid.items():
            if count > 0:
                numbering.draw(*series, count)


class Rows:
    """What a batch writes, table by table."""

    def __init__(self) -> None:
        self.cases: list[list[Any]] = []
        self.entries: list[list[Any]] = []
        self.personal: list[list[Any]] = []
        self.papers: list[list[Any]] = []

    def keep(self, change: Change) -> Case:
        entry = change.entry
        self.entries.append(writing.entry_row(entry))
        if entry.personal:
            self.personal.append(writing.personal_row(entry))
        self.papers += (writing.paper_row(entry, paper) for paper in change.papers)
        return change.case

    def write(self) -> None:
        _copy("engine_case", COLUMNS, self.cases)
        _copy("engine_entry", writing.ENTRY_COLUMNS, self.entries)
        _copy("engine_personal", writing.PERSONAL_COLUMNS, self.personal)
        _copy("engine_unstamped", ("case_id", "number"), (row[:2] for row in self.entries))
        _copy("engine_paper", writing.PAPER_COLUMNS, self.papers)


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with (
        psycopg.Cursor(connection.connection) as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
