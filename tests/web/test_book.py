"""The register book: who may open it, numbers that never change, a month on paper, a year as a workbook."""

from __future__ import annotations

import io
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import Error, transaction
from officers import Desk, Officer, text_of
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from thongsuot.areas.dossiers import book
from thongsuot.engine import following, sql, stamper
from thongsuot.register import demo

COUNTER = f"pvhcc.{demo.WARD}"
BOOK = f"/so-theo-doi/{COUNTER}"
HOSTILE = '=HYPERLINK("http://x","Bấm")'


def written() -> None:
    """The journal is stamped and the books follow it."""
    stamper.stamp(settings.SITE)
    following.fully(book.catch_up, settings.SITE)


def numbers() -> list[tuple[Any, ...]]:
    return sql.run("SELECT number, case_id FROM dossiers_book WHERE body = %s ORDER BY number", [COUNTER])


def looks(what: str) -> int:
    return int(sql.run("SELECT count(*) FROM engine_read WHERE what = %s", [what])[0][0])


def sheet_of(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200, text_of(answer)
    content = b"".join(answer.streaming_content)
    return list(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())


def pdf_of(answer: Any) -> PdfReader:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content), strict=True)


def test_lan_opens_her_counters_book_and_each_dossier_is_a_link(desk: Desk) -> None:
    lan = desk("lan")
    first, second = lan.receive(), lan.receive(name="Trần Thị Bưởi")
    written()

    page = lan.get(BOOK)

    assert lan.get("/so-theo-doi")["Location"] == BOOK
    told = text_of(page)
    assert "Trần Văn Hùng" in told
    assert "Trần Thị Bưởi" in told
    assert "Số 5 đường Lê Lợi; 0912 345 678" in told
    assert "Tại quầy" in told
    assert [row[0] for row in numbers()] == [1, 2]
    assert [f"/ho-so/{one}" in page.content.decode() for one in (first, second)] == [True, True]


def test_a_number_once_given_never_changes(desk: Desk) -> None:
    lan = desk("lan")
    lan.receive()
    written()
    before = numbers()
    for _ in range(3):
        lan.receive()
        written()

    assert numbers()[:1] == before
    assert [row[0] for row in numbers()] == [1, 2, 3, 4]
    with pytest.raises(Error), transaction.atomic():
        sql.run("UPDATE dossiers_book SET number = number + 100")
    with pytest.raises(Error), transaction.atomic():
        sql.run("DELETE FROM dossiers_book")
    assert [row[0] for row in numbers()] == [1, 2, 3, 4]


def test_read_anew_from_the_journal_the_book_is_the_same(
    desk: Desk, owner: psycopg.Connection[tuple[object, ...]]
) -> None:
    lan = desk("lan")
    for _ in range(5):
        lan.receive()
        stamper.stamp(settings.SITE)
        book.catch_up(settings.SITE, 2)
    written()
    before = numbers()
    sql.run("UPDATE dossiers_book_position SET sequence = 0")

    written()

    assert len(before) == 5
    assert numbers() == before, "what was entered is not entered again"


