"""The same report as a document that an office can go on editing (DOCX)."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Editable
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from thongsuot.engine import letters
from thongsuot.measures.briefing.document import Chapter, Report

FONT = "Times New Roman"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CENTRE, RIGHT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
WIDTHS = (Mm(79), Mm(35), Mm(20), Mm(31))


def made(report: Report) -> bytes:
    """The report as DOCX, dated by its data."""
    document = Document()
    _styled(document)
    _header(document, report)
    _line(document, "BÁO CÁO", size=14, bold=True, align=CENTRE, before=12)
    _line(document, report.about, size=14, bold=True, align=CENTRE, after=12)
    _line(document, report.opening)
    _heading(document, "NHỮNG ĐIỂM CHÍNH")
    for title, lines in report.front:
        _line(document, title, bold=True)
        for one in lines:
            _line(document, f"- {one}")
    for chapter in report.chapters:
        _chapter(document, chapter)
    _close(document, report)
    if report.demo:
        _line(document, "Bản trình diễn: không có giá trị pháp lý.", italic=True, align=CENTRE, before=12)
    document.core_properties.title = letters.clean(f"Báo cáo: {report.about}")
    document.core_properties.author = letters.clean(report.agency)
    document.core_properties.created = document.core_properties.modified = report.issued_at
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _styled(document: Editable) -> None:
    page = document.sections[0]
    page.start_type = WD_SECTION.NEW_PAGE
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    page.different_first_page_header_footer = True
    _page_number(page.header.paragraphs[0])
    for name in ("Normal", "Heading 2"):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size = FONT, Pt(13)
        properties = style.element.get_or_add_rPr()
        properties.get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            properties.get_or_add_rFonts().attrib.pop(qn(f"w:{theme}"), None)
        style.font.color.rgb = None
        style.font.bold = name != "Normal"


def _page_number(paragraph: Paragraph) -> None:
    """The number of the page at its head, from the second page on."""
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _line(
    document: Editable | _Cell, text: str, *, size: int = 13, bold: bool = False, italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = BOTH, before: int = 0, after: int = 6,
) -> Paragraph:  # fmt: skip
    paragraph = document.add_paragraph()
    return _set(paragraph, text, size=size, bold=bold, italic=italic, align=align, before=before, after=after)


def _set(
    paragraph: Paragraph, text: str, *, size: int = 13, bold: bool = False, italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = BOTH, before: int = 0, after: int = 6,
) -> Paragraph:  # fmt: skip
    run = paragraph.add_run(letters.clean(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.first_line_indent = Mm(10) if align == BOTH else None
    return paragraph


def _heading(document: Editable, text: str) -> None:
    heading = document.add_heading(letters.clean(text), level=2)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(6)


def _header(document: Editable, report: Report) -> None:
    table = _grid(document, 1, (Mm(65), Mm(100)))
    left, right = table.rows[0].cells
    _cell(
        left,
        [(report.agency, 12, True, False), ("––––––", 8, False, False), (f"Số: {report.number}", 13, False, False)],
    )
    _cell(right, [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False), ("Độc lập - Tự do - Hạnh phúc", 13, True, False),
        ("––––––––––––", 8, False, False), (report.place_line, 13, False, True),
    ])  # fmt: skip


def _cell(cell: _Cell, lines: Sequence[tuple[str, int, bool, bool]], align: WD_ALIGN_PARAGRAPH = CENTRE) -> None:
    for place, (text, size, bold, italic) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        _set(paragraph, text, size=size, bold=bold, italic=italic, align=align, after=1)


def _grid(document: Editable, rows: int, widths: Sequence[int], style: str = "Normal Table") -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths))
    table.style = style
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _chapter(document: Editable, chapter: Chapter) -> None:
    _heading(document, f"{chapter.number}. {chapter.title}")
    if chapter.missing:
        _line(document, chapter.missing)
    if chapter.rows:
        _figures(document, chapter)
    if chapter.said:
        _line(document, "Số liệu công bố (không cộng với số đã đếm):", before=6)
        for one in chapter.said:
            _line(document, f"- {one.label}: {one.value} ({one.source}).")
    for text in chapter.paragraphs:
        _line(document, text, before=6)


def _figures(document: Editable, chapter: Chapter) -> None:
    table = _grid(document, 1 + len(chapter.rows), WIDTHS, "Table Grid")
    head = [("Nội dung", True), ("Kỳ này", True), ("Kỳ trước", True), ("Tăng, giảm", True)]
    rows = [[(row.label, False), (row.value, False), (row.before, False), (row.change, False)] for row in chapter.rows]
    # One read of all cells: asking row by row walks the whole table each time.
    cells = table._cells
    for place, (text, bold) in enumerate(pair for row in (head, *rows) for pair in row):
        align = WD_ALIGN_PARAGRAPH.LEFT if place % 4 == 0 else RIGHT
        cells[place].width = WIDTHS[place % 4]
        _cell(cells[place], [(text, 12, bold, False)], align)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _close(document: Editable, report: Report) -> None:
    _line(document, "", after=6)
    left, right = _grid(document, 1, (Mm(82), Mm(83))).rows[0].cells
    last = len(report.recipients) - 1
    lines = [
        (f"- {one}{'.' if place == last else ';'}", 11, False, False) for place, one in enumerate(report.recipients)
    ]
    _cell(left, [("Nơi nhận:", 12, True, True), *lines], WD_ALIGN_PARAGRAPH.LEFT)
    above = [(report.authority, 13, True, False)] if report.authority else []
    gap = [("", 13, False, False)] * 4
    _cell(right, [*above, (report.title.upper(), 13, True, False), *gap, (report.signer, 14, True, False)])
