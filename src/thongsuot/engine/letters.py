"""Printed forms: how an area declares one, which version holds on a day, and its printing as PDF.

What a person typed reaches the typesetter as JSON and is only ever shown as text: it cannot become markup.
The output is tagged PDF (PDF/A-2a and PDF/UA-1), dated by its data: the same data gives the same bytes.
"""

from __future__ import annotations

import io
import json
import re
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args

import segno
import typst
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from thongsuot.engine.errors import Refused
from thongsuot.register import formatting

PACKAGE = Path(__file__).resolve().parents[1]
FONTS = PACKAGE / "assets" / "fonts"
DRAWINGS = Path(__file__).with_name("drawings.typ")
STANDARDS: list[typst.PDFStandard] = ["1.7", "a-2a", "ua-1"]
LONGEST_WORD = 48  # characters that still fit a line; an e-mail address stays whole and can be copied
UNKNOWN_SIGN = "\ufffd"
BREAK = "\u200b"  # where a word may break, unseen
KEPT_SIGNS = "\n\u00a0" + BREAK

# A line of a form or a cell of a table: short enough to stand on one page.
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]

_local = threading.local()


class LetterError(Refused):
    """The form cannot be printed; `fields` are the dotted names of what is missing or wrong."""

    def __init__(self, sentence: str, fields: tuple[str, ...] = ()) -> None:
        self.fields = fields
        super().__init__(sentence)


class LetterPart(BaseModel):
    """A part of a form's data; the `title` of each field is its name in Vietnamese."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class LetterData(LetterPart):
    """What every form needs; an area adds the form's own fields and says how they are written."""

    code: Name = Field(title="Mã hồ sơ")
    issued_at: AwareDatetime = Field(title="Thời điểm lập")
    link: Line = Field(default="", title="Địa chỉ tra cứu", description="what the QR holds; empty: the code itself")
    demo: bool = Field(default=False, title="Bản trình diễn")
    check: Line = Field(default="", title="Mã xác minh", description="of a result: the link leads to its verification")

    def printed(self) -> dict[str, Any]:
        """The template's values: strings already written in Vietnamese, booleans, lists and dicts of them."""
        raise NotImplementedError


@dataclass(frozen=True)
class Letter:
    """A printed form, as one legal version has it. `in_force_to` is exclusive; None while it holds.

    `number` is the form's number in that version, where it is not the key: a later one numbered its forms otherwise.
    """

    key: str
    title: str
    template: Path
    version: str
    in_force_from: date
    in_force_to: date | None
    legal_basis: str
    fields: type[LetterData]
    number: str = ""

    def holds_on(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_to is None or day < self.in_force_to)

    def overlaps(self, other: Letter) -> bool:
        return self.key == other.key and (self.holds_on(other.in_force_from) or other.holds_on(self.in_force_from))


_declared: dict[tuple[str, str], Letter] = {}


def declare(*letters: Letter) -> None:
    """Announce forms. Raises ValueError for two versions of one form that hold on the same day."""
    for letter in letters:
        for other in _declared.values():
            if other.version != letter.version and other.overlaps(letter):
                raise ValueError(f"form {letter.key}: {other.version}, {letter.version} overlap")
        _declared[letter.key, letter.version] = letter


def declared() -> tuple[Letter, ...]:
    return tuple(_declared.values())


def letter_for(key: str, day: date) -> Letter:
    """The version of a form that holds on a day. Raises LetterError when none does."""
    if letter := holding(key, day):
        return letter
    raise LetterError(f"Không có mẫu “{key}” nào có hiệu lực vào ngày {formatting.day(day)}.")


def holding(key: str, day: date) -> Letter | None:
    """`letter_for`, or None for a day on which there was no such form."""
    return next((one for one in _declared.values() if one.key == key and one.holds_on(day)), None)


def fill(letter: Letter, data: LetterData | Mapping[str, Any]) -> LetterData:
    """The form's data, checked. Raises LetterError naming every field that is missing or wrong."""
    if isinstance(data, LetterData):
        if not isinstance(data, letter.fields):
            raise TypeError(f"{letter.title}: {letter.fields.__name__} expected, not {type(data).__name__}")
        return data
    try:
        return letter.fields.model_validate(data)
    except ValidationError as fault:
        raise _explained(letter, fault) from fault


