"""``incentives correct`` and ``incentives reverse``: mend a released payment by a new line."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from incentives.cli.governing import DelegationFile, LedgerFile, PreparedBy, opened
from incentives.cli.options import a_day
from incentives.cli.terminal import pounds, say

Reference = Annotated[
    str, typer.Argument(metavar="REFERENCE", help="The payment's reference, as the ledger lists it.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with the line.")]
ApprovedBy = Annotated[
    str, typer.Option("--approved-by", metavar="NAME", help="Who approves it; somebody else.")
]
On = Annotated[datetime, typer.Option("--dated", parser=a_day, metavar="YYYY-MM-DD", help="The day.")]


def correct(  # noqa: PLR0913 - a verb has its options
    reference: Reference,
    *,
    amount: Annotated[str, typer.Option("--amount", metavar="£", help="More (£12.50) or less (-£12.50).")],
    reason: Reason,
    ledger: LedgerFile,
    delegation: DelegationFile,
    prepared_by: PreparedBy,
    approved_by: ApprovedBy,
    dated: On,
) -> None:
    """Correct a released payment by a new signed line; the first line stays as it is."""
    by = {"prepared_by": prepared_by, "approved_by": approved_by, "dated": dated.date().isoformat()}
    pence = pence_of(amount, "--amount")
    line = opened(ledger, delegation).correct(reference, pence, reason, by)
    say(f"Corrected {reference} by {pounds(line.pence)}: {line.reference}.")


def reverse(  # noqa: PLR0913 - a verb has its options
    reference: Reference,
    *,
    reason: Reason,
    ledger: LedgerFile,
    delegation: DelegationFile,
    prepared_by: PreparedBy,
    approved_by: ApprovedBy,
    dated: On,
) -> None:
    """Take back a released payment in full by a new line of the opposite sign."""
    by = {"prepared_by": prepared_by, "approved_by": approved_by, "dated": dated.date().isoformat()}
    line = opened(ledger, delegation).reverse(reference, reason, by)
    say(f"Reversed {reference} by {pounds(line.pence)}: {line.reference}.")


def pence_of(text: str, option: str) -> int:
    """Return what was typed as whole pence; raises Refused (C153) at its option."""
    from incentives.base import amount
    from incentives.base.problem import Place, Problem, Refused

    sign = -1 if text.strip().startswith("-") else 1
    try:
        found = sign * amount.pounds(text.strip().lstrip("+-")) * 100
    except ValueError as why:
        problem = Problem("C153", Place(option), f'"{text}" is no amount.', f"{str(why).capitalize()}.")
        raise Refused([problem]) from None
    if found.denominator != 1:
        problem = Problem(
            "C153", Place(option), f'"{text}" is not in whole pence.', "Write pounds and pence."
        )
        raise Refused([problem])
    return int(found)
