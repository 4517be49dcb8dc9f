"""The pages of systems and conditions, and of findings without a browser: who reads, who writes, what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext
from officers import CASE_ADDRESS, Officer, text_of

from thongsuot.areas.inspections import seeding as inspections
from thongsuot.areas.systems import holdings
from thongsuot.areas.systems import seeding as systems
from thongsuot.engine import sql
from thongsuot.engine.deciding import VIETNAM
from thongsuot.register import demo

Desk = Callable[[str], Officer]
REPORT = "/cong-viec/loi-he-thong/mo/report"
FAULT = {
    "system": "ho-tich", "title": "Không gửi được kết quả khai tử", "symptom": "sync", "since": "20/11/2026",
    "since-gio": "8:00", "extent": "office", "detail": [""], "workaround": "Ghi vào sổ giấy",
}  # fmt: skip
TODAY = {"line": "good", "equipment": "enough", "software": "working", "seats": "5", "it_officer": "none", "note": ""}


@pytest.fixture
def week(desk: Desk, settings: Any) -> Desk:
    """The demonstration's faults, conditions, teams and findings."""
    settings.DEMO = True
    assert (systems.seed(), inspections.seed()) == (6, 6)
    assert (systems.seed(), inspections.seed()) == (0, 0), "made once"
    return desk


def finding(officer: Officer, **changed: Any) -> dict[str, Any]:
    """What the phone sends for the first place that is offered to this officer."""
    page = officer.get("/kiem-tra/ghi").content.decode()
    target = page.split('name="target" value="', 1)[1].split('"', 1)[0]
    told = {
        "target": target,
        "title": "Máy quét hỏng",
        "severity": "moderate",
        "field": "systems",
        "_key": str(uuid4()),
    }
    return {**told, **changed}


def test_the_public_page_says_in_plain_words_what_is_wrong_and_names_nobody(week: Desk) -> None:
    answer = Client().get("/tinh-trang-he-thong")
    page = text_of(answer)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies
    assert "Không gửi, nhận được dữ liệu giữa các hệ thống" in page
    assert "Đã quá giờ hẹn sửa xong" in page
    assert "3 người đã báo" in page
    assert "Kết quả khai sinh không gửi được" not in page, "an officer's own words are not for everybody"
    assert "Lan" not in page


def test_officers_see_every_system_those_in_trouble_first(week: Desk) -> None:
    page = text_of(week("lan").get("/he-thong"))

    assert page.index("đăng ký, quản lý hộ tịch") < page.index("Cổng Dịch vụ công quốc gia")
    assert "34 trên 34 hệ thống" in page
    assert "62 trên 63 địa phương = 98,41" in page
    assert "10 trên 21 bộ, ngành = 47,62" in page
    assert "chưa mô phỏng" in page
    work = "/cong-viec/loi-he-thong?muc=all"
    assert "Thuận Hóa" in text_of(week("lan").get(work))
    assert "Thuận Hóa" not in text_of(week("hoa").get(work)), "what is published is no work of hers"


def test_lan_reports_a_fault_hoa_meets_it_too_and_linh_promises_a_day(week: Desk) -> None:
    lan, hoa, linh = week("lan"), week("hoa"), week("chuyenvien")
    page = lan.get(f"{REPORT}?system=ho-tich")
    assert "selected" in page.content.decode()
    answer = lan.send(page, REPORT, **FAULT)
    found = CASE_ADDRESS.search(answer["Location"])
    assert found, text_of(answer)
    fault = found[1]
    assert "Ghi vào sổ giấy" in text_of(lan.get(f"/ho-so/{fault}"))
    stands = text_of(hoa.get(f"/ho-so/{fault}"))
    assert "Không gửi được kết quả khai tử" in stands
    assert "Việc này đã công bố nên bạn đọc được" in stands
    assert "Ghi vào sổ giấy" not in stands
    assert "Ai đã xem" not in stands
    assert hoa.get(f"/ho-so/{fault}/da-xem").status_code == 404
    assert "Không gửi được kết quả khai tử" in text_of(hoa.get("/he-thong/ho-tich"))
    for said in ("bạn cũng gặp", "đã báo lỗi này rồi"):
        answer = hoa.post(f"/he-thong/loi/{fault}/toi-cung-gap", {"he-thong": "ho-tich"}, follow=True)
        assert said in text_of(answer)
    soon = (datetime.now(VIETNAM) + timedelta(days=5)).strftime("%d/%m/%Y")
    assert linh.make(fault, "promise", until=soon, **{"until-gio": "17:00"}).status_code == 302  # type: ignore[arg-type]
    assert "Hẹn sửa xong trước" in text_of(hoa.get("/he-thong/ho-tich"))


