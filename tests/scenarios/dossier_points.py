"""Where people are: Giang's counter takes a dossier in for Thuận Hóa and hands its result out; the post reports back.

The stage that a ministry's system owns is that system's: what is received at Giang's counter in these stories is such.
"""

from __future__ import annotations

from dataclasses import replace

from people import CENTRE, CITY_CENTRE, NEIGHBOUR
from scenarios import ClockIs, Refusal, Step, Story
from scenarios.dossier_steps import (
    CLOSED,
    HAND_OUT,
    ISSUE,
    MINH_CLAIMS,
    NOTE,
    NUMBER,
    PROPOSE,
    SEAL,
    TO_THE_CLERK,
    TO_THE_DESK,
)
from scenarios.dossier_ways import POST_OUT
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused

RECEIVE_FOR = Step(
    "giang", "receive_for", "received", ClockIs.STARTED, {"sets": "1", "note": "Người nộp ở gần đây."}, NOTE,
    letter="01", limit="working_day",
    refused=(
        Refusal("giang", "receive_for", NeedsNotMet, "sets", {"sets": ""}),
        Refusal("lan", "receive_for", NotAllowed, "tiếp nhận", {"sets": "1"}),
        Refusal("hoa", "receive_for", NotAllowed, "tiếp nhận", {"sets": "1"}),
    ),
)  # fmt: skip
BUNDLE = {"list": ["Giấy chứng nhận, 01 bản chính"], "carrier": "RR 000 111 222 VN"}
WHOLE = {"checked": "whole"}


def _sent(step: str) -> Step:
    return Step(
        "giang", "send_originals", step, given=BUNDLE, final=True,
        refused=(
            Refusal("lan", "originals_arrived", Refused, "chưa ký nhận", WHOLE),
            Refusal("giang", "send_originals", NeedsNotMet, "list", {**BUNDLE, "list": []}),
            Refusal("giang", "send_originals", NeedsNotMet, "carrier", {**BUNDLE, "carrier": " "}),
            Refusal("lan", "send_originals", NotAllowed, "tiếp nhận", BUNDLE),
        ),
    )  # fmt: skip


def _signed_for(step: str, holder: str = "") -> Step:
    return Step(
        "lan", "originals_arrived", step, given={"checked": "short", "note": "Thiếu bản vẽ."}, optional=NOTE,
        holder=holder, final=True,
        refused=(
            Refusal("giang", "originals_arrived", NotAllowed, "tiếp nhận", WHOLE),
            Refusal("lan", "originals_arrived", NeedsNotMet, "checked", {"checked": "later"}),
        ),
    )  # fmt: skip


HAND_OVER_FOR = Step("lan", "hand_over", "processing", letter="06")
SAID = {"state": "Đang giải quyết", "reference": "HT-2026-000012", "held": "there"}
OUTSIDE_SAID = Step(
    "system", "outside_said", "processing", given=SAID, kept=("held",), final=True, holder="minh",
    refused=(
        Refusal("system", "outside_said", NeedsNotMet, "held", {**SAID, "held": "both"}),
        Refusal("system", "outside_said", NeedsNotMet, "state", {**SAID, "state": ""}),
        Refusal("system", "outside_said", NeedsNotMet, "reference", {**SAID, "reference": ""}),
        Refusal("minh", "outside_said", NotAllowed, "hệ thống", SAID),
        Refusal("minh", "propose", Refused, "hộ tịch", PROPOSE.given),
        Refusal("minh", "ask_supplement", Refused, "hộ tịch", {"defects": ["Thiếu ảnh"]}),
        Refusal("hung", "withdraw_online", Refused, "hộ tịch", {"request": "Tôi đổi ý."}),
    ),
)  # fmt: skip
SETTLED_OUTSIDE = Step(
    "system", "settled_outside", "done", ClockIs.STOPPED, {"outcome": "granted", "number": "12/2026"},
    letter="06", outcome="granted", kept=("outcome",), final=True,
    refused=(
        Refusal("system", "settled_outside", NeedsNotMet, "outcome", {"outcome": "?", "number": "12/2026"}),
        Refusal("system", "settled_outside", NeedsNotMet, "number", {"outcome": "granted", "number": ""}),
        Refusal("binh", "settled_outside", NotAllowed, "hệ thống", {"outcome": "granted", "number": "1"}),
    ),
)  # fmt: skip
GIVEN_BACK = replace(OUTSIDE_SAID, given={**SAID, "held": "here"}, refused=())
TO_THE_RESULT = (RECEIVE_FOR, _sent("received"), _signed_for("received"), HAND_OVER_FOR, MINH_CLAIMS, OUTSIDE_SAID,
                 SETTLED_OUTSIDE)  # fmt: skip
