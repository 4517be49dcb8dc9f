"""Walking the journal: every chain, stamp and root recomputed; the first entry altered, cut or inserted is named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from thongsuot.engine import journal, sql, stamper
from thongsuot.engine.retelling import Told


@dataclass(frozen=True)
class Fault:
    """What is wrong and where: the case's code or id and the entry's number."""

    case: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"Hồ sơ {self.case}, mục nhật ký {self.number}: {self.what}"


@dataclass(frozen=True)
class Report:
    cases: int
    entries: int
    stamps: int
    faults: tuple[Fault, ...]


_CHAINS = """
SELECT c.id, c.code, c.length, c.head, e.number, e.body, e.hash, e.case_id, e.verb, e.move, e.person, e.recorded_at,
       e.province_code, e.site, e.happened_at, e.key, p.salt, p.values::text,
       CASE WHEN e.number = c.length THEN row_to_json(c)::text END
FROM engine_case c FULL JOIN engine_entry e ON e.case_id = c.id
LEFT JOIN engine_personal p ON p.case_id = e.case_id AND p.number = e.number
ORDER BY coalesce(c.id, e.case_id), e.number
"""


def verify_site(site: str, most: int = 20) -> Report:
    """Verify everything that this site holds, as of one moment. Stops looking after `most` faults."""
    faults: list[Fault] = []
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            sql.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cases, entries = _chains(faults, most)
        stamps = _stamps(site, faults, most)
        _unseen(faults)
        _roots(site, faults)
    return Report(cases, entries, stamps, tuple(faults[:most]))


def _chains(faults: list[Fault], most: int) -> tuple[int, int]:
    cases = entries = 0
    chain: _Chain | None = None
    for row in _stream(_CHAINS):
        key = row[0] or row[7]
        if chain is None or chain.key != key:
            if chain is not None:
                faults.extend(chain.finish())
            if len(faults) >= most:
                return cases, entries
            chain = _Chain(key, row)
            cases += 1
        if row[4] is not None:
            entries += 1
            faults.extend(chain.follow(row))
    if chain is not None:
        faults.extend(chain.finish())
    return cases, entries


class _Chain:
    """One case's chain while it is walked."""

    def __init__(self, key: UUID, row: tuple[Any, ...]) -> None:
        self.key, self.name = key, row[1] or str(key)
        self.known, self.length, self.head = row[0] is not None, row[2], row[3]
        self.number, self.hash, self.broken = 0, journal.GENESIS, False
        self.told = Told()
        self.row: str | None = None

    def follow(self, row: tuple[Any, ...]) -> Iterator[Fault]:
        number, body, stored = row[4], row[5], bytes(row[6])
        if self.broken:
            return
        what = self._fault(row, number, body, stored)
        if what:
            self.broken = True
            yield Fault(self.name, min(number, self.number + 1), what)
        self.number, self.hash = number, stored

    def _fault(self, row: tuple[Any, ...], number: int, body: str, stored: bytes) -> str:
        if number != self.number + 1:
            return f"mất mục {self.number + 1}"
        if journal.hashed(body) != stored:
            return "nội dung đã bị sửa: không khớp mã băm"
        try:
            content = json.loads(body)
            if content["previous"] != self.hash.hex():
                return "bị chèn hoặc sửa: không nối với mục trước"
            if not _same(content, row):
                return "cột của mục không khớp nội dung đã ký"
            values = json.loads(row[17]) if row[17] else {}
            self.told.hear(content, values)
            self.row = row[18]
            return _personal_fault(content["personal"], row[16], values)
        except (ValueError, KeyError, TypeError, AttributeError):
            return "nội dung đã bị sửa: không đọc được"

    def finish(self) -> Iterator[Fault]:
        if self.broken:
            return
        if not self.known:
            yield Fault(self.name, self.number, "nhật ký còn nhưng hồ sơ đã bị xóa")
        elif self.length > self.number:
            yield Fault(self.name, self.number + 1, f"bị cắt: hồ sơ ghi {self.length} mục, nhật ký có {self.number}")
        elif self.length < self.number:
            yield Fault(self.name, self.length + 1, f"bị chèn: hồ sơ ghi {self.length} mục, nhật ký có {self.number}")
        elif bytes(self.head) != self.hash:
            yield Fault(self.name, self.number, "đầu chuỗi trên hồ sơ không khớp mục cuối")
        elif self.row and (name := self.told.other_than(json.loads(self.row))):
            yield Fault(self.name, self.number, f"“{name}” trên hồ sơ khác nhật ký")


