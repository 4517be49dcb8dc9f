"""The interlinked request as the engine knows it: its table, which parts may be sent again, how the desk shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from thongsuot.areas.interlinked import opening, rules, working
from thongsuot.areas.interlinked.bundles import LONGEST, Bundle, Question, bundles
from thongsuot.areas.interlinked.process import INTERLINKED, taken_in_by
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.faces import Face, OpeningForm
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Need, NeedKind
from thongsuot.engine.registry import Area

RESENDING = frozenset({"resend", "resend_at_counter"})


def sent_again_alone(case: Case, move: str, given: Mapping[str, Any]) -> str | None:
    """Only a part that failed or was withdrawn is sent again, and only where nothing that it waits for is missing."""
    if move not in RESENDING:
        return None
    found = working.request(case)
    if found.given_up:
        return "Bạn đã rút cả yêu cầu này. Nộp yêu cầu mới, hoặc nộp riêng từng thủ tục."
    if rules.may_resend(found.parts, found.plan().stands, str(given["part"])):
        return None
    return "Phần này đang được giải quyết, đã có kết quả, hoặc còn chờ phần khác. Xem lại tình trạng từng phần."


def _at_counter(actor: Actor) -> bool:
    return "intake" in actor.roles


def _need(question: Question) -> Need:
    kind = NeedKind.CHOICE if question.kind == "choice" else NeedKind.TEXT
    # What only some parts use is asked of everybody and checked for those who need it, by `opening.faults_of`.
    return Need(question.key, question.label, kind, False, question.choices, LONGEST, question.help)


def _form(bundle: Bundle) -> OpeningForm:
    """Everything asked once, at the counter, of somebody who stands there."""

    def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, now: datetime) -> Opening:
        answers = {one.key: str(given.get(one.key) or "") for one in bundle.questions}
        place = str(given.get("place") or "") or opening.commune_of_counter(actor)
        name, number, phone, address = (str(given.get(one) or "") for one in ("name", "number", "phone", "address"))
        wanted = opening.Wanted(bundle.key, place, answers, phone, address, "counter", name, number)
        return opening.prepare(actor, wanted, now)

    needs = (
        Need("name", "Họ tên người nộp", NeedKind.TEXT, longest=LONGEST),
        Need("number", "Số định danh người nộp", NeedKind.TEXT, longest=12),
        Need("phone", "Số điện thoại", NeedKind.TEXT, required=False, longest=20),
        Need("address", "Nơi cư trú", NeedKind.TEXT, required=False, longest=LONGEST),
        Need("place", "Mã xã, phường của việc", NeedKind.TEXT, required=False, longest=5,
             help="Để trống nếu việc ở xã, phường của quầy này."),
        *map(_need, bundle.questions),
    )  # fmt: skip
    return OpeningForm(taken_in_by(bundle.key), f"Tiếp nhận: {bundle.title}", needs, _at_counter, prepare)


def _pairs(case: Case) -> tuple[tuple[str, str], ...]:
    """What was asked for, and what was answered once for all parts."""
    found = working.request(case)
    asked = ((one.label, one.words(str(case.subject.get(one.key, "")))) for one in found.bundle.questions)
    return (("Căn cứ", found.bundle.basis), ("Các thủ tục", "; ".join(part.label for part in found.parts)), *asked)


FACE = Face(
    slug="lien-thong",
    noun="yêu cầu liên thông",
    title="Yêu cầu liên thông",
    subject="Người nộp",
    bodies=((At.RECEIVING, "Nơi tiếp nhận"),),
    pairs=_pairs,
    openings=tuple(_form(bundle) for bundle in bundles()),
)
AREA = Area(process=INTERLINKED, refuses=(sent_again_alone,), face=FACE)
