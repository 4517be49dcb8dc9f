"""The portal in a real Chromium: Hạnh at the keyboard, on a phone, enlarged, without scripts; axe finds nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import running

pytestmark = pytest.mark.browser

PAGES = [
    "/", "/thu-tuc", "/thu-tuc?q=giay+khai+sanh", "/thu-tuc?q=qwzx", "/thu-tuc/1.001193?xa=19789", "/thu-tuc/1.013225",
    "/thu-tuc/9.9", "/noi-den", "/noi-den?tinh=46", "/noi-den?tim=K%E1%BB%B3+L%E1%BB%A3i", "/lon",
]  # fmt: skip


@pytest.fixture
def site(own_demo: Any, tmp_path: Path) -> Iterator[str]:
    with running(own_demo, tmp_path) as address:
        yield address


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def small_texts(page: Any, least: float) -> list[str]:
    """Texts shown smaller than so many pixels."""
    found: list[str] = page.evaluate(
        """least => [...document.querySelectorAll("body *")].filter(one =>
          [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim()) && one.checkVisibility()
          && parseFloat(getComputedStyle(one).fontSize) < least - 0.1 && !one.closest(".hide, .skip")
        ).map(one => one.tagName + ": " + one.textContent.trim().slice(0, 40))""",
        least,
    )
    return found


def test_everybody_can_read_and_use_every_page(site: str, browser: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for width, cookie in ((390, None), (1440, None), (390, "lon"), (1080, "lon")):
        context = browser.new_context(viewport={"width": width, "height": 844})
        if cookie:
            context.add_cookies([{"name": cookie, "value": "1", "url": site}])
        page = context.new_page()
        for path in PAGES:
            page.goto(site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert Axe().run(page).response["violations"] == [], (path, width, cookie)
            assert small_texts(page, 24 if cookie else 16) == [], (path, width, cookie)
        context.close()


def test_at_200_percent_nothing_is_cut_off(site: str, browser: Any) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 640}, device_scale_factor=2).new_page()
    for path in PAGES:
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_hanh_finds_by_keyboard_while_she_types(site: str, browser: Any) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{site}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("khai sanh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/thu-tuc?q=khai+sanh")
    assert page.locator(".found a").first.inner_text() == "Đăng ký khai sinh"

    page.locator("#q").fill("mo ho kinh doanh")
    page.locator(".found a", has_text="hộ kinh doanh").first.wait_for()
    assert page.url.endswith("q=mo+ho+kinh+doanh"), "going back finds this search again"
    assert page.evaluate("document.activeElement.id") == "q"


def test_without_scripts_hanh_goes_from_the_search_to_the_button(site: str, browser: Any) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False).new_page()
    page.goto(f"{site}/")
    page.fill("#q", "khai sinh")
    page.click(".ask button")
    page.wait_for_url("**/thu-tuc?q=khai+sinh")
    page.locator(".found a").first.click()
    page.locator("text=Chọn xã, phường của bạn >> nth=-1").click()
    page.fill("#tim", "thuan hoa")
    page.click("text=Tìm nơi")
    page.click("text=Phường Thuận Hóa, Thành phố Huế")
    page.wait_for_url("**/thu-tuc/1.001193")
    assert page.locator("text=Nộp hồ sơ").last.is_visible()


def test_at_the_kiosk_the_next_person_finds_nothing_of_the_last(site: str, browser: Any) -> None:
    page = browser.new_context(viewport={"width": 1080, "height": 1700}).new_page()
    page.goto(f"{site}/noi-den?chon=19789")
    page.click("text=Chữ lớn")
    box = page.locator("text=Xong, xóa phiên").bounding_box()
    assert box["height"] >= 60
    page.click("text=Xong, xóa phiên")
    assert page.locator("text=Đã xóa phiên. Mời người tiếp theo.").is_visible()
    assert page.locator("html.large").count() == 1
    assert page.locator("text=Phường Thuận Hóa").count() == 0


def test_on_paper_it_is_a_list_to_tick_off(site: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{site}/thu-tuc/1.001193?xa=19789")
    page.emulate_media(media="print")
    assert page.locator(".checklist li").first.is_visible()
    for gone in (".aids", ".button >> nth=0", "nav >> nth=0", "footer"):
        assert not page.locator(gone).is_visible(), gone
