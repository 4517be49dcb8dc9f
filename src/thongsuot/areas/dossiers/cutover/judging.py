"""One row of the source judged: a history that can be adopted, with remarks; or the reasons why not, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from thongsuot.areas.dossiers.cutover import cleaning, dating, filing
from thongsuot.areas.dossiers.cutover.cleaning import Unreadable
from thongsuot.areas.dossiers.cutover.dating import Dates
from thongsuot.areas.dossiers.cutover.mapping import Words
from thongsuot.areas.dossiers.cutover.placing import Bodies, Nowhere, Placing
from thongsuot.areas.dossiers.cutover.reading import Row
from thongsuot.areas.dossiers.intake import DELIVERY
from thongsuot.areas.dossiers.process import DOSSIER
from thongsuot.engine.adopting import Adopted, Event
from thongsuot.engine.deadline import BadClock, Clock, Limit, LimitUnit, Promised
from thongsuot.engine.errors import Refused
from thongsuot.register import calendar
from thongsuot.register.procedures import ProcedureView
from thongsuot.register.working_time import OutsideCalendar

CHANNELS = {"1": "counter", "2": "online", "3": "post", "": "counter"}
"""KenhThucHien of the national portal: at the counter, online, by the public post."""
LONGEST_CODE, LONGEST_NAME = 100, 200
OUTCOMES = {"withdrawn": "withdrawn", "refused": "refused", "closed": "stopped"}


class Unfit(Exception):
    """A row that cannot be adopted; one sentence for each thing to be mended."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reasons))


@dataclass
class Judged:
    """What a row would become. `body` and `stood` are what the source counts it under, known as far as possible."""

    row: Row
    adopted: Adopted | None = None
    reasons: tuple[str, ...] = ()
    remarks: list[str] = field(default_factory=list)
    body: str = ""
    stood: str = ""


class Judge:
    """Judges the rows of one source, at one moment, with one mapping file."""

    def __init__(
        self, system: str, folder: Path, words: Words, now: datetime, *, store: bool, without_papers: bool = False
    ) -> None:
        self.system, self.words, self.now = system, words, now
        self.placing = Placing(words, now.date())
        self.papers = filing.Papers(folder, store=store, optional=without_papers)

    def judge(self, row: Row) -> Judged:
        """Never raises for what stands in a row: every row gets its verdict."""
        judged = Judged(row, body=row.values.get("competent") or row.values.get("receiving", ""))
        judged.stood = row.values.get("status") or row.values.get("step", "")
        if row.fault:
            judged.reasons = (row.fault,)
            return judged
        try:
            judged.adopted = self._adopted(judged)
        except Unfit as unfit:
            judged.reasons = unfit.reasons
        except Nowhere as nowhere:
            judged.reasons = (str(nowhere),)
        except Unreadable as error:
            judged.reasons = (f"{error}. Sửa ở nguồn rồi nhập lại.",)
        except (BadClock, OutsideCalendar, Refused) as error:
            judged.reasons = (str(error),)
        if row.old_text:
            judged.remarks.append("chữ TCVN3 đã chuyển sang Unicode")
        return judged

    def _adopted(self, judged: Judged) -> Adopted:
        row, values = judged.row, judged.row.values
        _whole(values)
        step = self._step(judged)
        dates = dating.dates(row, step, self.words, self.now)
        judged.remarks += dates.remarks
        judged.stood = str(DOSSIER.state(dates.step).status)
        judged.reasons = ()
        procedure, remark = self.placing.procedure(values.get("procedure", ""), dates.opened.date())
        judged.remarks += [remark] if remark else []
        if procedure is None:
            self._without_procedure(values, dates, judged)
        bodies = self._bodies(judged, procedure, dates)
        judged.body = bodies.competent
        subject, number_said = filing.subject(values)
        if number_said:
            judged.remarks.append("số định danh không đúng dạng, chỉ giữ trong lịch sử")
        clock, due = self._clock(judged, procedure, bodies, dates)
        papers = self.papers.of(row, judged.remarks)
        return Adopted(
            system=self.system,
            reference=row.code,
            code=row.code,
            kind=DOSSIER.key,
            start=dates.start,
            title=procedure.title if procedure else values["title"],
            place_code=bodies.place,
            province_code=bodies.province,
            receiving_body=bodies.receiving,
            executing_body=bodies.executing,
            competent_body=bodies.competent,
            competence=bodies.competence,
            product="",
            subject_name=subject["name"],
            subject=subject,
            opened_at=dates.opened,
            due_at=due,
            clock=clock,
            source=row.content(),
            stood=judged.stood,
            outcome=values.get("outcome", "") if values.get("outcome") in ("granted", "denied")
            else OUTCOMES.get(dates.step, ""),
            procedure_code=procedure.code if procedure else cleaning.procedure_code(values.get("procedure", "")),
            sector=procedure.sector if procedure else "",
            facts=self._facts(values, row, procedure, dates),
            limits={"submitted": "answer", "waiting_correction": "answer"},
            told=_told(values, number_said),
            events=tuple(Event(one.at, one.step, one.told) for one in dates.events),
            papers=papers,
        )  # fmt: skip

    def _step(self, judged: Judged) -> str:
        values = judged.row.values
        step = self.words.step(values.get("status", ""), values.get("step", ""))
        if step is None:
            said = values.get("status") or values.get("step")
            raise Unfit(f"Không biết trạng thái “{said}”. Khai trong “steps” của tệp đối chiếu.")
        if not step:
            step = dating.last_said(judged.row, self.words)
            if not step:
                raise Unfit("Thiếu trạng thái và lịch sử không cho biết. Ghi “status” từ 1 đến 10.")
            judged.remarks.append("nguồn không ghi trạng thái; lấy theo bước cuối của lịch sử")
        if step == "stopped" and values.get("ended"):
            return "closed"
        return step

    def _without_procedure(self, values: Mapping[str, str], dates: Dates, judged: Judged) -> None:
        if not dates.ended or not values.get("title"):
            raise Unfit(
                f"Không có thủ tục “{values.get('procedure', '')}” trong danh mục. Nhập danh mục, hoặc khai mã tương "
                "ứng trong “procedures”."
            )
        judged.remarks.append("thủ tục không có trong danh mục; hồ sơ đã kết thúc nên giữ mã và tên như nguồn ghi")

    def _bodies(self, judged: Judged, procedure: ProcedureView | None, dates: Dates) -> Bodies:
        values = judged.row.values
        day = dating.day_of_place(values, dates)
        if not values.get("place") and not values.get("place_name"):
            raise Unfit("Thiếu nơi giải quyết. Ghi “place” (mã đơn vị hành chính) hoặc “place_name”.")
        places = self.placing.places(values.get("place", ""), values.get("place_name", ""), day)
        judged.remarks += [places.changed] if places.changed else []
        written = {name: values.get(name, "") for name in ("receiving", "executing", "competent")}
        found = self.placing.bodies(procedure.code if procedure else "", places, written)
        judged.remarks += found.remarks
        return found

    def _clock(
        self, judged: Judged, procedure: ProcedureView | None, bodies: Bodies, dates: Dates
    ) -> tuple[Clock | None, datetime | None]:
        """The clock with the day that the source promised; computed here only where the source promised none."""
        limit = _limit(procedure, judged.row.values)
        times = calendar.load(bodies.place)
        if dates.due is None:
            judged.remarks.append("nguồn không có ngày hẹn trả" + ("; hạn tính theo thủ tục" if limit else ""))
            clock = Clock(limit, dates.received) if limit else None
            return clock, _due(clock, dates, times)
        if limit is None or limit.unit is LimitUnit.NONE:
            limit = _derived(dates.received, dates.due, times, self.system)
        clock = Clock(limit, dates.received, (Promised(dates.received, dates.due, self.system),))
        if not dates.ended:
            clock.due(times)
        return clock, dates.due

    def _facts(
        self, values: Mapping[str, str], row: Row, procedure: ProcedureView | None, dates: Dates
    ) -> dict[str, Any]:
        limit = _limit(procedure, values) or Limit(LimitUnit.NONE, basis=f"không rõ trong {self.system}"[:300])
        channel = values.get("channel", "")
        delivery = values.get("delivery", "")
        fees, paid = filing.fees(row)
        made = {name: 1 for name, wanted in (("ask_supplement", dates.supplemented), ("pay_fee", paid > 0)) if wanted}
        facts: dict[str, Any] = {
            "channel": CHANNELS.get(channel, channel if channel in CHANNELS.values() else "counter"),
            "delivery": delivery if delivery in DELIVERY else "counter",
            "fees": fees,
            "papers": [],
            "limit": limit.to_json(),
        }
        if procedure:
            cases = procedure.definition.cases
            case = cases[0].key if len(cases) == 1 else ""
            facts["procedure"] = {"authority": procedure.authority, "version": procedure.version, "case": case}
        facts |= {"paid": paid, "paid_before": paid} if paid else {}
        facts |= {"made": made} if made else {}
        facts |= {"result_number": values["result_number"]} if values.get("result_number") else {}
        return facts


