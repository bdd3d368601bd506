"""The sheets that are one table of figures: by practice, by component, by month, or of the whole scheme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from incentives.base.year import written_date
from incentives.formula.excel import condition, formula
from incentives.formula.nodes import Choose, StepValue
from incentives.formula.plan import Columns, DataField
from incentives.formula.ratios import NOTHING
from incentives.report.accrual import ACCRUAL, accrual_column
from incentives.report.added import added
from incentives.report.issue import in_all
from incentives.report.otherwise import OTHERWISE, otherwise_column
from incentives.report.places import FIRST_OTHER, FIRST_PRACTICE, HEADING_ROW, LEAD, TOTAL_ROW, Seen
from incentives.report.places import column_letters as letters
from incentives.report.tabs import Kind, Lists

if TYPE_CHECKING:
    from incentives.formula.plan import SchemeField
    from incentives.report.book import Figure
    from incentives.report.issue import Issue
    from incentives.report.tabs import Column, Tab

_MADE = dict.fromkeys(ACCRUAL, accrual_column) | dict.fromkeys(OTHERWISE, otherwise_column)
_WIDEST_NAME, _WIDEST_TEXT = 60, 150
NO_PATIENTS = "No patients"
ALL = "All practices"
_FLAGGED = ("balance", "still_due")


def write_grid(issue: Issue, tab: Tab) -> None:
    """Write a tab that lists practices, components, periods or figures of the scheme."""
    sheet = issue.book.sheet(tab)
    if not tab.columns:
        issue.book.text(sheet, HEADING_ROW, 0, issue.book.layout.nothing)
        sheet.set_column(0, 0, issue.book.layout.widths["words"])
        issue.book.print_as(sheet, HEADING_ROW, 1, 1)
        return
    writers = {
        Lists.PRACTICES: _by_practice,
        Lists.COMPONENTS: _by_component,
        Lists.PERIODS: _by_period,
        Lists.FIGURES: _of_the_scheme,
    }
    writers[tab.lists](issue, tab, sheet)


# -- by practice -----------------------------------------------------------------------------


def _by_practice(issue: Issue, tab: Tab, sheet: Any) -> None:
    book, lead = issue.book, LEAD[Lists.PRACTICES]
    heads = ["Practice code", "Practice", *(c.heading for c in tab.columns)]
    figures = [n for n, c in enumerate(tab.columns, lead) if c.kind is not Kind.TEXT]
    book.headings(sheet, HEADING_ROW, heads, figures=figures, rows=1 + len(issue.practices))
    total = book.figure_style(Kind.TEXT, total=True)
    book.text(sheet, TOTAL_ROW, 0, "All", total)
    book.text(sheet, TOTAL_ROW, 1, ALL, total)
    plain = book.figure_style(Kind.TEXT)
    for row, code in enumerate(issue.practices, FIRST_PRACTICE):
        book.text(sheet, row, 0, code, plain)
        book.text(sheet, row, 1, issue.results.binding.names.get(code, ""), plain)
    for n, column in enumerate(tab.columns, lead):
        _column_by_practice(issue, tab, sheet, n, column)
    _flag_negative(issue, tab, sheet)
    sheet.freeze_panes(FIRST_PRACTICE, lead)
    widths = book.layout.widths
    sheet.set_column(0, 0, widths["code"])
    names = (issue.results.binding.names.get(code, "") for code in issue.practices)
    sheet.set_column(1, 1, max(widths["name"], min(_WIDEST_NAME, 3 + max(map(len, names), default=0))))
    sheet.set_column(lead, lead + len(tab.columns) - 1, widths["figure"])
    for n, column in enumerate(tab.columns, lead):
        if column.kind is Kind.TEXT and column.name != "contract":
            sheet.set_column(n, n, widths["text"])
    book.print_as(sheet, HEADING_ROW, lead + len(tab.columns), lead)


def _column_by_practice(issue: Issue, tab: Tab, sheet: Any, n: int, column: Column) -> None:
    given = issue.plan.given().get(column.name)
    if column.added:
        made = _MADE.get(column.name, added)(issue, tab, column)
        text, figures, has_total = made.formula, made.figures, made.total
    elif given is not None:
        text, figures, has_total = "", _spread(issue, column), column.adds_up
    else:
        text, figures = _worked(issue, tab, column)
        has_total = column.adds_up
    style = issue.book.figure_style(column.kind, given=given is not None and not column.added)
    _write_column(issue, sheet, n, text, figures, style)
    _write_total(issue, sheet, n, column, figures if has_total else [])
    if given is not None and not column.added:
        _keep_to_decimals(
            issue, sheet, column.name, (FIRST_PRACTICE, n, FIRST_PRACTICE + len(figures) - 1, n)
        )


def _worked(issue: Issue, tab: Tab, column: Column) -> tuple[str, list[Figure]]:
    """Return a worked-out column's formula and figures; an achievement of nobody is said in words."""
    step = issue.plan.step(column.name, column.key)
    assert step is not None, f"{column.name} has a step"  # noqa: S101 - our own mistake
    figures = _spread(issue, column)
    lifted = issue.lifted(step, column.key)
    shares = (Columns.ACHIEVEMENT, Columns.INTERVENTION)
    if column.name in shares and isinstance(lifted, Choose) and lifted.otherwise == NOTHING:
        seen = Seen(issue.places, tab.name, column.key)
        text = f'IF({condition(lifted.when, seen)}, {formula(lifted.then, seen)}, "{NO_PATIENTS}")'
        holds = issue.doubles.holds(lifted.when, column.key).tolist()
        return text, [f if has else NO_PATIENTS for has, f in zip(holds, figures, strict=True)]
    return issue.formula(step, column.key, tab.name), figures


