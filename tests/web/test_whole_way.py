"""Hạnh asks from her telephone, is asked back, pays, gets her result and rates it; the leader's number has moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from whole_way import DESK, PHONE, Officer, Site, Window, chromium, site_of

pytestmark = pytest.mark.browser
EXTRACT, THUAN_HOA, TITLE = "2.000635", "19789", "Cấp bản sao Trích lục hộ tịch"
SENT = re.compile(r"/cua-toi/([0-9a-f-]{36})/da-nop")
SUM = ".sums a[href^='/bang/danh-sach/{}?']"
DEFECT = "Ảnh giấy khai sinh bị lóa; chụp lại đủ bốn góc"


@pytest.fixture
def site(postgres_server: Any, worker_id: str, tmp_path: Path) -> Iterator[Site]:
    with site_of(postgres_server, f"way_{worker_id}", tmp_path / "var") as running:
        yield running


def desk(browser: Any, site: Site, login: str) -> Officer:
    officer = Officer.opened(browser, site, DESK)
    assert isinstance(officer, Officer)
    officer.sign_in(login)
    return officer


def test_hanh_asks_from_her_telephone_and_the_number_on_the_board_moves(site: Site, tmp_path: Path) -> None:
    with chromium() as browser:
        hanh, leader = Window.opened(browser, site, PHONE), desk(browser, site, "lanhdao")
        received, resolved = board(leader, "received"), board(leader, "resolved")
        pdf, photo = real_files(hanh, tmp_path)
        find(hanh)
        sign_in(hanh)
        case, code = apply(hanh, pdf)
        pay(hanh, case)
        lan, nam = desk(browser, site, "lan"), desk(browser, site, "nam")
        take_in(lan, code, case)
        nam.claim(case)
        nam.make(case, "ask_supplement", "Chờ bổ sung hồ sơ", defects=DEFECT)
        supplement(hanh, case, photo)
        assert board(leader, "received") == received + 1
        nam.make(case, "propose", "Chờ trưởng phòng thẩm tra", outcome="granted", summary="Cấp 02 bản sao trích lục.")
        sign_and_issue(browser, site, case)
        lan.make(case, "hand_out", "Đã trả kết quả", receiver="Nguyễn Thị Hạnh", how="online")
        result_and_rating(hanh, case)
        assert board(leader, "resolved") == resolved + 1
        listed(leader, code)
        stranger(browser, site, case)
        assert [one.wrong for one in (hanh, lan, nam, leader)] == [[]] * 4


def real_files(hanh: Window, folder: Path) -> tuple[Path, Path]:
    """A PDF and a photograph as programmes make them: the browser prints one page and takes a picture of another."""
    pdf, photo = folder / "Bản chụp giấy khai sinh.pdf", folder / "Giấy khai sinh chụp lại.jpg"
    hanh.page.set_content("<h1>Giấy khai sinh</h1><p>Nguyễn Thị Hạnh</p>")
    hanh.page.pdf(path=str(pdf))
    hanh.page.screenshot(path=str(photo), type="jpeg", quality=60)
    assert photo.read_bytes()[:3] == b"\xff\xd8\xff"
    assert pdf.read_bytes()[:5] == b"%PDF-"
    return pdf, photo


def find(hanh: Window) -> None:
    """By everyday words, at the place where she lives."""
    hanh.go("/")
    hanh.look("home")
    hanh.page.fill("input[name=q]", "xin bản sao giấy khai sinh")
    hanh.page.keyboard.press("Enter")
    hanh.page.wait_for_url("**/thu-tuc?**")
    hanh.look("search")
    hanh.page.click(f".found a[href*='/thu-tuc/{EXTRACT}']")
    hanh.page.wait_for_url(f"**/thu-tuc/{EXTRACT}**")
    hanh.look("procedure-anywhere")
    hanh.go(f"/thu-tuc/{EXTRACT}?xa={THUAN_HOA}")
    assert "8.000 đ" in hanh.text
    hanh.look("procedure")
    hanh.page.click("main a:has-text('Nộp hồ sơ')")


def sign_in(hanh: Window) -> None:
    """Through the e-identity's twin, and back to what she wanted."""
    hanh.page.wait_for_url("**/cong-dan/dang-nhap**")
    hanh.look("sign-in")
    hanh.page.click("main button:has-text('Đăng nhập'), main a.button")
    hanh.page.wait_for_url("**/dinh-danh-thu/**")
    hanh.look("e-identity")
    hanh.page.click("label:has-text('Nguyễn Thị Hạnh')")
    hanh.page.click("button:has-text('Đồng ý')")
    hanh.page.wait_for_url(f"**/nop/{EXTRACT}**")
    hanh.look("begin")


