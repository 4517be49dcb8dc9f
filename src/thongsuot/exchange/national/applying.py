"""From what a person did at the portal to a dossier here: put into our words, applied by the engine's verbs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from thongsuot.areas.dossiers import acts, online
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import intents, sql
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Refused
from thongsuot.engine.intents import Intent, NotYet
from thongsuot.exchange.national import bridging, outbox
from thongsuot.ports import national_messages as contract
from thongsuot.ports.national_messages import Submission
from thongsuot.register import competences
from thongsuot.register.bodies import BodyView
from thongsuot.register.procedures import ProcedureView
from thongsuot.register.working_time import VIETNAM

SOURCE = "national"
SUBMITTED = 1


def apply(intent: Intent) -> UUID:
    """Apply an act of the portal's. Raises Refused with what is wrong, and NotYet while its dossier is not open."""
    try:
        act = contract.Act.model_validate(intent.content)
    except ValidationError as error:
        raise Refused("Yêu cầu từ Cổng không đúng dạng đã thống nhất.") from error
    if act.HoSo is not None:
        case = _submitted(intent, act, act.HoSo)
        _open(case.id, case.province_code, case.code, act.IDHoSo)
        return case.id
    return _done(intent, act)


def _submitted(intent: Intent, act: contract.Act, submission: Submission) -> Case:
    day = intent.happened_at.astimezone(VIETNAM).date()
    view = bridging.procedure(submission.MaTTHC, day)
    place, named = bridging.place_of(submission, day)
    submitter = submission.ThongTinNguoiNop
    for_another = submitter.HoTen.split() != submission.ChuHoSo.split()
    application = Application(
        procedure_code=view.code,
        case_key=_case(view, submission.MaDichVuCong),
        place_code=place,
        name=submission.ChuHoSo,
        number=submission.DinhDanhCHS,
        phone=submitter.SoDienThoai,
        email=submitter.Email,
        address=submitter.DiaChi,
        representative=submitter.HoTen if for_another else "",
        content=submission.NoiDung,
        delivery="online",
        competence_id=_chosen(view, place, named, day),
        papers=_counted(view, submission.MaDichVuCong, act),
    )
    return acts.submitted(
        submission.ChuHoSo, submission.DinhDanhCHS, application, intent.happened_at, intent.id, intent.papers
    )


def _case(view: ProcedureView, asked: str) -> str:
    """The case of the procedure that is meant. Raises Unbridged when there are several and none is named."""
    cases = view.definition.cases
    found = [one for one in cases if one.key == asked] or (list(cases) if len(cases) == 1 else [])
    if not found:
        names = "; ".join(f"{one.key} ({one.name})" for one in cases)
        raise bridging.Unbridged(f"Cổng không cho biết trường hợp nào của thủ tục {view.code}: {names[:1000]}.")
    return found[0].key


def _counted(view: ProcedureView, asked: str, act: contract.Act) -> dict[str, tuple[int, int]]:
    """Components that came as files: neither original nor copy on paper, one electronic one each."""
    known = {paper.key for paper in view.definition.case(_case(view, asked)).papers}
    return {one.MaThanhPhanHoSo: (0, 1) for one in act.GiayTo if one.MaThanhPhanHoSo in known}


def _chosen(view: ProcedureView, place: str, named: BodyView | None, day: date) -> int | None:
    """Where the law leaves a choice, the body whose centre the person named has been chosen."""
    if named is None:
        return None
    for one in competences.competent(view.code, competences.DECIDE, place, day):
        centre = online.centre_of(one, day)
        if named.key in (one.body.key, centre.key if centre else ""):
            return one.competence_id
    return None


def _open(id: UUID, province: str, code: str | None, foreign_id: str) -> None:
    """Tie the portal's dossier to ours and have our code returned, in the transaction that opened it."""
    today = datetime.now(VIETNAM).date()
    _answer_waits(id, province)
    sql.run(
        "INSERT INTO exchange_national_dossier (id, province_code, code, foreign_id, origin, created, ours, told, rows,"
        " changed_on, quality, quality_message, next_at)"
        " VALUES (%s, %s, %s, %s, 'there', true, %s, %s, 0, %s, '', '', clock_timestamp())",
        [id, province, code, foreign_id, SUBMITTED, SUBMITTED, today],
    )


