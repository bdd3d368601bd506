"""One planted fault in every form: within how many generated schemes is it found?

``python -m tests.property.faults [FORM ...]`` makes each in a copy of the program, runs the quick comparison
on at most 200 schemes, and prints the number of the scheme in which the oracle first says otherwise.
"""

from __future__ import annotations

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor

from tests.property import mutants, mutants_forms, mutants_shares
from tests.property.mutants import FORMS, POINTS, POUNDS, Mutant, caught
from tests.property.pairs import stages

MOST = 200
"""Within so many schemes a fault in any one form must be found."""
SMALL_NUMBERS, DAYS, LINES = (f"{FORMS}{m}.py" for m in ("small_numbers", "days", "lines"))
TWENTY = {
    1: "a threshold off by one percentage point",
    2: "the points on reaching the lower threshold forgotten",
    7: "a practice that did not sign is paid all the same",
    10: "list index with the average list of another year (7,087 for 7,233)",
    13: "the floor compared after the PMS deduction where before is agreed",
    22: "a cap ignored",
    24: "instalments a month late",
    36: "PMS deduction by the average list of the year in place of the 5,891 patients of 2004",
}
SHARED = {
    15: "a taper a year late",
    17: "the highest paid although lower is better",
    18: "practices that have not signed counted in their network",
    21: "a contingency that is not used",
    23: "taken back at the level, not below it",
    25: "a band of deprivation above its edge, not from it",
    35: "the last of several years, not the best",
}
OWN = {
    4: Mutant(
        "4: a threshold that must be passed, not only reached",
        (
            (
                POINTS,
                "reached = AtLeast(StepValue(Columns.ACHIEVEMENT), threshold)",
                "reached = Opposite(AtLeast(threshold, StepValue(Columns.ACHIEVEMENT)))",
            ),
            (POINTS, "    AtLeast,\n", "    AtLeast,\n    Opposite,\n"),
        ),
    ),
    11: Mutant(
        "11: the cohort counted in place of its share of the list",
        (
            (
                POUNDS,
                "own = Divide(self.maker.given(field, indicator.id, cohort), self.list_size, nil())",
                "own = Divide(self.maker.given(field, indicator.id, cohort), one(PATIENTS), nil())",
            ),
        ),
    ),
    14: Mutant(
        "14: protected points above those available now",
        ((POINTS, "kept = Least(offered(maker, written), mean)", "kept = mean"),),
    ),
    28: Mutant(
        "28: as many patients as asked for are too few",
        (
            (
                SMALL_NUMBERS,
                "return AtLeast(FieldValue(Columns.DENOMINATOR), least)",
                "return Opposite(AtLeast(least, FieldValue(Columns.DENOMINATOR)))",
            ),
            (SMALL_NUMBERS, "    AtLeast,\n", "    AtLeast,\n    Opposite,\n"),
        ),
    ),
    30: Mutant(
        "30: a year of 365 days whatever year it is",
        ((DAYS, "Fraction(maker.year.days)", "Fraction(365)"),),
    ),
    31: Mutant(
        "31: the lowest figure earns nothing and the highest everything",
        (
            (
                POINTS,
                "share = slide(StepValue(Columns.ACHIEVEMENT), worst, best)",
                "share = slide(StepValue(Columns.ACHIEVEMENT), best, worst)",
            ),
        ),
    ),
    34: Mutant(
        "34: QOF is promised before its deductions",
        ((f"{FORMS}comparison.py", 'QOF_DUE = "QOF due"', 'QOF_DUE = "QOF earned"'),),
    ),
}


def faults() -> dict[int, Mutant]:
    """Return one fault for every form, by its number."""
    twenty = {m.name: m for m in mutants.MUTANTS}
    shared = {m.name: m for m in mutants_shares.MUTANTS}
    found = {37: next(m for m in mutants_forms.MUTANTS if m.name.startswith("formula:"))}
    for mutant in mutants_forms.MUTANTS:
        if mutant.name[0].isdigit():
            found.setdefault(int(mutant.name.split(":")[0]), mutant)
    found |= {number: twenty[name] for number, name in TWENTY.items()}
    found |= {number: shared[name] for number, name in SHARED.items()}
    return dict(sorted((found | OWN).items()))


def found_in(mutant: Mutant) -> int:
    """Return the number of the first scheme, from 1, that shows a fault; 0 where none of 200 does."""
    said = caught(mutant, MOST)
    seed = re.match(r"seed (\d+)", said)
    return int(seed[1]) + 1 if seed else 0


def main() -> int:
    """Plant the faults of the forms that were asked for, or of all; return 1 where one was not found."""
    asked = [int(word) for word in sys.argv[1:]] or sorted(stages())
    known = faults()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        schemes = list(pool.map(lambda number: found_in(known[number]), asked))
    for number, scheme in zip(asked, schemes, strict=True):
        said = f"found in scheme {scheme}" if scheme else f"NOT FOUND in {MOST}"
        print(f"form {number:>2}  {said:<20}  {known[number].name}")
    print(f"{sum(map(bool, schemes))} of {len(asked)} faults found, the last within {max(schemes)} schemes")
    return int(not all(schemes))


if __name__ == "__main__":
    sys.exit(main())
