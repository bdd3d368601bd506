"""Figures by year, item, measure and practice: the long table and the published layouts that become it.

Two and a half million rows (8,000 practices × 80 indicators × 4 measures) are read in seconds because
each distinct text is understood once and the figures stand in arrays, not in objects.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from datetime import date
from operator import gt, itemgetter
from typing import TYPE_CHECKING

from incentives.base.codes import is_code, tidy_code
from incentives.base.problem import Place, Severity, did_you_mean
from incentives.base.year import FinancialYear
from incentives.data.figures import HOW_TO_WRITE, WORDS, Status, read_figure, status_said
from incentives.data.grid import Grid, NumberCell
from incentives.data.layouts import IN_COLUMNS, MEASURES, NHS_MEASURES
from incentives.data.series import Form, Key, Series, is_negative_count, per_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incentives.data.found import Found


_RECEIVED = "received_on"


class Reader:
    """Turns rows into series; what cannot be read is noted with its row and left out."""

    def __init__(self, year: FinancialYear, found: Found) -> None:
        self.series: dict[Key, Series] = {}
        self._year, self._found = year, found
        self._codes: dict[str, str] = {}
        self._days: dict[str, date | None] = {}
        self._years: dict[str, FinancialYear | None] = {"": year}
        self._figures: defaultdict[int, dict[str, tuple[int, Status]]] = defaultdict(dict)

    def read(self, grid: Grid) -> None:
        """Read one of the long tables: in columns where the file is plain, else row by row."""
        form = FORMS[grid.stated.holds]
        in_columns = len(grid.data) > IN_COLUMNS and _RECEIVED not in grid.names
        if in_columns and self._in_columns(grid, form):
            return
        if form.measures:
            self._wide(grid, form)
        else:
            self._long(grid, form)

    def _in_columns(self, grid: Grid, form: Form) -> bool:
        """Read a plain file in columns; False, with nothing kept, where anything in it is out of the way.

        What is out of the way has a place and a reason, which only the reading by rows can tell.
        """
        from incentives.data.quick_series import read_series  # noqa: PLC0415 - numpy and pyarrow: 0.1 s

        read = read_series(grid.data, grid.names, form, self._year)
        if read is None or any(key in self.series for key in read):
            return False
        for key, parts in read.items():
            self.series[key] = Series(grid.stated, per_of(key.measure), *parts)
        return True

    def _wide(self, grid: Grid, form: Form) -> None:
        """Read rows with a column for each measure."""
        names = grid.names
        present = [(names.index(column), measure) for column, measure in form.measures if column in names]
        practice_at, item_at = names.index("practice_code"), names.index(form.item)
        year_at = names.index("year") if "year" in names else -1
        received_at = names.index(_RECEIVED) if _RECEIVED in names else -1
        open_series: dict[tuple[str, str, str], Series | None] = {}
        for line, fields in grid.rows:
            practice = self._code(grid, line, fields, practice_at)
            if practice is None:
                continue
            received = self._received(grid, line, fields, received_at)
            year_text, item_text = fields[year_at] if year_at >= 0 else "", fields[item_at]
            for column, measure in present:
                text = fields[column]
                if not text:
                    continue
                key = year_text, item_text, measure
                if key not in open_series:
                    open_series[key] = self._open(grid, line, fields, (year_at, item_at), measure)
                if (series := open_series[key]) is not None:
                    self._put(series, practice, (grid, line, fields, column))
                    if received:
                        series.received[practice] = received

    def _long(self, grid: Grid, form: Form) -> None:
        """Read rows with a column that names the measure and one that holds the figure."""
        names = grid.names
        practice_at, item_at = names.index("practice_code"), names.index(form.item)
        measure_at, value_at = names.index("measure"), names.index("value")
        year_at = names.index("year") if "year" in names else -1
        received_at = names.index(_RECEIVED) if _RECEIVED in names else -1
        status_at = names.index("status") if "status" in names else -1
        open_series: dict[tuple[str, str, str], Series | None] = {}
        for line, fields in grid.rows:
            key = fields[year_at] if year_at >= 0 else "", fields[item_at], fields[measure_at]
            if key not in open_series:
                measure = form.measure_of(fields[measure_at].strip())
                if measure is None:
                    self._unknown_measure(Grid.At(grid, line, fields, measure_at), form.item)
                opened = self._open(grid, line, fields, (year_at, item_at), measure) if measure else None
                open_series[key] = opened
            series = open_series[key]
            practice = self._code(grid, line, fields, practice_at)
            if series is not None and practice is not None:
                status = fields[status_at].strip() if status_at >= 0 else ""
                self._put(series, practice, (grid, line, fields, value_at), status)
                if received := self._received(grid, line, fields, received_at):
                    series.received[practice] = received

    def _received(self, grid: Grid, line: int, fields: Sequence[str], column: int) -> date | None:
        """Return the day on which a row's figures came in, where the row says it."""
        text = fields[column].strip() if column >= 0 else ""
        if text and text not in self._days:
            self._days[text] = _day(text)
        if text and self._days[text] is None:
            message = f'"{text}" in {_RECEIVED} is no date.'
            remedy = "Write it as year-month-day: 2016-05-31."
            self._found.cell("D120", Grid.At(grid, line, fields, column), message, remedy)
        return self._days.get(text)

    def _put(
        self, series: Series, practice: str, at: tuple[Grid, int, Sequence[str], int], said: str = ""
    ) -> None:
        _, line, fields, column = at
        text = fields[column]
        read = self._figures[series.per].get(text) or self._figure(Grid.At(*at), text, series.per)
        if read is None:
            return
        value, status = read
        if said:
            status = self._status(Grid.At(*at), status, said)
        series.practices.append(practice)
        series.values.append(value)
        series.statuses.append(status)
        series.lines.append(line)

    def _figure(self, at: Grid.At, text: str, per: int) -> tuple[int, Status] | None:
        try:
            read = read_figure(text, per)
        except ValueError as reason:
            self._found.cell("D114", at, f'"{text}" is no figure: {reason}.', HOW_TO_WRITE)
            return None
        if is_negative_count(read[0], per):
            self._found.cell(
                "D115",
                at,
                f"The count {text} is negative.",
                "A count is nil or more; correct it at its source.",
            )
            return None
        self._figures[per][text] = read
        return read

    def _status(self, at: Grid.At, status: Status, said: str) -> Status:
        try:
            named = status_said(status, said)
        except KeyError:
            message = f'"{said}" is no status of a figure.'
            self._found.cell("D121", at, message, did_you_mean(said, list(WORDS)))
            return status
        if named is not None:
            return named
        self._found.cell(
            "D116",
            at,
            f'The value "{at.fields[at.column]}" and the status "{said}" contradict each other.',
            'Leave the value blank where the status is "suppressed", "nil", "none" or "not supplied".',
        )
        return status

    def _open(
        self, grid: Grid, line: int, fields: Sequence[str], places: tuple[int, int], measure: str
    ) -> Series | None:
        year_at, item_at = places
        year = self._year_of(grid, line, fields, year_at)
        item = self._code(grid, line, fields, item_at)
        if year is None or item is None:
            return None
        key = Key(year, item, measure)
        series = self.series.setdefault(key, Series(grid.stated, per_of(measure)))
        if series.stated is not grid.stated:
            self._found.add(
                "D123",
                Place(grid.stated.shown),
                f"The {measure} of {item}, {year}, stands in {series.stated.file} and {grid.stated.file}.",
                "Keep it in one of the two files.",
            )
            return None
        return series

    def _year_of(self, grid: Grid, line: int, fields: Sequence[str], at: int) -> FinancialYear | None:
        text = fields[at].strip() if at >= 0 else ""
        if text not in self._years:
            try:
                self._years[text] = FinancialYear.parse(text)
            except ValueError:
                self._years[text] = None
        year = self._years[text]
        if year is None:
            message = f'"{text}" is no financial year.'
            self._found.cell("D120", Grid.At(grid, line, fields, at), message, "Write it as 2015/16.")
        return year

    def _code(self, grid: Grid, line: int, fields: Sequence[str], at: int) -> str | None:
        text = fields[at]
        code = self._codes.get(text)
        if code is None or isinstance(text, NumberCell):
            code = read_code(Grid.At(grid, line, fields, at), self._found)
            if code is not None:
                self._codes[text] = code
        return code

    def _unknown_measure(self, at: Grid.At, item: str) -> None:
        text = at.fields[at.column]
        known = list(NHS_MEASURES) if item == "indicator_code" else list(MEASURES)
        self._found.cell("D119", at, f'"{text}" is no measure.', did_you_mean(text, known, most=12))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _measure(text: str) -> str | None:
    measure = text.lower()
    return measure if measure in MEASURES or measure.startswith("exceptions:") else None


