"""The register of systems, faults met by many, conditions of communes, and the figures that tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

import people
from people import HOA, KIEN, LAN, MAI, MINH, OANH, QUYEN, VAN
from scenarios.fault import LINH, TOLD
from thongsuot.areas.systems import area, conditions, figures, holdings, joining, standing
from thongsuot.engine import briefed, sql, verbs
from thongsuot.engine.briefed import Figure, Span
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound
from thongsuot.register import calendar

TODAY = datetime.now(verbs.VIETNAM).date()
SPAN = Span(datetime.now(UTC) - timedelta(days=7), datetime.now(UTC) + timedelta(days=1))
STATED = {"line": "good", "equipment": "enough", "software": "working", "seats": "4", "it_officer": "full"}


@pytest.fixture(autouse=True)
def systems(db: None) -> Iterator[None]:
    people.settle((*people.EVERYBODY, LINH))
    calendar.load_calendar_rows()
    holdings.load(TODAY)
    yield
    calendar.forget()
    people.forget()


def report(title: str = "Không gửi được kết quả", **changed: str) -> Case:
    given = {"system": "ho-tich", "title": title, **TOLD, **changed}
    return verbs.open(LAN, area.prepare(LAN, given, None, datetime.now(UTC)))


def test_the_register_is_loaded_once_and_says_what_is_not_verified() -> None:
    assert holdings.load(TODAY) == 0
    found = holdings.find("ho-tich")

    assert found is not None
    assert (found.owner, found.kind, found.verified) == ("bo.G15", "ministry", False)
    assert not found.facts, "nobody has said whether it is unified"


def test_a_fact_is_stated_by_the_owner_with_its_source_and_the_one_before_stays() -> None:
    now = datetime.now(UTC)
    holdings.state(LINH, "ho-tich", "connected", True, date(2025, 9, 1), "CV 1/BTP", now)
    after = holdings.state(LINH, "ho-tich", "connected", False, TODAY, "CV 2/BTP", now + timedelta(seconds=1))

    assert not after.holds("connected")
    assert sql.run("SELECT count(*) FROM systems_fact WHERE system = 'ho-tich'")[0][0] == 2
    with pytest.raises(NotAllowed, match="chủ quản"):
        holdings.state(LAN, "ho-tich", "connected", True, TODAY, "tôi biết", now)
    with pytest.raises(NotFound):
        holdings.state(LINH, "nothing", "connected", True, TODAY, "x", now)


@pytest.mark.parametrize(
    ("fact", "since", "source", "field"),
    [
        ("fast", TODAY, "CV 1", "fact"),
        ("connected", TODAY + timedelta(days=2), "CV 1", "since"),
        ("connected", TODAY, " ", "source"),
    ],
)
def test_a_fact_without_a_source_or_of_tomorrow_is_refused(fact: str, since: date, source: str, field: str) -> None:
    with pytest.raises(NeedsNotMet) as refused:
        holdings.state(LINH, "ho-tich", fact, True, since, source, datetime.now(UTC))
    assert [name for name, _ in refused.value.faults] == [field]


def test_only_an_administrator_registers_an_address_and_only_a_public_one() -> None:
    holdings.register_address(QUYEN, "ho-tich", " https://hotich.example.vn/ ")
    found = holdings.find("ho-tich")
    assert found is not None
    assert found.address == "https://hotich.example.vn/"
    with pytest.raises(NotAllowed):
        holdings.register_address(LINH, "ho-tich", "https://hotich.example.vn/")
    with pytest.raises(NeedsNotMet):
        holdings.register_address(QUYEN, "ho-tich", "http://127.0.0.1:5432/")
    holdings.register_address(QUYEN, "ho-tich", "")


def test_who_meets_it_too_is_counted_once_also_from_another_province() -> None:
    fault, now = report(), datetime.now(UTC)

    assert joining.met(HOA, fault.id, now)
    assert not joining.met(HOA, fault.id, now), "once"
    assert not joining.met(LAN, fault.id, now), "she reported it"
    assert joining.met(MAI, fault.id, now)
    found = standing.now_of("ho-tich", TODAY)[0]
    assert (found.people, found.faults[0].bodies, found.state) == (3, 2, "faulty")
    assert ("Bao nhiêu người gặp", "3") in area.pairs(fault)


def test_a_leader_or_a_closed_fault_gets_a_sentence() -> None:
    fault, now = report(), datetime.now(UTC)
    with pytest.raises(NotAllowed):
        joining.met(OANH, fault.id, now)
    with pytest.raises(NotFound):
        joining.met(HOA, uuid4(), now)
    verbs.move(LAN, fault.id, fault.length, "withdraw")
    with pytest.raises(Impossible, match="khép lại"):
        joining.met(HOA, fault.id, now)


def test_reporters_of_a_joined_fault_count_with_the_main_one() -> None:
    main, other = report(), report("Không đồng bộ được khai tử")
    joining.met(VAN, other.id, datetime.now(UTC))
    verbs.move(LINH, other.id, other.length, "join", {"main": main.code})

    assert joining.witnesses(main.id) == 2
    found = standing.now_of("ho-tich", TODAY)[0]
    assert [one.code for one in found.faults] == [main.code]


def test_a_fault_of_tomorrow_or_of_no_system_is_refused() -> None:
    with pytest.raises(NeedsNotMet, match="sau lúc này"):
        report(since=(datetime.now(UTC) + timedelta(hours=1)).isoformat())
    with pytest.raises(NeedsNotMet, match="danh sách"):
        report(system="nothing")


def listed(key: str, place: str = "") -> list[tuple[object, ...]]:
    figure = briefed.told()[key]
    assert isinstance(figure, Figure)
    return sql.run(figure.statement, Span(SPAN.start, SPAN.as_of, place).parameters())


def test_the_procedures_concerned_are_known_ones() -> None:
    given = {"system": "ho-tich", "title": "x", "procedures": ["9.999999"], **TOLD}
    with pytest.raises(NeedsNotMet, match=r"9\.999999"):
        area.prepare(LAN, given, None, datetime.now(UTC))


def test_the_figures_are_their_lists_and_keep_to_their_place() -> None:
    late, waiting = report(), report("Sai năm sinh")
    case = verbs.move(
        LINH, late.id, late.length, "promise", {"until": (datetime.now(UTC) + timedelta(hours=2)).isoformat()}
    )
    assert {row[0] for row in listed("faults_open")} == {late.id, waiting.id}
    assert [row[0] for row in listed("faults_unanswered")] == [waiting.id]
    assert listed("faults_late", "96") == []
    sql.run("UPDATE engine_case SET due_at = now() - interval '1 hour' WHERE id = %s", [case.id])
    assert [row[0] for row in listed("faults_late", "46")] == [late.id]


def test_a_commune_states_what_it_has_and_states_it_anew_on_the_same_day() -> None:
    now = datetime.now(UTC)
    conditions.state(LAN, {**STATED, "it_officer": "none", "line": "weak"}, TODAY, now)
    found = conditions.of(["19789"], TODAY)[0]
    assert found.lacks == ["line", "it_officer"]
    assert figures.without_officer(Span(SPAN.start, SPAN.as_of, "19789")) == 1
    assert figures.without_officer(Span(SPAN.start, SPAN.as_of, "31825")) is None, "nothing was said there"
    conditions.state(MINH, STATED, TODAY, now)
    again = conditions.of(["19789"], TODAY)
    assert (len(again), again[0].lacks, again[0].entered_by) == (1, [], "Lê Văn Minh, Chuyên viên")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"line": "fast"}, "line"), ({"seats": "-1"}, "seats"), ({"seats": "9" * 30}, "seats"),
     ({"note": "x" * 501}, "note"), ({"it_officer": ""}, "it_officer")],
)  # fmt: skip
def test_a_wrong_condition_is_refused_at_its_field(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(NeedsNotMet) as refused:
        conditions.state(LAN, {**STATED, **wrong}, TODAY, datetime.now(UTC))
    assert [name for name, _ in refused.value.faults] == [field]


@pytest.mark.parametrize("who", [OANH, LINH, KIEN])
def test_who_works_in_no_commune_states_nothing(who: people.Actor) -> None:
    with pytest.raises(NotAllowed):
        conditions.state(who, STATED, TODAY, datetime.now(UTC))


def test_who_looks_at_which_provinces() -> None:
    assert [code for code, _ in conditions.provinces_of(OANH, TODAY)] == ["46"]
    assert [code for code, _ in conditions.provinces_of(HOA, TODAY)] == ["96"]