def test_a_fault_can_be_reported_about_a_dossier(week: Desk) -> None:
    lan = week("lan")
    case = lan.receive()

    assert f"{REPORT}?ve={case}" in lan.get(f"/ho-so/{case}").content.decode()


@pytest.mark.parametrize(
    "address", ["/he-thong/khong-co", "/he-thong/%00", "/he-thong/khong-co/ghi", "/dieu-kien/tinh/96"]
)
def test_what_is_not_there_or_not_ones_own_is_not_found(week: Desk, address: str) -> None:
    assert week("lan").get(address).status_code == 404


def test_the_owner_states_a_fact_the_administrator_an_address_and_lan_neither(week: Desk) -> None:
    linh, admin, lan = week("chuyenvien"), week("quantri"), week("lan")
    told = {"fact": "connected", "holds": "yes", "since": "1/9/2025", "source": "CV 5006/BTP-HCTP"}
    assert linh.post("/he-thong/ho-tich/ghi", told).status_code == 302
    assert "Có, từ" in text_of(lan.get("/he-thong/ho-tich"))
    assert linh.post("/he-thong/ho-tich/ghi", {**told, "since": "31/2/2025"}).status_code == 422
    assert lan.post("/he-thong/ho-tich/ghi", told).status_code == 403
    place = {"viec": "dia-chi", "address": "https://hotich.example.vn/"}
    assert linh.post("/he-thong/ho-tich/ghi", place).status_code == 403
    assert admin.post("/he-thong/ho-tich/ghi", {**place, "address": "http://169.254.169.254/"}).status_code == 422
    assert admin.post("/he-thong/ho-tich/ghi", place).status_code == 302
    known = holdings.find("ho-tich")
    assert known is not None
    assert known.address == "https://hotich.example.vn/"


def test_a_commune_states_its_conditions_and_the_province_sees_who_has_not(week: Desk) -> None:
    lan, trang = week("lan"), week("trang")
    assert "cán bộ tiếp nhận" in text_of(lan.get("/dieu-kien")).lower() or "Khai ngày" in text_of(lan.get("/dieu-kien"))
    assert lan.post("/dieu-kien/khai", {**TODAY, "seats": "nhiều"}).status_code == 422
    assert lan.post("/dieu-kien/khai", TODAY).status_code == 302
    page = text_of(trang.get("/dieu-kien/tinh/46"))
    assert "2 trên 40 xã" in page
    assert "Chưa khai 38" in page
    assert trang.post("/dieu-kien/khai", TODAY).status_code == 403


def rows_of(officer: Officer, address: str) -> list[str]:
    """The communes in the list beside the map."""
    return re.findall(r'<tr id="xa-(\d{5})">', officer.get(address).content.decode())


def test_trang_finds_the_communes_that_lack_one_thing_on_the_map_in_the_list_and_in_the_files(week: Desk) -> None:
    trang, hoa = week("trang"), week("hoa")
    home = "/dieu-kien/tinh/46"
    assert len(rows_of(trang, home)) == 40, "all of them"
    assert rows_of(trang, home)[0] == demo.MOUNTAIN, "what lacks most comes first"
    assert rows_of(trang, f"{home}?xem=line") == [demo.MOUNTAIN]
    assert rows_of(trang, f"{home}?xem=it_officer") == [demo.MOUNTAIN]
    assert rows_of(trang, f"{home}?xem=software") == []
    assert len(rows_of(trang, f"{home}?xem=silent")) == 38
    assert len(rows_of(trang, f"{home}?xem=' or 1=1")) == 40, "a strange word asks for all"
    drawn = trang.get(f"{home}?xem=line").content.decode()
    assert f'href="#xa-{demo.MOUNTAIN}" class="tile shade3" aria-label="Xã A Lưới 2: thiếu đường truyền"' in drawn
    assert 'aria-label="Phường Thuận Hóa: không thiếu"' in drawn

    text = b"".join(trang.get("/xuat/dieu-kien?tinh=46&xem=line&dang=csv").streaming_content).decode("utf-8-sig")
    assert [line.split(",")[:4] for line in text.splitlines()[1:]] == [
        [demo.MOUNTAIN, "Xã A Lưới 2", "Thành phố Huế", "Đường truyền; Thiết bị; Cán bộ công nghệ thông tin"]
    ]
    assert hoa.get(home).status_code == 404
    others = b"".join(hoa.get("/xuat/dieu-kien?tinh=46&dang=csv").streaming_content).decode("utf-8-sig")
    assert len(others.splitlines()) == 1, "a heading and nothing of another province"


