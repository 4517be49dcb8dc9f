"""A dossier takes along what its procedure's version said of time, and keeps it whatever the catalogue says later.

Lan receives at Thuận Hóa; Minh asks, Bình closes what nobody answered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from at_work import DEFECTS, bring_to, opening
from people import BINH, HANH, LAN, MINH
from thongsuot.areas.dossiers import clock
from thongsuot.engine import access, case_rules, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.case_rules import CaseRules, Silence
from thongsuot.engine.deadline import Limit, LimitUnit, OnSupplement
from thongsuot.engine.errors import NotAllowed
from thongsuot.engine.process import At, Clock, Move, Process, Role, State, Waits
from thongsuot.engine.soundness import Unsound, check
from thongsuot.register import procedures
from thongsuot.register.catalogue.definitions import Case as Published
from thongsuot.register.catalogue.definitions import ClockRules

LAW = "Luật Xây dựng, Điều 105"
TEN = Limit(LimitUnit.WORKING_DAY, 10, basis=LAW, verified=True)
GROUND = {"ground": LAW}


def published(**rules: Any) -> Published:
    limit = {"unit": "working_day", "amount": 10, "basis": LAW}
    clock = {"clock": rules} if rules else {}
    return Published.model_validate(
        {"key": "a", "name": "A", "limit": limit, "results": [{"code": "", "name": "Giấy phép"}], **clock}
    )


def received(rules: CaseRules, days_ago: int = 0, limit: Limit = TEN) -> Case:
    at = datetime.now(UTC) - timedelta(days=days_ago, seconds=1)
    return verbs.open(LAN, replace(opening(at=at), rules=rules, limit=limit))


# What is published.


def test_what_nobody_set_is_not_stored_and_changes_nothing() -> None:
    for file in procedures.files():
        for case in file.definition.cases:
            assert "clock" not in case.model_dump(exclude_defaults=True), "no built-in law of time was sourced"
            assert clock.limit_with(TEN, case.clock) is TEN
            assert clock.rules_of(case, "counter") == CaseRules()
    assert CaseRules().to_json() == {}


def test_a_version_says_each_rule_with_its_provision() -> None:
    case = published(
        on_supplement="reset", on_payment="pause", supplements=2, extensions=3, late_extension=True, basis=LAW,
        supplement={"unit": "working_day", "amount": 15, "basis": LAW},
        silence={"outcome": "granted", "basis": LAW},
    )  # fmt: skip
    kept = clock.limit_with(TEN, case.clock)
    assert (kept.on_supplement, kept.on_payment, kept.on_stop) == (OnSupplement.RESET, OnSupplement.PAUSE, None)
    assert kept.pause_basis == f"{LAW} (chưa xác minh)", "the limit was checked, this was not"
    rules = clock.rules_of(case, "counter")
    assert dict(rules.at_most) == {"ask_supplement": 2, "extend": 3}
    assert rules.late == ("extend",)
    assert rules.silence == Silence("granted", LAW)
    assert rules.limits["supplement"].amount == clock.supplement_term(case.clock).amount == 15
    assert CaseRules.from_json(rules.to_json()) == rules


@pytest.mark.parametrize(
    "wrong",
    [
        {"on_supplement": "later"},
        {"supplements": 0},
        {"extensions": 10},
        {"silence": {"outcome": "granted", "basis": ""}},
        {"silence": {"outcome": "perhaps", "basis": LAW}},
        {"supplement": {"unit": "working_hour", "amount": 8}},
        {"supplement_days": 3},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        published(**wrong)


def test_silence_needs_a_limit_to_be_silent_until() -> None:
    with pytest.raises(ValidationError, match="không có thời hạn"):
        Published.model_validate(
            {"key": "a", "name": "A", "limit": {"unit": "none", "amount": 0}, "results": [{"code": "", "name": "B"}],
             "clock": {"silence": {"outcome": "denied", "basis": LAW}}}
        )  # fmt: skip


def test_only_the_post_explains_how_it_arrived() -> None:
    case = published()
    assert clock.rules_of(case, "post").arrival == clock.BY_POST
    assert clock.rules_of(case, "counter").arrival is clock.rules_of(case, "online").arrival is None


PAUSES = some.sampled_from([None, "pause", "reset"])


@given(PAUSES, PAUSES, PAUSES, some.booleans())
def test_a_version_overrides_only_what_it_names(supplement: Any, payment: Any, stop: Any, verified: bool) -> None:
    rules = ClockRules(on_supplement=supplement, on_payment=payment, on_stop=stop, basis=LAW, verified=verified)
    kept = clock.limit_with(TEN, rules)
    assert kept.on_supplement == (supplement or TEN.on_supplement)
    assert (kept.on_payment, kept.on_stop) == (payment, stop)
    assert (kept.unit, kept.amount, kept.basis, kept.verified) == (TEN.unit, TEN.amount, TEN.basis, TEN.verified)
    assert bool(kept.pause_basis) == any((supplement, payment, stop))


# What a dossier keeps.


def test_the_post_s_days_are_not_counted_and_the_receipt_says_so(thuan_hoa: None) -> None:
    case = received(clock.rules_of(published(), "post"))
    assert case.clock is not None
    assert case.clock["facts"][0][0] == "arrived"
    plain = received(CaseRules())
    assert plain.clock is not None
    assert plain.clock["facts"] == []


def test_a_case_asks_as_often_as_its_own_version_says(thuan_hoa: None) -> None:
    case = bring_to("processing", received(CaseRules(at_most={"ask_supplement": 2})))
    for _ in range(2):
        case = verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS)
        case = verbs.move(LAN, case.id, case.length, "supplement_arrived", {"brought": ["Bản vẽ"]})
    with pytest.raises(NotAllowed, match="2 lần"):
        verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS)
    why = {"reasons": ["Nộp nhầm"], "ground": LAW}
    case = verbs.move(HANH, case.id, case.length, "allow_supplement", why)
    assert verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS).step == "waiting_supplement"


def test_the_term_is_fixed_when_it_is_asked_and_closing_waits_for_it(thuan_hoa: None) -> None:
    short = CaseRules(limits={"supplement": Limit(LimitUnit.CALENDAR_DAY, 3, basis=LAW)})
    own, common = (
        verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS, happened_at=_days_ago(10))
        for case in (bring_to("processing", received(rules, 11)) for rules in (short, CaseRules()))
    )
    assert own.facts["waits"]["supplement"] < common.facts["waits"]["supplement"]
    assert verbs.move(BINH, own.id, own.length, "close_unanswered", GROUND).outcome == "unanswered"
    with pytest.raises(NotAllowed, match="thời gian chờ"):
        verbs.move(BINH, common.id, common.length, "close_unanswered", GROUND)


def _days_ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def test_a_case_asked_before_terms_were_fixed_waits_from_when_it_came(thuan_hoa: None) -> None:
    case = bring_to("processing")
    case = verbs.move(MINH, case.id, case.length, "ask_supplement", DEFECTS)
    old = replace(case, facts={**{n: v for n, v in case.facts.items() if n != "waits"},
                               "since": case.changed_at.isoformat()})  # fmt: skip
    move = case.table.move("close_unanswered")
    assert move is not None
    assert access.waits_until(old, move) == access.waits_until(case, move)


def test_what_was_published_later_does_not_reach_a_received_dossier(thuan_hoa: None) -> None:
    reset = replace(TEN, on_supplement=OnSupplement.RESET)
    case = bring_to("processing", received(CaseRules(), limit=reset))
    assert case.facts["limit"]["on_supplement"] == "reset"
    assert case.clock is not None
    assert case.clock["limit"] == reset.to_json()


def test_a_late_apology_needs_a_version_that_allows_it(thuan_hoa: None) -> None:
    case = received(CaseRules(late=("extend",)), 60)
    case = bring_to("processing", case)
    move = case.table.move("extend")
    assert move is not None
    assert access.may(HANH, move, case).allowed
    plain = bring_to("processing", received(CaseRules(), 60))
    refused = access.may(HANH, move, plain)
    assert not refused.allowed
    assert "phải làm trước hạn" in refused.reason
    assert access.may(HANH, move, plain, plain.due_at).allowed, "the due moment itself is in time"


def test_each_pause_says_for_what_it_stands(thuan_hoa: None) -> None:
    causes = []
    for move, who, needs in (
        ("ask_supplement", MINH, DEFECTS),
        ("ask_payment", MINH, {"amount": "50000", "basis": LAW}),
        ("stop", BINH, {"reasons": ["Tranh chấp"], **GROUND}),
    ):
        case = bring_to("processing")
        case = verbs.move(who, case.id, case.length, move, needs)
        assert case.clock is not None
        causes.append(case.clock["facts"][-1][-1])
    assert causes == ["supplement", "payment", "stop"]


# A table that a law of time cannot stand in.


def table(**changed: Any) -> Process:
    ends = Move("end", "Xong", ("a",), "z", Role("intake", At.RECEIVING), clock=Clock.STOP)
    wrong = replace(ends, name="other", **changed)
    states = (State("a", "A", 4, queue=ends.role), State("z", "Z", 9, Waits.NOBODY, terminal=True))
    begins = Move("open", "Mở", (), "a", ends.role, clock=Clock.START)
    return Process("t", 1, "T", "P", states, (begins, ends, wrong), LAW)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"allows": "end"}, "allows end, which has no bound"),
        ({"allows": "nothing"}, "allows nothing, which has no bound"),
        ({"silent": True}, "is not the system's"),
        ({"silent": True, "role": Role("system", At.RECEIVING)}, "does not need to be told what the answer is"),
    ],
)
def test_a_table_with_a_senseless_law_of_time_is_unsound(changed: dict[str, Any], says: str) -> None:
    check(table())
    with pytest.raises(Unsound, match=says):
        check(table(**changed))


def test_a_case_without_rules_of_its_own_pays_nothing_for_them(thuan_hoa: None) -> None:
    case = bring_to("processing")
    assert "rules" not in case.facts
    assert case_rules.of(case.facts) is case_rules.NONE
