"""A pack made ready for a plan: what the plan needs is there, of the right date, and complete; or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place, Refused, Severity
from incentives.base.year import written_date
from incentives.data.baselines import check_baselines
from incentives.data.bound import Binding
from incentives.data.columns import Reading
from incentives.data.found import Found
from incentives.data.gaps import counted, listed, report_silent, report_strangers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan

_PRACTICES = "practices"


def bind(plan: Plan, pack: Pack) -> Binding:
    """Return every data field of a plan as a complete column, practices in order of their codes.

    Raises Refused with all that the plan needs and the pack lacks: each problem names the practices and
    indicators it concerns. What merely should be looked at stands in the binding's ``warnings``.
    """
    found = Found()
    _same_year(plan, pack, found)
    practices = list(pack.practices)
    silent = _silent(plan, pack)
    reading = Reading(plan, pack, practices, found, silent)
    report_silent(silent, _place(pack), found)
    columns = {field.name: reading.column(field) for field in plan.data_fields}
    _unused_items(plan, pack, found)
    _strangers(plan, pack, found)
    _complete_extracts(plan, pack, found)
    _deductions_stated(plan, pack, found)
    check_baselines(plan, pack, found)
    groups = {attribute: _groups(attribute, pack, practices, found) for attribute in plan.attributes}
    warnings = found.refuse_errors()
    details = _details(pack)
    names = {code: details.get(code, {}).get("name", "") or code for code in practices}
    return Binding(
        tuple(practices),
        names,
        columns,
        groups,
        (*pack.warnings, *warnings),
        pack.title,
        pack.fingerprint,
        details,
    )


def _same_year(plan: Plan, pack: Pack, found: Found) -> None:
    if plan.year != pack.year:
        message = f"The data are of {pack.year}; the scheme {plan.id} is of {plan.year}."
        remedy = f"Use the data of {plan.year}, or the scheme of {pack.year}."
        found.add("D201", Place(pack.shown), message, remedy)
    elif not pack.practices:
        found.add("D214", Place(pack.shown), "The data hold no practices.", "Fill in the table of practices.")
    if found.problems():
        raise Refused(found.problems())


def _silent(plan: Plan, pack: Pack) -> frozenset[str]:
    """Return the practices without any figure of the year, where the plan reads figures of the year."""
    if not any(f.table == "measures" and not f.years_back for f in plan.data_fields) or not pack.measures:
        return frozenset()
    heard: set[str] = set()
    for key, series in pack.measures.items():
        if key.year == plan.year:
            heard.update(series.practices)
    return frozenset(pack.practices) - heard if heard else frozenset()


def _unused_items(plan: Plan, pack: Pack, found: Found) -> None:
    """Note figures of the year that no part of the scheme reads: a code may have been replaced."""
    asked: set[str] = set()
    for field in plan.data_fields:
        if field.table == "measures":
            for component in field.only or ("", *plan.ids()):
                asked |= {component, field.item(component)}
    unused = sorted({k.item for k in pack.measures if k.year == plan.year} - asked) if asked else []
    if unused:
        message = f"The data hold figures that the scheme does not use: {listed(unused)}."
        remedy = "Nothing to do where that is meant; otherwise compare the codes with the scheme's."
        found.add("D209", Place(pack.shown), message, remedy, Severity.WARNING)


def _strangers(plan: Plan, pack: Pack, found: Found) -> None:
    if _PRACTICES not in pack.tables:
        return
    known = set(pack.practices)
    this, other = set[str](), set[str]()
    for key, series in pack.measures.items():
        (this if key.year == plan.year else other).update(series.practices)
    report_strangers(this - known, "figures", _place(pack), found)
    report_strangers(other - known - this, "figures of another year", _place(pack), found, Severity.WARNING)
    for name, table in pack.tables.items():
        codes = set(table.column("practice_code")) - known if table.has("practice_code") else set()
        severity = Severity.ERROR if name == "adjustments" else Severity.WARNING
        report_strangers(codes, f'a row in the table "{name}"', Place(table.stated.shown), found, severity)


def _complete_extracts(plan: Plan, pack: Pack, found: Found) -> None:
    """Note practices whose extract ends before the year does (April 2015: a supplier left out 31 March)."""
    table = pack.tables.get(_PRACTICES)
    if table is None or not table.has("extract_end"):
        return
    end = plan.year.last_day
    ends = zip(table.column("practice_code"), table.column("extract_end"), strict=True)
    short = sorted(f"{code} ({day or 'not stated'})" for code, day in ends if day != end.isoformat())
    if short:
        message = f"{counted(short)} an extract that does not end on {written_date(end)}: {listed(short)}."
        remedy = (
            "Ask their suppliers for the full year: one practice's gap moves the prevalence factor of all."
        )
        found.add("D211", _place(pack), message, remedy)


def _deductions_stated(plan: Plan, pack: Pack, found: Found) -> None:
    table = pack.tables.get(_PRACTICES)
    asked = any((f.table, f.column) == (_PRACTICES, "qof_deduction") for f in plan.data_fields)
    if table is None or not asked:
        return
    rows = zip(*(table.column(c) for c in ("practice_code", "contract", "qof_deduction")), strict=True)
    blank = sorted(code for code, contract, deduction in rows if contract == "PMS" and not deduction)
    if blank:
        message = f"{counted(blank)} a PMS contract but no stated QOF deduction: {listed(blank)}."
        remedy = 'Write "standard", "none" or the amount in qof_deduction; until then nothing is deducted.'
        found.add("D212", _place(pack), message, remedy, Severity.WARNING)


def _groups(attribute: str, pack: Pack, practices: list[str], found: Found) -> tuple[str, ...]:
    table = pack.tables.get(_PRACTICES)
    names = (f"{attribute}_code", attribute, f"local_{attribute}")
    column = next((n for n in names if table is not None and table.has(n)), None)
    if table is None or column is None:
        message = (
            f'The scheme needs to know each practice\'s {attribute}; the table "practices" does not say it.'
        )
        found.add("D203", _place(pack), message, f"Add a column {names[0]} to the table of practices.")
        return ()
    held = dict(zip(table.column("practice_code"), table.column(column), strict=True))
    blank = [code for code in practices if not held[code]]
    if blank:
        message = f"{counted(blank)} no {attribute}: {listed(blank)}."
        found.add("D213", _place(pack), message, f"Fill in {column} in the table of practices.")
    return tuple(held[code] for code in practices)


def _details(pack: Pack) -> Mapping[str, Mapping[str, str]]:
    table = pack.tables.get(_PRACTICES)
    if table is None:
        return {}
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    return {row["practice_code"]: row for row in rows}


def _place(pack: Pack) -> Place:
    table = pack.tables.get(_PRACTICES)
    return Place(table.stated.shown if table else pack.shown)
