"""An officer's day in a real browser, at a desk and on a tablet: by keyboard, nothing lost, usable by everybody."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from browsing import running
from officers import BIRTH

from thongsuot.register import demo

pytestmark = pytest.mark.browser
WIDTHS = {"desktop": (1440, 900), "tablet": (768, 1024)}


@pytest.fixture(scope="module")
def site(postgres_server: Any, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A desk with the demonstration's people and no dossier yet."""
    name = f"desk_{worker_id}_{secrets.token_hex(4)}"
    postgres_server.create(name, template=postgres_server.prepared("demo"))
    database = SimpleNamespace(url=postgres_server.app(name), owner_url=postgres_server.owner(name))
    try:
        with running(database, tmp_path_factory.mktemp("var")) as address:
            yield address
    finally:
        postgres_server.drop(name)


@dataclass
class Seat:
    """One officer in front of one browser window."""

    site: str
    page: Any

    def sign_in(self, login: str) -> Seat:
        self.page.goto(f"{self.site}/dang-nhap")
        self.page.fill("#f-username", login)
        self.page.fill("#f-password", demo.PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("text=Đăng xuất")
        return self

    def go(self, address: str) -> None:
        self.page.goto(f"{self.site}{address}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def checked(self) -> None:
        """What axe finds, and a page that runs out of its window, is a fault of the page."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
        assert told == [], f"{self.page.url}: {told}"
        wider = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{self.page.url} is {wider} px wider than its window"


@pytest.fixture(params=list(WIDTHS))
def seat(request: pytest.FixtureRequest, site: str, browser: Any) -> Iterator[Any]:
    """`seat("lan")` is Lan in a window of her own; a script's error in it fails the test."""
    width, height = WIDTHS[request.param]
    opened, wrong = [], list[str]()

    def take(login: str = "") -> Seat:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        opened.append(context)
        one = Seat(site, page)
        return one.sign_in(login) if login else one

    yield take
    for context in opened:
        context.close()
    assert wrong == []


def receive(lan: Seat, name: str) -> str:
    """A dossier through the counter's pages; its address."""
    lan.go(f"/tiep-nhan/{BIRTH}")
    lan.page.fill("#f-name", name)
    lan.page.check("#f-co-to-khai")
    lan.page.click("text=Kiểm tra trước khi nhận")
    lan.page.click("button[value=receive]")
    lan.page.wait_for_url("**/da-nhan")
    return str(lan.page.url).removeprefix(lan.site).removesuffix("/da-nhan")


def test_the_counter_by_keyboard_from_the_list_to_the_hand_over(seat: Any) -> None:
    lan = seat("lan")
    lan.checked()
    lan.press("n")
    lan.page.wait_for_url("**/tiep-nhan")
    lan.page.keyboard.type("dang ky khai sinh")
    lan.press("Enter")
    lan.page.wait_for_url("**tim=*")
    lan.checked()
    lan.press("Escape", "ArrowDown", "Enter")
    lan.page.wait_for_url(f"**/tiep-nhan/{BIRTH}")
    lan.checked()
    lan.page.fill("#f-name", "Công Tằng Tôn Nữ Thị Phương Thảo")
    lan.page.fill("#f-number", "12")
    lan.press("Enter")
    lan.page.wait_for_selector("[data-errors]")
    assert lan.page.evaluate("document.activeElement.hasAttribute('data-errors')")
    lan.checked()
    lan.page.click("[data-errors] a")
    assert lan.page.evaluate("document.activeElement.id") == "f-number"
    lan.page.fill("#f-number", "046190012345")
    lan.press("Enter")
    lan.page.wait_for_selector("h1:has-text('Kiểm tra trước khi nhận')")
    lan.checked()
    lan.page.click("button[value=receive]")
    lan.page.wait_for_selector("text=Đã tiếp nhận hồ sơ")
    lan.checked()
    lan.press("f")
    lan.page.wait_for_url("**/buoc/hand_over")
    lan.checked()
    lan.page.click("main .actions button")
    lan.page.wait_for_selector("text=Đang thụ lý")
    lan.checked()


def test_nam_takes_work_by_keyboard_and_asks_for_a_supplement_with_all_defects(seat: Any) -> None:
    lan, nam = seat("lan"), seat("nam")
    address = receive(lan, "Trần Văn Hùng")
    lan.go(f"{address}/buoc/hand_over")
    lan.page.click("main .actions button")
    nam.go("/viec?muc=queue")
    nam.checked()
    nam.press("ArrowDown")
    assert nam.page.locator("tr.here").count() == 1
    nam.go(address)
    nam.page.click("button:has-text('Nhận việc')")
    nam.page.wait_for_selector("text=Bạn đã nhận việc này")
    nam.checked()
    nam.press("b")
    nam.page.wait_for_url("**/buoc/ask_supplement")
    nam.page.fill("#f-defects", "Tờ khai thiếu chữ ký")
    nam.page.click("text=Thêm dòng")
    nam.page.keyboard.type("Bản sao căn cước mờ")
    nam.checked()
    nam.page.click("main .actions button")
    nam.page.wait_for_selector("text=Chờ bổ sung hồ sơ")
    assert "Bản sao căn cước mờ" in nam.page.inner_text("main")
    nam.checked()
    nam.go(f"{address}/da-xem")
    nam.checked()


def test_text_survives_a_reload_and_a_session_that_ended_and_is_gone_once_it_was_sent(seat: Any) -> None:
    lan = seat("lan")
    address = receive(lan, "Lê Minh")
    move = f"{address}/buoc/withdraw"
    lan.go(move)
    lan.page.fill("#f-request", "Ông Minh xin rút vì nộp nhầm nơi")
    lan.page.wait_for_timeout(500)

    lan.page.reload()
    lan.page.wait_for_selector("text=Đã khôi phục nội dung bạn gõ lúc")
    assert lan.page.input_value("#f-request") == "Ông Minh xin rút vì nộp nhầm nơi"
    lan.checked()

    lan.page.context.clear_cookies(name="sessionid")
    lan.page.click("main .actions button")
    lan.page.wait_for_selector("text=Phiên làm việc đã hết trong lúc bạn nhập")
    lan.checked()
    lan.page.fill("#f-username", "lan")
    lan.page.fill("#f-password", demo.PASSWORD)
    lan.press("Enter")
    lan.page.click("text=Tiếp tục với nội dung đã gõ")
    assert lan.page.input_value("#f-request") == "Ông Minh xin rút vì nộp nhầm nơi"
    lan.page.click("main .actions button")
    lan.page.wait_for_selector("text=Hồ sơ đã kết thúc")
    assert lan.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('ban-thao:'))") == []


def test_signing_out_leaves_no_text_behind(seat: Any) -> None:
    lan = seat("lan")
    address = receive(lan, "Lê Minh")
    lan.go(f"{address}/buoc/withdraw")
    lan.page.fill("#f-request", "Điều riêng tư của một người")
    lan.page.wait_for_timeout(500)

    lan.page.click("text=Đăng xuất")
    lan.page.wait_for_selector("text=Bạn đã đăng xuất")

    assert "riêng tư" not in lan.page.evaluate("JSON.stringify(localStorage)")
    lan.checked()


def test_a_second_press_of_the_button_sends_nothing(seat: Any) -> None:
    lan = seat("lan")
    address = receive(lan, "Lê Minh")
    lan.go(f"{address}/buoc/hand_over")
    sent = []
    lan.page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)

    lan.page.evaluate("const b = document.querySelector('main .actions button'); b.click(); b.click(); b.click();")
    lan.page.wait_for_selector("text=Đang thụ lý")

    assert len(sent) == 1