def _whole(values: Mapping[str, str]) -> None:
    """What nothing can be done without; and columns that have changed places. Raises Unfit with every reason."""
    faults = []
    code, procedure, name = values.get("code", ""), values.get("procedure", ""), values.get("applicant", "")
    if not code or len(code) > LONGEST_CODE:
        faults.append("Thiếu mã hồ sơ, hoặc mã dài quá 100 ký tự.")
    if cleaning.is_procedure_code(code) or (name.isdecimal() and len(name) > 5):
        faults.append("Các cột có vẻ đổi chỗ cho nhau (mã hồ sơ, mã thủ tục, tên người nộp). Xuất lại dòng này.")
    if not procedure:
        faults.append("Thiếu mã thủ tục.")
    if not name or len(name) > LONGEST_NAME:
        faults.append("Thiếu tên người nộp, hoặc tên dài quá 200 ký tự.")
    if faults:
        raise Unfit(*faults)


def _told(values: Mapping[str, str], number_said: str) -> dict[str, str]:
    """The row's own words that have no field here: kept with the personal values, because people write names."""
    names = ("procedure", "place", "place_name", "receiving", "executing", "competent", "step", "status", "note")
    told = {f"said_{name}": values[name] for name in names if values.get(name)}
    return told | ({"said_number": number_said} if number_said else {})


def _limit(procedure: ProcedureView | None, values: Mapping[str, str]) -> Limit | None:
    """The procedure's own limit, where it has one case and the catalogue is clear about it."""
    if procedure is None or len(procedure.definition.cases) != 1:
        return None
    found = procedure.definition.cases[0].limit_at("online" if values.get("channel") == "2" else "counter")
    return Limit.from_json(found.as_json()) if found else None


def _derived(received: datetime, due: datetime, times: calendar.Calendar, system: str) -> Limit:
    """As many working days as the promise has, for a procedure whose limit nobody knows here."""
    days = max(1, round(times.days_at(due) - times.days_at(received)))
    return Limit(LimitUnit.WORKING_DAY, days, basis=f"ngày hẹn trả của {system}")


def _due(clock: Clock | None, dates: Dates, times: calendar.Calendar) -> datetime | None:
    try:
        return clock.due(times).moment if clock else None
    except OutsideCalendar:
        if dates.ended:
            return None
        raise
