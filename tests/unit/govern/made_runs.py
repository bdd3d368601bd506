"""Runs, lines and a scheme of delegation for the tests of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.govern.delegation import Delegation
from incentives.govern.entries import Key, Line, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

ANA, BEN, CAT, DAN = "Ana Preparer", "Ben Approver", "Cat Finance", "Dan Deputy"
DAY = "2015-05-01"
DELEGATION = Delegation(
    body="NHS Barsetshire CCG",
    source="made for the tests",
    prepares=frozenset({ANA, BEN}),
    approves={BEN: 10_000_000, DAN: 50_000},
    releases={CAT: 100_000_000, BEN: 10_000_000, ANA: 10_000_000},
)


def line(practice: str, pence: int, *, component: str = "HYP006", period: str = "May 2015") -> Line:
    key = Key("barsetshire-2015-16", "2015/16", practice, component, period)
    reference = f"BQS1516/{period[:3]}/{practice}/{component}"
    return Line(key, pence, "2015/16", "2015/16", "NHS Barsetshire CCG", reference)


def run(lines: Sequence[Line], *, by: str = ANA, data: str = "d" * 64, blocks: tuple[str, ...] = ()) -> Run:
    return Run("barsetshire-2015-16", "v1", "2015/16", data, "incentives 0.1", DAY, by, tuple(lines), blocks)
