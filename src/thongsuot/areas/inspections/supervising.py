"""Powers handed down, for who handed them: each with the findings and obstacles where it is now used.

The register says who decides a procedure since when, by which provision. What a province hands to its communes stands
there with the province's place; what a ministry's law hands down, with the ministry's procedures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thongsuot.engine import access, sql
from thongsuot.engine.actor import Actor

MOST = 300


@dataclass(frozen=True, slots=True)
class Power:
    """A power that a lower tier holds. `late` are dossiers overdue now.

    The counts are of the whole province, field or nation for the house that handed the power down, as in its
    briefing; for others of what they see.
    """

    procedure: str
    title: str
    to_kind: str
    place_code: str
    provision: str
    since: date
    verified: bool
    findings: int
    obstacles: int
    late: int

    @property
    def watched(self) -> bool:
        """Whether anything there asks to be looked at."""
        return bool(self.findings or self.obstacles or self.late)


KINDS = {"ubnd_xa": "Ủy ban nhân dân cấp xã", "ubnd_tinh": "Ủy ban nhân dân cấp tỉnh"}
_POWERS = f"""
WITH seen AS (
  SELECT c.procedure_code, count(*) FILTER (WHERE c.kind = 'finding') AS findings,
    count(*) FILTER (WHERE c.kind = 'obstacle') AS obstacles,
    count(*) FILTER (WHERE c.kind = 'dossier' AND c.waits_for = 'body' AND c.due_at < now()) AS late
  FROM engine_case c WHERE c.is_open AND c.procedure_code <> '' AND c.kind IN ('finding', 'obstacle', 'dossier')
    AND ({access.VISIBLE} OR c.province_code = ANY(%(whole_provinces)s) OR c.sector = ANY(%(handed_sectors)s)
      OR %(handed_all)s) GROUP BY 1)
SELECT DISTINCT ON (p.title, k.procedure_code, k.body_kind, k.place_code) k.procedure_code, p.title, k.body_kind,
  k.place_code, k.provision, k.valid_from, k.verified, coalesce(s.findings, 0), coalesce(s.obstacles, 0),
  coalesce(s.late, 0)
FROM register_competence k JOIN register_procedure p ON p.code = k.procedure_code
  AND p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
LEFT JOIN seen s ON s.procedure_code = k.procedure_code
WHERE k.nature = 'decide' AND k.status = 'held' AND k.valid_from <= %(day)s
  AND (k.valid_to IS NULL OR k.valid_to > %(day)s)
  AND ((p.sector = ANY(%(handed_sectors)s) AND k.body_kind IN ('ubnd_xa', 'ubnd_tinh'))
    OR (%(handed_province)s AND k.body_kind = 'ubnd_xa'
        AND (k.place_code = '' OR k.place_code = ANY(%(handed_places)s))) OR (%(handed_all)s AND k.body_kind <> ''))
ORDER BY p.title, k.procedure_code, k.body_kind, k.place_code, k.valid_from DESC LIMIT {MOST}
"""


def powers(actor: Actor, day: date) -> list[Power]:
    """The powers that lie below this person's ministry or province, those with something to look at first."""
    houses = {office.house for office in actor.offices}
    provinces = [office.province_code for office in actor.offices if office.tier == 1]
    parameters: dict[str, Any] = {
        "day": day,
        "handed_sectors": [house.removeprefix("bo.") for house in houses if house.startswith("bo.")],
        "handed_province": bool(provinces),
        "handed_places": provinces,
        "whole_provinces": [code for code in provinces if f"ubnd.{code}" in houses],
        "handed_all": bool(houses & {"vpcp", "chinhphu"}),
        **access.scope(actor).parameters(),
    }
    found = [Power(*row) for row in sql.run(_POWERS, parameters)]
    return sorted(found, key=lambda one: (-one.findings, -one.obstacles, -one.late, one.title))


def supervises(actor: Actor) -> bool:
    """Whether this person's body hands powers down."""
    return any(office.tier in (0, 1) for office in actor.offices)
