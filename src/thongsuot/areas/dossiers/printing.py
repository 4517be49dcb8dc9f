"""The forms of a dossier filled from its journal, as they were when each was issued: a reprint equals the print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings

from thongsuot.areas.dossiers import hand_overs, originals, results
from thongsuot.areas.dossiers.as_of import AsOf, day_of, moment, standing_of
from thongsuot.areas.dossiers.forms import of_case
from thongsuot.areas.dossiers.letters import forms, parts
from thongsuot.areas.dossiers.results import DIGITAL
from thongsuot.engine import erasing, letters
from thongsuot.engine.access import Sight
from thongsuot.engine.case_rules import WAITS
from thongsuot.engine.deadline import Clock, LimitUnit
from thongsuot.engine.errors import Impossible, NotAllowed
from thongsuot.engine.letters import Letter, LetterData
from thongsuot.engine.reading import CasePage, Told
from thongsuot.register import bodies, calendar, units

TO_APPLICANT = frozenset({"01", "02", "03", "04", "05", "revocation"})
REOPENS = "reopen"
KIND = "dossier"
UNIT_TYPES = ("Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu ")
LIMIT_WORDS = {
    LimitUnit.WORKING_DAY: "{} ngày làm việc",
    LimitUnit.CALENDAR_DAY: "{} ngày",
    LimitUnit.WORKING_HOUR: "{} giờ làm việc",
    LimitUnit.MONTH: "{} tháng",
    LimitUnit.SAME_DAY: "Trong ngày làm việc",
    LimitUnit.NONE: "Không quy định",
}


@dataclass(frozen=True)
class Printable:
    """One form that can be printed: its key, the entry that issued it, and its title. Number 0 is the whole case."""

    key: str
    number: int
    title: str
    issued_at: datetime


def printables(page: CasePage) -> tuple[Printable, ...]:
    """The forms of a case, oldest first. A form whose step was taken back is void and not offered."""
    if page.case.kind != KIND or erasing.is_erased(page.case):
        return ()
    found: list[Printable] = []
    for told in standing_of(page):
        row = page.case.table.move(told.body["move"]) if told.body["verb"] in ("open", "move") else None
        if row is not None and row.letter in TO_APPLICANT:
            at = moment(told.body["happened"])
            if form := letters.holding(row.letter, day_of(at)):
                found.append(Printable(row.letter, told.number, form.title, at))
    opened = moment(page.entries[0].body["happened"])
    if declared := of_case.form_of(page.case):
        found.insert(0, Printable("declaration", page.entries[0].number, declared.printed.heading, opened))
    if sheet := letters.holding("06", day_of(opened)):
        found.append(Printable("06", 0, sheet.title, opened))
    return (*found, *_originals(page), *_results(page))


def _originals(page: CasePage) -> Iterator[Printable]:
    """The lists of originals that went to another counter, each as it left and as it was signed for."""
    for told, words in originals.lists(page):
        at = moment(told.body["happened"])
        if form := letters.holding(originals.KEY, day_of(at)):
            yield Printable(originals.KEY, told.number, f"{form.title}, {words}", at)


def _results(page: CasePage) -> Iterator[Printable]:
    """The result that stands, as number 0, and those before it, each by the entry that gave it its number."""
    standing = standing_of(page)
    opened = max((told.number for told in standing if told.body["move"] == REOPENS), default=0)
    for told in standing:
        if told.body["verb"] != "move" or "facts.result_number" not in told.body["changes"]:
            continue
        if told.number > opened:
            # Once it is signed, the file is the result: a print without signatures beside it would only mislead.
            if results.has_file(page.case):
                continue
            yield Printable("result", 0, page.case.product, page.case.changed_at)
        else:
            title = f"{page.case.product} (đã mở lại để đính chính)"
            yield Printable("result", told.number, title, moment(told.body["happened"]))


def printed(page: CasePage, key: str, number: int) -> tuple[Letter, bytes]:
    """One form as PDF. Raises NotAllowed for who sees the case masked, Impossible for a form that was not issued."""
    if page.sight is not Sight.FULL:
        raise NotAllowed("Giấy tờ của hồ sơ chỉ in được tại nơi thụ lý hồ sơ.")
    offered = next((one for one in printables(page) if (one.key, one.number) == (key, number)), None)
    if offered is None:
        raise Impossible("Giấy này chưa được lập, hoặc bước lập giấy đã được hoàn tác.")
    now = AsOf(page, number or len(page.entries))
    letter, data = _from_form(key, now) or (letters.letter_for(key, day_of(offered.issued_at)), _FILLED[key](now))
    return letter, letters.render(letter, data)


def _receipt(now: AsOf) -> LetterData:
    clock = now.clock
    papers = now.fact("papers") or []
    return forms.ReceiptData(
        **_to_applicant(now, now.case.receiving_body),
        number=_serial(now),
        papers=tuple(_paper(paper) for paper in papers),
        sets=int(now.told.given.get("sets", 1)),
        limit=_limit(clock),
        received_at=clock.start if clock else now.happened,
        due_at=now.due_at or now.happened,
        due_reasons=_reasons(now),
        result_place=_result_place(now),
        fees=tuple(
            parts.Fee(name=fee["name"], amount=fee["amount"])
            for fee in now.fact("fees") or []
            if fee["amount"] is not None
        ),
        submitter=now.subject.get("representative") or now.subject.get("name", ""),
        receiver=now.who()["name"],
    )


def _reasons(now: AsOf) -> tuple[str, ...]:
    """Why it is due then, while the calendar still says so: one that was changed later does not explain that day."""
    if now.clock is None:
        return ()
    due = now.clock.due(calendar.load(now.case.place_code))
    return tuple(reason.text for reason in due.reasons) if due.moment in (None, now.due_at) else ()


def _supplement(now: AsOf) -> LetterData:
    clock, waits = now.clock, now.fact(WAITS) or {}
    keeps = clock is not None and not clock.begins_anew
    return forms.SupplementData(
        **_to_applicant(now, now.case.executing_body),
        number=_serial(now),
        defects=tuple(_defect(line) for line in now.told.given["defects"]),
        answer_by=moment(waits["supplement"]) if "supplement" in waits else None,
        clock=(
            "Thời gian chờ bổ sung không tính vào thời hạn giải quyết; thời hạn còn lại tính tiếp khi nhận đủ giấy tờ."
            if keeps
            else "Thời hạn giải quyết được tính lại từ khi nhận đủ giấy tờ."
        ),
        contact=_contact(now, now.case.receiving_body),
        officer=now.who()["name"],
    )


def _refusal(now: AsOf) -> LetterData:
    return forms.RefusalData(
        **_to_applicant(now, now.case.receiving_body),
        number=_serial(now),
        reasons=tuple(parts.Reason(text=line) for line in now.told.given["reasons"]),
        guidance=now.told.given["guidance"],
        contact=_contact(now, now.case.receiving_body),
        officer=now.who()["name"],
    )


def _apology(now: AsOf) -> LetterData:
    old = now.told.body["changes"]["due_at"][0]
    start = now.clock.start if now.clock else now.happened
    return forms.ApologyData(
        **_to_applicant(now, now.case.executing_body),
        received_at=start,
        old_due_at=moment(old),
        new_due_at=moment(now.told.given["until"]),
        reason="; ".join(now.told.given["reasons"]),
        contact=_contact(now, now.case.receiving_body),
        signer=parts.Signer(titles=(now.who()["title"],), name=now.who()["name"]),
    )


def _stop(now: AsOf) -> LetterData:
    given = now.told.given
    unanswered = "Hết thời hạn mà hồ sơ chưa được bổ sung theo phiếu yêu cầu bổ sung, hoàn thiện hồ sơ đã gửi."
    return forms.StopData(
        **_to_applicant(now, now.case.competent_body),
        received_at=now.clock.start if now.clock else now.happened,
        stopped_at=now.happened,
        reasons=tuple(parts.Reason(text=line) for line in given.get("reasons", [unanswered])),
        ground=given["ground"].rstrip(".;"),
        ends=now.case.table.state(now.told.body["to"]).terminal,
        guidance=given.get("guidance", ""),
        contact=_contact(now, now.case.receiving_body),
        signer=_signer(now.told),
    )


def _revocation(now: AsOf) -> LetterData:
    given = now.told.given
    return forms.RevocationData(
        **_to_applicant(now, now.case.competent_body),
        result=f"{now.case.product}, số {str(now.fact('result_number')).split('/')[0]}/UBND",
        decision=given["decision"],
        revoked_at=now.happened,
        reasons=tuple(parts.Reason(text=line) for line in given["reasons"]),
        ground=given["ground"].rstrip(".;"),
        guidance=given.get("guidance", ""),
        contact=_contact(now, now.case.receiving_body),
        signer=_signer(now.told),
    )


def _control_sheet(now: AsOf) -> LetterData:
    start = now.clock.start if now.clock else now.happened
    return forms.ControlSheetData(
        **_head(now, now.case.receiving_body),
        applicant=now.subject.get("name", ""),
        procedure=_procedure(now),
        settling_body=_named(now.case.competent_body, day_of(now.happened)),
        received_at=start,
        due_at=now.case.due_at or now.due_at or start,
        hand_overs=hand_overs.rows(now),
    )


def _decided(now: AsOf) -> tuple[Told, Told]:
    """The standing proposal of the result, and the signature under it (the proposal itself until it is signed)."""
    standing = [told for told in standing_of(now.page) if told.number <= now.told.number]
    proposed = next(told for told in reversed(standing) if told.body["move"] == "propose")
    return proposed, next((told for told in reversed(standing) if told.body["move"] == "sign"), proposed)


def signed_by(page: CasePage) -> Mapping[str, Any]:
    """Who signed the dossier's result, as the journal keeps it."""
    return dict(_decided(AsOf(page, len(page.entries)))[1].body["who"])


