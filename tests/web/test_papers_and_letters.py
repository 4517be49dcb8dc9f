"""Papers in and out of a dossier, and its forms as PDF: for who works on it, checked by content, never run."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import UUID

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from officers import hidden_of, text_of

from thongsuot.engine import papers, sql

Desk = Any
PDF = b"%PDF-1.7\n%thu\n"


def attach(officer: Any, case: UUID, *files: SimpleUploadedFile) -> Any:
    page = officer.get(f"/ho-so/{case}")
    return officer.post(f"/ho-so/{case}/giay-to", {**hidden_of(page), "tep": list(files)})


def paper_links(officer: Any, case: UUID) -> list[str]:
    return re.findall(r'href="(/ho-so/[^"]+/giay-to/[^"]+)"', officer.get(f"/ho-so/{case}").content.decode())


def test_a_scan_added_later_opens_for_who_works_on_it_and_the_look_is_recorded(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    assert attach(lan, case, SimpleUploadedFile("Giấy chứng sinh.pdf", PDF)).status_code == 302

    link = paper_links(lan, case)[0]
    answer = lan.get(link)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "Gi%E1%BA%A5y%20ch%E1%BB%A9ng%20sinh.pdf" in answer["Content-Disposition"]
    assert sql.run("SELECT count(*) FROM engine_read WHERE what LIKE 'paper %%'") == [(1,)]


def test_neither_hoa_nor_hanh_opens_it(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    attach(lan, case, SimpleUploadedFile("Giấy chứng sinh.pdf", PDF))
    link = paper_links(lan, case)[0]

    assert desk("hoa").get(link).status_code == 404
    assert desk("kiemsoat").get(link).status_code == 404
    assert paper_links(desk("kiemsoat"), case) == []


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("ảnh.jpg", b"<script>alert(1)</script>", "không phải là PDF, ảnh"),
        ("rỗng.pdf", b"", "tệp rỗng"),
        ("chương trình.pdf", b"MZ\x90\x00", "không phải là PDF, ảnh"),
        ("nén.docx", b"PK\x03\x04 not really", "không phải là PDF, ảnh"),
        ("to.pdf", PDF + b"0" * papers.LARGEST, "lớn hơn 20 MB"),
    ],
)
def test_a_foreign_or_huge_file_gets_a_sentence_and_adds_nothing(
    name: str, content: bytes, sentence: str, desk: Desk
) -> None:
    lan = desk("lan")
    case = lan.receive()

    answer = attach(lan, case, SimpleUploadedFile("tốt.pdf", PDF), SimpleUploadedFile(name, content))

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert hidden_of(answer)["_version"] == "1"
    assert sql.run("SELECT count(*) FROM engine_paper") == [(0,)]


def test_no_file_and_too_many_files_get_their_sentence(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()

    assert "Chọn ít nhất một giấy tờ" in text_of(attach(lan, case))
    many = [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(21)]
    assert "tối đa 20 tệp" in text_of(attach(lan, case, *many))


def test_a_name_that_would_leave_its_folder_or_break_the_header_is_cleaned(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    attach(lan, case, SimpleUploadedFile('..\\..\\"x"\r\nSet-Cookie: a=b;.pdf', PDF))

    answer = lan.get(paper_links(lan, case)[0])

    assert "\n" not in answer["Content-Disposition"]
    assert '"' not in answer["Content-Disposition"]
    assert "Set-Cookie" not in answer


def test_a_paper_whose_file_is_gone_says_whom_to_tell(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    attach(lan, case, SimpleUploadedFile("mất.pdf", PDF + b"lost"))
    digest = sql.run("SELECT encode(digest, 'hex') FROM engine_paper")[0][0]
    papers.path(digest).unlink()

    answer = lan.get(paper_links(lan, case)[0])

    assert answer.status_code == 409
    assert "Báo người quản trị" in text_of(answer)


def test_the_receipt_and_the_control_sheet_print_as_pdf_with_the_code_in_words(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    code = sql.run("SELECT code FROM engine_case")[0][0]

    for form, words in (("01/1", "HẸN TRẢ KẾT QUẢ"), ("06/0", "PHIẾU KIỂM SOÁT")):
        answer = lan.get(f"/ho-so/{case}/mau/{form}")
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
        assert answer["Content-Type"] == "application/pdf"
        assert code in text.replace("\n", "")
        assert words in text.upper().replace("\n", " ")


@pytest.mark.parametrize("form", ["02/1", "01/9", "99/0", "result/0"])
def test_a_form_that_was_not_issued_is_not_printed(form: str, desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()

    assert lan.get(f"/ho-so/{case}/mau/{form}").status_code == 409


def test_hoa_and_hanh_print_nothing(desk: Desk) -> None:
    case = desk("lan").receive()

    assert desk("hoa").get(f"/ho-so/{case}/mau/01/1").status_code == 404
    assert desk("kiemsoat").get(f"/ho-so/{case}/mau/01/1").status_code == 403
