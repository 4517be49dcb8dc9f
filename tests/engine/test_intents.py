"""Intents: what Hùng does while his ward's site is away is kept, applied with its moment, or refused to an owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from at_work import bring_to, paper, receive, rows
from people import HUNG, LAN, MINH, THAO
from thongsuot.areas.dossiers import acts
from thongsuot.engine import intents, sql, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.errors import KeyReused, NotFound, Refused
from thongsuot.engine.intents import Act, Intent, NotYet
from thongsuot.register.working_time import VIETNAM

pytestmark = pytest.mark.usefixtures("thuan_hoa")
AT = datetime.now(UTC)
SUBJECT = {"kind": "citizen", "name": HUNG.name, "number": HUNG.citizen}


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Callable[[Intent], UUID]], None]]:
    """A source of our own: `elsewhere(apply)` says what becomes of its acts."""
    yield lambda apply: intents.applies("elsewhere", apply)
    intents._appliers.pop("elsewhere", None)


def act(key: str = "", at: datetime = AT, **changed: Any) -> Act:
    usual = {"source": "elsewhere", "kind": "withdraw", "reference": "H-1", "content": {"why": "Không cần nữa"}}
    return Act(key=key or str(uuid4()), happened_at=at, **{**usual, **changed})


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=1)


def own() -> Case:
    """A dossier of Hùng's, received at the counter a minute ago."""
    at = datetime.now(UTC) - timedelta(minutes=1)
    return receive(subject=SUBJECT, subject_name=HUNG.name, happened_at=at)


def done_at_the_portal(case: Case, kind: str, given: dict[str, Any], **changed: Any) -> UUID:
    content = {"name": HUNG.name, "number": HUNG.citizen, "given": given}
    wanted = act(source=acts.SOURCE, kind=kind, reference=str(case.id), case_id=case.id, content=content, **changed)
    return intents.keep(wanted)[0]


# Kept.


def test_an_act_is_kept_once_however_often_it_is_handed_in() -> None:
    first, again = intents.keep(act("k")), intents.keep(act("k"))

    assert (first[1], again[1]) == (True, False)
    assert first[0] == again[0]
    assert rows("intent") == 1


def test_the_same_key_with_another_content_is_refused_and_the_first_stands() -> None:
    id, _ = intents.keep(act("k"))

    with pytest.raises(KeyReused):
        intents.keep(act("k", content={"why": "khác"}))
    assert intents.find(id).content == {"why": "Không cần nữa"}


def test_two_sources_may_use_one_key() -> None:
    assert intents.keep(act("k"))[0] != intents.keep(act("k", source="national"))[0]


@pytest.mark.parametrize("changed", [{"content": {"x": ["\x00"]}}, {"key": "a\x00"}, {"reference": "\x00"}])
def test_what_cannot_be_stored_is_refused_with_a_sentence(changed: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="ký tự"):
        intents.keep(act(**changed))


def test_a_moment_that_no_calendar_has_is_refused() -> None:
    with pytest.raises(Refused, match="Thời điểm"):
        intents.keep(act(at=datetime.max.replace(tzinfo=UTC)))


# Applied.


def test_withdrawn_while_the_site_was_away_it_is_withdrawn_with_that_moment() -> None:
    case, at = own(), datetime.now(UTC) - timedelta(seconds=30)
    id = done_at_the_portal(case, "withdraw", {"request": "Không cần nữa"}, at=at)
    intents.apply_waiting(soon())
    after = verbs.writing.find(case.id)

    assert after is not None
    assert (after.step, after.closed_at) == ("withdrawn", at)
    assert (intents.find(id).state, intents.find(id).content) == ("applied", {})


def test_a_supplement_starts_the_clock_again_from_the_moment_of_the_button() -> None:
    case = bring_to("processing", own())
    case = verbs.move(MINH, case.id, case.length, "ask_supplement", {"defects": ["Thiếu bản vẽ"]})
    at = datetime.now(UTC)
    brought = paper()
    done_at_the_portal(case, "supplement", {"answer": ["Bản vẽ"]}, at=at, papers=(brought,))
    intents.apply_waiting(soon())
    after = verbs.writing.find(case.id)

    assert after is not None
    assert after.step == "processing"
    assert at.astimezone(VIETNAM).isoformat() in str(after.clock)
    assert rows("paper", case.id) == 1


def test_nobody_acts_on_anothers_dossier_by_way_of_an_intent() -> None:
    case = own()
    content = {"name": THAO.name, "number": THAO.citizen, "given": {"request": "Phá"}}
    id, _ = intents.keep(act(source=acts.SOURCE, case_id=case.id, content=content))
    intents.apply_waiting(soon())

    assert verbs.writing.find(case.id) == case
    assert intents.find(id).state == "refused"
    assert intents.find(id).reason


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("rate", {"stars": "5"}, "Đã tiếp nhận"),
        ("withdraw", {}, "Lý do"),
        ("withdraw", {"request": "x", "lạ": 1}, "không thuộc bước"),
        ("dance", {}, "không nhận được yêu cầu"),
    ],
)
def test_what_the_table_does_not_allow_is_refused_with_the_reason_and_nothing_is_written(
    kind: str, given: dict[str, Any], words: str
) -> None:
    case = own()
    id = done_at_the_portal(case, kind, given)
    intents.apply_waiting(soon())

    assert words in intents.find(id).reason
    assert verbs.writing.find(case.id) == case