def test_the_nation_sees_its_provinces_by_what_their_communes_lack(week: Desk) -> None:
    page = week("chinhphu").get("/dieu-kien?xem=it_officer").content.decode()

    assert 'href="/dieu-kien/tinh/46?xem=it_officer"' in page
    assert 'aria-label="Thành phố Huế: 1 xã"' in page
    assert 'class="map' not in week("lan").get("/dieu-kien").content.decode(), "one province needs no map of all"


def test_the_phone_sends_a_finding_twice_and_it_is_taken_once(week: Desk) -> None:
    trang = week("trang")
    told = finding(trang, taken_at="2026-11-20T01:00:00.000Z")
    photo = SimpleUploadedFile("anh.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 60, "image/jpeg")
    first = trang.post("/kiem-tra/ghi", {**told, "tep": photo}, headers={"accept": "application/json"})
    photo.seek(0)
    again = trang.post("/kiem-tra/ghi", {**told, "tep": photo}, headers={"accept": "application/json"})

    assert first.status_code == 200, first.content
    assert first.json() == again.json()
    assert sql.run("SELECT count(*) FROM engine_case WHERE title = 'Máy quét hỏng'")[0][0] == 1
    page = trang.get(first.json()["address"]).content.decode()
    become = re.search(r'href="(/cong-viec/vuong-mac/mo/raise[^"]*)"', page)
    assert become, "what it can become, in one press"
    assert 'value="Máy quét hỏng"' in trang.get(become[1].replace("&amp;", "&")).content.decode()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"title": ""}, 422), ({"target": "x"}, 422), ({"severity": "x"}, 422), ({"title": "a\x00b"}, 422),
        ({"target": f"{uuid4()} ubnd.19789"}, 404), ({"procedure": "9.999999"}, 422),
    ],
)  # fmt: skip
def test_the_phone_is_told_in_a_sentence_what_is_wrong(week: Desk, changed: dict[str, str], status: int) -> None:
    trang = week("trang")
    answer = trang.post("/kiem-tra/ghi", finding(trang, **changed), headers={"accept": "application/json"})

    assert answer.status_code == status, answer.content
    assert answer.json()["sentence"].endswith(".")


def test_a_wrong_photo_is_a_sentence_and_nothing_is_taken(week: Desk) -> None:
    trang = week("trang")
    before = sql.run("SELECT count(*) FROM engine_case")[0][0]
    bad = SimpleUploadedFile("anh.jpg", b"<script>", "image/jpeg")
    answer = trang.post("/kiem-tra/ghi", {**finding(trang), "tep": bad})

    assert answer.status_code == 409
    assert "anh.jpg" in text_of(answer)
    assert sql.run("SELECT count(*) FROM engine_case")[0][0] == before


def test_the_worker_comes_from_beside_its_page(week: Desk) -> None:
    answer = Client().get("/kiem-tra/ngoai-tuyen.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert b"addEventListener" in answer.content
    assert "Không có đoàn nào đang kiểm tra" in text_of(week("lan").get("/kiem-tra/ghi"))


def test_powers_handed_down_are_shown_to_who_handed_them(week: Desk) -> None:
    for login in ("bo", "lanhdao"):
        first, whole = (text_of(week(login).get(f"/giam-sat{more}")) for more in ("", "?xem=all"))
        assert "Có việc phải xem" in first
        assert len(first) < len(whole), "what asks for nothing is not in the way"
    assert "Không có thẩm quyền nào" in text_of(week("lan").get("/giam-sat"))


def test_pages_keep_to_their_statements(week: Desk) -> None:
    from django.db import connection

    trang = week("trang")
    for address, most in (
        ("/he-thong", 4), ("/he-thong/ho-tich", 5), ("/dieu-kien", 3), ("/dieu-kien/tinh/46", 2), ("/giam-sat", 2),
        ("/kiem-tra/ghi", 2), ("/tinh-trang-he-thong", 4),
    ):  # fmt: skip
        trang.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert trang.get(address).status_code == 200
        assert len(asked) <= most, (address, [one["sql"][:60] for one in asked])


def test_only_a_demonstration_is_seeded(desk: Desk, settings: Any) -> None:
    settings.DEMO = False
    for one in (systems.seed, inspections.seed):
        with pytest.raises(demo.OnlyInDemo):
            one()
