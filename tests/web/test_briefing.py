"""The briefing's pages: figures that open lists of their length, who writes, enters and issues, what stays."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pypdf
import pytest
from django.conf import settings
from django.test import Client
from docx import Document
from officers import Desk, Officer, hidden_of, text_of

from thongsuot.engine import briefed, sql, stamper
from thongsuot.engine.briefed import PLACED, Figure, Section
from thongsuot.measures import folding
from thongsuot.measures.briefing import reading, sealing
from thongsuot.measures.briefing.places import place
from thongsuot.measures.briefing.values import LISTED
from thongsuot.register import demo

HUE, WARD = "/bao-cao?noi=46", f"/bao-cao?noi={demo.WARD}"
WAITING = Figure(
    "test.waiting", Section.OBSTACLES, "Việc thử chờ quyết định", "Đang mở ở nơi này.",
    f"SELECT c.id, c.title FROM engine_case c WHERE c.is_open AND {PLACED}", bad=True, decide=True,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    """One figure more than the areas tell, whose cases wait for a decision."""
    monkeypatch.setattr(briefed, "_told", {**briefed.told(), WAITING.key: WAITING})


def received(desk: Desk, number: int = 3) -> None:
    for _ in range(number):
        desk("lan").receive()
    follow()


def follow() -> None:
    stamper.stamp(settings.SITE)
    folding.catch_up_fully(settings.SITE)


def issue(who: Officer, query: str = "noi=46") -> str:
    page = who.get(f"/bao-cao/ban-hanh?{query}")
    assert page.status_code == 200, text_of(page)
    answer = who.post(f"/bao-cao/ban-hanh?{query}", hidden_of(page))
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def test_every_figure_of_the_page_opens_a_list_of_exactly_its_length(desk: Desk) -> None:
    received(desk)
    leader = desk("lanhdao")
    page = leader.get(HUE).content.decode()
    links = re.findall(r'<a href="(/bao-cao/danh-sach/[^"]+)">([\d.]+) ', page)

    assert len(links) > 25
    for address, shown in dict(links).items():
        answer = leader.get(unescape(address))
        assert answer.status_code == 200, address
        told = re.search(r"([\d.]+) \S", text_of(answer).split("trang", 1)[-1])
        assert told
        assert f"<b>{shown}</b>" in answer.content.decode(), address
        rows = len(re.findall(r'<tr class="fact"|class="code" href="/ho-so/', answer.content.decode()))
        assert rows == min(int(shown.replace(".", "")), 50), address


def test_the_front_says_what_waits_for_a_decision_and_what_is_late_a_line_each(desk: Desk) -> None:
    received(desk, 2)
    page = text_of(desk("lanhdao").get(HUE))

    front = page.split("Kỳ khác, mục lục")[0]
    assert "Vướng mắc Việc thử chờ quyết định: " in front.split("Chậm, quá hạn")[0]
    assert "Chậm, quá hạn" in front
    assert "Tiếp nhận: 2 hồ sơ Tiếp nhận +2" in front


def test_a_section_without_an_area_says_what_is_missing_and_no_zero(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(briefed, "_told", {WAITING.key: WAITING})
    page = text_of(desk("lanhdao").get(HUE))

    assert "chưa có số liệu trong hệ thống" in page.split("VI. Trụ sở, tài sản công")[1][:200]
    assert all(f"{roman}. " in page for roman in ("I", "II", "VI", "XII"))


@pytest.mark.parametrize(
    ("login", "address", "status"),
    [
        ("lanhdao", HUE, 200),
        ("trang", HUE, 200),
        ("minh", WARD, 200),
        ("lanhdao", WARD, 200),
        ("trang", WARD, 200),
        ("chinhphu", "/bao-cao?noi=", 200),
        ("tonghop", "/bao-cao?noi=", 200),
        ("theodoi", HUE, 200),
        ("bo", "/bao-cao?noi=", 200),
        ("botruong", "/bao-cao", 200),
        ("botruong", "/bao-cao?noi=96", 200),
        ("botruong", "/bao-cao/ban-hanh?noi=", 403),
        ("vutruong", "/bao-cao?noi=", 404),
        ("lanhdao", "/bao-cao?noi=", 404),
        ("lanhdao", "/bao-cao?noi=96", 404),
        ("minh", HUE, 404),
        ("hoa", WARD, 404),
        ("hoa", "/bao-cao?noi=", 404),
        ("hoa", "/bao-cao/danh-sach/dossier.received?noi=46", 404),
        ("minh", "/bao-cao/tep/pdf?noi=46", 404),
        ("lanhdao", "/bao-cao/soan?noi=46", 403),
        ("trang", "/bao-cao/ban-hanh?noi=46", 403),
        ("minh", f"/bao-cao/soan?noi={demo.WARD}", 200),
        ("quantri", "/bao-cao", 403),
        ("chuyenvien", "/bao-cao", 403),
    ],
)
def test_everybody_opens_their_own_place_and_no_other(desk: Desk, login: str, address: str, status: int) -> None:
    assert desk(login).get(address).status_code == status


def test_a_stranger_is_asked_to_sign_in(desk: Desk) -> None:
    assert Client().get("/bao-cao").status_code == 302


def test_it_opens_this_week_of_the_readers_widest_place(desk: Desk) -> None:
    assert "Cả nước: tuần từ" in text_of(desk("chinhphu").get("/bao-cao"))
    assert "Thành phố Huế: tuần từ" in text_of(desk("lanhdao").get("/bao-cao"))
    assert "Phường Thuận Hóa: tuần từ" in text_of(desk("minh").get("/bao-cao"))


@pytest.mark.parametrize(
    "query",
    [
        "ky=khoang&ngay=2026-11-20&den=2026-11-01",
        "ky=khoang&ngay=1900-01-01&den=2300-01-01",
        "ky=thang&ngay=%00",
        "ngay=31/02/2026",
        "luc=hôm+qua&ngay=9999-12-31",
        "luc=0001-01-01T00:00:00%2B23:59&ban-do=%00",
    ],
)
def test_a_strange_period_is_said_and_breaks_nothing(desk: Desk, query: str) -> None:
    for address in ("/bao-cao", "/bao-cao/danh-sach/dossier.received", "/bao-cao/so-lieu"):
        assert desk("lanhdao").get(f"{address}?noi=46&{query}").status_code == 200


def test_an_unknown_place_figure_or_report_is_not_there(desk: Desk) -> None:
    leader = desk("lanhdao")
    for address in (
        "/bao-cao?noi=4x",
        "/bao-cao?noi=99",
        "/bao-cao/danh-sach/khong-co?noi=46",
        "/bao-cao/danh-sach/online_share?noi=46",
        "/bao-cao/so/00000000-0000-0000-0000-000000000000",
        "/bao-cao/so-lieu?noi=46&sua=x",
    ):
        assert leader.get(address).status_code == 404, address


def test_what_is_issued_stays_and_what_became_known_later_stands_beside_it(desk: Desk) -> None:
    received(desk, 2)
    address = issue(desk("long"))
    before = desk("lanhdao").get(address)
    assert "Báo cáo số 01/BC-UBND: Thành phố Huế" in text_of(before)
    assert "nay là" not in text_of(before).split("I. Tổ chức")[1]

    desk("lan").receive()
    follow()
    _backdate()
    page = text_of(desk("lanhdao").get(address))

    tiep_nhan = page.split("II. Phục vụ hành chính công")[1]
    assert "2 hồ sơ Tiếp nhận nay là 3" in tiep_nhan
    assert "số liệu nay đã khác" in page


def _backdate() -> None:
    """What was received last is made to have come in before the report's moment, as from an island with a weak line."""
    early = datetime.now(UTC) - timedelta(minutes=30)
    sql.run("UPDATE measures_stretch SET since = %s, received_at = %s WHERE number = 1", [early, early])


