"""A mistake in each of the forms of ``made_forms``, made in a copy of the program: the oracle must notice.

``python -m tests.property.mutants_forms`` makes them one after another, as ``mutants`` does.
"""

from __future__ import annotations

import sys

from tests.property.mutants import FORMS, Mutant, told

BANDS, IMPROVEMENT, SERVICES = (f"{FORMS}{m}.py" for m in ("bands", "improvement", "services"))
CONDITIONS, EXCEPTIONS, NAMES = (f"{FORMS}{m}.py" for m in ("conditions", "exceptions", "grammar_names"))
GRAMMAR, POUNDS = f"{FORMS}grammar.py", f"{FORMS}pounds.py"
IN_FORCE, COMPILING = "incentives/scheme/in_force.py", "incentives/scheme/compiling.py"
TAKEN = "        variant = written.variants[number - 1]\n        version"
FIRST = """def _first(a, edge, pays, score):
    return Choose(AtLeast(a, edge), Choose(AtLeast(score, pays), pays, score), score)


@FORMS.add(3,"""

MUTANTS = (
    Mutant(
        "3: the lowest band wins in place of the highest",
        (
            (
                BANDS,
                "Choose(AtLeast(achievement, edge), pays, score)",
                "_first(achievement, edge, pays, score)",
            ),
            (
                BANDS,
                "@FORMS.add(3,",
                FIRST,
            ),
        ),
    ),
    Mutant(
        "5: a condition on payments is forgotten",
        ((POUNDS, "exact = Choose(holds(flag), exact, nil(POUNDS))", "exact = exact"),),
    ),
    Mutant(
        "5: points of a condition count all the same",
        ((CONDITIONS, "StepValue(BEFORE[0]), nil(POINTS))", "StepValue(BEFORE[0]), StepValue(BEFORE[0]))"),),
    ),
    Mutant(
        "6: the block is paid on the whole and the score on top",
        ((SERVICES, "value * (one() - block) * _score", "value * _score"),),
    ),
    Mutant(
        "8: the cap is on the count in place of the pounds",
        (
            (
                SERVICES,
                'exact = Least(exact, _stated(maker, written, "at_most", terms.at_most, "at most"))',
                "exact = exact",
            ),
        ),
    ),
    Mutant(
        "9: the registered list in place of the weighted",
        ((SERVICES, "if which != WEIGHTED:", "if which != which + WEIGHTED:"),),
    ),
    Mutant(
        "12: core income above the guarantee is taken off",
        (
            (
                SERVICES,
                "exact: Value = Greatest(nil(POUNDS), Subtract(rate * patients(maker, terms.list), core))",
                "exact: Value = Subtract(rate * patients(maker, terms.list), core)",
            ),
        ),
    ),
    Mutant(
        "16: improvement measured from nought",
        ((IMPROVEMENT, "StepValue(Columns.ACHIEVEMENT) - a0", "StepValue(Columns.ACHIEVEMENT) + nil()"),),
    ),
    Mutant(
        "16: few patients are looked for this year alone",
        (
            (
                IMPROVEMENT,
                "Both(AtLeast(now, fewest), AtLeast(then, fewest))",
                "Both(AtLeast(now, fewest), AtLeast(now, fewest))",
            ),
        ),
    ),
    Mutant(
        "19: a stretch begins at nought",
        (
            (
                IMPROVEMENT,
                "share = slide(StepValue(Columns.ACHIEVEMENT), lower, upper)",
                "share = slide(StepValue(Columns.ACHIEVEMENT), nil(), upper)",
            ),
        ),
    ),
    Mutant(
        "20: points rounded down",
        ((IN_FORCE, "floor(exact * 10**places + Fraction(1, 2))", "floor(exact * 10**places)"),),
    ),
    Mutant(
        "26: the first year stated in place of the scheme's",
        (
            (IN_FORCE, "            year = named\n", "            year = min(by_year.entries)\n"),
            (
                IN_FORCE,
                "year, seen = str(self.year), set[str]()",
                "year, seen = min(by_year.entries), set[str]()",
            ),
        ),
    ),
    Mutant(
        "27: the patients left out at most are rounded to the nearest",
        ((EXCEPTIONS, "0, Rule.DOWN)", "0, Rule.HALF_UP)"),),
    ),
    Mutant(
        "27: the share is of those counted alone",
        ((EXCEPTIONS, "Multiply(share, denominator + excepted)", "Multiply(share, denominator)"),),
    ),
    Mutant(
        "29: the last day of the window is outside it",
        ((EXCEPTIONS, "maker.results_as_at <= terms.to:", "maker.results_as_at < terms.to:"),),
    ),
    Mutant(
        "32: the last variant that holds in place of the first",
        (
            (
                CONDITIONS,
                f"for number in range(len(written.variants), 0, -1):\n{TAKEN}",
                f"for number in range(1, len(written.variants) + 1):\n{TAKEN}",
            ),
        ),
    ),
    Mutant(
        "33: a declaration that was not made counts",
        (
            (
                CONDITIONS,
                "_flag(maker, written, holds(maker.given(field)),",
                "_flag(maker, written, Opposite(holds(maker.given(field))),",
            ),
            (CONDITIONS, "    Condition,\n", "    Condition,\n    Opposite,\n"),
        ),
    ),
    Mutant(
        "formula: above in place of at least",
        ((GRAMMAR, '">=": lambda: AtLeast(a, b)', '">=": lambda: Opposite(AtLeast(b, a))'),),
    ),
    Mutant(
        "formula: a quotient without patients is nought whatever is said",
        (
            (
                GRAMMAR,
                "return Term(Divide(found.node.a, found.node.b, empty), found.unit, found.column)",
                "return Term(Divide(found.node.a, found.node.b, nil()), found.unit, found.column)",
            ),
        ),
    ),
)


if __name__ == "__main__":
    sys.exit(told(MUTANTS))
