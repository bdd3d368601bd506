"""Every form in every reading: how many cases its chapter executed, and which of its edges they met.

``python -m tests.spec.coverage`` runs the chapters and prints the table; it exits with 1 where a cell has
fewer than eight cases, where an edge of a form was not met from both sides and on it, or where nobody was
never counted. Every run of the tests that executes a whole chapter holds it to the same.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest

from tests.spec.cases import CHAPTER, READINGS, Cases

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
LEAST = 8
SIDES = {"below", "at", "above"}

_BY_WORDS = ("Least(Greatest(0, Choose Opposite", "Greatest(0, Choose Opposite")
NO_THRESHOLDS: dict[int, str | tuple[str, ...]] = {
    18: "AtLeast(Subtract",
    21: "AtLeast(",
    24: "Greatest(",
    37: ("Least(Greatest(0, Multiply a figure Divide", "Greatest(0, Multiply a figure Divide", *_BY_WORDS),
}
"""Comparisons that are no rule of a scheme but a way to work: whose turn an odd penny is, months set off.

Of points by formula: limits that a formula cannot reach, such as 20 points × a share. The formula that passes
both limits is held to them.
"""
NEVER = {
    (21, "Least(Greatest(0, a column), Greatest(0, a column))", "above"),
    (21, "Least(Greatest(0, a column), Greatest(0, a column))", "below"),
    (23, "Greatest(0, earned)", "above"),
    (23, "Least(Multiply a column a column, Greatest(0, earned))", "above"),
    (23, "Least(Least(Multiply a column a column, a column), Greatest(0, earned))", "above"),
    (
        27,
        "Greatest(0, Subtract a column Least(a column, Round Multiply a column Add denominator a column))",
        "above",
    ),
}
"""Sides on which nothing can lie: nobody earns less than nothing, or has more left out than were excepted."""


@dataclass(eq=False)
class Coverage:
    """What was executed of each chapter: its tests by name, whether all passed, and its cases."""

    NAME: ClassVar[str] = "cases of chapters"
    cases: dict[int, Cases] = field(default_factory=dict)
    tests: dict[int, set[str]] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add the cases that a test of a chapter handed over when it ended."""
        found = CHAPTER.search(report.nodeid)
        for name, data in report.user_properties if found and report.when == "teardown" else ():
            if name == "cases" and found:
                number = int(found[1])
                self.cases.setdefault(number, Cases()).add(Cases.of(data))  # type: ignore[arg-type]
                self.tests.setdefault(number, set()).add(report.nodeid.split("::")[1].split("[")[0])

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run in which a whole chapter was executed and falls short."""
        if missed := self.missed():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            print("\n" + "\n".join(f"tests.spec.coverage: {what}" for what in missed))

    def missed(self) -> list[str]:
        """Return where the chapters that were executed as a whole fall short."""
        return [said for n in sorted(self.cases) if self.tests[n] >= _tests_of(n) for said in self._short(n)]

    def _short(self, number: int) -> Iterator[str]:
        cases = self.cases[number]
        for reading in READINGS:
            if cases.held[reading] < LEAST:
                yield f"form {number}: {cases.held[reading]} cases in {reading}, not {LEAST}"
        for edge, sides in cases.edges.items():
            if lacking := _lacking(number, edge, sides):
                yield f"form {number}: no case {' or '.join(sorted(lacking))} {edge}"
        if not cases.nobody:
            yield f"form {number}: no case in which nobody is counted"

    def table(self) -> str:
        """Return the table of forms and readings."""
        lines = ["form  " + "".join(f"{r:>11}" for r in READINGS) + "   edges  nobody"]
        for number, cases in sorted(self.cases.items()):
            rules = {e: sides for e, sides in cases.edges.items() if not _only_works(number, e)}
            met = sum(not _lacking(number, edge, sides) for edge, sides in rules.items())
            edges = f"{met} of {len(rules)}" if rules else "none"
            counted = "".join(f"{cases.held[r]:>11}" for r in READINGS)
            lines.append(f"{number:>4}  {counted}{edges:>8}{cases.nobody:>8}")
        return "\n".join(lines)


def _lacking(number: int, edge: str, sides: set[str]) -> set[str]:
    """Return the sides of an edge of a form on which no case lies, though one could."""
    if _only_works(number, edge):
        return set()
    return {side for side in SIDES - sides if (number, edge, side) not in NEVER}


def _only_works(number: int, edge: str) -> bool:
    return number in NO_THRESHOLDS and edge.startswith(NO_THRESHOLDS[number])


def _tests_of(number: int) -> set[str]:
    """Return the names of the tests of a chapter."""
    path = next(HERE.glob(f"test_form_{number:02}_*.py"))
    tree = ast.parse(path.read_text("utf-8"))
    return {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")}


class _Named:
    """Puts a coverage in the place of the one that every run of the tests would make."""

    def __init__(self, found: Coverage) -> None:
        self.found = found

    def pytest_addoption(self, pluginmanager: pytest.PytestPluginManager) -> None:
        """Register it before ``conftest`` is read."""
        pluginmanager.register(self.found, Coverage.NAME)


def main() -> int:
    """Run the chapters, print the table, and return 1 where they fall short."""
    found = Coverage()
    chapters = [str(path) for path in sorted(HERE.glob("test_form_*.py"))]
    ended = pytest.main([*chapters, "-q", "--no-header"], plugins=[_Named(found)])
    print(found.table())
    return int(bool(ended) or bool(found.missed()) or len(found.cases) < len(chapters))


if __name__ == "__main__":
    sys.exit(main())
