"""The same report as a document that an office can go on editing (DOCX)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from docx import Document
from docx.document import Document as Editable
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from thongsuot.engine import letters
from thongsuot.measures.briefing.document import Chapter, Drawn, Report

FONT = "Times New Roman"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CENTRE, RIGHT, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
WIDTHS = (Mm(71), Mm(34), Mm(30), Mm(30))


def made(report: Report) -> bytes:
    """The report as DOCX, dated by its data."""
    document, pictures = Document(), _pictures(report)
    _styled(document)
    _header(document, report)
    if report.demo:
        _line(document, "Bản trình diễn: không có giá trị pháp lý.", italic=True, align=CENTRE, before=6, after=0)
    _line(document, "BÁO CÁO", size=14, bold=True, align=CENTRE, before=12, after=0)
    _rule(_line(document, report.about, size=14, bold=True, align=CENTRE), Mm(64))
    _line(document, report.opening, before=6)
    _heading(document, "NHỮNG ĐIỂM CHÍNH")
    for title, lines in report.front:
        _line(document, title, bold=True)
        for one in lines:
            _line(document, f"- {one}")
    for chapter in report.chapters:
        _chapter(document, chapter, pictures)
    _close(document, report)
    for drawn in report.maps:
        _annex(document, report, drawn, pictures)
    document.core_properties.title = letters.clean(f"Báo cáo: {report.about}")
    document.core_properties.author = letters.clean(report.agency)
    document.core_properties.created = document.core_properties.modified = report.issued_at
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _pictures(report: Report) -> dict[str, bytes]:
    """Every drawing of the report as a picture, by its title."""
    drawn = [*report.maps, *(one for chapter in report.chapters for one in chapter.charts)]
    return dict(zip((one.title for one in drawn), letters.raster([one.svg for one in drawn]), strict=True))


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
    """Two rows, so that number and day stand on one line however long the office's name is."""
    table = _grid(document, 2, (Mm(65), Mm(100)))
    left, right = table.rows[0].cells
    _cell(left, [(report.agency, 12, True, False)])
    _rule(left.paragraphs[-1], Mm(21))
    _cell(right, [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False), ("Độc lập - Tự do - Hạnh phúc", 13, True, False),
    ])  # fmt: skip
    _rule(right.paragraphs[-1], Mm(21))
    number, day = table.rows[1].cells
    for cell, text, italic in ((number, f"Số: {report.number}", False), (day, report.place_line, True)):
        _cell(cell, [(text, 13, False, italic)])
        cell.paragraphs[0].paragraph_format.space_before = Pt(6)


def _rule(paragraph: Paragraph, indent: int) -> None:
    """A thin line under a centred line, shorter by the indent on each side of the paragraph that follows it."""
    below = paragraph.insert_paragraph_before("")
    paragraph._p.addnext(below._p)
    shape = below.paragraph_format
    shape.left_indent = shape.right_indent = indent
    shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(0), Pt(3)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    below._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


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


def _chapter(document: Editable, chapter: Chapter, pictures: Mapping[str, bytes]) -> None:
    _heading(document, f"{chapter.number}. {chapter.title}")
    if chapter.missing:
        _line(document, chapter.missing)
    if chapter.rows:
        _figures(document, chapter)
    if chapter.charts:
        _charts(document, chapter.charts, pictures)
    if chapter.said:
        _line(document, "Số liệu công bố (không cộng với số đã đếm):", before=6).paragraph_format.keep_with_next = True
        for one in chapter.said:
            _line(document, f"- {one.label}: {one.value} ({one.source}).")
    for text in chapter.paragraphs:
        _line(document, text, before=6)


def _charts(document: Editable, drawn: Sequence[Drawn], pictures: Mapping[str, bytes]) -> None:
    """Two beside each other, each over its title."""
    _line(document, "", size=6, after=0)
    table = _grid(document, -(-len(drawn) // 2), (Mm(83), Mm(82)))
    for place, one in enumerate(drawn):
        cell = table.cell(place // 2, place % 2)
        _picture(cell.paragraphs[0], one, pictures[one.title], Mm(76))
        _line(cell, one.title, size=11, italic=True, align=CENTRE, before=3)
    for row in table.rows:
        _whole(row)


def _picture(paragraph: Paragraph, one: Drawn, picture: bytes, width: int) -> None:
    """A chart with the words that stand for it."""
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.keep_with_next = True
    shown = paragraph.add_run().add_picture(io.BytesIO(picture), width=width)
    shown._inline.docPr.set("descr", letters.clean(one.text))
    shown._inline.docPr.set("title", letters.clean(one.title))


def _annex(document: Editable, report: Report, one: Drawn, pictures: Mapping[str, bytes]) -> None:
    """What is too large for the report's own pages."""
    title = _line(document, "PHỤ LỤC", size=14, bold=True, align=CENTRE, after=0)
    title.paragraph_format.page_break_before = True
    _line(document, report.annexed, italic=True, align=CENTRE, after=12)
    _picture(document.add_paragraph(), one, pictures[one.title], Mm(125))
    _line(document, one.title, size=11, italic=True, align=CENTRE, before=3)


def _whole(row: _Row) -> None:
    """A row that no page's end cuts."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


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
    for row in table.rows:
        _whole(row)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _close(document: Editable, report: Report) -> None:
    _line(document, "", after=6)
    row = _grid(document, 1, (Mm(82), Mm(83))).rows[0]
    _whole(row)
    left, right = row.cells
    last = len(report.recipients) - 1
    lines = [
        (f"- {one}{'.' if place == last else ';'}", 11, False, False) for place, one in enumerate(report.recipients)
    ]
    _cell(left, [("Nơi nhận:", 12, True, True), *lines], WD_ALIGN_PARAGRAPH.LEFT)
    above = [(report.authority, 13, True, False)] if report.authority else []
    gap = [("", 13, False, False)] * 4
    _cell(right, [*above, (report.title.upper(), 13, True, False), *gap, (report.signer, 14, True, False)])
