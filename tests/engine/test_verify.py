"""Whoever writes past the verbs, the owner of the tables included, is found: the first entry touched is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from at_work import bring_to, paper, receive, rows
from people import LAN, MINH
from thongsuot.engine import journal, reading, stamper, sweep, verbs, verify
from thongsuot.engine.case import Case

GUARDED = ("engine_entry", "engine_stamp", "engine_root", "engine_read", "engine_process")
TODAY = (datetime.now(UTC) + timedelta(hours=7)).date()


@dataclass
class Site:
    """Three dossiers of Thuận Hóa, stamped and sealed, and one more entry since; the owner may do anything to them."""

    owner: psycopg.Connection[tuple[Any, ...]]
    case: Case
    other: Case

    def run(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        cursor = self.owner.execute(statement, {"case": self.case.id, "other": self.other.id, **values})
        return cursor.fetchall() if cursor.description else []

    def faults(self) -> list[verify.Fault]:
        return list(verify.verify_site("vn").faults)

    def first(self) -> tuple[str, int]:
        """The first fault's place: the dossier's name and the entry's number."""
        fault = self.faults()[0]
        assert str(fault).startswith(f"Hồ sơ {fault.case}, mục nhật ký {fault.number}: ")
        return fault.case, fault.number

    def body(self, number: int) -> str:
        return str(
            self.run("SELECT body FROM engine_entry WHERE case_id = %(case)s AND number = %(n)s", n=number)[0][0]
        )

    def rewrite(self, number: int, body: str) -> None:
        """Alter an entry and compute its hash anew, as somebody would who knows how entries are made."""
        self.run(
            "UPDATE engine_entry SET body = %(body)s, hash = %(hash)s WHERE case_id = %(case)s AND number = %(n)s",
            n=number,
            body=body,
            hash=journal.hashed(body),
        )


@pytest.fixture
def site(committed: Any) -> Iterator[Site]:
    case = verbs.amend(LAN, (made := bring_to("proposed")).id, made.length, {"phone": "0912 345 678"}, "Trần Văn Hùng")
    other = bring_to("processing")
    receive()
    stamper.stamp("vn")
    stamper.make_root("vn", TODAY)
    case = verbs.attach(MINH, case.id, case.length, (paper(),))
    with psycopg.connect(committed.owner_url, autocommit=True) as owner:
        for table in GUARDED:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield Site(owner, case, other)


def test_what_the_verbs_wrote_is_whole(site: Site) -> None:
    report = verify.verify_site("vn")
    assert report.faults == ()
    assert (report.cases, report.entries, report.stamps) == (3, rows("entry"), rows("entry") - 1)
    sweep.sweep(datetime.now(UTC) + timedelta(days=90))
    reading.case_page(LAN, site.case.id)
    assert site.faults() == []


def test_the_triggers_refuse_even_the_owner(site: Site) -> None:
    for table in GUARDED:
        site.owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for change in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
                site.owner.execute(change)


