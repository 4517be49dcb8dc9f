"""Seven places stand in the menu at most; everything else that somebody uses is on one page, and opens."""

from __future__ import annotations

import re
from typing import Any

import pytest
from officers import text_of

Desk = Any
LOGINS = ("lan", "nam", "huong", "thu", "van", "minh", "kiemsoat", "lanhdao", "quantri", "chinhanh", "bo", "chinhphu")
MENU = re.compile(r'<nav aria-label="Chính">(.*?)</nav>', re.S)
MAIN = re.compile(r"<main.*?</main>", re.S)


def menu(officer: Any, address: str = "/khac") -> str:
    found = MENU.search(officer.get(address).content.decode())
    assert found is not None
    return found[1]


def listed(officer: Any) -> list[str]:
    main = MAIN.search(officer.get("/khac").content.decode())
    assert main is not None
    return re.findall(r'href="(/[^"#]*)"', main[0])


@pytest.mark.parametrize("login", LOGINS)
def test_at_most_seven_places_and_every_one_opens(desk: Desk, login: str) -> None:
    officer = desk(login)
    main, more = re.findall(r'href="([^"]+)"', menu(officer)), listed(officer)

    assert len(main) <= 7
    assert main[-1] == "/khac"
    assert not set(main) & set(more)
    assert len(set(more)) == len(more)
    assert not [one for one in (*main, *more) if officer.get(one, follow=True).status_code != 200]


OWNERS = [
    ("lan", {"/ban-quet-chua-ky", "/yeu-cau-sua", "/nhom", "/vang-mat"}),
    ("nam", {"/nhom", "/vang-mat", "/ket-qua-chua-ky"}),
    ("van", {"/luu-tru", "/luu-tru/xoa", "/doi-soat", "/nhom", "/vang-mat"}),
    ("minh", {"/sap-xep", "/luu-tru", "/doi-soat", "/quy-trinh"}),
    ("kiemsoat", {"/kho-du-lieu", "/trao-doi", "/tin-nhan", "/doi-soat", "/luot-xem-dieu-tra"}),
    ("lanhdao", {"/sap-xep", "/luot-xem-dieu-tra"}),
    ("quantri", {"/kho-du-lieu", "/tin-nhan", "/sap-xep", "/mat-khau"}),
]


@pytest.mark.parametrize(("login", "wanted"), OWNERS, ids=[login for login, _ in OWNERS])
def test_everybody_finds_the_pages_that_are_theirs(desk: Desk, login: str, wanted: set[str]) -> None:
    officer = desk(login)
    assert wanted <= {*listed(officer), *re.findall(r'href="([^"]+)"', menu(officer))}


@pytest.mark.parametrize(
    ("login", "closed"),
    [("nam", "/luu-tru"), ("nam", "/doi-soat"), ("lan", "/kho-du-lieu"), ("van", "/ban-quet-chua-ky"), ("bo", "/nhom")],
)
def test_what_is_somebody_elses_is_not_offered(desk: Desk, login: str, closed: str) -> None:
    assert closed not in listed(desk(login))


def test_a_page_of_the_second_level_keeps_its_way_marked(desk: Desk) -> None:
    van = desk("van")
    assert re.findall(r'href="([^"]+)" aria-current="page"', menu(van)) == ["/khac"]
    assert re.findall(r'href="([^"]+)" aria-current="true"', menu(van, "/luu-tru")) == ["/khac"]
    assert re.findall(r'href="([^"]+)" aria-current', menu(van, "/viec")) == ["/viec"]


def test_every_place_says_what_one_does_there(desk: Desk) -> None:
    said = text_of(desk("kiemsoat").get("/khac"))
    assert "Kết nối với hệ thống khác" in said
    assert "Giấy tờ chưa vào được kho của người dân." in said


@pytest.mark.parametrize("login", ["minh", "long", "botruong", "chunhiem", "lanhdao", "chinhphu"])
def test_who_leads_has_the_briefing_on_every_page(desk: Desk, login: str) -> None:
    officer = desk(login)
    assert 'href="/bao-cao"' in menu(officer)
    assert officer.get("/bao-cao").status_code == 200


@pytest.mark.parametrize("login", ["lan", "nam", "thu"])
def test_who_works_on_dossiers_has_the_place_for_daily_work(desk: Desk, login: str) -> None:
    assert 'href="/bao-cao"' not in menu(desk(login))
