"""Where an obstacle may go: one tier up, beside, or back down; past a tier only with the provision that says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from thongsuot.areas.obstacles.rules import Way, way
from thongsuot.engine.case import Case
from thongsuot.engine.routing import Route, Routing
from thongsuot.register import bodies, fields
from thongsuot.register.houses import in_own_name, office_of, tier_of

UPWARD = frozenset({"send_up", "send_on"})
COMPETENCE = "Luật 72/2025/QH15 về tổ chức chính quyền địa phương (chưa xác minh điều khoản)"
NATIONAL = "Nghị định về chức năng, nhiệm vụ của cơ quan (chưa xác minh điều khoản)"


def competence_of(tier: int) -> str:
    return COMPETENCE if tier else NATIONAL


def route(case: Case, body: str, day: date) -> Route | None:
    """The way to a body that stands on that day, of the case's own province or of the nation; None for any other."""
    wanted = bodies.body(body)
    if wanted is None or not wanted.stands_on(day) or not in_own_name(wanted):
        return None
    if wanted.tier and wanted.province_code != case.province_code:
        return None
    if wanted.tier == 3 and wanted.key != case.receiving_body:
        return None
    return Route(case.receiving_body, office_of(body), body, competence_of(wanted.tier), case.place_code)


def upward(case: Case, day: date) -> tuple[tuple[str, str], ...]:
    """What is offered to send it to: the next tier first, its field's ministry before the others."""
    field = fields.BY_KEY.get(case.facts.get("field", ""))
    proposed = (case.facts.get("solver", ""), f"ubnd.{case.province_code}", field.body if field else "")
    departments = [v.key for v in bodies.bodies_of_unit(case.province_code, day) if v.tier == 1] if _local(case) else []
    nation = [view.key for view in bodies.everybody() if view.tier == 0]
    keys = dict.fromkeys(key for key in (*proposed, *departments, *nation) if key and key != case.competent_body)
    ways = {key: way(tier_of(case.competent_body), tier_of(key)) for key in keys if route(case, key, day)}
    order = [Way.UP, Way.BESIDE, Way.SKIPS]
    shown = sorted((key for key in ways if ways[key] in order), key=lambda key: order.index(ways[key]))
    return tuple((key, _words(key, ways[key])) for key in shown)


def _local(case: Case) -> bool:
    return tier_of(case.competent_body) > 0


def _words(key: str, found: Way) -> str:
    name = bodies.name_of(key)
    return f"{name} (vượt cấp: phải nêu lý do)" if found is Way.SKIPS else name


def downward(case: Case, day: date) -> tuple[tuple[str, str], ...]:
    """What it may be given back to: the province's committee below a ministry, the commune that raised it."""
    below = (f"ubnd.{case.province_code}", case.receiving_body)
    keys = dict.fromkeys(key for key in below if route(case, key, day))
    here = tier_of(case.competent_body)
    return tuple((key, bodies.name_of(key)) for key in keys if way(here, tier_of(key)) is Way.DOWN)


def in_order(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Upward tier by tier, downward only by giving it back."""
    here = tier_of(case.competent_body)
    if move == "return_down" and way(here, tier_of(str(given["down"]))) is not Way.DOWN:
        return "Chỉ trả về cấp thấp hơn. Chọn cơ quan cấp dưới."
    if move not in UPWARD:
        return None
    found = way(here, tier_of(str(given["to"])))
    if found is Way.DOWN:
        return "Không chuyển xuống bằng bước này. Dùng “Trả về cấp dưới giải quyết”."
    if found is Way.SKIPS and not given.get("why"):
        return "Không chuyển vượt cấp: gửi cấp trên trực tiếp, hoặc ghi lý do thẩm quyền thuộc thẳng cơ quan đó."
    return None


ROUTING = Routing(to=route, offered=upward)
