"""The dossier's stories: from Lan's counter at Thuận Hóa to the result, and all the ways out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from people import (
    CENTRE,
    CITY_CENTRE,
    COMMITTEE,
    HOA,
    HUE,
    HUNG,
    KIEN,
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
from scenarios import AMEND, ASSIGN, ATTACH, UNDO, ClockIs, Given, Later, Refusal, Step, Story, Tales
from scenarios.dossier_clock import WAYS_OF_THE_CLOCK
from scenarios.dossier_money import WAYS_OF_MONEY
from scenarios.dossier_points import STORIES_OF_POINTS
from scenarios.dossier_steps import (
    ACCEPT,
    ANSWER,
    ASK_CORRECTION,
    ASK_PAYMENT,
    ASK_SUPPLEMENT,
    CAST,
    CLOSED,
    CORRECT,
    HAND_OUT,
    HAND_OVER_QUIETLY,
    ISSUE,
    LAN_ACCEPTS,
    MINH_CLAIMS,
    NOTE,
    NUMBER,
    PAYMENT_ARRIVED,
    PAYMENT_CONFIRMED,
    PROPOSE,
    RATE,
    RATE_BY_CODE,
    RECEIVE,
    RECEIVE_QUIETLY,
    REFUSE,
    REGISTER,
    REVIEW_QUIETLY,
    SEAL,
    SIGN,
    STANDING,
    SUBMIT,
    SUPPLEMENT_ARRIVED,
    TO_THE_CHAIR,
    TO_THE_CLERK,
    TO_THE_DESK,
    TO_THE_HEAD,
    WITHDRAW,
)
from scenarios.dossier_ways import WAYS_OF_THE_BODY
from thongsuot.engine.actor import Actor
from thongsuot.engine.case_rules import NONE, CaseRules, Silence
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.making import Opening


def _extended(at: tuple[Step, ...], step: str, holder: str = "") -> Story:
    """Hạnh apologises and extends while the case stands there, once; a date before the present one helps nobody."""
    sorry = {"until": Later(3), "reasons": ["Chờ ý kiến của Sở Xây dựng"]}
    extend = Step(
        "hanh", "extend", step, ClockIs.EXTENDED, sorry, holder=holder, letter="04", kept=("until",),
        refused=(
            Refusal("hanh", "extend", Refused, "sau hạn hiện tại", {**sorry, "until": "2026-01-05T09:00:00+07:00"}),
            Refusal("hanh", "extend", NeedsNotMet, "until", {**sorry, "until": "ngày mai"}),
            Refusal("hanh", "extend", NeedsNotMet, "until", {**sorry, "until": "2026-12-01T09:00:00"}),
        ),
    )  # fmt: skip
    again = Refusal("hanh", "extend", NotAllowed, "1 lần", {**sorry, "until": Later(9)})
    return Story(f"Hạnh extends on {step}", (*at, extend), end=(again,))


def _withdrawn(at: tuple[Step, ...], step: str) -> Story:
    return Story(f"the applicant withdraws at the counter on {step}", (*at, WITHDRAW), end=CLOSED)


def _withdrawn_online(at: tuple[Step, ...], step: str) -> Story:
    withdraw = Step(
        "hung", "withdraw_online", "withdrawn", ClockIs.STOPPED, {"request": "Tôi nộp nhầm thủ tục."},
        outcome="withdrawn", final=True,
    )  # fmt: skip
    again = Refusal("hung", "withdraw_online", Impossible, "Đã rút", {"request": "Tôi nộp nhầm."})
    return Story(f"Hùng withdraws online on {step}", (*at, withdraw), end=(again, *CLOSED))


STORIES = (
    Story(
        "Lan receives, Minh settles, Bình signs, the result is handed out",
        (*TO_THE_CLERK, NUMBER, SEAL, ISSUE, HAND_OUT),
        end=CLOSED,
    ),
    Story(
        "Lan registers what came by post, refuses it by mistake, takes that back and accepts",
        (
            REGISTER,
            REFUSE,
            Step("lan", UNDO, "submitted", holder="lan", refused=(Refusal("minh", UNDO, NotAllowed),)),
            ACCEPT,
            HAND_OVER_QUIETLY,
        ),
    ),
    Story("Lan refuses what is not the ward's", (Step("lan", "register", "submitted", ClockIs.STARTED,
          holder="lan", limit="working_hour"), REFUSE), end=CLOSED[2:]),
    Story(
        "Minh asks once for a supplement with all defects",
        (*TO_THE_DESK, ASK_SUPPLEMENT, SUPPLEMENT_ARRIVED),
        end=(Refusal("minh", "ask_supplement", NotAllowed, "1 lần", {"defects": ["Thêm một bản vẽ nữa"]}),),
    ),
    Story("Minh waits for the payment", (*TO_THE_DESK, ASK_PAYMENT, PAYMENT_CONFIRMED)),
    Story(
        "Hạnh sends back, Bình does not sign, Minh proposes to deny, nobody adds a note",
        (
            RECEIVE_QUIETLY,
            HAND_OVER_QUIETLY,
            MINH_CLAIMS,
            PROPOSE,
            Step("hanh", "send_back", "processing", given={"reasons": ["Thiếu căn cứ"]}, holder="minh", letter="06"),
            Step("minh", "propose", "proposed", given={"outcome": "denied", "summary": ["Không đủ điều kiện."]},
                 holder="hanh", letter="06", outcome="denied", kept=("outcome",)),
            REVIEW_QUIETLY,
            Step("binh", "return", "processing", given={"reasons": ["Chưa rõ lý do"]}, holder="minh", letter="06"),
            Step("minh", "propose", "proposed", given={"outcome": "denied", "summary": ["Không đủ diện tích đất."]},
                 holder="hanh", letter="06", outcome="denied", kept=("outcome",)),
            Step("hanh", "review", "reviewed", holder="binh", letter="06"),
        ),
    ),
    Story(
        "Cúc takes a number back, Minh is on leave and Nam goes on, papers and corrections come between",
        (
            RECEIVE_QUIETLY,
            Step("lan", AMEND, "received", given={"phone": "0912 345 678"}, holder="lan",
                 refused=(Refusal("lan", AMEND, Impossible, "thay đổi", {"name": "Trần Văn Hùng"}),)),
            HAND_OVER_QUIETLY,
            MINH_CLAIMS,
            Step("hanh", ASSIGN, "processing", holder="nam", to_whom="nam", refused=(
                Refusal("hanh", ASSIGN, NotAllowed, "vị trí", to="lan"),
                Refusal("hanh", ASSIGN, NotAllowed, "vị trí", to="hoa"),
                Refusal("hanh", ASSIGN, Impossible, "đúng người", to="minh"),
                Refusal("lan", ASSIGN, NotAllowed, "giao lại", to="nam"),
            )),
            Step("hanh", UNDO, "processing", holder="minh", refused=(Refusal("minh", UNDO, NotAllowed, "hoàn tác"),)),
            Step("hanh", ASSIGN, "processing", holder="nam", to_whom="nam"),
            Step("nam", ATTACH, "processing", holder="nam"),
            Step("nam", "propose", "proposed", given=PROPOSE.given, letter="06", outcome="granted", kept=("outcome",)),
            REVIEW_QUIETLY,
            SIGN,
            NUMBER,
            Step("cuc", UNDO, "signed", refused=(Refusal("nam", UNDO, NotAllowed, "hoàn tác"),)),
            NUMBER,
        ),
    ),
    _extended(TO_THE_DESK, "processing", "minh"),
    _extended(TO_THE_HEAD, "proposed"),
    _extended(TO_THE_CHAIR, "reviewed"),
    _extended(TO_THE_CLERK, "signed"),
    Story(
        "Hùng submits online, corrects once, supplements, pays, gets the result and rates",
        (
            SUBMIT, ASK_CORRECTION, CORRECT, LAN_ACCEPTS, HAND_OVER_QUIETLY, MINH_CLAIMS, ASK_SUPPLEMENT, ANSWER,
            ASK_PAYMENT, PAYMENT_ARRIVED, PROPOSE, REVIEW_QUIETLY, SIGN, NUMBER, SEAL, ISSUE, HAND_OUT, RATE,
        ),
        end=(
            Refusal("hung", "rate", NotAllowed, "1 lần", {"stars": "1"}),
            Refusal("hung", "withdraw_online", Impossible, "Đã trả", {"request": "Tôi đổi ý."}),
        ),
    ),
    Story(
        "Hùng says nothing more with his stars",
        (*TO_THE_CLERK, NUMBER, SEAL, ISSUE, HAND_OUT,
         Step("hung", "rate", "delivered", given={"stars": "5"}, kept=("stars",), final=True)),
    ),
    Story(
        "Whoever has Hùng's receipt rates by its code, once, and then Hùng cannot",
        (*TO_THE_CLERK, NUMBER, SEAL, ISSUE, HAND_OUT, RATE_BY_CODE),
        end=(
            Refusal("system", "rate_by_code", NotAllowed, "1 lần", {"stars": "1"}),
            Refusal("hung", "rate", Refused, "đã được đánh giá", {"stars": "1"}),
        ),
    ),
    Story(
        "Whoever has the receipt says nothing more than stars",
        (*TO_THE_CLERK, NUMBER, SEAL, ISSUE, HAND_OUT,
         Step("system", "rate_by_code", "delivered", given={"stars": "5"}, kept=("stars",), final=True)),
        end=(Refusal("hung", "rate", Refused, "một lần", {"stars": "1"}),),
    ),
    Story(
        "Lan asks for a correction only once and then refuses",
        (SUBMIT, ASK_CORRECTION, CORRECT, Step("lan", "refuse", "refused", ClockIs.STOPPED, REFUSE.given,
                                               letter="03", outcome="refused",
         refused=(Refusal("lan", "ask_correction", NotAllowed, "1 lần", {"defects": ["Còn mờ"]}),))),
    ),
    Story(
        "Giang at the city's centre sends it for Hùng, who stands before her, and Lan answers",
        (
            Step("giang", "submit_for", "submitted", ClockIs.STARTED, {"present": True, "note": "Đi cùng bà."}, NOTE,
                 limit="working_hour",
                 refused=(
                     Refusal("giang", "submit_for", NeedsNotMet, "present", {"present": ""}),
                     Refusal("lan", "submit_for", NotAllowed, "tiếp nhận", {"present": True}),
                     Refusal("giang", "receive", NotAllowed, "tiếp nhận", {"sets": "1"}),
                 )),
            Step("lan", "accept", "received", ClockIs.STARTED, letter="01", limit="working_day", holder="lan",
                 refused=(Refusal("giang", "accept", NotAllowed, "tiếp nhận"),)),
        ),
    ),
    Story(
        "Giang has nothing to note",
        (Step("giang", "submit_for", "submitted", ClockIs.STARTED, {"present": True}, limit="working_hour"),),
    ),
    Story("Hùng does not correct what was asked", (SUBMIT, ASK_CORRECTION, REFUSE), end=CLOSED[2:]),
    _withdrawn((SUBMIT, ASK_CORRECTION), "waiting_correction"),
    _withdrawn_online((SUBMIT,), "submitted"),
    _withdrawn_online((SUBMIT, ASK_CORRECTION), "waiting_correction"),
    _withdrawn_online((RECEIVE,), "received"),
    _withdrawn_online(TO_THE_DESK, "processing"),
    _withdrawn_online((*TO_THE_DESK, ASK_SUPPLEMENT), "waiting_supplement"),
    _withdrawn_online((*TO_THE_DESK, ASK_PAYMENT), "waiting_payment"),
    _withdrawn_online(TO_THE_HEAD, "proposed"),
    _withdrawn_online(TO_THE_CHAIR, "reviewed"),
    *WAYS_OF_MONEY,
    *WAYS_OF_THE_BODY,
    *STORIES_OF_POINTS,
    *WAYS_OF_THE_CLOCK,
    _withdrawn((REGISTER,), "submitted"),
    _withdrawn((RECEIVE,), "received"),
    _withdrawn(TO_THE_DESK, "processing"),
    _withdrawn((*TO_THE_DESK, ASK_SUPPLEMENT), "waiting_supplement"),
    _withdrawn((*TO_THE_DESK, ASK_PAYMENT), "waiting_payment"),
    _withdrawn(TO_THE_HEAD, "proposed"),
    _withdrawn(TO_THE_CHAIR, "reviewed"),
)  # fmt: skip


# A law by which silence is consent: what came more than half a year ago was received under it.
SILENT = CaseRules(silence=Silence("granted", "Luật của câu chuyện, Điều 1"))


OWNED = {"authority": {"processing": "ho_tich"}}


def opening(move: str, given: Given, happened_at: datetime) -> Opening:
    """Ông Hùng of Thuận Hóa asks for a permit to build a house."""
    return Opening(
        kind="dossier",
        move=move,
        title="Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ",
        place_code=WARD,
        province_code=HUE,
        receiving_body=CENTRE,
        supporting_body=CITY_CENTRE if move in ("submit_for", "receive_for") else "",
        executing_body=OFFICE,
        competent_body=COMMITTEE,
        competence="Luật Xây dựng (chưa xác minh điều khoản)",
        product="Giấy phép xây dựng",
        limit=Limit(LimitUnit.WORKING_DAY, 15, basis="Luật Xây dựng"),
        subject_name="Trần Văn Hùng",
        subject={"name": "Trần Văn Hùng", "kind": "citizen", "number": "046085001234"},
        number_prefix=f"H57.{WARD}",
        happened_at=happened_at,
        procedure_code="1.013225",
        sector="G17",
        facts={"channel": "counter", "delivery": "online", **(OWNED if move == "receive_for" else {})},
        given=given,
        rules=SILENT if happened_at < datetime.now(UTC) - timedelta(days=200) else NONE,
    )


def passer_by(role: str, body: str) -> Actor:
    """Somebody with that role in that body who also oversees the ward, and so sees its cases."""
    return officer(f"{role} của {body}", (role, body), ("control", COMMITTEE))


TALES = Tales(
    kind="dossier",
    cast=CAST,
    standing=STANDING,
    opening=opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(KIEN, OANH, THANG),
    strangers=(HOA, VAN, TUYET, QUYEN, THAO),
    places=(CENTRE, CITY_CENTRE, OFFICE, COMMITTEE, OTHER_OFFICE, f"pkt.{NEIGHBOUR}"),
    passer_by=passer_by,
)
