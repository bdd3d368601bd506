"""All rules, and what a workbook departs from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.report.lint import accessible, finance, modelling
from incentives.report.lint.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from incentives.report.lint.read import Finding, Read


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, what it demands, and where that comes from."""

    name: str
    says: str
    source: str
    check: Callable[[Read], Iterator[Finding]]


def _rules(source: str, functions: tuple[Callable[[Read], Iterator[Finding]], ...]) -> Iterator[Rule]:
    for function in functions:
        name = getattr(function, "__name__", "").replace("_", "-")
        yield Rule(name, (function.__doc__ or "").split("\n")[0], source, function)


RULES: tuple[Rule, ...] = (
    *_rules(accessible.SOURCE, accessible.RULES),
    *_rules(modelling.SOURCE, modelling.RULES),
    *_rules(finance.SOURCE, finance.RULES),
)


def lint(path: Path) -> tuple[Finding, ...]:
    """Return every departure of a workbook from the rules; raises Refused (R160) where the file is none."""
    book = read(path)
    return tuple(finding for rule in RULES for finding in rule.check(book))
