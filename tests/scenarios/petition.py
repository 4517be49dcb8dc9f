"""The stories of a petition: Hùng writes to his ward, Yến receives it, Nhi answers, Thu approves, Bình signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from people import BINH, CENTRE, CITY_CENTRE, COMMITTEE, HOA, HUNG, KIEN, LAN, OANH, SECRETARIAT, VAN, officer
from scenarios import UNDO, ClockIs, Found, Given, Later, On, Refusal, Role, Step, Story, Tales
from thongsuot.areas.petitions import sending
from thongsuot.areas.petitions.sending import Petition
from thongsuot.engine import verbs
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At
from thongsuot.register import bodies
from thongsuot.register.working_time import VIETNAM

YEN = officer("Trần Hải Yến", ("reception", SECRETARIAT))
NHI = officer("Phan Yến Nhi", ("specialist", SECRETARIAT))
THU = officer("Lê Thị Thu", ("head", SECRETARIAT))
CITY = "ubnd.46"
NOON = datetime(2026, 11, 20, 12, tzinfo=VIETNAM)
NO_CASE = "00000000-0000-0000-0000-000000000000"
RECEPTION, ANSWERER, HEAD, SIGNER = "reception@receiving", "specialist@executing", "head@executing", "chair@competent"
CAST = {
    "hung": (HUNG, Role("applicant", At.SUBJECT)),
    "yen": (YEN, Role("reception", At.RECEIVING)),
    "nhi": (NHI, Role("specialist", At.EXECUTING)),
    "thu": (THU, Role("head", At.EXECUTING)),
    "binh": (BINH, Role("chair", At.COMPETENT)),
    "system": (SYSTEM, Role("system", At.RECEIVING)),
    "lan": (LAN, Role("intake", At.RECEIVING)),
}
STANDING = {
    "received": On(2, "body", RECEPTION, At.RECEIVING),
    "waiting": On(5, "applicant", RECEPTION, At.RECEIVING),
    "processing": On(4, "body", ANSWERER, At.COMPETENT),
    "drafted": On(4, "body", HEAD, At.COMPETENT),
    "proposed": On(4, "body", SIGNER, At.COMPETENT),
    "merged": On(4, "body", RECEPTION, At.RECEIVING),
    "answered": On(10, "nobody", "", At.COMPETENT),
    "published": On(10, "nobody", "", At.COMPETENT),
    "stored": On(3, "nobody", "", At.RECEIVING),
    "withdrawn": On(7, "nobody", "", At.RECEIVING),
}
SAID = {
    "class": "TTHC",
    "content": ["Phải nộp lại bản sao giấy khai sinh dù đã có trên hệ thống", "Đề nghị bỏ giấy này"],
    "answer_by": "portal",
}
SAID_FULLY = {**SAID, "where": "Kiệt 12 đường Lê Lợi", "dossier": "H46.19789-261121-0001"}
WHERE = frozenset({"where", "dossier"})
KEPT = ("class", "answer_by")
NOTE = frozenset({"note"})
WHY = {"reasons": ["Không thuộc việc của đơn vị"]}


def _sent(who: str, move: str, fully: bool = False, **more: str) -> Step:
    given = {**(SAID_FULLY if fully else SAID), **more}
    return Step(
        who, move, "received", ClockIs.STARTED, given, WHERE if fully else frozenset(), "yen" if who == "yen" else "",
        limit="5 working_day", kept=(*KEPT, *more),
    )  # fmt: skip


SUBMIT = replace(
    _sent("hung", "submit", fully=True),
    refused=(
        Refusal("hung", "submit", NeedsNotMet, "content", {**SAID, "content": [" "]}),
        Refusal("hung", "submit", NeedsNotMet, "class", {**SAID, "class": "RUMOUR"}),
        Refusal("lan", "submit", NotAllowed, "chủ hồ sơ", SAID),
    ),
)
SUBMIT_BRIEFLY = _sent("hung", "submit")
UNSIGNED, UNSIGNED_FULLY = _sent("system", "submit_unsigned"), _sent("system", "submit_unsigned", fully=True)
RECORD = _sent("yen", "record", channel="phone")
RECORD_FULLY = _sent("yen", "record", fully=True, channel="counter")
ACCEPTED = {"class": "TTHC", "office": SECRETARIAT}
OF_THE_COUNTER = {"class": "STAFF", "about_body": CENTRE}
MEANT = {"about_body": CENTRE, "accused": str(LAN.person)}
ACCEPT = Step(
    "yen", "accept", "processing", ClockIs.STARTED, ACCEPTED, limit="15 calendar_day", kept=("class",), final=True,
    elsewhere={"supporting_body": COMMITTEE},
    refused=(
        Refusal("yen", "accept", Refused, "Đơn vị trả lời phải thuộc", {**ACCEPTED, "office": "bo.G17"}),
        Refusal("yen", "accept", Refused, "phải ghi cơ quan", {**ACCEPTED, "class": "STAFF"}),
        Refusal("yen", "accept", Refused, "phải ghi cơ quan", {**ACCEPTED, "class": "STAFF", "about_body": "nobody"}),
        Refusal("yen", "accept", Refused, "cấp trên", {**OF_THE_COUNTER, "office": SECRETARIAT}),
        Refusal("lan", "accept", NotAllowed, "tiếp công dân", ACCEPTED),
    ),
)  # fmt: skip
ACCEPT_OTHERWISE = replace(
    ACCEPT, given={**ACCEPTED, "class": "FIELD"}, clock=ClockIs.TOOK_OVER, refused=(),
)  # fmt: skip
ACCEPT_NAMING = replace(
    ACCEPT, given={**ACCEPTED, **MEANT}, optional=frozenset(MEANT), kept=("class", *MEANT), refused=(),
)  # fmt: skip
TO_THE_CITY = {
    **OF_THE_COUNTER, "accused": str(LAN.person), "body": CITY, "reasons": ["Người bị phản ánh thuộc phường"],
}  # fmt: skip
FORWARD = Step(
    "yen", "forward", "received", ClockIs.STARTED, {**TO_THE_CITY, "class": "FIELD"}, frozenset(MEANT),
    limit="5 working_day", kept=("class", *MEANT), final=True,
    elsewhere={"receiving_body": CITY, "executing_body": "vp.46", "competent_body": CITY},
    refused=(
        Refusal("yen", "forward", Refused, "chính cơ quan của bạn", {**TO_THE_CITY, "body": SECRETARIAT}),
        Refusal("yen", "forward", Refused, "cấp trên", {**TO_THE_CITY, "body": "bo.G17"}),
        Refusal("yen", "forward", NeedsNotMet, "body", {**TO_THE_CITY, "class": "TTHC", "body": "ubnd.00000"}),
        Refusal("yen", "forward", Refused, "phải ghi cơ quan",
                {name: value for name, value in TO_THE_CITY.items() if name != "about_body"}),
    ),
)  # fmt: skip
FORWARD_TO_THE_MINISTRY = Step(
    "yen", "forward", "received", ClockIs.STARTED,
    {"class": "TTHC", "body": "bo.G17", "reasons": ["Quy định do Bộ ban hành"]}, limit="5 working_day",
    kept=("class",), final=True,
    elsewhere={"receiving_body": "bo.G17", "executing_body": "bo.G17", "competent_body": "bo.G17"},
)  # fmt: skip
TOGETHER = {"class": "TTHC", "main": Found(lambda: main_one())}
MERGE = Step(
    "yen", "merge", "merged", ClockIs.STARTED, TOGETHER, limit="15 calendar_day", kept=("class", "main"), holder="yen",
    refused=(
        Refusal("yen", "merge", Refused, "không gộp", {**TOGETHER, "class": "STAFF"}),
        Refusal("yen", "merge", Refused, "Không có phản ánh", {**TOGETHER, "main": NO_CASE}),
        Refusal("yen", "merge", NeedsNotMet, "main", {**TOGETHER, "main": "PAKN.19789"}),
        Refusal("yen", "merge", Refused, "cùng nơi", {**TOGETHER, "main": Found(lambda: main_one(place="19803"))}),
        Refusal("yen", "merge", Refused, "đã kết thúc", {**TOGETHER, "main": Found(lambda: main_one(stored=True))}),
        Refusal("lan", "merge", NotAllowed, "tiếp công dân", TOGETHER),
    ),
)  # fmt: skip
MERGE_PLAINLY = replace(MERGE, refused=())
MERGE_OTHERWISE = replace(
    MERGE, given={**TOGETHER, "class": "FIELD"}, clock=ClockIs.TOOK_OVER, refused=(),
)  # fmt: skip
SEPARATE = Step("yen", "separate", "received", given=WHY, holder="yen")
CARRY_ON = Step("system", "carry_on", "received", holder="yen", final=True)
ANSWER_WITH = Step("system", "answer_with", "answered", ClockIs.STOPPED, {"answer": ["Đèn đã sửa xong"]},
                   outcome="answered", final=True)  # fmt: skip
ASK_MORE = Step("yen", "ask_more", "waiting", ClockIs.PAUSED, {"question": ["Việc xảy ra ngày nào"]}, holder="yen")
SUPPLEMENT = Step(
    "hung", "supplement", "received", ClockIs.RESUMED, {"content": ["Sáng thứ hai tuần trước"]}, holder="yen",
    final=True,
)  # fmt: skip
STORE = Step(
    "yen", "store", "stored", ClockIs.STOPPED,
    {"ground": "insufficient", "reasons": ["Không nêu nơi, ngày"], "hint": True}, frozenset({"hint"}),
    outcome="stored", kept=("ground", "hint"),
)  # fmt: skip
STORE_PLAINLY = replace(
    STORE, given={"ground": "duplicate", "reasons": ["Trùng đơn gửi sáng nay"]}, optional=frozenset(), kept=("ground",)
)
GIVE_BACK = Step("nhi", "give_back", "received", given=WHY, holder="yen")
DRAFT = Step(
    "nhi", "draft", "drafted", given={"answer": ["Phường đã bỏ giấy này từ hôm nay"]},
    refused=(Refusal("thu", "draft", NotAllowed, "chuyên viên", {"answer": ["Đã bỏ"]}),),
)  # fmt: skip
REVISE = Step("thu", "revise", "processing", given={"reasons": ["Nêu rõ văn bản nào"]}, holder="nhi")
APPROVE = Step("thu", "approve", "proposed", given={"note": "Đã sửa."}, optional=NOTE)
APPROVE_AGAIN = Step("thu", "approve", "proposed", holder="binh")
APPROVE_QUIETLY = Step("thu", "approve", "proposed")
RETURN_DRAFT = Step("binh", "return_draft", "processing", given={"reasons": ["Bổ sung lời cảm ơn"]}, holder="nhi")
DRAFT_AGAIN = replace(DRAFT, holder="thu", refused=())
SIGN = Step("binh", "sign", "answered", ClockIs.STOPPED, outcome="answered", final=True)
EXTEND = Step(
    "thu", "extend", "processing", ClockIs.EXTENDED, {"until": Later(3), "reasons": ["Chờ ý kiến Sở"]}, final=True,
    refused=(Refusal("thu", "extend", Refused, "phức tạp", {"until": Later(40), "reasons": ["Chờ"]}),),
)  # fmt: skip
PUBLIC = {
    "question_public": ["Phải nộp lại bản sao giấy khai sinh"],
    "answer_public": ["Phường đã bỏ giấy này"],
    "checked": True,
}
PUBLISH = Step(
    "yen", "publish", "published", ClockIs.STOPPED, given=PUBLIC, final=True,
    refused=(
        Refusal("yen", "publish", Refused, "0912", {**PUBLIC, "answer_public": ["Gọi 0912 345 678"]}),
        Refusal("yen", "publish", Refused, "Trần Văn Hùng", {**PUBLIC, "question_public": ["Trần Văn Hùng hỏi"]}),
        Refusal("yen", "publish", NeedsNotMet, "checked", {**PUBLIC, "checked": ""}),
        Refusal("yen", "unpublish", Impossible, "Đã trả lời", WHY),
    ),
)  # fmt: skip
PUBLISH_AGAIN = replace(PUBLISH, refused=())
UNPUBLISH = Step(
    "yen",
    "unpublish",
    "answered",
    ClockIs.STOPPED,
    given=WHY,
    final=True,
    refused=(Refusal("yen", "publish", Impossible, "đang công khai", PUBLIC),),
)
RATE = Step("hung", "rate", "answered", given={"stars": "5", "comment": "Trả lời rõ."}, optional=frozenset({"comment"}),
            kept=("stars",), final=True)  # fmt: skip
RATE_BRIEFLY = Step("hung", "rate", "answered", given={"stars": "2"}, kept=("stars",), final=True)
MORE_TIME_AGAIN = Refusal("thu", "extend", NotAllowed, "chỉ được thực hiện 1 lần", EXTEND.given)
RATE_UNSIGNED = replace(RATE, who="system", does="rate_unsigned")
RATE_UNSIGNED_BRIEFLY = replace(RATE_BRIEFLY, who="system", does="rate_unsigned")
ONCE = (
    Refusal("system", "rate_unsigned", Refused, "đã được đánh giá", {"stars": "1"}),
    Refusal("hung", "rate", NotAllowed, "chỉ được thực hiện 1 lần", {"stars": "1"}),
)
ONCE_UNSIGNED = (
    Refusal("hung", "rate", Refused, "đã được đánh giá", {"stars": "1"}),
    Refusal("system", "rate_unsigned", NotAllowed, "chỉ được thực hiện 1 lần", {"stars": "1"}),
)
AT_THE_SECRETARIAT = (SUBMIT_BRIEFLY, ACCEPT_NAMING)
ANSWERED = (UNSIGNED, replace(ACCEPT, refused=()), replace(DRAFT, refused=()), APPROVE_QUIETLY, SIGN)


def _withdrawn(at: tuple[Step, ...], *, quietly: bool = False) -> Story:
    given = {} if quietly else {"note": "Đã giải quyết xong."}
    last = Step("hung", "withdraw", "withdrawn", ClockIs.STOPPED, given, NOTE if given else frozenset(),
                outcome="withdrawn", final=True)  # fmt: skip
    return Story(f"Hùng withdraws it when it is {at[-1].to}", (*at, last))


STORIES = (
    Story(
        "Hùng says more when asked, Bình signs the third draft, Yến publishes it and Hùng rates it",
        (
            SUBMIT, ASK_MORE, SUPPLEMENT, ACCEPT, DRAFT, REVISE, DRAFT_AGAIN, APPROVE, RETURN_DRAFT, DRAFT_AGAIN,
            APPROVE_AGAIN, SIGN, PUBLISH, UNPUBLISH, RATE,
        ),
        end=(
            *ONCE,
            Refusal("yen", "unpublish", Impossible, "Đã trả lời", WHY),
            Refusal("hung", "withdraw", Impossible, "Đã trả lời", {}),
        ),
    ),
    Story("Nobody signed in; Thu needs more time; it is rated by the receipt",
          (UNSIGNED_FULLY, replace(ACCEPT, refused=()), EXTEND,
           replace(DRAFT, refused=(*DRAFT.refused, MORE_TIME_AGAIN)), APPROVE_QUIETLY, SIGN, RATE_UNSIGNED)),
    Story("Yến publishes an answer again, and Hùng rates it when it is public",
          (*AT_THE_SECRETARIAT, replace(DRAFT, refused=()), APPROVE_QUIETLY, SIGN, PUBLISH_AGAIN,
           replace(UNPUBLISH, refused=()), PUBLISH_AGAIN, replace(RATE, to="published")), end=ONCE),
    Story("What is public is rated by the receipt",
          (*ANSWERED, PUBLISH_AGAIN, replace(RATE_UNSIGNED, to="published")), end=ONCE_UNSIGNED),
    Story("Hùng rates an answer in a word", (*AT_THE_SECRETARIAT, replace(DRAFT, refused=()), APPROVE_QUIETLY, SIGN,
                                              RATE_BRIEFLY), end=ONCE),
    Story("It is rated by the receipt in a word", (*ANSWERED, RATE_UNSIGNED_BRIEFLY), end=ONCE_UNSIGNED),
    Story("Yến takes it down by telephone and keeps it for the inspectors",
          (RECORD, STORE, Step("yen", UNDO, "received", holder="yen"), STORE_PLAINLY)),
    Story("Yến asks and stores what nobody explains", (RECORD_FULLY, ASK_MORE, STORE)),
    Story("Nhi gives back what is not his", (*AT_THE_SECRETARIAT, GIVE_BACK)),
    Story("What the city has ordered goes there, and nobody of the ward sees it any more",
          (SUBMIT_BRIEFLY, FORWARD), end=(Refusal("yen", "store", NotFound, given=STORE.given),
                                          Refusal("binh", "sign", NotFound))),
    Story("What a ministry has ordered goes there", (SUBMIT_BRIEFLY, FORWARD_TO_THE_MINISTRY)),
    _withdrawn((SUBMIT_BRIEFLY,)),
    _withdrawn((SUBMIT_BRIEFLY, ASK_MORE), quietly=True),
    Story("It is the same matter as another one, and is answered with it",
          (SUBMIT_BRIEFLY, MERGE, Step("yen", UNDO, "received"), MERGE_PLAINLY, ANSWER_WITH)),
    Story("Yến finds that it is of another class, and gives it to an office", (SUBMIT_BRIEFLY, ACCEPT_OTHERWISE)),
    Story("Yến finds that it is of another class, and joins it to another one", (SUBMIT_BRIEFLY, MERGE_OTHERWISE)),
    Story("Yến finds that it is another matter after all", (SUBMIT_BRIEFLY, MERGE_PLAINLY, SEPARATE)),
    Story("What it followed was not answered", (SUBMIT_BRIEFLY, MERGE_PLAINLY, CARRY_ON)),
    _withdrawn(AT_THE_SECRETARIAT),
    _withdrawn((SUBMIT_BRIEFLY, MERGE_PLAINLY), quietly=True),
)  # fmt: skip


def main_one(place: str = "19789", *, stored: bool = False) -> str:
    """Another petition of a ward, open unless it was stored; one and the same when it is asked for again."""
    opening = replace(_opening("submit_unsigned", SAID, NOON), place_code=place, subject_name="Lê Văn Ba", subject={})
    case = verbs.open(SYSTEM, opening, key=uuid5(UUID(NO_CASE), f"{place}{stored}"))
    if stored and case.is_open:
        case = verbs.move(YEN, case.id, case.length, "store", {"ground": "insufficient", "reasons": ["Trùng"]})
    return str(case.id)


def _opening(move: str, given: Given, then: datetime) -> Opening:
    house = bodies.body(COMMITTEE)
    assert house is not None
    petition = Petition(about="TTHC", place_code="19789", content=(), answer_by="portal")
    subject = {"number": HUNG.citizen}
    made = sending.opening_of(petition, house, move, dict(given), HUNG.name, subject, {}, then, ())
    return replace(made, limit=Limit(LimitUnit.WORKING_DAY, 99))  # no clock of a petition runs by it


def _passer_by(role: str, place: str) -> Actor:
    """Somebody with a role in a place who sees the case besides, as the city's overseer."""
    return officer(f"Người qua đường {role} {place}", (role, place), ("control", "vp.46"))


TALES = Tales(
    kind="petition",
    cast=CAST,
    standing=STANDING,
    opening=_opening,
    stories=STORIES,
    applicant=HUNG,
    onlookers=(OANH, KIEN, LAN),
    strangers=(HOA, VAN),
    places=(CENTRE, SECRETARIAT, COMMITTEE, "vp.19789", CITY_CENTRE, "pvhcc.31825"),
    passer_by=_passer_by,
)