ENTRY = "UPDATE engine_entry SET {} WHERE case_id = %(case)s AND number = 2"
ALTERED: dict[str, str] = {
    "the text of an entry": ENTRY.format("body = replace(body, 'hand_over', 'accept')"),
    "one space in it": ENTRY.format("body = body || ' '"),
    "its hash": ENTRY.format("hash = sha256('x')"),
    "who made it": ENTRY.format("person = %(case)s"),
    "nobody made it": ENTRY.format("person = NULL"),
    "what was done": ENTRY.format("move = 'withdraw'"),
    "by which verb": ENTRY.format("verb = 'undo'"),
    "when it happened": ENTRY.format("happened_at = happened_at - interval '1 day'"),
    "when it was recorded": ENTRY.format("recorded_at = recorded_at + interval '1 second'"),
    "its key": ENTRY.format("key = gen_random_uuid()"),
    "its province": ENTRY.format("province_code = '01'"),
    "its site": ENTRY.format("site = 'hue'"),
    "an entry in the middle gone": "DELETE FROM engine_entry WHERE case_id = %(case)s AND number = 2",
    "its number": ENTRY.format("number = 99"),
    "moved to another case": (
        "UPDATE engine_entry SET case_id = gen_random_uuid() WHERE case_id = %(case)s AND number = 2"
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_or_cut_entry_is_named(site: Site, what: str) -> None:
    site.run(ALTERED[what])
    assert (site.case.code, 2) in [(fault.case, fault.number) for fault in site.faults()]
    assert not [fault for fault in site.faults() if fault.case == site.other.code]


def last(site: Site) -> None:
    site.run("DELETE FROM engine_entry WHERE case_id = %(case)s AND number = %(n)s", n=site.case.length)


def last_and_the_row_with_it(site: Site) -> None:
    """The case's length and head are put back too: the stamp remembers."""
    hash = site.run("SELECT hash FROM engine_entry WHERE case_id = %(other)s AND number = 1")[0][0]
    site.run("DELETE FROM engine_entry WHERE case_id = %(other)s AND number = 2")
    site.run("UPDATE engine_case SET length = 1, head = %(hash)s WHERE id = %(other)s", hash=hash)


def rewritten(site: Site) -> None:
    site.rewrite(2, site.body(2).replace("Nguyễn Thị Lan", "Nguyễn Thị Lài"))


def rewritten_at_the_end(site: Site) -> None:
    site.rewrite(site.case.length, site.body(site.case.length).replace("Lê Văn Minh", "Lê Văn Mình"))


def rewritten_to_nonsense(site: Site) -> None:
    site.rewrite(2, '{"previous": 7}')


def rewritten_to_no_json(site: Site) -> None:
    site.rewrite(2, "Hồ sơ này không có gì")


def _inserted(site: Site, number: int, body: str) -> None:
    site.run(
        "INSERT INTO engine_entry SELECT case_id, %(n)s, site, province_code, verb, move, person, happened_at,"
        " recorded_at, NULL, %(body)s, %(hash)s FROM engine_entry WHERE case_id = %(case)s AND number = %(last)s",
        n=number,
        body=body,
        hash=journal.hashed(body),
        last=site.case.length,
    )


def appended(site: Site) -> None:
    """An entry that follows the last one, with the right hash before it, and nothing else changed."""
    n = site.case.length
    body = site.body(n).replace(f'"number":{n}', f'"number":{n + 1}')
    before = site.body(n).split('"previous":"')[1][:64]
    _inserted(site, n + 1, body.replace(before, site.case.head.hex()))


def inserted(site: Site) -> None:
    """The entries from the second on are moved along, and one that nobody made stands before them."""
    site.run("UPDATE engine_entry SET number = -number - 1 WHERE case_id = %(case)s AND number >= 2")
    site.run("UPDATE engine_entry SET number = -number WHERE case_id = %(case)s AND number < 0")
    body = journal.canonical({"case": str(site.case.id), "number": 2, "previous": "00"})
    site.run(
        "INSERT INTO engine_entry SELECT case_id, 2, site, province_code, verb, move, person, happened_at, recorded_at,"
        " NULL, %(body)s, %(hash)s FROM engine_entry WHERE case_id = %(case)s AND number = 1",
        body=body,
        hash=journal.hashed(body),
    )


Tamper = Callable[[Site], None]
# What is done, which dossier is named, at which entry (negative: counted from behind the last), in which words.
DONE: list[tuple[Tamper, str, int, str]] = [
    (last, "case", 0, "bị cắt"),
    (rewritten, "case", 3, "không nối với mục trước"),
    (rewritten_at_the_end, "case", 0, "đầu chuỗi"),
    (rewritten_to_nonsense, "case", 2, "không nối"),
    (rewritten_to_no_json, "case", 2, "không đọc được"),
    (appended, "case", 1, "bị chèn"),
    (inserted, "case", 2, "bị chèn"),
]


@pytest.mark.parametrize(("tamper", "which", "number", "words"), DONE, ids=[one[0].__name__ for one in DONE])
def test_cut_inserted_and_rewritten_entries_are_named(
    site: Site, tamper: Tamper, which: str, number: int, words: str
) -> None:
    tamper(site)
    at = number if number > 1 else site.case.length + number
    assert site.first() == (site.case.code, at)
    assert words in site.faults()[0].what


def test_a_rewritten_entry_is_named_by_its_stamp_too(site: Site) -> None:
    """The chain breaks behind the rewritten entry; the stamp, taken when it was whole, names the entry itself."""
    rewritten(site)
    assert (str(site.case.id), 2) in [(fault.case, fault.number) for fault in site.faults()]


def test_a_cut_that_the_row_agrees_with_is_named_by_its_stamp(site: Site) -> None:
    last_and_the_row_with_it(site)
    assert (str(site.other.id), 2) in [(fault.case, fault.number) for fault in site.faults()]


ROW = "UPDATE engine_case SET {} WHERE id = %(case)s"
ROWS: dict[str, str] = {
    "due_at": ROW.format("due_at = due_at + interval '3 days'"),
    "step": ROW.format("step = 'signed'"),
    "assignee": ROW.format("assignee = id"),
    "outcome": ROW.format("outcome = 'denied'"),
    "facts": ROW.format('facts = facts || \'{"channel": "online"}\''),
    "clock": ROW.format("clock = jsonb_set(clock, '{start}', '\"2026-01-05T08:00:00+07:00\"')"),
    "opened_at": ROW.format("opened_at = opened_at - interval '1 day'"),
    "subject": ROW.format('subject = subject || \'{"number": "000000000000"}\''),
    "subject_name": ROW.format("subject_name = 'Trần Văn Hưng'"),
    "competent_body": ROW.format("competent_body = 'ubnd.19753'"),
}


@pytest.mark.parametrize("column", ROWS)
def test_a_row_written_past_the_verbs_differs_from_its_journal(site: Site, column: str) -> None:
    """The application's role may write the case's row, so whoever takes it over can: the journal tells otherwise."""
    from thongsuot.engine import sql

    sql.run(ROWS[column], {"case": site.case.id})
    assert site.first() == (site.case.code, site.case.length)
    assert f"“{column}” trên hồ sơ khác nhật ký" in site.faults()[0].what


def test_a_head_or_length_that_does_not_fit_is_named(site: Site) -> None:
    site.run("UPDATE engine_case SET head = sha256('x') WHERE id = %(case)s")
    assert site.first() == (site.case.code, site.case.length)
    site.run("UPDATE engine_case SET length = length + 1 WHERE id = %(case)s")
    assert site.first() == (site.case.code, site.case.length + 1)
    site.run("UPDATE engine_case SET length = length - 2 WHERE id = %(case)s")
    assert site.first() == (site.case.code, site.case.length)


def test_a_deleted_dossier_leaves_its_journal(site: Site) -> None:
    site.run("DELETE FROM engine_case WHERE id = %(case)s")
    assert site.first() == (str(site.case.id), site.case.length)
    assert "hồ sơ đã bị xóa" in site.faults()[0].what


def test_a_dossier_whose_whole_journal_is_gone_is_named(site: Site) -> None:
    site.run("DELETE FROM engine_entry WHERE case_id = %(case)s")
    assert site.first() == (site.case.code, 1)


def test_a_dossier_gone_with_all_its_journal_is_missed_by_the_stamps(site: Site) -> None:
    site.run("DELETE FROM engine_entry WHERE case_id = %(case)s")
    site.run("DELETE FROM engine_case WHERE id = %(case)s")
    assert {fault.case for fault in site.faults()} == {str(site.case.id)}
    assert "đã bị xóa hoặc sửa" in site.faults()[0].what


STAMP = "UPDATE engine_stamp SET {} WHERE case_id = %(case)s AND number = 2"
STAMPS: dict[str, tuple[str, str]] = {
    "another hash": (STAMP.format("hash = sha256('x')"), "đã bị xóa hoặc sửa"),
    "another number": (STAMP.format("sequence = sequence + 1000"), "chuỗi của điểm mất số"),
    "a stamp gone": ("DELETE FROM engine_stamp WHERE case_id = %(case)s AND number = 2", "chuỗi của điểm mất số"),
    "the last stamp gone": (
        "DELETE FROM engine_stamp WHERE sequence = (SELECT max(sequence) FROM engine_stamp)",
        "mục không có số",
    ),
    "a place in the queue gone": ("DELETE FROM engine_unstamped", "mục không có số"),
    "another root": ("UPDATE engine_root SET root = sha256('x')", "gốc đã niêm phong không khớp"),
    "a shorter root": ("UPDATE engine_root SET last_sequence = last_sequence - 1", "gốc đã niêm phong không khớp"),
}


@pytest.mark.parametrize("what", STAMPS)
def test_an_altered_stamp_or_root_is_found(site: Site, what: str) -> None:
    statement, words = STAMPS[what]
    site.run(statement)
    assert [fault for fault in site.faults() if words in fault.what], site.faults()


def test_roots_hold_on_to_one_another(site: Site) -> None:
    """The second root covers the first: exchanging the first one breaks both."""
    stamper.stamp("vn")
    assert stamper.make_root("vn", TODAY + timedelta(days=1))
    assert stamper.make_root("vn", TODAY + timedelta(days=1)) is None
    assert site.faults() == []
    site.run("DELETE FROM engine_root WHERE first_sequence = 1")
    assert "không khớp" in site.faults()[0].what


def test_an_altered_personal_value_is_found_and_so_is_an_invented_one(site: Site) -> None:
    value = "UPDATE engine_personal SET values = values || %(new)s::jsonb WHERE case_id = %(case)s AND number = 1"
    site.run(value, new='{"subject_name": "Trần Văn Hưng"}')
    assert site.first() == (site.case.code, 1)
    assert "“subject_name” đã bị sửa" in site.faults()[0].what
    site.run(value, new='{"subject_name": "Trần Văn Hùng"}')
    assert site.faults() == []
    site.run(value, new='{"debt": "5.000.000"}')
    assert "“debt” đã bị sửa" in site.faults()[0].what


def test_another_salt_is_found(site: Site) -> None:
    site.run("UPDATE engine_personal SET salt = sha256('x') WHERE case_id = %(case)s AND number = 1")
    assert site.first() == (site.case.code, 1)


def test_a_lawful_erasure_keeps_the_chain_whole(site: Site) -> None:
    """Ông Hùng's values go when the law says so, one by one or all at once; the proof of what was done stays."""
    site.run("UPDATE engine_personal SET values = values - 'note' WHERE case_id = %(case)s")
    assert site.faults() == []
    site.run("UPDATE engine_personal SET values = values - 'subject' WHERE case_id = %(case)s")
    assert site.faults() == []
    site.run("DELETE FROM engine_personal WHERE case_id = %(case)s")
    site.run("UPDATE engine_case SET subject = '{}', subject_name = '' WHERE id = %(case)s")
    assert site.faults() == []
    page = reading.case_page(LAN, site.case.id)
    assert page.case.subject == {}
    assert len(page.entries) == site.case.length
    assert "Hùng" not in repr(page)


def test_many_faults_are_cut_short(site: Site) -> None:
    site.run("UPDATE engine_entry SET body = body || ' '")
    assert len(verify.verify_site("vn", most=2).faults) == 2


def test_what_is_written_while_it_verifies_is_no_fault(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """One moment is looked at, whatever commits meanwhile."""
    stamps = verify._stamps

    def interrupted(site_name: str, faults: list[verify.Fault], most: int) -> int:
        site.run("UPDATE engine_case SET length = length + 5 WHERE id = %(other)s")
        site.run("DELETE FROM engine_unstamped")
        return stamps(site_name, faults, most)

    monkeypatch.setattr(verify, "_stamps", interrupted)
    assert verify.verify_site("vn").faults == ()
    monkeypatch.undo()
    assert site.faults()
