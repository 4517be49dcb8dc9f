"""Files sent from a real browser over a slow line that breaks and comes back: the paper is the chosen file."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from browsing import _answering, free_port

pytestmark = pytest.mark.browser
SIGN_IN = """
import django; django.setup()
import citizens
from thongsuot.register import calendar
calendar.load_calendar_rows()
for who in (citizens.HANH, citizens.VINH):
    print(citizens.signed_in(who).cookies["sessionid"].value)
"""
HERE = Path(__file__).parent
SHOTS = os.environ.get("SHOTS", "")
KILO = 1024
UPLOAD = "#f-giay-to"


@pytest.fixture(scope="module")
def site(postgres_server: Any, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The site with the page of uploading_site, and the sessions of Hạnh and Vinh."""
    name = f"upload_{worker_id}_{uuid4().hex[:8]}"
    postgres_server.create(name, template=postgres_server.prepared("demo"))
    environment = {
        **os.environ,
        "DATABASE_URL": postgres_server.owner(name),
        "THONGSUOT_APP_DATABASE_URL": postgres_server.app(name),
        "THONGSUOT_VAR": str(tmp_path_factory.mktemp("var")),
        "THONGSUOT_SECRET_KEY": "only-for-tests",
        "THONGSUOT_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "uploading_settings",
        "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)]),
    }
    made = subprocess.run([sys.executable, "-c", SIGN_IN], env=environment, check=True, capture_output=True, text=True)
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "thongsuot.wsgi:application", "--interface", "wsgi", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "16", "--no-ws", "--http", "1", "--log-level", "error"),
    ]
    server = subprocess.Popen(command, env=environment)
    try:
        address = _answering(f"http://127.0.0.1:{port}", server)
        yield SimpleNamespace(address=address, hanh=made.stdout.split()[0], vinh=made.stdout.split()[1])
    finally:
        server.terminate()
        server.wait(20)
        postgres_server.drop(name)


@pytest.fixture
def context(browser: Any, site: Any) -> Iterator[Any]:
    made = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    made.add_cookies([{"name": "sessionid", "value": site.hanh, "url": site.address}])
    yield made
    made.close()


@pytest.fixture
def page(context: Any, site: Any) -> Any:
    opened = context.new_page()
    opened.on("dialog", lambda dialog: dialog.accept())
    opened.goto(f"{site.address}/thu")
    return opened


def scan(folder: Path, size: int, name: str = "Giấy chứng sinh.pdf") -> Path:
    made = folder / name
    made.write_bytes(b"%PDF-1.7\n" + random.Random(size).randbytes(size - 9))
    return made


def line(page: Any, kilobytes: float = 0, *, offline: bool = False, delay: int = 20) -> None:
    """The line as it is from now on: so many kilobytes a second upwards, or none at all."""
    speed = kilobytes * KILO or -1
    how = {"offline": offline, "latency": delay, "downloadThroughput": -1, "uploadThroughput": speed}
    if not hasattr(page, "tools"):  # the conditions hold as long as the session that set them
        page.tools = page.context.new_cdp_session(page)
        page.tools.send("Network.enable")
    page.tools.send("Network.emulateNetworkConditions", how)


def wait_percent(page: Any, least: int) -> None:
    page.wait_for_function(
        "least => [...document.querySelectorAll('.uploads progress')].some((bar) => bar.value >= least)", arg=least
    )


def sent(page: Any, number: int = 1) -> None:
    page.wait_for_function(f"() => document.querySelectorAll('.uploads .good').length === {number}", timeout=60_000)


def handed_in(page: Any) -> list[str]:
    page.click("button[value=nop]")
    page.wait_for_function("() => !document.querySelector('form[enctype]')", timeout=60_000)
    return str(page.inner_text("body")).split("\n")


def told(path: Path) -> str:
    content = path.read_bytes()
    return f"{path.name} {len(content)} {hashlib.sha256(content).hexdigest()}"


