"""What the clock does to a dossier by its own law: a second supplement allowed, a late apology refused, silence."""

from __future__ import annotations

from dataclasses import replace

from scenarios import ClockIs, Later, Refusal, Step, Story
from scenarios.dossier_steps import (
    ASK_SUPPLEMENT,
    CLOSED,
    HAND_OVER_QUIETLY,
    MINH_CLAIMS,
    PROPOSE,
    RECEIVE_QUIETLY,
    REVIEW_QUIETLY,
    SUPPLEMENT_ARRIVED,
    TO_THE_DESK,
)
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused

WHY = {"reasons": ["Bản vẽ nộp lại là của thửa đất khác"], "ground": "NĐ 118/2025/NĐ-CP (chưa xác minh)"}
MORE = {"defects": ["Nộp đúng bản vẽ của thửa đất này"]}
ALLOW = Step(
    "hanh", "allow_supplement", "processing", given=WHY, holder="minh",
    refused=(
        Refusal("minh", "ask_supplement", NotAllowed, "1 lần", MORE),
        Refusal("minh", "allow_supplement", NotAllowed, "trưởng phòng", WHY),
        Refusal("hanh", "allow_supplement", NeedsNotMet, "ground", {**WHY, "ground": " "}),
        Refusal("hanh", "allow_supplement", NeedsNotMet, "reasons", {**WHY, "reasons": []}),
    ),
)  # fmt: skip
ASKED_ONCE = (*TO_THE_DESK, ASK_SUPPLEMENT, SUPPLEMENT_ARRIVED)
ASK_AGAIN = replace(ASK_SUPPLEMENT, given=MORE, refused=(Refusal("hanh", "allow_supplement", Refused, "lượt", WHY),))
SORRY = {"until": Later(3), "reasons": ["Chờ ý kiến của cơ quan khác"]}

# What was received 250 days ago stands under a law of silence (`dossier.opening`), and has been due for months.
OLD = replace(RECEIVE_QUIETLY, days_ago=250)
AT_THE_DESK = (OLD, replace(HAND_OVER_QUIETLY, days_ago=249), MINH_CLAIMS)
AT_THE_HEAD = (*AT_THE_DESK, replace(PROPOSE, days_ago=248, refused=()))
AT_THE_CHAIR = (*AT_THE_HEAD, replace(REVIEW_QUIETLY, days_ago=247, refused=()))


def silent(outcome: str, *refused: Refusal) -> Step:
    return Step(
        "system", "settle_by_silence", "deemed", ClockIs.STOPPED, {"outcome": outcome}, outcome=outcome, final=True,
        refused=refused,
    )  # fmt: skip


TOO_LATE = Refusal("minh", "ask_supplement", NotAllowed, "không trả lời", MORE)
WAYS_OF_THE_CLOCK = (
    Story(
        "Hạnh allows a second request for a supplement, and Minh makes it once",
        (*ASKED_ONCE, ALLOW, ASK_AGAIN, SUPPLEMENT_ARRIVED),
        end=(Refusal("minh", "ask_supplement", NotAllowed, "2 lần", MORE),),
    ),
    Story(
        "Nobody allows a second request before the first, nor settles by silence what no law says so of",
        TO_THE_DESK,
        end=(
            Refusal("hanh", "allow_supplement", Refused, "lượt", WHY),
            Refusal("system", "settle_by_silence", NotAllowed, "pháp luật", {"outcome": "granted"}),
        ),
    ),
    Story(
        "An apology after the day is refused",
        (replace(RECEIVE_QUIETLY, days_ago=41), HAND_OVER_QUIETLY, MINH_CLAIMS),
        end=(Refusal("hanh", "extend", NotAllowed, "trước hạn", SORRY),),
    ),
    Story("Silence settles what lies at the counter", (OLD, silent("granted")), end=CLOSED[2:]),
    Story(
        "Silence settles what lies on Minh's desk, and nobody answers afterwards",
        (*AT_THE_DESK, silent("granted", TOO_LATE)),
        end=(Refusal("minh", "ask_supplement", Impossible, "Hết thời hạn", MORE),),
    ),
    Story("Silence is a refusal on Hạnh's desk", (*AT_THE_HEAD, silent("denied"))),
    Story("Silence settles what waits for Bình's signature", (*AT_THE_CHAIR, silent("granted"))),
)
