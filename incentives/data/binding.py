"""A pack made ready for a plan: what the plan needs is there, of the right date, and complete; or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place, Refused
from incentives.data.bound import Binding
from incentives.data.checks import check_data
from incentives.data.columns import Reading
from incentives.data.found import Found
from incentives.data.gaps import counted, listed, report_silent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan

_PRACTICES = "practices"


def bind(plan: Plan, pack: Pack, *, keep_suppressed: bool = False) -> Binding:
    """Return every data field of a plan as a complete column, practices in order of their codes.

    Raises Refused with all that the plan needs and the pack lacks: each problem names the practices and
    indicators it concerns. What merely should be looked at stands in the binding's ``warnings``. With
    ``keep_suppressed`` suppressed results of the year are no problem: columns say where they are, and an
    interval is worked out from them (``calculate.intervals``).
    """
    found = Found()
    _same_year(plan, pack, found)
    practices = list(pack.practices)
    silent = _silent(plan, pack)
    reading = Reading(plan, pack, practices, found, silent, keep_suppressed)
    report_silent(silent, _place(pack), found)
    columns = {field.name: reading.column(field) for field in plan.data_fields}
    reading.late.report(found)
    reading.earlier.report(pack, found)
    check_data(plan, pack, found)
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
