"""Workbooks of few sheets that look like a schedule: tables of words, inputs and live formulas, and controls.

In: tables whose cells are words, figures, or formulas with their figure. Out: the workbook's bytes, with
Contents, About, Controls, Sign-off and the seal, so that ``incentives verify`` and ``lint`` read it too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from incentives.report.about import write_contents
from incentives.report.book import Book
from incentives.report.controls import Control, control_table
from incentives.report.layout import read_layout
from incentives.report.papers import write_sign_off
from incentives.report.places import HEADING_ROW
from incentives.report.places import column_letters as letters
from incentives.report.seal_sheet import write_seal
from incentives.report.tabs import Kind, Lists, Role, Tab

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from incentives.report.layout import SheetWords

FIRST = HEADING_ROW + 2
"""The number (from 1) of the first row under the headings; a total stands there, and rows follow."""
TOTAL, FIRST_BELOW = FIRST, FIRST + 1
_WIDTH = {Kind.TEXT: 16, Kind.MONEY: 15}
_WIDEST = 70


class Live(NamedTuple):
    """A formula (without its "=") and the figure that it gives."""

    text: str
    figure: float | str


class Given(NamedTuple):
    """A figure that is an input, with the name by which formulas call it (or none)."""

    figure: float
    name: str = ""


Cell = str | Live | Given


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its words in the layout, its role, headings with what each column holds, and rows.

    With ``totals`` the first row sums up the columns of pounds over the rows below; rows then begin at
    ``FIRST_BELOW``, otherwise at ``FIRST``. ``kinds`` are by row where a column holds different sorts.
    """

    topic: str
    role: Role
    heads: tuple[tuple[str, Kind], ...]
    rows: Sequence[Sequence[Cell]]
    totals: bool = False
    kinds: Sequence[Kind] = field(default=())


@dataclass(frozen=True)
class Small:
    """A workbook of few sheets: its tables, what it is of, and the controls that hold it together."""

    title: str
    dated: date
    words: Mapping[str, str]
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    controls: Sequence[Control]


def small_book(small: Small) -> bytes:
    """Return the workbook; the same input gives the same bytes."""
    made = _Made(small)
    writers = {
        "contents": lambda tab: write_contents(made, tab),
        "small_about": lambda tab: _about(made, tab),
        "controls": lambda tab: control_table(made.book, made.book.sheet(tab), small.controls),
        "sign_off": lambda tab: write_sign_off(made, tab),
        "seal": lambda tab: write_seal(made, tab),
    }
    tables = {table.topic: table for table in small.tables}
    for tab in made.shown:
        if tab.topic in tables:
            _table(made.book, tab, tables[tab.topic])
        else:
            writers[tab.topic](tab)
    made.book.protect()
    return made.book.content(small.title)


def column(table: str, at: int, rows: int) -> str:
    """Return a column's cells of all rows below the total, as another sheet names them.

    >>> column("Paid", 6, 3)
    'Paid!$G$5:$G$7'
    """
    return f"{table}!${letters(at)}${FIRST_BELOW}:${letters(at)}${FIRST_BELOW + rows - 1}"


def pounds(pence: int) -> float:
    """Return pence as the pounds that a cell holds."""
    return pence / 100


class _Made:
    """The workbook while it is written, as the sheets that every workbook has see it."""

    def __init__(self, small: Small) -> None:
        layout = read_layout()
        self.small, self.book = small, Book(layout, small.dated)
        first, *rest = small.tables
        inputs = [t for t in rest if t.role is Role.INPUT]
        tabs = [self._tab(t.topic, t.role, layout.other_sheets) for t in (first,)]
        tabs.append(self._tab("contents", Role.RECORD, layout.sheets))
        tabs.append(self._tab("small_about", Role.RECORD, layout.other_sheets))
        tabs += [self._tab(t.topic, t.role, layout.other_sheets) for t in rest if t not in inputs]
        tabs.append(self._tab("controls", Role.OUTPUT, layout.sheets))
        tabs.append(self._tab("sign_off", Role.RECORD, layout.sheets))
        tabs += [self._tab(t.topic, t.role, layout.other_sheets) for t in inputs]
        tabs.append(self._tab("seal", Role.RECORD, layout.sheets))
        self._tabs = tuple(tabs)

    @property
    def shown(self) -> tuple[Tab, ...]:
        """Every tab."""
        return self._tabs

    def tab(self, topic: str) -> Tab:
        """Return the tab of a topic."""
        return next(t for t in self._tabs if t.topic == topic)

    def _tab(self, topic: str, role: Role, words: Mapping[str, SheetWords]) -> Tab:
        title, note = words[topic].title, words[topic].note
        for name, value in self.small.words.items():
            title, note = title.replace(f"{{{name}}}", value), note.replace(f"{{{name}}}", value)
        return Tab(topic, words[topic].name, title, note, role, Lists.WORDS)