def _signer(signed: Told) -> parts.Signer:
    who = signed.body["who"]
    note = "(Ký số)" if signed.body["given"].get("method") == DIGITAL else ""
    return parts.Signer(titles=(who.get("title", ""),), name=who["name"], note=note)


def _verified(now: AsOf) -> dict[str, Any]:
    """Where the QR of a result leads, and the code in words."""
    code = results.code_of(now.case.id, str(now.fact("result_number")))
    return {"link": results.address_of(code), "check": results.shown(code)}


def _result(now: AsOf) -> LetterData:
    proposed, signed = _decided(now)
    replaced = now.fact("result_numbers_before") or []
    granted = proposed.given["outcome"] == "granted"
    return forms.ResultData(
        **_head(now, now.case.competent_body, at=moment(signed.body["happened"])),
        **_verified(now),
        number=str(now.fact("result_number")).split("/")[0],
        symbol="UBND",
        title=now.case.product if granted else "Thông báo về việc không đủ điều kiện giải quyết",
        subject=now.case.title,
        body=(
            *proposed.given["summary"],
            *(f"Văn bản này thay thế văn bản số {number.split('/')[0]}/UBND đã cấp." for number in replaced),
        ),
        recipients=(now.subject.get("name", ""), "Lưu: VT."),
        signer=_signer(signed),
    )


