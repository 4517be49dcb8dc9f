"""What is kept of Hùng's closed dossier goes by two people's decision; the chain stays whole and the code is found."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, transaction

from at_work import bring_to, paper, receive, rows
from people import BINH, COMMITTEE, CUC, HANH, HOA, HUNG, LAN, MINH, officer
from thongsuot.engine import erasing, papers, reading, sql, stamper, verbs, verify
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.erasing import Decision
from thongsuot.engine.errors import Impossible, NotAllowed, Refused, StaleCase

BASIS = "Quyết định số 12/QĐ-UBND, hết thời hạn lưu"
SECRETS = ("Trần Văn Hùng", "046085001234", "Bản vẽ nhà ông Hùng")


def decision(who: Actor = CUC, basis: str = BASIS) -> Decision:
    assert who.person is not None
    return Decision(uuid4(), who.person, who.name, "ho-so-chung", basis)


def everywhere(texts: tuple[str, ...]) -> list[str]:
    """The tables in which one of these texts still stands, whatever the column."""
    tables = [row[0] for row in sql.run("SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                                        " AND relkind = 'r' AND relname NOT LIKE 'register%%' ORDER BY 1")]  # fmt: skip
    found = []
    for table in tables:
        for text in texts:
            if sql.run(f"SELECT 1 FROM {table} t WHERE to_jsonb(t)::text ILIKE %s LIMIT 1", [f"%{text}%"]):
                found.append(f"{table}: {text}")
    return found


@pytest.fixture(autouse=True)
def _no_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here every closed case may be erased; until when a dossier is kept is its area's to say."""
    monkeypatch.setattr(erasing, "_kept", {"dossier": lambda case, now: None})


def closed() -> Case:
    case = bring_to("processing")
    case = verbs.attach(MINH, case.id, case.length, (paper("Bản vẽ nhà ông Hùng.pdf"),))
    return bring_to("delivered", case)


def test_what_is_personal_goes_and_the_journal_stays_whole(thuan_hoa: None) -> None:
    case = closed()
    assert everywhere(SECRETS)
    before = rows("entry", case.id)

    after = verbs.erase(BINH, case.id, case.length, decision())

    assert (after.subject, after.subject_name, after.code, after.step) == ({}, "", case.code, "delivered")
    assert everywhere(SECRETS) == []
    assert rows("entry", case.id) == before + 1
    assert rows("paper", case.id) == 0
    stamper.stamp("vn")
    assert verify.verify_site("vn").faults == ()


def test_no_salt_is_left_by_which_a_value_could_be_guessed(thuan_hoa: None) -> None:
    case = closed()
    verbs.erase(BINH, case.id, case.length, decision())

    kept = sql.run("SELECT DISTINCT salt, values::text FROM engine_personal WHERE case_id = %s", [case.id])
    assert [(bytes(salt), values) for salt, values in kept] == [(b"", "{}")]


def test_the_journal_says_who_proposed_who_approved_and_why(thuan_hoa: None) -> None:
    case = closed()
    verbs.erase(BINH, case.id, case.length, decision())

    told = reading.case_page(BINH, case.id).entries[-1].body
    assert (told["verb"], told["who"]["name"]) == ("erase", "Hồ Thanh Bình")
    assert told["given"]["proposed_by"]["name"] == "Đỗ Thị Cúc"
    assert told["given"]["basis"] == BASIS
    assert told["personal"] == {}


def test_the_code_still_finds_a_tombstone(thuan_hoa: None) -> None:
    case = closed()
    verbs.erase(BINH, case.id, case.length, decision())

    assert reading.find_code(LAN, case.code or "") == case.id
    found = reading.case_page(LAN, case.id)
    assert erasing.is_erased(found.case)
    assert {one.number: one.personal for one in found.entries if one.personal} == {}


def test_neighbours_dossiers_keep_what_they_have(thuan_hoa: None) -> None:
    other, case = closed(), closed()
    verbs.erase(BINH, case.id, case.length, decision())

    assert reading.case_page(LAN, other.id).case.subject_name == "Trần Văn Hùng"
    assert rows("paper", other.id) == 1
    assert rows("personal", other.id) > 1


@pytest.mark.parametrize("who", [CUC, HANH, LAN, HUNG, HOA], ids=lambda one: one.name)
def test_only_the_chair_of_the_house_approves(thuan_hoa: None, who: Actor) -> None:
    case = closed()
    with pytest.raises(Refused):
        verbs.erase(who, case.id, case.length, decision(LAN))
    assert everywhere(("Trần Văn Hùng",))


def test_nobody_approves_what_one_proposed(thuan_hoa: None) -> None:
    case = closed()
    with pytest.raises(NotAllowed, match="người thứ hai"):
        verbs.erase(BINH, case.id, case.length, decision(BINH))


def test_a_deputy_does_not_approve_what_the_one_stood_in_for_proposed(thuan_hoa: None) -> None:
    case = closed()
    deputy = officer("Cao Văn Phó", ("chair", COMMITTEE), acting_for=BINH)
    with pytest.raises(NotAllowed, match="người thứ hai"):
        verbs.erase(deputy, case.id, case.length, decision(BINH))


