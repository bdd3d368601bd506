"""Sheets that some comparisons have: two years, what a change is made of, and what is saved beside care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.compare.looking_back import LABEL
from incentives.report.compare_page_parts import break_even_notes
from incentives.report.compare_words import heads
from incentives.report.comparison_sheet import COUNT, POINTS, POUNDS, SHARE, TEXT, Cell, Sheet

if TYPE_CHECKING:
    from incentives.compare.break_even import BreakEven
    from incentives.compare.whole import Comparison

PENCE = 100


def looking_back(found: Comparison) -> tuple[Sheet, ...]:
    """Return the sheet that labels two years, and says what each is worked out with and what is assumed."""
    back = found.looking_back
    if back is None:
        return ()
    rows: list[tuple[Cell, ...]] = [(LABEL, "", "")]
    rows += [(sentence, "", "") for sentence in back.assumed]
    rows += [(what, one, other) for what, one, other in back.worked_with]
    columns = (("What", TEXT), (back.first, TEXT), (back.second, TEXT))
    return (Sheet("Two years", f"{LABEL}: {back.first} and {back.second}", columns, tuple(rows)),)


def parts(found: Comparison) -> tuple[Sheet, ...]:
    """Return what each change of recorded achievement is made of, where two years are given."""
    if not found.parts:
        return ()
    before, after = heads(found)[:2] if found.looking_back else ("Year before", found.year)
    columns = (
        *(("Indicator", TEXT), ("What it is", TEXT), (before, SHARE), (after, SHARE)),
        *(("Change, points", POINTS), ("By patients reached", POINTS), ("By exceptions", POINTS)),
        *((f"Excepted, {before}", COUNT), (f"Excepted, {after}", COUNT), ("Practices", COUNT)),
    )
    facts = {o.facts.id: o.facts for o in found.outlooks}
    rows: list[tuple[Cell, ...]] = [
        (
            facts[code].was or code,
            facts[code].title,
            float(p.before.achievement),
            float(p.after.achievement),
            *(100 * float(share) for share in (p.change, p.by_reaching, p.by_counting)),
            p.before.excepted,
            p.after.excepted,
            p.practices,
        )
        for code, p in found.parts.items()
    ]
    says = "What changes of recorded achievement are made of: the two parts add up"
    return (Sheet("Parts of a change", says, columns, tuple(rows)),)


def break_even(found: Comparison) -> tuple[Sheet, ...]:
    """Return what is saved beside patients no longer recorded; events with a sign-off alone."""
    if not found.break_even:
        return ()
    columns = [("Indicator", TEXT), ("What it is", TEXT), ("Paid for it a year", POUNDS)]
    columns += [("Fewer recorded, low", COUNT), ("Fewer recorded, high", COUNT)]
    columns += [("£ for each, in the middle", POUNDS)]
    if found.sign_off:
        columns += [("Care may fall by, share", SHARE), ("Likely fall, low (assumption)", SHARE)]
        columns += [("Likely fall, high (assumption)", SHARE), ("Events, low (assumption)", COUNT)]
        columns += [("Events, high (assumption)", COUNT)]
    rows = [_break_even(line, signed=found.sign_off is not None) for line in found.break_even]
    blanks = (None,) * (len(columns) - 2)
    rows += [("", note, *blanks) for note in break_even_notes(found)]
    says = "National payment for what is no longer paid for, beside care"
    return (Sheet("Saved and care", says, tuple(columns), tuple(rows)),)


def _break_even(line: BreakEven, *, signed: bool) -> tuple[Cell, ...]:
    each = line.per_patient_in_the_middle
    plain = (
        line.id,
        line.title,
        line.saved / PENCE,
        line.recorded[0],
        line.recorded[2],
        each / PENCE if each is not None else None,
    )
    if not signed:
        return plain
    return (*plain, line.fall, *(line.likely_fall or (None, None)), *(line.events or (None, None)))