def _from_form(key: str, now: AsOf) -> tuple[Letter, LetterData] | None:
    """What the electronic form prints itself: its declaration, and its own result document when it was granted."""
    form = of_case.form_of(now.case) if key in ("declaration", "result") else None
    if form is None:
        return None
    if key == "declaration":
        to, place = (
            _named(now.case.competent_body, day_of(now.happened)),
            _agency(now.case.receiving_body, now.happened).place,
        )
        return of_case.declaration(now.case, form, now.subject, to=to, place=place, at=now.happened, demo=settings.DEMO)
    proposed, signed = _decided(now)
    if not form.result or proposed.given["outcome"] != "granted":
        return None
    at = moment(signed.body["happened"])
    agency = _agency(now.case.competent_body, at)
    return of_case.result(
        now.case, form, now.subject, agency=agency, signer=_signer(signed), at=at, demo=settings.DEMO, **_verified(now)
    )


def _list_of_originals(now: AsOf) -> LetterData:
    return originals.filled(now, lambda body: _head(now, body))


_FILLED = {
    "01": _receipt,
    "02": _supplement,
    "03": _refusal,
    "04": _apology,
    "05": _stop,
    "revocation": _revocation,
    "06": _control_sheet,
    "result": _result,
    originals.KEY: _list_of_originals,
}


