"""The application's role may write the journal's tables and may not change what stands in them."""

from __future__ import annotations

import stat
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from thongsuot.engine.tables import APPEND_ONLY
from thongsuot.platform import roles


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_application_cannot_change_what_the_journal_holds(db: None, table: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select column_name from information_schema.columns where table_name = %s limit 1", [table])
        (column,) = cursor.fetchone()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement.format(table, column, column))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_application_reads_the_journal_and_may_add_to_it(db: None, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        cursor.execute("select has_table_privilege(current_user, %s, 'INSERT')", [table])
        assert cursor.fetchone() == (True,)


def test_the_application_may_truncate_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
            " and has_table_privilege(current_user, oid, 'TRUNCATE')"
        )
        assert cursor.fetchall() == []


def test_the_application_cannot_open_the_journal_to_itself(db: None) -> None:
    for statement in (
        f"ALTER TABLE {APPEND_ONLY[0]} DISABLE TRIGGER ALL",
        f"DROP TABLE {APPEND_ONLY[0]} CASCADE",
        f"CREATE RULE quiet AS ON INSERT TO {APPEND_ONLY[0]} DO INSTEAD NOTHING",
    ):
        with pytest.raises(DatabaseError, match="must be owner"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_application_is_neither_owner_nor_superuser(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("select count(*) from pg_tables where tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_the_application_changes_ordinary_tables(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into django_content_type (app_label, model) values ('ba_dinh', 'lan') returning id")
        (row,) = cursor.fetchone()
        cursor.execute("update django_content_type set model = 'minh' where id = %s", [row])
        cursor.execute("delete from django_content_type where id = %s", [row])
        assert cursor.rowcount == 1


def test_the_application_cannot_pretend_that_a_migration_ran(db: None) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("delete from django_migrations")


def test_a_misspelt_append_only_table_stops_the_grant(own_database) -> None:
    with pytest.raises(LookupError, match="engine_entri"):
        roles.grant(own_database.owner_url, ("engine_entri",), roles.APP)


def test_an_owner_that_may_not_create_roles_is_told_what_to_do(own_database) -> None:
    with psycopg.connect(own_database.owner_url, autocommit=True) as owner:
        owner.execute("drop role if exists humble")
        owner.execute("create role humble login password 'humble'")
    humble = roles.app_url(own_database.owner_url, "humble", "humble")
    with pytest.raises(roles.Trouble) as told:
        roles.ensure(humble, "x", "somebody_new")
    assert "THONGSUOT_APP_DATABASE_URL" in told.value.vietnamese
    assert "THONGSUOT_APP_DATABASE_URL" in told.value.english


def test_the_password_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first = roles.password(tmp_path / "var")
    assert roles.password(tmp_path / "var") == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "var" / "app-password").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("postgresql://a:b@db.example:5433/ts", "postgresql://thongsuot_app:p%2F%40@db.example:5433/ts"),
        (
            "postgresql://db.example/ts?sslmode=require",
            "postgresql://thongsuot_app:p%2F%40@db.example/ts?sslmode=require",
        ),
        ("postgresql://o@/ts?host=%2Ftmp%2Fx", "postgresql://thongsuot_app:p%2F%40@/ts?host=%2Ftmp%2Fx"),
    ],
)
def test_the_applications_address_is_the_owners_with_its_own_name(owner: str, expected: str) -> None:
    assert roles.app_url(owner, "p/@") == expected


def test_one_role_for_both_is_noticed() -> None:
    assert roles.same_role("postgresql://ts:1@h/d", "postgresql://ts:2@h/d")
    assert not roles.same_role("postgresql://ts:1@h/d", "postgresql://app:1@h/d")
