"""Problems while they are being found: a handful of each sort in full, the rest counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, Severity, errors

if TYPE_CHECKING:
    from incentives.data.grid import Grid

SPELLED_OUT = 10
"""How many problems of one sort in one file are printed; the others are counted in one line."""


class Found:
    """Collects problems, so that a user sees all of them at once."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._seen: Counter[tuple[str, str]] = Counter()

    def add(
        self, code: str, place: Place, message: str, remedy: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Note a problem; after the first ten of a sort in a file it is only counted."""
        self._seen[code, place.file] += 1
        if self._seen[code, place.file] <= SPELLED_OUT:
            self._problems.append(Problem(code, place, message, remedy, severity))

    def cell(
        self, code: str, at: Grid.At, message: str, remedy: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Note a problem of one cell; its place is worked out only where it is printed."""
        file = at.grid.stated.shown
        place = at.place() if self._seen[code, file] < SPELLED_OUT else Place(file)
        self.add(code, place, message, remedy, severity)

    def problems(self) -> tuple[Problem, ...]:
        """Return what was found, with a count of what was not spelled out."""
        more = []
        for (code, file), count in self._seen.items():
            if count > SPELLED_OUT:
                like = next(p for p in self._problems if (p.code, p.place.file) == (code, file))
                more.append(
                    Problem(
                        code,
                        Place(file),
                        f"{count - SPELLED_OUT:,} more of this sort are in this file.",
                        "Put the first ones right and read the data again.",
                        like.severity,
                    )
                )
        return (*self._problems, *more)

    def refuse_errors(self) -> tuple[Problem, ...]:
        """Raise Refused where anything found stops the work; return the warnings otherwise."""
        problems = self.problems()
        if errors(problems):
            raise Refused(problems)
        return problems
