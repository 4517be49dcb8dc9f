"""The pages of areas: an overview, a list with tabs, an opening form, the page of a case in its area's own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from officers import CASE_ADDRESS, Officer, text_of

from thongsuot.engine import sql

Desk = Callable[[str], Officer]
OFFER = {
    "title": "Bàn riêng cho người cao tuổi",
    "field": "one_stop",
    "how": ["Xếp một bàn riêng", "Gọi điện trước khi họ đến"],
    "gain": ["Chờ 40 phút còn 9 phút"],
}
HOME = "/cong-viec/cach-lam-hay"


def offer(lan: Officer, **changed: Any) -> Any:
    page = lan.get(f"{HOME}/mo/offer")
    assert page.status_code == 200, text_of(page)
    return lan.send(page, f"{HOME}/mo/offer", **{**OFFER, **changed})


def offered(lan: Officer) -> str:
    """A practice that Lan's ward offers; the address of its page."""
    answer = offer(lan)
    assert answer.status_code == 302, text_of(answer)
    found = CASE_ADDRESS.search(answer["Location"])
    assert found
    return f"/ho-so/{found[1]}"


def test_lan_offers_trang_examines_long_publishes_and_each_reads_it_in_its_own_words(desk: Desk) -> None:
    lan, trang, long = desk("lan"), desk("trang"), desk("long")
    page = text_of(lan.get("/cong-viec"))
    assert "Cách làm hay" in page
    assert "Giới thiệu cách làm hay" in page
    address = offered(lan)

    shown = text_of(lan.get(address))
    assert "Nơi giới thiệu" in shown
    assert "Nơi xem xét, công bố" in shown
    assert "Người nộp" not in shown
    assert "Tiếp nhận, trả kết quả" in shown, "the field, as the area tells it"
    case = address.rsplit("/", 1)[1]
    assert "Đề nghị công bố" in text_of(trang.get(address))
    assert trang.make(case, "examine", where="Mọi trung tâm").status_code == 302  # type: ignore[arg-type]
    assert "Công bố" in text_of(long.get(address))
    assert long.make(case, "publish").status_code == 302  # type: ignore[arg-type]
    assert "Đã công bố" in text_of(lan.get(f"{HOME}?muc=ended"))
    assert "Bàn riêng cho người cao tuổi" not in text_of(lan.get(HOME)), "open ones only"


def test_hoa_of_another_province_sees_neither_the_case_nor_its_line(desk: Desk) -> None:
    address = offered(desk("lan"))
    hoa = desk("hoa")

    assert hoa.get(address).status_code == 404
    assert "Bàn riêng" not in text_of(hoa.get(f"{HOME}?muc=all"))
    assert "Bàn riêng" not in text_of(hoa.get(f"{HOME}?muc=all&tim=ban"))
    assert "Bàn riêng" in text_of(desk("chinhphu").get(f"{HOME}?muc=all")), "the nation's leader sees the nation"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "Tên cách làm"),
        ({"field": "cooking"}, "Lĩnh vực"),
        ({"gain": [""]}, "Kết quả đạt được"),
        ({"title": "x" * 201}, "tối đa 200"),
    ],
)
def test_a_form_with_a_fault_says_which_and_keeps_what_was_typed(
    desk: Desk, wrong: dict[str, Any], sentence: str
) -> None:
    lan = desk("lan")
    before = sql.run("SELECT count(*) FROM engine_case")[0][0]
    answer = offer(lan, **wrong)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Gọi điện trước khi họ đến" in answer.content.decode()
    assert sql.run("SELECT count(*) FROM engine_case")[0][0] == before


def test_who_holds_no_post_in_a_province_is_told_so(desk: Desk) -> None:
    answer = desk("theodoi").get(f"{HOME}/mo/offer")

    assert answer.status_code == 403
    assert "không mở được" in text_of(answer)


@pytest.mark.parametrize(
    "address", ["/cong-viec/khong-co", "/cong-viec/cach-lam-hay/mo/nothing", "/cong-viec/x/mo/offer"]
)
def test_an_unknown_area_or_form_is_not_found(desk: Desk, address: str) -> None:
    assert desk("lan").get(address).status_code == 404


@pytest.mark.parametrize("strange", ["muc=nothing", "trang=999999", "noi=<b>", "tim=%00%27", "muc=open&trang=x",
                                     "buoc=%00&co-quan=<b>&linh-vuc=%27", "in=1&buoc=nothing"])  # fmt: skip
