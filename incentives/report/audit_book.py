"""An auditor's workbook: sampled payments, their entries in the ledger, returns, how each came about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds
from incentives.base.year import written_date
from incentives.report.book import Book
from incentives.report.layout import read_layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from incentives.govern.audit_evidence import Evidence
    from incentives.govern.entries import Line

PENCE = 100
_MONEY = '"£"#,##0.00;[Red]-"£"#,##0.00'
_FOOTER = "&L&8&F   &A&R&8Page &P of &N"
_HEADING_ROW = 3
_BY_CHANCE, _BY_SIZE = "by chance", "by size and reasons"


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the sample was drawn and from what: all released payments of the scheme, in one ledger."""

    scheme: str
    title: str
    seed: str
    payments: Sequence[Line]
    head: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    says: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[tuple[str | int | None, ...]]
    money: tuple[int, ...] = ()
    to_fill_in: tuple[int, ...] = ()
    nothing: str = ""


def audit_book(drawing: Drawing, sample: Sequence[Evidence], dated: date) -> bytes:
    """Return the workbook; the same sample gives the same bytes."""
    book = Book(replace(read_layout(), footer=_FOOTER), dated)
    for table in (
        _about(drawing, sample, dated),
        _sampled(sample),
        _entries(sample),
        _returns(sample),
        _stories(sample),
    ):
        _write(book, table)
    return book.content(f"{drawing.title}: sample for audit")


def _about(drawing: Drawing, sample: Sequence[Evidence], dated: date) -> _Table:
    lines = [e.drawn.line for e in sample]
    chance = sum(e.drawn.by_chance for e in sample)
    facts = {
        "Scheme": f"{drawing.title} ({drawing.scheme})",
        "Payments released": f"{len(drawing.payments):,}, {_pounds(drawing.payments)}",
        "Payments in this sample": f"{len(lines):,}, {_pounds(lines)}",
        _BY_CHANCE.capitalize(): f"{chance}: those with the smallest numbers from SHA-256 of the seed, "
        "a space and the reference",
        _BY_SIZE.capitalize(): f"{len(sample) - chance}: by chance in proportion to the amount × "
        "(1 + the number of reasons to look)",
        "Seed": drawing.seed,
        "Head of the ledger": drawing.head,
        **drawing.facts,
        "Dated": written_date(dated),
        "Amounts": "are gross: pension contributions and levies are taken by the payment agency.",
    }
    says = "The same seed and ledger give the same sample; a payment released later moves none of the others."
    return _Table("About", says, (("What", 28), ("Is", 110)), list(facts.items()))


def _sampled(sample: Sequence[Evidence]) -> _Table:
    columns = (
        *(("Reference", 46), ("Practice", 10), ("Name", 34), ("Component", 16), ("Period", 16)),
        *(("Released", 15), ("Worked out again", 15), ("Difference", 13)),
        *(("Earned in", 10), ("Paid in", 10), ("Borne by", 24), ("Chosen", 14), ("Reasons to look", 34)),
        ("Auditor's finding", 34),
    )
    rows = []
    for e in sample:
        line = e.drawn.line
        again = e.again
        rows.append(
            (
                *(line.reference, line.key.practice, e.name, line.key.component, line.key.period),
                *(line.pence, again, None if again is None else again - line.pence),
                *(line.earned_in, line.paid_in, line.borne_by),
                *(_BY_CHANCE if e.drawn.by_chance else _BY_SIZE, "; ".join(e.drawn.reasons), ""),
            )
        )
    says = (
        "Worked out again from the scheme and data named on About; blank where they do not tell, as for a "
        "correction."
    )
    return _Table("Sample", says, columns, rows, money=(5, 6, 7), to_fill_in=(13,))


