"""One data field of a plan read from a pack: a complete column of integers, or the gaps noted."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from incentives.base.problem import Place, Severity
from incentives.base.year import written_date
from incentives.data.baselines import rows_that_count as payment_rows
from incentives.data.bound import BoundColumn
from incentives.data.earlier import EarlierCodes
from incentives.data.figures import Status, read_exact
from incentives.data.found import Found
from incentives.data.gaps import Gaps, said
from incentives.data.late import Late, without
from incentives.data.layouts import LAYOUTS
from incentives.data.series import Key, Series
from incentives.data.signups import rows_that_count, spans_in_scheme
from incentives.data.successions import inherited, successions
from incentives.data.table import WORDS_OF_DEDUCTION, Table
from incentives.formula.plan import Absent, DataField, Reads
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from incentives.base.year import FinancialYear
    from incentives.data.grid import Stated
    from incentives.data.pack import Pack
    from incentives.data.signups import Span
    from incentives.data.successions import Succession
    from incentives.formula.plan import Plan

_USABLE = (Status.FIGURE, Status.NIL)
_PER_POUND = 100
PASSED_ON = ("numerator", "denominator", "exceptions", "register", "cohort", "activity", "list_size")
"""Counts of earlier years that go over to the practices that follow; points do not."""


class Cells(NamedTuple):
    """One figure for each row: integers, their statuses, the rows they were read from."""

    values: Sequence[int]
    statuses: bytearray
    lines: Sequence[int]


@dataclass(eq=False)
class Reading:
    """Reads the data fields of one plan from one pack; notes what is lacking.

    ``places`` maps a practice's code to its place in the order of the binding.
    """

    plan: Plan
    pack: Pack
    practices: list[str]
    found: Found
    silent: frozenset[str] = frozenset()
    keep_suppressed: bool = False
    places: dict[str, int] = field(init=False)
    late: Late = field(init=False)
    earlier: EarlierCodes = field(init=False)
    _successions: tuple[Succession, ...] = field(init=False)
    _absent: set[str] = field(default_factory=set)
    _asked: set[tuple[Stated, date | None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.places = {code: n for n, code in enumerate(self.practices)}
        self._successions = successions(self.pack)
        self.late, self.earlier = Late(self.plan), EarlierCodes(self.plan)

    def column(self, field_: DataField) -> BoundColumn:
        """Return the column; where it cannot be read in full, what is lacking is noted."""
        by_component = Axis.COMPONENTS in field_.grain
        ids = self.plan.ids() if by_component else ("",)
        notes: dict[int, str] = {}
        hidden: list[int] = []
        height = len(self.practices) if Axis.PRACTICES in field_.grain else 1
        integers = array("q", bytes(8 * height * len(ids)))
        rows = array("q", bytes(8 * height * len(ids)))
        gaps, stated = Gaps(field_), None
        if field_.reads is Reads.DAYS_OUTSIDE:
            return self._days_outside(field_)
        if self._is_there(field_):
            for at, component in enumerate(ids):
                if by_component and field_.only and component not in field_.only:
                    continue
                cells, source = self._cells(field_, component)
                stated = stated or source
                if cells is None:
                    self._wholly_missing(field_, component, gaps)
                    continue
                self._dated(field_, source)
                cells, taken_over = self._with_predecessors(field_, cells, component)
                cells, too_late = self._in_time(field_, cells, component)
                taken_over |= too_late
                notes |= {practice * len(ids) + at: note for practice, note in taken_over.items()}
                integers[at :: len(ids)] = self._filled(field_, component, cells, gaps)
                rows[at :: len(ids)] = array("q", cells.lines)
                if self._keeps(field_):
                    hidden += [
                        n * len(ids) + at for n, s in enumerate(cells.statuses) if s == Status.SUPPRESSED
                    ]
            gaps.report(self._place(field_), self.found, silent=self.silent, near=self._near(field_, gaps))
        elif field_.table == "measures" and field_.years_back:
            for component in field_.only:
                self._series(field_, component)
        return BoundColumn(
            field_.grain,
            integers,
            len(ids),
            field_.per,
            file=stated.file if stated else "",
            table=field_.table,
            column=field_.column,
            as_at=stated.as_at if stated else None,
            source=stated.source if stated else "",
            rows=rows,
            notes=notes,
            suppressed=tuple(sorted(hidden)),
        )

    def _in_time(self, field_: DataField, cells: Cells, component: str) -> tuple[Cells, dict[int, str]]:
        """Leave out what came after the last day on which it counts; return it in words by practice."""
        if field_.table != "measures":
            return cells, {}
        came = self.late.figures(field_, component, self._series(field_, component), self.practices)
        if not came:
            return cells, {}
        values, statuses = without(cells.values, cells.statuses, came, field_.reads)
        return Cells(values, statuses, cells.lines), came

    def _days_outside(self, field_: DataField) -> BoundColumn:
        """Return the days of the year on which each practice was not in the scheme."""
        spans = self._spans(field_.matches)
        days = array("q", (self.plan.year.days - spans[code].days for code in self.practices))
        table = self.pack.tables.get(field_.table)
        lines = dict(zip(table.column("practice_code"), table.lines, strict=True)) if table else {}
        stated = table.stated if table else None
        return BoundColumn(
            field_.grain,
            days,
            1,
            file=stated.file if stated else "",
            table=field_.table,
            column=f"days of {field_.matches}",
            as_at=stated.as_at if stated else None,
            source=stated.source if stated else "",
            rows=array("q", (lines.get(code, 0) for code in self.practices)),
        )

    def _spans(self, of: str) -> Mapping[str, Span]:
        return spans_in_scheme(self.pack, self.plan.year, self.plan.id, of)

    def _with_predecessors(
        self, field_: DataField, cells: Cells, component: str
    ) -> tuple[Cells, dict[int, str]]:
        """Add what practices take over of those they follow; return it in words by practice."""
        if not self._successions or not _passes_on(field_):
            return cells, {}
        everyone = sorted({*self.practices, *(s.before for s in self._successions)})
        then, _ = Reading(self.plan, self.pack, everyone, Found())._cells(field_, component)  # noqa: SLF001 - its own
        if then is None:
            return cells, {}
        figures = {
            code: value
            for code, value, status in zip(everyone, then.values, then.statuses, strict=True)
            if status in _USABLE
        }
        spans = {code: span for code, span in self._spans(_days_of(self.plan)).items() if code in self.places}
        handed = inherited(figures, self._successions, spans, by_days=field_.table == "baseline")
        values, statuses, notes = list(cells.values), bytearray(cells.statuses), dict[int, str]()
        for code, parts in handed.items():
            at = self.places[code]
            values[at] += sum(part.amount for part in parts)
            statuses[at] = Status.FIGURE
            notes[at] = " and ".join(part.says for part in parts)
        return Cells(values, statuses, cells.lines), notes

    def _keeps(self, field_: DataField) -> bool:
        """Tell whether suppressed figures of a field are kept as such: results of the year alone are."""
        of_the_year = field_.table == "measures" and not field_.years_back and field_.reads is Reads.FIGURE
        return self.keep_suppressed and of_the_year

    def year(self, field_: DataField) -> FinancialYear:
        """Return the year whose figures a field reads."""
        year = self.plan.year
        for _ in range(field_.years_back):
            year = year.previous
        return year

    def items_of_measure(self, field_: DataField) -> list[str]:
        """Return the items for which the pack has a measure in the field's year."""
        year = self.year(field_)
        return sorted(k.item for k in self.pack.measures if (k.year, k.measure) == (year, field_.column))

    def _is_there(self, field_: DataField) -> bool:
        """Tell whether the table and its column are there; note it where they must be."""
        table = self.pack.tables.get(field_.table)
        there = bool(self.pack.measures) if field_.table == "measures" else table is not None
        if not there:
            if _must(field_):
                message = (
                    f'The scheme needs {said(field_)} from the table "{field_.table}", which the data lack.'
                )
                remedy = f'Add the table "{field_.table}" with a column {field_.column} to the pack.'
                self.found.add("D202", Place(self.pack.shown), message, remedy)
            elif field_.reads is not Reads.SUPPLIED and field_.table not in self._absent:
                self._absent.add(field_.table)
                message = f'The data have no table "{field_.table}": {said(field_)} counts as nil everywhere.'
                remedy = f'Add the table "{field_.table}" where there are such figures.'
                self.found.add("D215", Place(self.pack.shown), message, remedy, Severity.WARNING)
            return False
        if field_.table == "measures":
            there = bool(self.items_of_measure(field_))
        elif table is not None:
            there = table.has(_text_column(field_))
        if not there and _must(field_):
            what = "measure" if field_.table == "measures" else "column"
            year = f" for {self.year(field_)}" if field_.table == "measures" else ""
            message = f'The scheme needs {said(field_)}; the table "{field_.table}" has no such {what}{year}.'
            self.found.add("D203", self._place(field_), message, f"Add the {what} {field_.column}.")
        return there

    def _cells(self, field_: DataField, component: str) -> tuple[Cells | None, Stated | None]:
        """Return a component's figures in the order of the practices, or None where there are none at all."""
        if field_.table == "measures":
            series = self._series(field_, component)
            if series is None:
                return None, None
            return self._scaled(field_, series, aligned(series, self.practices, self.places)), series.stated
        table = self.pack.tables[field_.table]
        cells = self._from_texts(field_, table, component)
        return (cells if any(cells.lines) else None), table.stated

    def _series(self, field_: DataField, component: str) -> Series | None:
        """Return the series of the item that a component reads, or of its own id where the item has none.

        In an earlier year a renumbered indicator stands under the code that it had then.
        """
        year, own = self.year(field_), (field_.item(component), component)
        for item in own:
            if series := self.pack.measures.get(Key(year, item, field_.column)):
                return series
        earlier = self.earlier.codes(own) if field_.years_back else ()
        for code in earlier:
            if series := self.pack.measures.get(Key(year, code, field_.column)):
                self.earlier.found(field_, year, own[0], code)
                return series
        if field_.years_back and component:
            self.earlier.missed(field_, year, own[0], earlier)
        return None

    def _scaled(self, field_: DataField, series: Series, cells: Cells) -> Cells:
        factor = Fraction(field_.per, series.per)
        if factor == 1 or field_.reads is Reads.SUPPLIED:
            return cells
        values = []
        for practice, value, line in zip(self.practices, cells.values, cells.lines, strict=True):
            exact = value * factor
            if exact.denominator != 1:
                self._unfit(
                    field_, Place(series.stated.shown, line), practice, "it has more decimals than are kept"
                )
            values.append(int(exact))
        return Cells(values, cells.statuses, cells.lines)

    def _from_texts(self, field_: DataField, table: Table, component: str) -> Cells:
        height = len(self.practices) if Axis.PRACTICES in field_.grain else 1
        cells = Cells([0] * height, bytearray([Status.NOT_SUPPLIED]) * height, [0] * height)
        column = _text_column(field_)
        texts = table.column(column)
        for row, at in self._rows(field_, table, component):
            value, status = self._read(field_, table, row, texts[row])
            before = cells.values[at] if column == "pence" else 0  # of several components the total
            if (
                cells.lines[at]
                and column != "pence"
                and (value, status) != (cells.values[at], cells.statuses[at])
            ):
                self._two_answers(field_, table, row, self.practices[at])
            cells.values[at], cells.statuses[at], cells.lines[at] = before + value, status, table.lines[row]  # type: ignore[index]
        return cells

    def _two_answers(self, field_: DataField, table: Table, row: int, practice: str) -> None:
        message = (
            f"{practice} has a second row that says otherwise of {said(field_)}: which one holds is open."
        )
        remedy = "Keep the row that holds: of several versions or components, the one that is paid."
        self.found.add("D216", table.place(row, _text_column(field_)), message, remedy)

    def _rows(self, field_: DataField, table: Table, component: str) -> Iterator[tuple[int, int]]:
        """Yield the rows that hold a component's figures, each with the place of its practice."""
        item, year = field_.item(component), str(self.year(field_))
        key = {"national": "group", "baseline": "component", "adjustments": "component"}.get(field_.table)
        if _by_component(field_):
            item = field_.column
        years = table.column("year") if table.has("year") else None
        keys = table.column(key) if key else None
        codes = table.column("practice_code") if Axis.PRACTICES in field_.grain else None
        texts = table.column(_text_column(field_))
        for row in self._rows_that_count(field_, table, year):
            if years and years[row] != year:
                continue
            if keys and (keys[row] != item if item else not texts[row]):
                continue
            at = self.places.get(codes[row], -1) if codes else 0
            if at >= 0:
                yield row, at

    def _rows_that_count(self, field_: DataField, table: Table, year: str) -> Iterable[int]:
        if field_.table == "signup":
            return sorted(rows_that_count(table, self.plan.id))
        if field_.of:
            return sorted(payment_rows(field_, table, year))
        return range(len(table.rows))

    def _read(self, field_: DataField, table: Table, row: int, text: str) -> tuple[int, Status]:
        if field_.reads is Reads.MATCHES:
            return int(text.casefold() == field_.matches.casefold()), Status.FIGURE
        if not text:
            return 0, Status.NOT_SUPPLIED
        if text in WORDS_OF_DEDUCTION:
            return 0, Status.NIL
        if field_.reads is Reads.SUPPLIED:
            return 0, Status.FIGURE
        column = _text_column(field_)
        try:
            exact = read_exact(text) * field_.per / (_PER_POUND if column == "pence" else 1)
        except ValueError as reason:
            self._unfit(field_, table.place(row, column), text, str(reason))
            return 0, Status.FIGURE
        if exact.denominator != 1:
            self._unfit(field_, table.place(row, column), text, "it has more decimals than are kept")
        if column == "prevalence" and not 0 < exact <= field_.per:
            self._unfit(
                field_, table.place(row, column), text, "a share of the nation lies above 0% and to 100%"
            )
        return int(exact), Status.FIGURE

    def _filled(self, field_: DataField, component: str, cells: Cells, gaps: Gaps) -> array[int]:
        """Return the figures with every gap filled as the field says, or noted."""
        if field_.reads is Reads.SUPPLIED:
            return array("q", (int(status in _USABLE) for status in cells.statuses))
        if any(status not in _USABLE for status in cells.statuses):
            item = field_.item(component)
            who = self.practices if Axis.PRACTICES in field_.grain else [item or "the nation"]
            for practice, status in zip(who, cells.statuses, strict=True):
                if status is Status.SUPPRESSED or status == Status.SUPPRESSED:
                    if field_.on_suppressed is Absent.REFUSE and not self._keeps(field_):
                        gaps.suppressed[practice].append(item)
                elif status not in _USABLE and field_.on_missing is Absent.REFUSE:
                    gaps.missing[practice].append(item)
        return array("q", cells.values)

    def _wholly_missing(self, field_: DataField, component: str, gaps: Gaps) -> None:
        if _must(field_):
            gaps.unknown.append(component or field_.column.replace("_", " "))

    def _dated(self, field_: DataField, stated: Stated | None) -> None:
        """Note a table of another date than the rule demands (CQRS, April 2014: list of a wrong year)."""
        if stated is None or field_.as_at is None or (stated, field_.as_at) in self._asked:
            return
        self._asked.add((stated, field_.as_at))
        own = self._own_date(field_)
        if (own or stated.as_at) != field_.as_at:
            message = (
                f"{said(field_).capitalize()} must be of {written_date(field_.as_at)} (the rule's date); "
                f"this table says {written_date(own or stated.as_at)}."
            )
            remedy = "Use the figures of the rule's date; where they are, correct as_at in the pack."
            self.found.add("D204", Place(stated.shown), message, remedy)

    def _own_date(self, field_: DataField) -> date | None:
        """Return the date that the national table's own row states, where it does."""
        from datetime import date as day  # noqa: PLC0415 - the name is needed at run time here alone

        table = self.pack.tables.get(field_.table)
        if table is None or field_.table != "national" or not table.has("as_at"):
            return None
        row = next(iter(self._rows(field_, table, field_.only[0] if field_.only else "")), None)
        text = table.column("as_at")[row[0]] if row else ""
        return day.fromisoformat(text) if text else None

    def _unfit(self, field_: DataField, place: Place, text: str, reason: str) -> None:
        message = f"{said(field_).capitalize()}: {text} cannot be used: {reason}."
        remedy = f"It is kept to a {field_.per}th." if field_.per > 1 else "It is kept whole."
        self.found.add("D208", place, message, remedy + " Correct it at its source.")

    def _place(self, field_: DataField) -> Place:
        if field_.table == "measures":
            year = self.year(field_)
            files = {
                s.stated.shown
                for k, s in self.pack.measures.items()
                if (k.year, k.measure) == (year, field_.column)
            }
            return Place(files.pop() if len(files) == 1 else self.pack.shown)
        table = self.pack.tables.get(field_.table)
        return Place(table.stated.shown if table else self.pack.shown)

    def _near(self, field_: DataField, gaps: Gaps) -> list[str]:
        if not gaps.unknown or field_.table != "measures":
            return []
        wanted = {field_.item(c) for c in self.plan.ids()} | set(self.plan.ids())
        return [item for item in self.items_of_measure(field_) if item not in wanted]


