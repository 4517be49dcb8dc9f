"""Reads the dated list of units and successions from our data files and brings their tables up to it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from thongsuot.register import communes, folding
from thongsuot.register.models import LoadedFile, Succession, Unit

DATA = Path(__file__).parent / "data"
UNIT_FILES = ("units-before-2025-07-01.csv.gz", "units.csv")
SUCCESSION_FILES = ("successions.csv.gz",)
# Any number that no other lock uses: two loaders at once would otherwise insert the same rows.
LOCK = 7_202_507


Values = Callable[[dict[str, str]], tuple[str | None, ...]]


@dataclass(frozen=True)
class Loaded:
    """How many rows a load wrote and took away; all zero when the tables already held the files."""

    inserted: int = 0
    changed: int = 0
    deleted: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(self.inserted + other.inserted, self.changed + other.changed, self.deleted + other.deleted)


@dataclass(frozen=True)
class Table:
    """How one list becomes rows: `key` names a row; `recorded` when it keeps the day of its change."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    recorded: bool


UNITS = Table(
    Unit._meta.db_table,
    ("code", "valid_from"),
    (
        "valid_to",
        "name",
        "kind",
        "tier",
        "province_code",
        "parent_code",
        "legal_basis",
        "folded",
        "sort_key",
    ),
    recorded=True,
)
SUCCESSIONS = Table(
    Succession._meta.db_table,
    ("old_code", "new_code", "happened_on"),
    ("old_tier", "full", "note", "legal_basis"),
    recorded=False,
)


def load_units(folder: Path = DATA) -> Loaded:
    """Make the tables of units and successions equal to the files, in one transaction.

    Does nothing when they were loaded from the same content before. Killed at any moment, it leaves the
    tables as they were; run again, it goes on. A row that changes takes today as its recorded day.
    Rows that the files do not hold are removed: the files, with our amendments, are the list.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        units = _load("units", UNITS, [folder / name for name in UNIT_FILES], _unit_values)
        edges = _load("successions", SUCCESSIONS, [folder / name for name in SUCCESSION_FILES], _edge_values)
    communes.forget()
    return units + edges


def _load(name: str, table: Table, paths: Sequence[Path], values: Values) -> Loaded:
    contents = [content(path) for path in paths]
    digest = hashlib.sha256(b"\0".join([*contents, str(folding.VERSION).encode()])).hexdigest()
    if LoadedFile.objects.filter(name=name, digest=digest).exists():
        return Loaded()
    loaded = _bring_up(table, (values(row) for part in contents for row in rows(part)))
    now = timezone.now()
    LoadedFile.objects.update_or_create(name=name, defaults={"digest": digest, "loaded_at": now})
    return loaded


def content(path: Path) -> bytes:
    """A data file's bytes, uncompressed."""
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".gz" else raw


def rows(text: bytes) -> Iterator[dict[str, str]]:
    """The rows of a data file by column name."""
    return csv.DictReader(io.StringIO(text.decode("utf-8"), newline=""))


def _unit_values(row: dict[str, str]) -> tuple[str | None, ...]:
    name = row["name"]
    computed = {
        "valid_to": row["valid_to"] or None,
        "folded": folding.fold(name),
        "sort_key": folding.sort_key(folding.without_type(name)),
    }
    return tuple((row | computed)[column] for column in (*UNITS.key, *UNITS.columns))


def _edge_values(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[column] for column in (*SUCCESSIONS.key, *SUCCESSIONS.columns))


def _bring_up(table: Table, incoming: Iterable[tuple[str | None, ...]]) -> Loaded:
    """Delete, change and insert so that the table holds exactly what comes in, and count."""
    every, same = _listed((*table.key, *table.columns)), _compared(table.key, " AND ", "held.")
    recorded = [timezone.localdate()] if table.recorded else []
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.incoming")
        cursor.execute(f"CREATE TEMP TABLE incoming AS SELECT {every} FROM {table.name} LIMIT 0")  # noqa: S608
        with cursor.copy(f"COPY incoming ({every}) FROM STDIN") as copy:
            for row in incoming:
                copy.write_row(row)
        cursor.execute("ANALYZE incoming")
        gone = f"NOT EXISTS (SELECT FROM incoming WHERE {same})"
        cursor.execute(f"DELETE FROM {table.name} held WHERE {gone}")  # noqa: S608
        deleted = cursor.rowcount
        cursor.execute(_update(table, same), recorded)
        changed = cursor.rowcount
        cursor.execute(_insert(table, every, same), recorded)
        inserted = cursor.rowcount
        cursor.execute("DROP TABLE incoming")
    return Loaded(inserted, changed, deleted)


def _listed(columns: Iterable[str], of: str = "") -> str:
    # quoted: `full` is a word of SQL
    return ", ".join(f'{of}"{column}"' for column in columns)


def _compared(columns: Iterable[str], between: str, of: str = "") -> str:
    return between.join(f'{of}"{column}" = incoming."{column}"' for column in columns)


def _update(table: Table, same: str) -> str:
    held, new = _listed(table.columns, "held."), _listed(table.columns, "incoming.")
    recorded = ", recorded_on = %s" if table.recorded else ""
    return (
        f"UPDATE {table.name} held SET {_compared(table.columns, ', ')}{recorded} FROM incoming "  # noqa: S608
        f"WHERE {same} AND ({held}) IS DISTINCT FROM ({new})"
    )


def _insert(table: Table, every: str, same: str) -> str:
    target, source = (", recorded_on", ", %s") if table.recorded else ("", "")
    return (
        f"INSERT INTO {table.name} ({every}{target}) SELECT {every}{source} FROM incoming "  # noqa: S608
        f"WHERE NOT EXISTS (SELECT FROM {table.name} held WHERE {same})"
    )