def _same(content: dict[str, Any], row: tuple[Any, ...]) -> bool:
    """The columns that readers use say what the hashed bytes say."""
    columns = (str(row[7]), row[4], row[8], row[9], _text(row[10]), row[12], row[13], _text(row[15]))
    body = [content[name] for name in ("case", "number", "verb", "move")]
    more = [content["who"].get("person"), content["province"], content["site"], content["key"]]
    moments = [datetime.fromisoformat(content[name]) for name in ("recorded", "happened")]
    return columns == (*body, *more) and [row[11], row[14]] == moments


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None


def _personal_fault(digests: dict[str, str], salt: bytes | None, values: dict[str, Any]) -> str:
    """A value that is there must match its digest; one that was erased or withheld is absent, and that is lawful."""
    for name, value in values.items():
        if name not in digests or journal.digest(bytes(salt or b""), name, value) != digests[name]:
            return f"giá trị cá nhân “{name}” đã bị sửa"
    return ""


_STAMPS = """
SELECT s.sequence, s.case_id, s.number, s.hash, e.hash FROM engine_stamp s
LEFT JOIN engine_entry e USING (case_id, number) WHERE s.site = %s ORDER BY s.sequence
"""


def _stamps(site: str, faults: list[Fault], most: int) -> int:
    count = 0
    for sequence, case_id, number, stamped, hashed in _stream(_STAMPS, [site]):
        count += 1
        if sequence != count:
            faults.append(Fault(str(case_id), number, f"chuỗi của điểm mất số {count}"))
            break
        if hashed is None or bytes(hashed) != bytes(stamped):
            faults.append(Fault(str(case_id), number, f"mục đóng số {sequence} đã bị xóa hoặc sửa"))
        if len(faults) >= most:
            break
    return count


_UNSEEN = """
SELECT e.case_id, e.number FROM engine_entry e LEFT JOIN engine_stamp s USING (case_id, number)
LEFT JOIN engine_unstamped u USING (case_id, number)
WHERE s.case_id IS NULL AND u.case_id IS NULL ORDER BY e.recorded_at LIMIT 1
"""


def _unseen(faults: list[Fault]) -> None:
    """An entry that no reader would ever meet: neither stamped nor waiting for it."""
    faults.extend(Fault(str(case), number, "mục không có số và không chờ đóng số") for case, number in sql.run(_UNSEEN))


def _roots(site: str, faults: list[Fault]) -> None:
    before = b""
    for first, last, root in sql.run(
        "SELECT first_sequence, last_sequence, root FROM engine_root WHERE site = %s ORDER BY first_sequence", [site]
    ):
        rows = sql.run(
            "SELECT hash FROM engine_stamp WHERE site = %s AND sequence BETWEEN %s AND %s ORDER BY sequence",
            [site, first, last],
        )
        before = stamper.sealed(before, [bytes(row[0]) for row in rows])
        if before != bytes(root):
            faults.append(Fault(f"gốc {first}–{last}", last, "gốc đã niêm phong không khớp"))
            return


def _stream(statement: str, parameters: list[Any] | None = None) -> Iterator[tuple[Any, ...]]:
    """Rows of a large question without holding them all: a cursor on the server."""
    connection.ensure_connection()
    with connection.connection.cursor(name="verify") as cursor:
        cursor.itersize = 5000
        cursor.execute(statement, parameters)
        yield from cursor
