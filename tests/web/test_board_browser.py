"""The board in a real Chromium: a leader at the keyboard and at the telephone's width, and axe-core finds nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import running

pytestmark = pytest.mark.browser

WORK = """
import django; django.setup()
from datetime import datetime
from pathlib import Path
from django.conf import settings
from thongsuot.engine import stamper
from thongsuot.measures import folding
from thongsuot.register.calendar import VIETNAM
from thongsuot.simulation import running
run = running.Run(10, 1 / 200, 1, datetime.now(VIETNAM), ("46",), workers=1, parts=frozenset({"dossiers"}))
running.simulate(run, Path(settings.VAR), lambda progress, left: None)
stamper.stamp(settings.SITE); folding.catch_up_fully(settings.SITE)
"""


@pytest.fixture
def site(own_demo: Any, tmp_path: Path) -> Iterator[str]:
    """A running site with two weeks of work in thành phố Huế."""
    with running(own_demo, tmp_path) as address:
        environment = {
            **os.environ,
            "DATABASE_URL": own_demo.owner_url,
            "THONGSUOT_APP_DATABASE_URL": own_demo.url,
            "THONGSUOT_VAR": str(tmp_path),
            "THONGSUOT_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "thongsuot.settings",
        }
        subprocess.run([sys.executable, "-c", WORK], env=environment, check=True)
        yield address


def signed_in(browser: Any, site: str, width: int, **more: Any) -> Any:
    page = browser.new_context(viewport={"width": width, "height": 900}, **more).new_page()
    page.goto(f"{site}/dang-nhap")
    page.fill("input[autocomplete=username]", "lanhdao")
    page.fill("input[type=password]", "thongsuot")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "dang-nhap" not in address)
    page.goto(f"{site}/bang")
    return page


def test_a_leader_finds_what_is_wrong_by_keyboard_on_any_screen(site: str) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width in (1440, 390):
            page = signed_in(browser, site, width)
            assert page.locator("h1").inner_text() == "Thành phố Huế"
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert Axe().run(page).response["violations"] == []
        page = signed_in(browser, site, 1440)
        page.locator(".figures .term").first.focus()
        assert page.locator(".figures .tip").first.is_visible(), "a definition shows on focus"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/bang/co-quan/**")
        page.keyboard.press("u")
        page.wait_for_url("**/bang/tinh/46")
        plain = signed_in(browser, site, 390, java_script_enabled=False)
        plain.locator(".multiples .value a").first.click()
        plain.wait_for_url("**/bang/danh-sach/overdue**")
        browser.close()
