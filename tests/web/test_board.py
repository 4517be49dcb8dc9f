"""The board: who sees which area, numbers that open lists of their length, the map, a sentence for the empty."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from officers import Desk, Officer, text_of

from thongsuot.engine import sql, stamper
from thongsuot.measures import folding, tiles
from thongsuot.register import demo, people
from thongsuot.register.models import Account
from thongsuot.web.board import charts

HUE, WARD = "/bang/tinh/46", f"/bang/co-quan/ubnd.{demo.WARD}"


@pytest.fixture
def leader(desk: Desk) -> Officer:
    """Trần Quốc Khánh leads at the Government's office and sees the nation."""
    held = people.appoint("Trần Quốc Khánh", "vpcp", "Phó Chủ nhiệm", ("leader",), demo.SINCE, basis="thử")
    quick = MD5PasswordHasher().encode(demo.PASSWORD, "salt")
    Account.objects.create(username="khanh", person=held.person, password=quick, demo=True)
    return desk("khanh")


def received(desk: Desk, number: int = 3) -> None:
    """Lan receives some dossiers and the journal is followed."""
    for _ in range(number):
        desk("lan").receive()
    stamper.stamp(settings.SITE)
    folding.catch_up_fully(settings.SITE)


def opened(client: Client, address: str) -> Any:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer


def test_the_board_opens_where_the_readers_posts_lead(desk: Desk, leader: Officer) -> None:
    assert leader.get("/bang")["Location"] == "/bang/ca-nuoc"
    assert desk("lanhdao").get("/bang")["Location"] == HUE
    assert desk("bo").get("/bang")["Location"] == "/bang/ca-nuoc"
    assert desk("minh").get("/bang")["Location"] == WARD


@pytest.mark.parametrize(
    ("login", "address", "status"),
    [
        ("lanhdao", HUE, 200),
        ("kiemsoat", HUE, 200),
        ("lanhdao", WARD, 200),
        ("minh", WARD, 200),
        ("lanhdao", "/bang/ca-nuoc", 404),
        ("lanhdao", "/bang/tinh/96", 404),
        ("minh", HUE, 404),
        ("hoa", WARD, 404),
        ("hoa", "/bang/ca-nuoc", 404),
        ("bo", "/bang/tinh/46", 200),
        ("quantri", "/bang", 403),
    ],
)
def test_everybody_opens_their_own_area_and_no_other(desk: Desk, login: str, address: str, status: int) -> None:
    assert desk(login).get(address).status_code == status


def test_a_stranger_is_asked_to_sign_in(desk: Desk) -> None:
    assert Client().get("/bang/ca-nuoc").status_code == 302


def test_from_the_nation_down_to_a_dossier_by_links_alone(desk: Desk, leader: Officer) -> None:
    received(desk)
    nation = opened(leader, "/bang").content.decode()
    assert f'href="{HUE}"' in nation
    assert f'href="{WARD}"' in opened(leader, HUE).content.decode()
    house = opened(leader, WARD).content.decode()
    queue = re.search(r'href="(/bang/hang-cho/[^"]+)"', house)
    assert queue
    listed = opened(leader, queue[1]).content.decode()
    assert len(re.findall(r'class="code" href="/ho-so/', listed)) == 3


def test_each_number_of_a_page_opens_a_list_of_exactly_that_length(desk: Desk) -> None:
    received(desk)
    page = opened(desk("lanhdao"), HUE).content.decode()
    links = re.findall(r'<a href="(/bang/danh-sach/[^"]+)">([\d.]+)<', page)

    assert len(links) > 10
    for address, shown in links:
        answer = text_of(opened(desk("lanhdao"), address.replace("&amp;", "&")))
        told = re.search(r"([\d.]+) hồ sơ, số liệu lúc", answer)
        assert told
        assert told[1] == shown, address


def test_who_leads_sees_names_masked_in_a_list(desk: Desk) -> None:
    received(desk, 1)
    listed = text_of(opened(desk("lanhdao"), "/bang/danh-sach/received?tinh=46"))

    assert "T*** V*** H***" in listed
    assert "Trần Văn Hùng" not in listed


def test_a_list_asked_for_another_place_shows_only_what_the_reader_may_see(desk: Desk) -> None:
    received(desk)

    assert "0 hồ sơ" in text_of(opened(desk("hoa"), "/bang/danh-sach/received?tinh=46"))
    assert "3 hồ sơ" in text_of(opened(desk("lan"), "/bang/danh-sach/received"))


