"""``incentives verify``: whether a payment schedule was changed by hand since it was written, and where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.options import AsJson
from incentives.cli.terminal import counted, print_json, print_table, say

if TYPE_CHECKING:
    from datetime import date

    from incentives.report.sealed.changes import Change
    from incentives.report.sealed.verify import Verdict

DIFFERENT = 3
_MOST, _LONGEST = 40, 60

Workbook = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The payment schedule to look at.")]


def verify(
    file: Workbook,
    scheme: Annotated[
        str | None,
        typer.Argument(metavar="[SCHEME]", help="The scheme, to work the schedule out again: with --data."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="PACK", help="The practice data it was made from.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say whether a figure or formula of a schedule was changed by hand: where, what it was, what it is."""
    from incentives.report.sealed.verify import by_seal, by_working_out

    if (scheme is None) != (data is None):
        message = "To work the schedule out again, both the scheme and its practice data are needed."
        raise Refused(
            [Problem("R163", Place(str(file)), message, "Give SCHEME and --data PACK, or neither.")]
        )
    if scheme is not None and data is not None:
        verdict = by_working_out(file, lambda day, head: _again(scheme, data, day, head))
    else:
        verdict = by_seal(file)
    if as_json:
        print_json(as_data(verdict))
    else:
        _print(verdict)
    if not verdict.sound:
        raise typer.Exit(DIFFERENT)


def as_data(verdict: Verdict) -> dict[str, object]:
    """Return a verdict as machine-readable output."""
    found = [
        {"sort": c.sort.value, "sheet": c.sheet, "cell": c.cell, "was": c.was, "now": c.now}
        for c in verdict.changes.by_hand
    ]
    return {
        "sound": verdict.sound,
        "compared_with": "a schedule worked out again" if verdict.again else "its seal",
        "cells": verdict.cells,
        "fingerprint": verdict.fingerprint,
        "changes": found,
        "cells_that_follow": verdict.changes.following,
    }


def _again(scheme: str, data: Path, dated: date | None, head: str) -> bytes:
    from incentives.cli.loading import worked_out
    from incentives.report.schedule import schedule

    _, pack, results = worked_out(scheme, data, quiet=True)
    return schedule(results, dated=dated or pack.latest_as_at, ledger=head)


def _print(verdict: Verdict) -> None:
    against = "a schedule worked out again" if verdict.again else "the seal that it carries"
    if verdict.sound:
        say(f"Nothing was changed by hand: {verdict.cells:,} cells agree with {against}.")
        if verdict.fingerprint:
            say(f"Fingerprint of the workbook: {verdict.fingerprint}")
            say("Compare it with the one that was approved; whoever edits a workbook can seal it anew.")
        return
    found = verdict.changes.by_hand
    title = f"{counted(len(found), 'change')} by hand, against {against}"
    print_table(title, ["Where", "What", "It was", "It is"], [_row(c) for c in found[:_MOST]], right=4)
    if len(found) > _MOST:
        say(f"{len(found) - _MOST:,} further changes are not listed here; --json lists all.")
    if verdict.changes.following:
        say(f"{counted(verdict.changes.following, 'cell')} beside follow from them.")


def _row(change: Change) -> list[str]:
    where = change.sheet + (f"!{change.cell}" if change.cell else "")
    return [where.removeprefix("!"), change.sort.value, *(_short(text) for text in (change.was, change.now))]


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
