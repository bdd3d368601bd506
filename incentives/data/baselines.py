"""Which payments of an earlier year a floor or an advance rests on, and whether all are on its basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Severity
from incentives.base.year import FinancialYear
from incentives.data.gaps import counted, listed
from incentives.formula.plan import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentives.data.found import Found
    from incentives.data.pack import Pack
    from incentives.data.table import Table
    from incentives.formula.plan import DataField, Plan

TABLE, QOF, ALL, PROVISIONAL = "baseline", "QOF", "all payments", "PROVISIONAL"
_OTHER = {"before": "after", "after": "before"}


def payments_that_count(of: str, components: Iterable[str]) -> frozenset[str] | None:
    """Return which components of a baseline the scheme's words mean; None where they do not tell.

    "all payments" are all; a component's own name is that one; words that name QOF are the components
    whose name begins so; and where a baseline holds one component alone, it is that one. What is provisional
    counts only where it is asked for.

    >>> sorted(payments_that_count("national QOF payment", ["QOF", "LES"]))
    ['QOF']
    """
    words = of.casefold().strip()
    held = frozenset(c for c in components if c != PROVISIONAL or words == c.casefold())
    if not words or ALL in words:
        return held
    if named := frozenset(c for c in held if c.casefold() == words):
        return named
    qof = frozenset(c for c in held if c.startswith(QOF)) if QOF.casefold() in words else frozenset()
    if qof:
        return qof
    return held if len(held) <= 1 else None


def rows_that_count(field: DataField, table: Table, year: str) -> frozenset[int]:
    """Return the rows of a baseline that a field reads: of its year, and of the payments it is set on."""
    years, components = table.column("year"), table.column("component")
    of_year = [n for n, y in enumerate(years) if y == year]
    if field.on_missing is Absent.NIL:
        return frozenset(n for n in of_year if components[n].casefold() == field.of.casefold())
    wanted = payments_that_count(field.of, (components[n] for n in of_year))
    return frozenset(n for n in of_year if wanted is None or components[n] in wanted)


def check_baselines(plan: Plan, pack: Pack, found: Found) -> None:
    """Note payments whose sort or whose basis does not fit what is set on them."""
    table = pack.tables.get(TABLE)
    if table is None:
        return
    seen: set[tuple[str, str, int]] = set()
    for field in plan.data_fields:
        key = field.of, field.basis, field.years_back
        asked = (field.table, field.column) == (TABLE, "pence") and field.on_missing is not Absent.NIL
        if asked and key not in seen:
            seen.add(key)
            year = str(FinancialYear(plan.year.starts_in - field.years_back))
            _which_payments(field, table, year, found)
            _same_basis(field, table, year, found)


def _which_payments(field: DataField, table: Table, year: str, found: Found) -> None:
    held = sorted(
        {c for c, y in zip(table.column("component"), table.column("year"), strict=True) if y == year}
    )
    wanted = payments_that_count(field.of, held)
    if not held:
        return
    place = table.place(table.column("year").index(year), "component")
    if wanted is None:
        message = (
            f'"{field.of}" does not tell which payments of {year} count: the baseline holds {listed(held)}.'
        )
        remedy = f'Name one of them in the scheme\'s "of:", or write "of: {ALL}".'
        found.add("D233", place, message, remedy)
    elif left := [c for c in held if c not in wanted and c != PROVISIONAL]:
        message = (
            f'Of the payments of {year}, "{field.of}" counts {listed(sorted(wanted))} and not {listed(left)}.'
        )
        remedy = f'Nothing to do where that is meant; otherwise write "of: {ALL}" in the scheme.'
        found.add("D234", place, message, remedy, Severity.WARNING)


def _same_basis(field: DataField, table: Table, year: str, found: Found) -> None:
    """A floor set against a payment before the deduction would hand an agreed deduction back."""
    rows = sorted(rows_that_count(field, table, year))
    bases = [text.casefold() for text in table.column("basis")]
    if field.basis:
        wrong = [n for n in rows if bases[n].startswith(_OTHER[field.basis])]
        if wrong:
            message = (
                f"The scheme takes payments {field.basis} the PMS deduction; "
                f"{len(wrong)} of these payments of {year} are {_OTHER[field.basis]} it."
            )
            remedy = f"Give the payments {field.basis} the deduction, or change pms_deduction in the scheme."
            found.add("D217", table.place(wrong[0], "basis"), message, remedy)
        _blank(field, table, [n for n in rows if not bases[n]], found)
    elif len(set(_said(bases[n] for n in rows))) > 1:
        message = f"Of these payments of {year} some are before the PMS deduction and some after it."
        remedy = 'Put them on one basis, and write "pms_deduction:" in the scheme.'
        found.add("D236", table.place(rows[0], "basis"), message, remedy)


def _blank(field: DataField, table: Table, rows: list[int], found: Found) -> None:
    if rows:
        codes = sorted({table.column("practice_code")[n] for n in rows})
        message = (
            f"{counted(codes)} a payment that does not say whether it is before or after the PMS deduction: "
            f"{listed(codes)}. It is taken to be {field.basis} it, as the scheme says."
        )
        remedy = f'Write "{field.basis} the PMS deduction" in the column basis, or the amount that is.'
        found.add("D235", table.place(rows[0], "basis"), message, remedy, Severity.WARNING)


def _said(bases: Iterable[str]) -> Iterator[str]:
    for text in bases:
        yield from (word for word in _OTHER if text.startswith(word))
