"""Findings on a phone in a real Chromium: taken without a line, kept through a reload, sent once when it is back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from browsing import ARGUMENTS, running

pytestmark = pytest.mark.browser
SEED = """
import django; django.setup()
from thongsuot.areas.inspections import seeding
from thongsuot.areas.systems import seeding as systems
seeding.seed()
systems.seed()
"""
# A photo as small as a photo can be.
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


@pytest.fixture
def site(own_demo: Any, tmp_path: Path) -> Iterator[str]:
    """A running site on which the city's team is on its way."""
    with running(own_demo, tmp_path) as address:
        environment = {
            **os.environ, "DATABASE_URL": own_demo.owner_url, "THONGSUOT_APP_DATABASE_URL": own_demo.url,
            "THONGSUOT_VAR": str(tmp_path), "THONGSUOT_DEMO": "1", "DJANGO_SETTINGS_MODULE": "thongsuot.settings",
        }  # fmt: skip
        subprocess.run([sys.executable, "-c", SEED], env=environment, check=True)
        yield address


@pytest.fixture
def browser(site: str) -> Iterator[Any]:
    """A Chromium that ends before the site's database does."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield opened
        opened.close()


def on_the_phone(browser: Any, site: str, login: str = "trang", **options: Any) -> Any:
    page = browser.new_context(viewport={"width": 390, "height": 844}, **options).new_page()
    page.goto(f"{site}/dang-nhap")
    page.fill("input[autocomplete=username]", login)
    page.fill("input[type=password]", "thongsuot")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "dang-nhap" not in address)
    page.goto(f"{site}/kiem-tra/ghi")
    return page


def take(page: Any, title: str) -> None:
    page.check("[name=target] >> nth=0")
    page.fill("[name=title]", title)
    page.check("[name=severity][value=moderate]")
    page.select_option("select[name=field]", "systems")
    page.set_input_files("input[type=file]", {"name": "anh.png", "mimeType": "image/png", "buffer": PHOTO})
    page.click("text=Ghi phát hiện >> nth=-1")


def kept(database: Any, title: str) -> tuple[int, int]:
    """How many findings of that title there are on the server, and how many photos they have."""
    with psycopg.connect(database.owner_url) as connection:
        row = connection.execute(
            "SELECT count(DISTINCT c.id), count(p.id) FROM engine_case c LEFT JOIN engine_paper p ON p.case_id = c.id"
            " WHERE c.kind = 'finding' AND c.title = %s",
            [title],
        ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def lost_on_the_way(page: Any, title: str) -> list[int]:
    """Take a finding whose answer is lost: the server takes it, the line breaks before its answer comes."""
    answered: list[int] = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not answered:
            answered.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.context.route("**/kiem-tra/ghi", lose)
    with page.expect_event("requestfailed"):
        take(page, title)
    return answered


def test_findings_taken_without_a_line_or_whose_answer_was_lost_arrive_once(
    browser: Any, site: str, own_demo: Any
) -> None:
    page = on_the_phone(browser, site)
    page.wait_for_selector("html[data-kept]", state="attached")
    page.context.set_offline(True)
    take(page, "Máy quét hỏng")
    page.wait_for_selector("text=Chờ gửi (1)")
    take(page, "Bảng công khai thiếu phí")
    page.wait_for_selector("text=Chờ gửi (2)")

    page.reload()
    page.wait_for_selector("text=Chờ gửi (2)")
    assert "Bảng công khai thiếu phí" in page.inner_text("[data-drafts]")
    take(page, "Không có ghế chờ")
    page.wait_for_selector("text=Chờ gửi (3)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    address, context = page.url, page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    again.wait_for_selector("text=Chờ gửi (0)")
    for title in ("Máy quét hỏng", "Bảng công khai thiếu phí", "Không có ghế chờ"):
        assert kept(own_demo, title) == (1, 1), title

    assert lost_on_the_way(again, "Quầy số 2 chưa có biển") == [200]
    assert kept(own_demo, "Quầy số 2 chưa có biển") == (1, 1)
    again.wait_for_selector("text=Chờ gửi (1)")
    again.click("text=Gửi ngay")
    again.wait_for_selector("text=Chờ gửi (0)")
    assert kept(own_demo, "Quầy số 2 chưa có biển") == (1, 1)


PAGES = ("/he-thong", "/he-thong/ho-tich", "/dieu-kien", "/dieu-kien/tinh/46", "/giam-sat", "/tinh-trang-he-thong")


def test_what_is_missing_is_asked_for_a_finding_is_mended_and_without_a_script_there_is_a_form(
    browser: Any, site: str, own_demo: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = on_the_phone(browser, site)
    page.click("text=Ghi phát hiện >> nth=-1")
    assert "còn thiếu" in page.inner_text("[data-missing]")
    assert page.locator("[data-waiting]").is_hidden()
    page.context.set_offline(True)
    take(page, "Quầy đóng sớm")
    page.wait_for_selector("text=Chờ gửi (1)")
    assert Axe().run(page).response["violations"] == []
    page.click("text=Sửa")
    assert page.input_value("[name=title]") == "Quầy đóng sớm"
    assert page.locator("[data-waiting]").is_hidden()

    page.context.set_offline(False)
    plain = on_the_phone(browser, site, java_script_enabled=False)
    take(plain, "Sổ theo dõi bỏ trống")

    assert "Đã ghi phát hiện" in plain.inner_text("main")
    assert kept(own_demo, "Sổ theo dõi bỏ trống") == (1, 1)

    for address in PAGES:
        page.goto(f"{site}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert Axe().run(page).response["violations"] == [], address