def apply(hanh: Window, pdf: Path) -> tuple[str, str]:
    """Fill in part by part, bring a paper, check, send; the dossier's id and its code."""
    hanh.page.check("text=Ủy ban nhân dân phường Thuận Hóa")
    hanh.page.click("button:has-text('Bắt đầu khai')")
    hanh.page.wait_for_url("**/nop/don/**")
    draft = hanh.path
    hanh.look("tasks")
    hanh.page.click("text=Bạn nộp cho ai")
    save(hanh, "for-whom", acting="own")
    save(hanh, "part", relation="self")
    save(hanh, "part-person", kind="birth", register_place="UBND phường Thuận Hóa")
    save(hanh, "part-copies", copies="2")
    hanh.look("papers")
    bring(hanh, draft, pdf)
    assert "Số lượng bạn cần" not in hanh.text, "the form has asked already how many"
    hanh.go(f"{draft}/nhan")
    save(hanh, "delivery", delivery="online", phone="0912 345 678")
    hanh.look("check")
    assert "16.000 đ" in hanh.text
    hanh.page.check("#f-declared")
    hanh.page.click("button:has-text('Nộp hồ sơ')")
    hanh.page.wait_for_url("**/da-nop")
    hanh.look("receipt")
    found = SENT.search(hanh.path)
    assert found
    return found[1], str(hanh.page.inner_text(".code-large"))


def save(hanh: Window, shown: str, **given: str) -> None:
    """Answer the questions of a page that have no answer yet, and go on."""
    for name, value in given.items():
        hanh.choose(name, value)
    hanh.look(shown)
    before = hanh.page.url
    hanh.page.click("button:has-text('Lưu và tiếp tục')")
    hanh.page.wait_for_url(lambda address: address != before)
    assert hanh.page.locator(".errors").count() == 0, hanh.text


def bring(hanh: Window, draft: str, pdf: Path) -> None:
    hanh.go(f"{draft}/giay-to")
    hanh.page.click(f"main a[href^='{draft}/giay-to/'] >> nth=0")
    hanh.look("paper")
    hanh.page.set_input_files("#f-tep", str(pdf))
    hanh.page.wait_for_selector("text=Đã gửi xong")
    hanh.page.click("button:has-text('Lưu và quay lại')")
    hanh.page.wait_for_url("**/giay-to")
    assert "đã có 1 tệp" in hanh.text


def pay(hanh: Window, case: str) -> None:
    """Two copies at 8.000 đ, through the gateway's twin; paid once, nothing is owed."""
    hanh.page.click("a:has-text('Nộp phí ngay')")
    hanh.page.wait_for_url("**/nop-tien")
    hanh.look("pay")
    hanh.page.click("button:has-text('Nộp 16.000 đ')")
    hanh.page.wait_for_url("**/thanh-toan-thu/**")
    hanh.look("gateway")
    hanh.page.click("button:has-text('Trả 16.000 đ')")
    hanh.page.wait_for_selector("text=Đã nhận được tiền")
    hanh.look("dossier")
    hanh.go(f"/cua-toi/{case}/nop-tien")
    assert "Không còn khoản nào" in hanh.text


