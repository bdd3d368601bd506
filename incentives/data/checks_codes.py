"""Two-way matching of codes: what one side has and the other lacks is named, and nothing is dropped.

A code that is replaced on one side alone empties what hangs on it (schools' funding, 2023: a council
became two, their codes matched nothing, and £370m were miscounted).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from incentives.base.problem import Place
from incentives.data.successions import successions
from incentives.formula.plan import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentives.data.pack import Pack
    from incentives.data.signoffs import Queries
    from incentives.formula.plan import Plan

PRACTICES = "practices"
RESULTS = ("numerator", "denominator", "exceptions", "activity", "declared", "points")
"""What may be paid on, by the names of the measures."""
_AREAS = ("commissioner_code", "network_code")
_ADD = "Add them to the table of practices, or, where they have merged or closed, record the succession."


def place_of(pack: Pack, table: str = PRACTICES) -> Place:
    """Return the place of a table, or the pack's where it has none."""
    held = pack.tables.get(table)
    return Place(held.stated.shown if held else pack.shown)


def unused_items(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about results of the year that the scheme neither reads nor stops: a code may have been replaced.

    Registers and lists are no results: a scheme that needs one under another code lacks it and is refused.
    """
    asked: set[str] = set()
    for field in plan.data_fields:
        if field.table == "measures":
            for component in field.only or ("", *plan.ids()):
                asked |= {component, field.item(component)}
    held = {k.item for k in pack.measures if k.year == plan.year and k.measure in RESULTS}
    unused = held - asked - set(plan.not_paid) if asked else set()
    message = "The data hold figures that the scheme does not use: {listed}."
    remedy = "Compare the codes with the scheme's: one may have been replaced."
    queries.ask("D209", Place(pack.shown), {i: i for i in unused}, message, remedy)


def strangers(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about practices that have figures or rows but do not stand in the table of practices."""
    if PRACTICES not in pack.tables:
        return
    known = set(pack.practices)
    gone = known | {s.before for s in successions(pack)}
    this, other = set[str](), set[str]()
    for key, series in pack.measures.items():
        (this if key.year == plan.year else other).update(series.practices)
    _report(this - known, "figures", place_of(pack), queries, stops=True)
    _report(other - gone - this, "figures of another year", place_of(pack), queries)
    for name, table in pack.tables.items():
        codes = set(table.column("practice_code")) if table.has("practice_code") else set()
        stops = name == "adjustments"
        left = codes - (known if stops else gone)
        _report(left, f'a row in the table "{name}"', Place(table.stated.shown), queries, stops=stops)


def _report(codes: set[str], what: str, place: Place, queries: Queries, *, stops: bool = False) -> None:
    message = "{who} " + what + " but no row in the table of practices: {listed}."
    queries.ask("D210", place, {c: c for c in codes}, message, _ADD, stops=stops)


def unanswered(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about practices of which the table of sign-ups says nothing: they count as not signed."""
    table = pack.tables.get("signup")
    if table is None or not any(f.table == "signup" and f.on_missing is Absent.NIL for f in plan.data_fields):
        return
    answered = set(table.column("practice_code"))
    message = "{who} no row in the table of sign-ups, and counts as not signed: {listed}."
    remedy = "Add the answers (yes or no), with their dates."
    silent = {code: code for code in pack.practices if code not in answered}
    queries.ask("D220", Place(table.stated.shown), silent, message, remedy)


def areas_without_patients(_plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about commissioners and networks whose practices have no patients at all together."""
    table = pack.tables.get(PRACTICES)
    if table is None or not table.has("list_size"):
        return
    for column in (c for c in _AREAS if table.has(c)):
        patients: dict[str, int] = defaultdict(int)
        for area, size in zip(table.column(column), table.column("list_size"), strict=True):
            patients[area] += any(digit in size for digit in "123456789")
        empty = [area for area, with_patients in patients.items() if area and not with_patients]
        _ask_areas(empty, column, table.stated.shown, queries)


def _ask_areas(empty: Iterable[str], column: str, file: str, queries: Queries) -> None:
    what = column.removesuffix("_code")
    message = f"No practice of these {what} codes has patients: {{listed}}."
    remedy = f"Compare the codes with those of the lists: a {what}'s code may have been replaced on one side."
    queries.ask("D240", Place(file), {a: a for a in empty}, message, remedy)
