"""Checks of practices: whole extracts, stated deductions, opening, closing, joining, leaving, following."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.amount import in_percent
from incentives.base.problem import Place, Severity
from incentives.base.year import written_date
from incentives.data.checks_codes import PRACTICES, place_of
from incentives.data.gaps import counted, listed
from incentives.data.signups import contract_spans, signup_spans
from incentives.data.successions import Succession, successions
from incentives.formula.plan import Reads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.data.pack import Pack
    from incentives.data.signoffs import Queries
    from incentives.formula.plan import Plan

_DATES = (("practices", "opens", "closes"), ("signup", "starts", "ends"))
_LIST = ("practice_code", "list_size", "list_as_at")
_LISTS = {(PRACTICES, "list_size"), (PRACTICES, "weighted_list_size")}
_ALL = Fraction(1)


def extracts(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Stop at practices whose extract ends before the year does (April 2015: a supplier left out 31 March).

    A practice that closes within the year needs an extract to its last day.
    """
    table = pack.tables.get(PRACTICES)
    if table is None or not table.has("extract_end"):
        return
    end = plan.year.last_day.isoformat()
    rows = zip(*(table.column(c) for c in ("practice_code", "extract_end", "closes")), strict=True)
    short = {
        code: f"{code} ({day or 'not stated'})" for code, day, closes in rows if day < min(end, closes or end)
    }
    late = zip(table.column("practice_code"), table.column("extract_end"), strict=True)
    short |= {code: f"{code} ({day})" for code, day in late if day > end}
    message = f"{{who}} an extract that does not end on {written_date(plan.year.last_day)}: {{listed}}."
    remedy = "Ask their suppliers for the full year: one practice's gap moves the prevalence factor of all."
    queries.ask("D211", place_of(pack), short, message, remedy, stops=True)


