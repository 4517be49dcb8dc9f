"""What the body decides about a whole dossier: stopped, sent elsewhere, corrected, revoked; and how results leave."""

from __future__ import annotations

from dataclasses import replace

from people import COMMITTEE, NEIGHBOUR
from scenarios import UNDO, ClockIs, Later, Refusal, Step, Story
from scenarios.dossier_steps import (
    ASK_SUPPLEMENT,
    CLOSED,
    HAND_OUT,
    HAND_OVER_QUIETLY,
    ISSUE,
    MINH_CLAIMS,
    NOTE,
    NUMBER,
    PROPOSE_AGAIN,
    RECEIVE_QUIETLY,
    REGISTER,
    REVIEW_AGAIN,
    SEAL,
    SIGN_AGAIN,
    TO_THE_CHAIR,
    TO_THE_CLERK,
    TO_THE_DESK,
    TO_THE_HEAD,
)
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused

POST_OUT = Step(
    "lan", "post_out", "delivered", ClockIs.STOPPED, {"tracking": "RR 123 456 789 VN", "note": "Gửi bảo đảm."}, NOTE,
    final=True,
    refused=(
        Refusal("lan", "post_out", NeedsNotMet, "tracking", {"tracking": " "}),
        Refusal("lan", "hand_out", NeedsNotMet, "how", {"receiver": "Trần Văn Hùng", "how": "post"}),
    ),
)  # fmt: skip
TAKE_ONLINE = Step(
    "hung", "take_online", "delivered", ClockIs.STOPPED, {"taken": True}, final=True,
    refused=(
        Refusal("hung", "take_online", NeedsNotMet, "taken", {"taken": ""}),
        Refusal("thao", "take_online", NotFound, given={"taken": True}),
        Refusal("lan", "take_online", NotAllowed, "chủ hồ sơ", {"taken": True}),
    ),
)  # fmt: skip
GROUND, GUIDANCE = "Luật Xây dựng, Điều 103 (chưa xác minh)", frozenset({"guidance"})
WHY_STOP = {"reasons": ["Đất đang có tranh chấp tại Tòa án"], "ground": GROUND, "guidance": "Chờ bản án có hiệu lực."}


def _stop(step: str) -> Step:
    return Step(
        "binh", "stop", "stopped", ClockIs.PAUSED, WHY_STOP, GUIDANCE, holder="binh", letter="05",
        refused=(
            Refusal("hanh", "stop", NotAllowed, "lãnh đạo", WHY_STOP),
            Refusal("binh", "stop", NeedsNotMet, "ground", {**WHY_STOP, "ground": ""}),
        ),
    )  # fmt: skip


TO_THE_STOP = (*TO_THE_DESK, _stop("processing"))
RESUME = Step(
    "binh", "resume", "processing", ClockIs.RESUMED, {"reasons": ["Tòa án đã xét xử xong"]}, holder="minh", letter="06",
    refused=(
        Refusal("minh", "resume", NotAllowed, "lãnh đạo", {"reasons": ["Xong"]}),
        Refusal("hung", "withdraw_online", Impossible, "Dừng", {"request": "Tôi rút."}),
    ),
)  # fmt: skip
CLOSE_STOPPED = Step(
    "binh", "close_stopped", "closed", ClockIs.STOPPED, WHY_STOP, GUIDANCE, letter="05", outcome="stopped",
    refused=(Refusal("binh", "close_stopped", NeedsNotMet, "reasons", {"ground": GROUND}),),
)  # fmt: skip
LONG_AGO = (
    replace(RECEIVE_QUIETLY, days_ago=41), HAND_OVER_QUIETLY, MINH_CLAIMS, replace(ASK_SUPPLEMENT, days_ago=40),
)  # fmt: skip
CLOSE_UNANSWERED = Step(
    "binh", "close_unanswered", "closed", ClockIs.STOPPED, {"ground": GROUND, "guidance": "Nộp hồ sơ mới khi đủ."},
    GUIDANCE, letter="05", outcome="unanswered",
    refused=(Refusal("minh", "close_unanswered", NotAllowed, "lãnh đạo", {"ground": GROUND}),),
)  # fmt: skip
THERE = f"ubnd.{NEIGHBOUR}"
MISSENT = {"to": THERE, "reasons": ["Thửa đất thuộc phường Phú Xuân"]}
NOWHERE = (
    Refusal("lan", "pass_on", NeedsNotMet, "to", {**MISSENT, "to": COMMITTEE}),
    Refusal("lan", "pass_on", NeedsNotMet, "to", {**MISSENT, "to": "ubnd.46"}),
    Refusal("lan", "pass_on", NeedsNotMet, "to", {**MISSENT, "to": "Ủy ban phường bên"}),
    Refusal("lan", "pass_on", NeedsNotMet, "to", {**MISSENT, "to": "ubnd.00000"}),
)
PASS_ON = Step(
    "lan", "pass_on", "submitted", given=MISSENT, letter="06", final=True, refused=NOWHERE,
    elsewhere={
        "receiving_body": f"pvhcc.{NEIGHBOUR}", "executing_body": f"pkt.{NEIGHBOUR}", "competent_body": THERE,
    },
)  # fmt: skip
TRANSFER = Step(
    "binh", "transfer", "processing", given=MISSENT, letter="06", final=True,
    elsewhere={"executing_body": f"pkt.{NEIGHBOUR}", "competent_body": THERE},
    refused=(
        *(replace(one, who="binh", does="transfer") for one in NOWHERE),
        Refusal("hanh", "transfer", NotAllowed, "lãnh đạo", MISSENT),
    ),
)  # fmt: skip
WRONG_NAME = {"reasons": ["Giấy phép ghi sai tên đường"], "ground": GROUND}
REOPEN = Step(
    "binh", "reopen", "processing", ClockIs.STARTED, WRONG_NAME, holder="minh", letter="06", limit="3 working_day",
    final=True,
    refused=(
        Refusal("cuc", "reopen", NotAllowed, "lãnh đạo", WRONG_NAME),
        Refusal("binh", "reopen", NeedsNotMet, "reasons", {**WRONG_NAME, "reasons": []}),
    ),
)  # fmt: skip
REVOKE = Step(
    "binh", "revoke", "revoked", ClockIs.STOPPED,
    {**WRONG_NAME, "decision": "Số 45/QĐ-UBND ngày hôm nay", "guidance": "Nộp lại bản gốc tại quầy."}, GUIDANCE,
    letter="revocation", outcome="revoked", final=True,
    refused=(
        Refusal("binh", "revoke", NeedsNotMet, "decision", WRONG_NAME),
        Refusal("lan", "revoke", NotAllowed, "lãnh đạo", {**WRONG_NAME, "decision": "Số 45"}),
    ),
)  # fmt: skip
TO_THE_COUNTER = (*TO_THE_CLERK, NUMBER, SEAL, ISSUE)


