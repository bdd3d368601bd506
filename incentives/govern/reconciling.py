"""Our released payments against what was paid, line by line, by the reference that every line carries."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from incentives.govern.extract import amount_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from incentives.base.problem import Place
    from incentives.govern.entries import Line
    from incentives.govern.extract import Extract


class Result(Enum):
    """How a reference compares."""

    MATCHED = "matched"
    DIFFERING = "differing"
    OURS = "ours without theirs"
    THEIRS = "theirs without ours"


class Theirs(NamedTuple):
    """One line of the extract."""

    pence: int
    place: Place


@dataclass(frozen=True, slots=True)
class Compared:
    """One reference: our pence (None: not ours), their lines, and how they compare."""

    reference: str
    practice: str
    ours: int | None
    theirs: tuple[Theirs, ...] = ()

    @property
    def result(self) -> Result:
        """Matched where the sums are equal to the penny."""
        if self.ours is None:
            return Result.THEIRS
        if not self.theirs:
            return Result.OURS
        return Result.MATCHED if self.paid == self.ours else Result.DIFFERING

    @property
    def paid(self) -> int:
        """What they paid under the reference, in pence."""
        return sum(line.pence for line in self.theirs)

    @property
    def remark(self) -> str:
        """Say where a payment was made more than once."""
        if self.ours and sum(line.pence == self.ours for line in self.theirs) > 1:
            return f"paid {len(self.theirs)} times"
        return f"in {len(self.theirs)} lines" if len(self.theirs) > 1 else ""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Every reference of either side, once; ``totals_left_out`` are rows that add up others."""

    compared: tuple[Compared, ...]
    totals_left_out: tuple[Theirs, ...] = field(default=())

    def of(self, result: Result) -> tuple[Compared, ...]:
        """Return the references that compare so."""
        return tuple(c for c in self.compared if c.result is result)

    @property
    def agrees(self) -> bool:
        """Tell whether every payment was made, once, and nothing else."""
        return all(c.result is Result.MATCHED for c in self.compared)


def reconcile(lines: Sequence[Line], extract: Extract) -> Reconciled:
    """Compare released payments with an extract; raises Refused (G152) where an amount cannot be read.

    A cell may hold the reference among other words. Rows of one reference are added up. A row that says
    "total" and holds no reference is left out, and told.
    """
    ours: dict[str, Line] = {line.reference: line for line in lines}
    theirs, totals = _theirs(extract, ours)
    own = [Compared(ref, line.key.practice, line.pence, tuple(theirs[ref])) for ref, line in ours.items()]
    others = [Compared(ref, "", None, tuple(found)) for ref, found in theirs.items() if ref not in ours]
    return Reconciled((*own, *sorted(others, key=lambda c: c.reference)), tuple(totals))


def _theirs(
    extract: Extract, ours: Mapping[str, Line]
) -> tuple[defaultdict[str, list[Theirs]], list[Theirs]]:
    by_reference: defaultdict[str, list[Theirs]] = defaultdict(list)
    totals = []
    column = extract.columns["amount"]
    for row in extract.rows():
        line = Theirs(amount_at(extract, row, column), extract.sheet.place(row, column))
        said = extract.text(row, "reference")
        reference = next((w for w in (said, *re.split(r"[\s,;]+", said)) if w in ours), said)
        texts = [text.strip().casefold() for text in extract.sheet.rows[row]]
        if reference not in ours and any(re.match(r"(grand |sub-?)?total\b", text) for text in texts):
            totals.append(line)
        else:
            by_reference[reference].append(line)
    return by_reference, totals
