"""What pgbench writes beside the engine: tables of the same columns and indexes, rows of the same size.

Each transaction takes `SELECT … FOR UPDATE`, the update of the whole row and the journal's inserts, as the
engine's verb does, prepared, with every value sent by the client.
"""

from __future__ import annotations

import re
from functools import cache

import psycopg
from psycopg import sql

from thongsuot.engine import case, writing

TABLES = ("engine_case", "engine_entry", "engine_personal", "engine_unstamped", "engine_counter")
SCRIPTS = {"open": 1, "move": 2, "claim": 1}
BARE = {"bare_open": 1, "bare_move": 3}
MOVED = "'00000000-0000-7000-8000-' || lpad(:n::text, 12, '0')"
OPENED = (
    "'1' || lpad(:run::text, 7, '0') || '-0000-7000-8' || lpad(:client_id::text, 3, '0')"
    " || '-' || lpad(:k::text, 12, '0')"
)
PERSON = "('20000000-0000-7000-8000-' || lpad(:p::text, 12, '0'))::uuid"


def make(owner_url: str) -> None:
    """The twin tables, filled with as many cases and entries as the site has."""
    with psycopg.connect(owner_url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS twin CASCADE")
        connection.execute("CREATE SCHEMA twin")
        for table in TABLES:
            name = sql.Identifier(table)
            connection.execute(sql.SQL("CREATE TABLE twin.{} (LIKE public.{} INCLUDING ALL)").format(name, name))
        connection.execute("ALTER TABLE twin.engine_case SET (fillfactor = 80)")
        connection.execute(
            "CREATE TEMP TABLE renamed ON COMMIT DROP AS"
            " SELECT id, row_number() OVER (ORDER BY id) AS n FROM engine_case"
        )
        columns = [name for name in case.COLUMNS if name != "id"]
        connection.execute(
            f"INSERT INTO twin.engine_case (id, {', '.join(columns)})"
            f" SELECT ({MOVED.replace(':n', 'n')})::uuid, {', '.join(columns)} FROM engine_case JOIN renamed USING (id)"
        )
        entry = ", ".join(name for name in writing.ENTRY_COLUMNS if name not in ("case_id", "key"))
        connection.execute(
            f"INSERT INTO twin.engine_entry (case_id, key, {entry})"
            f" SELECT ({MOVED.replace(':n', 'n')})::uuid, NULL, {entry} FROM engine_entry JOIN renamed ON id = case_id"
        )
    with psycopg.connect(owner_url, autocommit=True) as connection:
        for table in TABLES:
            connection.execute(sql.SQL("VACUUM (ANALYZE) twin.{}").format(sql.Identifier(table)))


@cache
def values_sent(owner_url: str) -> dict[str, str]:
    """Every value that a verb sends, by pgbench's name of it: those of a real case and of real entries."""
    columns = [name for name in case.COLUMNS if name not in ("id", "code", "length")]
    texts = ", ".join(f"coalesce(c.{name}::text, '')" for name in columns)
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(
            f"SELECT {texts}, (SELECT count(*) FROM twin.engine_case)::text FROM engine_case c"
            " WHERE step = 'processing' AND assignee IS NOT NULL LIMIT 1"
        ).fetchone()
        entries = {}
        for verb, move in (("open", "receive"), ("move", "hand_over"), ("claim", "claim")):
            entries[verb] = connection.execute(
                "SELECT body, encode(hash, 'hex'), coalesce(p.values::text, '{}') FROM engine_entry e"
                " LEFT JOIN engine_personal p USING (case_id, number) WHERE verb = %s AND move = %s LIMIT 1",
                [verb, move],
            ).fetchone()
    assert row is not None
    given = dict(zip([f"v_{name}" for name in columns] + ["cases"], row, strict=True))
    for verb, found in entries.items():
        assert found is not None
        given |= {f"body_{verb}": found[0], f"personal_{verb}": found[2], "hash": f"\\x{found[1]}"}
    given |= {"k": "0", "salt": f"\\x{'5a' * 16}"}
    return given


def variables(owner_url: str) -> list[str]:
    """pgbench's -D for them; it cannot hold an empty one, which stands in the script."""
    return [part for name, value in values_sent(owner_url).items() if value for part in ("-D", f"{name}={value}")]


def script(name: str, owner_url: str) -> str:
    """pgbench's script of one kind of verb; `bare_…` leaves the journal's rows out."""
    empty = [name for name, value in values_sent(owner_url).items() if not value]
    text = _script(name)
    for one in empty:
        text = re.sub(rf":{one}\b", "''", text)
    return text


def _script(name: str) -> str:
    bare, verb = name.startswith("bare_"), name.removeprefix("bare_")
    head = "\\set n random(1, :cases)\n\\set p random(1, 500)\n"
    if verb == "open":
        head += "\\set k :k + 1\n"
        body = _open(OPENED)
        number, case_id = "1", OPENED
    else:
        body = _update(MOVED)
        number, case_id = ":c_length::int + 1", MOVED
    if not bare:
        body += _journal(verb, f"({case_id})::uuid", number)
    return f"{head}BEGIN;\n{body}END;\n"


def _open(id: str) -> str:
    values = [_value(name) for name in case.COLUMNS]
    values[case.COLUMNS.index("id")] = f"({id})::uuid"
    values[case.COLUMNS.index("code")] = "'T.' || :run || '-' || :client_id || '-' || :k"
    values[case.COLUMNS.index("length")] = "1"
    return (
        "INSERT INTO twin.engine_counter AS k (series, period, last) VALUES ('case:' || :p, '20261122', 1)"
        " ON CONFLICT (series, period) DO UPDATE SET last = k.last + excluded.last RETURNING last;\n"
        f"INSERT INTO twin.engine_case ({', '.join(case.COLUMNS)}) VALUES ({', '.join(values)});\n"
    )


def _update(id: str) -> str:
    values = [_value(name) if name not in ("code", "length") else name for name in case.MUTABLE]
    values[case.MUTABLE.index("length")] = "length + 1"
    return (
        f"SELECT {case.SELECT.replace('c.length', 'c.length AS length')} FROM twin.engine_case c"
        f" WHERE c.id = ({id})::uuid FOR UPDATE OF c \\gset c_\n"
        f"UPDATE twin.engine_case SET ({', '.join(case.MUTABLE)}) = ROW({', '.join(values)})"
        f" WHERE id = ({id})::uuid AND length = :c_length::int;\n"
    )


def _value(name: str) -> str:
    """A column's value as the client sends it; the indexed ones change, as they do in a move."""
    if name == "assignee":
        return PERSON
    if name == "queue_body":
        return "'vp.' || :p"
    if name in case.MOMENTS:
        return f"nullif(:v_{name}, '')::timestamptz"
    return f":v_{name}{_casts().get(name, '')}"


@cache
def _casts() -> dict[str, str]:
    casts = dict.fromkeys(case.JSON_COLUMNS, "::jsonb") | dict.fromkeys(case.BYTES_COLUMNS, "::bytea")
    casts |= dict.fromkeys(("opened_at", "changed_at"), "::timestamptz")
    return casts | {"status": "::smallint", "is_open": "::bool"}


def _journal(verb: str, case_id: str, number: str) -> str:
    columns = ", ".join(writing.ENTRY_COLUMNS)
    lines = (
        f"INSERT INTO twin.engine_entry ({columns}) VALUES ({case_id}, {number}, 'vn', '01', '{verb}', '{verb}',"
        f" {PERSON}, now(), now(), gen_random_uuid(), :body_{verb}, :hash::bytea);\n"
        f"INSERT INTO twin.engine_unstamped (case_id, number) VALUES ({case_id}, {number});\n"
    )
    if verb == "claim":
        return lines
    return lines + (
        "INSERT INTO twin.engine_personal (case_id, number, province_code, salt, values) VALUES"
        f" ({case_id}, {number}, '01', :salt::bytea, :personal_{verb}::jsonb);\n"
    )
