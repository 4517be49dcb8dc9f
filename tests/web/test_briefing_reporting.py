"""Who reports what by when, the demonstration's issued reports, and the charts in every form of a report."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pypdf
import pytest
from docx import Document
from officers import Desk, text_of

from thongsuot.engine import briefed, sql
from thongsuot.measures.briefing import issuing, sealing
from thongsuot.measures.briefing.seeding import REPORTS, seed_briefings
from thongsuot.register import demo

ON = issuing.now().strftime("%d/%m/%Y")
LEFT = {"section": "6", "label": "Cơ sở còn lại", "value": "12", "unit": "cơ sở", "source": "Sở Tài chính", "on": ON}


def test_nobody_reports_what_the_system_counts_and_of_others_it_says_that_it_knows_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = "cơ sở nhà, đất dôi dư"
    page = text_of(desk("chinhphu").get("/bao-cao/che-do-bao-cao"))
    weekly = page.split("phục vụ họp Chính phủ")[1]
    assert re.search(r"hệ thống đã có số liệu : \d nơi", weekly)
    assert re.search(r"hệ thống không biết đã báo cáo hay chưa : \d\d nơi", weekly)
    assert "trước 09 giờ thứ Hai" in page.split(there)[1]
    assert "09:00" in page.split(there)[1]

    every = {key: one for key, one in briefed.told().items() if not key.startswith("premises.")}
    monkeypatch.setattr(briefed, "_told", every)
    before = text_of(desk("lanhdao").get("/bao-cao/che-do-bao-cao?noi=46"))
    assert "Thành phố Huế" in before.split("Chưa báo cáo")[1]
    assert "Nhập số liệu" in text_of(desk("trang").get("/bao-cao/che-do-bao-cao?noi=46"))

    desk("trang").post("/bao-cao/so-lieu?noi=46", LEFT)
    after = text_of(desk("lanhdao").get("/bao-cao/che-do-bao-cao?noi=46"))
    assert "đã nộp : 1 nơi" in after
    assert "Không ai còn nợ báo cáo" in after


def test_the_cut_offs_of_reports_lead_to_their_briefings(desk: Desk) -> None:
    page = desk("chinhphu").get("/bao-cao/che-do-bao-cao").content.decode()
    links = re.findall(r'href="(/bao-cao\?[^"]*ky=(?:thang|quy|nua-nam|chin-thang|nam)[^"]*)"', page)

    assert len(links) == 5
    for address, kind in zip(links, ("tháng ", "quý ", "6 tháng đầu năm ", "9 tháng đầu năm ", "năm "), strict=True):
        shown = text_of(desk("chinhphu").get(unescape(address)))
        assert f"Cả nước: {kind}" in shown
        assert "(từ 15/" in shown


def test_the_demonstration_opens_with_an_issued_report_of_last_week_that_can_be_compared(desk: Desk) -> None:
    assert (seed_briefings(), seed_briefings()) == (2, 0), "once, whatever the number of starts"
    while sealing.work_one(datetime.now(UTC)):
        pass
    ids = dict(sql.run("SELECT place, id::text FROM measures_briefing"))
    assert set(ids) == {"", "46"}
    nation, hue = f"/bao-cao/so/{ids['']}", f"/bao-cao/so/{ids['46']}"

    minister = desk("botruong")
    assert ids[""] in minister.get("/bao-cao").content.decode(), "a link on the first page"
    page = text_of(minister.get(nation))
    assert "Báo cáo số 01/BC-VPCP: Cả nước, tuần từ" in page
    assert "Đã ký số và kiểm tra chữ ký" in page
    assert "Trần Đức Bình, Bộ trưởng, Chủ nhiệm" in page
    compared = text_of(minister.get(f"{nation}/so-sanh?voi=nay"))
    assert compared.index("01/BC-VPCP") < compared.index("Số liệu hiện nay"), "the earlier stands left"

    assert "Phạm Thanh Long, Chủ tịch" in text_of(desk("long").get(hue))
    assert desk("hoa").get(hue).status_code == 404
    assert desk("hoa").get(f"{hue}/so-sanh?voi=nay").status_code == 404


def test_what_the_demonstration_writes_holds_no_number_that_the_system_did_not_count(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    written = [text for *_who, said in REPORTS for text in said.values()]
    assert written
    assert not any(sign.isdigit() for text in written for sign in text)
    settings.DEMO = False
    with pytest.raises(demo.OnlyInDemo):
        seed_briefings()


def test_the_same_charts_stand_on_the_page_in_the_pdf_and_in_the_docx_each_with_its_words(desk: Desk) -> None:
    leader = desk("chinhphu")
    page = leader.get("/bao-cao?noi=").content.decode()
    assert 'class="map wide"' in page
    told = [unescape(words) for words in re.findall(r'class="picture" role="img" aria-label="([^"]+)"', page)]

    document = Document(io.BytesIO(leader.get("/bao-cao/tep/docx?noi=").content))
    shown = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert shown
    assert set(told) < set(shown), "the page's, and the map that the page draws with links"
    assert shown[-1].startswith("Đang xử lý, quá hạn (hồ sơ): ")

    pdf = pypdf.PdfReader(io.BytesIO(leader.get("/bao-cao/tep/pdf?noi=").content))
    words = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    assert "PHỤ LỤC" in words
    assert "(Kèm theo Báo cáo số ……/BC-VPCP" in words
    assert "Trường Sa" in words, "the map's names are text"
    for one in told:
        assert _alternative(pdf, one), one


def _alternative(pdf: pypdf.PdfReader, words: str) -> bool:
    """Whether some figure of the tagged PDF says these words to who does not see it."""
    return any(isinstance(one, dict) and one.get("/Alt") == words for one in _objects(pdf))


def _objects(pdf: pypdf.PdfReader) -> list[Any]:
    return [pdf.get_object(number) for number in range(1, int(str(pdf.trailer["/Size"])))]
