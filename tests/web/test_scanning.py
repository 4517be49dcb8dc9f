"""Lan scans at the counter: photos become one file, bad ones come back with what to do, and nobody else sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from citizens import HANH, PHUONG, signed_in
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from officers import BIRTH, INTAKE, Officer, text_of

import scanned
from thongsuot.areas.dossiers import digitising
from thongsuot.engine import sql, stamper
from thongsuot.exchange.stores import sending, telling
from thongsuot.ports import person_store
from thongsuot.ports.person_store_twin import PersonStoreTwin
from thongsuot.web import stores as _pages

Desk = Callable[[str], Officer]
COMPONENT, PROOF = "to-khai", "giay-chung-sinh"


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.VAR = tmp_path_factory.mktemp("var")


def photo(image: Any, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, scanned.photo(image), "image/jpeg")


def carried(page: Any) -> dict[str, Any]:
    """What the form of a page carries on."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()):
        found.setdefault(name, []).append(value)
    return found


def sent(lan: Officer, **more: Any) -> Any:
    return lan.post(f"/tiep-nhan/{BIRTH}", {**INTAKE, "_receive": "", **more})


def test_two_photos_are_one_file_classified_compared_and_received(desk: Desk) -> None:
    lan = desk("lan")
    files = [photo(scanned.page(), "1.jpg"), photo(scanned.page(lines=12), "2.jpg")]
    check = sent(lan, **{f"tep-{COMPONENT}": files, f"loai-{COMPONENT}": "copy", f"dc-{COMPONENT}": "1", "ky": "1"})
    assert check.status_code == 200, text_of(check)
    assert "quét từ bản sao, 2 trang, 200 dpi" in text_of(check)

    lan.post(f"/tiep-nhan/{BIRTH}", {**carried(check), "_receive": "receive"})

    ((origin, kind, compared, sign),) = sql.run(
        "SELECT origin, facts ->> 'kind', facts ->> 'compared_by', facts ->> 'sign' FROM engine_paper"
    )
    assert (origin, kind, sign) == ("scan", "copy", "true")
    assert compared


def test_a_blurred_scan_comes_back_with_what_to_do_and_may_be_kept_with_a_reason(desk: Desk) -> None:
    lan = desk("lan")
    answer = sent(lan, **{f"tep-{COMPONENT}": photo(scanned.blurred())})
    assert answer.status_code == 422
    assert "bị mờ, khó đọc. Giữ yên giấy và máy rồi quét lại" in text_of(answer)
    kept = carried(answer)["_stored"]

    again = sent(lan, _stored=kept)
    assert again.status_code == 422, "silence is no reason"
    check = sent(lan, _stored=kept, **{f"ly-do-{COMPONENT}": "Giấy gốc đã phai mực"})

    assert check.status_code == 200, text_of(check)
    assert "giữ vì: Giấy gốc đã phai mực" in text_of(check)


def test_a_bad_scan_can_be_taken_away_and_scanned_again(desk: Desk) -> None:
    lan = desk("lan")
    answer = sent(lan, **{f"tep-{COMPONENT}": photo(scanned.dark())})
    (id,) = re.findall(r'name="bo" value="([^"]+)"', answer.content.decode())

    check = sent(
        lan, _stored=carried(answer)["_stored"], bo=id, **{f"tep-{COMPONENT}": photo(scanned.page(), "lai.jpg")}
    )

    assert check.status_code == 200, text_of(check)
    assert len(carried(check)["_stored"]) == 1


def test_the_officer_sees_the_scan_before_intake_and_nobody_else_does(desk: Desk) -> None:
    lan = desk("lan")
    page = sent(lan, _review="1", **{f"tep-{COMPONENT}": photo(scanned.page())})
    (address,) = re.findall(r'href="(/tiep-nhan/ban-quet/[^"]+)"', page.content.decode())

    shown = lan.get(address)

    assert shown.status_code == 200
    assert shown["Content-Type"] == "application/pdf"
    assert desk("hoa").get(address).status_code == 404
    assert desk("nam").get(address).status_code in (302, 403)
    assert lan.get("/tiep-nhan/ban-quet/W10:1:x").status_code == 404


def work() -> None:
    """What is done beside the server: follow, sign, deliver."""
    site = django_settings.SITE
    stamper.stamp(site)
    for reader in (digitising.catch_up, telling.catch_up):
        while reader(site):
            continue
    from datetime import UTC, datetime

    while digitising.work_one(datetime.now(UTC)):
        continue
    store = person_store.store()
    assert store is not None
    while sending.send_one(store):
        continue


def received(lan: Officer, **more: Any) -> str:
    check = sent(lan, **{f"tep-{COMPONENT}": photo(scanned.page()), **more})
    assert check.status_code == 200, text_of(check)
    answer = lan.post(f"/tiep-nhan/{BIRTH}", {**carried(check), "_receive": "receive"})
    return str(answer["Location"]).removesuffix("/da-nhan")


def test_the_dossiers_page_shows_the_signed_copy_its_check_and_the_store_apart(desk: Desk) -> None:
    lan = desk("lan")
    telling.catch_up(django_settings.SITE)
    address = received(lan, ky="1", number=HANH.number, name=HANH.name)
    work()

    page = lan.get(address)

    assert "đã ký số: Nguyễn Thị Lan" in text_of(page)
    assert "Chữ ký số hợp lệ" in text_of(page)
    assert "đã vào kho dữ liệu của người nộp, biên nhận BN-000001" in text_of(page)
    (copy,) = re.findall(r'href="([^"]+/ban-ky)"', page.content.decode())
    assert b"/ByteRange" in b"".join(lan.get(copy).streaming_content)  # type: ignore[attr-defined]
    assert desk("hoa").get(copy).status_code == 404


