"""The gateway's statement against the books of Thuận Hóa: every difference has an owner, and Cúc settles it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import people
from people import CUC, HOA, HUNG, KIEN, LAN, MINH
from scenarios import dossier as story
from thongsuot.areas.dossiers import ledger, payments, reconciling
from thongsuot.areas.dossiers.models_money import Payment, Reconciled
from thongsuot.areas.dossiers.reconciling import Entry, compare, state_of
from thongsuot.engine import intents, reading, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.ports import payment
from thongsuot.ports.payment import BadStatement, StatementLine, read_statement, write_statement
from thongsuot.ports.payment_twin import VIETNAM, GatewayTwin
from thongsuot.register import calendar

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.fixture
def demo(db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.DEMO, settings.VAR = True, tmp_path
    people.settle()
    calendar.load_calendar_rows()
    yield
    calendar.forget()


def paid(way: str) -> Case:
    """Hùng pays 75.000 đ through the gateway, in one of the twin's ways."""
    opening = story.opening("submit", {}, datetime.now(UTC))
    fees = [{"name": "Lệ phí", "amount": 75_000, "purpose": "charge"}]
    case = verbs.open(HUNG, replace(opening, facts={**opening.facts, "fees": fees}))
    address = payments.begin(reading.case_page(HUNG, case.id), "charge", datetime.now(UTC))
    twin = payment.gateway()
    assert isinstance(twin, GatewayTwin)
    for body, signature in twin.pay(address.rsplit("/", 1)[-1], way, datetime.now(UTC)):
        payments.arrived(twin.read(body, signature))
    intents.apply_waiting(datetime.now(UTC) + timedelta(seconds=1))
    return case


def today() -> date:
    return datetime.now(VIETNAM).date()


def rows(actor: Any = CUC) -> list[Reconciled]:
    return reconciling.page(actor, today() - timedelta(days=1), today())[0]


def test_paid_is_reconciled_only_after_the_statement(demo: None) -> None:
    case = paid("prompt")
    assert not ledger.status(reading.story(case.id)).reconciled
    assert reconciling.run(today()) == {"matched": 1, "only_here": 0, "only_there": 0, "differs": 0}
    assert ledger.status(reading.story(case.id)).reconciled


def test_each_error_of_the_statement_is_a_difference_of_its_kind(demo: None) -> None:
    for way in ("prompt", "unlisted", "misstated", "beside"):
        paid(way)
    assert reconciling.run(today()) == {"matched": 2, "only_here": 1, "only_there": 1, "differs": 1}
    found, totals = reconciling.page(CUC, today(), today())
    assert (totals.rows, totals.open, totals.ours, totals.theirs) == (5, 3, 300_000, 301_000)
    assert [reconciling.is_open(one) for one in found] == [True, True, True, False, False]


def test_run_again_it_changes_nothing(demo: None) -> None:
    paid("misstated")
    paid("twice")
    first = reconciling.run(today())
    before = list(Reconciled.objects.order_by("id").values())
    assert reconciling.run(today()) == first
    assert list(Reconciled.objects.order_by("id").values()) == before


def test_what_goes_back_is_reconciled_too(demo: None) -> None:
    paid("charge_back")
    assert reconciling.run(today())["matched"] == 2
    assert reconciling.page(CUC, today(), today())[1].ours == 0


