"""One procedure's page answers in the order in which Hạnh asks; what is not known is said, not left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from officers import text_of

from thongsuot.register import bodies, demo
from thongsuot.register.catalogue import local
from thongsuot.register.models import Competence
from thongsuot.web.portal import explaining

BIRTH, EXTRACT, CERTIFY, BUILD = "1.001193", "2.000635", "2.000815", "1.013225"
WARD = demo.WARD
LAND = "Giao đất không đấu giá quyền sử dụng đất cho tổ chức …"
IN_ORDER = [
    "Nộp trực tuyến được không?", "Nộp ở đâu?", "Cần mang gì?", "Bao lâu?", "Bao nhiêu tiền?", "Nếu…",
    "Bạn nhận được gì?", "Căn cứ pháp lý",
]  # fmt: skip


@pytest.fixture
def visitor(desk: Callable[[str], Any]) -> Client:
    return Client()


def read(visitor: Client, code: str, **given: str) -> str:
    page = visitor.get(f"/thu-tuc/{code}", given)
    assert page.status_code == 200
    return text_of(page)


def test_it_answers_in_the_order_in_which_people_ask(visitor: Client) -> None:
    page = visitor.get(f"/thu-tuc/{BIRTH}").content.decode()

    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", page.split("<article")[1]) == IN_ORDER
    assert page.count("<h1") == 1


def test_hanh_reads_where_to_go_in_her_ward_and_on_what_basis(visitor: Client) -> None:
    text = read(visitor, BIRTH, xa=WARD)

    assert "Việc ở Phường Thuận Hóa, Thành phố Huế:" in text
    assert "Trung tâm Phục vụ hành chính công phường Thuận Hóa" in text
    assert "Địa chỉ chưa có trong danh sách" in text
    assert "Ủy ban nhân dân phường Thuận Hóa Nơi thụ lý: Văn phòng" in text
    assert "Căn cứ: Luật Hộ tịch 60/2014/QH13" in text


def test_a_known_address_is_shown(visitor: Client) -> None:
    centre = f"pvhcc.{WARD}"
    from thongsuot.register.models import Body

    Body.objects.filter(key=centre).update(address="Số 24 đường Tố Hữu")
    bodies.forget()

    assert "Số 24 đường Tố Hữu" in read(visitor, BIRTH, xa=WARD)


def test_the_button_leads_to_the_form_of_the_place_and_case(visitor: Client) -> None:
    page = visitor.get(f"/thu-tuc/{BIRTH}", {"xa": WARD}).content.decode()

    assert f'href="/nop/{BIRTH}?xa={WARD}&amp;th=thong-thuong">Nộp hồ sơ</a>' in page


def test_without_a_commune_it_asks_for_one_before_anything_can_be_sent(visitor: Client) -> None:
    page = visitor.get(f"/thu-tuc/{BIRTH}").content.decode()

    assert "Nộp hồ sơ</a>" not in page
    assert f'href="/noi-den?tiep=%2Fthu-tuc%2F{BIRTH}"' in page
    assert f'href="/noi-den?cho={BIRTH}"' in page


def test_what_is_not_online_says_so_and_where_to_go(visitor: Client) -> None:
    page = visitor.get(f"/thu-tuc/{CERTIFY}", {"xa": WARD})

    assert "chưa nộp trực tuyến được. Nộp tại nơi tiếp nhận" in text_of(page)
    assert "Nộp hồ sơ</a>" not in page.content.decode()


def test_what_the_ward_has_not_switched_on_cannot_be_sent_there(visitor: Client, settings: Any) -> None:
    settings.DEMO = False

    page = visitor.get(f"/thu-tuc/{BIRTH}", {"xa": WARD})

    assert "Trung tâm Phục vụ hành chính công phường Thuận Hóa chưa bật thủ tục này" in text_of(page)
    assert "Nộp hồ sơ</a>" not in page.content.decode()


def test_a_gap_in_competence_is_said_and_nobody_is_invented(visitor: Client) -> None:
    from thongsuot.register import competences

    Competence.objects.filter(procedure_code=BIRTH, nature="decide").delete()
    competences.forget()

    text = read(visitor, BIRTH, xa=WARD)

    assert "Chưa ghi cơ quan nào có thẩm quyền giải quyết tại nơi này" in text
    assert "Chưa ghi cơ quan nào giải quyết tại nơi này nên chưa nộp trực tuyến được" in text


def test_two_bodies_that_decide_are_both_shown(visitor: Client) -> None:
    text = read(visitor, EXTRACT, xa=WARD)

    assert "Ủy ban nhân dân phường Thuận Hóa" in text
    assert "Sở Tư pháp Thành phố Huế" in text
    assert "(chưa xác minh)" in text
    assert "Có nhiều cơ quan cùng được ghi là có thẩm quyền" in text


def test_papers_say_how_many_when_and_what_the_state_already_has(visitor: Client) -> None:
    text = read(visitor, BIRTH)

    assert "Luôn cần Giấy tờ tùy thân" in text
    assert "Xuất trình để đối chiếu, không phải nộp" in text
    assert "Khi nộp trực tiếp hoặc qua bưu chính 1 bản chính" in text
    assert "Thường đã có trong Cơ sở dữ liệu quốc gia về dân cư" in text
    assert "chưa xác minh cho thủ tục này" in text


def test_a_case_is_chosen_by_a_link_and_keeps_the_place(visitor: Client) -> None:
    page = visitor.get(f"/thu-tuc/{BUILD}", {"xa": WARD}).content.decode()
    second = re.findall(r'<nav class="cases".*?</nav>', page, re.DOTALL)[0]
    ways = [way.replace("&amp;", "&") for way in re.findall(r'href="([^"]*)"', second)]

    assert len(ways) == 2
    assert 'aria-current="true">Nhà ở riêng lẻ</a>' in second
    other = visitor.get(ways[1])
    assert 'aria-current="true">Công trình cấp III, cấp IV không theo tuyến</a>' in other.content.decode()
    assert "Việc ở Phường Thuận Hóa" in text_of(other)


def test_a_limit_by_the_hour_and_what_may_be_unclear_in_the_source(visitor: Client) -> None:
    text = read(visitor, BIRTH)

    assert "Trong ngày làm việc; nhận sau 15:00 thì trả kết quả trong ngày làm việc tiếp theo" in text
    assert "WORKING_DAY" not in text
    assert "OTHER" not in text


def test_a_council_that_set_another_fee_is_named_beside_the_national_one(visitor: Client) -> None:
    wanted: Any = [{"at": "cases[thong-thuong].fees", "value": []}]
    local.set_rule(
        EXTRACT, "bo.G15", "46", wanted, decided_by="Hội đồng nhân dân Thành phố Huế", basis="Nghị quyết 09/NQ-HĐND",
        since=date(2026, 9, 1), by="Hạnh", late_reason="nghị quyết đến muộn",
    )  # fmt: skip

    text = read(visitor, EXTRACT, xa=WARD)

    assert "Văn bản công bố không ghi khoản thu nào. Quy định chung của cả nước:" in text
    assert "8.000" in text
    assert "Hội đồng nhân dân Thành phố Huế, Nghị quyết 09/NQ-HĐND, từ 01/09/2026" in text
    assert "Nghị quyết 09/NQ-HĐND" not in read(visitor, EXTRACT, xa="00004")
    local.forget()


def test_the_commune_of_the_cookie_holds_until_the_address_says_another(visitor: Client) -> None:
    visitor.cookies["noi-den"] = WARD

    assert "Việc ở Phường Thuận Hóa" in read(visitor, BIRTH)
    assert "Việc ở Phường Ba Đình, Thành phố Hà Nội" in read(visitor, BIRTH, xa="00004")


@pytest.mark.parametrize("code", ["9.999999", "x", "1.001193 OR 1=1", "%00", "%2e%2e", "x" * 3000, "１.００１１９３"])
def test_an_unknown_code_is_a_sentence_and_a_way_to_search(visitor: Client, code: str) -> None:
    page = visitor.get(f"/thu-tuc/{code}")

    assert page.status_code == 404
    if code != "%00":
        assert "Không có thủ tục này" in text_of(page)
        assert 'href="/thu-tuc"' in page.content.decode()


@pytest.mark.parametrize("place", ["99999", "01", "1' OR '1'='1", "\x00", "00000000019789", "１９７８９"])
def test_an_unknown_commune_is_said_and_the_page_still_reads(visitor: Client, place: str) -> None:
    text = read(visitor, BIRTH, xa=place)

    assert "Không có xã, phường, đặc khu mang mã ghi trong địa chỉ trang" in text
    assert "Chọn xã, phường của bạn" in text


def test_an_unknown_case_shows_the_first_and_says_so(visitor: Client) -> None:
    assert "Không có trường hợp ghi trong địa chỉ trang" in read(visitor, BIRTH, th="khong-co")


def test_a_warm_page_asks_for_answers_and_news_and_whether_the_place_takes_what_the_nation_has_not_confirmed(
    visitor: Client, settings: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    asked: list[tuple[dict[str, str], int]] = [({}, 1), ({"xa": WARD}, 2)]
    for given, statements in asked:
        visitor.get(f"/thu-tuc/{BIRTH}", given)
        with django_assert_num_queries(statements):
            visitor.get(f"/thu-tuc/{BIRTH}", given)
    settings.DEMO = False
    with django_assert_num_queries(3):
        visitor.get(f"/thu-tuc/{BIRTH}", {"xa": WARD})


def test_every_procedure_of_the_catalogue_has_a_page_that_reads(visitor: Client) -> None:
    from thongsuot.register import procedures
    from thongsuot.web.entrance import today

    every = procedures.in_force(today())
    assert len(every) > 100
    for view in every:
        page = visitor.get(f"/thu-tuc/{view.code}", {"xa": WARD})
        assert page.status_code == 200, view.code
        assert "None" not in text_of(page), view.code


def test_a_long_title_is_cut_to_what_people_read_and_keeps_its_asides_beside_it(visitor: Client) -> None:
    page = visitor.get(f"/thu-tuc/{BUILD}").content.decode()

    heading = re.findall(r"<h1>([^<]*)</h1>", page)[0]
    assert heading == "Cấp giấy phép xây dựng mới đối với công trình cấp III, cấp IV và nhà ở riêng lẻ"
    assert "<p>Công trình không theo tuyến/Theo tuyến trong đô thị" in page


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Thủ tục đăng ký khai sinh", "Đăng ký khai sinh"),
        ("Thủ tục", "Thủ tục"),
        ("Tách hộ (thực hiện tại cấp xã, phường, đặc khu)", "Tách hộ (thực hiện tại cấp xã, phường, đặc khu)"),
        ("(" + "x" * 200 + ")", "(" + "x" * 200 + ")"),
        ("", ""),
        ("Cấp đổi thẻ:", "Cấp đổi thẻ"),
        ("Giao đất không đấu giá quyền sử dụng đất cho tổ chức; " + "x" * 200, LAND),
    ],
)
def test_a_heading_never_loses_what_it_is_about(title: str, words: str) -> None:
    assert explaining.heading(title).words == words
