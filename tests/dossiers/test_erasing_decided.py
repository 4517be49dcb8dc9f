"""Whose years are over is proposed by Cúc and approved by Bình; the duty to keep wins, and nothing of Hùng is left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from keeping_at_work import (
    BASIS,
    FEES,
    PDF,
    SECRETS,
    delivered,
    everywhere,
    handed_over,
    kept_beside,
    later,
    leave,
    now,
    paid,
    settle,
    state_of,
    with_money,
)
from keeping_at_work import withdrawn as gone

from at_work import bring_to, opening, receive
from people import BINH, CUC, FAR, HANH, HOA, HUNG, LAN, MINH, officer
from thongsuot.areas.dossiers.keeping import erasing, requests, retention
from thongsuot.engine import access, groups, papers, reading, sql, stamper, verbs, verify
from thongsuot.engine import erasing as engine_erasing
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NotAllowed, NotFound, Refused
from thongsuot.measures import folding
from thongsuot.register.working_time import VIETNAM


@pytest.fixture(autouse=True)
def _country(db: None, tmp_path: Path, settings: Any) -> Iterator[None]:
    settle(settings, tmp_path / "var")
    yield
    leave()


@pytest.fixture
def years_on(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The engine's clock stays; the rule is asked as if eleven years had gone by."""
    at = later(11)
    monkeypatch.setattr(engine_erasing, "_kept", {"dossier": lambda case, now: erasing.must_be_kept(case, at)})
    return at


def proposed(case: Case, at: datetime, who: Actor = CUC) -> erasing.Proposed:
    done, faults = erasing.propose(who, [case.id], BASIS, at)
    assert (done, faults) == (1, [])
    return next(one for one in erasing.proposals(who) if one.case_id == case.id and one.state == "waiting")


def test_two_people_and_a_receipt_and_nothing_of_him_is_left(tmp_path: Path, years_on: datetime) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    assert [one.code for one in erasing.over(CUC, years_on.date())[0]] == [case.code]
    requests.ask(HUNG, case.id, "phone", "0987 654 321", "Tôi đổi số.", now())

    erasing.decide(BINH, proposed(case, years_on).id, approve=True, reason="", now=years_on)

    assert everywhere((*SECRETS, "0987 654 321")) == []
    stamper.stamp("vn")
    assert verify.verify_site("vn").faults == ()
    assert state_of(case)[0] == "erased"
    assert erasing.over(CUC, years_on.date()) == ([], 0)


def test_figures_do_not_change(tmp_path: Path, years_on: datetime) -> None:
    case, _other = delivered(), bring_to("processing")
    handed_over(tmp_path / "twin")
    folded = "SELECT bucket, status, count(*), max(until) FROM measures_stretch GROUP BY 1, 2 ORDER BY 1, 2"
    while folding.catch_up("vn"):
        pass
    before = sql.run(folded)

    erasing.decide(BINH, proposed(case, years_on).id, approve=True, reason="", now=years_on)
    stamper.stamp("vn")
    while folding.catch_up("vn"):
        pass

    assert sql.run(folded) == before


def test_a_proposal_alone_erases_nothing(tmp_path: Path, years_on: datetime) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    proposed(case, years_on)
    assert reading.case_page(LAN, case.id).case.subject_name == "Trần Văn Hùng"


def test_the_years_that_run_win(tmp_path: Path) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    done, faults = erasing.propose(CUC, [case.id], BASIS, now())
    assert done == 0
    assert "còn thời hạn lưu" in faults[0]
    assert "chưa xác minh" in faults[0]


def test_what_the_archive_gave_no_receipt_for_stays(tmp_path: Path, years_on: datetime) -> None:
    case = delivered()
    handed_over(tmp_path / "twin", down=True)
    done, faults = erasing.propose(CUC, [case.id], BASIS, years_on)
    assert done == 0
    assert "biên nhận" in faults[0]


def test_what_was_reopened_after_the_receipt_is_not_covered_by_it(tmp_path: Path, years_on: datetime) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    case = verbs.move(BINH, case.id, case.length, "reopen", {"reasons": ["Sai tên"], "ground": "Điều 1"})
    case = bring_to("delivered", case)
    assert "biên nhận" in (erasing.must_be_kept(case, years_on) or "")


def test_what_is_kept_for_ever_is_never_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for_ever = retention.classes()[0]
    monkeypatch.setattr(retention, "class_of", lambda *about: for_ever)
    case = delivered()
    handed_over(tmp_path / "twin")
    assert "vĩnh viễn" in (erasing.must_be_kept(case, later(200)) or "")
    assert erasing.over(CUC, later(200).date()) == ([], 0)