def take_in(lan: Officer, code: str, case: str) -> None:
    """Lan finds it by its code, sees that the fee is paid, accepts it and passes it on."""
    lan.go("/viec?muc=queue")
    lan.look("work-list")
    assert code in lan.text
    lan.go(f"/ho-so/{case}")
    assert "16.000" in lan.text
    assert "Nộp tại quầy" not in lan.text
    lan.make(case, "accept", "Đã tiếp nhận, chờ chuyển xử lý")
    lan.make(case, "hand_over", "Đang thụ lý")


def supplement(hanh: Window, case: str, photo: Path) -> None:
    """Her list says first what is asked of her; she answers with a photograph."""
    hanh.go("/cua-toi")
    hanh.look("mine")
    hanh.page.click("a.button:has-text('Bổ sung hồ sơ')")
    assert "chụp lại đủ bốn góc" in hanh.text
    hanh.page.set_input_files("#f-tep-1", str(photo))
    hanh.page.wait_for_selector("text=Đã gửi xong")
    hanh.look("supplement")
    hanh.page.click("text=Gửi phần bổ sung")
    hanh.page.wait_for_selector("text=Đã nộp bổ sung")
    assert photo.name in hanh.text
    hanh.look("supplemented")


def sign_and_issue(browser: Any, site: Site, case: str) -> None:
    thu, minh, van = (desk(browser, site, login) for login in ("thu", "minh", "van"))
    thu.claim(case)
    thu.make(case, "review", "Chờ lãnh đạo ký")
    minh.make(case, "sign", "Đã ký, chờ cấp số", method="paper")
    van.make(case, "number", "Đã cấp số, chờ đóng dấu")
    van.make(case, "seal", "Đã đóng dấu, chờ phát hành")
    van.make(case, "issue", "Có kết quả, chờ trả")
    assert [one.wrong for one in (thu, minh, van)] == [[]] * 3


def result_and_rating(hanh: Window, case: str) -> None:
    """The result opens as a PDF; five stars, once."""
    hanh.go(f"/cua-toi/{case}")
    hanh.look("delivered")
    file = hanh.page.get_attribute("section:has(#ket-qua) .files a", "href")
    answer = hanh.page.request.get(f"{hanh.site.address}{file}")
    assert answer.ok
    assert answer.body().startswith(b"%PDF")
    hanh.page.click("a:has-text('Đánh giá')")
    hanh.choose("stars", "5")
    hanh.look("rate")
    hanh.page.click("button:has-text('Gửi đánh giá')")
    hanh.page.wait_for_selector("text=Cảm ơn bạn đã đánh giá")
    assert hanh.page.locator("a:has-text('Đánh giá')").count() == 0
    hanh.go(f"/cua-toi/{case}/ai-da-xem")
    hanh.look("who-looked")
    assert "Thuận Hóa" in hanh.text


def board(leader: Officer, figure: str) -> int:
    """A figure of the ward as the leader reads it now."""
    leader.site.count()
    leader.go(f"/bang/co-quan/ubnd.{THUAN_HOA}")
    if "Chưa có hồ sơ nào" in leader.text:
        return 0
    leader.look("board")
    return int(leader.page.inner_text(SUM.format(figure)).split()[0].replace(".", ""))


def listed(leader: Officer, code: str) -> None:
    """The list behind the figure has this dossier, and its name masked."""
    leader.page.click(SUM.format("resolved"))
    leader.page.wait_for_url("**/bang/danh-sach/resolved**")
    leader.look("board-list")
    assert code in leader.text
    assert "Nguyễn Thị Hạnh" not in leader.text


def stranger(browser: Any, site: Site, case: str) -> None:
    """Hoa, in Cà Mau, finds nothing under the same address."""
    hoa = desk(browser, site, "hoa")
    hoa.go(f"/ho-so/{case}")
    assert TITLE not in hoa.text
    hoa.go("/viec")
    assert TITLE not in hoa.text
