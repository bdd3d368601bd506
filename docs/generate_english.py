"""What a practice is told of a payment form: the lines of ``incentives show --english`` for one example."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from incentives.report.english import in_full
from incentives.scheme.reading import read_scheme
from tests.property.readings import read
from tests.spec.chapter import scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docs.generate_chapters import Example
    from incentives.report.paragraphs import Part

COUNTED = "What is counted, and who is left out"
AT_RISK = "What a practice can lose after doing the work"
HEADINGS = {
    "indicators": ("How points are earned", "Indicators: "),
    "variants": ("Indicators: ", "What is paid beside indicators"),
    "pay_points": ("From points to pounds",),
    "payments": ("What is paid beside indicators",),
    "conditions": ("Conditions",),
    "protect": ("What practices are protected by",),
    "limits": ("The most and the least that is paid", "What is paid beside indicators"),
    "deductions": ("What is taken off",),
    "pots": ("Fixed sums that practices share",),
    "recover": ("What may be taken back",),
    "instalments": ("When it is paid",),
    "exceptions": ("Who may be left out",),
    "small_numbers": ("Where few patients are counted",),
    "suspended": ("Results of another year",),
    "part_year": (COUNTED,),
}
"""The headings under which the English speaks of the forms of a part of the file."""


def told(example: Example, part: str) -> str:
    """Return what is said of an example under the headings of a part, and what a practice can lose by it."""
    said = _english(example.others, example.scheme)
    lines = [line for p in said if p.heading.startswith(HEADINGS[part]) for line in _lines(p)]
    risks = [line for p in said if p.heading == AT_RISK for line in _lines(p)]
    text = _quoted(line for line in lines if line not in _said_of_every_scheme())
    return f"{text}\nWhat a practice can lose after doing the work:\n\n{_quoted(risks)}"


@cache
def _said_of_every_scheme() -> frozenset[str]:
    """What is said of who is counted, whatever the form."""
    plain = _english((), scheme("X: {points: 1, pays: 0% to 100%, group: G}"))
    return frozenset(line for p in plain if p.heading == COUNTED for line in _lines(p))


def _quoted(lines: Iterable[str]) -> str:
    return "".join(f"> {line}\n>\n" for line in lines).removesuffix(">\n")


def _english(others: tuple[str, ...], own: str) -> tuple[Part, ...]:
    with tempfile.TemporaryDirectory() as folder:
        for text in (*others, own):
            named = re.search(r"^id: (\S+)$", text, re.MULTILINE)
            path = Path(folder) / f"{named[1] if named else 'chapter'}.yaml"
            path.write_text(text, "utf-8")
        return in_full(read_scheme(path)[0], read(path)[0])


def _lines(part: Part) -> Iterator[str]:
    """The lines of a part; the name of an indicator or of a payment goes with what is said under it."""
    name = ""
    for line in part.lines:
        if line.lead:
            name = f"**{line.lead}** "
            continue
        yield f"{name}{line.text}"
        name = ""