def test_the_withdrawn_is_kept_for_less(tmp_path: Path) -> None:
    case = gone()
    handed_over(tmp_path / "twin")
    assert erasing.must_be_kept(case, later(4))
    assert erasing.must_be_kept(case, later(6)) is None


@pytest.mark.parametrize("who", [LAN, HANH, BINH, HOA, HUNG], ids=lambda one: one.name)
def test_only_the_clerk_proposes(tmp_path: Path, years_on: datetime, who: Actor) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    with pytest.raises(NotAllowed, match="Văn thư"):
        erasing.propose(who, [case.id], BASIS, years_on)


def test_a_clerk_of_another_place_finds_nothing(tmp_path: Path, years_on: datetime) -> None:

    case = delivered()
    handed_over(tmp_path / "twin")
    phai = officer("Sơn Thị Phai", ("clerk", f"vp.{FAR}"))
    assert erasing.over(phai, years_on.date()) == ([], 0)
    assert erasing.propose(phai, [case.id], BASIS, years_on) == (0, [NotFound().sentence])


@pytest.mark.parametrize("who", [CUC, LAN, HOA, MINH], ids=lambda one: one.name)
def test_only_the_chair_decides(tmp_path: Path, years_on: datetime, who: Actor) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    one = proposed(case, years_on)
    with pytest.raises(NotFound):
        erasing.decide(who, one.id, approve=True, reason="", now=years_on)
    assert reading.case_page(LAN, case.id).case.subject_name


def test_a_refusal_has_a_reason_and_a_decision_is_made_once(tmp_path: Path, years_on: datetime) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    one = proposed(case, years_on)
    with pytest.raises(Refused, match="lý do"):
        erasing.decide(BINH, one.id, approve=False, reason=" ", now=years_on)
    erasing.decide(BINH, one.id, approve=False, reason="Đang có khiếu nại.", now=years_on)
    with pytest.raises(Impossible, match="đã được quyết định"):
        erasing.decide(BINH, one.id, approve=True, reason="", now=years_on)
    assert reading.case_page(LAN, case.id).case.subject_name
    assert proposed(case, years_on), "it may be proposed again"


def test_twice_proposed_waits_once(tmp_path: Path, years_on: datetime) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    proposed(case, years_on)
    done, faults = erasing.propose(CUC, [case.id], BASIS, years_on)
    assert done == 0
    assert "chờ duyệt" in faults[0]


@pytest.mark.parametrize("basis", ["", " \x00 ", "x" * 501])
def test_a_proposal_has_a_basis(years_on: datetime, basis: str) -> None:
    with pytest.raises(Refused, match="căn cứ"):
        erasing.propose(CUC, [uuid4()], basis, years_on)
    with pytest.raises(Refused, match="ít nhất một"):
        erasing.propose(CUC, [], BASIS, years_on)


def test_a_basis_that_names_the_person_is_refused_before_anybody_approves(tmp_path: Path, years_on: datetime) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    done, faults = erasing.propose(CUC, [case.id], "Hồ sơ của Trần Văn Hùng", years_on)
    assert done == 0
    assert "không ghi tên" in faults[0]


def test_an_open_dossier_is_kept() -> None:
    assert erasing.must_be_kept(receive(), later(100)) == "Hồ sơ chưa kết thúc."


def erase(case: Case, at: datetime) -> None:
    erasing.decide(BINH, proposed(case, at).id, approve=True, reason="", now=at)


