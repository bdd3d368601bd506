"""What is said of a workbook, said in the words of a workbook: rows and cells in place of lines and colons.

The checks of a scheme speak of the text file that it may also be written in. Where a problem stands in a
cell, its words are turned into those of the workbook here, in one place, so that no check need know of it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentives.base.problem import Place, Problem

_LACKING = re.compile(r'"(\w+)" is missing')
_TURNED = (
    (
        re.compile(r"Write (\w+): \{was: \.\.\., now: \.\.\.\}"),
        r"Fill in both: what it was and what it is now.",
    ),
    (
        re.compile(r"Write one setting a line below it, indented, or \{word: value\} in braces\."),
        "Give each of its settings a row of its own, such as: prevalence > national.",
    ),
    (
        re.compile(
            r'Write each member on a line of its own that begins with "- ", or put them in brackets'
            r": \[one, two\]\."
        ),
        "Write the members in the cell, with commas between them.",
    ),
    (re.compile(r"each a word, a colon, a blank and a value"), "each in a row of its own"),
    (re.compile(r"Write one value after the colon\."), "Write one value in one row."),
    (
        re.compile(r"\band write was: (.+?)\.$"),
        r"and write \1 where it says what it was (Review, Unprotect Sheet).",
    ),
    (re.compile(r"; you wrote was: "), "; the workbook says it was "),
    (
        re.compile(r'Write it under "change:" with what it was and is now, or stop paying for it first\.'),
        'Choose "change" in its row of the sheet Indicators, or give yours another code.',
    ),
    (re.compile(r"as the language reference shows it"), 'as the column "What it means" shows it'),
    (re.compile(r'"(\w+): \{?([^"{}]*[^"{}. ])\}?"'), r'\2 beside "\1"'),
    (re.compile(r'"(\w+): ?(?:\.\.\.)?"'), r'"\1"'),
    (re.compile(r"\b([Aa]dd|[Tt]ake out) (a|the) line\b"), r"\1 \2 row"),
    (re.compile(r"\bon a line of its own\b"), "in a row of its own"),
    (re.compile(r"\btake the line out\b"), "clear the row"),
)
_QUOTED = re.compile(r'"([a-z]+(?:_[a-z]+)+)"')


def in_excel(problems: Iterable[Problem], blanks: Mapping[tuple[str, str], Place]) -> tuple[Problem, ...]:
    """Return problems, those that stand in cells said in a workbook's words and placed at the blank cell."""
    return tuple(_turned(p, blanks) if p.place.cell else p for p in problems)


def _turned(problem: Problem, blanks: Mapping[tuple[str, str], Place]) -> Problem:
    lacks = _LACKING.match(problem.message)
    if lacks and problem.code == "S202":
        return _lacking(problem, lacks[1], blanks)
    return replace(problem, message=_said(problem.message), remedy=_said(problem.remedy))


def _lacking(problem: Problem, word: str, blanks: Mapping[tuple[str, str], Place]) -> Problem:
    shown = word.replace("_", " ")
    message = _said(problem.message)
    if blank := blanks.get((problem.place.cell, word)):
        return replace(problem, place=blank, message=message, remedy="Fill in this cell.")
    remedy = f'Add a row below it with "{shown}" as its setting and the value beside it.'
    return replace(problem, message=message, remedy=remedy)


def _said(text: str) -> str:
    for pattern, words in _TURNED:
        text = pattern.sub(words, text)
    return _QUOTED.sub(lambda found: '"' + found[1].replace("_", " ") + '"', text)
