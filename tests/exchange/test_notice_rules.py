"""When notices leave and which ways they take: no telephone rings at night, nothing is lost, what must be told is."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sent_at_once import OURS
from thongsuot.exchange.notices import rules, templates, wording
from thongsuot.exchange.notices.rules import Choice, Rules
from thongsuot.exchange.notices.templates import BadTemplate, Texts
from thongsuot.register.working_time import VIETNAM

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda one: one.replace(tzinfo=VIETNAM))
CHANNELS = st.sampled_from(["sms", "mail"])
TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@st.composite
def some_rules(draw: st.DrawFn) -> Rules:
    return Rules(
        date(2025, 7, 1), draw(TIMES), draw(TIMES), frozenset({"sms"}), draw(st.integers(0, 60)),
        draw(st.integers(1, 50)), "thử",
    )  # fmt: skip


@given(some_rules(), MOMENTS, CHANNELS, st.booleans())
def test_a_notice_leaves_never_before_and_at_most_a_day_later(
    held: Rules, at: datetime, channel: str, urgent: bool
) -> None:
    leaves = held.leaves_at(at, channel, urgent=urgent)

    assert at <= leaves < at + timedelta(days=1, seconds=1)
    if leaves != at:
        assert channel == "sms"
        assert not urgent
        assert held.quiet(at)
        assert leaves.astimezone(VIETNAM).time() == held.quiet_to


@given(some_rules(), MOMENTS)
def test_no_telephone_rings_in_quiet_hours_unless_it_is_urgent(held: Rules, at: datetime) -> None:
    assert not held.quiet(held.leaves_at(at, "sms", urgent=False))
    assert held.leaves_at(at, "sms", urgent=True) == at
    assert held.leaves_at(at, "mail", urgent=False) == at


@given(some_rules(), MOMENTS)
def test_what_may_leave_at_its_moment_is_not_put_off_again(held: Rules, at: datetime) -> None:
    once = held.leaves_at(at, "sms", urgent=False)

    assert held.leaves_at(once, "sms", urgent=False) == once


@pytest.mark.parametrize(
    ("clock", "leaves"),
    [
        (time(20, 59, 59), "2026-11-22 20:59:59"),
        (time(21, 0), "2026-11-23 07:00:00"),
        (time(23, 59), "2026-11-23 07:00:00"),
        (time(0, 0), "2026-11-22 07:00:00"),
        (time(6, 59, 59), "2026-11-22 07:00:00"),
        (time(7, 0), "2026-11-22 07:00:00"),
    ],
)
def test_the_night_is_that_of_vietnam(clock: time, leaves: str) -> None:
    at = datetime.combine(date(2026, 11, 22), clock, VIETNAM)

    found = OURS.leaves_at(at.astimezone(), "sms", urgent=False).astimezone(VIETNAM)

    assert f"{found:%Y-%m-%d %H:%M:%S}" == leaves


@given(st.booleans(), st.booleans(), st.booleans(), st.sets(CHANNELS), st.booleans())
def test_what_is_mandatory_reaches_whoever_can_be_reached_and_the_rest_only_who_wants_it(
    sms: bool, mail: bool, optional: bool, there: set[str], mandatory: bool
) -> None:
    choice = Choice(sms, mail, optional)

    ways = choice.ways(sorted(there, reverse=True), mandatory=mandatory)

    assert set(ways) <= there
    assert len(ways) == len(set(ways))
    if mandatory:
        assert bool(ways) == bool(there)
    else:
        assert all({"sms": sms, "mail": mail}[one] for one in ways)
        assert optional or not ways


@given(st.lists(st.sampled_from(sorted(wording.TOLD)), min_size=1, max_size=20), st.sampled_from(["vi", "en"]))
def test_however_many_are_told_at_once_a_telephone_gets_two_parts_at_most(moves: list[str], language: Any) -> None:
    from uuid import UUID

    steps = [
        wording.Step(UUID(int=at), f"H46.19789-261121-{at:04}", move, language=language)
        for at, move in enumerate(moves)
    ]

    text = wording.many_for_telephone(steps)
    subject, letter = wording.many_for_mail(steps)

    assert 1 <= templates.parts(text) <= templates.MOST_PARTS
    assert "{" not in text
    assert all(step.code in letter for step in steps)
    assert "\n" not in subject
    assert len(subject) <= 200


def test_every_event_that_we_ship_has_both_languages_and_no_event_is_unknown() -> None:
    events = templates.on(date(2026, 11, 22)).events

    assert {"submit", "ask_supplement", "refuse", "issue", "issue.post"} <= events.keys()
    assert all(event.vi.sms != event.en.sms for event in events.values())
    assert not events["hand_out"].mandatory
    assert events["ask_supplement"].mandatory


GOOD = "Hồ sơ {code} đã được tiếp nhận."


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (Texts("Thư", ()), "thiếu nội dung"),
        (Texts(" ", (GOOD,)), "thiếu tiêu đề"),
        (Texts("Thư {code}", (GOOD,)), "tiêu đề không có biến"),
        (Texts("Thư", ("Hồ sơ {code} của {name}.",)), "dùng biến không có: {name}"),
        (Texts("Thư", ("Hồ sơ {code.__class__}.",)), "ngoặc nhọn hoặc ký tự không hợp lệ"),
        (Texts("Thư", ("Hồ sơ {code!r}.",)), "ngoặc nhọn hoặc ký tự không hợp lệ"),
        (Texts("Thư", ("Hồ sơ {code:>9999999}.",)), "ngoặc nhọn hoặc ký tự không hợp lệ"),
        (Texts("Thư", ("Hồ sơ {0}.",)), "ngoặc nhọn hoặc ký tự không hợp lệ"),
        (Texts("Thư", ("Hồ sơ {code",)), "ngoặc nhọn hoặc ký tự không hợp lệ"),
        (Texts("Thư", ("Hồ sơ \x00 {code}.",)), "ngoặc nhọn hoặc ký tự không hợp lệ"),
        (Texts("Thư", ("Hồ sơ đã được tiếp nhận.",)), "không ghi mã hồ sơ"),
        (Texts("Thư", ("Hồ sơ {code}, hẹn {due}.",)), "chỉ được dùng biến {code}"),
        (Texts("Thư", (GOOD,), ("Hồ sơ {code} tại {place}.",)), "chỉ được dùng biến {code}"),
        (Texts("Thư", ("ạ" * 130 + "{code}",)), "dài hơn hai tin nhắn"),
        (Texts("Thư", (GOOD, "")), "để trống"),
    ],
)
def test_texts_with_a_fault_are_not_used_and_the_fault_is_named(texts: Texts, said: str) -> None:
    assert any(said in fault for fault in templates.faults(texts)), templates.faults(texts)
    assert templates.faults(Texts("Thư", (GOOD,))) == []


def test_a_file_with_an_unknown_variable_is_refused_whole_and_names_the_event() -> None:
    [version] = json.loads(templates.FILE.read_text("utf-8"))[-1:]
    version["events"]["accept"]["vi"]["sms"][0] = "Hồ sơ {code} của {applicant}."

    with pytest.raises(BadTemplate, match=r"accept, vi: .*applicant"):
        templates.parse(json.dumps([version]))


@pytest.mark.parametrize("fault", [{"quiet_from": "25:00"}, {"gather_minutes": 61}, {"most_gathered": 0}, {"x": 1}])
def test_rules_with_a_fault_are_refused(fault: dict[str, Any]) -> None:
    [ours] = json.loads(rules.FILE.read_text("utf-8"))

    with pytest.raises(ValidationError):
        rules.parse(json.dumps([{**ours, **fault}]))
    assert "chưa xác minh" in rules.parse(json.dumps([ours]))[0].basis
