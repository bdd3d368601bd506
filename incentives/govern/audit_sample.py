"""A sample of released payments for an auditor: half by chance, half by size and by reasons to look.

Who knows the seed draws the same sample again with a spreadsheet or by hand: a payment's place is made of
the seed and its reference alone, so neither the order of the ledger nor a later payment moves the others'.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incentives.govern.entries import Key, Line

MOVED = 0.2
"""A payment that differs by more than this share from the one before is a reason to look; an assumption."""
ROUND = 10_000
"""Pence: whole hundreds of pounds are seldom the result of counts and prices."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A payment of the sample; ``by_chance`` tells of which half, ``reasons`` why it deserves a look."""

    line: Line
    by_chance: bool
    reasons: tuple[str, ...]


def draw(lines: Sequence[Line], size: int, seed: str) -> tuple[Drawn, ...]:
    """Return a sample of payments in the order of their references; all of them where there are no more.

    Half (the odd one too) has the smallest numbers from SHA-256 of the seed and the reference. The other
    half is drawn from the rest without replacement, by chance in proportion to pence × (1 + reasons): a
    payment's number u between 0 and 1 becomes ln(u) ÷ weight, and the largest are taken.
    """
    reasons = _all_reasons(lines)
    in_order = sorted(lines, key=lambda line: (number(seed, line.reference), line.reference))
    chosen = in_order[: (size + 1) // 2]
    weighed = sorted(
        in_order[len(chosen) :],
        key=lambda line: (-_place(line, seed, len(reasons[line.reference])), line.reference),
    )
    taken = {line.reference for line in chosen}
    sample = [*chosen, *weighed[: size - len(chosen)]]
    return tuple(
        Drawn(line, line.reference in taken, reasons[line.reference])
        for line in sorted(sample, key=lambda line: line.reference)
    )


def number(seed: str, reference: str) -> float:
    """Return a payment's number above 0 and below 1: the first 52 bits of SHA-256 of "seed reference"."""
    digest = hashlib.sha256(f"{seed} {reference}".encode()).hexdigest()
    return (int(digest[:13], 16) + 0.5) / 16**13


def _place(line: Line, seed: str, reasons: int) -> float:
    weight = max(abs(line.pence), 1) * (1 + reasons)
    return log(number(f"{seed} by size", line.reference)) / weight


def _all_reasons(lines: Sequence[Line]) -> dict[str, tuple[str, ...]]:
    """Return the reasons to look at each payment, by reference; lines come in the order of their release."""
    corrected = {line.correction_of for line in lines}
    last: dict[Key, Line] = {}
    found = {}
    for line in lines:
        alike = line.key._replace(period="")
        before = None if line.correction_of else last.get(alike)
        if not line.correction_of:
            last[alike] = line
        found[line.reference] = tuple(_reasons(line, before, was_corrected=line.reference in corrected))
    return found


def _reasons(line: Line, before: Line | None, *, was_corrected: bool) -> Iterator[str]:
    if line.correction_of:
        yield f"corrects {line.correction_of}"
    if was_corrected:
        yield "was corrected"
    if line.pence < 0:
        yield "takes money back"
    if line.provisional:
        yield "rests on a provisional figure"
    if line.pence and line.pence % ROUND == 0:
        yield "a round amount"
    if before and abs(line.pence - before.pence) > MOVED * abs(before.pence):
        yield f"differs by more than {MOVED:.0%} from {before.key.period}"
