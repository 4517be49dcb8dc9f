"""The portal's first page: anyone may read it, an officer too, and it says where officers go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client


def test_anyone_gets_the_home_page_and_officers_a_small_way_to_their_desk(db: None) -> None:
    answer = Client().get("/")

    assert answer.status_code == 200
    assert "Bạn cần làm thủ tục gì?" in answer.content.decode()
    assert '<a href="/viec">Dành cho cán bộ</a>' in answer.content.decode()


def test_lan_signed_in_as_an_officer_gets_the_portals_home_too(desk: Callable[[str], Any]) -> None:
    answer = desk("lan").get("/")

    assert answer.status_code == 200
    assert "Bạn cần làm thủ tục gì?" in answer.content.decode()