def _about(made: _Made, tab: Tab) -> None:
    book, sheet = made.book, made.book.sheet(tab)
    rows = [*made.small.facts, ("Program", f"incentives {version('incentives')}")]
    rows += [("To note", note) for note in book.layout.notes[:1]]
    plain = book.style(
        bottom=1, bottom_color=book.colour("line"), text_wrap=True, valign="top", align="left", indent=1
    )
    book.headings(sheet, HEADING_ROW, ["What", "It is"], rows=len(rows))
    for row, words in enumerate(rows, HEADING_ROW + 1):
        for at, text in enumerate(words):
            book.text(sheet, row, at, text, plain)
        book.row_of_words(sheet, row, words, (48, 92))
    for at, width in enumerate((48, 92)):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    book.print_as(sheet, HEADING_ROW, 2, 1)


def _table(book: Book, tab: Tab, table: Table) -> None:
    sheet = book.sheet(tab)
    figures = [n for n, (_, kind) in enumerate(table.heads) if kind is not Kind.TEXT]
    heads, extra = [head for head, _ in table.heads], int(table.totals)
    book.headings(sheet, HEADING_ROW, heads, figures=figures, rows=max(1, len(table.rows)) + extra)
    if table.totals:
        _totals(book, sheet, table)
    for n, cells in enumerate(table.rows):
        row = HEADING_ROW + 1 + extra + n
        for at, cell in enumerate(cells):
            kind = table.kinds[n] if table.kinds and at == 1 else table.heads[at][1]
            _cell(book, sheet, (row, at), cell, kind)
            if isinstance(cell, Given) and cell.name:
                book.name_cell(cell.name, tab.name, f"${letters(at)}${row + 1}")
    for at, (head, kind) in enumerate(table.heads):
        texts = [cells[at] for cells in table.rows]
        longest = max((len(t) for t in texts if isinstance(t, str)), default=0)
        wanted = max(longest + 3, len(head) + 3 if kind is Kind.TEXT else 0, _WIDTH.get(kind, 13))
        sheet.set_column(at, at, min(_WIDEST, wanted))
    lead = 2 if len(heads) > 2 else 1  # noqa: PLR2004 - a code and a name
    sheet.freeze_panes(HEADING_ROW + 1 + extra, lead)
    book.print_as(sheet, HEADING_ROW, len(heads), lead)


def _totals(book: Book, sheet: Any, table: Table) -> None:
    last = FIRST_BELOW + len(table.rows) - 1
    for at, (_, kind) in enumerate(table.heads):
        style = book.figure_style(kind, total=True)
        if kind is Kind.MONEY and table.rows:
            cells = f"{letters(at)}{FIRST_BELOW}:{letters(at)}{last}"
            figure = round(sum(_figure(row[at]) for row in table.rows), 2)
            sheet.write_formula(HEADING_ROW + 1, at, f"=ROUND(SUM({cells}), 2)", style, figure)
        else:
            book.text(
                sheet, HEADING_ROW + 1, at, "All" if at == 0 else "", book.figure_style(Kind.TEXT, total=True)
            )


def _figure(cell: Cell) -> float:
    if isinstance(cell, str):
        return 0.0
    figure = cell.figure
    return figure if isinstance(figure, int | float) else 0.0


def _cell(book: Book, sheet: Any, at: tuple[int, int], cell: Cell, kind: Kind) -> None:
    if isinstance(cell, Live):
        sheet.write_formula(*at, f"={cell.text}", book.figure_style(kind), cell.figure)
    elif isinstance(cell, Given):
        sheet.write_number(*at, cell.figure, book.figure_style(kind, given=True))
    else:
        book.text(sheet, *at, cell, book.figure_style(Kind.TEXT))
