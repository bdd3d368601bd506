"""In sentences: what a scheme may cost when achievement moves, and how that was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.amount import in_pounds

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentives.compare.uncertainty import Spread
    from incentives.compare.whole import Comparison


def way_words(found: Comparison) -> str:
    """Return how the range of the cost was worked out, and where it was drawn, why; blank without one."""
    if found.spreads is None:
        return ""
    spread, because = found.spreads.proposed, found.spreads.because
    if not spread.drawn:
        return f"The range is {spread.way}; rounding to pence is left out of it."
    reason = f", because {because}" if because else ""
    return f"The range is of {spread.way}{reason}."


def range_words(found: Comparison, money: Callable[[int], str] = in_pounds) -> str:
    """Return the likely range of what is paid, and how often it passes the limit; blank without one."""
    if found.spreads is None:
        return ""
    spread = found.spreads.proposed
    low, high = (money(pence) for pence in spread.likely())
    over = ""
    if found.limit is not None:
        over = f", and more than the budget limit {over_words(spread, found.limit)}"
    return f"As achievement moves from year to year it is likely (4 in 5) to pay {low} to {high}{over}."


def over_words(spread: Spread, limit: int) -> str:
    """Return how often a limit in pence is passed.

    >>> from incentives.compare.uncertainty import Spread
    >>> over_words(Spread((100, 200, 300), "3 trial years"), 150)
    '67 times in 100'
    >>> over_words(Spread((100, 200, 300), "3 trial years"), 300)
    'in none of the trial years'
    >>> over_words(Spread((100, 200), "worked out", (0.999, 0.001)), 150)
    'less than once in 100'
    """
    chance = spread.chance_over(limit)
    if spread.drawn and chance in {0, 1}:
        return f"in {'all' if chance else 'none'} of the trial years"
    times = round(100 * chance)
    if times in {0, 100}:
        return "more than 99 times in 100" if times else "less than once in 100"
    return "once in 100" if times == 1 else f"{times} times in 100"