CARRIER = "Xe công vụ, anh Tuấn"
BACK_TO_GIANG = Step(
    "lan", "send_to_point", "on_the_way", given={"to": CITY_CENTRE, "carrier": CARRIER}, letter="06", final=True,
    refused=(
        Refusal("lan", "send_to_point", NeedsNotMet, "to", {"to": CENTRE, "carrier": CARRIER}),
        Refusal("lan", "send_to_point", NeedsNotMet, "to", {"to": f"pkt.{NEIGHBOUR}", "carrier": CARRIER}),
        Refusal("lan", "send_to_point", NeedsNotMet, "to", {"to": "quầy bên", "carrier": CARRIER}),
        Refusal("lan", "send_to_point", NeedsNotMet, "carrier", {"to": CITY_CENTRE, "carrier": ""}),
        Refusal("giang", "send_to_point", NotAllowed, "tiếp nhận", {"to": CITY_CENTRE, "carrier": CARRIER}),
    ),
)  # fmt: skip
TO_VAN = replace(
    BACK_TO_GIANG, given={"to": f"pvhcc.{NEIGHBOUR}", "carrier": CARRIER}, refused=(),
    elsewhere={"supporting_body": f"pvhcc.{NEIGHBOUR}"},
)  # fmt: skip
AT_POINT = Step(
    "giang", "result_at_point", "at_point", given={"note": "Đủ 01 phong bì."}, optional=NOTE, letter="06", final=True,
    refused=(
        Refusal("lan", "result_at_point", NotAllowed, "tiếp nhận"),
        Refusal("giang", "hand_out_at_point", Impossible, "đang chuyển", {"receiver": "Trần Văn Hùng"}),
    ),
)  # fmt: skip
GIVEN_OUT = Step(
    "giang", "hand_out_at_point", "delivered", ClockIs.STOPPED, {"receiver": "Trần Văn Hùng"}, final=True,
    refused=(
        Refusal("giang", "hand_out_at_point", NeedsNotMet, "receiver", {"receiver": ""}),
        Refusal("lan", "hand_out_at_point", NotAllowed, "tiếp nhận", {"receiver": "Trần Văn Hùng"}),
    ),
)  # fmt: skip
SENT_BACK = Step(
    "giang", "send_back_result", "done", given={"reasons": ["Người nhận muốn lấy tại phường"]}, letter="06",
    final=True,
    refused=(
        Refusal("giang", "send_back_result", NeedsNotMet, "reasons", {"reasons": []}),
        Refusal("lan", "send_back_result", NotAllowed, "tiếp nhận", {"reasons": ["Trả lại"]}),
    ),
)  # fmt: skip
TO_THE_COUNTER = (*TO_THE_CLERK, NUMBER, SEAL, ISSUE)
POSTED = replace(POST_OUT, refused=())
BY_HAND = Refusal("lan", "post_arrived", Refused, "không gửi qua bưu chính", {"receiver": "Trần Văn Hùng"})
ARRIVED = Step(
    "lan", "post_arrived", "delivered", given={"receiver": "Trần Văn Hùng"}, final=True,
    refused=(
        Refusal("lan", "post_arrived", NeedsNotMet, "receiver", {"receiver": ""}),
        Refusal("hung", "post_arrived", NotAllowed, "tiếp nhận", {"receiver": "Trần Văn Hùng"}),
    ),
)  # fmt: skip
CAME_BACK = Step(
    "lan", "post_came_back", "done", given={"reasons": ["Không có người nhận"]}, final=True,
    refused=(Refusal("lan", "post_came_back", NeedsNotMet, "reasons", {"reasons": []}),),
)  # fmt: skip

