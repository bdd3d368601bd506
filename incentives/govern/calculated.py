"""A calculation with all that it came from: what runs, accruals and settlements are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incentives.calculate import Results
    from incentives.data.pack import Pack
    from incentives.scheme.model import Scheme


@dataclass(frozen=True, slots=True, eq=False)
class Calculated:
    """A scheme, the practice data, what was worked out, and by which version of the program."""

    scheme: Scheme
    pack: Pack
    results: Results
    program: str
