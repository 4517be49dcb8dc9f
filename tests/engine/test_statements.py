"""Statements with names are given numbers once; what they ask is what psycopg would have asked."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from thongsuot.engine import sql


@pytest.mark.parametrize(
    ("statement", "given", "told"),
    [
        ("SELECT %(a)s::int + %(b)s::int * %(a)s::int", {"a": 2, "b": 3}, 8),
        ("SELECT 7 %% %(a)s::int", {"a": 4}, 3),
        ("SELECT 'a%%b' || %(a)s::text", {"a": "%(a)s $1"}, "a%b%(a)s $1"),
        ("SELECT 'Hạn $1 ' || %(ngày)s::text", {"ngày": "mai", "other": 1}, "Hạn $1 mai"),
        ("SELECT %(many)s::text[] IS NULL", {"many": None}, True),
        ("SELECT 'a' LIKE 'a%%'", {}, True),
    ],
)
def test_a_named_statement_asks_what_it_says(db: None, statement: str, given: dict[str, object], told: object) -> None:
    assert sql.run(statement, given) == [(told,)]
    assert sql.run(statement, dict(reversed(given.items()))) == [(told,)], "whatever the order of what is given"


def test_a_long_statement_is_read_once(db: None) -> None:
    long = "SELECT %(a)s::int " + "+ %(a)s::int " * 900
    before = sql._numbered.cache_info().hits
    assert [sql.run(long, {"a": 1}), sql.run(long, {"a": 2})] == [[(901,)], [(1802,)]]
    assert sql._numbered.cache_info().hits > before


def test_a_name_that_nobody_gave_is_a_fault_of_the_caller_and_a_wrong_statement_one_of_the_database(db: None) -> None:
    with pytest.raises(KeyError, match="b"):
        sql.run("SELECT %(a)s::int + %(b)s::int", {"a": 1})
    with pytest.raises(DatabaseError, match="syntax"), transaction.atomic():
        sql.run("SELEC %(a)s::int", {"a": 1})
    assert sql.run("SELECT 1") == [(1,)]
