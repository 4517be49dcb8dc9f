"""A form filled in a real browser, wide and narrow: readable by everybody, by keyboard, with nothing off the page."""

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

from thongsuot.register import demo

pytestmark = pytest.mark.browser
PUBLISH = """
import django; django.setup()
from thongsuot.areas.dossiers.forms import catalogue
catalogue.publish_shipped()
"""
WIDTHS = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1440, 900)}
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture(scope="module")
def site(postgres_server: Any, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk with the demonstration's people and the published forms."""
    name = f"eform_{worker_id}_{secrets.token_hex(4)}"
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


def _sign_in(page: Any, site: str, login: str) -> None:
    page.goto(f"{site}/dang-nhap")
    page.fill("#f-username", login)
    page.fill("#f-password", demo.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đăng xuất")


def _look(page: Any, name: str, width: str) -> None:
    """Nothing wider than the window, nothing that axe finds, and a picture for who asks for one."""
    from axe_playwright_python.sync_playwright import Axe

    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} is wider than {width}"
    found = Axe().run(page)
    wrong = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]]
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
    assert wrong == [], name


@pytest.mark.parametrize("width", WIDTHS)
def test_lan_fills_a_birth_form_and_everybody_can_read_each_page(browser: Any, site: str, width: str) -> None:
    wide, high = WIDTHS[width]
    context = browser.new_context(viewport={"width": wide, "height": high}, java_script_enabled=True)
    page = context.new_page()
    _sign_in(page, site, "lan")
    page.goto(f"{site}/to-khai")
    _look(page, "forms", width)
    page.goto(f"{site}/to-khai/moi/birth")
    page.fill("#f-name", "Nguyễn Thị Lan")
    page.fill("#f-number", "046194000123")
    _look(page, "start", width)
    page.click("text=Bắt đầu khai")
    _look(page, "tasks", width)
    page.click("text=Người được khai sinh")
    page.fill("[name='child.birth']", "31/2/2026")
    page.select_option("[name='birth_place.province']", "46")
    page.click("button[name=_look][value=birth_place]")
    assert page.locator("[name='birth_place.commune'] option").count() > 30
    page.click("text=Lưu và tiếp tục")
    assert page.locator(".errors a[href='#f-child.birth']").count() == 1
    _look(page, "faults", width)
    page.click(".errors a[href='#f-child.birth']")
    assert page.evaluate("document.activeElement.name") == "child.birth"
    page.goto(page.url.rsplit("/phan/", 1)[0] + "/kiem-tra")
    _look(page, "check", width)
    page.goto(page.url.replace("/kiem-tra", "/toan-bo"))
    _look(page, "whole", width)
    context.close()


@pytest.mark.parametrize("width", ["tablet", "desktop"])
def test_the_editor_can_be_read_by_everybody(browser: Any, site: str, width: str) -> None:
    wide, high = WIDTHS[width]
    page = browser.new_page(viewport={"width": wide, "height": high})
    _sign_in(page, site, "quantri")
    for name, address in (
        ("admin", "/bieu-mau"),
        ("versions", "/bieu-mau/birth"),
        ("editor", "/bieu-mau/birth/sua"),
    ):
        page.goto(f"{site}{address}")
        _look(page, name, width)
    page.close()