FORMS = {
    "measures": Form("item", measure_of=_measure),
    "counts": Form(
        "indicator", tuple((n, n) for n in ("numerator", "denominator", "exceptions", "register"))
    ),
    "registers": Form("group", (("register", "register"),)),
    "achievement": Form("indicator_code", measure_of=lambda text: NHS_MEASURES.get(text.upper())),
    "prevalence": Form("group_code", (("register", "register"), ("practice_list_size", "list_size"))),
}
"""The long tables."""


def read_code(at: Grid.At, found: Found) -> str | None:
    """Return a cell's code as published, or None with the problem noted."""
    text = at.fields[at.column]
    code = tidy_code(text)
    if isinstance(text, NumberCell):
        found.cell(
            "D113",
            at,
            f'The code {text} is held as a number: noughts at its beginning and an "E" in it are lost.',
            "Format the column as text and enter the codes again, or export it as CSV from its source.",
        )
        return None
    if not is_code(code):
        message = f'"{text}" is no code.' if code else "The code is blank."
        found.cell(
            "D113", at, message, "A code is capitals and digits without blanks, such as A81001 or HYP006."
        )
        return None
    return code


def check_series(series: dict[Key, Series], found: Found) -> None:
    """Note figures that stand twice, numerators above denominators, denominators above registers."""
    once: set[int] = set()
    for key, one in series.items():
        if id(one.practices) in once:
            continue
        if len(set(one.practices)) < len(one.practices):
            _twice(key, one, found)
        else:
            once.add(id(one.practices))
    for part, whole in (("numerator", "denominator"), ("denominator", "register")):
        for key, one in series.items():
            within = series.get(key._replace(measure=whole))
            if key.measure == part and within:
                _above(key, one, within, found)


