"""The demonstration's faults, probes and conditions: invented reports about real kinds of systems."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from thongsuot.areas.systems import area, conditions, holdings, joining
from thongsuot.engine import demonstration, sql, verbs
from thongsuot.engine.case import Case
from thongsuot.register import demo
from thongsuot.register.models import LoadedFile

MARK = "demo-systems"
# From whom, about which system, what, since how many days, how far, what became of it: (move, given, days ago).
Then = tuple[tuple[str, dict[str, Any], int], ...]
FAULTS: tuple[tuple[str, str, str, str, int, str, Then], ...] = (
    (f"pvhcc.{demo.WARD}", "ho-tich", "Kết quả khai sinh không gửi được sang phần mềm hộ tịch", "sync", 8, "wide",
     (("promise", {"until": -1}, 7),)),
    (f"pvhcc.{demo.FAR_WARD}", "ho-tich", "Tra cứu hộ tịch trả về sai năm sinh", "data", 5, "office",
     (("accept", {}, 4), ("promise", {"until": 6}, 3))),
    (f"pvhcc.{demo.WARD}", "vneid", "Người dân không đăng nhập được, báo đang bảo trì", "sign_in", 2, "wide", ()),
    (f"vp.{demo.MOUNTAIN}", "dat-dai", "Không tra cứu được thửa đất sau khi đổi tên xã", "data", 6, "office", ()),
    (f"pvhcc.{demo.WARD}", "mc.46", "Bấm nộp hồ sơ thì chờ hơn một phút", "slow", 4, "office",
     (("accept", {}, 3), ("fix", {"done": ["Tăng máy chủ, dọn chỉ mục"]}, 1))),
    (f"pvhcc.{demo.WARD}", "mc.46", "Ký số kết quả báo chứng thư không hợp lệ", "signing", 7, "person",
     (("promise", {"until": 3}, 6), ("fix", {"done": ["Cập nhật danh sách chứng thư"]}, 3), ("confirm", {}, 2))),
)  # fmt: skip
OWNERS = {"ho-tich": "bo.G15", "mc.46": "vp.46"}
STATED: tuple[tuple[str, dict[str, str]], ...] = (
    (demo.WARD, {"line": "good", "equipment": "enough", "software": "working", "seats": "6", "it_officer": "full"}),
    (demo.MOUNTAIN, {"line": "weak", "equipment": "lacking", "software": "working", "seats": "2", "it_officer": "none",
                     "note": "Máy quét hỏng, mượn của trường học."}),
    (demo.FAR_WARD, {"line": "good", "equipment": "enough", "software": "faulty", "seats": "4", "it_officer": "part"}),
    (demo.HANOI_WARD, {"line": "good", "equipment": "enough", "software": "working", "seats": "8",
                       "it_officer": "full"}),
)  # fmt: skip
PROBED = (("npsp", 400), ("ho-tich", 17))
"""Which systems look as if they had been probed, and every how many questions one went unanswered."""
_PROBES = """
INSERT INTO systems_probe (system, at, up, milliseconds, words)
SELECT %(system)s, t, row_number() OVER () %% %(silent)s <> 0, 180, 'minh họa'
FROM generate_series(%(now)s::timestamptz - interval '14 days', %(now)s, interval '30 minutes') t
"""


def seed(now: datetime | None = None) -> int:
    """Make the faults, conditions and probes, once; how many faults. Raises demo.OnlyInDemo."""
    demonstration.only()
    now = now or datetime.now(UTC)
    with transaction.atomic():
        holdings.load(now.astimezone(verbs.VIETNAM).date())
        _, new = LoadedFile.objects.get_or_create(name=MARK, defaults={"digest": "", "loaded_at": timezone.now()})
        if not new:
            return 0
        made = [_fault(*one, now) for one in FAULTS]
        for role, body in (("intake", f"pvhcc.{demo.FAR_WARD}"), ("specialist", f"vp.{demo.MOUNTAIN}")):
            joining.met(demonstration.holder(body, role, now), made[0].id, now)
        for commune, given in STATED:
            day = now.astimezone(verbs.VIETNAM).date()
            conditions.state(
                demonstration.holder(f"vp.{commune}", "specialist", now), given, day - timedelta(days=3), now
            )
        for system, silent in PROBED:
            sql.run(_PROBES, {"system": system, "silent": silent, "now": now})
    return len(made)


def _fault(body: str, system: str, title: str, symptom: str, days: int, extent: str, then: Then, now: datetime) -> Case:
    """A fault and what became of it. A day of promise is given in days from now."""
    reporter = demonstration.holder(body, "intake" if body.startswith("pvhcc") else "specialist", now)
    at = now - timedelta(days=days)
    since = (at - timedelta(hours=2)).isoformat()
    given = {"system": system, "title": title, "symptom": symptom, "since": since, "extent": extent}
    case = verbs.open(reporter, area.prepare(reporter, given, None, at))
    for move, told, ago in then:
        actor = reporter if move == "confirm" else demonstration.holder(OWNERS[system], "specialist", now)
        asked = {n: (now + timedelta(days=v)).isoformat() if n == "until" else v for n, v in told.items()}
        case = verbs.move(actor, case.id, case.length, move, asked, happened_at=now - timedelta(days=ago))
    return case
