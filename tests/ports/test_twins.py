"""Demo twins: the same number, the same answer; and they fail as the real systems do, without holding anybody up."""

from __future__ import annotations

import threading
import time

import pytest

from thongsuot.ports import twin
from thongsuot.ports.civil_status import CivilStatusTwin
from thongsuot.ports.insurance import InsuranceTwin
from thongsuot.ports.land import LandTwin
from thongsuot.ports.population import SYSTEM, PopulationTwin
from thongsuot.ports.twin import GOOD, Invented, Mood, NotAvailable, TimedOut, Twin, UnknownPerson, ask, together

LAN = "046194000123"
HUNG = "046090004567"


def test_the_number_tells_sex_and_year_and_the_rest_is_always_the_same() -> None:
    port = PopulationTwin()
    lan, again, hung = (port.citizen(number).value for number in (LAN, LAN, HUNG))

    assert lan == again
    assert (lan.sex, lan.birth[:4]) == ("female", "1994")
    assert (hung.sex, hung.birth[:4]) == ("male", "1990")
    assert lan.name != hung.name
    assert lan.person["number"] == LAN


def test_an_answer_says_that_it_is_invented_and_by_which_system() -> None:
    answer = PopulationTwin().citizen(LAN)

    assert answer.twin
    assert answer.system == SYSTEM


@pytest.mark.parametrize("number", ["", "12345678", "abcdefghijkl", "04619400012"])
def test_a_number_that_is_none_is_not_known(number: str) -> None:
    with pytest.raises(UnknownPerson):
        PopulationTwin().citizen(number)


def test_by_its_last_digits_a_number_shows_how_a_system_fails() -> None:
    waited: list[float] = []
    port = PopulationTwin(Twin(SYSTEM, sleep=waited.append))

    with pytest.raises(UnknownPerson):
        port.citizen("046194000197")
    with pytest.raises(NotAvailable):
        port.citizen("046194000199")
    assert port.citizen("046194000198").value.number == "046194000198"
    assert waited == [6.0]


def test_a_system_that_is_behind_disagrees_with_itself_up_to_date() -> None:
    number = "046194000196"
    behind = PopulationTwin().citizen(number).value
    current = PopulationTwin(Twin(SYSTEM, moods={})).citizen(number).value

    assert behind.name == current.name
    assert behind.residence != current.residence


def test_a_slow_system_is_not_waited_for() -> None:
    held = threading.Event()
    began = time.monotonic()
    try:
        with pytest.raises(TimedOut):
            ask(lambda: held.wait(5), timeout=0.05)
    finally:
        held.set()
    assert time.monotonic() - began < 2


def test_several_systems_take_no_longer_than_the_time_out_together() -> None:
    held = threading.Event()
    slow = [lambda: held.wait(5)] * 3
    began = time.monotonic()
    try:
        found = together([*slow, lambda: True], timeout=0.1)
    finally:
        held.set()

    assert time.monotonic() - began < 2
    assert [type(one.error) for one in found] == [TimedOut, TimedOut, TimedOut, type(None)]
    assert found[3].get() is True


def test_a_system_that_hangs_does_not_hold_up_those_who_ask_later() -> None:
    held = threading.Event()
    try:
        together([lambda: held.wait(5)] * twin.AT_ONCE, timeout=0.05)
        with pytest.raises(NotAvailable):
            ask(lambda: True, timeout=1)
    finally:
        held.set()
    time.sleep(0.05)
    assert ask(lambda: True, timeout=1)


def test_what_breaks_in_its_own_way_is_not_available() -> None:
    def breaks() -> None:
        raise ConnectionResetError("peer")

    with pytest.raises(NotAvailable):
        ask(breaks)
    with pytest.raises(UnknownPerson):
        ask(lambda: PopulationTwin().citizen("1"))


def test_nobody_is_married_as_a_child_and_spouses_are_of_the_other_sex() -> None:
    port = CivilStatusTwin()
    child = port.status("046226000012").value
    found = [port.status(f"0461940{number:05d}").value for number in range(100, 180)]

    assert child.status == "never"
    assert {one.status for one in found} >= {"never", "married", "divorced"}
    assert all(bool(one.spouse_name) == (one.status != "never") for one in found)
    assert all(one.married == (one.status == "married") for one in found)


def test_a_number_that_is_behind_was_never_married() -> None:
    assert {CivilStatusTwin().status(f"04609000{n:02d}96").value.status for n in range(30)} == {"never"}


def test_some_people_hold_land_and_some_do_not() -> None:
    port, held, none = LandTwin(), 0, 0
    for number in range(100, 160):
        try:
            found = port.parcel(f"0460900{number:05d}").value
            held += 1
            assert found.area > 0
            assert found.certificate.startswith("CS ")
        except UnknownPerson:
            none += 1

    assert held > none > 0


def test_only_the_old_draw_a_pension() -> None:
    port = InsuranceTwin()

    assert port.insured("046141000077").value.pension
    assert port.insured(LAN).value.pension is None
    assert len(port.insured(LAN).value.card) == 15


def test_invented_people_live_in_communes_of_today() -> None:
    assert Invented(LAN).address()["commune"] in twin.COMMUNES
    assert Invented("046294000123").year == 2094
    assert Twin("x", moods={"23": Mood(down=True)}).moods["23"] != GOOD
