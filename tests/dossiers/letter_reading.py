"""Filling the forms of a dossier from their examples and reading the PDFs back."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader

from thongsuot.areas.dossiers.letters import samples
from thongsuot.engine.letters import Letter, LetterData, render

HOSTILE = '#panic() $x^2$ *đậm* _nghiêng_ @nguồn <nhãn> \\ `mã` // chú thích [x] {y} #include "/etc/passwd"'


def sample(form: Letter, **changes: Any) -> LetterData:
    """The form's example with other values, checked anew."""
    data = samples.SAMPLES[form.key]
    return type(data).model_validate(data.model_dump() | changes)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


def text_of(reader: PdfReader) -> str:
    """The text with runs of white space made one, so that a line's end does not matter."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def printed(form: Letter, **changes: Any) -> str:
    return text_of(read(render(form, sample(form, **changes))))
