"""Behind the briefing: nothing issued can be unwritten, figures agree with one another and with their lists."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta

import pytest
from bench.briefing import lay_out
from django.db import DatabaseError, transaction
from officers import Desk

from thongsuot.engine import briefed, registry, sql
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.briefed import Figure, Section, Span
from thongsuot.engine.process import Exposure
from thongsuot.measures import counting, definitions, tables
from thongsuot.measures.briefing import issuing, lists, periods, reading, sealing, told
from thongsuot.measures.briefing.places import Place, place
from thongsuot.measures.definitions import IDENTITIES

NATION = Place("", "Cả nước")
ALL = Figure("test.all", Section.TASKS, "Tất cả", "…", "SELECT c.id FROM engine_case c")


@pytest.mark.parametrize("table", tables.APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_was_entered_written_or_issued_cannot_be_unwritten(desk: Desk, table: str, change: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        sql.run(change.format(table))


def test_simulated_weeks_agree_with_their_lists_and_the_identities_hold_for_every_tier(desk: Desk) -> None:
    lay_out(400)
    now = datetime.now(UTC)
    chosen = periods.week(now.date())
    busy = sql.run("SELECT competent_body FROM measures_stretch GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0][0]
    ward = place(busy.removeprefix("ubnd."))
    assert ward is not None
    for where in (NATION, place(ward.province), ward):
        assert where is not None
        found = reading.read(where, chosen, now)
        span = reading.spans(where, chosen, now)[0]
        for one in found.values:
            if one.key.startswith("dossier."):
                listed = lists.listing(SYSTEM, one.key, where, span)
                assert one.value == listed.total == listed.seen, (where, one.key)
                assert sum(one.places.values()) == one.value, (where, one.key)
        _identities(found)

    drawn = {one.key: one for one in reading.read(NATION, chosen, now).charts}
    week = drawn["dossier.weeks"].bars[-1]
    resolved, late = counted(now - timedelta(days=7), now)
    assert (week.value, week.other) == (resolved, late)
    assert resolved > late > 0
    assert len(drawn["dossier.days"].bars) >= 1
    overdue = reading.read(NATION, chosen, now).value("dossier.overdue")
    assert overdue is not None
    assert sum(bar.value for bar in drawn["dossier.overdue.map"].bars) == overdue.value


def counted(start: datetime, end: datetime) -> tuple[int, int]:
    """What the board counts as resolved, and as late, in a span."""
    total = counting.count(SYSTEM, [definitions.period(start, end)], "nation").total()
    return total["resolved"], total["late"]


def _identities(found: reading.Briefing) -> None:
    """Those of the board, as far as the briefing shows every figure of one."""
    known = {one.key.removeprefix("dossier."): one.value for one in found.values}
    checked = 0
    for whole, parts in IDENTITIES:
        if whole in known and set(parts) <= set(known):
            assert known[whole] == sum(known[part] or 0 for part in parts), whole
            checked += 1
    assert checked >= 3


def test_a_digest_is_the_lists_own_whatever_its_order(desk: Desk) -> None:
    lay_out(60)
    now = datetime.now(UTC)
    chosen = periods.week(now.date())
    first = {one.key: one.digest for one in reading.read(NATION, chosen, now, digests=True).values}
    again = {one.key: one.digest for one in reading.read(NATION, chosen, now, digests=True).values}
    assert first == again
    assert len(first["dossier.received"]) == 16

    latest = "SELECT case_id FROM measures_stretch ORDER BY since DESC LIMIT 1"
    sql.run(f"DELETE FROM measures_stretch WHERE case_id = ({latest})")
    after = {one.key: one.digest for one in reading.read(NATION, chosen, now, digests=True).values}
    assert after["dossier.total"] != first["dossier.total"]


def test_what_is_sealed_is_in_no_figure_and_no_list(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        desk("lan").receive()
    monkeypatch.setattr(briefed, "_told", {ALL.key: ALL})
    now = datetime.now(UTC)
    span = Span(now - timedelta(days=7), now)
    whole = told.values(NATION, span, span)[0].value
    assert whole
    assert whole >= 2

    kinds = list(registry.exposed(Exposure.SEALED))
    monkeypatch.setattr(registry, "exposed", lambda kind: [*kinds, "dossier"] if kind is Exposure.SEALED else [])
    assert (told.values(NATION, span, span)[0].value or 0) <= whole - 2


def test_what_is_asked_as_of_now_is_compared_with_the_last_issued_report_only(desk: Desk) -> None:
    now = datetime.now(UTC)
    asked = reading.read(NATION, periods.week(now.date()), now)
    undated = [one for one in asked.values if not one.dated and one.kind == "cases"]
    assert all(one.before is None for one in undated)
    assert issuing.against(asked, None) is asked


def test_a_report_that_cannot_be_signed_says_why_and_rests_after_ten_tries(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from officers import hidden_of

    chair = desk("long")
    page = chair.get("/bao-cao/ban-hanh?noi=46")
    address = chair.post("/bao-cao/ban-hanh?noi=46", hidden_of(page))["Location"]
    monkeypatch.setattr(importlib.import_module("thongsuot.ports.signing"), "service", lambda: None)
    moment = datetime.now(UTC)
    for _ in range(sealing.MOST_TRIES):
        assert sealing.work_one(moment)
        moment += sealing.LONGEST_WAIT
    assert not sealing.work_one(moment)
    assert "chưa nối dịch vụ ký số" in chair.get(address).content.decode()

    assert chair.post(f"{address}/ky-lai").status_code == 302
    assert sql.run("SELECT next_at IS NOT NULL, tries FROM measures_briefing_file") == [(True, 0)]
