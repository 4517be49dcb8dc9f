"""The consultation's stories: Minh of the ward's economic office asks the culture office, which answers or does not."""

from __future__ import annotations

from datetime import datetime

from people import (
    COMMITTEE,
    DUNG,
    HANH,
    HOA,
    HUE,
    HUNG,
    KIEN,
    LAN,
    MINH,
    NEIGHBOUR,
    OANH,
    OFFICE,
    OTHER_OFFICE,
    QUYEN,
    THANG,
    THAO,
    TUYET,
    VAN,
    WARD,
    officer,
)
from scenarios import ATTACH, CLAIM, ClockIs, Given, On, Refusal, Role, Step, Story, Tales
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

YEN = officer("Huỳnh Thị Yến", ("specialist", OTHER_OFFICE))
TAM = officer("Cao Văn Tâm", ("specialist", OTHER_OFFICE))
CAST = {
    "minh": (MINH, Role("specialist", At.RECEIVING)),
    "lan": (LAN, Role("intake", At.RECEIVING)),
    "hoa": (HOA, Role("intake", At.RECEIVING)),
    "hanh": (HANH, Role("head", At.RECEIVING)),
    "yen": (YEN, Role("specialist", At.EXECUTING)),
    "tam": (TAM, Role("specialist", At.EXECUTING)),
    "dung": (DUNG, Role("head", At.EXECUTING)),
    "system": (SYSTEM, Role("system", At.RECEIVING)),
}
STANDING = {
    "asked": On(4, "body", "specialist@executing", At.EXECUTING),
    "answered": On(4, "body", "head@executing", At.EXECUTING),
    "returned": On(10, "nobody", "", At.EXECUTING),
    "declined": On(3, "nobody", "", At.EXECUTING),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
}
QUESTION = {"question": ["Công trình có thuộc khu vực bảo vệ di tích không?"], "binding": "required"}
NOTE = frozenset({"note"})
REASONS = {"reasons": ["Không thuộc lĩnh vực của phòng."]}


def _ask(days_ago: int = 0) -> Step:
    return Step(
        "minh", "ask", "asked", ClockIs.STARTED, QUESTION, limit="5 working_day", kept=("binding",), days_ago=days_ago,
        refused=(
            Refusal("minh", "ask", NeedsNotMet, "binding", {**QUESTION, "binding": "perhaps"}),
            Refusal("minh", "ask", NeedsNotMet, "question", {**QUESTION, "question": [" "]}),
            Refusal("hanh", "ask", NotAllowed, "chuyên viên", QUESTION),
        ),
    )  # fmt: skip


ASK, ASKED_LONG_AGO = _ask(), _ask(20)
YEN_CLAIMS = Step(
    "yen", CLAIM, "asked", holder="yen",
    refused=(Refusal("minh", CLAIM, NotAllowed, "hàng chờ"), Refusal("hoa", CLAIM, NotFound)),
)  # fmt: skip
OPINION = {"outcome": "partly", "opinion": ["Thống nhất, với điều kiện giữ nguyên mặt tiền."]}
ANSWER = Step(
    "yen", "answer", "answered", given=OPINION, outcome="partly",
    refused=(
        Refusal("tam", "answer", NotAllowed, "người khác giữ", OPINION),
        Refusal("yen", "answer", NeedsNotMet, "outcome", {**OPINION, "outcome": "maybe"}),
        Refusal("yen", "approve", Impossible, "Chờ cơ quan phối hợp"),
    ),
)  # fmt: skip
APPROVE = Step("dung", "approve", "returned", ClockIs.STOPPED, {"note": "Gửi kèm bản đồ."}, NOTE, final=True)
CLOSED = (
    Refusal("dung", "decline", Impossible, given=REASONS),
    Refusal("minh", "withdraw", Impossible, given=REASONS),
    Refusal("yen", CLAIM, NotAllowed),
)


def _ended(who: str, move: str, at: tuple[Step, ...], step: str, to: str) -> Story:
    """The consultation ends without an answer while it stands there."""
    end = Step(who, move, to, ClockIs.STOPPED, REASONS, outcome=to, final=True)
    return Story(f"{who} makes {move} on {step}", (*at, end), end=CLOSED)


