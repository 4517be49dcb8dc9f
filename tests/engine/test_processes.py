"""Several processes at once on one database: one wins, none is lost, no number is given twice."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import transaction
from together import together

from at_work import bring_to, opening, receive, rows
from people import CUC, LAN, MAI, MINH, NAM
from thongsuot.engine import registry, sql, stamper, sweep, verbs, verify
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import KeyReused, NotAllowed, Refused, StaleCase


def whole() -> bool:
    return verify.verify_site("vn").faults == ()


def claims(who: Actor, cases: list[tuple[UUID, int]]) -> list[str]:
    """What becomes of each claim: "won", or why not."""
    found = []
    for id, seen in cases:
        try:
            verbs.claim(who, id, seen)
            found.append("won")
        except Refused as refusal:
            found.append(type(refusal).__name__)
    return found


def test_of_two_officers_who_claim_one_dossier_exactly_one_has_it(committed: Any) -> None:
    cases = [(case.id, case.length) for case in (bring_to("processing") for _ in range(15))]
    people = (MINH, NAM, MINH, NAM)
    claimed = together(*(partial(claims, who, cases) for who in people))
    for place, (id, seen) in enumerate(cases):
        outcomes = [one[place] for one in claimed]
        assert Counter(outcomes)["won"] == 1
        assert set(outcomes) <= {"won", StaleCase.__name__, NotAllowed.__name__}
        holder, length = sql.run("SELECT assignee, length FROM engine_case WHERE id = %s", [id])[0]
        assert (holder, length) == (people[outcomes.index("won")].person, seen + 1)
    assert whole()


def intakes(who: Actor, count: int) -> list[str]:
    return [receive(who, key=uuid4()).code or "" for _ in range(count)]


def test_a_hundred_intakes_at_one_counter_get_a_hundred_codes_without_a_gap(committed: Any) -> None:
    """Eight processes; the counter's row is locked in the database, never in a process's memory."""
    received = together(*(partial(intakes, (LAN, MAI)[n % 2], 13) for n in range(8)))
    codes = [code for one in received for code in one]
    assert len(codes) == len(set(codes)) == 104 == rows("case") == rows("entry")
    days = Counter(code.rsplit("-", 1)[0] for code in codes)
    for day, count in days.items():
        numbers = sorted(int(code.rsplit("-", 1)[1]) for code in codes if code.startswith(f"{day}-"))
        assert numbers == list(range(1, count + 1))
    for one in received:
        assert one == sorted(one)
    assert whole()


def numbered(cases: list[tuple[UUID, int]]) -> list[str]:
    """Each signed dossier gets its number; every third is taken back and numbered again."""
    drawn = []
    for place, (id, seen) in enumerate(cases):
        case = verbs.move(CUC, id, seen, "number")
        if place % 3 == 0:
            case = verbs.undo(CUC, id, case.length)
            case = verbs.move(CUC, id, case.length, "number")
        drawn.append(case.facts["result_number"])
    return drawn


def test_numbers_drawn_by_several_clerks_at_once_are_never_the_same(committed: Any) -> None:
    cases = [(case.id, case.length) for case in (bring_to("signed") for _ in range(24))]
    drawn = together(*(partial(numbered, cases[n::4]) for n in range(4)))
    numbers = [number for one in drawn for number in one]
    voided = [number for (facts,) in sql.run("SELECT facts FROM engine_case") for number in _voided(facts)]
    assert len(numbers) == 24
    assert len(voided) == 8
    given = sorted(int(number.split("/")[0]) for number in numbers + voided)
    assert given == list(range(1, 33))
    assert whole()


def _voided(facts: Any) -> list[str]:
    return list(json.loads(facts).get("voided", []))


def repeated(id: UUID, seen: int, key: UUID) -> tuple[int, str]:
    case = verbs.move(LAN, id, seen, "hand_over", {"note": "Kèm hai bản vẽ."}, key=key)
    return case.length, case.step


def test_a_verb_that_comes_again_while_it_is_at_work_is_one_entry_and_the_same_answer(committed: Any) -> None:
    """The button was pressed six times on a slow line, and each press went to another process."""
    for _ in range(5):
        case, key = receive(), uuid4()
        answers = together(*(partial(repeated, case.id, case.length, key) for _ in range(6)))
        assert answers == [(case.length + 1, "processing")] * 6
        assert rows("entry", case.id) == case.length + 1
    assert whole()


def opened(key: UUID, name: str) -> UUID | str:
    try:
        return receive(key=key, subject_name=name, at=datetime(2026, 11, 20, 2, 0, tzinfo=UTC)).id
    except KeyReused as refusal:
        return type(refusal).__name__


def test_an_opening_that_comes_again_while_it_is_at_work_is_one_dossier(committed: Any) -> None:
    key = uuid4()
    ids = together(*(partial(opened, key, "Trần Văn Hùng") for _ in range(6)))
    assert len(set(ids)) == 1
    assert rows("case") == rows("entry") == 1
    assert sql.run("SELECT last FROM engine_counter") == [(1,)]


def test_one_key_with_two_contents_at_once_opens_one_dossier_and_refuses_the_other(committed: Any) -> None:
    key = uuid4()
    got = together(*(partial(opened, key, name) for name in ("Trần Văn Hùng", "Lê Thị Hoa", "Phan Văn Trị")))
    assert Counter(one if isinstance(one, str) else "opened" for one in got) == {"opened": 1, "KeyReused": 2}
    assert rows("case") == 1


def writes(count: int) -> int:
    for _ in range(count):
        bring_to("reviewed")
    return count


def stamps_until(entries: int) -> int:
    """Stamp until so many are stamped; how many this process has stamped."""
    mine, until = 0, time.monotonic() + 50
    while time.monotonic() < until:
        mine += stamper.stamp("vn")
        if sql.run("SELECT count(*) >= %s FROM engine_stamp", [entries])[0][0]:
            return mine
    raise AssertionError("not everything was stamped")


def test_three_stampers_beside_four_writers_leave_no_gap_and_no_double(committed: Any) -> None:
    entries = 4 * 8 * 4
    done = together(*[partial(writes, 8)] * 4, *[partial(stamps_until, entries)] * 3)
    assert done[:4] == [8] * 4
    assert sum(done[4:]) == entries == rows("stamp") == rows("entry")
    assert rows("unstamped") == 0
    order = sql.run("SELECT sequence, case_id, number FROM engine_stamp ORDER BY sequence")
    assert [row[0] for row in order] == list(range(1, entries + 1))
    seen: Counter[UUID] = Counter()
    for _, case_id, number in order:
        seen[case_id] += 1
        assert number == seen[case_id], "a later entry of a case was stamped before an earlier one"
    assert stamper.make_root("vn", (datetime.now(UTC) + timedelta(days=1)).date())
    assert whole()


def failing(bad: UUID, case: sweep.Due, now: datetime) -> bool:
    if case.id == bad:
        with transaction.atomic():
            sql.run("SELECT 1 / 0")
    return sweep.attend(case, now)


def sweeps(now: datetime, bad: UUID) -> int:
    return sum(sweep.sweep(now, attend=partial(failing, bad)) for _ in range(3))


def test_three_sweepers_raise_each_notice_once_and_a_bad_row_stops_nobody(committed: Any) -> None:
    late = [receive(at=datetime.now(UTC) - timedelta(days=60)) for _ in range(20)]
    soon = [receive() for _ in range(20)]
    bad = late[0]
    now = max(case.warn_at for case in soon if case.warn_at) + timedelta(seconds=1)
    raised = together(*[partial(sweeps, now, bad.id)] * 3)
    assert sum(raised) == 39
    notices = sql.run("SELECT case_id, kind FROM engine_notice")
    after, before = ("overdue", "overdue_head", "overdue_house"), ("due_soon", "due_soon_head")
    expected = {(case.id, kind) for case in late[1:] for kind in after}
    expected |= {(case.id, kind) for case in soon for kind in before}
    assert set(notices) == expected
    assert len(notices) == len(expected)
    assert sql.run("SELECT sweep_at FROM engine_case WHERE id = %s", [bad.id]) == [(now + sweep.RETRY,)]
    assert sweep.sweep(now) == 0
    assert sweep.sweep(now + sweep.RETRY) == 1
    last = max(case.due_at for case in soon if case.due_at)
    assert sum(together(*[partial(sweep.sweep, last)] * 3)) == 20
    assert sweep.sweep(last + timedelta(days=30)) == 20, "a working day later the leader of the house is told"
    assert sweep.sweep(last + timedelta(days=60)) == 0
    assert whole()


def test_a_sweep_meets_a_verb_on_the_same_dossier_and_neither_is_lost(committed: Any) -> None:
    cases = [receive(at=datetime.now(UTC) - timedelta(days=60)) for _ in range(12)]
    wanted = [(case.id, case.length) for case in cases]
    together(partial(sweep.sweep, datetime.now(UTC)), partial(_handed_over, wanted), partial(_handed_over, wanted))
    assert sql.run("SELECT DISTINCT step, length, sweep_at FROM engine_case") == [("processing", 2, None)]
    assert rows("notice") == 3 * 12, "who holds it, the head of the office, the leader of the house"
    assert whole()


def _handed_over(cases: list[tuple[UUID, int]]) -> int:
    done = 0
    for id, seen in cases:
        try:
            verbs.move(LAN, id, seen, "hand_over")
            done += 1
        except StaleCase:
            pass
    return done


def test_a_process_is_published_once_by_servers_that_start_together(committed: Any) -> None:
    """Which of the servers comes first may differ from table to table; that one of them did may not."""
    published = together(*[registry.publish] * 4)
    declared = sorted(process.pin for one in registry.areas() for process in (one.process, *one.others))
    assert sorted(pin for one in published for pin in one) == declared
    assert sql.run('SELECT pin FROM engine_process ORDER BY pin COLLATE "C"') == [(pin,) for pin in declared]
    assert registry.publish() == []


def test_an_opening_waits_for_a_code_of_its_day_only(committed: Any) -> None:
    """While one transaction holds a day's row, another day and another counter go on."""
    receive(at=opening().happened_at - timedelta(days=3))
    with psycopg.connect(committed.url) as other:
        other.execute("SELECT 1 FROM engine_counter FOR UPDATE")
        (codes,) = together(partial(intakes, MAI, 2))
    assert [code[-4:] for code in codes] == ["0001", "0002"]