def _write_column(issue: Issue, sheet: Any, n: int, text: str, figures: Sequence[Figure], style: Any) -> None:
    if text:
        sheet.fill(FIRST_PRACTICE, n, text, figures, style)
        return
    if not any(isinstance(figure, str) for figure in figures):
        sheet.figures(FIRST_PRACTICE, n, figures, style)
        return
    for row, figure in enumerate(figures, FIRST_PRACTICE):
        issue.book.text(sheet, row, n, str(figure), style)


def _write_total(issue: Issue, sheet: Any, n: int, column: Column, figures: Sequence[Figure]) -> None:
    style = issue.book.figure_style(column.kind, total=True)
    numbers = [f for f in figures if not isinstance(f, str)]
    if not numbers:
        sheet.write_blank(TOTAL_ROW, n, None, style)
        return
    places = _places_of(issue, column)
    last = FIRST_PRACTICE + len(figures)
    text = f"ROUND(SUM({letters(n)}{FIRST_PRACTICE + 1}:{letters(n)}{last}), {places})"
    sheet.write_formula(TOTAL_ROW, n, "=" + text, style, in_all(numbers, places))


def _places_of(issue: Issue, column: Column) -> int:
    """Return to how many decimals a column's figures are kept, so that its total is exact."""
    if column.kind is Kind.POINTS:
        return issue.plan.points.places if issue.plan.points else 9
    if column.kind is Kind.COUNT and issue.plan.step(column.name, column.key):
        scale = issue.lift.scale(StepValue(column.name), column.key) or 1
        return len(str(scale)) - 1 if set(str(scale)) <= set("10") else 9
    return 0 if column.kind is Kind.COUNT else 2


def _spread(issue: Issue, column: Column) -> list[Figure]:
    figures = issue.figures(column.name, column.key)
    return list(figures * len(issue.practices) if len(figures) < len(issue.practices) else figures)


def _flag_negative(issue: Issue, tab: Tab, sheet: Any) -> None:
    """Colour what a practice owes; the flag beside it says so in words."""
    colours = {"bg_color": issue.book.colour("bad"), "font_color": issue.book.colour("bad_text")}
    bad = issue.book.file.add_format(colours)
    balances = {p.name for p in issue.plan.periods if p.is_balance}
    for n, column in enumerate(tab.columns, LEAD[Lists.PRACTICES]):
        if column.name in _FLAGGED or (column.name == Columns.INSTALMENT and column.key in balances):
            rule = {"type": "cell", "criteria": "<", "value": 0, "format": bad}
            last = FIRST_PRACTICE + len(issue.practices) - 1
            sheet.conditional_format(FIRST_PRACTICE, n, last, n, rule)


# -- by component, by month, of the scheme ---------------------------------------------------


def _by_component(issue: Issue, tab: Tab, sheet: Any) -> None:
    listed = (*issue.plan.components, *issue.plan.compared)
    words = [(c.id, c.title, c.group) for c in listed]
    ends = [(c.paid_by, c.standing.value) for c in listed]
    _listed(issue, tab, sheet, (["Code", "Title", "Group"], words), (["Paid by", "Standing"], ends))


def _by_period(issue: Issue, tab: Tab, sheet: Any) -> None:
    words = [(p.name, written_date(p.pays_on)) for p in issue.plan.periods]
    _listed(issue, tab, sheet, (["Instalment", "Paid on"], words), ([], [()] * len(words)))


_Words = tuple[list[str], Sequence[tuple[str, ...]]]


