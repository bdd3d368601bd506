"""A pack made ready for a plan: what the plan needs is there, of the right date, and complete; or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place, Refused, Severity
from incentives.data.bound import Binding
from incentives.data.checks import check_data
from incentives.data.columns import Reading
from incentives.data.found import Found
from incentives.data.gaps import counted, listed, report_silent
from incentives.data.signups import rows_that_count
from incentives.formula.nodes import FieldValue, Over, Rank, Total
from incentives.formula.plan import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.data.pack import Pack
    from incentives.formula.nodes import Node
    from incentives.formula.plan import Plan, Step

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
    report_silent(silent - _not_asked(plan, pack, silent, found), _place(pack), found)
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


def _not_asked(plan: Plan, pack: Pack, silent: frozenset[str], found: Found) -> frozenset[str]:
    """Return the silent practices that have not signed, where nothing is paid but to those that have.

    Nobody asks them for a scheme's own figures. Where figures of practices are added up or ranked, or
    national QOF is worked out beside the scheme, everybody's are needed.
    """
    table = pack.tables.get("signup")
    if not silent or table is None or not _pays_signed_alone(plan):
        return frozenset()
    signed = {
        table.column("practice_code")[row]
        for row in rows_that_count(table, plan.id)
        if table.column("answer")[row] == "yes"
    }
    if left := silent - signed:
        message = (
            f"{counted(left)} not signed, and no figures of this year are given: taken as nothing: "
            f"{listed(sorted(left))}."
        )
        remedy = "Nothing to do where only those that sign are asked; otherwise add the figures."
        found.add("D206", Place(table.stated.shown), message, remedy, Severity.WARNING)
    return left


def _pays_signed_alone(plan: Plan) -> bool:
    """Tell whether every payment asks whether the practice has signed, and rests on its own figures."""
    asks = {f.name for f in plan.data_fields if f.table == "signup" and f.column == "answer"}
    amounts = {c.amount for c in plan.components if c.amount}
    paid = [s for s in plan.steps if s.name in amounts]
    if not asks or plan.compared or not all(asks & _given(step) for step in paid):
        return False
    before = [step for step in plan.steps if step.stage is not Stage.LINES]
    return not any(_is_shared(node) for step in before for node in step.expression.walk())


def _given(step: Step) -> set[str]:
    return {n.name for n in step.expression.walk() if isinstance(n, FieldValue)}


def _is_shared(node: Node) -> bool:
    return isinstance(node, Rank) or (isinstance(node, Total) and node.over in (Over.PRACTICES, Over.GROUP))


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
