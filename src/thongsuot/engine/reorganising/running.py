"""An act carried out: begun in one transaction, its dossiers in many small ones, ended in one; killed, it goes on.

Every transaction takes the act's lock first, so two processes work one after the other. Each dossier's entry carries a
key made from act and case, so that it is never handed over twice whatever was lost between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from time import monotonic as time_now
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from thongsuot.engine import access_reorganising as doors
from thongsuot.engine import deciding, making, sql, writing
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible
from thongsuot.engine.making import Circumstances
from thongsuot.engine.reorganising import acts, cases, handing, parts, reconciling
from thongsuot.engine.reorganising.acts import Act, NotReady
from thongsuot.engine.reorganising.handing import BODIES, Terms
from thongsuot.engine.reorganising.survey import survey, terms_of
from thongsuot.register import calendar
from thongsuot.register.reorganising import facts, powers, staff
from thongsuot.register.reorganising.expanding import Foreseen
from thongsuot.register.reorganising.models import Reorganisation
from thongsuot.register.reorganising.plan import Inheritance, heirs_from, to_json
from thongsuot.register.working_time import VIETNAM

BATCH = 200
AT_ONCE = 5.0  # seconds
SPACE = UUID("b7c0a1de-55b1-5c1a-9b0e-4a6f8f1d2c33")
STRAGGLERS = timedelta(days=2)
LOCK = "SELECT pg_advisory_xact_lock(hashtext('thongsuot.reorganise'), hashtext(%s))"


def run(actor: Actor, id: UUID) -> Act:
    """Carry an act out, or go on with it, until it is done.

    Raises NotAllowed, Impossible before its day or approval, and NotReady when dossiers came that nobody inherits.
    """
    doors.proposing(actor)
    begin(id)
    while not work(id):
        pass
    return acts.find(id)


def begin(id: UUID) -> None:
    """Change the register and write the list before, in one transaction; nothing when it has begun already."""
    try:
        with transaction.atomic():
            _lock(id)
            act = acts.find(id)
            if act.record.state in ("running", "done"):
                return
            _may_begin(act)
            _begin(act)
    except NotReady as error:
        Reorganisation.objects.filter(pk=id, state="approved").update(waits_for=str(error))
        raise


def _may_begin(act: Act) -> None:
    if act.record.state != "approved":
        raise Impossible(f"Phương án đang ở tình trạng “{act.state}”, chưa được phê duyệt để thực hiện.")
    if act.plan.effective_on > acts.today():
        raise Impossible(f"Chưa đến ngày hiệu lực {act.plan.effective_on:%d/%m/%Y}.")


def _begin(act: Act) -> None:
    found = survey(act.plan, act.id, acts.today())
    if found.blocking:
        raise NotReady([f"{one.about}: {one.sentence}" for one in found.blocking])
    foreseen = Foreseen(act.plan)
    record = act.record
    record.before = {**found.counts, "beside": _beside(found.beside), "inheritance": _kept(foreseen)}
    lines = list(_lines(cases.open_of(sorted(foreseen.inheritance.rows)), terms_of(act.id, foreseen, found.seats)))
    for at in range(0, len(lines), cases.AT_ONCE):
        cases.add(act.id, lines[at : at + cases.AT_ONCE])
    record.moment, record.begun_at = _moment(act), timezone.now()
    record.state, record.waits_for = "running", ""
    facts.write(record, foreseen)
    staff.move(record, act.plan, found.seats)
    powers.move(record, foreseen)
    record.written = {**record.written, "held": _held(terms_of(act.id, foreseen, found.seats))}
    record.save()


def _moment(act: Act) -> datetime:
    """When the dossiers went over: the first instant of the day, or now when it is carried out later."""
    if act.plan.effective_on < acts.today():
        return datetime.now(UTC)
    return datetime.combine(act.plan.effective_on, time(), VIETNAM)


def _lines(found: Iterable[Case], terms: Terms) -> Iterable[tuple[Case, Mapping[str, str], Mapping[str, str], str]]:
    for case in found:
        fate = handing.fate(case, terms)
        yield case, {name: getattr(case, name) for name in BODIES}, fate.after, fate.trouble


def _beside(found: Mapping[str, list[parts.Counted]]) -> dict[str, list[list[object]]]:
    return {label: [[one.body, one.what, one.number, one.note] for one in rows] for label, rows in found.items()}


def _kept(foreseen: Foreseen) -> dict[str, object]:
    """The rows of inheritance with all that was implied: later the bodies of old stand no more to imply them from."""
    rows = to_json(foreseen.plan)["heirs"]
    return {"heirs": rows, "ended": sorted(foreseen.ended), "units": foreseen.new_units}


def _held(terms: Terms) -> list[list[str]]:
    return sorted([str(person), role, body] for person, role, body in terms.held)


def kept_terms(act: Act) -> Terms:
    """The terms as they were when the act began."""
    stored = act.record.before["inheritance"]
    held = frozenset((UUID(person), role, body) for person, role, body in act.record.written["held"])
    return Terms(
        act.id, act.plan.title, act.plan.basis, Inheritance.of(heirs_from(stored["heirs"])), held,
        frozenset(act.plan.old_units), stored["units"], act.plan.taken_whole,
    )  # fmt: skip


# The dossiers.


def work(id: UUID, most: int = BATCH) -> bool:
    """Hand over some more dossiers, or end the act when none is left; whether it is over."""
    with transaction.atomic():
        _lock(id)
        act = acts.find(id)
        if act.record.state != "running":
            return True
        terms = kept_terms(act)
        ids = cases.waiting(id, most)
        if not ids and _take_in(act, terms):
            return False
        if ids:
            _hand_over(act, terms, ids)
            return False
        _end(act)
    return True


def _hand_over(act: Act, terms: Terms, ids: list[UUID]) -> None:
    done: dict[UUID, int] = {}
    troubles: dict[UUID, str] = {}
    now = datetime.now(UTC)
    for case_id, case in cases.locked(ids).items():
        fate = handing.fate(case, terms)
        if not case.is_open:
            troubles[case_id] = "Hồ sơ đã kết thúc trước khi chuyển; ở lại kho của cơ quan cũ."
        elif fate.trouble:
            troubles[case_id] = fate.trouble
        elif not handing.goes(case, fate.after):
            done[case_id] = 0
        else:
            change = handing.handed(case, fate.after, terms, _circumstances(act, case, now))
            writing.write(change, new=False)
            done[case_id] = change.entry.number
    cases.settle(act.id, done, troubles)


def _circumstances(act: Act, case: Case, now: datetime) -> Circumstances:
    """The act's one moment, but never before what was done to the case last."""
    recorded = making.after(now, case.changed_at)
    moment = act.record.moment or now
    happened = min(max(moment, case.changed_at, case.opened_at), recorded)
    request = deciding.asked(SYSTEM, case.id, handing.VERB, str(act.id))
    return Circumstances(SYSTEM, None, recorded, happened, calendar.load(case.place_code),
                         uuid5(SPACE, f"{act.id}:{case.id}"), request)  # fmt: skip