def test_an_open_dossier_a_second_time_and_a_stale_page_are_refused(thuan_hoa: None) -> None:
    case = receive()
    with pytest.raises(Impossible, match="chưa kết thúc"):
        verbs.erase(BINH, case.id, case.length, decision())
    case = bring_to("delivered", case)
    with pytest.raises(StaleCase):
        verbs.erase(BINH, case.id, case.length - 1, decision())
    case = verbs.erase(BINH, case.id, case.length, decision())
    with pytest.raises(Impossible, match="đã được xóa"):
        verbs.erase(BINH, case.id, case.length, decision())


def test_a_kind_of_which_nobody_said_how_long_it_is_kept_is_never_erased(
    thuan_hoa: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "_kept", {})
    case = closed()
    with pytest.raises(Refused, match="thời hạn lưu"):
        verbs.erase(BINH, case.id, case.length, decision())


def test_the_area_has_the_word_on_how_long_a_case_is_kept(thuan_hoa: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "_kept", {"dossier": lambda case, now: "Còn thời hạn lưu."})
    case = closed()
    with pytest.raises(Refused, match="Còn thời hạn lưu"):
        verbs.erase(BINH, case.id, case.length, decision())
    assert rows("paper", case.id) == 1


@pytest.mark.parametrize("basis", ["", "  ", "Xóa cho ông trần văn hùng", "Số định danh 046085001234"])
def test_the_basis_that_stays_for_ever_names_nobody(thuan_hoa: None, basis: str) -> None:
    case = closed()
    with pytest.raises(Refused, match=r"[Cc]ăn cứ"):
        verbs.erase(BINH, case.id, case.length, decision(basis=basis))


def test_the_same_request_twice_erases_once(thuan_hoa: None) -> None:
    case, key, decided = closed(), uuid4(), decision()
    first = verbs.erase(BINH, case.id, case.length, decided, key=key)
    again = verbs.erase(BINH, case.id, case.length, decided, key=key)
    assert again.length == first.length


# The narrow right


@pytest.mark.parametrize("what", ["values = '{}'", "salt = ''"])
def test_the_application_cannot_empty_values_past_the_function(thuan_hoa: None, what: str) -> None:
    case = closed()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        sql.run(f"UPDATE engine_personal SET {what} WHERE case_id = %s", [case.id])


def test_the_function_erases_nothing_of_which_the_journal_does_not_say_so(thuan_hoa: None) -> None:
    case = closed()
    for id in (case.id, uuid4()):
        with pytest.raises(DatabaseError, match="does not end with its erasure"), transaction.atomic():
            sql.run("SELECT engine_erase(%s)", [id])
    assert reading.case_page(LAN, case.id).case.subject_name == "Trần Văn Hùng"


def test_the_function_is_the_applications_alone(own_database: Any) -> None:
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS stranger")
        owner.execute("CREATE ROLE stranger")
        told = owner.execute("SELECT has_function_privilege('stranger', 'engine_erase(uuid)', 'EXECUTE')").fetchone()
        assert told == (False,)
        owner.execute("DROP ROLE stranger")


# Papers


def test_a_papers_content_goes_with_the_last_dossier_that_has_it(committed: Any, tmp_path: Any, settings: Any) -> None:
    settings.VAR = tmp_path
    kept = papers.keep([b"%PDF-1.7 ban ve cua Hung"], "Bản vẽ.pdf")
    old = (datetime.now(UTC) - timedelta(days=30)).timestamp()
    os.utime(papers.path(kept.digest), (old, old))
    one = verbs.attach(LAN, (made := receive()).id, made.length, (kept,))
    other = verbs.attach(LAN, (made := receive()).id, made.length, (replace(kept, id=uuid4()),))

    one = bring_to("delivered", one)
    verbs.erase(BINH, one.id, one.length, decision())
    assert papers.path(kept.digest).exists(), "the other dossier has it still"

    other = bring_to("delivered", other)
    verbs.erase(BINH, other.id, other.length, decision())
    assert not papers.path(kept.digest).exists()


# A machine that stops in the middle

KILLED = """
import os, signal, sys
import django
django.setup()
from uuid import UUID, uuid4
from thongsuot.engine import erasing, verbs
from people import BINH, CUC
erasing._kept["dossier"] = lambda case, now: None
at = sys.argv[3]
whole = erasing.forget
def dies(case):
    if at == "half":
        erasing.sql.run(erasing._VALUES, [case])
    else:
        whole(case)
    os.kill(os.getpid(), signal.SIGKILL)
if at != "after":
    erasing.forget = dies
else:
    erasing._take = lambda digests: os.kill(os.getpid(), signal.SIGKILL)
decision = erasing.Decision(uuid4(), CUC.person, CUC.name, "ho-so-chung", "Hết thời hạn lưu")
verbs.erase(BINH, UUID(sys.argv[1]), int(sys.argv[2]), decision)
"""


@pytest.mark.slow
@pytest.mark.parametrize("at", ["half", "whole", "after"])
def test_a_kill_in_the_middle_leaves_the_case_before_or_after(committed: Any, at: str) -> None:
    case = closed()
    stamper.stamp("vn")
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "thongsuot.settings",
        "PYTHONPATH": os.pathsep.join(["tests", ".", os.environ.get("PYTHONPATH", "")]),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(case.id), str(case.length), at], env=environment, capture_output=True
    )
    assert done.returncode == -9, done.stderr.decode()

    assert everywhere(SECRETS) == [] if at == "after" else everywhere(("Bản vẽ nhà ông Hùng",))
    assert rows("entry", case.id) == case.length + (at == "after")
    stamper.stamp("vn")
    assert verify.verify_site("vn").faults == ()
