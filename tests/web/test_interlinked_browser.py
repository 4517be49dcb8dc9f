"""Hạnh's interlinked requests in a real Chromium: on a phone and at a desk; axe finds nothing, nothing overflows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from citizens import HANH, signed_in
from following_browser import chromium
from following_cases import Desk
from test_following_browser import SITE, serve
from test_interlinked_pages import NEW, follow, hers

from thongsuot.areas.interlinked.models import Part
from thongsuot.register import demo
from thongsuot.web.portal.frame import PLACE_COOKIE

pytestmark = pytest.mark.browser
SIZES = ((390, 844), (1440, 900))


@pytest.fixture(autouse=True)
def _twins(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.VAR = True, tmp_path


def made(desk: Desk) -> dict[str, str]:
    """The pages as they are sent: the form with its faults, a request under way and one that failed, the desk's."""
    hanh, lan = signed_in(HANH), desk("lan")
    hanh.cookies[PLACE_COOKIE] = demo.WARD
    land, child = hers(hanh, "/lien-thong/dat-dai-thue/nop"), hers(hanh)
    birth = Part.objects.get(parent=child).child
    assert birth
    lan.make(birth, "refuse", reasons=["Giấy chứng sinh bị mờ"], guidance="Chụp lại rồi gửi lại")
    follow()
    by_her = ["/lien-thong", "/lien-thong/sinh-con", NEW, "/thu-tuc?q=sinh+con", f"/cua-toi/lien-thong/{land}"]
    by_her += [f"/cua-toi/lien-thong/{child}", f"/cua-toi/lien-thong/{land}/rut", f"/cua-toi/{birth}"]
    by_lan = [f"/ho-so/{land}", f"/ho-so/{birth}", "/lien-thong-dang-o-dau?noi=system:tax", "/cong-viec/lien-thong"]
    pages = {one: hanh.get(one).content.decode() for one in by_her}
    pages |= {one: lan.get(one).content.decode() for one in by_lan}
    pages["/loi"] = hanh.post(NEW, {"sure": "1"}).content.decode()
    return pages


def test_every_page_is_read_on_a_phone_and_at_a_desk(desk: Desk) -> None:
    from axe_playwright_python.sync_playwright import Axe

    pages = made(desk)
    look = os.environ.get("LOOK_AT")
    with chromium() as opened:
        for width, height in SIZES:
            page = opened.new_page(viewport={"width": width, "height": height})
            page.route("**/*", lambda route: serve(pages, route))
            for number, address in enumerate(pages):
                page.goto(SITE + address)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, address)
                found = Axe().run(page).response["violations"]
                assert found == [], (width, address, [(one["id"], one["nodes"][0]["html"]) for one in found])
                if look:
                    page.screenshot(path=f"{look}/{width}-{number}.png", full_page=True)