@pytest.mark.parametrize(
    "content",
    [{}, {"name": 1, "number": 2}, {"name": "x", "number": ""}, {"name": "x", "number": "1", "given": []},
     {"name": "x", "number": "1", "application": []}, {"name": "x", "number": "1", "application": {"la": 1}},
     {"name": "x", "number": "1", "application": {"name": "x"}}],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("kind", ["submit", "rate"])
def test_content_that_no_portal_of_ours_keeps_is_refused(kind: str, content: dict[str, Any]) -> None:
    id, _ = intents.keep(act(source=acts.SOURCE, kind=kind, content=content))
    intents.apply_waiting(soon())

    assert intents.find(id).state == "refused"
    assert intents.find(id).reason.endswith((".", "?"))


def test_an_error_of_ours_is_tried_again_and_then_somebody_is_told(elsewhere: Any) -> None:
    def broken(intent: Intent) -> UUID:
        sql.run("INSERT INTO engine_relation VALUES (%s, %s, 'x', 1)", [intent.id, intent.id])
        raise ZeroDivisionError

    elsewhere(broken)
    id, _ = intents.keep(act())
    other, _ = intents.keep(act(reference="H-2", source=acts.SOURCE))
    now = soon()
    for _ in range(intents.MOST_FAILURES):
        intents.apply_waiting(now)
        now += timedelta(hours=1)

    assert (intents.find(id).state, intents.find(id).attempts) == ("refused", intents.MOST_FAILURES)
    assert intents.find(other).state == "refused", "it was not held up"
    assert rows("relation") == 0, "what a failed attempt wrote is gone"


def test_what_must_wait_waits_ever_longer_and_says_for_what(elsewhere: Any) -> None:
    def later(intent: Intent) -> UUID:
        raise NotYet("Chờ hồ sơ được mở.")

    elsewhere(later)
    id, _ = intents.keep(act())
    now, waits = soon(), []
    for _ in range(12):
        intents.apply_waiting(now)
        next_at = intents.find(id).next_at
        assert next_at is not None
        waits.append(next_at - now)
        now = next_at

    assert waits == sorted(waits)
    assert waits[-1] == intents.LONGEST_WAIT
    assert intents.find(id).reason == "Chờ hồ sơ được mở."


def test_acts_on_one_dossier_keep_their_order_and_those_on_another_go_on(elsewhere: Any) -> None:
    applied: list[str] = []

    def one_by_one(intent: Intent) -> UUID:
        if intent.key == "first" and not intent.attempts:
            raise NotYet("Chờ.")
        applied.append(intent.key)
        return uuid4()

    elsewhere(one_by_one)
    intents.keep(act("second", AT + timedelta(seconds=1)))
    intents.keep(act("first", AT))
    intents.keep(act("other", AT, reference="H-2"))
    intents.apply_waiting(soon())
    assert applied == ["other"]
    intents.apply_waiting(soon() + timedelta(minutes=1))

    assert applied == ["other", "first", "second"]


def test_an_act_whose_papers_are_not_here_waits_for_them_and_they_are_not_swept(elsewhere: Any) -> None:
    elsewhere(lambda intent: uuid4())
    id, _ = intents.keep(act(ready=False))
    assert intents.apply_waiting(soon()) == 0
    brought = paper()
    intents.bring(id, [brought])

    assert list(intents.digests()) == [brought.digest]
    assert intents.apply_waiting(soon()) == 1
    assert list(intents.digests()) == []


# Looked after.


def test_a_refused_act_is_its_owners_until_it_is_replayed_or_settled(elsewhere: Any) -> None:
    heard: list[str] = []
    intents.applies("elsewhere", lambda intent: uuid4(), lambda intent, reason: heard.append(reason))
    mended, settled = (intents.keep(act(province_code="46"), refused="Không rõ xã.")[0] for _ in range(2))
    assert intents.stuck(["46"], 10)[1] == 2
    assert intents.stuck(["96"], 10) == ((), 0)
    assert intents.replay(mended)
    intents.apply_waiting(soon())
    assert intents.settle(settled, LAN.name, "Đã mở tại quầy.")

    assert intents.find(mended).state == "applied"
    assert (intents.find(settled).state, intents.find(settled).decided_by) == ("settled", LAN.name)
    assert heard == ["Đã mở tại quầy."]
    assert intents.stuck(None, 10) == ((), 0)
    for decided in (mended, settled, uuid4()):
        assert not intents.replay(decided)
        assert not intents.settle(decided, LAN.name, "Lần nữa")


def test_an_unknown_intent_is_not_found() -> None:
    with pytest.raises(NotFound):
        intents.find(uuid4())