def test_the_same_form_sent_twice_issues_once_and_the_next_report_has_the_next_number(desk: Desk) -> None:
    chair = desk("long")
    page = chair.get("/bao-cao/ban-hanh?noi=46")
    first = chair.post("/bao-cao/ban-hanh?noi=46", hidden_of(page))["Location"]
    again = chair.post("/bao-cao/ban-hanh?noi=46", hidden_of(page))["Location"]
    assert first == again

    second = issue(chair)
    assert "Báo cáo số 02/BC-UBND" in text_of(chair.get(second))
    compared = text_of(chair.get(f"{first}/so-sanh?voi={second.rsplit('/', 1)[1]}"))
    assert "1/BC-UBND" in compared
    assert "2/BC-UBND" in compared
    assert chair.get(f"{first}/so-sanh?voi=x").status_code == 404


def test_only_the_chair_issues_and_another_place_does_not_read_it(desk: Desk) -> None:
    assert desk("trang").post("/bao-cao/ban-hanh?noi=46", {}).status_code == 403
    assert desk("minh").post("/bao-cao/ban-hanh?noi=46", {}).status_code == 404
    address = issue(desk("long"))
    for login in ("hoa", "minh"):
        assert desk(login).get(address).status_code == 404
        assert desk(login).get(f"{address}/tep/pdf").status_code == 404
    assert desk("trang").post(f"{address}/ky-lai").status_code == 403


