"""Signing in with a real Chromium at a provider of another site: the policies of pages and cookies let it through."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import ARGUMENTS, running

import e_identity

pytestmark = pytest.mark.browser
NAME = "Nguyễn Thị Hạnh"


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


def test_hanh_comes_back_from_another_site_with_and_without_scripts(
    own_demo: Any, tmp_path: Path, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with e_identity.provider_at_work() as provider:
        for name, value in (("ISSUER", provider.issuer), ("CLIENT_ID", provider.client_id), ("CLIENT_SECRET", "x")):
            monkeypatch.setenv(f"THONGSUOT_OIDC_{name}", value)
        with running(own_demo, tmp_path) as site:
            for scripts in (True, False):
                page = browser.new_context(java_script_enabled=scripts).new_page()
                page.goto(f"{site}/cong-dan/dang-nhap?tiep=/noi-den")
                assert "localhost" in page.inner_text("main"), "the page says where it leads"
                page.click("main form button")
                page.wait_for_url(f"{provider.issuer}/**")
                page.click(f"text={e_identity.HANH}")
                page.wait_for_url(f"{site}/noi-den")
                assert NAME in page.inner_text("header")

                page.goto(f"{site}/")
                page.click("text=Đăng xuất")
                assert NAME not in page.inner_text("header")
                there = page.get_attribute("text=Đăng xuất cả tài khoản", "href")
                assert there.startswith(f"{provider.issuer}/oauth2/end_session?")


def test_everybody_can_use_the_pages_there_and_back(own_demo: Any, tmp_path: Path, browser: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    def fit(page: Any, width: int) -> None:
        assert Axe().run(page).response["violations"] == [], (page.url, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    with running(own_demo, tmp_path) as site:
        for width in (320, 1440):
            page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
            page.goto(f"{site}/cong-dan/dang-nhap?tiep=/noi-den")
            fit(page, width)
            page.click("main form button")
            page.wait_for_url("**/dinh-danh-thu/**")
            fit(page, width)
            page.click("text=Đồng ý và đăng nhập")
            fit(page, width)
            page.click("text=Chọn một người trong danh sách")
            page.keyboard.press("Space")
            page.click("summary")
            page.select_option("select", "hong")
            page.click("text=Đồng ý và đăng nhập")
            assert "đang gặp sự cố" in page.inner_text("main")
            fit(page, width)
            page.click("main form button")
            page.wait_for_url("**/dinh-danh-thu/**")
            page.check("input[value='046152003425']")
            page.click("text=Đồng ý và đăng nhập")
            page.wait_for_url("**/noi-den")
            fit(page, width)
