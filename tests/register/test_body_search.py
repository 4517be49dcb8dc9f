"""Lan types the name of an office into a form: among 24,000 bodies, the one that she means."""

from __future__ import annotations

from datetime import date

import pytest

from thongsuot.register import body_search
from thongsuot.register.folding import fold

TODAY = date(2026, 11, 22)
HUE = "46"


@pytest.fixture(autouse=True)
def _country(country_setup: None, db: None) -> None:
    """The whole country's bodies."""


def words(text: str, near: str = "") -> list[str]:
    return [one.words for one in body_search.find(text, TODAY, near)]


@pytest.mark.parametrize("typed", ["Bộ Tư pháp", "bo tu phap", "  BỘ  TƯ PHÁP ", "bo.G15"])
def test_a_ministry_is_found_by_its_name_with_or_without_marks_and_by_its_key(typed: str) -> None:
    assert words(typed) == ["Bộ Tư pháp"]


def test_a_ward_by_its_own_name_is_its_committee_and_not_each_of_its_offices() -> None:
    assert words("Phường Thuận Hóa") == ["Ủy ban nhân dân phường Thuận Hóa (Thành phố Huế)"]


def test_a_name_that_several_have_gives_those_of_ones_own_province_first() -> None:
    near, far = words("phong kinh te", HUE), words("phong kinh te")
    assert len(near) == len(far) == body_search.MOST
    assert all("Thành phố Huế" in one for one in near)
    assert not all("Thành phố Huế" in one for one in far)


def test_what_was_chosen_from_the_list_is_found_again() -> None:
    for one in words("phong van hoa", HUE):
        assert words(one, HUE) == [one]


@pytest.mark.parametrize("typed", ["", "a", " . ", "phong khong co that", "9" * 5000, "\x00"])
def test_what_no_body_is_called_finds_nothing(typed: str) -> None:
    assert words(typed) == []


def test_a_second_search_folds_no_names_again(monkeypatch: pytest.MonkeyPatch) -> None:
    body_search.find("phong kinh te", TODAY)
    folded: list[str] = []

    def counted(text: str) -> str:
        folded.append(text)
        return fold(text)

    monkeypatch.setattr(body_search, "fold", counted)
    body_search.find("phong van hoa xa a luoi 2", TODAY)
    assert len(folded) < 10, "the search alone, not 24,000 names"
