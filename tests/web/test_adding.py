"""Nam adds a paper to a dossier under way: a scan is classified and looked at as at the counter."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from officers import text_of

from thongsuot.engine import sql

Desk = Any
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def held(desk: Desk) -> tuple[Any, UUID]:
    """Nam, who holds a dossier that Lan received."""
    lan, nam = desk("lan"), desk("nam")
    case = lan.receive()
    lan.make(case, "hand_over")
    assert nam.post(f"/ho-so/{case}/nhan", {"_version": "2"}).status_code == 302
    return nam, case


def add(officer: Any, case: UUID, name: str = "so-do.pdf", **given: Any) -> Any:
    version = str(sql.run("SELECT length FROM engine_case WHERE id = %s", [case])[0][0])
    files = [SimpleUploadedFile(name, PDF + name.encode(), "application/pdf")] if name else []
    sent = {"_version": version, "_key": str(uuid4()), "tep": files, **given}
    return officer.post(f"/ho-so/{case}/giay-to", sent)


def papers(case: UUID) -> list[tuple[str, str, dict[str, Any]]]:
    rows = sql.run("SELECT name, origin, facts::text FROM engine_paper WHERE case_id = %s ORDER BY name", [case])
    return [(name, origin, json.loads(facts)) for name, origin, facts in rows]


def test_the_page_asks_what_a_scan_was_made_from(held: Any) -> None:
    nam, case = held
    page = text_of(nam.get(f"/ho-so/{case}"))
    for words in ("Thêm giấy tờ", "Quét từ bản chính", "Đã đối chiếu với bản chính", "Tôi ký số bản quét này"):
        assert words in page


def test_a_scan_that_nobody_can_read_needs_a_reason_and_the_file_is_kept_meanwhile(held: Any) -> None:
    nam, case = held
    refused = add(nam, case, **{"loai-": "original", "dc-": "1"})

    assert refused.status_code == 422
    assert "ghi lý do giữ lại" in text_of(refused)
    assert papers(case) == []
    stored = refused.content.decode().split('name="_stored" value="', 1)[1].split('"', 1)[0]

    again = add(nam, case, "", _stored=stored, **{"loai-": "original", "dc-": "1", "ly-do-": "Giấy cũ, mờ sẵn."})

    assert again.status_code == 302, text_of(again)
    [(name, origin, facts)] = papers(case)
    assert (name, origin, facts["kind"]) == ("so-do.pdf", "scan", "original")
    assert facts["compared_by"]
    assert facts["why"] == "Giấy cũ, mờ sẵn."


def test_a_kept_file_may_be_dropped_and_another_chosen(held: Any) -> None:
    nam, case = held
    refused = add(nam, case, **{"loai-": "copy"}).content.decode()
    stored = refused.split('name="_stored" value="', 1)[1].split('"', 1)[0]
    dropped = refused.split('name="bo" value="', 1)[1].split('"', 1)[0]

    assert add(nam, case, "khac.pdf", _stored=stored, bo=dropped).status_code == 302
    assert [name for name, _, _ in papers(case)] == ["khac.pdf"]


def test_a_file_of_which_nothing_is_said_is_added_as_it_is(held: Any) -> None:
    nam, case = held
    assert add(nam, case).status_code == 302
    assert [(name, facts.get("kind")) for name, _, facts in papers(case)] == [("so-do.pdf", None)]


@pytest.mark.parametrize("given", [{"loai-": "gold"}, {"_stored": "x"}, {"bo": "\x00"}, {"ly-do-": "x" * 9999}])
def test_strange_words_are_no_error_of_ours(held: Any, given: dict[str, str]) -> None:
    nam, case = held
    assert add(nam, case, **given).status_code in (302, 422)


def test_nothing_sent_is_a_sentence_and_hoa_adds_nothing(desk: Desk, held: Any) -> None:
    nam, case = held
    assert add(nam, case, "").status_code == 422
    assert add(desk("hoa"), case).status_code == 404
    assert papers(case) == []