def _entries(sample: Sequence[Evidence]) -> _Table:
    columns = (
        *(("Reference", 46), ("Entry", 8), ("What", 14), ("By", 24), ("Prepared by", 24), ("On", 12)),
        *(("Reason", 40), ("Run", 16), ("Seal", 16)),
    )
    rows = [
        (
            *(e.drawn.line.reference, str(entry.number), entry.kind, str(entry.content.get("by", ""))),
            *(str(entry.content.get(k, "")) for k in ("prepared_by", "dated", "reason")),
            *(str(entry.content.get("run", ""))[:12], entry.hash[:12]),
        )
        for e in sample
        for entry in e.entries
    ]
    says = "Who prepared, approved, released, exported and corrected each payment, as the ledger has it."
    return _Table("Ledger entries", says, columns, rows)


def _returns(sample: Sequence[Evidence]) -> _Table:
    columns = (
        *(("Practice", 10), ("Period", 16), ("Status", 12), ("Return", 22), ("File", 34)),
        *(("Declared by", 24), ("Role", 20), ("On", 12), ("SHA-256", 66)),
    )
    seen: dict[tuple[str, ...], None] = {}
    for e in sample:
        for row in e.returns:
            wanted = ("practice_code", "period", "status", "return_id", "file")
            declared = ("declared_name", "declared_role", "declared_date", "sha256")
            seen[tuple(row.get(k, "") for k in (*wanted, *declared))] = None
    says = "Returns of the sampled practices, as they were kept; the files lie beside this workbook."
    nothing = "No return of these practices was given: name the folders of kept returns with --returns."
    return _Table("Returns", says, columns, list(seen), nothing=nothing)


def _stories(sample: Sequence[Evidence]) -> _Table:
    columns = (
        *(("Reference", 46), ("Step", 7), ("What", 34), ("Result", 18), ("Rule", 44), ("Worked out", 70)),
        ("Figures and where they come from", 80),
    )
    rows = [
        (
            *(e.drawn.line.reference, str(number), step.title, step.result, step.says, step.working),
            "\n".join(f"{g.says}: {g.figure} [{g.source}]" for g in step.given),
        )
        for e in sample
        if e.story
        for number, step in enumerate(e.story.steps, start=1)
    ]
    says = "Each payment step by step. `incentives explain` shows the same, and the schedule its formulas."
    return _Table("How it came about", says, columns, rows)


def _write(book: Book, table: _Table) -> None:
    sheet = book.file.add_worksheet(table.name)
    sheet.hide_gridlines(2)
    title = book.style(bold=True, font_size=book.layout.title_size, font_color=book.colour("title"))
    book.text(sheet, 0, 0, table.name, title)
    book.text(sheet, 1, 0, table.says, book.style(font_color=book.colour("quiet")))
    sheet.set_row(0, 24)
    widths = [width for _, width in table.columns]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    heads = [heading for heading, _ in table.columns]
    book.headings(sheet, _HEADING_ROW, heads, figures=table.money, rows=len(table.rows))
    line = {"bottom": 1, "bottom_color": book.colour("line"), "text_wrap": True, "valign": "top"}
    words, money = book.style(**line, align="left", indent=1), book.style(**line, num_format=_MONEY)
    if not table.rows:
        book.text(sheet, _HEADING_ROW + 1, 0, table.nothing)
    for at, row in enumerate(table.rows, start=_HEADING_ROW + 1):
        for column, cell in enumerate(row):
            if column in table.to_fill_in:
                book.cell_to_fill_in(sheet, at, column)
            elif isinstance(cell, int):
                sheet.write_number(at, column, cell / PENCE, money)
            else:
                book.text(sheet, at, column, cell or "", words)
        shown = [in_pounds(0) if isinstance(cell, int) else cell or "" for cell in row]
        book.row_of_words(sheet, at, shown, widths)
    sheet.freeze_panes(_HEADING_ROW + 1, 1)
    book.print_as(sheet, _HEADING_ROW, len(heads), 1)


def _pounds(lines: Sequence[Line]) -> str:
    from fractions import Fraction  # noqa: PLC0415 - one use

    return in_pounds(Fraction(sum(line.pence for line in lines), PENCE))
