"""Checks of national figures: one definition in a year, and the average list that the scheme names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.amount import written
from incentives.base.problem import Place
from incentives.data.figures import read_exact

if TYPE_CHECKING:
    from incentives.data.pack import Pack
    from incentives.data.signoffs import Queries
    from incentives.formula.plan import Plan

TABLE = "national"


def definitions(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Ask about national prevalences on another definition than the scheme's, or than most of them."""
    table = pack.tables.get(TABLE)
    if table is None or not table.has("definition"):
        return
    year = str(plan.year)
    rows = zip(*(table.column(c) for c in ("year", "group", "definition")), strict=True)
    said = {group: definition for of, group, definition in rows if of == year and definition}
    usual, whose = _worked_out(plan), "the scheme"
    if not usual:
        usual, whose = max(sorted(set(said.values())), key=list(said.values()).count, default=""), "most rows"
    other = {group: f"{group} ({definition})" for group, definition in said.items() if definition != usual}
    message = f"National prevalences of {year} are {usual} in {whose}, but not: {{listed}}."
    remedy = "Use one definition: the mean of practices' prevalences lies below the pooled one or above it."
    queries.ask("D226", Place(table.stated.shown), other, message, remedy)


def _worked_out(plan: Plan) -> str:
    """Return on which definition the plan works national prevalence out itself; blank where it is stated."""
    if plan.has("practice_prevalence"):
        return "mean of practices"
    return "pooled" if plan.has("national_prevalence") else ""


def average_list(plan: Plan, pack: Pack, queries: Queries) -> None:
    """Stop where the scheme and the data name different national average lists (CQRS, April 2014)."""
    table = pack.tables.get(TABLE)
    stated = next((f for f in plan.scheme_fields if f.name == "national_average_list"), None)
    if table is None or stated is None or not table.has("average_list_size"):
        return
    years, texts = table.column("year"), table.column("average_list_size")
    for row, (year, text) in enumerate(zip(years, texts, strict=True)):
        if year == str(plan.year) and text and read_exact(text) != stated.value():
            message = (
                f"The data give a national average list of {written(read_exact(text), 2)} for {year}; "
                f"the scheme divides by {written(stated.value(), 2)}."
            )
            remedy = "One of them is of another year or day: correct it, whichever it is, from its source."
            queries.found.add("D242", table.place(row, "average_list_size"), message, remedy)