def test_a_strange_figure_queue_or_moment_breaks_nothing(desk: Desk) -> None:
    assert desk("lanhdao").get("/bang/danh-sach/khong-co").status_code == 404
    assert desk("lanhdao").get("/bang/danh-sach/overdue?luc=hôm+qua").status_code == 200
    assert desk("lanhdao").get("/bang/danh-sach/overdue?luc=9999-01-01T00:00:00%2B07:00").status_code == 200
    assert desk("lanhdao").get(f"/bang/hang-cho/ubnd.{demo.WARD}/x/y").status_code == 200
    assert desk("hoa").get(f"/bang/hang-cho/ubnd.{demo.WARD}/x/y").status_code == 404


def test_an_empty_area_says_so_in_a_sentence(desk: Desk) -> None:
    page = text_of(opened(desk("lanhdao"), HUE))

    assert "Chưa có hồ sơ nào trong phạm vi này" in page
    assert "Không có hồ sơ quá hạn" in page


def test_the_first_line_names_the_place_that_is_wrong_and_leads_to_its_list(desk: Desk) -> None:
    received(desk)
    sql.run("UPDATE measures_stretch SET due_at = now() - interval '1 hour', since = since - interval '2 hours'")
    page = opened(desk("lanhdao"), HUE)
    today = text_of(page).split("Hồ sơ quá hạn theo nơi")[0]

    assert "UBND phường Thuận Hóa: 3 hồ sơ quá hạn, tăng 3 so với tuần trước." in today
    assert "/bang/danh-sach/overdue?tinh=46&amp;co-quan=ubnd.19789" in page.content.decode()


def test_published_figures_stand_apart_with_source_and_day_and_open_no_list(leader: Officer) -> None:
    page = opened(leader, "/bang/ca-nuoc").content.decode().split("cong-bo", 1)[1]

    assert "120.000" in page
    assert "28/07/2025" in page
    assert "/bang/danh-sach" not in page


def test_a_page_of_the_board_is_three_statements_beside_the_session_and_one_for_shares(
    desk: Desk, leader: Officer
) -> None:
    received(desk)
    for address, most in (("/bang/ca-nuoc", 4), (HUE, 5), (WARD, 5)):
        opened(leader, address)
        before = sql.count()
        opened(leader, address)
        assert sql.count() - before <= most, address


def test_every_province_has_its_tile_and_both_archipelagos_are_drawn(desk: Desk, leader: Officer) -> None:
    received(desk, 1)
    page = opened(leader, "/bang/ca-nuoc").content.decode()
    assert len(tiles.PLACES) == 34
    assert len(set(tiles.PLACES.values())) == 34
    for size in ("wide", "narrow"):
        drawn = page.split(f'<svg class="map {size}"', 1)[1].split("</svg>", 1)[0]
        assert all(f'href="/bang/tinh/{code}"' in drawn for code in tiles.PLACES)
        assert "Hoàng Sa: Đà Nẵng" in drawn
        assert "Trường Sa: Khánh Hòa" in drawn


def test_on_a_telephone_a_long_name_stands_on_two_lines_and_the_nation_is_no_wider_than_the_page() -> None:
    drawn = tiles.draw(lambda code: tiles.Tile("Hồ Chí Minh", "12", 1, "/", "Hồ Chí Minh: 12"), "Sơ đồ")
    wide, narrow = drawn.split("</svg>")[:2]

    assert ">Hồ Chí Minh</text>" in wide
    assert ">Hồ Chí</text>" in narrow
    assert ">Minh</text>" in narrow
    assert 'viewBox="0 0 360 ' in narrow


def test_a_tile_is_darker_the_more_is_overdue_and_light_without_data() -> None:
    assert [tiles.shade(share, 50) for share in (None, 0.0, 0.05, 0.2, 0.9)] == [0, 0, 1, 2, 3]
    assert tiles.shade(0.5, 4) == 1, "two of four say little"


def test_bars_start_at_zero_and_share_one_scale() -> None:
    drawn = charts.bars([10, 0], [5, 1], 20, 'Huế "và" <Đà Nẵng>')
    heights = [float(height) for height in re.findall(r' height="([\d.]+)"/>', drawn)]

    assert heights == [10.0, 20.0, 2.0, 0.0]
    assert "<Đà" not in drawn
    assert all(float(y) + h == charts.HEIGHT for y, h in zip(re.findall(r' y="([\d.]+)"', drawn), heights, strict=True))