def test_a_dossier_sent_online_enters_the_book_when_it_is_accepted(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive(_receive="register")
    written()
    assert numbers() == []

    lan.make(case, "accept")
    written()

    assert [row[1] for row in numbers()] == [case]


def test_an_undone_receipt_keeps_its_line_with_a_note(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive(_receive="register")
    lan.make(case, "accept")
    written()
    page = lan.get(f"/ho-so/{case}/hoan-tac")
    undone = lan.send(page, f"/ho-so/{case}/hoan-tac", reason="Tiếp nhận nhầm hồ sơ.")
    assert undone.status_code == 302, text_of(undone)
    lan.make(case, "accept")
    lan.receive()
    written()

    assert [row[0] for row in numbers()] == [1, 2]


def test_who_withdrew_stays_in_the_book_with_a_note(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.make(case, "withdraw", request="Đơn xin rút hồ sơ.")
    written()

    assert "Đã rút hồ sơ" in text_of(lan.get(BOOK))


def test_each_dossier_that_is_shown_is_recorded_as_a_look(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.receive()
    written()

    lan.get(BOOK)
    lan.get(f"/xuat/so-theo-doi?so={COUNTER}&nam={_year()}")

    assert looks("book") == 2
    told = text_of(lan.get(f"/ho-so/{case}/da-xem"))
    assert "Dòng trong sổ theo dõi hồ sơ" in told
    assert "Dòng trong danh sách xuất ra Excel" in told


@pytest.mark.parametrize(("login", "status"), [("lan", 200), ("minh", 200), ("hoa", 404), ("nam", 404), ("bo", 404)])
def test_the_chair_opens_it_too_and_another_counters_officer_finds_no_such_book(
    desk: Desk, login: str, status: int
) -> None:
    desk("lan").receive()
    written()
    who = desk(login)

    addresses = (BOOK, f"{BOOK}/in", f"/xuat/so-theo-doi?so={COUNTER}&nam={_year()}")

    assert [who.get(address).status_code for address in addresses] == [status] * 3


def test_the_control_officer_reads_it_masked_and_leaves_no_look(desk: Desk) -> None:
    desk("lan").receive()
    written()
    control = desk("kiemsoat")

    told = text_of(control.get(BOOK))
    cells = str(sheet_of(control.get(f"/xuat/so-theo-doi?so={COUNTER}&nam={_year()}")))

    for words in (told, cells):
        assert "T*** V*** H***" in words
        assert "Hùng" not in words
        assert "Lê Lợi" not in words
        assert "0912" not in words
    assert looks("book") + looks("excel book") == 0


def test_nobody_and_a_citizen_see_no_book(desk: Desk, client: Any) -> None:
    from citizens import HANH, signed_in

    for who in (client, signed_in(HANH)):
        answer = who.get(BOOK)
        assert answer.status_code == 302
        assert "/dang-nhap" in answer["Location"]


@pytest.mark.parametrize(
    "query",
    ["nam=&thang=", "nam=abcd&thang=-1", "nam=9999&thang=13", "nam=99999999999&thang=00000", "nam=2026&trang=999999",
     "nam=²⁰²⁶&thang=²", "nam=2026%00&thang=1%00"],
)  # fmt: skip
def test_a_strange_month_is_answered_with_a_page(desk: Desk, query: str) -> None:
    lan = desk("lan")
    for address in (BOOK, f"{BOOK}/in", "/so-theo-doi/kh%00ong", f"/xuat/so-theo-doi?so={COUNTER}"):
        answer = lan.get(f"{address}{'&' if '?' in address else '?'}{query}", follow=True)
        assert answer.status_code in (200, 404)


def test_a_month_on_paper_has_its_columns_numbers_and_tags(desk: Desk) -> None:
    lan = desk("lan")
    lan.receive(name="#panic() *đậm*")
    written()

    reader = pdf_of(lan.get(f"{BOOK}/in"))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())

    for words in ("SỔ THEO DÕI HỒ SƠ", "Ký nhận", "Ghi chú", "Mẫu số 07 – TT 03/2025/TT-VPCP", "#panic() *đậm*",
                  "Trang 1/1", "Số bộ", "từ số 1 đến số 1"):  # fmt: skip
        assert words in text
    box = reader.pages[0].mediabox
    assert box.width > box.height
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_heads_of_the_columns_stand_on_every_page() -> None:
    from datetime import UTC, datetime

    from thongsuot.areas.dossiers.letters import REGISTER_BOOK
    from thongsuot.areas.dossiers.letters.book import BookLine, RegisterBookData
    from thongsuot.areas.dossiers.letters.parts import Agency
    from thongsuot.engine import letters

    at = datetime(2026, 11, 20, 3, tzinfo=UTC)
    lines = tuple(
        BookLine(number=n, code=f"H46.19789-261120-{n:04d}", title="Đăng ký khai sinh", received_at=at)
        for n in range(1, 121)
    )
    data = RegisterBookData(
        code="sổ", issued_at=at, agency=Agency(name="Trung tâm", place="Huế"), year=2026, span="Tháng 11", lines=lines
    )
    pages = PdfReader(io.BytesIO(letters.render(REGISTER_BOOK, data))).pages

    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        text = " ".join(page.extract_text().split())
        assert "Mã hồ sơ" in text
        assert "Cơ quan chủ trì" in text
        assert f"Trang {number}/{len(pages)}" in text


def test_a_year_as_a_workbook_has_dates_as_dates_and_no_formula(desk: Desk) -> None:
    from datetime import datetime

    lan = desk("lan")
    lan.receive(name=HOSTILE)
    written()

    rows = sheet_of(lan.get(f"/xuat/so-theo-doi?so={COUNTER}&nam={_year()}"))

    heads, line = rows[2], rows[3]
    assert heads[:3] == ["STT", "Mã hồ sơ", "Tên thủ tục hành chính"]
    assert heads[-2:] == ["Ký nhận", "Ghi chú"]
    assert line[0] == 1
    assert line[4] == HOSTILE
    assert isinstance(line[7], datetime)
    assert looks("excel book") == 1


def test_a_page_of_the_book_costs_three_statements(desk: Desk) -> None:
    lan: Officer = desk("lan")
    for _ in range(4):
        lan.receive()
    written()
    lan.get(BOOK)
    before = sql.count()

    lan.get(BOOK)

    # The actor; the lines; the dossiers with the record of the looks; the books that she may open.
    assert sql.count() - before <= 4


def _year() -> int:
    from thongsuot.web.entrance import today

    return today().year
