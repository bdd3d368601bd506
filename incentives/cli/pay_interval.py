"""``incentives pay --suppressed "1 to 4"``: what each practice is paid at least and at most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.loading import sound_plan
from incentives.cli.terminal import counted, pounds, print_json, print_problems, print_table, say, wrote

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.calculate import Results

_RANGE = re.compile(r"(\d{1,3}) to (\d{1,3})")


def pay_interval(
    scheme: str, data: Path, out: Path | None, suppressed: str, *, force: bool, as_json: bool
) -> None:
    """Print an interval for each practice; suppressed counts of the year lie within ``suppressed``."""
    from incentives.calculate import payments
    from incentives.calculate.intervals import lowest_and_highest
    from incentives.data import bind, read_pack
    from incentives.report.tables import records, write_table

    ends = _ends(suppressed)
    _, plan, warnings = sound_plan(scheme)
    binding = bind(plan, read_pack(data), keep_suppressed=True)
    print_problems((*warnings, *binding.warnings))
    least, most = lowest_and_highest(plan, binding, ends)
    table = payments(least)[["practice_code", "component", "paid_by"]].copy()
    table["payment_pence_lowest"] = payments(least)["payment_pence"]
    table["payment_pence_highest"] = payments(most)["payment_pence"]
    if out:
        write_table(table, out, force=force)
        wrote(out, quiet=as_json)
    if as_json:
        print_json(records(table))
        return
    _print(least, most, sum(len(c.suppressed) for c in binding.columns.values()))


def _print(least: Results, most: Results, hidden: int) -> None:
    from incentives.formula.plan import Columns

    low, high = (r.in_pence(Columns.DUE)[:, 0].tolist() for r in (least, most))
    rows = [
        (code, pounds(a), pounds(b), pounds(b - a))
        for code, a, b in zip(least.binding.practices, low, high, strict=True)
    ]
    heads = ("Practice", "At least", "At most", "Between them")
    print_table(f"{least.plan.title}: payments by practice, suppressed counts as an interval", heads, rows)
    say(
        f"{counted(len(rows), 'practice')}, {counted(hidden, 'suppressed figure')}; "
        f"this schedule pays between {pounds(sum(low))} and {pounds(sum(high))}."
    )
    say("These are no amounts to pay: ask for the counts before anything is paid.")


def _ends(text: str) -> tuple[int, int]:
    found = _RANGE.fullmatch(text.strip())
    if found is None or int(found[1]) > int(found[2]):
        problem = Problem(
            "C107",
            Place("--suppressed"),
            f'"{text}" does not say between which whole numbers a suppressed count lies.',
            'Write what the publisher suppresses, such as --suppressed "1 to 4".',
        )
        raise Refused([problem])
    return int(found[1]), int(found[2])