def test_a_period_that_has_not_begun_is_not_issued(desk: Desk) -> None:
    later = (date.today() + timedelta(days=30)).isoformat()
    answer = desk("long").post(f"/bao-cao/ban-hanh?noi=46&ngay={later}", {})

    assert answer.status_code == 409
    assert "chưa bắt đầu" in text_of(answer)


def test_the_author_writes_the_chair_signs_what_she_saw_and_a_stale_text_is_refused(desk: Desk) -> None:
    author, chair = desk("ngoc"), desk("long")
    page = author.get("/bao-cao/soan?noi=46")
    seen_by_chair = hidden_of(chair.get("/bao-cao/ban-hanh?noi=46"))
    said = {**hidden_of(page), "text-12": "Đề nghị Bộ Tài chính sớm hướng dẫn.\nKính trình."}
    assert author.post("/bao-cao/soan?noi=46", said).status_code == 302

    assert author.post("/bao-cao/soan?noi=46", {**said, "text-12": "Ghi đè"}).status_code == 422
    stale = chair.post("/bao-cao/ban-hanh?noi=46", seen_by_chair)
    assert stale.status_code == 409
    assert "vừa được người khác sửa" in text_of(stale)
    assert "Đề nghị Bộ Tài chính" in text_of(chair.get(issue(chair)))


def test_a_text_that_is_too_long_is_said_and_kept(desk: Desk) -> None:
    answer = desk("ngoc").post("/bao-cao/soan?noi=46", {"_version": "0", "text-8": "x" * 8001})

    assert answer.status_code == 422
    assert "Nội dung mục 8 dài quá 8000 ký tự" in text_of(answer)
    assert "x" * 8001 in answer.content.decode()


def test_the_file_is_signed_for_its_chair_and_its_words_are_the_pages(desk: Desk) -> None:
    received(desk, 2)
    chair = desk("long")
    address = issue(chair)
    assert "đang được ký số" in text_of(chair.get(address))
    while sealing.work_one(datetime.now(UTC)):
        pass

    assert "Đã ký số và kiểm tra chữ ký" in text_of(chair.get(address))
    signed = _bytes(chair.get(f"{address}/tep/pdf"))
    assert b"ChuKyNguoiCoThamQuyen" in signed
    pages = pypdf.PdfReader(io.BytesIO(signed)).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
    assert "1/BC-UBND" in words
    assert abs(float(pages[0].mediabox.width) - 595.3) < 1


def _bytes(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_the_document_to_edit_has_the_layout_of_an_official_report(desk: Desk) -> None:
    received(desk, 2)
    answer = desk("lanhdao").get("/bao-cao/tep/docx?noi=46")
    document = Document(io.BytesIO(answer.content))
    section = document.sections[0]
    words = [one.text for one in document.paragraphs]
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]

    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)
    assert (round(section.top_margin.mm), round(section.bottom_margin.mm)) == (20, 20)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert "BÁO CÁO" in words
    assert any("Tình hình vận hành chính quyền địa phương 2 cấp" in one for one in words)
    assert any("Độc lập - Tự do - Hạnh phúc" in one for one in tables)
    assert any("Nơi nhận:" in one for one in tables)
    assert tables[tables.index("Tiếp nhận") + 1] == "2 hồ sơ"


ENTERED = {
    "section": "13", "label": "Vụ việc về trật tự công cộng", "value": "1.250", "unit": "vụ",
    "source": "Công an thành phố, báo cáo tuần", "on": "01/11/2026",
}  # fmt: skip