def render(letter: Letter, data: LetterData | Mapping[str, Any]) -> bytes:
    """The form as PDF. Raises LetterError when a field is missing or wrong.

    About 15 ms of processor once the thread has printed the form before; the first one loads fonts and template.
    """
    filled = fill(letter, data)
    try:
        pdf = _compiler().compile(
            input=letter.template,
            format="pdf",
            sys_inputs={"letter": json.dumps(_payload(letter, filled), ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=int(filled.issued_at.timestamp()),
        )
    except typst.TypstError as fault:
        raise LetterError(f"Chưa in được “{letter.title}”: mẫu in có lỗi. Báo quản trị hệ thống.") from fault
    if not isinstance(pdf, bytes):
        raise TypeError(f"{letter.title}: one PDF expected")
    return pdf


def raster(drawings: Sequence[str]) -> list[bytes]:
    """Drawings (SVG) as pictures (PNG, 200 points an inch) with the fonts of the forms, for files that hold no SVG."""
    if not drawings:
        return []
    given = {"drawings": json.dumps([list(one.encode()) for one in drawings])}
    made = _compiler().compile(input=DRAWINGS, format="png", ppi=200, sys_inputs=given)
    return [made] if isinstance(made, bytes) else list(made)  # type: ignore[arg-type]


def unprintable(letter: Letter, data: LetterData | Mapping[str, Any]) -> tuple[str, ...]:
    """The characters that no font of ours has and that are printed as � (a rare script, an emoji)."""
    text = _plain(json.dumps(fill(letter, data).printed(), ensure_ascii=False))
    return tuple(sorted({sign for sign in text if not _known(sign)}))


def clean(text: str) -> str:
    """Text as it can be set: composed, without control and direction marks, no word wider than a line."""
    shown = "".join(sign if _known(sign) else UNKNOWN_SIGN for sign in _plain(text))
    return breakable(shown, LONGEST_WORD).strip()


def breakable(text: str, longest: int) -> str:
    """Let words longer than `longest` characters break at an invisible space; for narrow columns."""
    return re.sub(rf"([^\s{BREAK}]{{{longest}}})(?=[^\s{BREAK}])", rf"\1{BREAK}", text)


def _plain(text: str) -> str:
    """Composed, with one kind of space, without marks that steer a screen or turn the reading direction."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub(r"[^\S\n\u00a0]", " ", text)
    kept = (sign for sign in text if sign in KEPT_SIGNS or unicodedata.category(sign)[0] != "C")
    return re.sub(r"\n{3,}", "\n\n", "".join(kept))


def _known(sign: str) -> bool:
    return sign in KEPT_SIGNS or ord(sign) in _coverage()


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    return value


def _payload(letter: Letter, data: LetterData) -> dict[str, Any]:
    return {
        "key": letter.key,
        "number": letter.number or letter.key,
        "title": letter.title,
        "version": letter.version,
        "code": clean(data.code),
        "qr": list(_qr(data.link or data.code)),
        "demo": data.demo,
        "check": clean(data.check),
        "data": _cleaned(data.printed()),
    }


def _qr(text: str) -> bytes:
    """The QR code as a small picture: four points a module, sharp at any printer."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=4, border=4)
    return picture.getvalue()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def _coverage() -> frozenset[int]:
    ranges = json.loads((FONTS / "coverage.json").read_text())
    return frozenset(code for first, last in ranges for code in range(first, last + 1))


def _compiler() -> typst.Compiler:
    """The thread's own compiler, kept: it has read the fonts and the templates."""
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(root=str(PACKAGE), font_paths=_fonts(), ignore_system_fonts=True)
    compiler: typst.Compiler = _local.compiler
    return compiler


def _explained(letter: Letter, fault: ValidationError) -> LetterError:
    sentences, fields = [], []
    for error in fault.errors():
        name = _name_of(letter.fields, error["loc"])
        if error["type"] == "value_error":
            sentences.append(str(error["ctx"]["error"]))
        elif error["type"] in {"missing", "string_too_short", "too_short"}:
            sentences.append(f"thiếu {name}")
        elif error["type"] == "string_too_long":
            sentences.append(f"{name} dài quá {error['ctx']['max_length']} ký tự")
        elif error["type"] == "extra_forbidden":
            sentences.append(f"mẫu không có mục {name}")
        else:
            sentences.append(f"{name} không hợp lệ")
        fields.append(".".join(str(part) for part in error["loc"]))
    return LetterError(f"Chưa in được “{letter.title}”: {'; '.join(sentences)}.", tuple(fields))


def _name_of(model: type[BaseModel] | None, place: tuple[int | str, ...]) -> str:
    """“Thành phần hồ sơ, dòng 3, tên giấy tờ” for ("papers", 2, "name")."""
    names = []
    for part in place:
        if isinstance(part, int):
            names.append(f"dòng {part + 1}")
        elif model is not None and part in model.model_fields:
            field = model.model_fields[part]
            names.append(f"“{field.title or part}”")
            model = _model_in(field.annotation)
        else:
            names.append(f"“{part}”")
    return ", ".join(names)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
