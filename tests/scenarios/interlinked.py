"""The stories of an interlinked request: Hùng or Lan's counter opens it, its parts move it, he withdraws or resends.

What the parts do is told by the system's moves alone: here no part has a dossier of its own. Beside every request its
first part stands refused (`_refused_part`), so that it may be sent again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import permutations
from uuid import uuid4

from people import (
    BINH,
    CENTRE,
    CITY_CENTRE,
    COMMITTEE,
    HOA,
    HUNG,
    KIEN,
    LAN,
    OANH,
    SECRETARIAT,
    THAO,
    VAN,
    WARD,
    officer,
)
from scenarios import ClockIs, Given, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.interlinked.bundles import bundle
from thongsuot.areas.interlinked.models import Part
from thongsuot.areas.interlinked.opening import Wanted, opening_of
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CAST = {
    "hung": (HUNG, Role("applicant", At.SUBJECT)),
    "thao": (THAO, Role("applicant", At.SUBJECT)),
    "lan": (LAN, Role("intake", At.RECEIVING)),
    "van": (VAN, Role("intake", At.RECEIVING)),
    "system": (SYSTEM, Role("system", At.RECEIVING)),
}
PARTS = "system@receiving"
STANDING = {
    "submitted": On(1, "body", PARTS, At.RECEIVING),
    "under_way": On(4, "body", PARTS, At.RECEIVING),
    "partly_done": On(4, "body", PARTS, At.RECEIVING),
    "withdrawing": On(4, "body", PARTS, At.RECEIVING),
    "done": On(10, "nobody", "", At.RECEIVING),
    "done_in_part": On(10, "nobody", "", At.RECEIVING),
    "failed": On(8, "nobody", "", At.RECEIVING),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
}
BUNDLES = {
    "apply": "sinh-con",
    "take_in_sinh_con": "sinh-con",
    "take_in_nguoi_mat": "nguoi-mat",
    "take_in_dat_dai_thue": "dat-dai-thue",
    "take_in_xay_nha": "xay-nha",
}

APPLY_PLAINLY = Step("hung", "apply", "submitted")
APPLY = replace(
    APPLY_PLAINLY,
    refused=(
        Refusal("thao", "apply", NotAllowed, "chủ hồ sơ"),
        Refusal("lan", "apply", NotAllowed, "chủ hồ sơ"),
        Refusal("hung", "apply", NeedsNotMet, "present", {"present": True}),
    ),
)


def _taken_in(bundle: str) -> Step:
    """Lan takes a bundle in from Hùng, who stands before her."""
    move, here = f"take_in_{bundle}", {"present": True}
    refused = (
        Refusal("lan", move, NeedsNotMet, "present", {"present": ""}),
        Refusal("van", move, NotAllowed, "cán bộ tiếp nhận", here),
        Refusal("hung", move, NotAllowed, "cán bộ tiếp nhận", here),
    )
    return Step("lan", move, "submitted", given=here, refused=refused)


BIRTH, DEATH, LAND, HOUSE = map(_taken_in, ("sinh_con", "nguoi_mat", "dat_dai_thue", "xay_nha"))


def _parts(move: str, to: str, outcome: str = "") -> Step:
    """The parts bring the request there; nobody does it for them, and nobody takes it back."""
    return Step(
        "system", move, to, ClockIs.STOPPED if outcome else ClockIs.AS_BEFORE, outcome=outcome, final=True,
        refused=(Refusal("lan", move, NotAllowed, "hệ thống"), Refusal("hung", move, NotAllowed, "hệ thống")),
    )  # fmt: skip


GO_ON = _parts("parts_go_on", "under_way")
ONE_OVER = _parts("part_over", "partly_done")
ALL_DONE = _parts("all_done", "done", "granted")
IN_PART = _parts("done_in_part", "done_in_part", "in_part")
ALL_FAILED = _parts("all_failed", "failed", "refused")
ALL_WITHDRAWN = _parts("all_withdrawn", "withdrawn", "withdrawn")
BY_PARTS = (GO_ON, ONE_OVER, ALL_DONE, IN_PART, ALL_FAILED, ALL_WITHDRAWN)
LEAVING_MORE_TO_DO = (GO_ON, ONE_OVER, IN_PART, ALL_FAILED, ALL_WITHDRAWN)

WHY = {"request": "Gia đình tôi chuyển đi nơi khác."}
WITHDRAW = Step(
    "hung", "withdraw", "withdrawing", given=WHY, final=True,
    refused=(
        Refusal("hung", "withdraw", NeedsNotMet, "request", {"request": " "}),
        Refusal("lan", "withdraw", NotAllowed, "chủ hồ sơ", WHY),
        Refusal("thao", "withdraw", NotFound, given=WHY),
    ),
)  # fmt: skip
AT_COUNTER = Step(
    "lan", "withdraw_at_counter", "withdrawing", given=WHY, final=True,
    refused=(
        Refusal("lan", "withdraw_at_counter", NeedsNotMet, "request", {"request": " "}),
        Refusal("hung", "withdraw_at_counter", NotAllowed, "cán bộ tiếp nhận", WHY),
        Refusal("van", "withdraw_at_counter", NotFound, given=WHY),
    ),
)  # fmt: skip
RESEND = Step(
    "hung", "resend", "under_way", given={"part": "birth"}, final=True,
    refused=(
        Refusal("hung", "resend", Refused, "còn chờ phần khác", {"part": "residence"}),
        Refusal("hung", "resend", Refused, "còn chờ phần khác", {"part": "permit"}),
        Refusal("hung", "resend", NeedsNotMet, "part", {"part": "wedding"}),
        Refusal("lan", "resend", NotAllowed, "chủ hồ sơ", {"part": "birth"}),
        Refusal("thao", "resend", NotFound, given={"part": "birth"}),
    ),
)  # fmt: skip
RESEND_AT_COUNTER = Step(
    "lan", "resend_at_counter", "under_way", given={"part": "land"}, final=True,
    refused=(
        Refusal("lan", "resend_at_counter", Refused, "đang được giải quyết", {"part": "tax"}),
        Refusal("lan", "resend_at_counter", NeedsNotMet, "part", {"part": "wedding"}),
        Refusal("hung", "resend_at_counter", NotAllowed, "cán bộ tiếp nhận", {"part": "land"}),
    ),
)  # fmt: skip

WITHDRAWN_WHOLE = (
    Story(
        "Hùng withdraws what was hardly sent, and cannot send a part of it again",
        (APPLY, WITHDRAW, ALL_WITHDRAWN),
        end=(
            Refusal("hung", "resend", Refused, "rút cả yêu cầu", {"part": "birth"}),
            Refusal("lan", "resend_at_counter", Refused, "rút cả yêu cầu", {"part": "birth"}),
            Refusal("hung", "withdraw", Impossible, "Đã rút", WHY),
        ),
    ),
    Story("Lan withdraws it for him, yet one part was already settled", (DEATH, AT_COUNTER, IN_PART)),
    Story(
        "Hùng withdraws too late: every part has its result",
        (APPLY_PLAINLY, GO_ON, WITHDRAW, ALL_DONE),
        end=(
            Refusal("hung", "resend", Impossible, "Đã xong tất cả", {"part": "birth"}),
            Refusal("lan", "withdraw_at_counter", Impossible, "Đã xong tất cả", WHY),
        ),
    ),
    Story("Lan withdraws what was about to be refused", (HOUSE, GO_ON, AT_COUNTER, ALL_FAILED)),
    Story(
        "Hùng withdraws once only, whatever the parts do after it",
        (APPLY_PLAINLY, ONE_OVER, WITHDRAW, GO_ON),
        end=(Refusal("hung", "withdraw", NotAllowed, "1 lần", WHY),),
    ),
    Story(
        "Lan withdraws once only, whatever the parts do after it",
        (BIRTH, ONE_OVER, AT_COUNTER, ONE_OVER),
        end=(Refusal("lan", "withdraw_at_counter", NotAllowed, "1 lần", WHY),),
    ),
)
STORIES = (
    *WITHDRAWN_WHOLE,
    *(Story(f"Hùng sends the birth again when all of it is {at.to}", (APPLY_PLAINLY, at, RESEND))
      for at in LEAVING_MORE_TO_DO),
    *(Story(f"Lan sends the land again when all of it is {at.to}", (LAND, at, RESEND_AT_COUNTER))
      for at in LEAVING_MORE_TO_DO),
    *(Story(f"The parts stand at {one.to}, then at {other.to}", (APPLY_PLAINLY, one, other))
      for one, other in permutations(BY_PARTS, 2)),
)  # fmt: skip


def _opening(move: str, given: Given, then: datetime) -> Opening:
    """Opened as the area does it; its parts, which need the whole catalogue, are not tried before."""
    wanted = Wanted(BUNDLES[move], WARD, {}, phone="0912345678", name=HUNG.name, number=HUNG.citizen)
    actor, office = (HUNG, None) if move == "apply" else (LAN, LAN.offices[0])
    made = opening_of(actor, bundle(wanted.bundle), wanted, office, then)
    return replace(made, given=dict(given))


def _refused_part(case: Case) -> None:
    """The first part was sent and refused; the others have not begun."""
    Part.objects.create(
        id=uuid4(), parent=case.id, part=case.facts["parts"][0], attempt=1, province_code=case.province_code, system="",
        child=uuid4(), status=3, outcome="", is_open=False, waits_for="nobody", holder=CENTRE, since=case.opened_at,
        trouble="",
    )  # fmt: skip


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="interlinked",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH, KIEN, BINH),
    strangers=(HOA, VAN, THAO),
    places=(CENTRE, SECRETARIAT, COMMITTEE, CITY_CENTRE, "pvhcc.31825"),
    passer_by=_passer_by,
    opened=_refused_part,
)