def test_a_figure_of_another_source_stands_beside_and_is_never_added(desk: Desk) -> None:
    head = desk("trang")
    before = reading.read(place("46"), _week(), datetime.now(UTC)).values  # type: ignore[arg-type]
    assert head.post("/bao-cao/so-lieu?noi=46", ENTERED).status_code == 302

    page = text_of(head.get(HUE))
    assert "XIII. Số liệu lĩnh vực khác" in page
    assert "1.250 vụ" in page
    assert "Công an thành phố, báo cáo tuần, 01/11/2026" in page
    after = reading.read(place("46"), _week(), datetime.now(UTC)).values  # type: ignore[arg-type]
    assert [one.value for one in after if one.kind in LISTED] == [one.value for one in before if one.kind in LISTED]


def _week() -> Any:
    from thongsuot.measures.briefing import periods

    return periods.week(date.today())


def test_a_correction_and_a_withdrawal_keep_the_history(desk: Desk) -> None:
    head = desk("trang")
    head.post("/bao-cao/so-lieu?noi=46", ENTERED)
    id = sql.run("SELECT id FROM measures_statement")[0][0]
    assert 'value="1.250"' in head.get(f"/bao-cao/so-lieu?noi=46&sua={id}").content.decode()

    without = head.post("/bao-cao/so-lieu?noi=46", {**ENTERED, "value": "1.251", "thay": str(id)})
    assert without.status_code == 422
    head.post("/bao-cao/so-lieu?noi=46", {**ENTERED, "value": "1.251", "thay": str(id), "reason": "Ghi nhầm"})
    page = text_of(head.get("/bao-cao/so-lieu?noi=46"))
    assert "1.251 vụ" in page.split("Lịch sử: đã sửa")[0]
    assert "1.250 vụ" in page.split("Lịch sử: đã sửa")[1]

    late = head.post("/bao-cao/so-lieu?noi=46", {**ENTERED, "thay": str(id), "reason": "Lần nữa"})
    assert late.status_code == 404, "what was corrected already is not corrected again"
    now = sql.run("SELECT id FROM measures_statement WHERE replaces IS NOT NULL")[0][0]
    head.post("/bao-cao/so-lieu?noi=46", {"viec": "thoi", "thay": str(now), "reason": "Nguồn rút lại"})
    assert "1.251 vụ" not in text_of(head.get(HUE))
    assert "thôi sử dụng" in text_of(head.get("/bao-cao/so-lieu?noi=46"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("section", "0"), ("section", "chín"), ("label", ""), ("value", "nhiều"), ("value", "1.2.3"),
        ("value", "9" * 40), ("value", "NaN"), ("unit", ""), ("source", "x" * 301), ("on", "32/13/2026"),
        ("on", "01/01/2999"),
    ],
)  # fmt: skip
def test_a_figure_without_value_source_or_day_is_not_entered(desk: Desk, name: str, value: str) -> None:
    answer = desk("trang").post("/bao-cao/so-lieu?noi=46", {**ENTERED, name: value})

    assert answer.status_code == 422
    assert f'href="#f-{name}"' in answer.content.decode()
    assert sql.run("SELECT count(*) FROM measures_statement")[0][0] == 0


@pytest.mark.parametrize("login", ["ngoc", "lanhdao", "kiemsoat"])
def test_who_is_no_head_or_chair_enters_nothing(desk: Desk, login: str) -> None:
    assert desk(login).post("/bao-cao/so-lieu?noi=46", ENTERED).status_code == 403


def test_the_published_figures_of_the_reports_stand_with_source_and_day(desk: Desk) -> None:
    page = text_of(desk("chinhphu").get("/bao-cao?noi="))

    for told in (
        "278 thủ tục", "28/07/2025", "32.984 người", "1.384 trên 3.003 nhiệm vụ = 46,09", "chưa mô phỏng", "01/10/2025",
    ):  # fmt: skip
        assert told in page, told


def test_a_page_takes_few_statements_however_many_dossiers(desk: Desk) -> None:
    leader = desk("lanhdao")
    counts = []
    for _ in range(2):
        received(desk, 1)
        leader.get(HUE)
        before = sql.count()
        leader.get(HUE)
        counts.append(sql.count() - before)
    assert counts[0] == counts[1]
    asked = sum(2 for one in briefed.told().values() if isinstance(one, briefed.Told))
    assert counts[0] <= 10 + asked