def _quietly(step: Step) -> Step:
    """The same without what it may leave out."""
    return replace(step, given={n: v for n, v in step.given.items() if n not in step.optional}, optional=frozenset(),
                   refused=())  # fmt: skip


WAYS_OF_THE_BODY = (
    Story("Lan sends the result by post", (*TO_THE_COUNTER, POST_OUT), end=CLOSED),
    Story("Lan posts it and notes nothing", (*TO_THE_COUNTER, _quietly(POST_OUT))),
    Story("Hùng takes the electronic result at home", (*TO_THE_COUNTER, TAKE_ONLINE), end=CLOSED),
    Story("Bình stops the dossier and lets it go on", (*TO_THE_STOP, RESUME)),
    Story("Bình stops what Hạnh examines", (*TO_THE_HEAD, _quietly(_stop("proposed")))),
    Story("Bình stops what he should sign", (*TO_THE_CHAIR, _stop("reviewed"))),
    Story("Bình closes what he stopped", (*TO_THE_STOP, CLOSE_STOPPED), end=CLOSED[2:]),
    Story("Bình closes what he stopped, without guidance", (*TO_THE_STOP, _quietly(CLOSE_STOPPED))),
    Story(
        "Nobody supplements for forty days and Bình closes",
        (*LONG_AGO, CLOSE_UNANSWERED),
        end=(*CLOSED[2:], Refusal("hung", "answer_supplement", Impossible, "kết thúc", {"answer": ["Muộn"]})),
    ),
    Story("Nobody supplements and Bình has no guidance", (*LONG_AGO, _quietly(CLOSE_UNANSWERED))),
    Story(
        "Bình may not close a supplement before its term",
        (*TO_THE_DESK, ASK_SUPPLEMENT),
        end=(Refusal("binh", "close_unanswered", NotAllowed, "thời gian chờ", {"ground": GROUND}),),
    ),
    Story(
        "Lan passes on what is the neighbour's, and no longer sees it",
        (REGISTER, PASS_ON),
        end=(Refusal("lan", "accept", NotFound), Refusal("binh", "transfer", NotFound, given=MISSENT)),
    ),
    Story(
        "Bình transfers what came to the wrong ward before anybody settles it, and Lan still hands out",
        (RECEIVE_QUIETLY, TRANSFER),
        end=(
            Refusal("binh", "transfer", NotFound, given=MISSENT),
            Refusal("lan", "hand_over", Impossible, "thụ lý"),
        ),
    ),
    Story(
        "Bình transfers what Minh found to be the neighbour's",
        (*TO_THE_DESK, TRANSFER),
        end=(Refusal("hanh", "extend", NotFound, given={"until": Later(3), "reasons": ["Chờ"]}),),
    ),
    Story(
        "An error is found before the result is handed out, and corrected under a new number",
        (*TO_THE_COUNTER, REOPEN, PROPOSE_AGAIN, REVIEW_AGAIN, SIGN_AGAIN, replace(NUMBER, holder="cuc")),
        end=(Refusal("hung", "withdraw_online", Impossible, "cấp số", {"request": "Tôi rút."}),),
    ),
    Story(
        "An error is found after the result was handed out; Hùng cannot withdraw what stands",
        (*TO_THE_COUNTER, HAND_OUT, REOPEN),
        end=(
            Refusal("hung", "withdraw_online", Refused, "đính chính", {"request": "Tôi rút."}),
            Refusal("lan", "withdraw", Refused, "đính chính", {"request": "Rút."}),
            Refusal("binh", UNDO, Impossible, "hoàn tác"),
        ),
    ),
    Story(
        "Bình revokes a result that was handed out",
        (*TO_THE_COUNTER, HAND_OUT, REVOKE),
        end=(*CLOSED, Refusal("binh", "reopen", Impossible, "thu hồi", WRONG_NAME)),
    ),
    Story("Bình revokes and guides nobody", (*TO_THE_COUNTER, HAND_OUT, _quietly(REVOKE))),
)
