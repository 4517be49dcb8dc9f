"""The forms of a dossier as paper: tagged, archivable, of one look, and legible with the worst of contents."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import segno
from letter_reading import HOSTILE, printed, read, sample, text_of
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from thongsuot.areas.dossiers.letters import APOLOGY, CONTROL_SHEET, FORMS, RESULT, REVOCATION, samples
from thongsuot.areas.dossiers.letters.parts import Agency, Applicant
from thongsuot.engine.letters import LONGEST_WORD, Letter, LetterError, letter_for, render

A4 = (595, 842)
HUGE_WORD = "Siêudài" * 40
TRUONG_SA = Agency(
    superior="Ủy ban nhân dân đặc khu Trường Sa",
    name="Trung tâm Phục vụ hành chính công",
    full_name="Trung tâm Phục vụ hành chính công đặc khu Trường Sa",
    place="Trường Sa",
)
every_form = pytest.mark.parametrize("form", FORMS, ids=[form.key for form in FORMS])


def fonts_of(reader: PdfReader) -> dict[str, DictionaryObject]:
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[str(inner["/BaseFont"])] = inner["/FontDescriptor"].get_object()
    return fonts


@every_form
def test_a_form_carries_the_national_header_its_code_and_the_applicants_name(form: Letter) -> None:
    text = printed(form)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Nguyễn Thị Bình An",
        samples.CODE,
        "Ba Đình, ngày",
        "Trang 1/1",
    ):
        assert words in text


@every_form
def test_a_form_is_one_a4_page(form: Letter) -> None:
    reader = read(render(form, sample(form)))
    box = reader.pages[0].mediabox
    assert len(reader.pages) == 1
    assert (round(box.width), round(box.height)) == A4


@every_form
def test_a_form_is_tagged_archivable_accessible_and_in_vietnamese(form: Letter) -> None:
    reader = read(render(form, sample(form)))
    root = reader.trailer["/Root"]
    assert "/StructTreeRoot" in root  # type: ignore[operator]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert root["/Lang"] == "vi"  # type: ignore[index]
    metadata = root["/Metadata"].get_data().decode()  # type: ignore[index]
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.metadata is not None
    assert reader.metadata.title == f"{form.title} – {samples.CODE}"


@every_form
def test_every_font_is_ours_and_embedded(form: Letter) -> None:
    fonts = fonts_of(read(render(form, sample(form))))
    assert fonts
    for name, descriptor in fonts.items():
        assert re.fullmatch(r"/[A-Z]{6}\+BeVietnamPro-(Regular|Italic|SemiBold|Bold)", name)
        assert "/FontFile2" in descriptor


@every_form
def test_the_same_dossier_gives_the_same_bytes(form: Letter) -> None:
    assert render(form, sample(form)) == render(form, sample(form).model_dump())


@every_form
def test_the_qr_holds_the_link_module_for_module(form: Letter) -> None:
    """The picture in the PDF, brought back to modules, is the code of the link."""
    images = [
        each.get_object()
        for each in read(render(form, sample(form))).pages[0]["/Resources"]["/XObject"].values()  # type: ignore[index]
        if each.get_object()["/Subtype"] == "/Image"
    ]
    picture = max(images, key=lambda image: int(image["/Width"]))
    expected = segno.make(samples.LINK, error="m", micro=False)
    size = expected.symbol_size(border=4)[0]
    assert int(picture["/Width"]) == size * 4
    pixels = _grey(picture)
    side = size * 4
    seen = [[pixels[(y * 4 + 2) * side + x * 4 + 2] < 128 for x in range(4, size - 4)] for y in range(4, size - 4)]
    assert seen == [[bool(module) for module in row] for row in expected.matrix]


def _grey(picture: Any) -> list[int]:
    raw, bits = picture.get_data(), int(picture["/BitsPerComponent"])
    width, height = int(picture["/Width"]), int(picture["/Height"])
    channels = {"/DeviceGray": 1, "/DeviceRGB": 3}.get(str(picture["/ColorSpace"]))
    if channels is None:
        channels = int(picture["/ColorSpace"][1].get_object()["/N"])
    if bits == 1:
        line = (width + 7) // 8
        return [255 * (raw[y * line + x // 8] >> (7 - x % 8) & 1) for y in range(height) for x in range(width)]
    return [raw[index * channels] for index in range(width * height)]


@every_form
def test_only_a_demonstration_is_marked_as_without_legal_force(form: Letter) -> None:
    warning = "DEMO – không có giá trị pháp lý"
    assert warning in printed(form, demo=True)
    assert warning not in printed(form, demo=False)


@every_form
def test_a_form_of_the_circular_says_which_one_it_is(form: Letter) -> None:
    foot = f"Mẫu số {form.key} – TT 03/2025/TT-VPCP"
    assert (foot in printed(form)) == (form not in (RESULT, REVOCATION))


@pytest.mark.parametrize("form", [form for form in FORMS if form not in (APOLOGY, CONTROL_SHEET, RESULT)])
def test_what_an_applicant_typed_is_printed_as_typed_and_huge_words_stay_on_the_page(form: Letter) -> None:
    applicant = Applicant(name=HOSTILE, address=HUGE_WORD)
    reader = read(render(form, sample(form, applicant=applicant, agency=TRUONG_SA)))
    text = text_of(reader)
    assert HOSTILE in text
    assert "đặc khu Trường Sa" in text or "ĐẶC KHU TRƯỜNG SA" in text
    fragments = [line for page in reader.pages for line in page.extract_text().splitlines() if "Siêudài" in line]
    assert len(fragments) >= len(HUGE_WORD) // LONGEST_WORD
    assert max(map(len, fragments)) <= LONGEST_WORD + len("Địa chỉ: ")


def test_the_forms_hold_from_the_day_of_the_circular() -> None:
    for form in FORMS:
        assert letter_for(form.key, date(2026, 11, 21)) is form
    assert letter_for("01", date(2025, 9, 14)).version == "TT 01/2018/TT-VPCP"
    with pytest.raises(LetterError, match="Không có mẫu “05”"):
        letter_for("05", date(2025, 9, 14))
    with pytest.raises(LetterError, match="Không có mẫu “01”"):
        letter_for("01", date(2018, 11, 22))


def test_all_seven_forms_but_the_register_book_are_declared() -> None:
    assert [form.key for form in FORMS] == ["01", "02", "03", "04", "05", "06", "revocation", "result"]
    assert set(samples.SAMPLES) == {form.key for form in FORMS}
