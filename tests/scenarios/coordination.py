"""The stories of co-ordinating: Ngọc's city asks Thuận Hóa, whose head answers; or the question is withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from people import BINH, CUC, DUNG, HOA, HUNG, OTHER_OFFICE, TUYET, VAN, WARD, officer
from scenarios import ClockIs, Given, Later, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.tasks.coordinating import COORDINATION
from thongsuot.engine.actor import Actor
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CITY, COMMITTEE = "ubnd.46", f"ubnd.{WARD}"
NGOC = officer("Võ Bảo Ngọc", ("specialist", "vp.46"))
CAST = {
    "ngoc": (NGOC, Role("officer", At.RECEIVING)),
    "dung": (DUNG, Role("head", At.EXECUTING)),
    "cuc": (CUC, Role("clerk", At.EXECUTING)),
}
STANDING = {
    "asked": On(2, "body", "head@executing", At.EXECUTING),
    "answered": On(10, "nobody", "", At.EXECUTING),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
}
QUESTION = {"until": Later(5), "question": ["Số hộ chưa có mạng, theo từng tổ dân phố."]}
ASK = Step(
    "ngoc", "ask", "asked", ClockIs.PROMISED, QUESTION,
    refused=(
        Refusal("ngoc", "ask", NeedsNotMet, "question", {**QUESTION, "question": [""]}),
        Refusal("ngoc", "ask", Refused, "sau thời điểm", {**QUESTION, "until": "2026-01-05T08:00:00+07:00"}),
    ),
)  # fmt: skip
ANSWER = Step("dung", "answer", "answered", ClockIs.STOPPED, {"opinion": ["127 hộ."]}, outcome="answered", final=True,
              refused=(Refusal("cuc", "answer", NotAllowed, "trưởng phòng", {"opinion": ["0 hộ."]}),))  # fmt: skip
WITHDRAW = Step("ngoc", "withdraw", "withdrawn", ClockIs.STOPPED, {"reasons": ["Đã có số liệu."]}, outcome="withdrawn",
                final=True)  # fmt: skip
STORIES = (
    Story("Dũng answers for his ward", (ASK, ANSWER), end=(Refusal("ngoc", "withdraw", Impossible, "phối hợp",
                                                                  {"reasons": ["Thôi."]}),)),
    Story("Ngọc no longer needs it", (ASK, WITHDRAW)),
)  # fmt: skip


def _opening(move: str, given: Given, then: datetime) -> Opening:
    return Opening(
        kind="coordination",
        move=move,
        title="Phối hợp: Lập danh sách điểm chưa có mạng",
        place_code=WARD,
        province_code="46",
        receiving_body=CITY,
        executing_body=OTHER_OFFICE,
        competent_body=COMMITTEE,
        competence="Kế hoạch của thành phố",
        product=COORDINATION.product,
        limit=Limit(LimitUnit.NONE, basis="thời hạn do nơi chủ trì đặt"),
        subject_name="NV.46-1",
        subject={},
        number_prefix="PH.46",
        happened_at=then,
        given=dict(given),
    )


def _passer_by(role: str, place: str) -> Actor:
    return officer(f"Người qua đường {role} {place}", (role, place), ("leader", "vpcp"))


TALES = Tales(
    kind="coordination",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(BINH,),
    strangers=(HOA, VAN, replace(TUYET)),
    places=("vp.46", CITY, COMMITTEE, OTHER_OFFICE, "pvhcc.31825"),
    passer_by=_passer_by,
)
