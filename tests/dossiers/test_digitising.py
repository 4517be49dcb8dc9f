"""Lan's scans are signed in her name: the copy is the scan with a signature behind it; what is unsigned is her work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import at_work
import people
import scanned
from people import HOA, LAN, MAI, MINH
from thongsuot.areas.dossiers import digitising
from thongsuot.engine import papers, sql, stamper, verify
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotAllowed, Refused
from thongsuot.engine.making import Paper
from thongsuot.engine.paper_facts import Kind, PaperFacts
from thongsuot.ports import signing
from thongsuot.ports.signing_twin import SigningTwin
from thongsuot.register import bodies, calendar


@pytest.fixture(scope="module")
def service_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(autouse=True)
def site(db: None, settings: Any, tmp_path: Path, service_folder: Path) -> Iterator[None]:
    settings.DEMO, settings.VAR = True, tmp_path
    (tmp_path / "signing-twin").symlink_to(service_folder)
    twin().behave("well")
    people.settle()
    calendar.load_calendar_rows()
    bodies.forget()
    yield
    bodies.forget()
    calendar.forget()


def twin() -> SigningTwin:
    found = signing.service()
    assert isinstance(found, SigningTwin)
    return found


def scan(*, sign: bool = True, **more: Any) -> Paper:
    kept = papers.keep([scanned.sound()], "Tờ khai.pdf", component="to-khai", origin="scan")
    return replace(kept, facts=PaperFacts(kind=Kind.ORIGINAL, pages=1, dpi=200, sign=sign, **more))


def received(*brought: Paper) -> Case:
    case = at_work.receive(papers=brought)
    follow()
    return case


def follow() -> None:
    stamper.stamp("vn")
    digitising.catch_up("vn")


def work(ahead: timedelta = timedelta(0)) -> int:
    done = 0
    while digitising.work_one(datetime.now(UTC) + ahead):
        done += 1
    return done


def standing(paper: Paper) -> digitising.Scan:
    return digitising.of([paper.id])[paper.id]


def test_a_scan_is_signed_by_who_received_it_and_the_copy_begins_with_the_scan_itself() -> None:
    brought = scan()
    received(brought)

    assert work() == 1

    found = standing(brought)
    assert (found.state, found.signer) == (digitising.DONE, LAN.name)
    copy = papers.path(found.signed).read_bytes()
    assert copy.startswith(scanned.sound()), "what the chain covers is what was signed"
    from thongsuot.engine import signature_checks

    checked = signature_checks.check(copy, signing.trusted(), signing.lists())
    assert [(one.verdict, one.name.split(" (")[0], one.stamped) for one in checked.signatures] == [
        ("valid", LAN.name, True)
    ]
    assert work() == 0


def test_what_is_said_of_a_paper_is_covered_by_the_chain() -> None:
    at = datetime.now(UTC)
    case = received(scan(compared_by=str(LAN.person), compared_at=at))

    body = sql.run("SELECT body::json -> 'papers' -> 0 -> 'facts' FROM engine_entry WHERE case_id = %s", [case.id])[0][
        0
    ]
    assert body == {
        "kind": "original", "compared_by": str(LAN.person), "compared_at": at.isoformat(), "pages": 1, "dpi": 200,
        "sign": True,
    }  # fmt: skip
    assert verify.verify_site("vn").faults == ()


def test_who_did_not_sign_at_the_counter_has_it_on_a_list_until_it_is_signed() -> None:
    brought = scan(sign=False)
    case = received(brought)
    assert work() == 0

    (row,), total = digitising.unsigned(LAN)
    assert (row.id, row.case_id, row.state, total) == (brought.id, case.id, digitising.UNSIGNED, 1)
    assert digitising.sign(MAI, [brought.id], datetime.now(UTC)) == 1
    work()

    assert standing(brought).signer == MAI.name, "who pressed signs, not who received"
    assert digitising.unsigned(LAN) == ((), 0)


def test_nobody_signs_what_another_counter_scanned_nor_without_a_counter() -> None:
    brought = scan(sign=False)
    received(brought)

    assert digitising.unsigned(HOA) == ((), 0)
    with pytest.raises(Impossible, match="quầy khác"):
        digitising.sign(HOA, [brought.id], datetime.now(UTC))
    with pytest.raises(NotAllowed):
        digitising.sign(MINH, [brought.id], datetime.now(UTC))
    with pytest.raises(Refused, match="ít nhất một"):
        digitising.sign(LAN, [], datetime.now(UTC))
    assert standing(brought).state == digitising.UNSIGNED


def test_without_a_service_nothing_is_signed_and_it_is_said(settings: Any) -> None:
    brought = scan(sign=False)
    received(brought)
    settings.DEMO = False

    with pytest.raises(Impossible, match="chưa nối dịch vụ ký số"):
        digitising.sign(LAN, [brought.id], datetime.now(UTC))


@pytest.mark.parametrize("conduct", ["down", "expired", "revoked", "wrong_body"])
def test_a_service_that_fails_is_tried_again_and_then_it_is_signed_once(conduct: Any) -> None:
    brought = scan()
    received(brought)
    twin().behave(conduct)
    assert digitising.work_one(datetime.now(UTC))
    assert standing(brought).state == digitising.WAITING
    assert standing(brought).trouble
    assert work() == 0, "not before its time"

    twin().behave("well")
    assert work(timedelta(minutes=1)) == 1

    assert standing(brought).state == digitising.DONE


def test_after_the_last_try_it_is_the_officers_work() -> None:
    brought = scan()
    received(brought)
    twin().behave("down")

    for turn in range(digitising.MOST_TRIES):
        assert digitising.work_one(datetime.now(UTC) + timedelta(hours=turn + 1))

    assert standing(brought).state == digitising.DEAD
    assert not digitising.work_one(datetime.now(UTC) + timedelta(days=9))
    assert [row.state for row in digitising.unsigned(LAN)[0]] == [digitising.DEAD]


def test_an_entry_with_many_papers_is_followed_whole_and_twice_makes_nothing_new() -> None:
    brought = [scan(sign=False) for _ in range(3)]
    received(*brought)
    assert len(digitising.of(one.id for one in brought)) == 3

    sql.run("UPDATE dossiers_scan_position SET sequence = 0")
    while digitising.catch_up("vn", most=1):
        continue

    assert sql.run("SELECT count(*) FROM dossiers_scan")[0][0] == 3


def test_what_was_sent_from_home_is_nobodys_to_sign() -> None:
    upload = replace(scan(), origin="upload")

    received(upload)

    assert digitising.of([upload.id]) == {}


def test_the_signed_copies_are_safe_from_the_sweep() -> None:
    brought = scan()
    received(brought)
    work()

    assert [one.hex() for one in digitising.digests()] == [standing(brought).signed]
    assert isinstance(brought.id, UUID)
