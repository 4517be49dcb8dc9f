"""The stories of a task: Long gives it for the city, Bình answers for Thuận Hóa, hands in, asks, is paused, ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from people import BINH, CUC, HOA, HUNG, KIEN, OANH, TUYET, VAN, WARD, officer
from scenarios import UNDO, ClockIs, Given, Later, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.tasks.giving import NO_LIMIT
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At

CITY, COMMITTEE = "ubnd.46", f"ubnd.{WARD}"
LONG = officer("Phạm Thanh Long", ("chair", CITY))
CITY_OFFICE = "vp.46"
CAST = {
    "long": (LONG, Role("chair", At.RECEIVING)),
    "binh": (BINH, Role("officer", At.EXECUTING)),
    "kien": (KIEN, Role("officer", At.EXECUTING)),
    "cuc": (CUC, Role("officer", At.EXECUTING)),
    "hoa": (HOA, Role("intake", At.EXECUTING)),
}
DOER, ASSIGNER = "officer@executing", "chair@receiving"
STANDING = {
    "doing": On(2, "body", DOER, At.EXECUTING),
    "asking": On(4, "body", ASSIGNER, At.EXECUTING),
    "returned": On(2, "body", DOER, At.EXECUTING),
    "standing": On(2, "body", DOER, At.EXECUTING),
    "handed_in": On(4, "body", ASSIGNER, At.EXECUTING),
    "reported": On(4, "body", ASSIGNER, At.EXECUTING),
    "paused": On(8, "body", ASSIGNER, At.EXECUTING),
    "done": On(10, "nobody", "", At.EXECUTING),
    "cancelled": On(7, "nobody", "", At.RECEIVING),
}
WHO = {"person": str(BINH.person)}
GIVEN = {**WHO, "until": Later(10)}
REASONS = {"reasons": ["Chờ hướng dẫn của bộ."]}
DOCUMENT = {"document": "45/BC-UBND ngày 20/11/2026"}
NOTE, WHY = frozenset({"note"}), frozenset({"why_open"})

ASSIGN = Step(
    "long", "assign", "doing", ClockIs.PROMISED, GIVEN, holder="binh", kept=("person",),
    refused=(
        Refusal("long", "assign", NeedsNotMet, "person", {**GIVEN, "person": str(HOA.person)}),
        Refusal("long", "assign", NeedsNotMet, "person", {**GIVEN, "person": "nobody"}),
        Refusal("long", "assign", Refused, "sau thời điểm", {**GIVEN, "until": "2026-01-05T08:00:00+07:00"}),
        Refusal("binh", "assign", NotAllowed, "lãnh đạo", GIVEN),
    ),
)  # fmt: skip
OPEN_ENDED = Step("long", "assign_open_ended", "standing", given={**WHO, "reasons": ["Việc thường xuyên."]},
                  holder="binh", kept=("person",))  # fmt: skip


def _tell(step: str, holder: str, *, plainly: bool = False) -> Step:
    """How far it is, by whoever works on it; a word is optional."""
    words = {} if plainly else {"words": "Đang chờ mạng của 3 thôn."}
    return Step("binh", "tell", step, given={"percent": 40, **words}, optional=frozenset(words), holder=holder,
                kept=("percent",), final=True)  # fmt: skip


TOO_MUCH = Refusal("binh", "tell", Refused, "100", {"percent": 101})
HAND_IN = Step(
    "binh", "hand_in", "handed_in", given=DOCUMENT, holder="long",
    refused=(
        Refusal("cuc", "hand_in", NotAllowed, "người khác giữ", DOCUMENT),
        Refusal("binh", "hand_in", NeedsNotMet, "document", {}),
        TOO_MUCH,
    ),
)  # fmt: skip
FROM_ASKING = Step("binh", "hand_in", "handed_in", given={**DOCUMENT, "why_open": ["Hai xã đã nộp bản giấy."]},
                   holder="long", optional=WHY)  # fmt: skip
ASK = Step(
    "binh", "ask_extension", "asking", given={"wanted": Later(20), **REASONS}, kept=("wanted",), holder="long",
    refused=(Refusal("binh", "ask_extension", Refused, "sau hạn", {"wanted": "2026-01-05T08:00:00+07:00", **REASONS}),),
)  # fmt: skip
GRANT = Step(
    "long", "grant", "doing", ClockIs.EXTENDED, {"until": Later(15), "note": "Không lùi thêm."}, NOTE, "binh",
    refused=(Refusal("binh", "grant", NotAllowed, "lãnh đạo", {"until": Later(15)}),),
)  # fmt: skip
REFUSE = Step("long", "refuse", "doing", given=REASONS, holder="binh")
RETURN = Step("long", "return_back", "returned", given={"reasons": ["Thiếu số liệu 2 tổ dân phố."]}, holder="binh",
              refused=(Refusal("binh", "return_back", NotAllowed, "lãnh đạo", REASONS),))  # fmt: skip
ACCEPT = Step(
    "long", "accept", "done", ClockIs.STOPPED, {"note": "Tốt."}, NOTE, outcome="done",
    refused=(Refusal("binh", "accept", NotAllowed, "lãnh đạo"),),
)  # fmt: skip
ACCEPT_QUIETLY = replace(ACCEPT, given={}, optional=frozenset())
PAUSE = Step("long", "pause", "paused", ClockIs.PAUSED, REASONS, holder="long")
RESUME = Step("long", "resume", "doing", ClockIs.RESUMED, {"note": "Đã có hướng dẫn."}, NOTE, "binh")
REPORT = Step("binh", "report", "reported", given={**DOCUMENT, "why_open": ["Phần của xã làm thường xuyên."]},
              optional=WHY, holder="long")  # fmt: skip
REPORT_PLAINLY = replace(REPORT, given=DOCUMENT, optional=frozenset())
RETURN_REPORT = Step("long", "return_report", "standing", given=REASONS, holder="binh")
SET_DEADLINE = Step("long", "set_deadline", "doing", ClockIs.PROMISED, {"until": Later(10), "note": "Cần gấp."}, NOTE,
                    "binh")  # fmt: skip


def _cancelled(*steps: Step) -> Story:
    last = Step("long", "cancel", "cancelled", ClockIs.STOPPED, REASONS, outcome="cancelled", final=True,
                refused=(Refusal("binh", "cancel", NotAllowed, "lãnh đạo", REASONS),))  # fmt: skip
    return Story(f"Long no longer wants it on {steps[-1].to}", (*steps, last),
                 end=(Refusal("binh", "tell", Impossible, "Không giao nữa", {"percent": 5}),))  # fmt: skip


def _in_the_own_office(*steps: Step) -> tuple[Step, ...]:
    """The same, where Kiên of Long's own office does it and not another house."""
    return tuple(
        replace(
            step,
            who="kien" if step.who == "binh" else step.who,
            holder="kien" if step.holder == "binh" else step.holder,
            given={**step.given, "person": str(KIEN.person)} if "person" in step.given else step.given,
            refused=(),
        )
        for step in steps
    )


