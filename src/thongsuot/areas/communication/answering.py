"""Questions most asked with their answers: written by officers for their own house, read by anyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from thongsuot.engine import sql
from thongsuot.engine.access import WORKING
from thongsuot.engine.actor import Actor, Office
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound
from thongsuot.register import procedures

LONGEST_QUESTION, LONGEST_ANSWER = 300, 3000
_COLUMNS = """q.id, q.house, q.place_code, q.procedure_code, q.question, q.answer, q.changed_at, q.hidden_at,
  q.useful + (SELECT count(*) FROM communication_seen s WHERE s.about = q.id AND s.vote > 0),
  q.useless + (SELECT count(*) FROM communication_seen s WHERE s.about = q.id AND s.vote < 0)"""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer and what readers said of it."""

    id: UUID
    house: str
    place_code: str
    procedure_code: str
    question: str
    answer: str
    changed_at: datetime
    hidden_at: datetime | None
    useful: int
    useless: int


def office_of(actor: Actor) -> Office | None:
    """The post by which this person answers for a house."""
    return next((one for one in actor.offices if one.roles & WORKING), None)


def of_place(places: list[str], procedure: str = "", most: int = 50) -> list[Answered]:
    """The answers that hold in a place, of a procedure or of all: what helped most comes first. One statement."""
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM communication_question q WHERE q.hidden_at IS NULL AND q.place_code = ANY(%(places)s)"
        " AND (%(procedure)s = '' OR q.procedure_code = %(procedure)s)"
        " ORDER BY q.useful - q.useless DESC, q.changed_at DESC, q.id LIMIT %(most)s",
        {"places": ["", *places], "procedure": procedure, "most": most},
    )
    return [Answered(*row) for row in rows]


def of_house(actor: Actor) -> list[Answered]:
    """Everything that this person's house wrote, hidden ones too: what helped least comes first."""
    office = office_of(actor)
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM communication_question q WHERE q.house = %s"
        " ORDER BY q.hidden_at NULLS FIRST, q.useful - q.useless, q.changed_at DESC LIMIT 500",
        [office.house if office else ""],
    )
    return [Answered(*row) for row in rows]


def write(actor: Actor, id: UUID, procedure: str, question: str, answer: str, now: datetime) -> None:
    """Write a question with its answer, or change one's own house's. Raises NotAllowed, NeedsNotMet."""
    office = office_of(actor)
    if office is None or actor.person is None:
        raise NotAllowed("Chỉ người giữ vị trí ở cơ quan mới viết hỏi đáp.")
    if faults := _faults(procedure, question, answer, now):
        raise NeedsNotMet(faults)
    rows = sql.run(
        "INSERT INTO communication_question AS q (id, house, place_code, procedure_code, question, answer, made_by,"
        " made_at, changed_at, useful, useless) VALUES (%(id)s, %(house)s, %(place)s, %(procedure)s, %(question)s,"
        " %(answer)s, %(by)s, %(now)s, %(now)s, 0, 0)"
        " ON CONFLICT (id) DO UPDATE SET procedure_code = excluded.procedure_code, question = excluded.question,"
        " answer = excluded.answer, changed_at = excluded.changed_at WHERE q.house = excluded.house RETURNING 1",
        {
            "id": id, "house": office.house, "place": office.unit_code if office.tier else "", "procedure": procedure,
            "question": question.strip(), "answer": answer.strip(), "by": actor.person, "now": now,
        },
    )  # fmt: skip
    if not rows:
        raise NotAllowed("Câu hỏi này của cơ quan khác.")


def hide(actor: Actor, id: UUID, now: datetime | None) -> None:
    """Take an answer off the public page, or put it back with `now` empty. Raises NotFound for another house's."""
    office = office_of(actor)
    rows = sql.run(
        "UPDATE communication_question SET hidden_at = %s WHERE id = %s AND house = %s RETURNING 1",
        [now, id, office.house if office else ""],
    )
    if not rows:
        raise NotFound


def exists(id: UUID) -> bool:
    """Whether such a question stands on the public page."""
    return bool(sql.run("SELECT 1 FROM communication_question WHERE id = %s AND hidden_at IS NULL", [id]))


def _faults(procedure: str, question: str, answer: str, now: datetime) -> list[tuple[str, str]]:
    faults = []
    if procedure and procedures.procedure(procedure, now.date()) is None:
        faults.append(("procedure", "Không có thủ tục mang mã này."))
    for name, text, longest, label in (
        ("question", question, LONGEST_QUESTION, "câu hỏi"),
        ("answer", answer, LONGEST_ANSWER, "câu trả lời"),
    ):
        if not text.strip():
            faults.append((name, f"Nhập {label}."))
        elif len(text) > longest or "\x00" in text:
            faults.append((name, f"Rút ngắn {label}: tối đa {longest} ký tự."))
    return faults
