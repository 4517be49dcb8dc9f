"""The application's database role: it may write the journal's tables, never change what stands in them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from thongsuot.platform.trouble import Trouble

APP = "thongsuot_app"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
APPEND = "SELECT, INSERT"


def password(directory: Path, name: str = "app-password") -> str:
    """The app role's password, made once and kept where only the operator can read it."""
    path = directory / name
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_text().strip()


def app_url(owner_url: str, secret: str, role: str = APP) -> str:
    """The owner's address with the app role's name and password in it."""
    parts = urlsplit(owner_url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{quote(secret, safe='')}@{place}"))


def ensure(owner_url: str, secret: str, role: str = APP) -> None:
    """Create the app role, or give it this password. Raises Trouble when the owner may not do that."""
    if _logs_in(app_url(owner_url, secret, role)):
        return
    with psycopg.connect(owner_url, autocommit=True) as connection:
        exists = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
        verb = "ALTER ROLE {} LOGIN PASSWORD {}" if exists else "CREATE ROLE {} LOGIN PASSWORD {}"
        try:
            connection.execute(sql.SQL(verb).format(sql.Identifier(role), sql.Literal(secret)))
        except psycopg.errors.InsufficientPrivilege as refusal:
            raise _may_not_create(role) from refusal


def _logs_in(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=10):
            return True
    except psycopg.OperationalError:
        return False


def _may_not_create(role: str) -> Trouble:
    return Trouble(
        f"Tài khoản trong DATABASE_URL không được tạo vai trò {role}. Hãy nhờ quản trị cơ sở dữ liệu"
        " tạo một vai trò đăng nhập thường và đặt địa chỉ của vai trò đó vào THONGSUOT_APP_DATABASE_URL.",
        f"The account in DATABASE_URL may not create the role {role}. Have an ordinary login role created"
        " and put its address into THONGSUOT_APP_DATABASE_URL.",
    )


def grant(owner_url: str, append_only: Sequence[str], role: str = APP, functions: Sequence[str] = ()) -> None:
    """Give the app role what it needs on every table of `public`, after each migration.

    It may never truncate, and may neither update nor delete in the `append_only` tables, whole or by column; what it
    may do there all the same are the `functions`, given with their argument types, which nobody else may call.
    Raises LookupError when one of the tables does not exist: a misspelt name would leave the journal open.
    """
    with psycopg.connect(owner_url) as connection:
        tables = _tables(connection)
        if missing := set(append_only) - set(tables):
            raise LookupError(f"append-only tables that do not exist: {', '.join(sorted(missing))}")
        name = sql.Identifier(role)
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
        connection.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}, PUBLIC").format(name))
        connection.execute(sql.SQL("GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
        for rights, chosen in _rights(tables, append_only):
            listed = sql.SQL(", ").join(sql.Identifier("public", table) for table in chosen)
            statement = sql.SQL("GRANT {} ON {} TO {}")
            connection.execute(statement.format(sql.SQL(rights), listed, name))
        for function in functions:
            connection.execute(sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(sql.SQL(function)))
            connection.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(function), name))


def _rights(tables: Sequence[str], append_only: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Which rights on which tables; what migrations have been run is the owner's to write."""
    closed = {*append_only, "django_migrations"}
    groups = [
        (EVERYTHING, [table for table in tables if table not in closed]),
        (APPEND, list(append_only)),
        ("SELECT", [table for table in tables if table == "django_migrations"]),
    ]
    return [(rights, chosen) for rights, chosen in groups if chosen]


def _tables(connection: psycopg.Connection[tuple[str]]) -> list[str]:
    query = """
        select c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
          and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass
                          and d.objid = c.oid and d.deptype = 'e')
        order by 1
    """
    return [row[0] for row in connection.execute(query).fetchall()]


def same_role(owner_url: str, other_url: str) -> bool:
    """Whether two addresses log in as one role: the journal would then not be closed to the application."""
    names = [urlsplit(url).username or "" for url in (owner_url, other_url)]
    return names[0] == names[1]