STORIES = (
    Story(
        "Bình asks for time, gets it, hands in, is sent back, hands in again and is done",
        (
            ASSIGN, _tell("doing", "binh"), ASK, _tell("asking", "long", plainly=True), GRANT, HAND_IN, RETURN,
            _tell("returned", "binh"), HAND_IN, ACCEPT,
        ),
        end=(Refusal("binh", "hand_in", Impossible, "hoàn thành", DOCUMENT),),
    ),
    Story("Long does not grant it, and takes his acceptance back", (ASSIGN, ASK, REFUSE, HAND_IN, ACCEPT_QUIETLY,
                                                                 Step("long", UNDO, "handed_in", holder="long"))),
    Story("Bình hands in while he asks", (ASSIGN, ASK, FROM_ASKING, RETURN, ASK, replace(GRANT, given={
        "until": Later(25)}, optional=frozenset(), refused=()))),
    Story("it is paused and goes on", (ASSIGN, PAUSE, RESUME)),
    Story("what was sent back is paused", (ASSIGN, HAND_IN, RETURN, PAUSE, replace(RESUME, given={},
                                                                               optional=frozenset()))),
    Story("a task without an end is told of, reported, sent back, reported and done",
          (OPEN_ENDED, _tell("standing", "binh"), REPORT, RETURN_REPORT, REPORT_PLAINLY, ACCEPT_QUIETLY)),
    Story("a task without an end gets one", (OPEN_ENDED, SET_DEADLINE)),
    Story("a task without an end gets one, quietly", (OPEN_ENDED, replace(SET_DEADLINE, given={"until": Later(9)},
                                                                          optional=frozenset()))),
    _cancelled(ASSIGN),
    _cancelled(ASSIGN, ASK),
    _cancelled(ASSIGN, HAND_IN),
    _cancelled(ASSIGN, HAND_IN, RETURN),
    _cancelled(ASSIGN, PAUSE),
    _cancelled(OPEN_ENDED),
    _cancelled(OPEN_ENDED, REPORT),
    Story(
        "Kiên of the city's own office does all of it",
        _in_the_own_office(
            OPEN_ENDED, REPORT, RETURN_REPORT, SET_DEADLINE, ASK, REFUSE, HAND_IN, RETURN, PAUSE, RESUME, HAND_IN,
            ACCEPT,
        ),
    ),
)  # fmt: skip


def _opening(move: str, given: Given, then: datetime) -> Opening:
    """Made by hand: who may be given it is asked of the register, whose rows are tested in tests/tasks."""
    own = given.get("person") == str(KIEN.person)
    return Opening(
        kind="task",
        move=move,
        title="Lập danh sách điểm chưa có mạng, gửi thành phố",
        place_code=WARD,
        province_code="46",
        receiving_body=CITY,
        executing_body=CITY_OFFICE if own else COMMITTEE,
        competent_body=CITY if own else COMMITTEE,
        competence="Kế hoạch của thành phố; chủ tịch phường quyết định",
        product="Danh sách",
        limit=NO_LIMIT,
        subject_name="Ủy ban nhân dân thành phố Huế",
        subject={},
        number_prefix="NV.46",
        happened_at=then,
        facts={"acceptance": "Văn phòng thành phố nhận, đủ mọi tổ dân phố"},
        given=dict(given),
    )


def _passer_by(role: str, place: str) -> Actor:
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", CITY_OFFICE))


TALES = Tales(
    kind="task",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH,),
    strangers=(VAN, TUYET),
    places=(CITY_OFFICE, CITY, COMMITTEE, f"pvhxh.{WARD}", "pvhcc.31825"),
    passer_by=_passer_by,
)
