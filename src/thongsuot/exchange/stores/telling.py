"""From the stamped journal to the deliveries: each scan and each issued result once, a revoked one back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from thongsuot.engine import sql
from thongsuot.exchange import following

POSITION = "exchange_store_position"
BATCH = 1000

# A site that is connected for the first time does not deliver what is old: nobody has been asked.
_BEGIN = "SELECT coalesce(max(sequence), 0) FROM engine_stamp WHERE site = %(site)s"
_NEXT = """
SELECT s.sequence, e.case_id, e.number, c.province_code,
  coalesce(e.body::json #>> '{changes,status,1}', ''), coalesce(e.body::json #>> '{changes,outcome,1}', ''),
  json_array_length(coalesce(e.body::json -> 'papers', '[]')) > 0
FROM engine_stamp s JOIN engine_entry e USING (case_id, number)
LEFT JOIN engine_case c ON c.id = e.case_id AND c.kind = 'dossier'
WHERE s.site = %(site)s AND s.sequence > %(sequence)s ORDER BY s.sequence LIMIT %(limit)s
"""
_SCANS = """
SELECT p.id, p.case_id, e.number, p.province_code, 'papers'
FROM unnest(%(cases)s::uuid[], %(numbers)s::int[]) AS e (case_id, number)
JOIN engine_paper p ON p.case_id = e.case_id AND p.number = e.number
WHERE p.origin = 'scan' AND p.media_type = 'application/pdf'
"""
_RESULTS = """
SELECT p.id, p.case_id, e.number, p.province_code, 'results'
FROM unnest(%(cases)s::uuid[], %(numbers)s::int[]) AS e (case_id, number) JOIN engine_case c ON c.id = e.case_id
JOIN engine_paper p ON p.case_id = c.id AND p.origin = 'result' AND p.number <= e.number
WHERE c.facts #>> '{result_file,paper}' IS NULL OR c.facts #>> '{result_file,paper}' = p.id::text
"""
_KEEP = """
INSERT INTO exchange_store_delivery (paper_id, act, case_id, number, province_code, shelf, since, state, attempts,
  uncertain, next_at, reason, receipt, stored_id, decided_by)
SELECT n.id, 'deliver', n.case_id, n.number, n.province_code, n.shelf, %(now)s, 'waiting', 0, false, %(now)s, '', '',
  '', '' FROM ({papers}) AS n (id, case_id, number, province_code, shelf)
ON CONFLICT DO NOTHING
"""
_TAKE_BACK = """
INSERT INTO exchange_store_delivery (paper_id, act, case_id, number, province_code, shelf, since, state, attempts,
  uncertain, next_at, reason, receipt, stored_id, decided_by)
SELECT d.paper_id, 'withdraw', d.case_id, d.number, d.province_code, d.shelf, %(now)s, 'waiting', 0, false, %(now)s, '',
  '', '', '' FROM exchange_store_delivery d
WHERE d.case_id = ANY(%(cases)s) AND d.act = 'deliver' AND d.shelf = 'results' ON CONFLICT DO NOTHING
"""
_NOT_SENT = """
UPDATE exchange_store_delivery SET state = 'needless', next_at = NULL, decided_at = %(now)s, reason = %(why)s
WHERE case_id = ANY(%(cases)s) AND act = 'deliver' AND shelf = 'results' AND state IN ('waiting', 'dead')
  AND NOT uncertain
"""


def catch_up(site: str, most: int = BATCH) -> int:
    """Keep what is to be delivered of the entries stamped since the last time; how many were read."""
    return following.catch_up(POSITION, site, _NEXT, _write, most=most, begin=_BEGIN)


def _write(rows: following.Rows) -> None:
    now = datetime.now(UTC)
    papers: list[tuple[Any, int]] = []
    issued: list[tuple[Any, int]] = []
    revoked = []
    for _sequence, case_id, number, province, status, outcome, has_papers in rows:
        if province is None:
            continue
        if has_papers:
            papers.append((case_id, number))
        if status == "9":
            issued.append((case_id, number))
        if outcome == "revoked":
            revoked.append(case_id)
    for some, statement in ((papers, _SCANS), (issued, _RESULTS)):
        if some:
            numbers = {"cases": [one[0] for one in some], "numbers": [one[1] for one in some]}
            sql.run(_KEEP.replace("{papers}", statement), {**numbers, "now": now})
    if revoked:
        said = {"cases": revoked, "now": now}
        sql.run(_TAKE_BACK, said)
        sql.run(_NOT_SENT, {**said, "why": "Kết quả đã bị thu hồi trước khi đưa vào kho."})