STORIES_OF_POINTS = (
    Story(
        "Giang takes it in for Thuận Hóa, the ministry's system settles it, Giang hands the result out",
        (*TO_THE_RESULT, BACK_TO_GIANG, AT_POINT, GIVEN_OUT),
        end=CLOSED[2:],
    ),
    Story(
        "Nothing to note: originals go while Minh has it, the result comes back unfetched",
        (
            replace(RECEIVE_FOR, given={"sets": "1"}, optional=frozenset(), refused=()),
            HAND_OVER_FOR, MINH_CLAIMS, replace(_sent("processing"), holder="minh"),
            replace(_signed_for("processing", "minh"), given=WHOLE, optional=frozenset()),
            replace(_sent("processing"), holder="minh", refused=()),
            replace(_signed_for("processing", "minh"), refused=()),
            OUTSIDE_SAID, SETTLED_OUTSIDE, BACK_TO_GIANG,
            replace(AT_POINT, given={}, optional=frozenset()), SENT_BACK,
        ),
    ),
    Story("The result goes to Vân's counter, where Hùng chose to fetch it", (*TO_THE_RESULT, TO_VAN),
          end=(Refusal("giang", "result_at_point", NotFound),)),
    Story("Giang sends back what has not reached her", (*TO_THE_RESULT, BACK_TO_GIANG, SENT_BACK)),
    Story(
        "Twice is as often as originals go",
        (RECEIVE_FOR, _sent("received"), replace(_signed_for("received"), given=WHOLE, optional=frozenset()),
         replace(_sent("received"), refused=()), replace(_signed_for("received"), refused=())),
        end=(
            Refusal("giang", "send_originals", NotAllowed, "2 lần", BUNDLE),
            Refusal("lan", "originals_arrived", NotAllowed, "2 lần", WHOLE),
        ),
    ),
    Story(
        "The ministry's system gives it back and Minh goes on",
        (RECEIVE_FOR, HAND_OVER_FOR, MINH_CLAIMS, GIVEN_BACK, replace(PROPOSE, refused=())),
    ),
    Story(
        "Nobody outside has a word on what is the ward's own",
        TO_THE_DESK,
        end=(
            Refusal("system", "outside_said", Refused, "không do hệ thống nào", SAID),
            Refusal("system", "settled_outside", Refused, "không do hệ thống nào", SETTLED_OUTSIDE.given),
        ),
    ),
    Story("The parcel arrives", (*TO_THE_COUNTER, POSTED, ARRIVED),
          end=(Refusal("lan", "post_arrived", NotAllowed, "1 lần", {"receiver": "Trần Văn Hùng"}),)),
    Story(
        "The parcel comes back, is sent again, and comes back no more",
        (*TO_THE_COUNTER, POSTED, CAME_BACK, POSTED),
        end=(
            Refusal("lan", "post_came_back", NotAllowed, "1 lần", CAME_BACK.given),
        ),
    ),
    Story(
        "What came back is fetched at the counter, and the post has no more to say",
        (*TO_THE_COUNTER, POSTED, CAME_BACK, HAND_OUT),
        end=(BY_HAND,),
    ),
    Story("What was handed out has no parcel", (*TO_THE_COUNTER, HAND_OUT), end=(BY_HAND,)),
)  # fmt: skip