def test_a_payment_of_late_evening_that_the_next_statement_brings_is_matched(
    demo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid("unlisted")
    reconciling.run(today())
    row = Reconciled.objects.get()
    assert (row.state, row.day) == ("only_here", today())
    line = StatementLine("pvhcc.19789", "", row.transaction, "in", 75_000, AT)
    monkeypatch.setattr(GatewayTwin, "statement", lambda self, day: write_statement([line]))
    reconciling.run(today() + timedelta(days=1))
    row.refresh_from_db()
    assert (row.state, row.day) == ("matched", today())


def test_cuc_takes_a_difference_and_settles_it_with_a_reason(demo: None) -> None:
    case = paid("misstated")
    reconciling.run(today())
    (row,) = rows()
    assert reconciling.take(CUC, row.id).owner_name == CUC.name
    with pytest.raises(NeedsNotMet, match="lý do"):
        reconciling.settle(CUC, row.id, "  ")
    reconciling.settle(CUC, row.id, "Cổng đã đính chính sao kê bằng công văn")
    assert ledger.status(reading.story(case.id)).reconciled
    with pytest.raises(Impossible):
        reconciling.settle(CUC, row.id, "Lần nữa")
    reconciling.run(today())
    assert Reconciled.objects.get().settled_at is not None, "the same statement again opens nothing"


def test_a_settled_difference_is_open_again_when_the_sums_change(demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    paid("misstated")
    reconciling.run(today())
    (row,) = rows()
    reconciling.settle(CUC, row.id, "Đã hỏi cổng")
    line = StatementLine("pvhcc.19789", "", row.transaction, "in", 60_000, AT)
    monkeypatch.setattr(GatewayTwin, "statement", lambda self, day: write_statement([line]))
    reconciling.run(today())
    assert [reconciling.is_open(one) for one in rows()] == [True]


def test_lan_reads_and_does_not_settle_hoa_sees_nothing_and_minh_has_no_business_there(demo: None) -> None:
    paid("misstated")
    reconciling.run(today())
    (row,) = rows(LAN)
    with pytest.raises(NotAllowed):
        reconciling.settle(LAN, row.id, "Tôi tự sửa")
    assert rows(HOA) == []
    with pytest.raises(NotFound):
        reconciling.find(HOA, row.id)
    with pytest.raises(NotAllowed):
        reconciling.page(MINH, today(), today())
    assert len(rows(KIEN)) == 1


def test_without_a_gateway_or_with_a_broken_statement_nothing_is_written(
    demo: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid("prompt")
    monkeypatch.setattr(GatewayTwin, "statement", lambda self, day: b"khong phai sao ke")
    with pytest.raises(Refused, match="cột"):
        reconciling.run(today())
    settings.DEMO = False
    with pytest.raises(Refused, match="chưa nối"):
        reconciling.run(today())
    assert (Reconciled.objects.count(), Payment.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    "row",
    ["a,b,c,in,x,2026-11-20T10:00:00+07:00", "a,b,c,sideways,1,2026-11-20T10:00:00+07:00", "a,b,c,in,1,hom qua",
     "a,b,,in,1,2026-11-20T10:00:00+07:00", "a,b", "a,b,c,in,1,2026-11-20T10:00:00",
     "a,\x00,c,in,1,2026-11-20T10:00:00+07:00"],
)  # fmt: skip
def test_a_statement_with_one_line_that_cannot_be_read_is_not_read_at_all(row: str) -> None:
    with pytest.raises(BadStatement):
        read_statement(f"merchant,reference,transaction,flow,amount,at\n{row}\n".encode())


def test_what_is_not_text_is_no_statement() -> None:
    with pytest.raises(BadStatement, match="UTF-8"):
        read_statement(b"\xff\xfe\x00")
    with pytest.raises(BadStatement, match="cột"):
        read_statement(b"")


_NAMES = st.sampled_from(["A", "B", "C", "D", "E"])
_ENTRIES = st.lists(
    st.builds(Entry, st.sampled_from(["in", "out"]), _NAMES, st.integers(1, 5), st.just(DAY), st.just("x"),
              st.just("46"), st.just(UUID(int=1))),
    unique_by=lambda one: (one.flow, one.transaction),
)  # fmt: skip
_LINES = st.lists(
    st.builds(StatementLine, st.just("x"), st.just(""), _NAMES, st.sampled_from(["in", "out"]), st.integers(1, 5),
              st.just(AT))
)  # fmt: skip


@given(_ENTRIES, _LINES, st.randoms())
def test_no_dong_is_lost_between_the_two_sides(ours: list[Entry], theirs: list[StatementLine], chance: Any) -> None:
    found = compare(ours, theirs, DAY)
    assert sum(one.ours or 0 for one in found) == sum(one.amount for one in ours)
    assert sum(one.theirs or 0 for one in found) == sum(one.amount for one in theirs)
    keys = [(one.flow, one.transaction) for one in found]
    assert len(keys) == len(set(keys))
    assert {state_of(one.ours, one.theirs) for one in found} <= set(reconciling.STATES)
    chance.shuffle(ours)
    chance.shuffle(theirs)
    assert compare(ours, theirs, DAY) == found


@given(_LINES)
def test_a_statement_is_read_as_it_was_written(lines: list[StatementLine]) -> None:
    assert read_statement(write_statement(lines)) == lines


def test_two_nothings_have_no_state() -> None:
    with pytest.raises(ValueError, match="no sum"):
        state_of(None, None)
