"""A briefing as an official report in the layout of NĐ 30/2020/NĐ-CP: its parts, and its printing as PDF.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I (page A4, margins top and bottom 20 mm, left 30 mm, right 15 mm, Times New Roman
13-14). Its text was not at hand; the layout is the one that offices use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import Field

from thongsuot.engine import letters
from thongsuot.engine.letters import Letter, LetterData, LetterPart, Line, Name, Text
from thongsuot.measures.briefing import charts, issuing, pictures, places, words
from thongsuot.measures.briefing.charts import MAP
from thongsuot.measures.briefing.issuing import Issued
from thongsuot.measures.briefing.places import Place
from thongsuot.measures.briefing.reading import Briefing, Part, changed, late, to_decide
from thongsuot.measures.briefing.statements import Statement
from thongsuot.measures.briefing.values import Value
from thongsuot.register import bodies, formatting

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
RECIPIENTS = {
    "nation": ("Thủ tướng, các Phó Thủ tướng Chính phủ", "Các bộ, cơ quan ngang bộ",
               "UBND các tỉnh, thành phố", "Lưu: VT, TH"),
    "province": ("Văn phòng Chính phủ", "Thường trực Tỉnh ủy, HĐND", "Các sở, UBND cấp xã", "Lưu: VT"),
    "commune": ("UBND cấp tỉnh", "Đảng ủy, HĐND", "Các phòng, trung tâm", "Lưu: VT"),
}  # fmt: skip


class Row(LetterPart):
    label: Name = Field(title="Nội dung")
    value: Line = Field(title="Kỳ này")
    before: Line = Field(default="", title="Kỳ trước")
    change: Line = Field(default="", title="Tăng, giảm")


class Said(LetterPart):
    label: Name
    value: Line
    source: Line


class Drawn(LetterPart):
    """A chart as it is drawn, with the words that stand for it."""

    title: Line
    text: str = Field(max_length=20_000)
    svg: str = Field(max_length=200_000)

    def printed(self) -> dict[str, Any]:
        """The drawing as bytes: no sign of it is touched on its way to the typesetter."""
        return {"title": self.title, "text": self.text, "svg": list(self.svg.encode())}


class Chapter(LetterPart):
    number: Line
    title: Name
    rows: tuple[Row, ...] = ()
    charts: tuple[Drawn, ...] = ()
    said: tuple[Said, ...] = ()
    missing: Line = ""
    text: str = Field(default="", max_length=20_000)

    def printed(self) -> dict[str, Any]:
        return {
            **self.model_dump(exclude={"text", "charts"}),
            "paragraphs": self.paragraphs,
            "charts": [one.printed() for one in self.charts],
        }

    @property
    def paragraphs(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


class Report(LetterData):
    """The whole report in words; PDF and DOCX are two ways of setting it."""

    agency: Name = Field(title="Cơ quan ban hành")
    by: Line = Field(default="", title="Cơ quan ban hành, viết trong câu")
    number: Line = ""
    place_line: Line = ""
    about: Text = Field(title="Trích yếu")
    opening: Text
    front: tuple[tuple[Line, tuple[Line, ...]], ...] = ()
    chapters: tuple[Chapter, ...] = ()
    maps: tuple[Drawn, ...] = ()
    recipients: tuple[Line, ...] = ()
    authority: Line = ""
    title: Line = ""
    signer: Line = ""
    draft: bool = False

    @property
    def annexed(self) -> str:
        """What an annex says of the report that it belongs to."""
        day = self.place_line.rpartition(", ")[2]
        return f"(Kèm theo Báo cáo số {self.number} {day} của {self.by})"

    def printed(self) -> dict[str, Any]:
        return {
            **self.model_dump(exclude={"code", "issued_at", "link", "demo", "check", "chapters", "maps"}),
            "chapters": [one.printed() for one in self.chapters],
            "maps": [one.printed() for one in self.maps],
            "annexed": self.annexed,
        }


REPORT = Letter(
    key="briefing",
    title="Báo cáo",
    template=Path(__file__).with_name("report.typ"),
    version="NĐ 30/2020/NĐ-CP",
    in_force_from=date(2020, 3, 5),
    in_force_to=None,
    legal_basis="NĐ 30/2020/NĐ-CP, Phụ lục I (bố cục chưa xác minh)",
    fields=Report,
)


def pdf(report: Report) -> bytes:
    """The report as PDF. Raises LetterError."""
    return letters.render(REPORT, report)


@dataclass(frozen=True)
class Frame:
    """What stands around the figures: number, day and signer; empty while it is a draft."""

    code: str = ""
    on: date | None = None
    signer: str = ""
    title: str = ""
    draft: bool = True


def of_issued(found: Issued) -> Report:
    """An issued briefing as its report: the same bytes whenever it is asked."""
    day = formatting.local(found.issued_at).date()
    frame = Frame(found.code, day, found.signer.name, found.signer.title, False)
    return made(found.briefing, found.texts, frame, found.issued_at)


def of_draft(asked: Briefing, texts: Mapping[int, str], now: datetime) -> Report:
    return made(asked, texts, Frame(), now)


def made(asked: Briefing, texts: Mapping[int, str], frame: Frame, at: datetime) -> Report:
    place = asked.place
    drawn = _numbered(asked)
    return Report(
        code=frame.code or "Dự thảo",
        issued_at=at,
        agency=bodies.name_of(place.house).upper(),
        by=bodies.name_of(place.house),
        number=frame.code or issuing.code_of("……", place),
        place_line=f"{_seat(place)}, {_day(frame.on)}",
        about=_about(asked),
        opening=_opening(asked),
        front=tuple(_front(asked)),
        chapters=tuple(_chapter(part, texts.get(part.number, ""), drawn) for part in asked.parts),
        maps=tuple(drawn[one.key] for one in asked.charts if one.kind == MAP),
        recipients=RECIPIENTS[place.tier],
        authority="" if not place.code else "TM. ỦY BAN NHÂN DÂN",
        title=frame.title or ("Chủ tịch" if place.code else "Bộ trưởng, Chủ nhiệm"),
        signer=frame.signer,
        draft=frame.draft,
        demo=settings.DEMO,
    )


def _about(asked: Briefing) -> str:
    where = f" tại {asked.place.name}" if asked.place.code else ""
    return f"Tình hình vận hành chính quyền địa phương 2 cấp {asked.chosen.words}{where}"


def _opening(asked: Briefing) -> str:
    """On what it rests and what its numbers are."""
    about, before = _about(asked), asked.chosen.before().words
    return (
        f"Thực hiện chế độ báo cáo của cơ quan hành chính nhà nước (Nghị định số 09/2019/NĐ-CP),"
        f" {bodies.name_of(asked.place.house)} báo cáo {about[:1].lower()}{about[1:]} như sau."
        f" Số liệu do hệ thống tổng hợp từ hồ sơ, công việc đã ghi nhận, chốt lúc {formatting.moment(asked.as_of)},"
        f" so với {before} (chốt lúc {formatting.moment(asked.before_as_of)})."
        " Số liệu do cơ quan khác công bố được nêu riêng kèm nguồn, không cộng vào số đã đếm."
    )


def _numbered(asked: Briefing) -> dict[str, Drawn]:
    """The charts in their order, numbered as they are referred to; the map is in an annex."""
    order = [one for part in asked.parts for one in part.charts if one.kind != MAP]
    named = {one.key: f"Biểu đồ {place}" for place, one in enumerate(order, 1)}
    return {
        one.key: Drawn(
            title=f"{named.get(one.key, 'Sơ đồ')}. {one.title}{', theo nơi' if one.placed else ''}",
            text=charts.text(one), svg=pictures.drawn(one),
        )
        for one in asked.charts
    }  # fmt: skip


def _seat(place: Place) -> str:
    """The place-name of a report: the nation's is Hà Nội."""
    return places.short(place.name) if place.code else "Hà Nội"