def test_a_small_file_goes_in_one_request_and_is_there_before_the_form_is_sent(page: Any, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.method) if "/tai-len" in one.url else None)
    file = scan(tmp_path, 200_000)

    page.set_input_files(UPLOAD, file)
    sent(page)

    assert asked == ["POST"]
    assert handed_in(page) == ["nop", told(file)]


def test_a_line_that_breaks_in_the_middle_is_waited_for_and_the_file_is_whole(page: Any, tmp_path: Path) -> None:
    file = scan(tmp_path, 1_500_000)
    offsets: list[int] = []
    page.on("request", lambda one: offsets.append(int(one.headers.get("upload-offset", -1))))
    line(page, 400)
    page.set_input_files(UPLOAD, file)
    wait_percent(page, 30)

    line(page, offline=True)
    page.wait_for_selector("text=Mất kết nối")
    assert page.locator(".uploads .good").count() == 0
    line(page, 2000)
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page)

    going_on = [one for one in offsets if one > 0]
    assert going_on == sorted(going_on), "never back to the beginning"
    assert handed_in(page) == ["nop", told(file)]


def test_a_page_reloaded_in_the_middle_goes_on_with_the_same_file(page: Any, tmp_path: Path) -> None:
    file = scan(tmp_path, 1_500_000)
    line(page, 400)
    page.set_input_files(UPLOAD, file)
    wait_percent(page, 40)

    page.reload()
    half = page.wait_for_selector("text=Gửi dở")
    assert int(re.findall(r"Gửi dở (\d+)%", half.inner_text())[0]) > 10
    assert "Giấy chứng sinh.pdf" in page.inner_text(".uploads")
    patched: list[int] = []
    page.on("request", lambda one: patched.append(int(one.headers.get("upload-offset", -1))))
    line(page, 3000)
    page.set_input_files(UPLOAD, file)
    sent(page)

    assert min(one for one in patched if one >= 0) > 0, "what had come was not sent again"
    assert page.locator(".uploads li").count() == 1
    assert handed_in(page) == ["nop", told(file)]


def test_a_file_that_was_finished_is_there_again_after_a_reload_and_gone_when_taken_away(
    page: Any, tmp_path: Path
) -> None:
    page.set_input_files(UPLOAD, scan(tmp_path, 50_000))
    sent(page)

    page.reload()
    sent(page)
    page.click(".uploads button:has-text('Xóa')")
    assert page.locator(".uploads li").count() == 0
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('tai-len:'))")
    page.reload()
    page.wait_for_load_state("networkidle")

    assert page.locator(".uploads li").count() == 0
    assert handed_in(page) == ["nop"]


def test_another_file_of_the_same_name_does_not_go_on_where_the_first_stood(page: Any, tmp_path: Path) -> None:
    first = scan(tmp_path, 1_200_000)
    line(page, 400)
    page.set_input_files(UPLOAD, first)
    wait_percent(page, 40)
    page.reload()
    page.wait_for_selector("text=Gửi dở")
    stamp = first.stat().st_mtime
    first.write_bytes(b"%PDF-1.7\n" + bytes(1_200_000 - 9))
    os.utime(first, (stamp, stamp))
    line(page, 5000)

    page.set_input_files(UPLOAD, first)
    sent(page)

    assert handed_in(page) == ["nop", told(first)]


def test_several_files_go_one_after_the_other_and_the_form_waits_for_them(page: Any, tmp_path: Path) -> None:
    files = [scan(tmp_path, size, f"trang {size}.pdf") for size in (300_000, 400_000, 100_000)]
    line(page, 500)

    page.set_input_files(UPLOAD, files)
    page.click("button[value=nop]")

    assert page.inner_text("[data-held] >> nth=0") == "Đang gửi nốt tệp. Gửi xong, trang sẽ tự đi tiếp."
    page.wait_for_function("() => !document.querySelector('form[enctype]')", timeout=60_000)
    assert page.inner_text("body").split("\n") == ["nop", *map(told, files)]


def test_one_file_where_one_is_wanted_and_the_last_choice_holds(page: Any, tmp_path: Path) -> None:
    first, second = scan(tmp_path, 30_000, "một.pdf"), scan(tmp_path, 40_000, "hai.pdf")
    page.set_input_files("#f-mot", first)
    sent(page)
    page.set_input_files("#f-mot", second)
    page.wait_for_selector(".uploads .good:has-text('hai.pdf')")

    assert handed_in(page) == ["nop", told(second)]


