"""Takes the documentation's pictures from a running demonstration, whose dossiers are invented.

    make run
    python tools/pictures.py http://localhost:8000 docs/pictures

It signs in as Nguyễn Thị Hạnh and as officers of the demonstration, begins an application and throws it away again.
Needs Chromium, Playwright (a development dependency) and, for small files, ImageMagick's `convert`.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
WARD, EXTRACT, HANH = "19789", "2.000635", "Nguyễn Thị Hạnh"
PASSWORD = "thongsuot"
LARGEST = 120_000
BUTTON = "main .button >> nth=0"
COLOURS = (64, 32, 16)


class Camera:
    """One window on the demonstration, and where its pictures go."""

    def __init__(self, browser: Any, site: str, folder: Path, size: dict[str, int], scale: int) -> None:
        context = browser.new_context(viewport=size, device_scale_factor=scale, locale="vi-VN")
        context.add_cookies([{"name": "noi-den", "value": WARD, "url": site}])
        self.page, self.site, self.folder = context.new_page(), site, folder

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def take(self, name: str, high: int = 0) -> None:
        """The window as it stands, `high` pixels of it where more or less than a window tells the matter."""
        size = dict(self.page.viewport_size)
        if high:
            self.page.set_viewport_size({**size, "height": high})
        self.page.evaluate("document.fonts.ready")
        path = self.folder / f"{name}.png"
        self.page.screenshot(path=str(path))
        self.page.set_viewport_size(size)
        smaller(path)
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def smaller(path: Path) -> None:
    """As few colours as make it small enough: pages have few, and texts stay sharp without dithering."""
    convert = shutil.which("convert")
    if convert is None:
        return
    whole = path.read_bytes()
    for colours in COLOURS:
        path.write_bytes(whole)
        options = ["-strip", "+dither", "-colors", str(colours), "-define", "png:compression-level=9"]
        subprocess.run([convert, str(path), *options, f"PNG8:{path}"], check=True)
        if path.stat().st_size <= LARGEST:
            return


def portal(camera: Camera) -> None:
    """What Hạnh sees on her telephone: finding, reading, applying, her dossiers and one of them."""
    page = camera.page
    camera.go("/")
    camera.take("portal-home")
    camera.go(f"/thu-tuc/{EXTRACT}?xa={WARD}")
    camera.take("portal-procedure")
    camera.go("/cong-dan/dang-nhap?tiep=/cua-toi")
    page.click(BUTTON)
    page.click(f"label:has-text('{HANH}')")
    page.click("button:has-text('Đồng ý')")
    page.wait_for_url("**/cua-toi")
    camera.take("portal-mine")
    page.click("main a:has-text('khai sinh') >> nth=0")
    camera.take("portal-dossier", 1250)
    page.click("text=Giấy báo đã nộp trực tuyến")
    camera.take("portal-receipt")
    camera.go(f"/nop/{EXTRACT}?xa={WARD}")
    page.check("text=Ủy ban nhân dân phường Thuận Hóa")
    page.click("button:has-text('Bắt đầu khai'), button:has-text('Khai hồ sơ mới')")
    page.wait_for_url("**/nop/don/**")
    camera.take("portal-tasks", 1050)
    page.click("summary:has-text('Xóa hồ sơ')")
    page.click("button:has-text('Xóa')")


def office(login: str, *pictures: tuple[str, str, int]) -> Callable[[Camera], None]:
    """What an officer sees: (name of the picture, address, height or none)."""

    def take(camera: Camera) -> None:
        camera.go("/dang-nhap")
        camera.page.fill("#f-username", login)
        camera.page.fill("#f-password", PASSWORD)
        camera.page.keyboard.press("Enter")
        camera.page.wait_for_selector("text=Đăng xuất")
        for name, path, high in pictures:
            camera.go(path)
            camera.take(name, high)

    return take


ALL: tuple[tuple[dict[str, int], int, Callable[[Camera], None]], ...] = (
    (PHONE, 2, portal),
    (DESK, 1, office("lan", ("desk", "/viec?muc=queue", 0))),
    (DESK, 1, office("lanhdao", ("board-ward", f"/bang/co-quan/ubnd.{WARD}", 0))),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Take the documentation's pictures from a running demonstration.")
    parser.add_argument("site", help="its address, as http://localhost:8000")
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for size, scale, take in ALL:
            take(Camera(browser, asked.site.rstrip("/"), asked.folder, size, scale))
        browser.close()


if __name__ == "__main__":
    main()
