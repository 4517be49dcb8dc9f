"""Anybody does anything in any order on several cases: what must always hold of rows, journal, numbers and holders."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from at_work import opening, paper
from people import EVERYBODY, HANH, LAN, MINH, NAM
from scenarios import dossier
from scenarios.playing import given_of
from thongsuot.engine import access, journal, sql, stamper, sweep, verbs, verify, writing
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import CHAIN, FIXED, RECORDED, Case
from thongsuot.engine.errors import KeyReused, NotFound, Refused, StaleCase

Given = dict[str, Any]
STEPS = {step.does: step for story in dossier.STORIES for step in story.steps if step.is_move}
MOVES = sorted(STEPS)
PEOPLE = {actor.person: actor for actor in EVERYBODY}
VERSIONS = st.sampled_from([0, 0, 0, -1, 1])
TABLES = ("case", "entry", "personal", "paper", "counter", "unstamped")
# The sweep says when to look again, without an entry.
UNTOLD = {"sweep_at"}


def told(entries: list[Given]) -> tuple[Given, Given]:
    """The recorded columns and the facts as the entries' changes leave them, starting from nothing."""
    columns: Given = dict.fromkeys(RECORDED)
    facts: Given = {}
    for body in entries:
        for name, (old, new) in body["changes"].items():
            place, key = (facts, name[6:]) if name.startswith("facts.") else (columns, name)
            was = place.get(key)
            assert name in UNTOLD or was == old or (was, old) == (None, ""), f"{body['number']}: {name} was {was}"
            place[key] = new
    return columns, {key: value for key, value in facts.items() if value is not None}


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value


