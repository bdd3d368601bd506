"""``incentives score``: practice × indicator: counts, achievement, points."""

from __future__ import annotations

from incentives.cli.loading import worked_out
from incentives.cli.options import AsJson, DataPath, Force, OutFile, SchemeName
from incentives.cli.resting import say_points_resting
from incentives.cli.terminal import counted, print_json, print_table, say, wrote


def score(
    scheme: SchemeName, data: DataPath, out: OutFile = None, force: Force = False, as_json: AsJson = False
) -> None:
    """Work out achievement and points of every practice and indicator."""
    from incentives.calculate import scores
    from incentives.formula.plan import Columns
    from incentives.report.resting import unverified_sorts
    from incentives.report.tables import records, write_table

    _, _, results = worked_out(scheme, data)
    table = scores(results)
    sorts = unverified_sorts(results.plan, Columns.POINTS)
    table["unverified"] = table["indicator"].map(sorts).astype("string")
    if out:
        write_table(table, out, force=force)
        wrote(out, quiet=as_json)
    if as_json:
        print_json(records(table))
        return
    by_practice = table.groupby("practice_code", sort=True)[
        ["points_achieved", "points_available", "points_available_to_practice"]
    ].sum()
    rows = [
        (str(code), *(f"{figure:,.2f}" for figure in figures))
        for code, figures in zip(by_practice.index, by_practice.to_numpy(float).tolist(), strict=True)
    ]
    print_table(
        f"{results.plan.title}: points by practice",
        ("Practice", "Points achieved", "Points available", "Available to this practice"),
        rows,
    )
    say(
        f"{counted(len(rows), 'practice')}, {counted(table['indicator'].nunique(), 'indicator')}; "
        f"{by_practice['points_achieved'].sum():,.2f} points in all."
    )
    say_points_resting(results)
