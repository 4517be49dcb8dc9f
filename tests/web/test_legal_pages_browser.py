"""The pages of rights, money, archive, leave and reorganising in a real Chromium: sound at a phone's width and a
desk's."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from browsing import ARGUMENTS, running
from citizens import HANH, signed_in
from following_cases import done
from officers import BIRTH, Officer, text_of
from test_reorganising_pages import PLAN

from thongsuot.areas.dossiers import online
from thongsuot.areas.dossiers.intake import Application
from thongsuot.areas.dossiers.keeping import archiving
from thongsuot.engine import sql, stamper
from thongsuot.engine.reorganising import acts
from thongsuot.exchange.notices.officers import telling
from thongsuot.exchange.notices.officers.telling import Thing
from thongsuot.ports.archive import Twin
from thongsuot.register import bodies, calendar, competences, demo, procedures
from thongsuot.register.models import Account
from thongsuot.web.entrance import today

pytestmark = pytest.mark.browser
WIDTHS = ((390, 844), (1440, 900))
EXTRACT = "2.000635"
Desk = Callable[[str], Officer]


@pytest.fixture
def desk(own_demo: Any, settings: Any, tmp_path: Path) -> Iterator[Desk]:
    """Officers by name who work in the database that the site serves."""
    settings.DEMO, settings.VAR = True, tmp_path
    # The server checks the same passwords by the usual hasher: none is kept anew by a quicker one.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    known: dict[str, Officer] = {}
    for module in (bodies, calendar, competences, procedures):
        module.forget()
    yield lambda login: known.get(login) or known.setdefault(login, Officer().sign_in(login))
    for module in (bodies, calendar, competences, procedures):
        module.forget()


def sent_online() -> UUID:
    """What Hạnh sent from home: copies of an extract, for which a fee is due."""
    view = procedures.procedure(EXTRACT, today())
    assert view is not None
    ward = competences.competent(EXTRACT, competences.DECIDE, demo.WARD, today())[0]
    case = view.definition.cases[0].key
    wanted = Application(EXTRACT, case, demo.WARD, HANH.name, units=2, competence_id=ward.competence_id)
    return online.submit(HANH.actor, wanted, datetime.now(UTC)).id


def made(answer: Any) -> str:
    """Where what was made stands."""
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def consulting(desk: Desk, case: UUID) -> None:
    nam, address = desk("nam"), f"/ho-so/{case}/lay-y-kien"
    asked = {"body": f"pkt.{demo.WARD}", "question": ["Đất này có tranh chấp không?"], "binding": "required"}
    made(nam.send(nam.get(address), address, **asked, days="3"))


def stuck(case: UUID) -> None:
    """What did not get out: a stage of the ministry's, a paper on its way to the store."""
    sql.run(
        "INSERT INTO exchange_stage (case_id, province_code, system, reference, said, state, attempts, reason)"
        " VALUES (%s, '46', 'ho_tich', 'HT-1', '', 'dead', 30, 'Hệ thống không kết nối được.') RETURNING 1", [case],
    )  # fmt: skip
    sql.run(
        "INSERT INTO exchange_store_delivery (paper_id, act, case_id, number, province_code, shelf, since, state,"
        " attempts, uncertain, reason, receipt, stored_id, decided_by) VALUES (%s, 'deliver', %s, 1, '46', 'papers',"
        " clock_timestamp(), 'dead', 9, false, 'Kho không nhận: thiếu chữ ký.', '', '', '') RETURNING 1",
        [uuid4(), case],
    )


def told(case: UUID) -> None:
    """Nam hears that the law will answer for him."""
    nam = Account.objects.values_list("person_id", flat=True).get(username="nam")
    telling.keep([Thing(case, "warning", "dossier", "silence_soon", "", None, (nam,))], datetime.now(UTC))


def to_the_archive(root: Path) -> None:
    stamper.stamp("vn")
    while archiving.catch_up("vn"):
        pass
    archiving.work_all(Twin(root / "twin", loses=""), datetime.now(UTC) + timedelta(minutes=1))


