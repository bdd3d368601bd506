"""Every setting of a chapter's scheme, changed one at a time: the English must say it otherwise.

The settings of the chapter's own form come first, then each figure of the scheme as it is written.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from incentives.base.problem import Refused
from incentives.report.english import in_full
from incentives.report.paragraphs import as_text
from incentives.scheme.compiling import plan_of
from incentives.scheme.forms import FORMS
from incentives.scheme.reading import read_scheme
from incentives.scheme.sense import sense
from tests.property.english_changes import NO_CHOICE, entries, others
from tests.spec.cases import chapter, count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from incentives.scheme.model import Scheme

ENOUGH = 10
"""So many changes are enough for a chapter (in each process that runs a part of it)."""
CHANGED: Counter[int] = Counter()
FIGURE = re.compile(r"(?<![\w.:/-])(£?)(\d[\d,]*(?:\.\d+)?)(?=%|\b)(?![\w/:-])")
WIDTH = 100
KNOWN = {form.number for form in FORMS.all()}
"""Forms that are entries; the others are values of any entry."""


def english_changes(path: Path) -> None:
    """Change settings of a chapter's scheme, one at a time, and hold its English to say so."""
    number = chapter()
    if not number or CHANGED[number] >= ENOUGH:
        return
    scheme = read_scheme(path)[0]
    before, silent = _english(scheme), []
    for what, other in _changed(scheme, path, number):
        said = _english(other)
        silent += [what] * (said == before)
        count("English", 1)
        CHANGED[number] += 1
        if CHANGED[number] >= ENOUGH:
            break
    assert silent == [], "the English does not say"


def _english(scheme: Scheme) -> str:
    return as_text(in_full(scheme, plan_of(scheme)), WIDTH)


def _changed(scheme: Scheme, path: Path, number: int) -> Iterator[tuple[str, Scheme]]:
    for place in entries(scheme):
        entry = place.entry(scheme)
        if number in KNOWN and entry.form.number != number:
            continue
        for key, terms in others(scheme, entry.terms):
            other = place.changed(scheme, terms)
            if (entry.form.name, key) in NO_CHOICE:
                continue
            if "S411" not in {p.code for p in sense(other, complete=False)}:
                yield f"{entry.id}: {key}", other
    yield from _figures(path)


def _figures(path: Path) -> Iterator[tuple[str, Scheme]]:
    """Return the scheme with each of its figures one more, where that still makes a scheme."""
    text = path.read_text("utf-8")
    begins = text.index("pay_points:") if "pay_points:" in text else 0
    other = path.with_name("changed.yaml")
    for figure in FIGURE.finditer(text, begins):
        last = figure.end() - 1
        digit = str((int(text[last]) + 1) % 10 or 1)
        other.write_text(text[:last] + digit + text[last + 1 :], "utf-8")
        try:
            yield text[figure.start() : figure.end()], read_scheme(other)[0]
        except Refused:
            continue
