"""How long the range of the cost takes beside drawing: 8,000 practices × 80 indicators, two schemes.

Run ``python benchmarks/uncertainty.py``. The bar is a twentieth of the time that drawing alone takes of the
normal numbers for 10,000 trial years; a hundredth of them is drawn in the same run, and the time multiplied.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from incentives.compare.uncertainty import worked_out
from tests.property.cost_made import INDICATORS, made_sides

if TYPE_CHECKING:
    from collections.abc import Callable

PRACTICES, YEARS, DRAWN, BEST_OF, MOST = 8_000, 10_000, 100, 3, 1 / 20


def main() -> int:
    """Print both times and their ratio; return 0 where the bar is met."""
    with TemporaryDirectory() as folder:
        base, proposed = made_sides(Path(folder), PRACTICES)
    chance = np.random.default_rng(1)
    spreads = worked_out(base, proposed)
    ours, drawing = [], []
    for _ in range(BEST_OF):
        ours.append(_taken(lambda: worked_out(base, proposed)))
        drawing.append(_taken(lambda: _draw(chance)) * YEARS / DRAWN)
    ratio = min(ours) / min(drawing)
    for name, spread in (("plain", spreads.base), ("cap, floor and pot", spreads.proposed)):
        print(f"{name}: £{spread.expected / 100:,.0f}, standard deviation £{spread.deviation / 100:,.0f}")
    print(
        f"both schemes {min(ours):.2f} s; normal numbers alone {min(drawing):.1f} s (CPU, best of {BEST_OF})"
    )
    print(f"of those {DRAWN:,} of {YEARS:,} years were drawn and the time multiplied")
    print(f"ratio {ratio:.4f}, one {1 / ratio:.0f}th (at most {MOST})")
    return 0 if ratio <= MOST else 1


def _draw(chance: np.random.Generator) -> None:
    for _ in range(DRAWN):
        chance.standard_normal((PRACTICES, INDICATORS))


def _taken(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
