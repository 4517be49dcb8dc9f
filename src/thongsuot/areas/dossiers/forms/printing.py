"""What a form prints: the official declaration, driven by the definition, and its own result document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pydantic import Field

from thongsuot.areas.dossiers.forms import spelling
from thongsuot.areas.dossiers.forms.catalogue import PRINTS, SHIPPED_FROM
from thongsuot.areas.dossiers.letters.parts import Agency, Signer
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_places import Places
from thongsuot.engine.forms_shown import answers, words_of
from thongsuot.engine.letters import Letter, LetterData, LetterPart, Line, Name, Text
from thongsuot.register import formatting

UNVERIFIED = "thể thức chưa xác minh"


class Row(LetterPart):
    label: Line
    value: str = ""


class Answered(LetterPart):
    """A section of a declaration with its answers."""

    title: Line
    rows: tuple[Row, ...]


class DeclarationData(LetterData):
    """A form as its applicant signs it. `to` is who it is addressed to, `place` where it was written."""

    form_number: Line = Field(default="", title="Số mẫu")
    heading: Text = Field(title="Tên tờ khai")
    to: Name = Field(title="Kính gửi")
    opening: str = Field(default="", title="Lời đề nghị")
    sections: tuple[Answered, ...] = Field(title="Nội dung khai")
    closing: str = Field(default="", title="Lời cam đoan")
    signer: Name = Field(title="Người ký")
    signed_by: Line = Field(default="", title="Họ tên người ký")
    place: Line = Field(default="", title="Địa danh")
    reused: str = Field(default="", title="Thông tin được tái sử dụng")

    def printed(self) -> dict[str, Any]:
        place = self.place or "…………………"
        return {
            "form_number": self.form_number,
            "heading": self.heading,
            "to": self.to,
            "opening": self.opening,
            "sections": [section.model_dump() for section in self.sections],
            "closing": self.closing,
            "signer": self.signer,
            "signed_by": self.signed_by,
            "place_line": f"{place}, {formatting.day_in_words(self.issued_at)}",
            "reused": self.reused,
        }


class ResultData(LetterData):
    """A result document made from a form's values, each already in words. `authority` is who decides."""

    agency: Agency = Field(title="Cơ quan ban hành")
    number: Line = Field(default="", title="Số", description="empty until the clerk gives it: printed as a blank")
    symbol: Line = Field(default="", title="Ký hiệu")
    authority: Line = Field(default="", title="Thẩm quyền ban hành")
    bases: tuple[Line, ...] = Field(default=(), title="Căn cứ")
    values: dict[str, Any] = Field(title="Nội dung")
    signer: Signer = Field(title="Người ký")
    recipients: tuple[Line, ...] = Field(default=(), title="Nơi nhận")

    def printed(self) -> dict[str, Any]:
        number = self.number or "………"
        return {
            "agency": self.agency.printed(),
            "agency_name": self.agency.in_sentence,
            "authority": (self.authority or self.agency.name).upper(),
            "number": self.number,
            "number_line": f"{number}/{self.symbol}" if self.symbol else self.number,
            "place_line": self.agency.place_line(self.issued_at),
            "day": formatting.day_in_words(self.issued_at),
            "bases": list(self.bases),
            "values": self.values,
            "signer": self.signer.printed(),
            "recipients": list(self.recipients),
        }


@lru_cache(maxsize=256)
def declaration_letter(title: str, source: str) -> Letter:
    return _letter("declaration", title, "declaration", source, DeclarationData)


@lru_cache(maxsize=256)
def result_letter(result: str, title: str, source: str) -> Letter:
    return _letter(result, title, result, f"{source}; {UNVERIFIED}", ResultData)


def _letter(key: str, title: str, template: str, source: str, fields: type[LetterData]) -> Letter:
    return Letter(
        key=key,
        title=title,
        template=PRINTS / f"{template}.typ",
        version="form",
        in_force_from=SHIPPED_FROM,
        in_force_to=None,
        legal_basis=source,
        fields=fields,
    )


def declaration(
    form: Form,
    values: Mapping[str, Any],
    *,
    to: str,
    code: str,
    at: datetime,
    places: Places,
    place: str = "",
    signed_by: str = "",
    reused: str = "",
    link: str = "",
    demo: bool = False,
) -> tuple[Letter, DeclarationData]:
    """The declaration with its data, ready for `letters.render`. `values` are canonical."""
    told = answers(form, values, places, _day(at))
    data = DeclarationData(
        code=code,
        issued_at=at,
        link=link,
        demo=demo,
        form_number=form.printed.number,
        heading=form.printed.heading,
        to=to,
        opening=form.printed.opening,
        sections=tuple(
            Answered(title=title, rows=tuple(Row(label=label, value=words) for label, words in pairs))
            for title, pairs in told
        ),
        closing=form.printed.closing,
        signer=form.printed.signer,
        signed_by=signed_by,
        place=place,
        reused=reused,
    )
    return declaration_letter(form.printed.heading, form.source), data


def result(
    form: Form,
    values: Mapping[str, Any],
    *,
    title: str,
    agency: Agency,
    signer: Signer,
    code: str,
    at: datetime,
    places: Places,
    number: str = "",
    symbol: str = "",
    recipients: tuple[str, ...] = (),
    link: str = "",
    check: str = "",
    demo: bool = False,
) -> tuple[Letter, ResultData]:
    """The result document of a form with its data. Raises LookupError for a form without one."""
    if not form.result:
        raise LookupError(form.key)
    data = ResultData(
        code=code,
        issued_at=at,
        link=link,
        check=check,
        demo=demo,
        agency=agency,
        number=number,
        symbol=symbol,
        authority=f"Chủ tịch {agency.name}" if agency.name.startswith("Ủy ban") else agency.name,
        bases=tuple(base.strip() for base in form.legal_basis.split(";")),
        values=written(form, values, places),
        signer=signer,
        recipients=recipients,
    )
    return result_letter(form.result, title, form.source), data


def written(form: Form, values: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """The values in words, with births spelled out and their years, as civil status papers want them."""
    words = words_of(form, values, places)
    for key, value in values.items():
        if isinstance(value, Mapping) and isinstance(words.get(key), dict) and value.get("birth"):
            words[key]["birth_spelled"] = spelling.day(value["birth"])
            words[key]["birth_year"] = value["birth"][:4]
    return words


def reused_words(sources: Mapping[str, str]) -> str:
    """The sentence on a declaration about what was not asked again."""
    named = {
        "identity": "danh tính đã xác định",
        "earlier": "hồ sơ đã nộp trước đây",
        "port": "cơ sở dữ liệu được kết nối",
    }
    kinds = [words for origin, words in named.items() if any(one.startswith(f"{origin}:") for one in sources.values())]
    return f"Một số mục lấy từ {', '.join(kinds)}; người khai đã kiểm tra." if kinds else ""


def _day(at: datetime) -> date:
    return formatting.local(at).date()