def deductions(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Warn of PMS practices that do not say what is deducted."""
    table = pack.tables.get(PRACTICES)
    asked = any((f.table, f.column) == (PRACTICES, "qof_deduction") for f in plan.data_fields)
    if table is None or not asked:
        return
    rows = zip(*(table.column(c) for c in ("practice_code", "contract", "qof_deduction")), strict=True)
    blank = sorted(code for code, contract, deduction in rows if contract == "PMS" and not deduction)
    if blank:
        message = f"{counted(blank)} a PMS contract but no stated QOF deduction: {listed(blank)}."
        remedy = 'Write "standard", "none" or the amount in qof_deduction; until then nothing is deducted.'
        queries.found.add("D212", place_of(pack), message, remedy, Severity.WARNING)


def spans(_plan: Plan, pack: Pack, queries: Queries) -> None:
    """Stop at practices that close before they open, or leave before they join."""
    for name, first, last in _DATES:
        table = pack.tables.get(name)
        if table is None:
            continue
        for row, (begins, ends) in enumerate(zip(table.column(first), table.column(last), strict=True)):
            if begins and ends and ends < begins:
                code = table.column("practice_code")[row]
                message = f"{code} {last} on {ends}, before it {first} on {begins}."
                queries.found.add("D237", table.place(row, last), message, "Correct the day that is wrong.")


def part_years(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about practices that are in the scheme for part of the year where the scheme is silent on it."""
    if any(f.reads is Reads.DAYS_OUTSIDE for f in plan.data_fields):
        return
    signs = any(f.table == "signup" for f in plan.data_fields)
    held = {"contract": contract_spans(pack, plan.year)}
    if signs:
        held["sign-up"] = signup_spans(pack, plan.year, plan.id)
    part = {
        code: f"{code} ({span.days} days, {what})"
        for what, of in held.items()
        for code, span in of.items()
        if span.days < plan.year.days and code in pack.practices
    }
    message = "{who} part of the year alone, and the scheme would pay the whole year: {listed}."
    remedy = (
        'Write "part_year:" in the scheme (in a workbook: the rows "part year" of the sheet Money), '
        "so that days are paid for."
    )
    queries.ask("D228", place_of(pack), part, message, remedy)


def followed(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Stop at successions that cannot be; ask about practices that are followed in full and stay open."""
    known = successions(pack)
    for place, message, remedy in _faults(known, set(pack.practices)):
        queries.found.add("D227", place, message, remedy)
    shares: dict[str, Fraction] = defaultdict(Fraction)
    last: dict[str, date] = {}
    for one in known:
        shares[one.before] += one.share
        last[one.before] = one.on
    open_spans = contract_spans(pack, plan.year)
    stays = {
        code: f"{code} (followed on {written_date(day)})"
        for code, day in last.items()
        if shares[code] == _ALL and code in open_spans and open_spans[code].last >= day <= plan.year.last_day
    }
    message = "{who} been followed in full and stays open after that day: {listed}."
    remedy = "Write the last day in the column closes, or correct the succession."
    queries.ask("D229", place_of(pack), stays, message, remedy)


def merged_into(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about practices that go on with another's patients on their list: those would be paid for twice.

    The one that goes on is paid its list for the whole year, the other one its own for its days.
    """
    table, days = pack.tables.get(PRACTICES), any(f.reads is Reads.DAYS_OUTSIDE for f in plan.data_fields)
    by_list = any((f.table, f.column) in _LISTS for f in plan.data_fields)
    if table is None or not days or not by_list or not table.has("list_size"):
        return
    spans, rows = contract_spans(pack, plan.year), zip(*(table.column(c) for c in _LIST), strict=True)
    lists = {code: own or table.stated.as_at.isoformat() for code, size, own in rows if size}
    twice = {
        one.after: f"{one.after} (from {one.before} on {written_date(one.on)})"
        for one in successions(pack)
        if {one.before, one.after} <= spans.keys() & lists.keys()
        and one.share == _ALL
        and plan.year.first_day <= spans[one.before].last < one.on
        and spans[one.after].first < one.on <= date.fromisoformat(lists[one.after])
    }
    message = (
        "{who} taken over patients within the year who are on its list, and would be paid twice: {listed}."
    )
    remedy = (
        "Record a merger as a new practice from that day, which follows both; both old codes close before it."
    )
    queries.ask("D247", place_of(pack), twice, message, remedy)


def _faults(known: tuple[Succession, ...], practices: set[str]) -> Iterator[tuple[Place, str, str]]:
    shares: dict[str, Fraction] = defaultdict(Fraction)
    befores = {s.before for s in known}
    for one in known:
        shares[one.before] += one.share
        if one.before == one.after:
            yield one.place, f"{one.before} follows itself.", "Name the practice that takes its patients."
        if one.share > _ALL or shares[one.before] > _ALL:
            message = f"Of {one.before} more than 100% goes over ({in_percent(shares[one.before])})."
            yield one.place, message, 'Write shares that add up to 100% or less, such as "60%".'
        if one.after not in practices and one.after not in befores:
            message = f"{one.after} follows {one.before} but does not stand in the table of practices."
            yield one.place, message, "Add it to the table of practices, or correct its code."


def not_open_on_the_list_day(_plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about lists of a day on which the practice was not open: what is left is no list to pay on.

    A list of its own day (``list_as_at``) is for practices that were not open on the day of the table.
    """
    table = pack.tables.get(PRACTICES)
    if table is None or not table.has("list_size"):
        return
    usual = table.stated.as_at.isoformat()
    columns = ("practice_code", "list_size", "opens", "closes", "list_as_at")
    shown, needless = {}, {}
    for code, size, *span, own in zip(*(table.column(c) for c in columns), strict=True):
        day = own or usual
        if size and not _is_open(day, *span):
            shown[code] = f"{code} ({written_date(date.fromisoformat(day))})"
        elif size and own not in ("", usual) and _is_open(usual, *span):
            needless[code] = f"{code} ({written_date(date.fromisoformat(own))})"
    message = "{who} a list of a day on which it was not open: {listed}."
    remedy = "Give the list of its first or last day, with that day in the column list_as_at."
    queries.ask("D238", place_of(pack), shown, message, remedy)
    if needless:
        message = f"{counted(needless)} a list of another day than the table's, on which it was open"
        remedy = f"Give the list of {written_date(table.stated.as_at)}."
        queries.found.add("D204", place_of(pack), f"{message}: {listed(list(needless.values()))}.", remedy)


def _is_open(day: str, opens: str, closes: str) -> bool:
    return not (opens and day < opens) and not (closes and day > closes)
