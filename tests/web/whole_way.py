"""What the test of the whole way stands on: a running site, Hạnh's telephone, officers' desks, the leader's board."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from browsing import ARGUMENTS, running

from thongsuot.register import demo

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
SHOTS = os.environ.get("SHOTS", "")
PUBLISH = """
import django; django.setup()
from thongsuot.areas.dossiers.forms import catalogue
catalogue.publish_shipped()
"""
COUNT = """
import django; django.setup()
from django.conf import settings
from thongsuot.engine import stamper, verify
from thongsuot.measures import folding
stamper.stamp(settings.SITE); folding.catch_up_fully(settings.SITE)
assert verify.verify_site(settings.SITE).faults == ()
"""


@dataclass
class Site:
    """`address` of the running site; `environment` opens its database to another process."""

    address: str
    environment: dict[str, str]

    def count(self) -> None:
        """What the background process does every moment: stamp what was written, count it; the chain must hold."""
        subprocess.run([sys.executable, "-c", COUNT], env=self.environment, check=True)


@contextmanager
def site_of(server: Any, name: str, var: Path) -> Iterator[Site]:
    """The demonstration with its people, its twins and the published forms, on a database of its own."""
    name = f"{name}_{secrets.token_hex(4)}"
    server.create(name, template=server.prepared("demo"))
    database = SimpleNamespace(url=server.app(name), owner_url=server.owner(name))
    environment = {
        **os.environ,
        "DATABASE_URL": database.owner_url,
        "THONGSUOT_APP_DATABASE_URL": database.url,
        "THONGSUOT_VAR": str(var),
        "THONGSUOT_SECRET_KEY": "only-for-tests",
        "THONGSUOT_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "thongsuot.settings",
    }
    subprocess.run([sys.executable, "-c", PUBLISH], env=environment, check=True)
    try:
        with running(database, var) as address:
            yield Site(address, environment)
    finally:
        server.drop(name)


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield opened
        opened.close()


@dataclass
class Window:
    """Somebody's browser window on the site. `wrong` collects the errors of its scripts."""

    site: Site
    page: Any
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @classmethod
    def opened(cls, browser: Any, site: Site, size: dict[str, int]) -> Window:
        context = browser.new_context(viewport=size, locale="vi-VN")
        context.set_default_timeout(15_000)
        made = cls(site, context.new_page())
        made.page.on("pageerror", lambda error: made.wrong.append(str(error)))
        return made

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site.address}{path}")

    @property
    def text(self) -> str:
        return " ".join(str(self.page.inner_text("main")).split())

    @property
    def path(self) -> str:
        return str(self.page.url).removeprefix(self.site.address)

    def choose(self, name: str, value: str) -> None:
        """Give an answer, whatever kind of field asks."""
        radio = self.page.locator(f"[name='{name}'][value='{value}']")
        if radio.count():
            radio.check()
        elif self.page.locator(f"select[name='{name}']").count():
            self.page.select_option(f"[name='{name}']", value)
        else:
            self.page.fill(f"[name='{name}']", value)

    def look(self, kind: str) -> None:
        """A kind of page, once, at both widths: nothing runs off it, axe finds nothing; a picture for who asks."""
        if kind in self.seen:
            return
        self.seen.add(kind)
        own = dict(self.page.viewport_size)
        for name, size in (("phone", PHONE), ("desktop", DESK)):
            self.page.set_viewport_size(size)
            self._looked_at(kind, name)
        self.page.set_viewport_size(own)

    def _looked_at(self, kind: str, width: str) -> None:
        from axe_playwright_python.sync_playwright import Axe

        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (kind, width)
        found = Axe().run(self.page).response["violations"]
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"way-{kind}-{width}.png"), full_page=True)
        told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
        assert told == [], (kind, width, told)


class Officer(Window):
    """An officer at a desk who makes moves by their forms."""

    def sign_in(self, login: str) -> None:
        self.go("/dang-nhap")
        self.page.fill("#f-username", login)
        self.page.fill("#f-password", demo.PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("text=Đăng xuất")

    def make(self, case: str, move: str, then: str, **given: str) -> None:
        """Open a move, answer what it needs, send it; `then` is what the dossier's page must say afterwards."""
        self.go(f"/ho-so/{case}/buoc/{move}")
        for name, value in given.items():
            self.choose(name, value)
        self.look(f"move-{move}")
        self.page.click("main .actions button")
        self.page.wait_for_selector(f"main >> text={then}")
        self.look("desk-dossier")

    def claim(self, case: str) -> None:
        self.go(f"/ho-so/{case}")
        self.page.click("button:has-text('Nhận việc')")
        self.page.wait_for_selector("text=Bạn đã nhận việc này")
