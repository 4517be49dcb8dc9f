"""The two hundred queries, written before any tuning: what is meant comes first."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from searched_procedures import DAY, SAMPLE, Catalogue, Use, ours, queries, with_sample

from thongsuot.register import search

with_portal = pytest.mark.skipif(not SAMPLE.exists(), reason="the portal's answers are not beside the repository")
HALVES = ("tuning", "held out")


def misses(rows: list[dict[str, str]]) -> list[str]:
    missed = []
    for row in rows:
        hits = search.find(row["query"], DAY)
        if not hits or hits[0].procedure.code not in row["codes"].split("|"):
            missed.append(row["query"])
    return missed


def asked(catalogue: Catalogue, half: str) -> list[dict[str, str]]:
    return [row for row in queries() if row["half"] == half and set(row["codes"].split("|")) & set(catalogue.versions)]


class TestTheQueriesThemselves:
    def test_there_are_two_hundred_each_once_half_of_them_held_out(self) -> None:
        rows = queries()
        assert len(rows) == len({row["query"] for row in rows}) == 200
        assert Counter(row["half"] for row in rows) == {"tuning": 100, "held out": 100}

    def test_they_are_typed_in_every_way_that_people_type(self) -> None:
        kinds = Counter(row["kind"] for row in queries())
        assert set(kinds) == {"everyday", "partial", "bare", "typo", "telex", "code"}
        assert kinds["everyday"] >= 90


class TestFirstShare:
    @pytest.mark.parametrize("half", HALVES)
    def test_what_is_meant_comes_first_among_our_own_procedures(self, use: Use, half: str) -> None:
        catalogue = ours()
        use(catalogue)
        rows = asked(catalogue, half)
        assert len(misses(rows)) <= 0.05 * len(rows)

    @with_portal
    @pytest.mark.parametrize("half", HALVES)
    def test_what_is_meant_comes_first_among_the_portal_s_too(self, use: Use, half: str) -> None:
        catalogue = with_sample()
        use(catalogue)
        rows = asked(catalogue, half)
        assert len(rows) == 100
        assert len(misses(rows)) <= 5

    @with_portal
    def test_typed_without_a_single_mark_or_in_capitals_most_still_come_first(self, use: Use) -> None:
        use(with_sample())
        bare = [{**row, "query": without_marks(row["query"]).upper()} for row in queries()]
        assert len(misses(bare)) <= 20

    @with_portal
    def test_every_full_title_finds_its_procedure_or_one_of_the_same_title(self, use: Use) -> None:
        catalogue = with_sample()
        use(catalogue)
        views = [view for some in catalogue.versions.values() for view in some][::4]
        wrong = []
        for view in views:
            hits = search.find(view.title, DAY)
            titles = [hit.procedure.title[:200] for hit in hits[:3]]
            if view.title[:200] not in titles:
                wrong.append(view.code)
        assert len(wrong) <= 0.05 * len(views), wrong


def without_marks(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text.replace("đ", "d")) if not unicodedata.combining(letter)
    )
