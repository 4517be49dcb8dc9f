"""The consultation as the engine knows it: its table, its one rule and how the desk shows it."""

from __future__ import annotations

from thongsuot.areas.consultations.asking import RELATION
from thongsuot.areas.consultations.process import BINDING, CONSULTATION, OUTCOMES, SILENCE
from thongsuot.areas.consultations.silence import only_after_the_limit
from thongsuot.engine.case import Case
from thongsuot.engine.faces import Face
from thongsuot.engine.process import At
from thongsuot.engine.registry import Area


def _pairs(case: Case) -> tuple[tuple[str, str], ...]:
    """What a consultation says beyond its steps."""
    facts = case.facts
    return (
        ("Tính chất", dict(BINDING).get(facts.get("binding", ""), "")),
        ("Ý kiến", dict(OUTCOMES).get(case.outcome, "")),
        ("Không trả lời trong hạn", dict(SILENCE).get(facts.get("allows", ""), "")),
        ("Khi không trả lời", facts.get("silence_basis", "")),
    )


# It is opened from its dossier's page alone, which knows the papers: no form of its own is offered.
FACE = Face(
    slug="lay-y-kien",
    noun="yêu cầu ý kiến",
    title="Lấy ý kiến",
    subject="Hỏi về hồ sơ",
    bodies=((At.RECEIVING, "Nơi hỏi"), (At.EXECUTING, "Nơi được hỏi")),
    pairs=_pairs,
    relation=RELATION,
    words={"here": "Lấy ý kiến", "there": "Ý kiến cho hồ sơ"},
)
AREA = Area(process=CONSULTATION, refuses=(only_after_the_limit,), face=FACE)
