"""The list after against the list before: by body and status, with every difference named."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from thongsuot.engine import sql
from thongsuot.engine.reorganising import parts
from thongsuot.engine.reorganising.acts import Act
from thongsuot.register import bodies

# What the act did to each dossier, asked of the entry that did it: later moves do not change the report.
_COUNTED = """
SELECT h.before ->> 'competent_body', h.after ->> 'competent_body', h.status,
  CASE WHEN h.number IS NULL THEN '' WHEN h.number = 0 THEN h.before ->> 'competent_body'
    ELSE coalesce(e.body::json -> 'changes' -> 'competent_body' ->> 1, h.before ->> 'competent_body') END,
  count(*)::int,
  (count(*) FILTER (WHERE e.body::json -> 'changes' -> 'due_at' IS NOT NULL
    OR e.body::json -> 'changes' -> 'clock' IS NOT NULL OR e.body::json -> 'changes' -> 'code' IS NOT NULL
    OR e.body::json -> 'changes' -> 'status' IS NOT NULL))::int
FROM engine_handed h LEFT JOIN engine_entry e ON e.case_id = h.case_id AND e.number = h.number AND h.number > 0
WHERE h.act = %s GROUP BY 1, 2, 3, 4
"""
_STILL = """
SELECT count(*)::int FROM engine_case c WHERE c.is_open AND (c.competent_body = ANY(%(b)s)
  OR c.executing_body = ANY(%(b)s) OR c.receiving_body = ANY(%(b)s) OR c.queue_body = ANY(%(b)s))
"""
_TROUBLES = """
SELECT c.code, h.trouble FROM engine_handed h JOIN engine_case c ON c.id = h.case_id
WHERE h.act = %s AND h.trouble <> '' AND h.number IS NULL ORDER BY c.code
"""


@dataclass(frozen=True)
class Row:
    """One old body's dossiers of one status and where they went."""

    old: str
    new: str
    status: int
    foreseen: int
    arrived: int


def after(act: Act) -> dict[str, Any]:
    """The list after, as it is kept with the act."""
    rows = sql.run(_COUNTED, [act.id])
    foreseen: Counter[tuple[str, str, int]] = Counter()
    arrived: Counter[tuple[str, str, int]] = Counter()
    changed = 0
    for old, wanted, status, now, number, touched in rows:
        foreseen[old, wanted or "", status] += number
        if now:
            arrived[old, now, status] += number
        changed += touched
    keys = sorted(foreseen.keys() | arrived.keys())
    ended = act.record.before["inheritance"]["ended"]
    table = [[*key, foreseen[key], arrived[key]] for key in keys]
    new = sorted({heir["new"] for heir in act.record.before["inheritance"]["heirs"]})
    beside = {
        label: [[one.body, one.what, one.number, one.note] for one in found]
        for label, found in parts.counted(new).items()
    }
    troubles = [[code or "", why] for code, why in sql.run(_TROUBLES, [act.id])]
    still = sql.run(_STILL, {"b": ended})[0][0]
    return {
        "rows": table,
        "troubles": troubles,
        "beside": beside,
        "total": sum(arrived.values()),
        "differences": list(_differences(act, table, troubles, changed, still)),
    }


def _differences(
    act: Act, table: Iterable[list[Any]], troubles: list[list[str]], changed: int, still: int
) -> Iterable[str]:
    before = act.record.before
    for old, new, status, foreseen, arrived in table:
        if foreseen != arrived:
            name = bodies.name_of(new) if new else "không cơ quan nào"
            yield (
                f"{bodies.name_of(old)}, trạng thái {status}: dự kiến {foreseen} hồ sơ về {name}, đã chuyển {arrived}."
            )
    yield from (f"{code}: {why}" for code, why in troubles)
    counted = _before(table)
    for old in sorted(before["before"].keys() | counted.keys()):
        was, listed = before["before"].get(old, {}), counted.get(old, {})
        for status in sorted(was.keys() | listed.keys()):
            extra = listed.get(status, 0) - was.get(status, 0)
            if extra:
                yield f"{bodies.name_of(old)}, trạng thái {status}: {extra:+d} hồ sơ so với danh sách trước khi chuyển."
    if changed:
        yield f"{changed} hồ sơ bị đổi hạn, đồng hồ, mã hoặc trạng thái khi chuyển."
    if still > len(troubles):
        yield f"{still} hồ sơ đang mở vẫn ghi cơ quan cũ."


def _before(table: Iterable[list[Any]]) -> Mapping[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for old, _new, status, foreseen, _arrived in table:
        found[old][str(status)] = found[old].get(str(status), 0) + foreseen
    return found
