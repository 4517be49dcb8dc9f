"""Systems that are late, down, refuse, ask, lose what they said: the mirror says so, and nothing is sent twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from requests_interlinked import apply, child, follow, move, now, part

from people import HUNG
from thongsuot.areas.interlinked import errands, reading
from thongsuot.areas.interlinked.models import Errand
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.ports import settling
from thongsuot.ports.settling import Matter, NotWithdrawn, SettlingTwin, Standing, UnknownReference
from thongsuot.ports.twin import NotAvailable, TimedOut
from thongsuot.register.working_time import VIETNAM

LAST = {"asks": "95", "loses": "96", "refuses": "97", "late": "98", "down": "99"}


def person(mood: str) -> Actor:
    return Actor(None, "Trần Thị Mười", citizen=f"0461850012{LAST[mood]}")


class Clock:
    """The moment that the tests and the twin agree on."""

    def __init__(self) -> None:
        self.at = datetime.now(VIETNAM) + timedelta(minutes=1)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(country: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Clock:
    found = Clock()
    ports = {key: SettlingTwin(key, tmp_path / "twin", found) for key in settling.SYSTEMS}
    monkeypatch.setattr(settling, "system", ports.get)
    return found


def work(clock: Clock, **later: int) -> None:
    """Later, the worker sees to everything that is due."""
    clock.at += timedelta(**later)
    for _ in range(10):
        if not errands.work_one(clock.at):
            break
    follow()


def errand(parent: Case) -> Errand:
    return Errand.objects.get(child=part(parent, "tax").child)


def test_a_system_in_good_health_takes_settles_and_is_named_with_its_last_word(clock: Clock) -> None:
    parent = apply("dat-dai-thue")
    work(clock)
    assert child(parent, "tax").step == "elsewhere"
    word = reading.last_word(child(parent, "tax").id)
    assert word is not None
    assert word.confirmed_at == clock.at
    assert word.outside_code.startswith("TA-")
    before = child(parent, "tax").length
    work(clock, seconds=40)
    assert child(parent, "tax").length == before, "the same word again is no entry"
    assert errand(parent).confirmed_at == clock.at
    work(clock, minutes=3)
    assert child(parent, "tax").step == "settled_elsewhere"
    assert errand(parent).next_at is None
    assert not errands.work_one(clock.at + timedelta(days=9))


def test_a_lost_acknowledgement_is_asked_for_again_under_the_same_reference(clock: Clock) -> None:
    parent = apply("dat-dai-thue", who=person("loses"))
    work(clock)
    assert child(parent, "tax").step == "sending"
    assert errand(parent).trouble.startswith("Hệ thống quản lý thuế")
    work(clock, minutes=1)
    assert child(parent, "tax").step == "elsewhere"
    assert errand(parent).trouble == ""
    held = settling.system("tax")
    assert isinstance(held, SettlingTwin)
    assert len(list(held.folder.iterdir())) == 1, "the system has it once"


def test_a_system_that_is_down_is_asked_ever_later_and_its_silence_is_told(clock: Clock) -> None:
    parent = apply("dat-dai-thue", who=person("down"))
    waits = []
    for _ in range(5):
        clock.at = errand(parent).next_at or clock.at
        errands.work_one(clock.at)
        waits.append((errand(parent).next_at or clock.at) - clock.at)
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] <= errands.LONGEST_WAIT
    assert child(parent, "tax").step == "sending"
    assert not errands.silent(errand(parent), clock.at)
    assert errands.silent(errand(parent), clock.at + timedelta(hours=25))
    held = list(reading.stuck(HUNG, clock.at))
    assert held == [], "somebody else's request is not in Hùng's view"
    mine = reading.stuck(person("down"), clock.at)
    assert [(one.holder, one.count) for one in mine if one.holder.startswith("system:")] == [("system:tax", 1)]


def test_a_late_system_is_late_and_a_refusing_one_says_why(clock: Clock) -> None:
    late = apply("dat-dai-thue", who=person("late"))
    refused = apply("dat-dai-thue", who=person("refuses"))
    work(clock)
    work(clock, minutes=5)
    assert child(late, "tax").step == "elsewhere"
    assert child(refused, "tax").step == "refused_elsewhere"
    assert now(refused).step == "partly_done"
    work(clock, hours=2)
    assert child(late, "tax").step == "settled_elsewhere"


def test_a_system_asks_the_person_there_and_the_clock_stands_still(clock: Clock) -> None:
    parent = apply("dat-dai-thue", who=person("asks"))
    work(clock)
    work(clock, seconds=50)
    assert child(parent, "tax").step == "asked_elsewhere"
    assert part(parent, "tax").holder == "applicant"
    work(clock, seconds=45)
    assert child(parent, "tax").step == "elsewhere"
    assert part(parent, "tax").holder == "system:tax"


def test_what_never_arrived_is_withdrawn_at_once_and_what_is_settled_is_kept(clock: Clock) -> None:
    parent = apply("dat-dai-thue")
    move(HUNG, child(parent, "tax"), "withdraw_online", {"request": "Nhầm thửa"})
    follow()
    work(clock, seconds=1)
    assert child(parent, "tax").step == "withdrawn"

    other = apply("dat-dai-thue")
    work(clock)
    clock.at += timedelta(minutes=3)
    move(HUNG, child(other, "tax"), "withdraw_online", {"request": "Nhầm thửa"})
    follow()
    work(clock, seconds=1)
    work(clock, minutes=1)
    assert child(other, "tax").step == "settled_elsewhere", "the system was faster, and its result stands"


def test_a_place_without_a_line_waits_and_says_so(country: None, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = apply("dat-dai-thue")
    monkeypatch.setattr(settling, "system", lambda key: None)
    assert errands.work_one(datetime.now(VIETNAM))
    assert errand(parent).trouble == errands.NO_LINE
    assert child(parent, "tax").step == "sending"


def test_a_system_that_answers_nonsense_stops_nobody(country: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Mad:
        def submit(self, matter: Matter) -> Standing:
            raise KeyError("???")

    parent = apply("dat-dai-thue")
    monkeypatch.setattr(settling, "system", lambda key: Mad())
    assert errands.work_one(datetime.now(VIETNAM))
    assert "không đọc được" in errand(parent).trouble


def test_a_worker_that_is_killed_while_asking_is_followed_by_another(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = apply("dat-dai-thue")
    port = settling.system("tax")
    assert port is not None
    real = port.submit

    def killed(matter: Matter) -> Standing:
        real(matter)
        raise SystemExit

    monkeypatch.setattr(port, "submit", killed)
    with pytest.raises(SystemExit):
        errands.work_one(clock.at)
    monkeypatch.setattr(port, "submit", real)
    assert not errands.work_one(clock.at), "it is on a lease"
    work(clock, minutes=3)
    assert child(parent, "tax").step == "settled_elsewhere"


def test_without_the_demonstration_there_is_no_twin(settings: Any) -> None:
    settings.DEMO = False
    assert settling.system("tax") is None
    settings.DEMO = True
    assert settling.system("moon") is None


def test_the_twin_by_itself(tmp_path: Path) -> None:
    clock = Clock()
    port = SettlingTwin("residence", tmp_path, clock)
    first, other = "01a2021a-f1bf-78ed-b36f-84ac777348e1", "01a2021a-f1bf-78ed-b36f-84ac777348e2"

    def matter(reference: str, number: str) -> Matter:
        return Matter(reference, "1.004222", number, "Trần Văn Hùng", "")

    with pytest.raises(NotAvailable):
        port.submit(matter(first, "046085001299"))
    with pytest.raises(UnknownReference):
        port.track(first)
    with pytest.raises(UnknownReference):
        port.track("../../etc/passwd")
    with pytest.raises(TimedOut):
        port.submit(matter(first, "046085001296"))
    assert port.submit(matter(first, "046085001296")) == port.track(first)
    port.submit(matter(other, "046085001234"))
    clock.at += timedelta(minutes=3)
    assert port.track(other).stage == settling.DONE
    with pytest.raises(NotWithdrawn):
        port.withdraw(other)