def _reminded(at: tuple[Step, ...], step: str, holder: str = "") -> Story:
    """Minh reminds, as often as he has to, with a word or without."""
    once = Step("minh", "remind", step, given={"note": "Hồ sơ sắp đến hạn trả."}, optional=NOTE, holder=holder,
                final=True, refused=(Refusal("yen", "remind", NotAllowed, "chuyên viên"),))  # fmt: skip
    again = Step("minh", "remind", step, holder=holder, final=True)
    return Story(f"Minh reminds on {step}", (*at, once, again))


def _silent(at: tuple[Step, ...], step: str, holder: str = "") -> Story:
    """The time ran out: the system says so once, and the answer may still come."""
    told = {"allows": "wait"}
    silence = Step(
        "system", "silence", step, given=told, holder=holder, kept=("allows",), final=True,
        refused=(Refusal("minh", "silence", NotAllowed, "hệ thống", told),),
    )  # fmt: skip
    again = Refusal("system", "silence", NotAllowed, "1 lần", told)
    return Story(f"nobody answered in time, on {step}", (*at, silence), end=(again,))


STORIES = (
    Story(
        "Minh asks, Yến answers with a paper, Dũng sends it back once and then approves",
        (
            ASK,
            YEN_CLAIMS,
            Step("yen", ATTACH, "asked", holder="yen", refused=(Refusal("hoa", ATTACH, NotFound),)),
            ANSWER,
            Step("dung", "send_back", "asked", given={"reasons": ["Chưa nêu căn cứ"]}, holder="yen", outcome="partly"),
            Step("yen", "answer", "answered", given={**OPINION, "outcome": "disagree"}, outcome="disagree",
                 holder="dung"),
            APPROVE,
        ),
        end=(*CLOSED, Refusal("minh", "remind", Impossible)),
    ),
    Story(
        "Dũng has nothing to note",
        (ASK, YEN_CLAIMS, ANSWER, Step("dung", "approve", "returned", ClockIs.STOPPED, final=True)),
    ),
    _ended("dung", "decline", (ASK,), "asked", "declined"),
    _ended("dung", "decline", (ASK, YEN_CLAIMS, ANSWER), "answered", "declined"),
    _ended("minh", "withdraw", (ASK,), "asked", "withdrawn"),
    _ended("minh", "withdraw", (ASK, YEN_CLAIMS, ANSWER), "answered", "withdrawn"),
    _reminded((ASK, YEN_CLAIMS), "asked", "yen"),
    _reminded((ASK, YEN_CLAIMS, ANSWER), "answered"),
    _silent((ASKED_LONG_AGO, YEN_CLAIMS), "asked", "yen"),
    _silent((ASKED_LONG_AGO, YEN_CLAIMS, ANSWER), "answered"),
    Story(
        "nobody is silent before the time has run out",
        (ASK,),
        end=(Refusal("system", "silence", Refused, "Chưa hết", {"allows": "proceed"}),),
    ),
)  # fmt: skip


def opening(move: str, given: Given, happened_at: datetime) -> Opening:
    """Minh's question about ông Hùng's house; nothing of ông Hùng is in it."""
    return Opening(
        kind="consultation",
        move=move,
        title="Lấy ý kiến: Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ",
        place_code=WARD,
        province_code=HUE,
        receiving_body=OFFICE,
        executing_body=OTHER_OFFICE,
        competent_body=COMMITTEE,
        competence="NĐ 118/2025/NĐ-CP",
        product="Văn bản trả lời ý kiến",
        limit=Limit(LimitUnit.WORKING_DAY, 5, basis="Thời hạn trả lời ý kiến phối hợp"),
        subject_name="",
        subject={},
        number_prefix=f"YK.{OTHER_OFFICE}",
        happened_at=happened_at,
        procedure_code="1.013225",
        sector="G17",
        given=given,
    )


def passer_by(role: str, body: str) -> Actor:
    """Somebody with that role in that body who also oversees the ward, and so sees its cases."""
    return officer(f"{role} của {body}", (role, body), ("control", COMMITTEE))


TALES = Tales(
    kind="consultation",
    cast=CAST,
    standing=STANDING,
    opening=opening,
    stories=STORIES,
    applicant=HUNG,  # nobody's own case
    onlookers=(KIEN, OANH, THANG),
    strangers=(HOA, VAN, TUYET, QUYEN, THAO, HUNG),
    places=(OFFICE, OTHER_OFFICE, COMMITTEE, f"pkt.{NEIGHBOUR}"),
    passer_by=passer_by,
)
