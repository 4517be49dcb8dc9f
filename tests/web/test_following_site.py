"""The portal itself before a real browser: Hạnh answers, withdraws and rates, without scripts and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from browsing import running
from citizens import HANH
from following_browser import chromium
from following_cases import asked_for_more, code_of, delivered, hers
from officers import Officer

pytestmark = pytest.mark.browser
Site = tuple[str, list[UUID], list[str]]


@pytest.fixture
def site(own_demo: Any, tmp_path: Path, settings: Any) -> Iterator[Site]:
    """The portal itself: its address, and Hạnh's dossiers: one waits for a supplement, one is new, one delivered."""
    settings.DEMO = True

    def at_desk(login: str) -> Officer:
        return Officer().sign_in(login)

    with running(own_demo, tmp_path) as address:
        cases = [bring(at_desk) for bring in (asked_for_more, hers, delivered)]
        yield address, cases, [code_of(case) for case in cases]


def sign_in(page: Any, address: str) -> None:
    page.goto(f"{address}/cua-toi")
    page.click("main .button >> nth=0")
    page.get_by_label(re.compile(f"^{HANH.name} ")).check()
    page.get_by_role("button", name="Đồng ý và đăng nhập").click()
    page.wait_for_selector("h1:has-text('Hồ sơ của tôi')")


def test_without_scripts_hanh_answers_withdraws_and_is_followed_by_a_code(site: Site, tmp_path: Path) -> None:
    address, (_waiting, begun, _over), codes = site
    scan = tmp_path / "Giấy chứng sinh.pdf"
    scan.write_bytes(b"%PDF-1.7\n%%EOF\n")
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False).new_page()
        sign_in(page, address)
        page.click("a.button:has-text('Bổ sung hồ sơ')")
        page.fill("[name=tra-loi-1]", "Đã ký lại tờ khai")
        page.set_input_files("[name=tep-1]", scan)
        page.click("text=Gửi phần bổ sung")
        assert "Nội dung 2: ghi bạn đã bổ sung gì" in page.inner_text(".errors")
        assert page.input_value("[name=tra-loi-1]") == "Đã ký lại tờ khai"
        page.fill("[name=tra-loi-2]", "Đã chụp lại")
        page.click("text=Gửi phần bổ sung")
        assert "Đã nộp bổ sung" in page.inner_text("main")
        assert "Tệp: Giấy chứng sinh.pdf" in page.inner_text("main")

        page.goto(f"{address}/cua-toi/{begun}/rut")
        page.fill("[name=request]", "Gia đình chuyển nơi ở")
        page.check("[name=sure]")
        page.click("button:has-text('Rút hồ sơ')")
        assert "Hồ sơ đã rút" in page.inner_text("main")

        follow(browser.new_context(java_script_enabled=False).new_page(), address, codes[0])


def follow(page: Any, address: str, code: str) -> None:
    page.goto(f"{address}/tra-cuu")
    page.fill("[name=ma]", code.lower())
    page.click("text=Lấy mã xác nhận")
    found = re.search(r"hồ sơ là (\d{6})", page.inner_text("main"))
    assert found
    page.fill("[name=so]", found[1])
    page.click("button:has-text('Xem hồ sơ')")
    assert "đang giải quyết hồ sơ của bạn" in page.inner_text("main")
    assert HANH.name not in page.inner_text("body")


def test_with_scripts_a_file_is_sent_at_once_and_hanh_rates_by_keyboard(site: Site, tmp_path: Path) -> None:
    address, (waiting, _begun, over), _codes = site
    scan = tmp_path / "Giấy chứng sinh.pdf"
    scan.write_bytes(b"%PDF-1.7\n" + b"x" * 300_000)
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        sign_in(page, address)
        page.goto(f"{address}/cua-toi/{waiting}/bo-sung")
        page.set_input_files("#f-tep-1", scan)
        page.wait_for_selector("text=Đã gửi xong")
        page.fill("[name=tra-loi-2]", "Đã chụp lại")
        page.click("text=Gửi phần bổ sung")
        page.wait_for_selector("text=Đã nộp bổ sung")
        assert "Nội dung 1: nộp kèm Giấy chứng sinh.pdf" in page.inner_text("main")

        page.goto(f"{address}/cua-toi/{over}/danh-gia")
        page.focus("[name=stars]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        assert page.locator("[name=stars]:checked").get_attribute("value") == "4"
        page.keyboard.press("Tab")
        page.keyboard.type("Làm nhanh, dễ hiểu.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=Cảm ơn bạn đã đánh giá")
        assert "Làm nhanh, dễ hiểu." in page.inner_text("main")
