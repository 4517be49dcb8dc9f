"""The pages on which an obstacle is raised: the links to them, the same matter shown first, joining, strange input."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from officers import CASE_ADDRESS, Officer, text_of

from thongsuot.areas.obstacles import following
from thongsuot.engine import sql

Desk = Callable[[str], Officer]
HOME = "/cong-viec/vuong-mac"
RAISED = {
    "title": "Thiếu máy quét tại quầy số 3",
    "solver": "",
    "kind": "premises",
    "field": "service",
    "description": ["Bốn mươi hồ sơ chờ quét mỗi ngày"],
    "cause": ["Máy cũ hỏng từ tháng 9"],
    "article": "",
    "procedure": "",
    "system": "",
    "responsible": "",
    "proposal": [""],
}


def send(officer: Officer, **changed: Any) -> Any:
    address = changed.pop("address", f"{HOME}/mo/raise")
    return officer.send(officer.get(address), address, **{**RAISED, **changed})


def raised(officer: Officer, **changed: Any) -> UUID:
    answer = send(officer, **{"_alike": "1", **changed})
    assert answer.status_code == 302, text_of(answer)
    found = CASE_ADDRESS.search(answer["Location"])
    assert found
    return UUID(found[1])


def count() -> int:
    return int(sql.run("SELECT count(*) FROM engine_case WHERE kind = 'obstacle'")[0][0])


def test_lan_is_shown_the_same_matter_before_hers_is_raised_and_may_raise_it_all_the_same(desk: Desk) -> None:
    nam, lan = desk("nam"), desk("lan")
    first = raised(nam)

    shown = send(lan, title="Quầy số 3 thiếu máy quét")
    assert shown.status_code == 200
    assert "Có thể đã có việc này" in text_of(shown)
    assert str(first) in shown.content.decode()
    assert "Không trùng, vẫn gửi" in text_of(shown)
    assert count() == 1, "nothing is raised yet"
    again = lan.send(shown, f"{HOME}/mo/raise", **{**RAISED, "title": "Quầy số 3 thiếu máy quét", "_alike": "1"})
    assert again.status_code == 302
    assert count() == 2


def test_lan_joins_nams_obstacle_and_both_are_asked_when_it_is_answered(desk: Desk) -> None:
    nam, lan, minh = desk("nam"), desk("lan"), desk("minh")
    first = raised(nam)
    shown = send(lan, title="Quầy số 3 thiếu máy quét").content.decode()
    link = re.search(r'href="(/cong-viec/vuong-mac/mo/join[^"]+)"', shown)
    assert link
    address = link[1].replace("&amp;", "&")
    form = lan.get(address)
    assert "Quầy số 3 thiếu máy quét" in form.content.decode(), "what she typed goes along"
    told = {name: RAISED[name] for name in ("kind", "field", "description")}
    answer = lan.send(form, address, title="Quầy số 3 thiếu máy quét", **told)
    assert answer.status_code == 302, text_of(answer)
    second = CASE_ADDRESS.search(answer["Location"])
    assert second
    assert "Đã gộp" in text_of(lan.get(f"/ho-so/{second[1]}"))
    assert "Quầy số 3 thiếu máy quét" in text_of(nam.get(f"/ho-so/{first}")), "Nam sees who else has it"

    document = {"number": "112/QĐ-UBND", "document_day": "20/11/2026", "issuer": "", "link": ""}
    assert minh.make(first, "answer", answer=["Mua một máy"], **document).status_code == 302
    following.catch_up()
    for officer, case in ((nam, first), (lan, second[1])):
        page = text_of(officer.get(f"/ho-so/{case}"))
        assert "112/QĐ-UBND" in page
        assert "Xác nhận đã tháo gỡ" in page


def test_hoa_of_another_province_is_not_shown_it_and_cannot_join_it(desk: Desk) -> None:
    first = raised(desk("nam"))
    hoa = desk("hoa")

    assert send(hoa).status_code == 302, "nothing like it that she may see"
    assert hoa.get(f"{HOME}/mo/join?ve={first}").status_code == 404


def test_minh_merges_two_of_his_ward_by_choosing_the_main_one(desk: Desk) -> None:
    nam, minh = desk("nam"), desk("minh")
    main, second = raised(nam), raised(nam, title="Máy quét quầy 3 hỏng")
    form = minh.get(f"/ho-so/{second}/buoc/merge").content.decode()
    assert str(main) in form
    assert f'value="{second}"' not in form, "never itself"
    hostile = minh.make(second, "merge", main=str(uuid4()))
    assert hostile.status_code == 409
    assert "Chọn trong danh sách" in text_of(hostile)
    assert minh.make(second, "merge", main="'; drop").status_code == 422
    assert minh.make(second, "merge", main=str(main)).status_code == 302


def test_the_link_stands_on_procedures_and_boards_and_brings_the_procedure_along(desk: Desk) -> None:
    kiemsoat = desk("lanhdao")
    for address in ("/bang", "/danh-muc/2.000635"):
        assert f"{HOME}/mo/raise" in kiemsoat.get(address, follow=True).content.decode(), address
    form = kiemsoat.get(f"{HOME}/mo/raise?procedure=2.000635")
    assert form.status_code == 200
    assert 'value="2.000635"' in form.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Vướng mắc gì"),
        ({"kind": "weather"}, "Loại vướng mắc"),
        ({"field": ""}, "Lĩnh vực"),
        ({"proposal": ["x" * 501]}, "tối đa 500"),
        ({"article": "x" * 301}, "tối đa 300"),
        ({"responsible": "Bộ Không Có"}, "Không có cơ quan nào"),
        ({"solver": "Ủy ban nhân dân"}, "Gõ đủ tên"),
        ({"description": ["a\x00b"]}, "ký tự không hợp lệ"),
    ],
)
def test_a_fault_is_said_and_nothing_is_raised(desk: Desk, wrong: dict[str, Any], sentence: str) -> None:
    lan = desk("lan")
    before = count()
    answer = send(lan, **wrong)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert count() == before


@pytest.mark.parametrize("about", ["x", "00000000-0000-0000-0000-000000000000", "%00", "1' or 1=1"])
def test_an_obstacle_about_nothing_that_is_there_is_not_found(desk: Desk, about: str) -> None:
    assert desk("lan").get(f"{HOME}/mo/raise?ve={about}").status_code == 404


def test_an_administrator_without_a_working_post_is_told_so(desk: Desk) -> None:
    assert desk("quantri").get(f"{HOME}/mo/raise").status_code == 403


def test_the_way_to_raise_one_stands_on_every_page_with_what_the_page_is_about(desk: Desk) -> None:
    """Two clicks: the link, and the button; between them one sentence."""
    lan = desk("lan")
    for address in ("/viec", "/tim", "/khac", "/bang", "/dieu-kien"):
        assert f'href="{HOME}/mo/raise"' in lan.get(address, follow=True).content.decode(), address
    assert f'href="{HOME}/mo/raise?procedure=2.000635"' in desk("lanhdao").get("/danh-muc/2.000635").content.decode()
    assert f"{HOME}/mo/raise" not in desk("quantri").get("/khac").content.decode(), "not led there"

    form = lan.get(f"{HOME}/mo/raise?procedure=2.000635")
    page = form.content.decode()
    assert '<option value="procedure" selected>' in page
    assert '<option value="justice" selected>' in page
    assert page.index("Ghi thêm nếu biết") < page.index('name="cause"'), "what may stay empty is folded away"
    told = {"title": "Trích lục in sai tên xã", "kind": "procedure", "field": "justice", "procedure": "2.000635"}
    answer = lan.send(form, f"{HOME}/mo/raise", **told)
    assert answer.status_code == 302, text_of(answer)
    found = CASE_ADDRESS.search(answer["Location"])
    assert found
    case = lan.get(f"/ho-so/{found[1]}").content.decode()
    assert f"{HOME}/mo/raise?ve={found[1]}" in case
    assert "2.000635, " in case, "the procedure by its title, not by its code alone"


def test_what_was_said_at_the_raising_stands_in_the_content_line_by_line(desk: Desk) -> None:
    lan = desk("lan")
    page = text_of(lan.get(f"/ho-so/{raised(lan)}"))

    content = page.partition("Nội dung")[2].partition("Diễn biến")[0]
    assert "Bốn mươi hồ sơ chờ quét mỗi ngày" in content
    assert "Máy cũ hỏng từ tháng 9" in content
    assert "Nguyên nhân: Máy cũ hỏng từ tháng 9" in page, "the story says which line is which"
