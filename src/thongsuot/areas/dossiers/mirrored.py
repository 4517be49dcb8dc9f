"""Dossiers that an outside system settles: mirrored here, named after that system, moved by nobody but its word.

They are of the dossier's kind and counted with the others; only their table is another one, without a row for an
officer. Which system has said what, and when last, is the caller's to know.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from thongsuot.areas.dossiers import intake, online
from thongsuot.areas.dossiers.process import APPLICANT, ONE_STOP, SYSTEM
from thongsuot.engine import verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.deadline import Limit
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.engine.making import Opening
from thongsuot.engine.ordering import Elsewhere, Ordered
from thongsuot.engine.process import Clock, Move, Need, NeedKind, Process, State, Waits
from thongsuot.register import bodies, procedures
from thongsuot.register.procedures import ProcedureView

_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)
_DEFECTS = Need("defects", "Nội dung cần bổ sung", NeedKind.LINES, longest=500)
_CODE = Need("outside_code", "Mã hồ sơ ở hệ thống kia", NeedKind.TEXT, longest=100)
_SAID = Need("said", "Kết quả", NeedKind.TEXT, required=False, longest=500)
_OPEN = ("sending", "elsewhere", "asked_elsewhere", "withdrawing")

STATES = (
    State("sending", "Đang gửi đến hệ thống giải quyết", 1, queue=SYSTEM),
    State("elsewhere", "Đang giải quyết ở hệ thống khác", 4, queue=SYSTEM),
    State("asked_elsewhere", "Hệ thống giải quyết chờ người nộp bổ sung", 5, Waits.APPLICANT, queue=SYSTEM),
    State("withdrawing", "Đã đề nghị rút, chờ hệ thống giải quyết xác nhận", 4, queue=SYSTEM),
    State("settled_elsewhere", "Hệ thống khác đã trả kết quả", 10, Waits.NOBODY, terminal=True),
    State("refused_elsewhere", "Hệ thống khác không giải quyết", 3, Waits.NOBODY, terminal=True),
    State("withdrawn", "Đã rút hồ sơ", 7, Waits.NOBODY, terminal=True),
)
MOVES = (
    Move("mirror", "Nộp hồ sơ qua yêu cầu liên thông", (), "sending", APPLICANT, clock=Clock.START, basis=ONE_STOP),
    Move("taken_elsewhere", "Hệ thống giải quyết đã tiếp nhận", ("sending",), "elsewhere", SYSTEM,
         needs=(_CODE,), irrevocable=True, basis=ONE_STOP),
    Move("ask_elsewhere", "Hệ thống giải quyết yêu cầu bổ sung", ("elsewhere",), "asked_elsewhere", SYSTEM,
         needs=(_DEFECTS,), clock=Clock.PAUSE, irrevocable=True, basis=ONE_STOP),
    Move("answered_elsewhere", "Hệ thống giải quyết đã nhận bổ sung", ("asked_elsewhere",), "elsewhere", SYSTEM,
         clock=Clock.RESUME, irrevocable=True, basis=ONE_STOP),
    Move("settled_elsewhere", "Hệ thống khác trả kết quả", _OPEN, "settled_elsewhere", SYSTEM,
         needs=(_SAID,), clock=Clock.STOP, outcome="granted", irrevocable=True, basis=ONE_STOP),
    Move("refused_elsewhere", "Hệ thống khác không giải quyết", _OPEN, "refused_elsewhere", SYSTEM,
         needs=(_REASONS,), clock=Clock.STOP, outcome="refused", irrevocable=True, basis=ONE_STOP),
    Move("withdraw_online", "Đề nghị rút hồ sơ", ("sending", "elsewhere"), "withdrawing", APPLICANT,
         needs=(Need("request", "Lý do rút hồ sơ", NeedKind.TEXT, longest=1000),), irrevocable=True, basis=ONE_STOP),
    Move("kept_elsewhere", "Hệ thống giải quyết không cho rút", ("withdrawing",), "elsewhere", SYSTEM,
         needs=(_REASONS,), irrevocable=True, basis=ONE_STOP),
    Move("withdrawn_elsewhere", "Hệ thống giải quyết xác nhận đã rút", ("withdrawing",), "withdrawn", SYSTEM,
         clock=Clock.STOP, outcome="withdrawn", irrevocable=True, basis=ONE_STOP),
)  # fmt: skip
MIRRORED = Process(
    key="dossier@mirrored",
    version=1,
    title="Hồ sơ do hệ thống khác giải quyết",
    product="Kết quả giải quyết thủ tục hành chính",
    states=STATES,
    moves=MOVES,
    legal_basis=ONE_STOP,
)


def ordered(wanted: Ordered, happened_at: datetime) -> Opening:
    """The opening of a dossier that another case has as its part, in the applicant's own name.

    Raises NeedsNotMet for a procedure, place or body that cannot receive it.
    """
    if wanted.elsewhere is not None:
        return _mirrored(wanted, wanted.elsewhere, happened_at)
    made = online.prepare(
        _person(wanted),
        _application(wanted, happened_at.astimezone(verbs.VIETNAM).date()),
        happened_at,
        papers=wanted.papers,
    )
    return replace(made, facts={**made.facts, **wanted.facts()})


def _person(wanted: Ordered) -> Actor:
    return Actor(None, str(wanted.subject.get("name", "")), citizen=str(wanted.subject.get("number", "")))


def _application(wanted: Ordered, day: date) -> intake.Application:
    published = procedures.procedure(wanted.procedure_code, day)
    case = wanted.case_key or (published.definition.cases[0].key if published else "")
    texts = (str(wanted.subject.get(name, "")) for name in ("name", "number", "phone", "address", "content"))
    name, number, phone, address, content = texts
    return intake.Application(
        wanted.procedure_code, case, wanted.place_code, name, number=number, phone=phone, address=address,
        content=content, channel="online", delivery=wanted.delivery,
    )  # fmt: skip


def _mirrored(wanted: Ordered, at: Elsewhere, happened_at: datetime) -> Opening:
    day = happened_at.astimezone(verbs.VIETNAM).date()
    body = bodies.body(at.body)
    if body is None:
        raise NeedsNotMet([("place", f"Chưa xác định được cơ quan của {at.name} tại nơi này. Chọn lại xã, phường.")])
    published = procedures.procedure(wanted.procedure_code, day)
    subject = intake.subject_values(_application(wanted, day))
    return Opening(
        kind="dossier",
        move="mirror",
        title=published.title if published else at.title,
        place_code=wanted.place_code,
        province_code=body.province_code,
        receiving_body=body.key,
        executing_body=body.key,
        competent_body=body.key,
        competence=at.basis,
        product=published.definition.cases[0].results[0].name if published else at.product,
        limit=_limit(published, at),
        subject_name=subject["name"],
        subject=subject,
        number_prefix=body.identifier or body.key,
        happened_at=happened_at,
        procedure_code=wanted.procedure_code,
        process=MIRRORED.pin,
        sector=published.sector if published else "",
        facts={
            **({"procedure": {"authority": published.authority, "version": published.version,
                              "case": published.definition.cases[0].key}} if published else {}),
            "channel": "online", "delivery": wanted.delivery, "fees": [], "papers": [],
            "elsewhere": {"system": at.system, "name": at.name}, **wanted.facts(),
        },
        papers=wanted.papers,
    )  # fmt: skip


def _limit(published: ProcedureView | None, at: Elsewhere) -> Limit:
    limit = published.definition.cases[0].limit_at("online", frozenset()) if published else None
    return Limit.from_json(limit.as_json()) if limit is not None else at.limit
