"""The stories of a reception day: Yến plans it for her ward's chair; it is held, or called off with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from people import BINH, CENTRE, CITY_CENTRE, COMMITTEE, HOA, HUNG, LAN, SECRETARIAT, VAN, officer
from scenarios import UNDO, ClockIs, Given, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.receptions.area import prepare
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At
from thongsuot.register.working_time import VIETNAM

YEN = officer("Trần Hải Yến", ("reception", SECRETARIAT))
RECEPTION = "reception@receiving"
CAST = {"yen": (YEN, Role("reception", At.RECEIVING))}
STANDING = {
    "planned": On(4, "body", RECEPTION, At.RECEIVING),
    "held": On(10, "nobody", "", At.RECEIVING),
    "cancelled": On(7, "nobody", "", At.RECEIVING),
}
BEGINS = datetime.now(VIETNAM).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=14)
PLANNED = {
    "by": "chair",
    "begins": BEGINS.isoformat(),
    "until": (BEGINS + timedelta(hours=3)).isoformat(),
    "where": "Phòng tiếp công dân, số 1 Lê Lợi",
    "register": "Gọi 0234 3 822 000 hoặc đến trực tiếp",
}
PLAN = Step(
    "yen", "plan", "planned", ClockIs.PROMISED, PLANNED, kept=tuple(PLANNED), holder="yen",
    refused=(
        Refusal("yen", "plan", NeedsNotMet, "by", {**PLANNED, "by": "clerk"}),
        Refusal("yen", "plan", NeedsNotMet, "where", {**PLANNED, "where": " "}),
    ),
)  # fmt: skip
HELD = {"received_by": "chair", "people": 7, "note": "Ba người hỏi về đất."}
HOLD = Step(
    "yen", "hold", "held", ClockIs.STOPPED, HELD, frozenset({"note"}), outcome="held", kept=("received_by", "people"),
    refused=(Refusal("yen", "hold", NeedsNotMet, "people", {**HELD, "people": "nhiều"}),),
)  # fmt: skip
HOLD_QUIETLY = replace(HOLD, given={"received_by": "deputy", "people": 0}, optional=frozenset(), refused=())
CANCEL = Step(
    "yen", "cancel", "cancelled", ClockIs.STOPPED, {"why": "Chủ tịch họp đột xuất, tiếp bù thứ năm"}, kept=("why",),
    outcome="cancelled",
)  # fmt: skip

STORIES = (
    Story("The chair receives on the day", (PLAN, HOLD), end=(Refusal("yen", "cancel", Impossible, "Đã tiếp"),)),
    Story("Nobody came, and Yến corrects what she wrote down",
          (PLAN, HOLD_QUIETLY, Step("yen", UNDO, "planned", holder="yen"), HOLD_QUIETLY)),
    Story("It is called off", (PLAN, CANCEL)),
)  # fmt: skip


def _opening(move: str, given: Given, then: datetime) -> Opening:
    made = prepare(YEN, dict(PLANNED), None, then)
    return replace(made, move=move, given=dict(given))


def _passer_by(role: str, place: str) -> Actor:
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="reception_day",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(LAN, BINH),
    strangers=(HOA, VAN),
    published=frozenset({"planned", "held", "cancelled"}),
    places=(CENTRE, SECRETARIAT, COMMITTEE, CITY_CENTRE, "pvhcc.31825"),
    passer_by=_passer_by,
)
