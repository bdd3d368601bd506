"""A comparison's tables as a workbook: one table a sheet, pounds as numbers, headings in the first row."""

from __future__ import annotations

import io
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

import xlsxwriter

from incentives.compare.burden import MINUTES
from incentives.compare.looking_back import LABEL
from incentives.report import comparison_book_more as more
from incentives.report.compare_words import heads
from incentives.report.comparison_sheet import COUNT, LOOKS, POUNDS, SHARE, TEXT, Cell, Sheet
from incentives.withdrawal.constants import CARE_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from incentives.compare.quality import Outlook
    from incentives.compare.whole import Comparison
    from incentives.report.compare_page import Stamp

PENCE, HEAD_HEIGHT, LINE_HEIGHT = 100, 48, 16
_WIDE, _NARROW, _MOST = 11, 6, 90


def comparison_book(found: Comparison, stamp: Stamp) -> bytes:
    """Return the workbook; the same comparison gives the same bytes. Every practice stands in it by name."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False})
    day = stamp.dated
    title = f"{found.money.proposed_title}, beside {found.money.base_title}"
    book.set_properties({"title": title, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a day
    book.formats[0].set_font_name("Arial")
    looks = {
        kind: book.add_format({"font_name": "Arial", "num_format": look}) for kind, look in LOOKS.items()
    }
    texts = {"font_name": "Arial", "bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}
    heads = {kind: book.add_format(texts | ({} if kind == TEXT else {"align": "right"})) for kind in LOOKS}
    words = book.add_format({"font_name": "Arial", "text_wrap": True, "valign": "top"})
    for sheet in sheets(found, stamp):
        _write(book.add_worksheet(sheet.name), sheet, {**looks, TEXT: words}, heads)
    book.close()
    return buffer.getvalue()


def sheets(found: Comparison, stamp: Stamp) -> tuple[Sheet, ...]:
    """Return every table of the workbook; amounts in pence are pounds here."""
    return (
        _about(found, stamp),
        *more.looking_back(found),
        _who_signs(found),
        _practices(found),
        _months(found),
        _groups(found),
        _indicators(found),
        _by_year(found),
        *more.parts(found),
        *more.break_even(found),
        _work(found),
        _rests_on(found, stamp),
    )


def _write(sheet: Worksheet, table: Sheet, looks: dict[str, Format], heads: dict[str, Format]) -> None:
    widths = []
    for at, (name, kind) in enumerate(table.columns):
        longest = max([len(str(r[at])) for r in table.rows if r[at] is not None] or [0])
        room = longest + 2 if kind == TEXT else max(longest + _NARROW, _WIDE)
        widths.append(min(max(room, _WIDE), _MOST))
        sheet.set_column(at, at, widths[at], looks[kind])
        sheet.write_string(0, at, name, heads[kind])
    for row, cells in enumerate(table.rows, start=1):
        lines = max(ceil(len(str(c)) / w) for c, w in zip(cells, widths, strict=True) if c is not None)
        if lines > 1:
            sheet.set_row(row, LINE_HEIGHT * lines)
        for at, cell in enumerate(cells):
            if isinstance(cell, int | float):
                sheet.write_number(row, at, cell, looks[table.columns[at][1]])
            elif cell is not None:
                sheet.write_string(row, at, cell, looks[TEXT])
    sheet.set_row(0, HEAD_HEIGHT)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{table.says}")
    sheet.set_footer("&L&F&RPage &P of &N")


def _about(found: Comparison, stamp: Stamp) -> Sheet:
    back = found.looking_back
    rows: list[tuple[Cell, ...]] = [
        ("Scheme", found.money.proposed_title),
        ("Beside", found.money.base_title),
        *([(LABEL, "See the sheet Two years")] if back else []),
        ("Year", f"{back.first} and {back.second}" if back else found.year),
        ("Shown unless said otherwise", found.shown.name),
        ("For", "the body's own people: practices stand in it by name"),
        ("Made with", stamp.program),
        ("Dated", stamp.dated.strftime("%-d %B %Y")),
        ("Version of the scheme", stamp.fingerprint),
        ("Practice results", found.fingerprint),
        ("Amounts", "pounds, before pension contributions and levies"),
    ]
    return Sheet("About", "What this is", (("What", TEXT), ("Which", TEXT)), tuple(rows))


def _who_signs(found: Comparison) -> Sheet:
    now, then, _ = heads(found)
    columns = (
        *(("If", TEXT), ("Practices that sign", COUNT), (f"All receive, {now.lower()}", POUNDS)),
        *(
            (f"All receive, {then.lower()}", POUNDS),
            ("Difference", POUNDS),
            ("Paid by this schedule", POUNDS),
        ),
        *(("National QOF released", POUNDS), ("Of it protections", POUNDS)),
        *(("Practices with more", COUNT), ("Practices with less", COUNT)),
        ("Some of the year only: in neither", COUNT),
    )
    rows = tuple(
        _row(
            s.name,
            s.signs,
            *(_pounds(p) for p in (s.base, s.proposed, s.difference, s.paid_by_schedule, s.released)),
            _pounds(s.smoothing),
            s.more,
            s.less,
            len(s.apart) or None,
        )
        for s in found.answers
    )
    return Sheet("Who signs", "What all practices receive, by who signs", columns, rows)


def _practices(found: Comparison) -> Sheet:
    now, then, _ = heads(found)
    columns = (
        *(("Practice", TEXT), ("Name", TEXT), ("Signed", TEXT), (now, POUNDS)),
        *((then, POUNDS), ("Difference", POUNDS), ("Difference, share", SHARE)),
        *(("Of it protections", POUNDS), ("Days in the scheme, if not all", COUNT)),
        *(("Difference for the same days", POUNDS), ("Points floor", TEXT)),
    )
    rows = tuple(
        _row(
            p.code,
            found.standings[p.code].name,
            "yes" if p.signs else "no",
            *(_pounds(a) for a in (p.base, p.proposed, p.difference)),
            p.difference / p.base if p.base else None,
            _pounds(p.protected),
            *((p.days[0], _pounds(p.difference_for_its_days)) if p.days else (None, None)),
            found.points_floor.practices.get(p.code) if found.points_floor else None,
        )
        for p in found.shown.practices
    )
    return Sheet("Practices", f"Each practice, in order of code: {found.shown.name}", columns, rows)


def _months(found: Comparison) -> Sheet:
    names = found.money.periods
    columns = (("Practice", TEXT), *((name, POUNDS) for name in names))
    rows = tuple(
        _row(p.code, *map(_pounds, p.months))
        for p in found.shown.practices
        if p.signs and len(p.months) == len(names)
    )
    return Sheet("Months", "What is paid when, to practices that sign", columns, rows if names else ())


def _groups(found: Comparison) -> Sheet:
    now, then, _ = heads(found)
    columns = (
        *(("Kind", TEXT), ("Group", TEXT), ("Practices", COUNT), (now, POUNDS), (then, POUNDS)),
        *(("Difference", POUNDS), ("With more", COUNT), ("With less", COUNT)),
    )
    rows = tuple(
        _row(g.kind, g.name, g.practices, *map(_pounds, (g.base, g.proposed, g.difference)), g.more, g.less)
        for g in found.groups[found.shown.name]
    )
    return Sheet("Groups", "Groups of practices, from what stood before", columns, rows)


def _indicators(found: Comparison) -> Sheet:
    columns = (
        *(("Indicator", TEXT), ("What it is", TEXT), ("Type", TEXT), ("Payment", TEXT)),
        *(("Patients it is about", COUNT), ("Recorded now", SHARE)),
        *(("Fewer recorded, low", COUNT), ("Fewer recorded, high", COUNT)),
        *(("Fewer treated, low (assumption)", COUNT), ("Fewer treated, high (assumption)", COUNT)),
        *(("Effects it rests on", COUNT), ("What to know", TEXT)),
    )
    rows = tuple(_indicator(o) for o in found.outlooks)
    return Sheet("Indicators", "What is recorded now, and how many fewer after three years", columns, rows)


def _indicator(outlook: Outlook) -> tuple[Cell, ...]:
    patients, care = outlook.patients, outlook.care
    return (
        outlook.facts.id,
        outlook.facts.title,
        outlook.facts.type,
        outlook.facts.status,
        outlook.eligible,
        outlook.baseline,
        *((patients[0], patients[-1]) if patients else (None, None)),
        *(care or (None, None)),
        outlook.effects or None,
        outlook.caveat,
    )


def _by_year(found: Comparison) -> Sheet:
    columns = (
        *(("Indicator", TEXT), ("Year after", COUNT), ("Recorded now", SHARE)),
        *(("Low (19 in 20)", SHARE), ("Low (4 in 5)", SHARE), ("Middle", SHARE)),
        *(("High (4 in 5)", SHARE), ("High (19 in 20)", SHARE)),
    )
    rows = []
    for outlook in found.outlooks:
        base = outlook.baseline or 0.0
        for y in outlook.years:
            ends = (base + c for c in (y.low95, y.low80, y.median, y.high80, y.high95))
            rows.append(_row(outlook.facts.id, y.year, base, *ends))
    return Sheet(
        "By year", "Recorded achievement year by year, where there is evidence", columns, tuple(rows)
    )


def _work(found: Comparison) -> Sheet:
    columns = (
        *(("Scheme", TEXT), ("Indicators", COUNT), ("Patients counted", COUNT), ("Entries to code", COUNT)),
        *(("Hours (assumption)", COUNT), ("Paid", POUNDS), ("Pounds an hour", POUNDS)),
    )
    rows = tuple(
        _row(name, w.indicators, w.patients, w.coded, w.hours, _pounds(w.pence), w.pounds_per_hour)
        for name, w in zip(heads(found), (found.work_before, found.work_after), strict=False)
    )
    return Sheet("Work", "What practices that sign are asked to do in a year", columns, rows)


def _rests_on(found: Comparison, stamp: Stamp) -> Sheet:
    def said() -> Iterator[tuple[Cell, ...]]:
        for line in found.points_floor.lines() if found.points_floor else ():
            yield "In no total", line, ""
        for name, minutes in MINUTES.items():
            if minutes:
                yield "Assumption: minutes for each patient", f"{name}: {minutes:g}", ""
        for name, (low, high) in CARE_SHARE.items():
            yield "Assumption: share of a fall that is care not given", f"{name}: {low:.0%} to {high:.0%}", ""
        for study, doi in stamp.studies:
            yield "Study", study, doi

    columns = (("What", TEXT), ("Which", TEXT), ("DOI", TEXT))
    return Sheet("Rests on", "Assumptions and studies", columns, tuple(said()))


def _row(*cells: Cell) -> tuple[Cell, ...]:
    return cells


def _pounds(pence: int) -> float:
    return pence / PENCE