def test_strange_words_in_the_address_of_a_list_ask_for_nothing_special(desk: Desk, strange: str) -> None:
    lan = desk("lan")
    offered(lan)

    assert lan.get(f"{HOME}?{strange}", follow=True).status_code == 200


def test_a_list_is_narrowed_by_step_body_and_field_and_printed_whole(desk: Desk) -> None:
    lan, trang = desk("lan"), desk("trang")
    first = offered(lan)
    offer(lan, title="Trả kết quả tại nhà", field="staff")
    assert trang.make(first.rsplit("/", 1)[1], "examine", where="Mọi nơi").status_code == 302  # type: ignore[arg-type]
    page = text_of(trang.get(f"{HOME}?muc=all"))
    assert "Lọc" in page
    answering = sql.run("SELECT DISTINCT competent_body FROM engine_case WHERE kind = 'practice'")[0][0]
    steps = dict(sql.run("SELECT title, step FROM engine_case WHERE kind = 'practice'"))
    old, new = "Bàn riêng cho người cao tuổi", "Trả kết quả tại nhà"

    for asked, there, gone in (
        (f"buoc={steps[old]}", old, new), (f"buoc={steps[new]}", new, old), ("linh-vuc=staff", new, old),
        (f"co-quan={answering}&linh-vuc=one_stop", old, new),
    ):  # fmt: skip
        shown = text_of(trang.get(f"{HOME}?muc=all&{asked}"))
        assert there in shown, asked
        assert gone not in shown, asked
        assert "Tất cả 1" in shown, "the tabs count what is left"
    assert "Không có việc nào ở mục này" in text_of(trang.get(f"{HOME}?muc=all&co-quan=ubnd.01"))
    by_field = text_of(trang.get(f"{HOME}?muc=all")).split("Theo lĩnh vực")[-1]
    assert "Tiếp nhận, trả kết quả 0 1" in by_field, "late and open of each field"
    printed = text_of(trang.get(f"{HOME}?muc=all&linh-vuc=staff&in=1"))
    assert new in printed
    assert old not in printed
    assert "1 việc, lúc" in printed
    assert "None" not in printed
    assert "+00:00" not in printed, "days are written as people read them"
    assert "người in: Nguyễn Thu Trang" in printed
    assert "Bàn riêng" not in text_of(desk("hoa").get(f"{HOME}?muc=open&in=1")), "another province's open ones"
    found = re.search(r'href="(/xuat/cong-viec[^"]*linh-vuc=staff[^"]*)"',
                      trang.get(f"{HOME}?muc=all&linh-vuc=staff").content.decode())  # fmt: skip
    assert found, "the workbook is of the same list"


def test_what_a_form_lacks_is_said_at_once(desk: Desk) -> None:
    lan = desk("lan")
    told = text_of(lan.send(lan.get(f"{HOME}/mo/offer"), f"{HOME}/mo/offer", title=""))

    for label in ("Lĩnh vực", "Làm như thế nào"):
        assert f"Nhập mục “{label}”" in told or f"“{label}”" in told, label


def test_sent_twice_it_is_offered_once(desk: Desk) -> None:
    lan = desk("lan")
    page = lan.get(f"{HOME}/mo/offer")
    first = lan.send(page, f"{HOME}/mo/offer", **OFFER)
    again = lan.send(page, f"{HOME}/mo/offer", **OFFER)

    assert first["Location"] == again["Location"]


def test_a_list_and_a_page_keep_to_their_statements(desk: Desk) -> None:
    from django.db import connection

    lan = desk("lan")
    address = offered(lan)
    for asked, most in ((HOME, 2), ("/cong-viec", 2), (address, 4)):
        lan.get(asked)
        with CaptureQueriesContext(
            connection,
        ) as asked_of:
            assert lan.get(asked).status_code == 200
        assert len(asked_of) <= most, [one["sql"][:80] for one in asked_of]


def test_the_list_leaves_as_a_workbook(desk: Desk) -> None:
    lan = desk("lan")
    offered(lan)
    found = re.search(r'href="(/xuat/cong-viec[^"]*)"', lan.get(HOME).content.decode())
    assert found
    answer = lan.get(found[1].replace("&amp;", "&"))

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert desk("lan").get("/xuat/cong-viec?loai=khong-co").status_code == 409
