"""The data of everyday words, and how a query is read with them."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from searched_procedures import ours

from thongsuot.register.search import spelling, wording
from thongsuot.register.search.index import Index
from thongsuot.register.search.spelling import Speller


@pytest.fixture(scope="module")
def speller() -> Speller:
    catalogue = ours()
    return Index((view for some in catalogue.versions.values() for view in some), catalogue.results).speller


class TestTheData:
    def test_no_phrase_is_said_to_mean_two_things(self) -> None:
        said = Counter(
            tuple((one.folded, one.spelled) for one in phrase.said)
            for some in wording.wordings().values()
            for phrase in some
        )
        assert [phrase for phrase, times in said.items() if times > 1] == []

    def test_every_row_is_whole(self) -> None:
        with (wording.DATA / "everyday.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["means"].strip(), row
                assert row["keeps"] in ("yes", "no"), row
                assert all(part.strip() for part in row["said"].split("|")), row

    def test_wordings_are_general_not_one_for_each_query(self) -> None:
        with (wording.DATA / "everyday.csv").open(encoding="utf-8", newline="") as file:
            phrases = [part for row in csv.DictReader(file) for part in row["said"].split("|")]
        with (wording.DATA.parents[4] / "tests/register/search/queries.csv").open(encoding="utf-8") as file:
            asked = {row["query"] for row in csv.DictReader(file)}
        assert len(phrases) >= 300
        assert len(asked & set(phrases)) <= 0.15 * len(phrases)

    def test_grades_of_how_common_a_procedure_is_lie_between_one_and_three(self) -> None:
        assert {round(grade * 3) for grade in wording.common().values()} <= {1, 2, 3}


class TestReading:
    def test_an_everyday_phrase_brings_the_words_of_the_titles(self, speller: Speller) -> None:
        asked = wording.read("hôn thú", speller)
        assert asked.phrases == ("hôn thú",)
        assert asked.words["ket"] == wording.FULL
        assert asked.words["thu"] == wording.REPLACED

    def test_the_longest_phrase_is_taken(self, speller: Speller) -> None:
        assert wording.read("mất giấy khai sinh", speller).phrases == ("mất giấy khai sinh",)

    def test_a_light_word_weighs_little_unless_marks_say_that_it_is_another(self, speller: Speller) -> None:
        assert wording.read("từ", speller).words["tu"] == wording.LIGHT
        assert wording.read("khai tử", speller).words["tu"] == wording.FULL

    def test_a_phrase_is_not_heard_where_marks_say_something_else(self, speller: Speller) -> None:
        assert wording.read("so do", speller).phrases == ("sổ đỏ",)
        assert wording.read("số đo", speller).phrases == ()


class TestSpelling:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("ddawng", "dang"), ("kys", "ki"), ("hooj", "ho"), ("ddaats", "dat"), ("d9a8ng", "dang"), ("sinh", "sinh")],
    )
    def test_keys_of_an_input_method_left_off_are_taken_out(self, typed: str, meant: str) -> None:
        assert spelling.without_keys(typed) == meant

    def test_a_slip_is_heard_as_the_word_that_fits_beside_its_neighbour(self) -> None:
        speller = Speller({"khai", "sinh", "sanh", "tu"}, {"khai sinh", "khai tu"})
        assert speller.meant("khai", "sinhh", "") == ["sinh"]
        assert speller.meant("khai", "sanh", "")[0] == "sanh"
        assert "sinh" in speller.meant("khai", "sanh", "")
        assert speller.meant("", "khaisinh", "") == ["khai sinh"]
        assert speller.meant("", "zzzzz", "") == []

    @given(st.text(max_size=60))
    def test_syllables_are_bare_letters_and_digits(self, text: str) -> None:
        for syllable in spelling.syllables(text):
            assert syllable
            assert set(syllable) <= set("abcdefghijklmnopqrstuvwxyz0123456789")
