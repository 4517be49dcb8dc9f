"""Papers that nothing refers to any more: found folder by folder, and taken from the store when they are old enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from thongsuot.engine import papers, sql

KEPT = timedelta(days=7)
FOLDERS = 256
DIGEST = 64
EVERY = timedelta(minutes=15)
SPOILED_AFTER = timedelta(days=1)

_readers: list[Callable[[], Iterable[bytes]]] = []


def refer(reader: Callable[[], Iterable[bytes]]) -> None:
    """Have digests protected that stand elsewhere than in cases, drafts and uploads.

    The reader is asked before those: a paper that moves on into a case in between is seen there.
    """
    if reader not in _readers:
        _readers.append(reader)


# One statement, one moment: a paper on its way from an upload into a draft or a case is always seen in one of them.
_UNKNOWN = """
WITH old AS (SELECT unnest(%(digests)s::bytea[]) AS digest),
unknown AS (
  SELECT digest FROM old o WHERE NOT EXISTS (SELECT 1 FROM engine_paper p WHERE p.digest = o.digest)
    AND NOT EXISTS (SELECT 1 FROM engine_upload u WHERE u.digest = o.digest AND u.ended_at IS NULL)),
named AS (
  SELECT m[1] AS digest FROM engine_form_draft d, regexp_matches(d.values::text || d.about::text, '[0-9a-f]{64}', 'g') m
  WHERE EXISTS (SELECT 1 FROM unknown)
  UNION ALL
  SELECT jsonb_path_query(p.values, '$.form.**.digest') #>> '{}' FROM engine_personal p
  WHERE jsonb_path_exists(p.values, '$.form.**.digest') AND EXISTS (SELECT 1 FROM unknown))
SELECT digest FROM unknown WHERE encode(digest, 'hex') NOT IN (SELECT digest FROM named WHERE digest IS NOT NULL)
"""


def sweep(now: datetime, folder: int | None = None) -> int:
    """Take the orphans of one folder of 256, by default the one whose turn it is; how many.

    A whole round takes less than three days, and no visit is long: the journal's stamper waits for it.
    """
    turn = int(now.timestamp() / EVERY.total_seconds()) % FOLDERS if folder is None else folder
    store = Path(settings.VAR) / "papers"
    if not store.exists():
        return 0
    _clear_spoiled(store, now - SPOILED_AFTER)
    before = (now - KEPT).timestamp()
    old = [name for name, changed in _files(store / f"{turn:02x}") if changed < before]
    return sum(_take(papers.path(digest), before) for digest in _orphans(old))


def take(digests: Iterable[bytes], now: datetime) -> int:
    """Take these papers at once where nothing refers to them any more; how many.

    One that was kept within the last days may be on its way into a case: the sweep looks at it again.
    """
    before = (now - KEPT).timestamp()
    return sum(_take(papers.path(digest), before) for digest in _orphans([one.hex() for one in digests]))


def _orphans(names: list[str]) -> list[bytes]:
    if not names:
        return []
    elsewhere = {digest for reader in _readers for digest in reader()}
    digests = [bytes.fromhex(name) for name in names]
    rows = sql.run(_UNKNOWN, {"digests": digests})
    return [bytes(digest) for (digest,) in rows if bytes(digest) not in elsewhere]


def _take(path: Path, before: float) -> bool:
    """Delete it, unless it was kept anew since we looked."""
    with papers.held(alone=True):
        try:
            if path.stat().st_mtime >= before:
                return False
            path.unlink()
        except FileNotFoundError:
            return False
        return True


def _files(folder: Path) -> list[tuple[str, float]]:
    """(name, time of change) of the contents of a folder; what is not named by a digest is not ours."""
    found = []
    for path in folder.glob("*"):
        if len(path.name) == DIGEST and set(path.name) <= set("0123456789abcdef"):
            with suppress(FileNotFoundError):
                found.append((path.name, path.stat().st_mtime))
    return found


def _clear_spoiled(store: Path, before: datetime) -> None:
    """What a killed request was writing never got a name."""
    for path in store.glob("tmp*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
