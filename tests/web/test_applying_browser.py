"""Hạnh applies in a real browser, on a phone and wide: everybody can read each page, and nothing runs off it."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from browsing import running

pytestmark = pytest.mark.browser
PUBLISH = """
import django; django.setup()
from thongsuot.areas.dossiers.forms import catalogue
catalogue.publish_shipped()
"""
WIDTHS = {"phone": (390, 844), "desktop": (1440, 900)}
SHOTS = os.environ.get("SHOTS", "")
BIRTH, THUAN_HOA = "1.001193", "19789"


@pytest.fixture(scope="module")
def site(postgres_server: Any, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration with its people, its identity provider and the published forms."""
    name = f"apply_{worker_id}_{secrets.token_hex(4)}"
    postgres_server.create(name, template=postgres_server.prepared("demo"))
    database = SimpleNamespace(url=postgres_server.app(name), owner_url=postgres_server.owner(name))
    environment = {
        **os.environ,
        "DATABASE_URL": database.owner_url,
        "THONGSUOT_APP_DATABASE_URL": database.url,
        "THONGSUOT_SECRET_KEY": "only-for-tests",
        "DJANGO_SETTINGS_MODULE": "thongsuot.settings",
    }
    subprocess.run([sys.executable, "-c", PUBLISH], env=environment, check=True)
    try:
        with running(database, tmp_path_factory.mktemp("var")) as address:
            yield address
    finally:
        postgres_server.drop(name)


def _look(page: Any, name: str, width: str) -> None:
    """Nothing wider than the window, nothing that axe finds, and a picture for who asks for one."""
    from axe_playwright_python.sync_playwright import Axe

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is wider than {width}"
    found = Axe().run(page)
    wrong = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]]
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"apply-{name}-{width}.png"), full_page=True)
    assert wrong == [], name


def _sign_in(page: Any, site: str) -> None:
    """Through the demonstration's identity provider, and back to the page that was asked for."""
    page.goto(f"{site}/nop/{BIRTH}?xa={THUAN_HOA}")
    page.click("main button:has-text('Đăng nhập'), main a.button")
    page.wait_for_url("**/dinh-danh-thu/**")
    page.click("label:has-text('Nguyễn Thị Hạnh')")
    page.click("button:has-text('Đồng ý')")
    page.wait_for_url("**/nop/**")


def _go_on(page: Any) -> None:
    page.click("button:has-text('Lưu và tiếp tục')")


def _place(page: Any, name: str) -> None:
    page.select_option(f"[name='{name}.province']", "46")
    page.click(f"button[name=_look][value='{name}']")
    page.select_option(f"[name='{name}.commune']", THUAN_HOA)


def _child(page: Any) -> None:
    for name, value in (("name", "Trần Minh An"), ("ethnicity", "Kinh"), ("nationality", "Việt Nam")):
        page.fill(f"[name='child.{name}']", value)
    page.fill("[name='child.birth']", "2/11/2026")
    page.check("[name='child.sex'][value=male]")
    _place(page, "child.hometown")
    _place(page, "birth_place")
    page.check("[name=birth_proof][value=pledge]")


def _mother(page: Any) -> None:
    for name, value in (("name", "Nguyễn Thị Hạnh"), ("ethnicity", "Kinh"), ("nationality", "Việt Nam")):
        page.fill(f"[name='mother.{name}']", value)
    _place(page, "mother.residence")


@pytest.mark.parametrize("width", WIDTHS)
def test_hanh_applies_and_everybody_can_read_each_page(browser: Any, site: str, width: str, tmp_path: Path) -> None:
    wide, high = WIDTHS[width]
    context = browser.new_context(viewport={"width": wide, "height": high})
    page = context.new_page()
    _sign_in(page, site)
    _look(page, "begin", width)
    page.click("button:has-text('Bắt đầu khai'), button:has-text('Khai hồ sơ mới')")
    page.wait_for_url("**/nop/don/**")
    draft = page.url
    _look(page, "tasks", width)
    page.click("text=Bạn nộp cho ai")
    _look(page, "for-whom", width)
    page.check("[name=acting][value=own]")
    _go_on(page)
    _look(page, "requester", width)
    page.check("[name=relation][value=mother]")
    _go_on(page)
    page.fill("[name='child.birth']", "31/2/2026")
    _go_on(page)
    _look(page, "faults", width)
    page.click(".errors a[href='#f-child.birth']")
    assert page.evaluate("document.activeElement.name") == "child.birth"
    _child(page)
    _go_on(page)
    _mother(page)
    _look(page, "parents", width)
    _go_on(page)
    page.check("[name=copies_wanted][value=no]")
    _go_on(page)
    _look(page, "papers", width)
    _papers(page, draft, tmp_path, width)
    _last(page, draft, width)
    context.close()


def _papers(page: Any, draft: str, tmp_path: Path, width: str) -> None:
    file = tmp_path / "Giấy chứng sinh.pdf"
    file.write_bytes(b"%PDF-1.4 giay chung sinh")
    page.goto(f"{draft}/giay-to/giay-chung-sinh")
    _look(page, "paper", width)
    page.set_input_files("#f-tep", str(file))
    page.wait_for_selector("text=Đã gửi xong")
    page.click("button:has-text('Lưu và quay lại')")
    page.wait_for_url("**/giay-to")
    assert page.locator("text=đã có 1 tệp").count() == 1


def _last(page: Any, draft: str, width: str) -> None:
    page.goto(f"{draft}/nhan")
    page.check("[name=delivery][value=online]")
    page.fill("[name=phone]", "0912 345 678")
    _look(page, "delivery", width)
    _go_on(page)
    _look(page, "check", width)
    page.click("button:has-text('Nộp hồ sơ')")
    _look(page, "not-declared", width)
    page.check("#f-declared")
    page.click("button:has-text('Nộp hồ sơ')")
    page.wait_for_url("**/da-nop")
    _look(page, "sent", width)
    page.emulate_media(media="print")
    assert page.locator(".code-large").is_visible()


def test_in_large_type_nothing_runs_off_the_page(browser: Any, site: str) -> None:
    context = browser.new_context(viewport={"width": 1080, "height": 1400}, java_script_enabled=False)
    context.add_cookies([{"name": "lon", "value": "1", "url": site}])
    page = context.new_page()
    _sign_in(page, site)
    page.click("button:has-text('Bắt đầu khai'), button:has-text('Khai hồ sơ mới')")
    page.wait_for_url("**/nop/don/**")
    draft = page.url
    for name in ("", "/cho-ai", "/phan/child_part", "/giay-to", "/giay-to/giay-chung-sinh", "/nhan", "/kiem-tra"):
        page.goto(f"{draft}{name}")
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"apply-large{name.replace('/', '-')}.png"), full_page=True)
        box = page.locator("main").bounding_box()
        assert box is not None
        assert box["width"] <= 1080, name
    context.close()
