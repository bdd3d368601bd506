"""``incentives ledger``: what the ledger holds, and the proof that nothing in it was changed."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from incentives.cli.governing import LedgerFile, opened
from incentives.cli.options import AsJson
from incentives.cli.terminal import counted, pounds, print_json, print_problems, print_table, say

DIFFERENT = 3


def ledger(
    ledger: LedgerFile,
    prove: Annotated[bool, typer.Option("--prove", help="Prove that nothing was changed after.")] = False,
    head: Annotated[
        str, typer.Option("--head", metavar="HEAD", help="With --prove: a head that was printed earlier.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the ledger's entries and payments; with --prove, check that nothing in it was changed."""
    found = opened(ledger, None)
    if prove:
        _prove(found, head)
        return
    lines = found.payments()
    if as_json:
        print_json([line.content() for line in lines])
        return
    rows = [
        (
            str(e.number),
            e.kind,
            str(e.content.get("by") or e.content.get("prepared_by", "")),
            e.content["dated"],
            e.hash[:12],
        )
        for e in found.entries()
    ]
    print_table("Entries", ("No.", "What", "By", "On", "Seal"), rows, right=9)
    paid = [(line.reference, line.key.period, line.key.practice, pounds(line.pence)) for line in lines]
    print_table("Payments", ("Reference", "Period", "Practice", "Amount"), paid, right=3)
    say(f"{counted(len(lines), 'payment')}, {pounds(sum(line.pence for line in lines))}.")
    say(f"Head of the ledger: {found.head()}")


def _prove(found: object, head: str) -> None:
    from incentives.govern.ledger import Ledger
    from incentives.govern.proof import proven

    assert isinstance(found, Ledger)  # noqa: S101 - opened above
    if problems := proven(found.store, head):
        print_problems(problems)
        sys.exit(DIFFERENT)
    say(f"Every entry is as it was made; there are {len(found.entries()):,}.")
    say(
        "The head that was printed earlier stands in it."
        if head
        else "Give --head from a printed schedule too."
    )
