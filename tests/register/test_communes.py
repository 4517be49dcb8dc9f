"""Communes as a process remembers them: named with their province, as of a day, without asking again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from thongsuot.register import communes
from thongsuot.register.models import Unit

TODAY = date(2026, 11, 22)


def unit(code: str, name: str, tier: int, province: str, since: date, until: date | None = None) -> Unit:
    return Unit(
        code=code, name=name, kind="x", tier=tier, province_code=province, parent_code="", valid_from=since,
        valid_to=until, recorded_on=since, legal_basis="NQ", folded=name.lower(), sort_key=name,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _country(db: None) -> Iterator[None]:
    start, turned = date(2025, 7, 1), date(2026, 9, 20)
    Unit.objects.bulk_create(
        [
            unit("22", "Tỉnh Quảng Ninh", 1, "22", start, turned),
            unit("22", "Thành phố Quảng Ninh", 1, "22", turned),
            unit("06652", "Phường Hà Lầm", 3, "22", start),
            unit("06658", "Xã Cũ", 3, "22", date(2025, 3, 1), date(2025, 7, 1)),
            unit("46", "Thành phố Huế", 1, "46", start),
            unit("19789", "Phường Thuận Hóa", 3, "46", start),
        ]
    )
    communes.forget()
    yield
    communes.forget()


def test_a_commune_is_named_with_its_province_as_of_the_day() -> None:
    now, before = communes.commune("06652", TODAY), communes.commune("06652", date(2026, 9, 19))

    assert now is not None
    assert before is not None
    assert (now.full, before.full) == ("Phường Hà Lầm, Thành phố Quảng Ninh", "Phường Hà Lầm, Tỉnh Quảng Ninh")


@pytest.mark.parametrize("code", ["06658", "22", "", "99999", "1978"])
def test_what_is_no_commune_today_is_none(code: str) -> None:
    assert communes.commune(code, TODAY) is None


def test_lists_hold_what_stands_and_only_the_provinces_own() -> None:
    assert communes.provinces(TODAY) == [("46", "Thành phố Huế"), ("22", "Thành phố Quảng Ninh")]
    assert communes.of_province("22", TODAY) == [("06652", "Phường Hà Lầm")]
    assert communes.of_province("99", TODAY) == []
    assert communes.how_many(TODAY) == 2


def test_it_is_read_once(django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(1):
        communes.provinces(TODAY)
        communes.commune("19789", TODAY)
        communes.province_name("46", TODAY)