def _take_in(act: Act, terms: Terms) -> bool:
    """Dossiers that came to an ended body while the act began; whether there were any."""
    ended = act.record.before["inheritance"]["ended"]
    lines = list(_lines(cases.left_over(act.id, ended), terms))
    if lines:
        cases.add(act.id, lines)
    return bool(lines)


def _end(act: Act) -> None:
    carrying = carrying_of(act)
    for part in parts.parts():
        if part.carry is not None:
            part.carry(carrying)
    record = act.record
    record.state, record.done_at = "done", timezone.now()
    record.after = reconciling.after(act)
    record.save(update_fields=["state", "done_at", "after"])
    facts.forget()


def carrying_of(act: Act) -> parts.Carrying:
    """The act as the parts carry it out."""
    stored = act.record.before["inheritance"]
    archive = kept_terms(act).inheritance.archive
    heirs = {old: archive(old) for old in stored["ended"] if archive(old)}
    plan = act.plan
    return parts.Carrying(act.id, plan.title, plan.basis, plan.effective_on, heirs, plan.appointments_follow)


def _lock(id: UUID) -> None:
    sql.run(LOCK, [str(id)])


def sweep(now: datetime) -> None:
    """Work on what is due, some seconds an act at a time, so that the stamper and the clock are not kept waiting.

    For two days after an act, dossiers that a process with an old memory still brought to an ended body follow.
    """
    from thongsuot.engine.reorganising import undoing

    for id in acts.due(now):
        state = acts.find(id).record.state
        until = time_now() + AT_ONCE
        if state == "undoing":
            while not undoing.work(id) and time_now() < until:
                pass
            continue
        try:
            begin(id)
        except (NotReady, Impossible):
            continue
        while not work(id) and time_now() < until:
            pass
    for id in Reorganisation.objects.filter(state="done", done_at__gt=now - STRAGGLERS).values_list("id", flat=True):
        follow_up(id)


def follow_up(id: UUID) -> int:
    """Hand over what came to an ended body after the act was done; how many dossiers."""
    with transaction.atomic():
        _lock(id)
        act = acts.find(id)
        if act.record.state != "done":
            return 0
        terms = kept_terms(act)
        if not _take_in(act, terms):
            return 0
        ids = cases.waiting(id, BATCH)
        _hand_over(act, terms, ids)
        act.record.after = reconciling.after(act)
        act.record.save(update_fields=["after"])
    return len(ids)
