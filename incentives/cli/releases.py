"""The released payments of a ledger, of one scheme or period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.cli.governing import opened

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.govern.entries import Line


def released_lines(path: Path, scheme: str, period: str) -> tuple[Line, ...]:
    """Return the released payments of a ledger with their corrections; a blank scheme or period is every one.

    Raises Refused (C191) where there is no such file, (C192) where it holds no such payment.
    """
    if not path.is_file():
        message = "There is no such ledger, so no payment was released in it."
        raise Refused([Problem("C191", Place(str(path)), message, "Check the name of the file.")])
    lines = [line for line in opened(path, None).payments() if not scheme or line.key.scheme == scheme]
    found = tuple(x for x in lines if not period or f"{x.key.period}, ".startswith(f"{period}, "))
    if not found:
        held = sorted({line.key.period for line in lines})
        of = f"{f' of {scheme}' if scheme else ''}{f' for {period}' if period else ''}"
        message = f"The ledger holds no released payment{of}."
        remedy = did_you_mean(period, held, most=20) if held else "Release a period first."
        raise Refused([Problem("C192", Place(str(path)), message, remedy)])
    return found