def test_unsigned_scans_are_listed_and_signed_together(desk: Desk) -> None:
    lan = desk("lan")
    received(lan)
    work()

    page = lan.get("/ban-quet-chua-ky")
    assert "chưa ký số" in text_of(page)
    assert "Không có bản quét nào chờ ký" in text_of(desk("hoa").get("/ban-quet-chua-ky"))
    chosen = re.findall(r'name="ban" value="([^"]+)"', page.content.decode())
    assert desk("hoa").post("/ban-quet-chua-ky", {"ban": chosen}).status_code in (403, 409, 422)
    assert lan.post("/ban-quet-chua-ky", {"ban": ["x"]}).status_code in (403, 409, 422)

    assert lan.post("/ban-quet-chua-ky", {"ban": chosen}).status_code == 302
    work()

    assert "Không có bản quét nào chờ ký" in text_of(lan.get("/ban-quet-chua-ky"))


def test_with_the_person_present_what_they_have_is_offered_and_chosen(desk: Desk) -> None:
    lan = desk("lan")
    hers = {"number": HANH.number, "name": HANH.name}
    received(lan, **hers, **{f"tep-{PROOF}": photo(scanned.page(lines=9))})

    without = sent(lan, _review="1", **hers)
    assert "Đã có, không phải nộp lại" not in text_of(without)
    page = sent(lan, _review="1", **{**hers, "xem-kho": "1"})
    assert "Đã có, không phải nộp lại" in text_of(page)
    (id,) = re.findall(rf'name="dung-lai-{PROOF}" value="([^"]+)"', page.content.decode())
    check = sent(lan, **{**hers, "xem-kho": "1", f"dung-lai-{PROOF}": id})
    assert "dùng lại của" in text_of(check)
    lan.post(f"/tiep-nhan/{BIRTH}", {**carried(check), "_receive": "receive"})

    assert sql.run("SELECT facts ->> 'source' FROM engine_paper WHERE origin = 'reuse'") == [(id,)]
    refused = sent(lan, **{"number": PHUONG.number, "xem-kho": "1", f"dung-lai-{PROOF}": id})
    assert refused.status_code == 422
    assert "không phải của người nộp này" in text_of(refused)


def test_hanh_sees_all_her_papers_and_phuong_none_of_them(desk: Desk) -> None:
    address = received(desk("lan"), number=HANH.number, name=HANH.name)
    hanh, phuong = signed_in(HANH), signed_in(PHUONG)

    page = hanh.get("/cua-toi/giay-to")

    assert page.status_code == 200
    words = text_of(page)
    assert "Bạn đã nộp trong các hồ sơ (1)" in words
    assert "Trong kho dữ liệu điện tử của bạn (4)" in words
    assert "Đã hết hạn" in words
    assert "Đã bị thu hồi" in words
    assert address.rsplit("/", 1)[-1] in page.content.decode()
    (stored, *_rest) = re.findall(r'href="(/cua-toi/giay-to/kho/[^"]+)"', page.content.decode())
    assert hanh.get(stored).status_code == 200
    assert phuong.get(stored).status_code == 404
    assert address.rsplit("/", 1)[-1] not in phuong.get("/cua-toi/giay-to").content.decode()


def test_who_has_nothing_is_told_what_will_be_there(desk: Desk) -> None:
    from citizens import Citizen

    page = signed_in(Citizen("046190009901", "Trần Thị Bé")).get("/cua-toi/giay-to")

    assert "Chưa có giấy tờ nào của bạn trong hệ thống" in text_of(page)


def test_a_store_that_does_not_answer_is_said_and_the_rest_is_shown(desk: Desk) -> None:
    received(desk("lan"), number=HANH.number, name=HANH.name)
    twin = person_store.store()
    assert isinstance(twin, PersonStoreTwin)
    twin.behave("down")

    words = text_of(signed_in(HANH).get("/cua-toi/giay-to"))

    assert "Không kết nối được với kho" in words
    assert "Bạn đã nộp trong các hồ sơ (1)" in words


def test_what_did_not_get_in_is_the_control_offices_to_send_again_or_put_aside(desk: Desk) -> None:
    telling.catch_up(django_settings.SITE)
    twin = person_store.store()
    assert isinstance(twin, PersonStoreTwin)
    twin.behave("refuses")
    received(desk("lan"), ky="1", number=HANH.number, name=HANH.name)
    work()
    control = desk("kiemsoat")

    page = control.get("/kho-du-lieu")
    assert "Kho từ chối" in text_of(page)
    (key,) = set(re.findall(r'name="giay" value="([^"]+)"', page.content.decode()))
    assert desk("lan").get("/kho-du-lieu").status_code in (302, 403)
    short = control.post("/kho-du-lieu", {"giay": key, "viec": "dong", "ly_do": ""})
    assert short.status_code == 422
    assert control.post("/kho-du-lieu", {"giay": "x", "viec": "gui-lai"}).status_code == 404
    assert control.post("/kho-du-lieu", {"giay": key, "viec": "gui-lai"}).status_code == 302
    twin.behave("well")
    work()

    assert "Không có giấy tờ nào vướng" in text_of(control.get("/kho-du-lieu"))
    assert _pages.__doc__
