"""The centre's screens in a real Chromium: a finger at the kiosk, keys at the counter, the wall that follows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import ARGUMENTS, running

pytestmark = pytest.mark.browser

BODY = "pvhcc.19789"
SEED = """
import django; django.setup()
from thongsuot.areas.visits import seeding
seeding.seed_today()
"""


@pytest.fixture
def site(own_demo: Any, tmp_path: Path) -> Iterator[str]:
    """A running site whose centre in Thuận Hóa has a morning behind it."""
    with running(own_demo, tmp_path) as address:
        environment = {
            **os.environ,
            "DATABASE_URL": own_demo.owner_url,
            "THONGSUOT_APP_DATABASE_URL": own_demo.url,
            "THONGSUOT_VAR": str(tmp_path),
            "THONGSUOT_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "thongsuot.settings",
        }
        subprocess.run([sys.executable, "-c", SEED], env=environment, check=True)
        yield address


def signed_in(browser: Any, site: str, login: str, width: int = 1440) -> Any:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{site}/dang-nhap")
    page.fill("input[autocomplete=username]", login)
    page.fill("input[type=password]", "thongsuot")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "dang-nhap" not in address)
    return page


def sound(page: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []


def test_a_number_goes_from_a_finger_to_the_wall(site: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        head = signed_in(browser, site, "minh")
        head.goto(f"{site}/so-thu-tu/cai-dat")
        sound(head, 1440)
        found = re.search(r"khoa=([\w-]+)", head.content())
        assert found
        key = found[1]

        for width in (390, 1440):
            tablet = browser.new_context(viewport={"width": width, "height": 844}).new_page()
            tablet.goto(f"{site}/so-thu-tu/{BODY}/lay-so?khoa={key}")
            sound(tablet, width)
            heights = tablet.evaluate("[...document.querySelectorAll('.wishes button')].map(one => one.offsetHeight)")
            assert not [height for height in heights if 0 < height < 44], "a finger hits every button"
            tablet.click("text=Nhận kết quả")
            tablet.wait_for_selector("text=Số của bạn")
            sound(tablet, width)

        wall = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        wall.goto(f"{site}/so-thu-tu/{BODY}/man-hinh?khoa={key}")
        assert "Chưa gọi số nào" in wall.inner_text("main")
        sound(wall, 1920)
        lan = signed_in(browser, site, "lan")
        lan.goto(f"{site}/so-thu-tu/quay/2")
        lan.keyboard.press("g")
        lan.wait_for_selector("text=Đang phục vụ số")
        sound(lan, 1440)
        wall.wait_for_selector("text=Đến quầy", timeout=15_000)
        assert wall.evaluate("document.documentElement.scrollHeight") <= 1080
        lan.keyboard.press("v")
        lan.wait_for_selector("text=Chưa gọi số nào")
        browser.close()


def test_without_a_script_the_wall_loads_itself_again_and_a_time_is_booked(site: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        head = signed_in(browser, site, "minh")
        head.goto(f"{site}/so-thu-tu/cai-dat")
        found = re.search(r"khoa=([\w-]+)", head.content())
        assert found
        plain = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
        wall = plain.new_page()
        wall.goto(f"{site}/so-thu-tu/{BODY}/man-hinh?khoa={found[1]}")
        with wall.expect_navigation(timeout=15_000):
            pass
        page = plain.new_page()
        page.goto(f"{site}/so-thu-tu/{BODY}/dat-lich")
        page.click("fieldset .choice label >> nth=0")
        page.select_option("#f-viec", index=2)
        page.fill("#f-dien_thoai", "0912 345 678")
        page.click("main button:has-text('Đặt lịch')")
        page.wait_for_selector("text=Mã hẹn")
        page.click("text=Hủy lịch hẹn")
        page.wait_for_selector("text=Lịch hẹn này đã hủy")
        browser.close()
