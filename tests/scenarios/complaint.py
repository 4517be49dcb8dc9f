"""The stories of a complaint: Hùng sends it, Yến gives the receipt and passes it to who decides on it by law."""

from __future__ import annotations

from datetime import datetime

from people import BINH, COMMITTEE, HOA, HUNG, KIEN, LAN, OANH, VAN, officer
from scenarios import ClockIs, Given, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.complaints import sending
from thongsuot.areas.complaints.sending import Grievance
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At
from thongsuot.register import bodies

YEN = officer("Trần Hải Yến", ("reception", "vp.19789"))
RECEPTION = "reception@receiving"
CAST = {
    "hung": (HUNG, Role("applicant", At.SUBJECT)),
    "yen": (YEN, Role("reception", At.RECEIVING)),
    "system": (SYSTEM, Role("system", At.RECEIVING)),
}
STANDING = {
    "received": On(2, "body", RECEPTION, At.RECEIVING),
    "passed": On(10, "nobody", "", At.RECEIVING),
    "declined": On(3, "nobody", "", At.RECEIVING),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
}
SAID = {"content": ["Quyết định xử phạt không đúng diện tích"], "against": "Quyết định 15/QĐ-UBND của phường"}
PASSED = {"to": "Chủ tịch Ủy ban nhân dân thành phố", "document": "Số 21/PC ngày 20/11/2026"}
NOTE = frozenset({"note"})


def stories(limit: str) -> tuple[Story, ...]:
    """What may happen to it, within the limit of its law."""
    submit = Step(
        "hung", "submit", "received", ClockIs.STARTED, SAID, limit=limit,
        refused=(Refusal("hung", "submit", NeedsNotMet, "content", {**SAID, "content": []}),
                 Refusal("yen", "submit", NotAllowed, "chủ hồ sơ", SAID)),
    )  # fmt: skip
    unsigned = Step("system", "submit_unsigned", "received", ClockIs.STARTED, SAID, limit=limit)
    record = Step(
        "yen", "record", "received", ClockIs.STARTED, {**SAID, "channel": "counter"}, limit=limit, holder="yen",
        kept=("channel",),
    )  # fmt: skip
    pass_on = Step(
        "yen", "pass_on", "passed", ClockIs.STOPPED, {**PASSED, "note": "Kèm đơn gốc."}, NOTE, outcome="passed",
        final=True, refused=(Refusal("yen", "pass_on", NeedsNotMet, "document", {"to": PASSED["to"]}),),
    )  # fmt: skip
    pass_on_quietly = Step("yen", "pass_on", "passed", ClockIs.STOPPED, PASSED, outcome="passed", final=True)
    decline = Step(
        "yen", "decline", "declined", ClockIs.STOPPED, {"reasons": ["Không rõ người gửi, không có chứng cứ"]},
        outcome="declined", final=True,
    )  # fmt: skip
    withdraw = Step("hung", "withdraw", "withdrawn", ClockIs.STOPPED, {"note": "Đã thỏa thuận."}, NOTE,
                    outcome="withdrawn", final=True)  # fmt: skip
    withdraw_quietly = Step("hung", "withdraw", "withdrawn", ClockIs.STOPPED, outcome="withdrawn", final=True)
    return (
        Story("Yến passes it on", (submit, pass_on), end=(Refusal("hung", "withdraw", Impossible, "Rút đơn"),)),
        Story("Yến passes on what nobody signed", (unsigned, pass_on_quietly)),
        Story("Yến takes it down and it cannot be handled", (record, decline)),
        Story("Hùng withdraws it", (submit, withdraw)),
        Story("Hùng withdraws it without a word", (submit, withdraw_quietly)),
    )


def opening_of(kind: str, move: str, given: Given, then: datetime) -> Opening:
    house = bodies.body(COMMITTEE)
    assert house is not None
    sent = Grievance(kind, "19789", (), "")
    number = {"number": HUNG.citizen}
    return sending.opening_of(sent, house, move, dict(given), HUNG.name, number, {}, then, ())


def _opening(move: str, given: Given, then: datetime) -> Opening:
    return opening_of("complaint", move, given, then)


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


PLACES = ("pvhcc.19789", COMMITTEE, "vp.19789", "vp.46", "ubnd.46", "pvhcc.31825")
TALES = Tales(
    kind="complaint",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=stories("10 calendar_day"),
    applicant=HUNG,
    onlookers=(OANH, KIEN, BINH, LAN),
    strangers=(HOA, VAN),
    places=PLACES,
    passer_by=_passer_by,
)
