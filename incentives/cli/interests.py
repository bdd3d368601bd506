"""``incentives interests``: who has which interest on a day, in which practices, and what they gain."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.options import AsJson, Force, a_day
from incentives.cli.terminal import counted, pounds, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from incentives.compare.money import Scenario
    from incentives.govern.people import Conflict, Interest, Register

RegisterPath = Annotated[
    Path,
    typer.Argument(
        metavar="REGISTER", help="A workbook with the sheets people, interests, organisations; or a folder."
    ),
]


def interests(  # noqa: PLR0913 - a verb has its options
    register: RegisterPath,
    *,
    on: Annotated[
        datetime,
        typer.Option(
            "--on", parser=a_day, metavar="YYYY-MM-DD", help="The day, such as that of the meeting."
        ),
    ],
    data: Annotated[Path, typer.Option("--data", metavar="PACK", help="The practice data.")],
    base: Annotated[
        str, typer.Option("--base", metavar="SCHEME", help="With --scheme: what it is compared with.")
    ] = "",
    scheme: Annotated[
        str, typer.Option("--scheme", metavar="SCHEME", help="Also who would receive more or less by it.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Write it as `compare --interests` takes it (.csv, .xlsx)."
        ),
    ] = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Check a register of interests and say who has one on a day, in which practices, and what they gain."""
    from incentives.data.pack import read_pack
    from incentives.govern.people import read_register, without_practices

    if bool(base) is not bool(scheme):
        message = "To say what practices would receive, two schemes are compared."
        raise Refused(
            [Problem("G191", Place("--scheme"), message, "Give both --scheme and --base, or none.")]
        )
    held, day = read_register(register), on.date()
    practices = tuple(read_pack(data).practices)
    found = held.conflicts(day, practices)
    elsewhere = without_practices(held, practices, day)
    scenarios = _scenarios(base, scheme, data) if scheme else ()
    if out:
        _write(held, found, day, out, force=force)
        wrote(out, quiet=as_json)
    if as_json:
        print_json(_as_data(held, found, elsewhere, scenarios))
        return
    _say_found(held, found, day)
    if elsewhere:
        named = "; ".join(f"{i.person} ({i.organisation})" for i in elsewhere)
        say(f"Reach no practice of the data, so look at them yourself: {named}.")
    for scenario in scenarios:
        _say_gains(held, found, scenario)


def _write(held: Register, found: Sequence[Conflict], day: date, out: Path, *, force: bool) -> None:
    """Write who has an interest in which practice, once each: what a comparison is given."""
    import pandas as pd

    from incentives.report.tables import write_table

    people = {p.name: p for p in held.people}
    pairs = sorted({(c.interest.person, code) for c in found for code in c.practices})
    rows = [
        {
            "person": name,
            "role": people[name].role,
            "votes": "yes" if people[name].votes_on(day) else "no",
            "practice_code": code,
        }
        for name, code in pairs
    ]
    heads = ["person", "role", "votes", "practice_code"]
    write_table(pd.DataFrame(rows, columns=heads), out, force=force)


def _scenarios(base: str, scheme: str, data: Path) -> tuple[Scenario, ...]:
    from incentives.cli.compare import given_by
    from incentives.compare.money import compared

    given = given_by(base, scheme, data, quiet=True)
    return compared(given.base_side, given.proposed_side).scenarios


def _say_found(held: Register, found: Sequence[Conflict], day: date) -> None:
    from incentives.base.year import written_date

    people = {p.name: p for p in held.people}
    rows = [
        (
            c.interest.person,
            people[c.interest.person].role,
            "yes" if people[c.interest.person].votes_on(day) else "no",
            c.interest.type,
            c.interest.organisation,
            ", ".join(c.practices),
            _declared(held, c.interest, day),
        )
        for c in found
    ]
    heads = ("Person", "Role", "Votes", "Type", "In", "Practices", "Declared")
    print_table(f"Interests on {written_date(day)}", heads, rows, right=7)
    persons = {c.interest.person for c in found}
    say(f"{counted(len(held.people), 'person').replace('persons', 'people')}; an interest: {len(persons)}.")


def _declared(held: Register, interest: Interest, day: date) -> str:
    if not interest.declared_on:
        return "NOT DECLARED"
    if not interest.declared_by(day):
        return f"{interest.declared_on}, AFTER THIS DAY"
    late = held.late_by(interest)
    return f"{interest.declared_on}, {counted(late, 'day')} late" if late else interest.declared_on


def _say_gains(held: Register, found: Sequence[Conflict], scenario: Scenario) -> None:
    from incentives.compare.interests import of_members
    from incentives.govern.standing import gains

    rows = [
        (g.person, ", ".join(g.practices), pounds(g.base), pounds(g.proposed), _change(g.difference))
        for g in gains(scenario, found)
    ]
    heads = ("Person", "Practices", "Now", "Under the scheme", "Difference")
    print_table(f"Answer to the offer: {scenario.name}", heads, rows, right=2)
    if members := _voting(held, found, {p.code for p in scenario.practices}):
        say(of_members(scenario, members).statement())


def _voting(held: Register, found: Sequence[Conflict], known: Collection[str]) -> set[str]:
    votes = {p.name for p in held.people if p.votes}
    return {code for c in found if c.interest.person in votes for code in c.practices if code in known}


def _change(pence: int) -> str:
    return f"{pounds(abs(pence))} {'less' if pence < 0 else 'more'}" if pence else "the same"


def _as_data(
    held: Register,
    found: Sequence[Conflict],
    elsewhere: Sequence[Interest],
    scenarios: Sequence[Scenario],
) -> dict[str, Any]:
    from incentives.govern.standing import gains

    return {
        "register": held.fingerprint,
        "interests": [
            c.interest.content() | {"practices": list(c.practices), "late_by_days": held.late_by(c.interest)}
            for c in found
        ],
        "reach_no_practice": [i.content() for i in elsewhere],
        "gains": [
            {
                "scenario": scenario.name,
                "person": g.person,
                "practices": list(g.practices),
                "base_pence": g.base,
                "proposed_pence": g.proposed,
                "difference_pence": g.difference,
            }
            for scenario in scenarios
            for g in gains(scenario, found)
        ],
    }
