"""What is said of a workbook, said in the words of a workbook: rows and cells in place of lines and colons.

The checks of a scheme speak of the text file that it may also be written in. Where a problem stands in a
cell, its words are turned into those of the workbook here, in one place, so that no check need know of it.
What is missing is placed at the blank cell that waits for it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from incentives.scheme.section import Section, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentives.base.problem import Place, Problem

    Blanks = Mapping[tuple[str, str], Place]

_LACKING = re.compile(r'"(\w+)" is missing')
_NO_FORM, _NO_GROUP = "S206", "S307"
_OF_FORMULAS = tuple(f"S48{n}" for n in range(6))
"""Formulas are written in a cell as in a file, names and all."""
_FORM = re.compile(r'"form: ([^"]+)"')
_ADD = re.compile(r'Add ("[\w ]+"(?:(?: and |, )"[\w ]+")*)\.')
_ADD_PART = re.compile(r'Add the group "([\w ]+)"')
_WORD = re.compile(r'"([\w ]+)"')
_TELLS = re.compile(r'"(\w+)" \(([^()]+)\)')
_TURNED = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"Write \w+: \{was: \.\.\., now: \.\.\.\}", "Fill in both: what it was and what it is now."),
        (
            r"Write one setting a line below it, indented, or \{word: value\} in braces\.",
            "Give each of its settings a row of its own, such as: prevalence > national.",
        ),
        (
            r'Write each member on a line of its own that begins with "- ", or put them in brackets.*',
            "Write the members in the cell, with commas between them.",
        ),
        (r"each a word, a colon, a space and a value", "each in a row of its own"),
        (r"Write one value after the colon\.", "Write one value in one row."),
        (
            r"Look at it there, decide again, and write was: (.+?)\.$",
            r"Decide again, and write \1 in the grey cell (Review, Unprotect Sheet).",
        ),
        (r"; you wrote was: ", "; the workbook says it was "),
        (r" \([^()]*:\d+\)", ""),
        (
            r'Write it under "change:" with what it was and is now, or stop paying for it first\.',
            'Choose "change" in its row of the sheet Indicators, or give yours another code.',
        ),
        (r"a date as year-month-day such as 2015-04-01", "a date such as 1 April 2015"),
        (r"as the language reference shows it", 'as the column "What it means" shows it'),
        (r'"(\w+): ([^"]+)" or "\1: ([^"]+)" below it', r'\2 or \3 beside "\1"'),
        (r'"(\w+): \[\.\.\.\]"', r'what is meant beside "\1"'),
        (r'"(\w+): ([^"{}\[]+)"', r'\2 beside "\1"'),
        (r'"(\w+): ?(?:\.\.\.)?"', r'"\1"'),
        (r"\b([Aa]dd|[Tt]ake out) (a|the) line\b", r"\1 \2 row"),
        (r"\bon a line of its own\b", "in a row of its own"),
        (r"\btake the line out\b", "clear the row"),
    )
)
_PARTS = ("stop_paying_for", "national_qof", "offered_by", "pay_points", "small_numbers", "part_year")
_QUOTED = re.compile(r'"([a-z]+(?:_[a-z]+)+)"')


def in_excel(problems: Iterable[Problem], blanks: Blanks) -> tuple[Problem, ...]:
    """Return problems, those that stand in cells in a workbook's words.

    ``blanks`` holds the blank cells by the cell at which an entry begins and a word of it; under a blank
    and the name of a part, the first cell of that part.
    """
    return tuple(_turned(p, blanks) if p.place.cell else p for p in problems)


def _turned(problem: Problem, blanks: Blanks) -> Problem:
    if problem.code in _OF_FORMULAS:
        return problem
    message = _said(problem.message)
    if problem.code == _NO_FORM:
        return _without_form(problem, blanks)
    if problem.code == _NO_GROUP:
        return _without_group(problem, blanks)
    if lacks := _LACKING.match(problem.message):
        return replace(_lacking(problem, lacks[1], blanks), message=message)
    remedy = _said(problem.remedy)
    if words := _ADD.fullmatch(remedy):
        first = _WORD.findall(words[1])[0].replace(" ", "_")
        place = blanks.get((problem.place.cell, first), problem.place)
        return replace(problem, place=place, message=message, remedy=f"Fill in {words[1]}.")
    if (part := _ADD_PART.match(remedy)) and (at := blanks.get(("", part[1].replace(" ", "_")))):
        rows = f'Fill in the rows of "{part[1]}" on the sheet {at.cell.rpartition("!")[0]}'
        remedy = rows + remedy[part.end() :]
        return replace(problem, place=at, message=message, remedy=remedy)
    return replace(problem, message=message, remedy=remedy)


def _lacking(problem: Problem, word: str, blanks: Blanks) -> Problem:
    shown = word.replace("_", " ")
    if blank := blanks.get((problem.place.cell, word)):
        return replace(problem, place=blank, remedy="Fill in this cell.")
    if part := blanks.get(("", word)):
        remedy = f'Fill in the rows of "{shown}" on the sheet {part.cell.rpartition("!")[0]}.'
        return replace(problem, place=part, remedy=remedy)
    remedy = f'Add a row below it with "{shown}" as its setting and the value beside it.'
    return replace(problem, remedy=remedy)


def _without_form(problem: Problem, blanks: Blanks) -> Problem:
    named = ", ".join(_FORM.findall(problem.remedy))
    telling = [f'"{word.replace("_", " ")}" ({form})' for word, form in _TELLS.findall(problem.remedy)]
    rows = f"a row with one of these settings: {', '.join(telling)}" if telling else ""
    place = blanks.get((problem.place.cell, "form"))
    if named and place:
        ways = [f"Choose in this cell: {named}", f"or write {rows}" if rows else ""]
    else:
        ways = [f'Add a row "form" with one of: {named}' if named else "", rows and f"add {rows}"]
    remedy = "; or ".join(w.removeprefix("or ") for w in ways if w)
    remedy = f"{remedy[0].upper()}{remedy[1:]}."
    return replace(problem, place=place or problem.place, message=_said(problem.message), remedy=remedy)


def _without_group(problem: Problem, blanks: Blanks) -> Problem:
    code = problem.message.partition(" is not in ")[0]
    message = f"{code} is no known indicator, so its disease group is not known."
    near, _, _ = problem.remedy.partition(" For an indicator")
    remedy = f"For an indicator of your own, fill in its group, such as OWN. {near}"
    place = blanks.get((problem.place.cell, "group"), problem.place)
    return replace(problem, place=place, message=message, remedy=remedy)


def _said(text: str) -> str:
    for pattern, words in _TURNED:
        text = pattern.sub(words, text)
    return _QUOTED.sub(_as_shown, text)


def _as_shown(quoted: re.Match[str]) -> str:
    """Write a setting as the workbook does; names that people gave stay as they are."""
    return quoted[0].replace("_", " ") if quoted[1] in _settings(Section) else quoted[0]


@cache
def _settings(section: type[Section]) -> frozenset[str]:
    """Return the words of a section and of all that are made from it."""
    inner = (word for made in section.__subclasses__() for word in _settings(made))
    return frozenset((*keys_of(section), *inner, *_PARTS))