def _listed(issue: Issue, tab: Tab, sheet: Any, lead: _Words, ends: _Words) -> None:
    """Write a table with a row for each component or period: words, figures, words."""
    book, first = issue.book, len(lead[0])
    heads = [*lead[0], *(c.heading for c in tab.columns), *ends[0]]
    plain, after = book.figure_style(Kind.TEXT), first + len(tab.columns)
    keys = issue.plan.ids() if tab.lists is Lists.COMPONENTS else tuple(p.name for p in issue.plan.periods)
    book.headings(sheet, HEADING_ROW, heads, figures=range(first, after), rows=len(keys))
    sheet.set_column(first, after, book.layout.widths["figure"])
    for start, (words, texts) in ((0, lead), (after, ends)):
        for n, heading in enumerate(words):
            longest = max([len(heading), *(len(row[n]) for row in texts)])
            sheet.set_column(start + n, start + n, min(_WIDEST_TEXT, 3 + 1.05 * longest))
    for n, key in enumerate(keys):
        row = FIRST_OTHER + n
        for place, text in enumerate(lead[1][n]):
            book.text(sheet, row, place, text, plain)
        for place, column in enumerate(tab.columns, first):
            _single(issue, tab, sheet, (row, place), column, key)
        for place, text in enumerate(ends[1][n], after):
            book.text(sheet, row, place, text, plain)
    sheet.freeze_panes(FIRST_OTHER, first)
    book.print_as(sheet, HEADING_ROW, after + len(ends[0]), first)


def _of_the_scheme(issue: Issue, tab: Tab, sheet: Any) -> None:
    book = issue.book
    heads = ["Figure", "Value", "Name in formulas", "Unit", "Standing", "Source"]
    book.headings(sheet, HEADING_ROW, heads, figures=(1,), rows=len(tab.columns))
    plain = book.style(bottom=1, bottom_color=book.colour("line"), text_wrap=True, align="left", indent=1)
    widths = (46, 16, 34, 20, 16, 60)
    for row, column in enumerate(tab.columns, FIRST_OTHER):
        home = issue.places.homes[column.name, ""]
        book.text(sheet, row, 0, column.heading, plain)
        _single(issue, tab, sheet, (row, 1), column, "")
        book.name_cell(home.called, tab.name, f"$B${row + 1}")
        given = issue.plan.given().get(column.name)
        steps = issue.plan.blocks(column.name)
        unit = given.unit if given else steps[0].unit
        ends = [home.called, _spoken(str(unit)), *_rests_on(given, steps[0].says if steps else "")]
        for n, text in enumerate(ends, 2):
            book.text(sheet, row, n, text, plain)
        book.row_of_words(sheet, row, [column.heading, "", *ends], widths)
    for n, width in enumerate(widths):
        sheet.set_column(n, n, width)
    sheet.freeze_panes(FIRST_OTHER, 1)
    book.print_as(sheet, HEADING_ROW, len(heads), 1)


def _rests_on(given: DataField | SchemeField | None, rule: str) -> tuple[str, str]:
    if given is None:
        return "worked out", rule
    if isinstance(given, DataField):
        return "practice data", f"{given.table}: {given.column}"
    origin = given.origin()
    return origin.standing.value, origin.source


def _single(issue: Issue, tab: Tab, sheet: Any, at: tuple[int, int], column: Column, key: str) -> None:
    """Write one figure that all practices share: an input as a number, a step as a formula."""
    given = issue.plan.given().get(column.name)
    step = None if given else issue.plan.step(column.name, key)
    lacks = given is not None and not isinstance(given, DataField) and key not in dict(given.values)
    if lacks or (given is None and step is None):
        sheet.write_blank(*at, None, issue.book.figure_style(Kind.TEXT))
        return
    figure = issue.figures(column.name, key)[0]
    style = issue.book.figure_style(column.kind, given=given is not None)
    if step:
        sheet.write_formula(*at, "=" + issue.formula(step, key, tab.name), style, figure)
    else:
        sheet.write_number(*at, figure, style)
        _keep_to_decimals(issue, sheet, column.name, (*at, *at))


def _keep_to_decimals(issue: Issue, sheet: Any, name: str, cells: tuple[int, int, int, int]) -> None:
    """Refuse, in the workbook, an input finer than its formulas read: they take pence as whole numbers."""
    scale = issue.lift.scale_of_given(name)
    if scale == 1:
        return
    cell = f"{letters(cells[1])}{cells[0] + 1}"
    fits = f"=ABS({cell}*{scale}-ROUND({cell}*{scale},0))<0.000001"
    places = len(str(scale)) - 1
    advice = f"Give at most {places} decimals (45% counts as 0.45)."
    said = {"error_title": "Too many decimals", "error_message": advice}
    sheet.data_validation(*cells, {"validate": "custom", "value": fits, **said})


def _spoken(words: str) -> str:
    return words[:1].upper() + words[1:]