def _answer_waits(id: UUID, province: str) -> None:
    sql.run(
        "INSERT INTO exchange_national_message (dossier_id, place, kind, number, verb, status, province_code,"
        " happened_at, sequence, since, state, attempts, uncertain, reason, code, decided_by)"
        " VALUES (%s, %s, 'answer', 0, 'answer', 0, %s, %s, 0, clock_timestamp(), 'waiting', 0, false, '', '', '')",
        [id, outbox.place_of(0, "answer"), province, datetime.now(UTC)],
    )


def _done(intent: Intent, act: contract.Act) -> UUID:
    case_id = case_of(act.IDHoSo)
    if case_id is None:
        before = intents.of_reference(SOURCE, act.IDHoSo, "submit")
        if before is not None and before.state in ("waiting", "refused"):
            raise NotYet("Chờ hồ sơ này được mở ở đây trước đã.")
        raise Refused(f"Không có hồ sơ nào ở đây mang định danh {act.IDHoSo[:100]} của Cổng.")
    given = _given(intent.kind, act.DuLieu)
    return acts.done(intent.kind, case_id, given, intent.happened_at, intent.id, intent.papers).id


def _given(kind: str, said: dict[str, Any]) -> dict[str, Any]:
    """The needs of the table's move, from what the portal says."""
    if kind == "supplement":
        return {"answer": said.get("NoiDung") or ["Bổ sung qua Cổng Dịch vụ công quốc gia"]}
    if kind == "withdraw":
        return {"request": said.get("LyDo") or "Rút hồ sơ qua Cổng Dịch vụ công quốc gia"}
    if kind == "pay":
        return {"voucher": said.get("MaGiaoDich"), "amount": said.get("SoTien")}
    return {"stars": str(said.get("SoSao", "")), "comment": said.get("GopY", "")}


def case_of(foreign_id: str) -> UUID | None:
    rows = sql.run(
        "SELECT d.id FROM exchange_national_dossier d JOIN engine_case c ON c.id = d.id WHERE d.foreign_id = %s",
        [foreign_id],
    )
    return rows[0][0] if rows else None


def province_of(foreign_id: str) -> str:
    """Whose control unit looks after acts on a dossier of the portal's."""
    rows = sql.run("SELECT province_code FROM exchange_national_dossier WHERE foreign_id = %s", [foreign_id])
    if rows:
        return str(rows[0][0])
    before = intents.of_reference(SOURCE, foreign_id, "submit")
    return before.province_code if before else ""


def act_of(id: UUID) -> tuple[str | None, str]:
    """The submission that a dossier row answers: (its id at the portal, why it was put aside)."""
    rows = sql.run(
        "SELECT key, CASE WHEN state = 'settled' THEN reason ELSE '' END FROM engine_intent"
        " WHERE source = %s AND kind = 'submit' AND (case_id = %s OR id = %s)",
        [SOURCE, id, id],
    )
    return (str(rows[0][0]), str(rows[0][1])) if rows else (None, "")


def settled(intent: Intent, reason: str) -> None:
    """A submission that a person put aside: the portal is told why, so that its applicant reads it there."""
    if intent.kind != "submit":
        return
    today = datetime.now(VIETNAM).date()
    _answer_waits(intent.id, intent.province_code)
    sql.run(
        "INSERT INTO exchange_national_dossier (id, province_code, code, foreign_id, origin, created, ours, told, rows,"
        " changed_on, quality, quality_message, next_at)"
        " VALUES (%s, %s, NULL, %s, 'there', true, 0, 1, 0, %s, '', '', clock_timestamp()) ON CONFLICT DO NOTHING",
        [intent.id, intent.province_code, intent.reference, today],
    )
