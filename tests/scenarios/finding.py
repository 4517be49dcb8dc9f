"""The stories of a finding: Trang's team finds it in Thuận Hóa, Dũng's office answers and remedies, Trang confirms."""

from __future__ import annotations

from datetime import datetime

from people import BINH, CITY_CENTRE, COMMITTEE, DUNG, HOA, HUNG, OANH, OTHER_OFFICE, VAN, officer
from scenarios import UNDO, ClockIs, Given, Later, On, Refusal, Role, Step, Story, Tales, quietly
from thongsuot.areas.inspections.process import ANSWER, FINDING
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

TRANG = officer("Nguyễn Thu Trang", ("head", "vp.46"))
TEAM, INSPECTED = "officer@receiving", "head@executing"
CAST = {"trang": (TRANG, Role("officer", At.RECEIVING)), "dung": (DUNG, Role("head", At.EXECUTING))}
STANDING = {
    "recorded": On(2, "body", INSPECTED, At.COMPETENT),
    "remedying": On(4, "body", INSPECTED, At.COMPETENT),
    "reported": On(4, "body", TEAM, At.RECEIVING),
    "remedied": On(10, "nobody", "", At.COMPETENT),
    "dropped": On(7, "nobody", "", At.RECEIVING),
}
TOLD = {
    "severity": "serious",
    "field": "one_stop",
    "provision": "Điều 5 Nghị định 118/2025/NĐ-CP",
    "where": "Quầy số 2",
}
OPTIONAL = frozenset({"provision", "where"})
NOTE = frozenset({"note"})
RECORD = Step(
    "trang", "record", "recorded", ClockIs.STARTED, TOLD, OPTIONAL, limit="5 working_day", kept=("severity", "field"),
    refused=(
        Refusal("trang", "record", NeedsNotMet, "severity", {**TOLD, "severity": "terrible"}),
        Refusal("trang", "record", NeedsNotMet, "field", {"severity": "minor"}),
    ),
)  # fmt: skip
ANSWERED = Step(
    "dung", "answer", "remedying", ClockIs.PROMISED, {"measures": ["Mở thêm quầy buổi sáng"], "until": Later(3)},
    holder="dung",
    refused=(Refusal("trang", "answer", NotAllowed, "trưởng phòng", {"measures": ["Mở quầy"], "until": Later(3)}),),
)  # fmt: skip
REPORT = Step("dung", "report", "reported", given={"done": ["Đã mở quầy số 3"]}, holder="trang")
SEND_BACK = Step("trang", "send_back", "remedying", given={"reasons": ["Quầy mới chưa có máy quét"]}, holder="dung")
CONFIRM = Step("trang", "confirm", "remedied", ClockIs.STOPPED, {"note": "Đã xem tận nơi."}, NOTE)
DROP = Step("trang", "drop", "dropped", ClockIs.STOPPED, {"reasons": ["Ghi trùng"]}, outcome="dropped")

ASK_AGAIN = Step(
    "trang", "ask_again", "recorded", ClockIs.STARTED, {"reasons": ["Hẹn quá xa"]}, holder="dung", limit="5 working_day"
)
STORIES = (
    Story("Trang does not accept the day that Dũng promised", (RECORD, ANSWERED, ASK_AGAIN, ANSWERED, REPORT, CONFIRM)),
    Story(
        "Dũng promises a day, reports, is sent back, reports again, Trang confirms",
        (RECORD, ANSWERED, REPORT, SEND_BACK, REPORT, CONFIRM),
        end=(Refusal("trang", "drop", Impossible, "Bỏ"),),
    ),
    Story(
        "Dũng has remedied it before he answers, and takes the report back once",
        (
            RECORD,
            REPORT,
            Step("dung", UNDO, "recorded", refused=(Refusal("trang", UNDO, NotAllowed, "hoàn tác"),)),
            REPORT,
            quietly(CONFIRM, "note"),
        ),
    ),
    Story("Trang drops what was taken twice", (quietly(RECORD, "provision", "where"), DROP)),
    Story("Trang drops it while Dũng remedies it", (RECORD, ANSWERED, DROP)),
    Story("Trang drops it when Dũng has reported", (RECORD, REPORT, DROP)),
)


def _opening(move: str, given: Given, then: datetime) -> Opening:
    return Opening(
        kind=FINDING.key, move=move, title="Quầy số 2 chờ quá 40 phút", place_code="19789", province_code="46",
        receiving_body="vp.46", executing_body=OTHER_OFFICE, competent_body=COMMITTEE, competence=FINDING.legal_basis,
        product=FINDING.product, limit=ANSWER, subject_name="Ủy ban nhân dân phường Thuận Hóa", subject={},
        number_prefix="PH.19789", happened_at=then, given=dict(given),
    )  # fmt: skip


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "ubnd.46"))


TALES = Tales(
    kind="finding",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH, BINH),
    strangers=(HOA, VAN),
    places=("vp.46", COMMITTEE, "pvhxh.19789", CITY_CENTRE, "pvhcc.31825"),
    passer_by=_passer_by,
)