def test_giving_up_in_the_middle_leaves_nothing_and_says_so(page: Any, tmp_path: Path) -> None:
    line(page, 100)
    page.set_input_files(UPLOAD, scan(tmp_path, 2_000_000))
    wait_percent(page, 5)

    page.click(".uploads button:has-text('Hủy')")

    assert page.locator(".uploads li").count() == 0
    assert page.inner_text("[data-said] >> nth=0") == "Đã bỏ tệp Giấy chứng sinh.pdf"
    assert page.evaluate("document.activeElement.id") == "f-giay-to"
    line(page, 5000)
    assert handed_in(page) == ["nop"]


def test_what_cannot_be_taken_is_said_beside_the_file_and_aloud(page: Any, tmp_path: Path) -> None:
    film = tmp_path / "phim.pdf"
    film.write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(600_000))
    empty = tmp_path / "rỗng.pdf"
    empty.touch()

    page.set_input_files(UPLOAD, film)
    page.wait_for_selector(".uploads .bad:has-text('không phải là PDF')")
    assert "“phim.pdf” không phải là PDF" in page.inner_text("[data-said] >> nth=0")
    page.set_input_files(UPLOAD, empty)
    page.wait_for_selector(".uploads .bad:has-text('Tệp rỗng')")

    assert handed_in(page) == ["nop"]


def test_a_session_that_ended_is_said_and_the_file_goes_on_after_signing_in(
    page: Any, context: Any, site: Any, tmp_path: Path
) -> None:
    file = scan(tmp_path, 300_000)
    context.clear_cookies(name="sessionid")
    page.set_input_files(UPLOAD, file)
    page.wait_for_selector("text=Phiên đăng nhập đã hết")

    context.add_cookies([{"name": "sessionid", "value": site.hanh, "url": site.address}])
    page.click(".uploads button:has-text('Gửi tiếp')")
    sent(page)

    assert handed_in(page) == ["nop", told(file)]


def test_who_sits_down_at_the_same_browser_afterwards_learns_no_name(
    page: Any, context: Any, site: Any, tmp_path: Path
) -> None:
    page.set_input_files(UPLOAD, scan(tmp_path, 50_000, "Bản án ly hôn.pdf"))
    sent(page)
    assert "ly hôn" not in page.evaluate("JSON.stringify(localStorage)")

    context.add_cookies([{"name": "sessionid", "value": site.vinh, "url": site.address}])
    page.goto(f"{site.address}/thu")
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('tai-len:'))")

    assert "ly hôn" not in page.content()


def test_without_a_script_the_form_brings_the_file(browser: Any, site: Any, tmp_path: Path) -> None:
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies([{"name": "sessionid", "value": site.hanh, "url": site.address}])
    page, file = plain.new_page(), scan(tmp_path, 700_000)
    page.goto(f"{site.address}/thu")

    page.set_input_files(UPLOAD, file)
    page.click("button[value=nop]")

    assert page.inner_text("body").split("\n") == ["nop", told(file)]
    plain.close()


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_the_field_can_be_read_by_everybody_in_each_of_its_states(page: Any, size: Any, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.set_viewport_size({"width": size[0], "height": size[1]})
    bad = tmp_path / "trang web.pdf"
    bad.write_bytes(b"<html>" + bytes(200))
    page.set_input_files(UPLOAD, [scan(tmp_path, 30_000, "Hộ chiếu có một cái tên rất dài của người nộp.pdf"), bad])
    page.wait_for_selector(".uploads .bad .how:has-text('không phải')")
    line(page, 300)
    page.set_input_files(UPLOAD, scan(tmp_path, 1_500_000))
    wait_percent(page, 10)

    found = Axe().run(page)
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"upload-{size[0]}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    wrong = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found.response["violations"]]
    assert wrong == []
    page.click(".uploads li:has(progress) button:has-text('Hủy') >> nth=-1")