@pytest.fixture
def pages(desk: Desk, tmp_path: Path) -> dict[str, list[str]]:
    """The addresses that each person walks through, with something on every page."""
    lan, hanh = desk("lan"), signed_in(HANH)
    owed, result = sent_online(), done(desk)
    case = lan.receive(name=HANH.name, number=HANH.number)
    made(lan.post(f"/ho-so/{case}/nhom", {**_typed(lan, f"/ho-so/{case}/nhom"), "group": "moi", "name": "Dự án cầu"}))
    lan.make(case, "hand_over")
    made(desk("nam").post(f"/ho-so/{case}/nhan", {"_version": str(_length(case))}))
    consulting(desk, case)
    correction = {"field": "phone", "wanted": "0987 654 321", "why": "Đổi số"}
    made(hanh.post(f"/cua-toi/{result}/sua-thong-tin", correction))
    request = sql.run("SELECT id FROM keeping_correction")[0][0]
    act = made(desk("quantri").post("/sap-xep", {"phuong-an": PLAN.format(day=acts.today().isoformat())}))
    stuck(case)
    told(case)
    to_the_archive(tmp_path)
    group = sql.run("SELECT facts ->> 'group' FROM engine_case WHERE id = %s", [case])[0][0]
    mine = f"/cua-toi/{owed}"
    return {
        "hanh": ["/cua-toi/du-lieu", "/cua-toi/giay-to", "/cua-toi/tin-nhan", mine, f"{mine}/nop-tien",
                 f"{mine}/mien-giam", f"/cua-toi/{result}/sua-thong-tin"],
        "lan": [f"/ho-so/{owed}/tien", "/nhom", f"/nhom/{group}", f"/ho-so/{result}/nhom", "/ban-quet-chua-ky",
                f"/tiep-nhan/{BIRTH}", "/yeu-cau-sua", f"/yeu-cau-sua/{request}", f"/ho-so/{case}"],
        "nam": [f"/ho-so/{case}/lay-y-kien", "/vang-mat", "/thong-bao", "/nhiem-vu/phu-trach"],
        "van": ["/luu-tru", "/luu-tru/xoa", "/doi-soat"],
        "kiemsoat": ["/luot-xem-dieu-tra", "/kho-du-lieu", "/trao-doi/he-thong-khac", "/trao-doi"],
        "lanhdao": ["/bang/tinh/46/diem"],
        "quantri": ["/sap-xep", f"{act}?thu=1", "/tin-nhan/mau", "/tin-nhan/mau/receive/vi"],
    }  # fmt: skip


def _typed(who: Officer, address: str) -> dict[str, Any]:
    from filling_in import inputs_of

    return inputs_of(who.get(address))


def _length(case: UUID) -> int:
    return int(sql.run("SELECT length FROM engine_case WHERE id = %s", [case])[0][0])


def at_the_door(browser: Any, site: str, who: str) -> Any:
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    if who == "hanh":
        page.goto(f"{site}/cong-dan/dang-nhap?tiep=/cua-toi")
        page.click("main form button")
        page.wait_for_url("**/dinh-danh-thu/**")
        page.click(f"text={HANH.name}")
        page.click("text=Đồng ý và đăng nhập")
        page.wait_for_url("**/cua-toi")
        return page
    page.goto(f"{site}/dang-nhap")
    page.fill("input[autocomplete=username]", who)
    page.fill("input[type=password]", demo.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "dang-nhap" not in address)
    return page


def faults(page: Any) -> list[Any]:
    """What is wrong with a page at either width: too wide, or what axe finds; one heading of the first rank."""
    from axe_playwright_python.sync_playwright import Axe

    found: list[Any] = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((width, "wider than the screen"))
        broken = Axe().run(page).response["violations"]
        found += [(width, one["id"], one["nodes"][0]["html"][:120]) for one in broken]
    if page.locator("h1").count() != 1:
        found.append("no heading, or several")
    return found


def test_every_page_is_sound_on_a_phone_and_at_a_desk(
    pages: dict[str, list[str]], own_demo: Any, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright

    wrong = {}
    with running(own_demo, tmp_path) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for who, addresses in pages.items():
            page = at_the_door(browser, site, who)
            for address in addresses:
                answer = page.goto(f"{site}{address}")
                if answer.status != 200 or (found := faults(page)):
                    wrong[who, address] = answer.status if answer.status != 200 else found
        browser.close()
    assert wrong == {}
