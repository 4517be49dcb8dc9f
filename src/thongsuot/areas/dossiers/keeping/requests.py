"""What the person concerned wants corrected of what her dossier says of her: asked with a limit, answered in time.

On an open dossier a correction that is granted is the engine's `amend`, with its trace. A closed dossier is a record:
the right value is kept beside it and the dossier stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.types.json import Jsonb
from uuid6 import uuid7

from thongsuot.areas.dossiers import correcting
from thongsuot.engine import access, deadline, needs, sql, verbs, writing
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound
from thongsuot.engine.making import Paper
from thongsuot.register import calendar

LIMIT = Limit(
    LimitUnit.WORKING_DAY, 10, basis="Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15 (thời hạn tạm đặt, chưa xác minh)"
)
FIELDS = ("name", "number", "phone", "email", "address", "representative")
LONGEST = 500
ANSWERS = "intake"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `before` is what the dossier said, `wanted` what it should say. `state`: waiting, done, beside,
    refused."""

    id: UUID
    case_id: UUID
    code: str
    body: str
    field: str
    before: str
    wanted: str
    why: str
    evidence: tuple[dict[str, Any], ...]
    asked_at: datetime
    due_at: datetime
    state: str
    answer: str
    answered_at: datetime | None
    answered_title: str


_COLUMNS = (
    "id, case_id, code, body, field, before, wanted, why, evidence::text, asked_at, due_at, state, answer, answered_at,"
    " answered_title"
)


def _request(row: tuple[Any, ...]) -> Request:
    values = [*row[:8], tuple(json.loads(row[8])), *row[9:]]
    return Request(*values)


def offered(case: Case) -> tuple[str, ...]:
    """What may be asked of this dossier: online, name and number are the e-identity's while it is open."""
    allowed = correcting.open_fields(case) if case.is_open else correcting.FIELDS
    return tuple(name for name in FIELDS if name in allowed)


def ask(
    actor: Actor, case_id: UUID, field: str, wanted: str, why: str, now: datetime, evidence: tuple[Paper, ...] = ()
) -> Request:
    """Ask for a correction. Raises NotFound for a dossier of somebody else, NeedsNotMet, Impossible."""
    case = writing.find(case_id)
    if case is None or not actor.citizen or case.number != actor.citizen or case.kind != "dossier":
        raise NotFound
    _check(case, field, wanted, why)
    due = deadline.due(LIMIT, now, (), calendar.load(case.place_code)).moment
    values = [
        uuid7(), case.id, case.code or "", case.receiving_body, field, str(case.subject.get(field, "")), wanted.strip(),
        why.strip(), Jsonb([one.recorded() | {"name": one.name} for one in evidence]), now, due,
    ]  # fmt: skip
    try:
        with transaction.atomic():
            rows = sql.run(
                "INSERT INTO keeping_correction (id, case_id, code, body, field, before, wanted, why, evidence,"
                " asked_at, due_at, state, answer, answered_title)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'waiting',"
                f" '', '') RETURNING {_COLUMNS}",
                values,
            )
    except IntegrityError as error:
        raise Impossible("Bạn đã có một yêu cầu về mục này đang chờ trả lời.") from error
    return _request(rows[0])


def _check(case: Case, field: str, wanted: str, why: str) -> None:
    faults: list[tuple[str, str]] = []
    if field not in offered(case):
        raise NeedsNotMet([("field", "Chọn một mục cần sửa trong danh sách.")])
    needs.storable([wanted, why])
    if not wanted.strip():
        faults.append(("wanted", "Nhập nội dung đúng."))
    elif wanted.strip() == str(case.subject.get(field, "")):
        faults.append(("wanted", "Hồ sơ đang ghi đúng như vậy."))
    else:
        faults += [("wanted", told) for told in _faults_of(case, field, wanted)]
    if not why.strip():
        faults.append(("why", "Nhập lý do: vì sao thông tin đang ghi là sai."))
    faults += [
        (name, f"Tối đa {LONGEST} ký tự.") for name, text in (("wanted", wanted), ("why", why)) if len(text) > LONGEST
    ]
    if faults:
        raise NeedsNotMet(faults)


