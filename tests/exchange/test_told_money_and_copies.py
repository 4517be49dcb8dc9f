"""The portal hears when money was taken, and what a scan was made from, as the counter said it."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from at_the_line import Line

from at_work import opening, receive
from people import LAN
from thongsuot.areas.dossiers import collecting, payments
from thongsuot.engine import papers, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.making import Paper
from thongsuot.engine.paper_facts import PORTAL_CODES, Kind, PaperFacts
from thongsuot.exchange.national import composing
from thongsuot.ports.national_messages import Collected, CopyKind

pytestmark = pytest.mark.usefixtures("thuan_hoa")
FEES = [
    {"name": "Phí thẩm định", "amount": 150_000, "purpose": "fee", "lines": []},
    {"name": "Lệ phí cấp phép", "amount": 75_000, "purpose": "charge", "lines": []},
]


def with_fees() -> Case:
    return verbs.open(LAN, replace(opening(), facts={**opening().facts, "fees": FEES}))


def collect(case: Case, purpose: str, paid: int, when: str) -> Case:
    given = {"purpose": purpose, "paid": paid, "how": "cash", "when": when}
    collecting.collect(LAN, case.id, case.length, given, key=uuid4())
    return replace(case, length=case.length + 1)


@pytest.mark.parametrize(("when", "code"), [("intake", 1), ("supplement", 2), ("result", 4)])
def test_the_row_of_a_payment_says_when_the_money_was_taken(line: Line, when: str, code: int) -> None:
    case = with_fees()
    collect(collect(case, "fee", 150_000, "intake"), "charge", 75_000, when)
    line.send()
    rows = line.there(case).rows

    assert [row["DanhSachLePhi"] for row in rows] == [
        [],
        [{"TenPhiLePhi": "Phí", "HinhThucThu": 1, "Gia": 150_000, "TrangThaiThanhToan": 1}],
        [{"TenPhiLePhi": "Lệ phí", "HinhThucThu": code, "Gia": 75_000, "TrangThaiThanhToan": 1}],
    ]


def test_what_brings_no_money_tells_of_none(line: Line) -> None:
    case = receive()
    line.send()
    assert [row["DanhSachLePhi"] for row in line.there(case).rows] == [[]]


def test_every_time_of_taking_money_is_known_to_the_contract() -> None:
    assert {Collected(code) for code in payments.COLLECTED.values()} == set(Collected)


def test_the_owner_of_a_stuck_message_reads_its_money() -> None:
    fee = {"TenPhiLePhi": "Lệ phí", "HinhThucThu": 4, "Gia": 75_000, "TrangThaiThanhToan": 1}
    assert composing.masked({"DanhSachLePhi": [fee]}) == {"DanhSachLePhi": [fee]}


def scan(name: str, kind: Kind | None, component: str = "ban-ve") -> Paper:
    kept = papers.keep([b"%PDF-1.7 " + name.encode()], f"{name}.pdf", component=component)
    return replace(kept, facts=PaperFacts(kind=kind))


def told(line: Line, originals: int, copies: int, *scans: Paper) -> list[tuple[str, int, int, int]]:
    """(component, LoaiBan, SoLuong, files) of what a dossier with these papers was told to have."""
    papers_ = [{"key": "ban-ve", "name": "Bản vẽ", "originals": originals, "copies": copies}]
    case = verbs.open(LAN, replace(opening(), papers=scans, facts={**opening().facts, "papers": papers_}))
    line.send()
    found = line.there(case).content["ThanhPhanHoSo"]
    return [(one["MaThanhPhanHoSo"], one["LoaiBan"], one["SoLuong"], len(one["GiayToDinhKem"])) for one in found]


def test_a_scan_goes_with_what_it_was_made_from(line: Line) -> None:
    assert told(line, 1, 2, scan("một", Kind.COPY), scan("hai", Kind.ORIGINAL)) == [
        ("ban-ve", 0, 1, 1), ("ban-ve", 1, 2, 1),
    ]  # fmt: skip


def test_a_file_of_which_nobody_said_goes_with_the_first(line: Line) -> None:
    assert told(line, 1, 2, scan("một", None)) == [("ban-ve", 0, 1, 1), ("ban-ve", 1, 2, 0)]


def test_what_was_not_counted_is_counted_by_its_files(line: Line) -> None:
    assert told(line, 1, 0, scan("một", Kind.ELECTRONIC), scan("hai", Kind.CERTIFIED)) == [
        ("ban-ve", 0, 1, 0), ("ban-ve", 2, 2, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "code"), [(Kind.ORIGINAL, 0), (Kind.COPY, 1), (None, 2)])
def test_what_no_component_asks_for_says_its_kind_too(line: Line, kind: Kind | None, code: int) -> None:
    assert told(line, 0, 0, scan("một", kind, "khac")) == [("ban-ve", 2, 1, 0), ("khac", code, 1, 1)]


def test_every_kind_has_a_code_of_the_contract() -> None:
    assert {CopyKind(PORTAL_CODES[kind]) for kind in Kind} == set(CopyKind)