def _twice(key: Key, series: Series, found: Found) -> None:
    lines: dict[str, list[int]] = defaultdict(list)
    for practice, line in zip(series.practices, series.lines, strict=True):
        lines[practice].append(line)
    for practice, at in lines.items():
        if len(at) > 1:
            found.add(
                "D117",
                Place(series.stated.shown, at[1]),
                f"The {key.measure} of {key.item} for practice {practice}, {key.year}, stands in rows "
                + " and ".join(map(str, at))
                + ".",
                "Keep the row that is right and delete the others.",
            )


def _above(key: Key, part: Series, whole: Series, found: Found) -> None:
    if part.practices == whole.practices:
        if not any(map(gt, part.values, whole.values)):
            return
        pairs: Iterable[tuple[int, int]] = ((n, n) for n in range(len(part.practices)))
    else:
        places = {practice: n for n, practice in enumerate(whole.practices)}
        pairs = ((n, places[p]) for n, p in enumerate(part.practices) if p in places)
    usable = (Status.FIGURE, Status.NIL)
    for n, m in pairs:
        if part.values[n] > whole.values[m] and whole.statuses[m] in usable:
            _say_above(key, part, whole, (n, m), found)


def _say_above(key: Key, part: Series, whole: Series, at: tuple[int, int], found: Found) -> None:
    n, m = at
    place = Place(part.stated.shown, part.lines[n])
    who = f"{key.item} at practice {part.practices[n]}, {key.year}"
    if key.measure == "numerator":
        message = f"{who}: the numerator {part.values[n]:,} is above the denominator {whole.values[m]:,}."
        remedy = (
            "No more patients can be achieved than are counted. Check whether the two columns are swapped."
        )
        found.add("D118", place, message, remedy)
    else:
        message = f"{who}: the denominator {part.values[n]:,} is above the register {whole.values[m]:,}."
        remedy = "Check that the register is the indicator's own and of the same date."
        found.add("D128", place, message, remedy, Severity.WARNING)


def digest_of(series: Series) -> list[bytes]:
    """Return the series' content for the fingerprint: by practice, whatever the order of the file."""
    practices = series.practices
    order = sorted(range(len(practices)), key=practices.__getitem__)
    values, statuses = series.values, series.statuses
    if order != list(range(len(order))):
        pick = itemgetter(*order)
        practices, values = list(pick(practices)), array("q", pick(series.values))
        statuses = bytearray(pick(series.statuses))
    return [
        f"{series.per} {series.stated.as_at} {series.stated.source}".encode(),
        "\n".join(practices).encode(),
        ",".join(map(str, values)).encode(),
        bytes(statuses),
        *(f"{code} {day}".encode() for code, day in sorted(series.received.items())),
    ]