def test_many_are_ticked_handed_over_and_reported(seat: Any) -> None:
    lan = seat("lan")
    for name in ("An", "Bình"):
        receive(lan, name)
    lan.go("/viec")
    if lan.page.viewport_size["width"] > 1000:
        lan.page.check("[data-pick-all]")
    else:
        for box in lan.page.locator(".work tbody .pick input").all():
            box.check()
    lan.checked()
    lan.page.select_option("#buoc", "hand_over")
    lan.page.click("text=Thực hiện với các hồ sơ đã chọn")
    lan.checked()
    lan.page.click("main .actions button")
    lan.page.wait_for_selector("text=Đã thực hiện")
    assert "giữ nguyên" not in lan.page.inner_text("main")
    lan.checked()


def test_help_opens_with_a_question_mark_and_letter_keys_can_be_turned_off(seat: Any) -> None:
    lan = seat("lan")
    lan.press("?")
    lan.page.wait_for_selector("dialog[open]")
    lan.checked()
    lan.page.check("#tat-phim")
    lan.press("Escape")
    lan.press("n")
    lan.page.wait_for_timeout(300)
    assert lan.page.url.endswith("/viec")
    lan.press("?")
    lan.page.uncheck("#tat-phim")


def test_without_a_script_the_day_goes_on(site: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    context.set_default_timeout(10_000)
    lan = Seat(site, context.new_page()).sign_in("lan")
    address = receive(lan, "Người không có kịch bản")
    lan.go(f"{address}/buoc/withdraw")
    lan.page.fill("#f-request", "Xin rút")
    lan.page.click("main .actions button")
    assert "Hồ sơ đã kết thúc" in lan.page.inner_text("main")
    context.close()


def test_the_masked_view_errors_and_the_other_language_are_usable_too(seat: Any) -> None:
    lan, hanh, hoa = seat("lan"), seat("kiemsoat"), seat("hoa")
    address = receive(lan, "Trần Văn Hùng")
    for one, where in (
        (hanh, "/tim"),
        (hanh, address),
        (hoa, address),
        (hoa, "/khong-co"),
        (hoa, "/mat-khau"),
        (hoa, "/viec?muc=overdue"),
        (hoa, "/ngon-ngu/en?tiep=/tiep-nhan"),
    ):
        one.go(where)
        one.checked()


def test_at_two_hundred_percent_and_on_a_telephone_nothing_runs_out_of_the_window(site: str, browser: Any) -> None:
    lan = Seat(site, browser.new_page(viewport={"width": 390, "height": 844}, locale="vi-VN")).sign_in("lan")
    address = receive(lan, "Công Tằng Tôn Nữ Thị Phương Thảo")
    for width in (390, 640):
        lan.page.set_viewport_size({"width": width, "height": 844})
        for where in ("/viec", "/tiep-nhan", f"/tiep-nhan/{BIRTH}", address, f"{address}/buoc/withdraw", "/tim"):
            lan.go(where)
            lan.checked()
    lan.page.context.close()