def test_nothing_of_him_is_left_wherever_something_stood_beside_the_dossier(
    tmp_path: Path, years_on: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    """Payments, a void receipt, refunds, notices, a group, codes, a list asked for by his name, his own copy."""
    case = with_money()
    copy = kept_beside(case)
    handed_over(tmp_path / "twin")
    said = everywhere(SECRETS)
    for table in ("dossiers_receipt:", "dossiers_refund:", "exchange_notice:", "exchange_notice_choice:",
                  "engine_own_copy:", "engine_group:", "engine_export:", "exchange_stage:"):  # fmt: skip
        assert any(one.startswith(table) for one in said), table

    with django_capture_on_commit_callbacks(execute=True):
        erase(case, years_on)

    assert everywhere(SECRETS) == []
    assert not copy.exists()
    assert sql.run("SELECT 1 FROM engine_track WHERE case_id = %s", [case.id]) == []
    stamper.stamp("vn")
    assert verify.verify_site("vn").faults == ()


def test_the_accounting_stays_without_the_payer(tmp_path: Path, years_on: datetime) -> None:
    case = with_money()
    handed_over(tmp_path / "twin")
    accounts = (
        "SELECT p.amount, p.transaction, r.year, r.number, r.content ->> 'amount' FROM dossiers_payment p"
        " JOIN dossiers_receipt r ON r.payment_id = p.id WHERE p.case_id = %s ORDER BY r.number"
    )
    before = sql.run(accounts, [case.id])
    assert len(before) == 3

    erase(case, years_on)

    assert sql.run(accounts, [case.id]) == before
    assert {row[0] for row in sql.run("SELECT content ->> 'payer' FROM dossiers_receipt")} == {"(đã xóa theo quy định)"}


def test_a_receipt_keeps_a_withdrawn_dossier_to_the_end_of_its_tenth_year(tmp_path: Path) -> None:
    case = with_money(ends="withdrawn")
    handed_over(tmp_path / "twin")
    last = datetime(now().year + 10, 12, 31, 8, tzinfo=VIETNAM)

    sentence = erasing.must_be_kept(case, last)

    assert sentence is not None
    assert f"31/12/{last.year}" in sentence
    assert "chứng từ kế toán" in sentence
    assert "chưa xác minh" in sentence
    assert erasing.over(CUC, last.date()) == ([], 0)
    over = last + timedelta(days=1)
    assert erasing.must_be_kept(case, over) is None
    assert [one.code for one in erasing.over(CUC, over.date())[0]] == [case.code]


def test_no_statement_of_the_application_takes_the_payer_from_a_receipt(tmp_path: Path, years_on: datetime) -> None:
    case = with_money()
    for statement in (
        "UPDATE dossiers_receipt SET content = '{}'",
        "UPDATE dossiers_receipt_void SET reason = ''",
        "DELETE FROM dossiers_receipt_void",
        "UPDATE dossiers_payment SET amount = 0",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql.run(statement)
    with pytest.raises(DatabaseError, match="does not end with its erasure"), transaction.atomic():
        sql.run("SELECT dossiers_erase_receipts(%s)", [case.id])


def test_who_has_another_dossier_here_keeps_how_he_wants_to_hear(tmp_path: Path, years_on: datetime) -> None:
    case, other = with_money(), receive()
    kept_beside(case)
    kept_group = sql.run("SELECT id FROM engine_group")[0][0]
    verbs.group(MINH, (there := bring_to("processing", other)).id, there.length, kept_group)
    handed_over(tmp_path / "twin")

    erase(case, years_on)

    assert sql.run("SELECT count(*) FROM exchange_notice_choice") == [(1,)]
    assert sql.run("SELECT name FROM engine_group") == [("Nhóm đã xóa tên",)]
    assert reading.case_page(LAN, other.id).case.subject_name == "Trần Văn Hùng"


WAYS = st.lists(
    st.sampled_from(["attach", "amend", "supplement", "claim", "pay", "group", "notices"]), max_size=7, unique=True
)


def lived(ways: list[str], word: str) -> Case:
    """A dossier with words of its person in every place where somebody may write them, and its end."""
    case = bring_to("processing", receive(subject={**HUNGS, "content": word}, facts={**opening().facts, "fees": FEES}))
    for way in ways:
        if way == "attach":
            kept = papers.keep([PDF + word.encode()], f"{word}.pdf")
            case = verbs.attach(MINH, case.id, case.length, (kept,))
        elif way == "amend":
            address = f"{word} {case.length}"
            case = verbs.amend(LAN, case.id, case.length, {"address": address}, case.subject_name)
        elif way == "supplement":
            case = verbs.move(MINH, case.id, case.length, "ask_supplement", {"defects": [word]})
            case = verbs.move(HUNG, case.id, case.length, "answer_supplement", {"answer": [word]})
        elif way == "pay":
            case = paid(case, word)
        elif way == "group":
            case = verbs.group(MINH, case.id, case.length, groups.make(MINH, f"Nhóm của {word}, Trần Văn Hùng"))
        elif way == "notices":
            kept_beside(case, word)
        elif way == "claim" and case.assignee is None:
            case = verbs.claim(MINH, case.id, case.length)
    return verbs.move(LAN, case.id, case.length, "withdraw", {"request": word})


HUNGS = {"name": "Trần Văn Hùng", "number": "046085001234", "kind": "citizen"}


@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways=WAYS)
def test_whatever_was_done_the_chain_stays_whole_and_no_word_of_the_person_is_left(
    ways: list[str], tmp_path: Path, years_on: datetime
) -> None:
    word = "Chuyện riêng nhà ông Hùng ở Vỹ Dạ"
    case = lived(ways, word)
    handed_over(tmp_path / "twin")

    erasing.decide(BINH, proposed(case, years_on).id, approve=True, reason="", now=years_on)

    assert everywhere((word, *SECRETS)) == []
    stamper.stamp("vn")
    assert verify.verify_site("vn").faults == ()
    found = reading.case_page(BINH, case.id)
    assert engine_erasing.is_erased(found.case)
    assert access.sight(HUNG, found.case) is access.Sight.NONE
