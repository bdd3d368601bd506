"""A document as a Word file, in the styles of ``templates/document.docx`` or of the user's own."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Pt, RGBColor

from incentives.base.problem import Place, Problem, Refused
from incentives.report.documents.parts import Gap, Grid, Heading, Points, Sentence
from incentives.shipped import shipped

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from incentives.report.documents.parts import Document, Said

_MARK = RGBColor(0xB1, 0x0E, 0x1E)
_WIDEST = 46
_FIXED = (1980, 1, 1, 0, 0, 0)


def word_file(document: Document, dated: date, template: Path | None = None) -> bytes:
    """Return the file's content; the same document on the same date is the same bytes.

    Raises Refused (R150) where a template of one's own is no Word file.
    """
    made = _opened(template)
    core = made.core_properties
    core.title, core.subject, core.author = document.title, document.subject, "incentives"
    core.created = core.modified = _moment(dated)
    made.add_heading(document.title, 0)
    for part in document.parts:
        _add(made, part)
    if document.foot:
        made.sections[0].footer.paragraphs[0].text = document.foot
    buffer = io.BytesIO()
    made.save(buffer)
    return _same_bytes(buffer.getvalue())


def _opened(template: Path | None) -> Any:
    path = template or shipped("templates") / "document.docx"
    try:
        made = docx.Document(str(path))
    except (PackageNotFoundError, ValueError, KeyError, zipfile.BadZipFile):
        message = "This is no Word document that can be used as a template."
        remedy = "Save a document with your styles as .docx, and name it with --template."
        raise Refused([Problem("R150", Place(str(path)), message, remedy)]) from None
    for element in list(made.element.body):
        if not element.tag.endswith("sectPr"):
            made.element.body.remove(element)
    return made


def _moment(dated: date) -> Any:
    from datetime import UTC, datetime  # noqa: PLC0415 - one use

    return datetime(dated.year, dated.month, dated.day, tzinfo=UTC)


def _add(made: Any, part: Heading | Sentence | Points | Grid) -> None:
    match part:
        case Heading():
            made.add_heading(part.text, part.level)
        case Sentence():
            _runs(made.add_paragraph(style=part.style or None), part.parts)
        case Points():
            for item in part.items:
                _runs(made.add_paragraph(style="List Bullet"), item)
        case Grid():
            _table(made, part)


def _runs(paragraph: Any, parts: tuple[Said, ...]) -> None:
    for part in parts:
        run = paragraph.add_run(str(part))
        if isinstance(part, Gap):
            run.bold = True
            run.font.color.rgb = _MARK


def _table(made: Any, grid: Grid) -> None:
    made.add_paragraph(grid.caption, style="Caption")
    table = made.add_table(rows=1, cols=len(grid.heads), style="Table Grid")
    table.autofit = False
    for at, head in enumerate(grid.heads):
        _cell(table.rows[0].cells[at], head, is_figure=at >= grid.right, is_head=True)
    _repeat(table.rows[0])
    for row in grid.rows:
        cells = table.add_row().cells
        for at, text in enumerate(row):
            _cell(cells[at], text, is_figure=at >= grid.right)
    for column, width in zip(table.columns, _widths(made, grid), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    made.add_paragraph().paragraph_format.space_after = Pt(2)


def _cell(cell: Any, text: str, *, is_figure: bool, is_head: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(1)
    run = paragraph.add_run(text)
    run.bold = is_head
    if is_figure:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _widths(made: Any, grid: Grid) -> list[int]:
    """Share the page's width by the longest word or text of each column, within reason."""
    section = made.sections[0]
    page = section.page_width - section.left_margin - section.right_margin
    columns = zip(grid.heads, *grid.rows, strict=True)
    wants = [min(max(len(text) for text in column), _WIDEST) + 2 for column in columns]
    return [int(page * want / sum(wants)) for want in wants]


def _repeat(row: Any) -> None:
    """Let the headings stand again on every page that the table runs over."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - one use
    from docx.oxml.ns import qn  # noqa: PLC0415 - one use

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the library has no other way


def _same_bytes(content: bytes) -> bytes:
    """Pack the parts again without the time of day, so that the same document is the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _FIXED), before.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