def _faults_of(case: Case, field: str, wanted: str) -> list[str]:
    """What intake would say of the wanted value."""
    try:
        correcting.values(case, correcting.typed(case, {field: wanted.strip()}))
    except NeedsNotMet as unmet:
        return [told for name, told in unmet.faults if name == field]
    return []


def of_case(actor: Actor, case_id: UUID) -> list[Request]:
    """The requests about one's own dossier, the last first."""
    rows = sql.run(
        f"SELECT {', '.join('r.' + name.strip() for name in _COLUMNS.split(','))} FROM keeping_correction r"
        f" JOIN engine_case c ON c.id = r.case_id WHERE r.case_id = %(id)s AND {access.OWN} ORDER BY r.asked_at DESC",
        {"id": case_id, "citizen": actor.citizen or None},
    )
    return [_request(row) for row in rows]


def counters(actor: Actor) -> list[str]:
    """The counters whose requests somebody answers."""
    held = ((office.body, office.house) for office in actor.offices if ANSWERS in office.roles)
    return sorted({body for both in held for body in both})


def waiting(actor: Actor) -> list[Request]:
    """What the actor's counters have to answer, the first due first."""
    rows = sql.run(
        f"SELECT {_COLUMNS} FROM keeping_correction WHERE body = ANY(%s) AND state = 'waiting'"
        " ORDER BY due_at LIMIT 200",
        [counters(actor)],
    )
    return [_request(row) for row in rows]


def one(actor: Actor, id: UUID) -> Request:
    """A request at the actor's counter. Raises NotFound."""
    rows = sql.run(f"SELECT {_COLUMNS} FROM keeping_correction WHERE id = %s AND body = ANY(%s)", [id, counters(actor)])
    if not rows:
        raise NotFound
    return _request(rows[0])


def answer(actor: Actor, id: UUID, *, grant: bool, words: str, now: datetime) -> Request:
    """Grant a request or refuse it with a reason. Raises NotFound, NotAllowed, NeedsNotMet, Impossible."""
    needs.storable([words])
    if not grant and not words.strip():
        raise NeedsNotMet([("answer", "Nhập lý do không sửa; người yêu cầu đọc được lý do này.")])
    with transaction.atomic():
        sql.run("SELECT 1 FROM keeping_correction WHERE id = %s FOR UPDATE", [id])
        found = one(actor, id)
        if found.state != "waiting":
            raise Impossible("Yêu cầu này đã được trả lời.")
        state = _granted(actor, found) if grant else "refused"
        office = actor.holding(ANSWERS, found.body)
        if office is None:
            raise NotAllowed("Cán bộ tiếp nhận của nơi nhận hồ sơ trả lời yêu cầu này.")
        rows = sql.run(
            "UPDATE keeping_correction SET state = %s, answer = %s, answered_at = %s, answered_by = %s,"
            f" answered_title = %s WHERE id = %s RETURNING {_COLUMNS}",
            [state, words.strip()[:LONGEST], now, actor.person, office.title, id],
        )
    return _request(rows[0])


def _granted(actor: Actor, found: Request) -> str:
    """Amend an open dossier; of a closed one nothing changes, the right value stands beside it."""
    case = writing.find(found.case_id)
    if case is None:
        raise NotFound
    if not case.is_open:
        return "beside"
    new, name = correcting.values(case, correcting.typed(case, {found.field: found.wanted}))
    if new.get(found.field, case.subject.get(found.field, "")) != case.subject.get(found.field, ""):
        verbs.amend(actor, case.id, case.length, new, name, key=found.id)
    return "done"


def digests() -> list[bytes]:
    """The evidence that stands in no case, for the sweep of the paper store."""
    rows = sql.run("SELECT evidence::text FROM keeping_correction WHERE evidence <> '[]'")
    return [digest for (text,) in rows for digest in digests_in(text)]


def digests_in(text: str) -> Iterable[bytes]:
    return [bytes.fromhex(one["digest"]) for one in json.loads(text)]
