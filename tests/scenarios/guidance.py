"""The stories of a document owed: Lan's ward waits, Trang promises, Ngọc drafts, Long issues and repeals."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from people import CENTRE, CITY_CENTRE, COMMITTEE, HOA, HUNG, KIEN, LAN, OANH, SECRETARIAT, VAN, officer
from scenarios import UNDO, ClockIs, Given, Later, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.guidance.area import prepare
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CITY = "ubnd.46"
TRANG = officer("Nguyễn Thu Trang", ("head", "vp.46"))
NGOC = officer("Võ Bảo Ngọc", ("specialist", "vp.46"))
LONG = officer("Phạm Thanh Long", ("chair", CITY))
HEAD, DRAFTER, ISSUER = "head@executing", "specialist@executing", "chair@competent"
CAST = {
    "lan": (LAN, Role("officer", At.SUPPORTING)),
    "trang": (TRANG, Role("head", At.EXECUTING)),
    "ngoc": (NGOC, Role("specialist", At.EXECUTING)),
    "long": (LONG, Role("chair", At.COMPETENT)),
}
STANDING = {
    "owed": On(2, "body", HEAD, At.COMPETENT),
    "drafting": On(4, "body", DRAFTER, At.COMPETENT),
    "consulting": On(4, "body", DRAFTER, At.COMPETENT),
    "submitted": On(4, "body", ISSUER, At.COMPETENT),
    "issued": On(10, "nobody", "", At.COMPETENT),
    "repealed": On(10, "nobody", "", At.COMPETENT),
    "declined": On(3, "nobody", "", At.COMPETENT),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
}
TOLD = {
    "form": "circular",
    "field": "justice",
    "topic": ["Dùng bản chụp sổ gốc khi dữ liệu chưa có"],
    "article": "khoản 2 Điều 5 Nghị định 120/2025/NĐ-CP",
}
ISSUED = {
    "number": "05/2026/TT-BTP",
    "issued_day": "2026-11-20",
    "effective_day": "2026-12-01",
    "expires_day": "2027-03-01",
    "articles": "khoản 2 Điều 5 Nghị định 120/2025/NĐ-CP",
    "contradicts": "Điều 3 Thông tư 01/2022/TT-BTP",
    "link": "https://moj.gov.vn/05-2026",
    "audience": "communes",
}
MAYBE = frozenset({"expires_day", "contradicts", "link"})
NOTE = frozenset({"note"})
OWE = Step(
    "lan", "owe", "owed", ClockIs.STARTED, TOLD, frozenset({"article"}), limit="10 working_day",
    kept=("form", "field", "article"),
    refused=(
        Refusal("lan", "owe", NeedsNotMet, "form", {**TOLD, "form": "poem"}),
        Refusal("lan", "owe", NeedsNotMet, "topic", {**TOLD, "topic": [" "]}),
    ),
)  # fmt: skip
PROMISE = Step(
    "trang", "promise", "drafting", ClockIs.PROMISED, {"until": Later(10), "note": "Theo thủ tục rút gọn."}, NOTE,
    refused=(Refusal("lan", "promise", NotAllowed, "trưởng phòng", {"until": Later(10)}),),
)  # fmt: skip
POSTPONE = Step(
    "trang", "postpone", "drafting", ClockIs.EXTENDED, {"until": Later(5), "reasons": ["Chờ ý kiến bộ khác"]}
)
CONSULT = Step(
    "ngoc", "consult", "consulting", given={"asked": ["Các Sở Tư pháp"], "draft": "https://moj.gov.vn/du-thao"},
    optional=frozenset({"draft"}), holder="ngoc", kept=("draft",),
    refused=(Refusal("trang", "consult", NotAllowed, "chuyên viên", {"asked": ["Các tỉnh"]}),),
)  # fmt: skip
GATHER = Step("ngoc", "gather", "drafting", given={"opinions": ["34 ý kiến, tiếp thu 30"]}, holder="ngoc")
SUBMIT = Step("trang", "submit", "submitted", given={"note": "Đã đủ ý kiến."}, optional=NOTE)
RETURN = Step(
    "long", "return_draft", "drafting", given={"reasons": ["Chưa nói rõ bản chụp do ai xác nhận"]}, holder="ngoc"
)
ISSUE = Step(
    "long", "issue", "issued", ClockIs.STOPPED, ISSUED, MAYBE, outcome="issued", kept=tuple(ISSUED), final=True,
    refused=(
        Refusal("trang", "issue", NotAllowed, "lãnh đạo ký", ISSUED),
        Refusal("long", "issue", Refused, "trước ngày ban hành", {**ISSUED, "effective_day": "2026-11-19"}),
        Refusal("long", "issue", Refused, "sau ngày có hiệu lực", {**ISSUED, "expires_day": "2026-12-01"}),
        Refusal("long", "issue", NeedsNotMet, "number", {**ISSUED, "number": ""}),
    ),
)  # fmt: skip
REPEAL = Step(
    "long", "repeal", "repealed", ClockIs.STOPPED, {"by": "Nghị định 12/2027/NĐ-CP"}, kept=("by",), final=True
)
DECLINE = Step("trang", "decline", "declined", ClockIs.STOPPED, {"reasons": ["Luật đã nói rõ"]}, outcome="declined")
WITHDRAW = Step(
    "lan", "withdraw", "withdrawn", ClockIs.STOPPED, {"note": "Đã có văn bản khác."}, NOTE, outcome="withdrawn"
)


def _quiet(step: Step) -> Step:
    """The step with what it insists on, and nothing more."""
    given = {name: value for name, value in step.given.items() if name not in step.optional}
    kept = tuple(name for name in step.kept if name in given)
    return replace(step, given=given, kept=kept, optional=frozenset(), refused=())


STORIES = (
    Story(
        "Trang promises and moves the day, Ngọc asks the provinces, Long issues and repeals",
        (OWE, PROMISE, POSTPONE, CONSULT, GATHER, replace(SUBMIT, refused=()), ISSUE, REPEAL),
        end=(Refusal("long", "repeal", Impossible, "bước", {"by": "Luật 1"}),),
    ),
    Story(
        "Long sends the draft back, and issues it in few words",
        (_quiet(OWE), _quiet(PROMISE), _quiet(CONSULT),
         replace(POSTPONE, to="consulting", holder="ngoc"), GATHER, _quiet(SUBMIT),
         replace(POSTPONE, to="submitted"), RETURN, replace(SUBMIT, holder="long"), _quiet(ISSUE)),
    ),
    Story("Trang takes his promise back and declines", (OWE, PROMISE, Step("trang", UNDO, "owed"), DECLINE)),
    Story("Trang promised and finds that the law says it", (OWE, PROMISE, DECLINE)),
    Story("Lan withdraws it", (OWE, WITHDRAW)),
    Story("Lan withdraws it without a word", (OWE, _quiet(WITHDRAW))),
)  # fmt: skip


def _opening(move: str, given: Given, then: datetime) -> Opening:
    made = prepare(LAN, {"title": "Dùng bản chụp sổ hộ tịch", "owes": CITY, "field": "justice", **given}, None, then)
    return replace(made, move=move, given=dict(given))


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="guidance",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH, KIEN),
    strangers=(HOA, VAN),
    published=frozenset({"issued", "repealed"}),
    places=(CENTRE, SECRETARIAT, COMMITTEE, "vp.46", CITY, CITY_CENTRE, "bo.G15", "pvhcc.31825"),
    passer_by=_passer_by,
)
