"""The register of systems: read with what is true of each today; facts added with their source; addresses set."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from thongsuot.areas.systems import safety
from thongsuot.engine import sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound
from thongsuot.register import communes

FILE = Path(__file__).with_name("systems.json")
FACTS = (
    ("unified", "Đã hợp nhất cổng dịch vụ công và một cửa điện tử"),
    ("connected", "Đã kết nối Cổng Dịch vụ công quốc gia"),
    ("front_closed", "Đã đóng giao diện cổng cấp tỉnh"),
)
SINCE = date(2025, 7, 1)
NAMED = "Hệ thống thông tin giải quyết thủ tục hành chính"
SOURCE = "Báo cáo tình hình năm 2025: 34/34 tỉnh, thành phố đã kết nối (chưa xác minh ngày của từng nơi)"


@dataclass(frozen=True, slots=True)
class Fact:
    """What is true of a system since a day, and who says so."""

    holds: bool
    since: date
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class SystemView:
    """A system as it is today; `facts` by their names, the latest of each."""

    key: str
    name: str
    owner: str
    kind: str
    province_code: str
    serves: str
    sectors: tuple[str, ...]
    procedures: tuple[str, ...]
    verified: bool
    address: str
    source: str
    facts: dict[str, Fact]

    def holds(self, fact: str) -> bool:
        return fact in self.facts and self.facts[fact].holds


_READ = """
SELECT s.key, s.name, s.owner, s.kind, s.province_code, s.serves, s.sectors, s.procedures, s.verified, s.address,
  s.legal_basis, coalesce((SELECT json_object_agg(f.fact, json_build_array(f.holds, f.since, f.source, f.verified))
    FROM (SELECT DISTINCT ON (fact) * FROM systems_fact f WHERE f.system = s.key
          ORDER BY fact, since DESC, recorded_at DESC) f), '{}')::text
FROM systems_system s WHERE s.valid_to IS NULL AND (%(key)s = '' OR s.key = %(key)s) ORDER BY s.kind, s.name
"""


def every() -> list[SystemView]:
    """All systems, those of ministries first: one statement."""
    return [_view(row) for row in sql.run(_READ, {"key": ""})]


def find(key: str) -> SystemView | None:
    rows = sql.run(_READ, {"key": key}) if key else []
    return _view(rows[0]) if rows else None


def _view(row: tuple[Any, ...]) -> SystemView:
    facts = {
        name: Fact(holds, date.fromisoformat(since), source, verified)
        for name, (holds, since, source, verified) in json.loads(row[11]).items()
    }
    key, name, owner, kind, province, serves, sectors, codes, verified, address, source, _facts = row
    return SystemView(
        key, name, owner, kind, province, serves, tuple(sectors), tuple(codes), verified, address, source, facts
    )


def may_state(actor: Actor, system: SystemView) -> bool:
    """Who states facts of a system: an officer of the body that owns it, or an administrator."""
    return "admin" in actor.roles or any(system.owner in (one.body, one.house) for one in actor.offices)


def state(actor: Actor, key: str, fact: str, holds: bool, since: date, source: str, now: datetime) -> SystemView:
    """Say what is true of a system from a day on. Raises NotFound, NotAllowed, NeedsNotMet."""
    system = find(key)
    if system is None:
        raise NotFound
    if not may_state(actor, system):
        raise NotAllowed("Chỉ cơ quan chủ quản hoặc người quản trị ghi được thông tin của hệ thống.")
    faults = []
    if fact not in dict(FACTS):
        faults.append(("fact", "Chọn thông tin cần ghi."))
    if not source.strip():
        faults.append(("source", "Ghi căn cứ: văn bản nào, ngày nào."))
    if not date(2015, 1, 1) <= since <= now.date():
        faults.append(("since", "Ngày phải từ năm 2015 đến hôm nay."))
    if faults:
        raise NeedsNotMet(faults)
    sql.run(
        "INSERT INTO systems_fact (system, fact, holds, since, source, verified, recorded_at, recorded_by)"
        " VALUES (%s, %s, %s, %s, %s, true, %s, %s)",
        [key, fact, holds, since, source.strip()[:500], now, actor.name],
    )
    return find(key) or system


def register_address(actor: Actor, key: str, address: str) -> None:
    """Let the probe ask this address; empty stops it. Raises NotAllowed, NotFound, NeedsNotMet for an unsafe one."""
    if "admin" not in actor.roles:
        raise NotAllowed("Chỉ người quản trị đăng ký được địa chỉ thăm dò.")
    address = address.strip()
    if address and (sentence := safety.refused(address)):
        raise NeedsNotMet([("address", sentence)])
    rows = sql.run(
        "UPDATE systems_system SET address = %s, address_by = %s WHERE key = %s RETURNING 1",
        [address, actor.name, key],
    )
    if not rows:
        raise NotFound


_KEEP = """
INSERT INTO systems_system (key, name, owner, kind, province_code, serves, sectors, procedures, verified, address,
  address_by, valid_from, recorded_on, legal_basis)
VALUES (%(key)s, %(name)s, %(owner)s, %(kind)s, %(province)s, %(serves)s, %(sectors)s, %(procedures)s, false, '', '',
  %(since)s, current_date, %(source)s)
ON CONFLICT (key) DO NOTHING RETURNING 1
"""
_SAY_ONCE = """
INSERT INTO systems_fact (system, fact, holds, since, source, verified, recorded_at, recorded_by)
VALUES (%s, %s, true, %s, %s, false, now(), '')
"""


def load(day: date) -> int:
    """Bring in the systems that everybody knows: those of ministries from our file, one of each province by rule.

    What stands already is left alone; how many were new.
    """
    made = 0
    for one in json.loads(FILE.read_text()):
        row = {"province": "", "procedures": [], "kind": "ministry", "since": SINCE, **one}
        made += len(sql.run(_KEEP, row))
    for code, name in communes.provinces(day):
        row = {
            "key": f"mc.{code}", "name": f"{NAMED} {name}", "owner": f"ubnd.{code}", "kind": "province",
            "province": code, "serves": name, "sectors": [], "procedures": [], "since": SINCE, "source": SOURCE,
        }  # fmt: skip
        if sql.run(_KEEP, row):
            made += 1
            for fact in ("connected", "front_closed"):
                sql.run(_SAY_ONCE, [f"mc.{code}", fact, SINCE, SOURCE])
    return made
