"""The table of an obstacle: raised, answered at the lowest tier that can, confirmed by who raised it, or reopened.

Source: the reports on the two-tier government (who is responsible, until when) and the rules of work of the bodies;
none sets a limit for an obstacle, so the limits here are parameters.
"""

from __future__ import annotations

from thongsuot.areas.obstacles.process_needs import (
    ANSWER,
    COMMITMENT,
    DOCUMENT,
    JOINED,
    LOWER,
    MAIN,
    NOTE,
    OPENING,
    POSTPONED,
    REASONS,
    UPWARD,
)  # fmt: skip
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import OFFICER, At, Clock, Move, Process, Role, State, Waits

RAISER = Role(OFFICER, At.SUPPORTING)
LEADER = Role("chair", At.COMPETENT)
OFFICE = Role("head", At.EXECUTING)
SYSTEM = Role("system", At.RECEIVING)

BASIS = "Quy chế làm việc của cơ quan giải quyết (chưa xác minh)"
REPLY = Limit(LimitUnit.WORKING_DAY, 5, basis=f"Thời gian trả lời hoặc cam kết ngày (mức tạm đặt), {BASIS}")
CONFIRMATION = Limit(LimitUnit.WORKING_DAY, 10, basis=f"Thời gian nơi nêu xác nhận (mức tạm đặt), {BASIS}")

# In the order in which a case goes on: the page offers the move to the nearest later one first, never sending it away.
STATES = (
    State("sent_up", "Chờ cơ quan được chuyển đến xem xét", 2, queue=OFFICE),
    State("promised_above", "Đang tháo gỡ, cơ quan đã cam kết ngày", 4, queue=OFFICE),
    State("raised", "Chờ lãnh đạo nơi giải quyết", 2, queue=LEADER),
    State("promised", "Đang tháo gỡ, lãnh đạo đã cam kết ngày", 4, queue=LEADER),
    State("answered", "Đã trả lời, chờ nơi nêu xác nhận", 9, queue=RAISER, responsible=At.RECEIVING),
    State("closed", "Đã tháo gỡ", 10, Waits.NOBODY, terminal=True),
    State("withdrawn", "Nơi nêu đã rút", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("merged", "Đã gộp, theo vướng mắc chính", 8, queue=LEADER),
)
KEPT = ("kind", "field", "article", "procedure", "system", "responsible", "solver")
ANSWERED_BY = tuple(need.name for need in DOCUMENT)

_WITH_LEADER, _WITH_OFFICE = ("raised", "promised"), ("sent_up", "promised_above")
MOVES = (
    Move("raise", "Nêu vướng mắc", (), "raised", RAISER, needs=OPENING, clock=Clock.START, keeps=KEPT, basis=BASIS),
    Move("join", "Nêu cùng một vướng mắc", (), "merged", RAISER, needs=JOINED, keeps=("kind", "field"), basis=BASIS),
    Move("promise", "Cam kết ngày tháo gỡ", ("raised",), "promised", LEADER, needs=COMMITMENT, clock=Clock.PROMISE),
    Move(
        "promise_above", "Cam kết ngày tháo gỡ", ("sent_up",), "promised_above", OFFICE, needs=COMMITMENT,
        clock=Clock.PROMISE,
    ),
    Move("postpone", "Lùi ngày đã cam kết", ("promised",), "", LEADER, needs=POSTPONED, clock=Clock.EXTEND),
    Move(
        "postpone_above", "Lùi ngày đã cam kết", ("promised_above",), "", OFFICE, needs=POSTPONED, clock=Clock.EXTEND,
    ),
    Move(
        "answer", "Trả lời, tháo gỡ", _WITH_LEADER, "answered", LEADER, needs=ANSWER, clock=Clock.STOP,
        keeps=ANSWERED_BY, outcome="answered", basis=BASIS,
    ),
    Move(
        "answer_above", "Trả lời, tháo gỡ", _WITH_OFFICE, "answered", OFFICE, needs=ANSWER, clock=Clock.STOP,
        keeps=ANSWERED_BY, outcome="answered", basis=BASIS,
    ),
    Move(
        "send_up", "Chuyển lên cấp trên, kèm ý kiến", _WITH_LEADER, "sent_up", LEADER, needs=UPWARD, clock=Clock.START,
        routes="to", irrevocable=True, basis=BASIS,
    ),
    Move(
        "send_on", "Chuyển cơ quan có thẩm quyền, kèm ý kiến", _WITH_OFFICE, "sent_up", OFFICE, needs=UPWARD,
        clock=Clock.START, routes="to", irrevocable=True, basis=BASIS,
    ),
    Move(
        "return_down", "Trả về cấp dưới giải quyết", ("sent_up",), "raised", OFFICE, needs=LOWER, clock=Clock.START,
        routes="down", irrevocable=True, basis=BASIS,
    ),
    Move("hand_to_office", "Giao bộ phận tham mưu", ("raised",), "sent_up", LEADER, needs=(NOTE,)),
    Move("merge", "Gộp vào vướng mắc chính", ("raised",), "merged", LEADER, needs=(MAIN,), clock=Clock.PAUSE,
         keeps=("main",)),
    Move("merge_above", "Gộp vào vướng mắc chính", ("sent_up",), "merged", OFFICE, needs=(MAIN,), clock=Clock.PAUSE,
         keeps=("main",)),
    Move("answer_with", "Trả lời theo vướng mắc chính", ("merged",), "answered", SYSTEM, needs=DOCUMENT,
         clock=Clock.STOP, keeps=ANSWERED_BY, irrevocable=True, outcome="answered"),
    Move("carry_on", "Tách ra vì vướng mắc chính đã rút", ("merged",), "raised", SYSTEM, clock=Clock.START,
         irrevocable=True),
    Move("confirm", "Xác nhận đã tháo gỡ", ("answered",), "closed", RAISER, needs=(NOTE,), clock=Clock.STOP,
         outcome="confirmed",
         basis=BASIS),
    Move("lapse", "Kết thúc vì hết thời gian xác nhận", ("answered",), "closed", SYSTEM, clock=Clock.STOP,
         after="confirmation",
         outcome="lapsed", irrevocable=True, basis=BASIS),
    Move("reopen", "Chưa được: mở lại", ("answered", "closed"), "raised", RAISER, needs=(REASONS,), clock=Clock.START,
         outcome="reopened", irrevocable=True, basis=BASIS),
    Move("withdraw", "Rút vướng mắc", ("raised", "sent_up", "merged"), "withdrawn", RAISER, needs=(NOTE,),
         clock=Clock.STOP, outcome="withdrawn"),
)  # fmt: skip

OBSTACLE = Process(
    key="obstacle",
    version=1,
    title="Vướng mắc",
    product="Văn bản trả lời, tháo gỡ",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
    limits=(("confirmation", CONFIRMATION),),
)
