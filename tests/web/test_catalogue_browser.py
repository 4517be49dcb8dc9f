"""The catalogue's pages in a real Chromium: a newcomer at the desk and on a telephone, and axe-core finds nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from browsing import ARGUMENTS, running
from test_catalogue_lists import ROWS, workbook

from thongsuot.web.entrance import today

pytestmark = pytest.mark.browser
BUILDING = "1.013225"


@pytest.fixture
def site(own_demo: Any, tmp_path: Path) -> Iterator[str]:
    with running(own_demo, tmp_path) as address:
        yield address


def signed_in(browser: Any, site: str, login: str, width: int, **more: Any) -> Any:
    page = browser.new_context(viewport={"width": width, "height": 900}, **more).new_page()
    page.goto(f"{site}/dang-nhap")
    page.fill("input[autocomplete=username]", login)
    page.fill("input[type=password]", "thongsuot")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "dang-nhap" not in address)
    return page


def looked_at(page: Any) -> None:
    """No fault that axe-core knows, and nothing beyond the edge of the screen."""
    from axe_playwright_python.sync_playwright import Axe

    assert Axe().run(page).response["violations"] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


def test_control_enters_a_rule_from_the_catalogue_by_links_alone(site: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for width, days in ((1440, "5"), (390, "4")):
            page = signed_in(browser, site, "kiemsoat", width)
            page.goto(f"{site}/danh-muc/{BUILDING}")
            looked_at(page)
            page.click("text=Nhập quy định của Thành phố Huế")
            looked_at(page)
            page.click("text=Xem thay đổi trước khi ghi")
            assert page.locator(".errors a").count() >= 2, "every fault at once"
            looked_at(page)
            page.fill("#van-ban", "Nghị quyết 05/2026/NQ-HĐND ngày 15/7/2026")
            page.fill("#tu", f"{today() + timedelta(days=10):%d/%m/%Y}")
            page.fill("#tl-nha-o-counter", days)
            page.keyboard.press("Enter")
            page.wait_for_selector("text=Những gì thay đổi")
            looked_at(page)
            page.click("text=Ghi quy định này")
            page.wait_for_selector("text=Chưa đến ngày áp dụng")
            looked_at(page)
            page.locator("text=Kết thúc quy định này").first.click()
            looked_at(page)
        browser.close()


def test_an_administrator_decides_a_finding_and_control_a_list_without_a_script(site: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for width in (1440, 390):
            officer = signed_in(browser, site, "quantri", width)
            officer.goto(f"{site}/danh-muc/can-quyet")
            looked_at(officer)
            officer.locator("td a[href*='/can-quyet/']").first.click()
            officer.wait_for_selector("text=Nguồn ghi")
            looked_at(officer)
            officer.check("input[value=giu]")
            officer.fill("#can_cu", "Quyết định 12/QĐ-BXD ngày 20/11/2026")
            officer.click("text=Ghi quyết định")
            officer.wait_for_selector("text=Lý Thành An đã quyết định điểm này")
            looked_at(officer)
            officer.goto(f"{site}/danh-muc/can-quyet?xem=da-quyet")
            looked_at(officer)
        plain = signed_in(browser, site, "kiemsoat", 390, java_script_enabled=False)
        plain.goto(f"{site}/danh-muc/danh-sach")
        sheet = {"name": "danh-sach.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(ROWS)}
        plain.set_input_files("#tep", sheet)
        plain.click("text=Đọc và đối chiếu")
        plain.wait_for_selector("text=Đã đọc 3 dòng")
        plain.check("#diem")
        plain.click("text=Chấp thuận dòng đã chọn")
        plain.wait_for_selector("text=Đã chấp thuận 1 dòng")
        for width in (1440, 390):
            page = signed_in(browser, site, "kiemsoat", width)
            for tab in ("cho", "nhan", "bo"):
                page.goto(f"{site}/danh-muc/danh-sach?muc={tab}")
                looked_at(page)
            for address in ("", "/tham-quyen", f"/{BUILDING}/bat-tat?don-vi=ubnd.46", f"/{BUILDING}/quy-dinh?noi=46"):
                page.goto(f"{site}/danh-muc{address}")
                looked_at(page)
        browser.close()