def _to_applicant(now: AsOf, body: str) -> dict[str, Any]:
    return {
        **_head(now, body),
        "applicant": parts.Applicant(
            name=now.subject.get("name", ""),
            address=now.subject.get("address", ""),
            phone=now.subject.get("phone", ""),
            email=now.subject.get("email", ""),
            organisation=now.subject.get("kind", "citizen") != "citizen",
        ),
        "procedure": _procedure(now),
        "content": now.subject.get("content", ""),
    }


def _head(now: AsOf, body: str, at: datetime | None = None) -> dict[str, Any]:
    issued = at or now.happened
    return {
        "agency": _agency(body, issued),
        "code": now.case.code,
        "issued_at": issued,
        "demo": settings.DEMO,
    }


def _agency(key: str, at: datetime) -> parts.Agency:
    view = bodies.body(key)
    day = day_of(at)
    house = view.house if view else None
    unit = _unit(view.unit_code, day) if view and view.unit_code else "Hà Nội"
    for word in UNIT_TYPES:
        unit = unit.removeprefix(word)
    superior = _named(house, day) if house and house != key else ""
    return parts.Agency(superior=superior, name=_named(key, day), place=unit)


def _named(key: str, day: date) -> str:
    """A body's name that day; today's for what came from before it stood, as another system's dossiers do."""
    try:
        return bodies.name_on(key, day)
    except LookupError:
        return bodies.name_of(key)


def _unit(code: str, day: date) -> str:
    try:
        return units.unit(code, day).name
    except LookupError:
        return units.unit(code, day_of(datetime.now(UTC))).name


def _procedure(now: AsOf) -> parts.Procedure:
    return parts.Procedure(name=now.case.title, code=now.case.procedure_code)


def _paper(paper: Mapping[str, Any]) -> parts.Paper:
    kind = parts.PaperKind.ORIGINAL if paper["originals"] else parts.PaperKind.COPY
    return parts.Paper(name=paper["name"], kind=kind, count=paper["originals"] + paper["copies"])


def _defect(line: str) -> parts.Defect:
    """A line as the officer typed it; what to do stands after a dash or semicolon, when it was said apart."""
    for mark in (" → ", " - ", "; "):
        what, found, todo = line.partition(mark)
        if found and todo.strip():
            return parts.Defect(what=what.strip(), todo=todo.strip())
    return parts.Defect(what=line, todo="Nộp bổ sung hoặc hoàn thiện theo nội dung nêu trên.")


def _contact(now: AsOf, body: str) -> parts.Contact:
    return parts.Contact(name=_named(body, day_of(now.happened)))


def _limit(clock: Clock | None) -> str:
    if clock is None:
        return LIMIT_WORDS[LimitUnit.NONE]
    return LIMIT_WORDS[clock.limit.unit].format(f"{clock.limit.amount:02d}")


def _result_place(now: AsOf) -> str:
    place = {"post": "Qua dịch vụ bưu chính công ích", "online": "Bản điện tử"}.get(now.fact("delivery"))
    return place or _named(now.case.receiving_body, day_of(now.happened))


def _serial(now: AsOf) -> str:
    return (now.case.code or "").rpartition("-")[2]