def _day(on: date | None) -> str:
    return formatting.day_in_words(on) if on else "ngày … tháng … năm …"


def told(one: Value) -> str:
    """A value with its unit, or that there is none."""
    if one.value is None:
        return words.NO_DATA
    return formatting.percent(one.value, 1) if one.share else f"{words.number(one.value)} {one.unit}"


def said(one: Value) -> str:
    """A figure outside its section: the section in a word, its name and its value."""
    return f"{words.TOPICS[one.section]} – {one.label}: {told(one)}"


def told_before(one: Value) -> str:
    if one.before is None:
        return ""
    if one.share:
        return formatting.percent(one.before, 1)
    return words.number(one.before) + (" %" if one.unit == "%" else "")


def _front(asked: Briefing) -> list[tuple[str, tuple[str, ...]]]:
    """The first page: what changed, what is late, what needs a decision, a line each."""
    moved = [
        f"{said(one)} (kỳ trước {told_before(one)}; {words.change(one.value, one.before)})."
        for one in changed(asked.values)
    ]
    overdue = [f"{said(one)}." for one in late(asked.values)]
    decide = [f"{said(one)}." for one in to_decide(asked.values)]
    return [
        ("Thay đổi lớn nhất so với kỳ trước", tuple(moved or ["Không có thay đổi lớn."])),
        ("Việc chậm, quá hạn", tuple(overdue or ["Không có việc chậm, quá hạn trong số liệu đã ghi nhận."])),
        ("Cần quyết định", tuple(decide or ["Không có việc chờ quyết định trong số liệu đã ghi nhận."])),
    ]


def _chapter(part: Part, text: str, drawn: Mapping[str, Drawn]) -> Chapter:
    rows = tuple(
        Row(label=one.label, value=told(one), before=told_before(one),
            change=words.change(one.value, one.before, one.share))
        for one in part.values
    )  # fmt: skip
    owed = words.OWED[part.number]
    missing = "" if rows or text or not owed else f"{owed[:1].upper()}{owed[1:]}: {words.NO_DATA}."
    return Chapter(
        number=ROMAN[part.number],
        title=part.title,
        rows=rows,
        charts=tuple(drawn[one.key] for one in part.charts if one.kind != MAP),
        said=tuple(_said(part.statements)),
        missing=missing,
        text=text,
    )


def _said(statements: Sequence[Statement]) -> list[Said]:
    return [
        Said(label=one.label, value=one.words, source=f"{one.source}, {formatting.day(one.on)}")
        for one in statements
    ]  # fmt: skip
