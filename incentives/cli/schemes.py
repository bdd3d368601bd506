"""``incentives schemes``: the shipped schemes, and how well their values are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from incentives.cli.options import AsJson
from incentives.cli.terminal import print_json, print_table, say, screen_width

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from incentives.formula.plan import Standing
    from incentives.scheme.status import SchemeStatus, Value

Status = Annotated[
    bool, typer.Option("--status", help="Count how well each value is known, by year and sort of value.")
]

_BETWEEN = 3
_IF_NARROW = ("Points", "Thresholds", "All")
_MEANS = (
    "verified: two sources of different origin agree. sourced: one source says so.",
    "unverified: no source was found, or sources disagree. Look it up in the SFE before you pay on it.",
    "local: a decision of the body that offers the scheme.",
)


def schemes(status: Status = False, as_json: AsJson = False) -> None:
    """List the schemes that come with the program, by the id that every command takes."""
    from incentives.scheme.listing import shelf

    if status:
        _status(as_json=as_json)
        return
    found = shelf()
    if as_json:
        print_json([{"id": s.id, "title": s.title, "year": s.year} for s in found])
        return
    print_table(
        "Schemes on the shelf", ("Id", "Year", "Title"), [(s.id, s.year, s.title) for s in found], right=9
    )
    say("Any of these ids can stand where a command takes SCHEME; so can the path of your own file.")
    say("How well their values are known: incentives schemes --status")


def _status(*, as_json: bool) -> None:
    from incentives.scheme.status import shelf_status

    found = shelf_status()
    if as_json:
        print_json(_as_data(found))
        return
    for nation in dict.fromkeys(s.nation for s in found if s.nation):
        of_nation = [s for s in found if s.nation == nation]
        _print_years(nation, of_nation)
        _print_sorts(nation, [v for s in of_nation for v in s.values])
    _print_local([s for s in found if not s.nation])
    say("\n".join(_MEANS))


def _print_years(nation: str, found: list[SchemeStatus]) -> None:
    """Print a line for each year: verified, sourced and unverified values of each group of sorts."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from incentives.scheme.status import GROUPS, tally

    title = f"{nation}: values by year (verified/sourced/unverified)"
    table = Table(
        title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", show_footer=True
    )
    rows = [(str(s.year), s.values) for s in found]
    rows.append(("All years", tuple(v for s in found for v in s.values)))
    columns = {"Year": [name for name, _ in rows]}
    for head, sorts in {**GROUPS, "All": ()}.items():
        columns[head] = [_three(tally(values, *sorts)) for _, values in rows]
    if sum(max(map(len, (h, *cells))) + _BETWEEN for h, cells in columns.items()) >= screen_width():
        columns = {h: cells for h, cells in columns.items() if h in ("Year", *_IF_NARROW)}
    for head, cells in columns.items():
        justify: Literal["left", "right"] = "left" if head == "Year" else "right"
        table.add_column(head, footer=cells[-1], justify=justify, min_width=max(map(len, cells)))
    for row in zip(*(cells[:-1] for cells in columns.values()), strict=True):
        table.add_row(*row)
    Console(highlight=False, markup=False, width=screen_width()).print(table)


def _print_sorts(nation: str, values: Iterable[Value]) -> None:
    """Print a line for each sort of value, every year together."""
    from incentives.scheme.status import SORTS, tally

    values = tuple(values)
    counts = {sort.capitalize(): tally(values, sort) for sort in SORTS}
    counts["All values"] = tally(values)
    heads = ("Sort of value", *_heads())
    rows = [(sort, *_figures(count)) for sort, count in counts.items() if count]
    print_table(f"{nation}: values by sort, every year together", heads, rows)


def _print_local(found: list[SchemeStatus]) -> None:
    from incentives.scheme.status import tally

    heads = ("Scheme", *_heads())
    rows = [(s.id, *_figures(tally(s.values))) for s in found]
    print_table("Local schemes: values that they state themselves", heads, rows)


def _heads() -> tuple[str, ...]:
    from incentives.formula.plan import Standing

    return (*(standing.value.split()[0].capitalize() for standing in Standing), "All")


def _figures(counts: Counter[Standing]) -> tuple[str, ...]:
    from incentives.formula.plan import Standing

    return (*(f"{counts[standing]:,}" for standing in Standing), f"{counts.total():,}")


def _three(counts: Counter[Standing]) -> str:
    """Return ``23/25/9``."""
    from incentives.formula.plan import Standing

    known = (Standing.VERIFIED, Standing.SOURCED, Standing.UNVERIFIED)
    return "/".join(f"{counts[standing]:,}" for standing in known)


def _as_data(found: Iterable[SchemeStatus]) -> dict[str, Any]:
    from incentives.scheme.status import SORTS, tally

    found = tuple(found)
    nations = dict.fromkeys(s.nation for s in found if s.nation)
    return {
        "schemes": [
            {
                "id": s.id,
                "title": s.title,
                "nation": s.nation,
                "year": str(s.year),
                "values": {sort: _by_name(tally(s.values, sort)) for sort in SORTS if tally(s.values, sort)},
                "all": _by_name(tally(s.values)),
            }
            for s in found
        ],
        "totals": {
            nation: {
                sort: _by_name(tally((v for s in found if s.nation == nation for v in s.values), sort))
                for sort in SORTS
            }
            for nation in nations
        },
    }


def _by_name(counts: Counter[Standing]) -> dict[str, int]:
    from incentives.formula.plan import Standing

    return {standing.value: counts[standing] for standing in Standing}
