"""A document as a Word file, in the styles of ``templates/document.docx`` or of the user's own."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import RGBColor

from incentives.base.problem import Place, Problem, Refused
from incentives.report.documents.parts import Gap, Grid, Heading, Points, Sentence
from incentives.shipped import shipped

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from incentives.report.documents.parts import Document, Said

_MARK = RGBColor(0xB1, 0x0E, 0x1E)
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
    for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
        run = cell.paragraphs[0].add_run(head)
        run.bold = True
    _repeat(table.rows[0])
    for row in grid.rows:
        for at, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.paragraphs[0].add_run(text)
            if at >= grid.right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph()


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
