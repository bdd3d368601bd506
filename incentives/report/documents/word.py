"""A document as a Word file, in the styles of ``templates/document.docx`` or of the user's own."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Pt, RGBColor

from incentives.base.problem import Place, Problem, Refused
from incentives.report.documents.parts import Break, Form, Gap, Grid, Heading, Points, Sentence
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from incentives.report.documents.parts import Document, Part, Said

_MARK = RGBColor(0xB1, 0x0E, 0x1E)
_WIDEST = 46
_LABEL = 0.36
"""The share of the page's width that the labels of a form take."""
_LETTER, _WIDE, _MARGINS = 6, 9, 13
"""About how many points a bold letter of a table takes, a wide one, and the margins of a cell."""
_TO_WRITE_IN = Pt(26)
_FIXED = (1980, 1, 1, 0, 0, 0)


def word_file(document: Document, dated: date, template: Path | None = None) -> bytes:
    """Return the file's content; the same document on the same date is the same bytes.

    Raises Refused (R150) where a template of one's own is no Word file.
    """
    return together([document], dated, template)


def together(documents: Sequence[Document], dated: date, template: Path | None = None) -> bytes:
    """Return one file with every document on pages of its own, to be printed and put into envelopes.

    Each is a section, so that it keeps its own header and footer; raises Refused (R150) like ``word_file``.
    """
    made, first = _opened(template), documents[0]
    core = made.core_properties
    core.title, core.author = first.title, "incentives"
    core.subject = first.subject if len(documents) == 1 else f"{len(documents)} letters"
    core.created = core.modified = _moment(dated)
    for at, document in enumerate(documents):
        section = made.add_section(WD_SECTION.NEW_PAGE) if at else made.sections[0]
        _whole(made, section, document)
    buffer = io.BytesIO()
    made.save(buffer)
    return _same_bytes(buffer.getvalue())


def _whole(made: Any, section: Any, document: Document) -> None:
    """Write a document into a section, its header and footer with it."""
    made.add_heading(document.title, 0)
    for part in document.parts:
        _add(made, part)
    for place, text in ((section.header, document.head), (section.footer, document.foot)):
        place.is_linked_to_previous = False
        place.paragraphs[0].text = text


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


def _add(made: Any, part: Part) -> None:
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
        case Form():
            _form(made, part)
        case Break():
            made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


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
        _cell(table.rows[0].cells[at], (head,), is_figure=at >= grid.right, is_bold=True)
    _repeat(table.rows[0])
    sums = len(grid.rows) - grid.totals
    for number, row in enumerate(grid.rows):
        added = table.add_row()
        _keep_whole(added)
        for at, text in enumerate(row):
            _cell(added.cells[at], (text,), is_figure=at >= grid.right, is_bold=number >= sums)
    _set_widths(table, _widths(made, grid))
    _small_gap(made)


def _form(made: Any, form: Form) -> None:
    table = made.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for label, parts in form.rows:
        added = table.add_row()
        _keep_whole(added)
        added.height = _TO_WRITE_IN if not any(str(part) for part in parts) else None
        _cell(added.cells[0], (label,), is_figure=False, is_bold=True)
        _cell(added.cells[1], parts, is_figure=False)
    page = _page(made)
    _set_widths(table, [int(page * _LABEL), int(page * (1 - _LABEL))])
    _small_gap(made)


def _small_gap(made: Any) -> None:
    look = made.add_paragraph().paragraph_format
    look.space_after, look.line_spacing = Pt(0), Pt(6)


def _cell(cell: Any, parts: tuple[Said, ...], *, is_figure: bool, is_bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0.5)
    _runs(paragraph, parts)
    for run in paragraph.runs:
        run.bold = run.bold or is_bold
    if is_figure:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_widths(table: Any, widths: list[int]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _widths(made: Any, grid: Grid) -> list[int]:
    """Share the page's width: room for the longest word of each column, the rest by its longest text."""
    page = _page(made)
    columns = [[str(text) for text in column] for column in zip(grid.heads, *grid.rows, strict=True)]
    needs = [_room(max((word for text in column for word in text.split()), key=_room)) for column in columns]
    wants = [
        max(min(max(map(_room, column)), _room("n" * _WIDEST)), need)
        for column, need in zip(columns, needs, strict=True)
    ]
    more = [want - need for want, need in zip(wants, needs, strict=True)]
    spare = page - sum(needs)
    if spare <= 0 or sum(wants) <= page:
        return [page * want // sum(wants) for want in wants]
    return [need + spare * extra // sum(more) for need, extra in zip(needs, more, strict=True)]


def _room(text: str) -> int:
    """Return about how wide a text is in bold, with the margins of its cell."""
    letters = sum(_WIDE if letter.isupper() or letter in "mw%" else _LETTER for letter in text)
    return int(Pt(letters + _MARGINS))


def _page(made: Any) -> int:
    section = made.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def _repeat(row: Any) -> None:
    """Let the headings stand again on every page that the table runs over."""
    _mark(row, "w:tblHeader")


def _keep_whole(row: Any) -> None:
    """Let no row be broken over two pages."""
    _mark(row, "w:cantSplit")


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - one use
    from docx.oxml.ns import qn  # noqa: PLC0415 - one use

    mark = OxmlElement(name)
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