class Engine(RuleBasedStateMachine):
    """Several dossiers of Thuận Hóa and everybody who might touch them."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.rows: dict[UUID, Case] = {}
        self.undoable: dict[UUID, list[Case]] = {}
        self.requests: list[tuple[UUID, Actor, Callable[[UUID], Case]]] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(actor=st.sampled_from(EVERYBODY), move=st.sampled_from(["receive", "register"]))
    def somebody_opens(self, actor: Actor, move: str) -> None:
        wanted, key = opening(move), uuid4()
        try:
            case = verbs.open(actor, wanted, key=key)
        except Refused:
            assert actor.holding("intake", wanted.receiving_body) is None
            return
        self.rows[case.id], self.undoable[case.id] = case, []
        self.requests.append((key, actor, lambda key: verbs.open(actor, wanted, key=key)))

    @precondition(lambda self: len(self.rows) < 3)
    @rule()
    def lan_opens(self) -> None:
        self.somebody_opens(LAN, "receive")

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def somebody_goes_on(self, data: st.DataObject) -> None:
        """A move that the door calls open is made, by one of those for whom it is."""
        case = self._case(data)
        ways = [
            (actor, move.name)
            for actor in EVERYBODY
            for move, verdict in access.open_moves(actor, case)
            if verdict.allowed
        ]
        if ways:
            actor, move = data.draw(st.sampled_from(ways))
            given = given_of(STEPS[move].given, case)
            error = self._act(actor, case, lambda seen, key: verbs.move(actor, case.id, seen, move, given, key=key))
            assert error is None, f"{move} was open to {actor.name}, and refused: {error}"

    @precondition(lambda self: self.rows)
    @rule(
        data=st.data(),
        actor=st.sampled_from(EVERYBODY),
        move=st.sampled_from(MOVES),
        stale=VERSIONS,
    )
    def somebody_tries_a_move(self, data: st.DataObject, actor: Actor, move: str, stale: int) -> None:
        case = self._case(data)
        given = given_of(STEPS[move].given, case)
        for name in data.draw(st.sets(st.sampled_from(sorted(given)), max_size=1)) if given else ():
            del given[name]
        row = case.table.move(move)
        assert row is not None
        may = access.may(actor, row, case).allowed and access.sight(actor, case) is not access.Sight.NONE
        error = self._act(actor, case, lambda seen, key: verbs.move(actor, case.id, seen, move, given, key=key), stale)
        assert error is not None or may, f"{actor.name} made {move}, and may not"

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), actor=st.sampled_from(EVERYBODY))
    def somebody_claims(self, data: st.DataObject, actor: Actor) -> None:
        case = self._case(data)
        error = self._act(actor, case, lambda seen, key: verbs.claim(actor, case.id, seen, key=key))
        if error is None:
            assert case.assignee is None
            assert self.rows[case.id].assignee == actor.person

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), actor=st.sampled_from((*EVERYBODY, HANH, MINH)), to=st.sampled_from((MINH, NAM, LAN, None)))
    def somebody_assigns(self, data: st.DataObject, actor: Actor, to: Actor | None) -> None:
        case, person = self._case(data), to.person if to else None
        error = self._act(actor, case, lambda seen, key: verbs.assign(actor, case.id, seen, person, key=key))
        if error is None:
            assert self.rows[case.id].assignee == person

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), actor=st.sampled_from(EVERYBODY))
    def somebody_attaches(self, data: st.DataObject, actor: Actor) -> None:
        case, brought = self._case(data), paper()
        self._act(actor, case, lambda seen, key: verbs.attach(actor, case.id, seen, (brought,), key=key))

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), actor=st.sampled_from(EVERYBODY), phone=st.sampled_from(["0912 345 678", "0234 3822 000"]))
    def somebody_corrects(self, data: st.DataObject, actor: Actor, phone: str) -> None:
        case, said = self._case(data), {"phone": phone}
        self._act(actor, case, lambda seen, key: verbs.amend(actor, case.id, seen, said, case.subject_name, key=key))

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), anybody=st.sampled_from(EVERYBODY), by_whom=st.sampled_from(["last", "head", "anybody"]))
    def somebody_takes_back(self, data: st.DataObject, anybody: Actor, by_whom: str) -> None:
        case = self._case(data)
        last = sql.run("SELECT person FROM engine_entry WHERE case_id = %s ORDER BY number DESC LIMIT 1", [case.id])
        actor = {"last": PEOPLE[last[0][0]], "head": HANH, "anybody": anybody}[by_whom]
        before = self.undoable[case.id][-1] if self.undoable[case.id] else None
        error = self._act(actor, case, lambda seen, key: verbs.undo(actor, case.id, seen, key=key), undo=True)
        if error is None:
            assert before is not None
            back = self.rows[case.id]
            for name in set(RECORDED) - UNTOLD:
                assert getattr(back, name) == getattr(before, name), name
            assert {**back.facts, "voided": 0} == {**before.facts, "voided": 0}

    @precondition(lambda self: self.requests)
    @rule(data=st.data(), thief=st.sampled_from(EVERYBODY))
    def a_request_comes_again(self, data: st.DataObject, thief: Actor) -> None:
        """The answer was lost: the same request changes nothing. Another one with that key is refused."""
        key, _, again = data.draw(st.sampled_from(self.requests))
        before = self._everything()
        try:
            case = again(key)
        except NotFound:
            pass  # the case has left the sight of who sent it
        else:
            assert case == self.rows[case.id]
        with pytest.raises((KeyReused, Refused)):
            verbs.open(thief, opening(title="Cấp lại giấy phép xây dựng"), key=key)
        assert self._everything() == before

    @rule(days=st.sampled_from([0, 20, 60]))
    def time_is_swept(self, days: int) -> None:
        before = {case.id: case.length for case in self.rows.values()}
        sweep.sweep(datetime.now(UTC) + timedelta(days=days))
        for id, length in before.items():
            swept = writing.find(id)
            assert swept is not None
            assert swept.length == length
            self.rows[id] = swept

    @rule()
    def the_stamper_runs(self) -> None:
        stamper.stamp("vn")
        numbers = [row[0] for row in sql.run("SELECT sequence FROM engine_stamp ORDER BY sequence")]
        assert numbers == list(range(1, len(numbers) + 1))
        assert sql.run("SELECT count(*) FROM engine_unstamped") == [(0,)]

    def _case(self, data: st.DataObject) -> Case:
        return data.draw(st.sampled_from(list(self.rows.values())))

    def _everything(self) -> list[Any]:
        """A digest of every row of every table that a verb writes."""
        digest = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM engine_{} t"
        return [sql.run(digest.format(name)) for name in TABLES]

    def _act(
        self, actor: Actor, case: Case, act: Callable[[int, UUID], Case], stale: int = 0, undo: bool = False
    ) -> Refused | None:
        """Let somebody act on a version; the refusal, which left nothing behind, or None and the case has gone on."""
        key, before, seen = uuid4(), self._everything(), case.length + stale
        try:
            after = act(seen, key)
        except Refused as refusal:
            error = refusal
        else:
            self._done(actor, case, after, stale, undo)
            self.requests.append((key, actor, lambda key: act(seen, key)))
            return None
        assert error.sentence
        assert self._everything() == before
        if access.sight(actor, case) is access.Sight.NONE:
            assert type(error) is NotFound
        elif stale:
            assert type(error) is StaleCase
        return error

    def _done(self, actor: Actor, case: Case, after: Case, stale: int, undo: bool) -> None:
        assert not stale
        assert access.sight(actor, case) is not access.Sight.NONE
        assert after.length == case.length + 1
        assert case.is_open or undo, "a closed case changed"
        if undo:
            self.undoable[case.id].pop()
        elif writing.entries(case.id)[-1].verb in ("move", "claim", "assign"):
            self.undoable[case.id].append(case)
        self.rows[after.id] = after

    @invariant()
    def every_case_is_what_its_journal_tells(self) -> None:
        for case in self.rows.values():
            assert writing.find(case.id) == case
            entries = sql.run(
                "SELECT body, hash, recorded_at FROM engine_entry WHERE case_id = %s ORDER BY number", [case.id]
            )
            assert len(entries) == case.length
            assert bytes(entries[-1][1]) == case.head == journal.hashed(entries[-1][0])
            moments = [row[2] for row in entries]
            assert moments == sorted(set(moments))
            columns, facts = told([json.loads(row[0]) for row in entries])
            assert facts == {name: value for name, value in case.facts.items() if value is not None}
            for name in set(RECORDED) - UNTOLD:
                stands = plain(getattr(case, name))
                assert columns[name] == stands or (columns[name], stands) == (None, ""), name

    @invariant()
    def the_journal_is_whole(self) -> None:
        assert verify.verify_site("vn").faults == ()

    @invariant()
    def at_most_one_person_holds_a_case_and_only_who_may_work_on_it(self) -> None:
        for case in self.rows.values():
            if case.assignee:
                assert case.is_open
                assert PEOPLE[case.assignee].holding(case.queue_role, case.queue_body)
            else:
                assert not case.is_open or case.queue_role

    @invariant()
    def no_number_is_given_twice(self) -> None:
        numbers = [case.facts[name] for case in self.rows.values() for name in case.facts if name == "result_number"]
        numbers += [number for case in self.rows.values() for number in case.facts.get("voided", [])]
        assert len(numbers) == len(set(numbers))
        codes = [case.code for case in self.rows.values()]
        assert len(codes) == len(set(codes))


def test_whoever_does_whatever_in_any_order_rows_and_journal_agree(thuan_hoa: None) -> None:
    assert {*RECORDED, *CHAIN, *FIXED} >= {"assignee", "step", "length", "process"}
    run_state_machine_as_test(
        Engine,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )
