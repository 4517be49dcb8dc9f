"""Hạnh's own pages in a real Chromium: on a phone, enlarged, at the kiosk; axe finds nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from citizens import HANH, signed_in
from following_browser import chromium
from following_cases import Desk, asked_for_more, delivered, done, hers

from thongsuot.web import portal

pytestmark = pytest.mark.browser
STATIC = Path(portal.__file__).parents[1] / "static"
SITE = "http://portal.test"


def serve(pages: dict[str, str], route: Any) -> None:
    """A page that was made before, or a file of the portal's."""
    path = route.request.url.removeprefix(SITE)
    if path.startswith("/static/"):
        plain = re.sub(r"\.[0-9a-f]{12}(?=\.)", "", path.removeprefix("/static/"))
        route.fulfill(path=str(STATIC / plain))
    else:
        route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")


def made(addresses: list[str], *, large: bool) -> dict[str, str]:
    hanh = signed_in(HANH)
    if large:
        hanh.cookies["lon"] = "1"
    return {address: hanh.get(address).content.decode() for address in addresses}


def addresses_of(desk: Desk) -> list[str]:
    waiting, ready, over, begun = asked_for_more(desk), done(desk), delivered(desk), hers(desk)
    of = [f"/cua-toi/{case}" for case in (waiting, ready, over, begun)]
    acts = [f"/cua-toi/{waiting}/bo-sung", f"/cua-toi/{begun}/rut", f"/cua-toi/{over}/danh-gia"]
    return ["/cua-toi", *of, *acts, f"/cua-toi/{over}/rut", f"/cua-toi/{ready}/ai-da-xem", "/tra-cuu"]


def small_texts(page: Any, least: float) -> list[str]:
    """Texts of the page itself shown smaller than so many pixels."""
    found: list[str] = page.evaluate(
        """least => [...document.querySelectorAll("main *")].filter(one =>
          [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim()) && one.checkVisibility()
          && parseFloat(getComputedStyle(one).fontSize) < least - 0.1 && !one.closest(".hide, .skip")
        ).map(one => one.tagName + ": " + one.textContent.trim().slice(0, 40))""",
        least,
    )
    return found


def test_everybody_can_read_and_use_every_page(desk: Desk) -> None:
    from axe_playwright_python.sync_playwright import Axe

    addresses = addresses_of(desk)
    plain, enlarged = made(addresses, large=False), made(addresses, large=True)
    with chromium() as browser:
        for width, large in ((390, False), (1440, False), (320, False), (1080, True), (390, True)):
            context = browser.new_context(viewport={"width": width, "height": 844})
            context.route("**/*", lambda route, large=large: serve(enlarged if large else plain, route))
            page = context.new_page()
            for address in addresses:
                page.goto(SITE + address)
                page.evaluate("document.fonts.ready")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
                assert Axe().run(page).response["violations"] == [], (address, width, large)
                assert small_texts(page, 24 if large else 16) == [], (address, width, large)
            context.close()


def test_the_one_thing_to_do_stands_on_the_first_screen_of_a_phone(desk: Desk) -> None:
    asked_for_more(desk)
    pages = made(["/cua-toi"], large=False)
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.route("**/*", lambda route: serve(pages, route))
        page = context.new_page()
        page.goto(f"{SITE}/cua-toi")

        button = page.locator("a.button:has-text('Bổ sung hồ sơ')").bounding_box()

    assert button["y"] + button["height"] <= 844
    assert button["height"] >= 44