def aligned(series: Series, practices: list[str], places: dict[str, int]) -> Cells:
    """Return a series in the order of the practices; those it lacks are not supplied."""
    if series.practices == practices:
        return Cells(series.values, series.statuses, series.lines)
    values, lines = [0] * len(practices), [0] * len(practices)
    statuses = bytearray([Status.NOT_SUPPLIED]) * len(practices)
    for n, practice in enumerate(series.practices):
        at = places.get(practice)
        if at is not None:
            values[at], statuses[at], lines[at] = series.values[n], series.statuses[n], series.lines[n]
    return Cells(values, statuses, lines)


def _days_of(plan: Plan) -> str:
    """Return whose days the plan counts for a part of a year: the contract's where it counts none."""
    return next((f.matches for f in plan.data_fields if f.reads is Reads.DAYS_OUTSIDE), "contract")


def _passes_on(field_: DataField) -> bool:
    """Tell whether a figure of an earlier year goes over to the practices that follow."""
    if field_.reads is not Reads.FIGURE or Axis.PRACTICES not in field_.grain:
        return False
    counts = field_.table == "measures" and field_.years_back > 0 and field_.column.split(":")[0] in PASSED_ON
    return counts or (field_.table == "baseline" and field_.column in ("pence", "list_size"))


def _must(field_: DataField) -> bool:
    return field_.on_missing is Absent.REFUSE and field_.reads is not Reads.SUPPLIED


def _by_component(field_: DataField) -> bool:
    """Tell whether a field names a component of the baseline or the adjustments in place of a column."""
    return field_.table in ("baseline", "adjustments") and LAYOUTS[field_.table].column(field_.column) is None


def _text_column(field_: DataField) -> str:
    """Return the column that holds a field: for one named by its component, the pence."""
    return "pence" if _by_component(field_) else field_.column
