"""The list before: what stands in the bodies that change, where it goes, and what a person must settle first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Clock
from thongsuot.engine.reorganising import cases, handing, parts
from thongsuot.engine.reorganising.handing import BODIES, Terms
from thongsuot.register import bodies
from thongsuot.register.catalogue.models import Adoption, LocalRule
from thongsuot.register.models import Competence
from thongsuot.register.reorganising import checking, staff
from thongsuot.register.reorganising.expanding import Foreseen
from thongsuot.register.reorganising.plan import Plan
from thongsuot.register.reorganising.staff import Seat

BLOCKS, NOTES = "blocks", "notes"


@dataclass(frozen=True)
class Problem:
    """Something that a person must know. One that blocks must be settled in the plan before it can be approved."""

    weight: str
    about: str
    sentence: str

    @property
    def blocks(self) -> bool:
        return self.weight == BLOCKS


@dataclass(frozen=True)
class Line:
    """A dossier in the list before: where it stands, in whose hands, and its new owner."""

    case: UUID
    code: str
    title: str
    step: str
    status: int
    clock: str
    due_at: datetime | None
    before: Mapping[str, str]
    after: Mapping[str, str]
    holder_stays: bool
    trouble: str


@dataclass(frozen=True)
class Survey:
    """The whole list before, with its problems and its counts."""

    plan: Plan
    lines: tuple[Line, ...]
    seats: tuple[Seat, ...]
    beside: Mapping[str, list[parts.Counted]]
    problems: tuple[Problem, ...]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def blocking(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.blocks)

    @property
    def counts(self) -> dict[str, Any]:
        return counts(self.lines)


def terms_of(act: UUID, foreseen: Foreseen, found: Iterable[Seat]) -> Terms:
    """What the act says of every dossier, ready to be asked."""
    plan = foreseen.given
    held = set()
    for person, role, body in staff.roles_held(act, found):
        known = foreseen.known(body)
        held |= {(person, role, body), (person, role, known.house if known else body)}
    return Terms(
        act, plan.title, plan.basis, foreseen.inheritance, frozenset(held), frozenset(plan.old_units),
        foreseen.new_units, plan.taken_whole,
    )  # fmt: skip


def survey(plan: Plan, act: UUID, today: date) -> Survey:
    """Everything in the bodies that change, as it stands now; nothing is written."""
    foreseen = Foreseen(plan)
    found = staff.seats(foreseen)
    terms = terms_of(act, foreseen, found)
    old = sorted(foreseen.inheritance.rows)
    lines = tuple(_line(case, terms) for case in cases.open_of(old))
    problems = [Problem(BLOCKS, "Phương án", sentence) for sentence in checking.faults(foreseen, today, act)]
    problems += _of_lines(lines)
    problems += _of_seats(found)
    problems += _of_register(foreseen)
    keys = {*old, *(heir.new for heir in foreseen.plan.heirs)}
    names = {key: known.name if (known := foreseen.known(key)) else bodies.name_of(key) for key in keys}
    return Survey(plan, lines, tuple(found), parts.counted(old), tuple(problems), names)


def _line(case: Case, terms: Terms) -> Line:
    fate = handing.fate(case, terms)
    queue = {getattr(case, name): new for name, new in fate.after.items()}.get(case.queue_body, case.queue_body)
    return Line(
        case=case.id,
        code=case.code or "",
        title=case.title,
        step=case.table.state(case.step).label,
        status=case.status,
        clock=clock_state(case),
        due_at=case.due_at,
        before={name: getattr(case, name) for name in BODIES},
        after=fate.after,
        holder_stays=handing.keeps_holder(case, queue, terms),
        trouble=fate.trouble or _local_process(case, terms),
    )


def _local_process(case: Case, terms: Terms) -> str:
    place = handing.pinned_here(case, terms)
    return f"{LOCAL} {place}. Hồ sơ giữ nguyên quy trình đến khi xong, hoặc chuyển phiên bản sau." if place else ""


LOCAL = "Đang theo quy trình nội bộ riêng của đơn vị"


def clock_state(case: Case) -> str:
    """How the case's clock stands: chạy, tạm dừng, đã dừng, không có."""
    if case.clock is None:
        return "Không có thời hạn"
    if case.resolved_at is not None:
        return "Đã dừng"
    return "Tạm dừng" if Clock.from_json(case.clock).paused_now else "Đang chạy"


def counts(lines: Iterable[Line]) -> dict[str, Any]:
    """How many dossiers by status in each old house and each new one, and how their clocks stand."""
    before: Counter[tuple[str, int]] = Counter()
    after: Counter[tuple[str, int]] = Counter()
    clocks: Counter[str] = Counter()
    total = 0
    for line in lines:
        total += 1
        before[line.before["competent_body"], line.status] += 1
        after[line.after.get("competent_body", ""), line.status] += 1
        clocks[line.clock] += 1
    return {"total": total, "before": _nested(before), "after": _nested(after), "clocks": dict(sorted(clocks.items()))}


def _nested(counted: Mapping[tuple[str, int], int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (body, status), number in sorted(counted.items()):
        found.setdefault(body, {})[str(status)] = number
    return found


def _of_lines(lines: Iterable[Line]) -> Iterator[Problem]:
    running = 0
    for line in lines:
        running += line.clock == "Đang chạy"
        if line.trouble:
            yield Problem(NOTES if line.after else BLOCKS, line.code, line.trouble)
        if not line.holder_stays:
            yield Problem(NOTES, line.code, "Người đang giữ không có vị trí ở cơ quan mới: hồ sơ về hàng chờ tại đó.")
    if running:
        sentence = f"{running} hồ sơ đang tính thời hạn. Không cần làm gì: thời hạn và ngày hẹn trả giữ nguyên."
        yield Problem(NOTES, "Thời hạn", sentence)


def _of_seats(found: Iterable[Seat]) -> Iterator[Problem]:
    for seat in staff.homeless(found):
        sentence = f"{seat.title} tại {bodies.name_of(seat.old)} chưa có nơi mới. Thêm vào phương án: post {seat.post}."
        yield Problem(BLOCKS, seat.name, sentence)


def _of_register(foreseen: Foreseen) -> Iterator[Problem]:
    """What the place had of its own and nobody inherits by itself: a new instrument must say it anew."""
    units = list(foreseen.given.old_units)
    ended = list(foreseen.ended)
    for code, place in LocalRule.objects.filter(place_code__in=units, valid_to=None).values_list("code", "place_code"):
        yield Problem(NOTES, code, f"Quy định riêng của {place} hết chỗ áp dụng. Ban hành lại tại đơn vị mới nếu cần.")
    for code, place in Competence.objects.filter(place_code__in=units, valid_to=None).values_list(
        "procedure_code", "place_code"
    ):
        yield Problem(NOTES, code, f"Thẩm quyền chỉ ghi cho {place}. Ghi lại cho đơn vị mới.")
    for code, body in Competence.objects.filter(body_id__in=ended, valid_to=None).values_list(
        "procedure_code", "body_id"
    ):
        yield Problem(NOTES, code, f"Thẩm quyền ghi đích danh {body} chuyển cho cơ quan nhận phần còn lại.")
    number = Adoption.objects.filter(body_id__in=ended, valid_to=None).count()
    if number:
        yield Problem(NOTES, "Thủ tục", f"{number} thủ tục bật ở cơ quan cũ được bật ở cơ quan nhận phần còn lại.")
