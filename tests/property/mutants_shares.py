"""Mistakes in pots, networks, comparisons and protections: the oracle must notice every one.

``python -m tests.property.mutants_shares`` makes them one after another in a copy of the program.
"""

from __future__ import annotations

import sys

from tests.property.mutants import FORMS, Mutant, told

SHARES, POTS, NETWORKS, PEERS, RECOVERY, DEPRIVATION, FLOORS, PERIODS = (
    f"{FORMS}{m}.py"
    for m in ("shares", "pots", "networks", "peers", "recovery", "deprivation", "floors", "periods")
)
MUTANTS = (
    Mutant(
        "odd pence to those whose share was cut least",
        ((SHARES, "if shared.is_cut else left_off", "if not shared.is_cut else left_off"),),
    ),
    Mutant(
        "odd pence by the place among all practices, not within the network",
        ((SHARES, "Rank(left_off, shared.within)", "Rank(left_off)"),),
    ),
    Mutant("a contingency that is not used", ((POTS, "terms.amount + extra", "terms.amount"),)),
    Mutant(
        "floors reduced although they are kept whole",
        ((POTS, "terms.floors != KEPT_WHOLE or", 'terms.floors != "never" or'),),
    ),
    Mutant(
        "practices that have not signed counted in their network",
        ((NETWORKS, "if members == SIGNED:", 'if members == "nobody":'),),
    ),
    Mutant("ties by practice code although they share", ((PEERS, "terms.ties == SHARED", "False"),)),
    Mutant("the highest paid although lower is better", ((PEERS, "if terms.lower_is_better:", "if False:"),)),
    Mutant(
        "taken back at the level, not below it",
        (
            (
                RECOVERY,
                "Opposite(AtLeast(StepValue(Columns.ACHIEVEMENT), level))",
                "AtLeast(level, StepValue(Columns.ACHIEVEMENT))",
            ),
        ),
    ),
    Mutant(
        "more taken back than is due",
        ((RECOVERY, "taken = Least(taken, Greatest(nil(POUNDS), running.due))", "pass"),),
    ),
    Mutant(
        "a band of deprivation above its edge, not from it",
        (
            (DEPRIVATION, "AtLeast(score, edge)", "Opposite(AtLeast(edge, score))"),
            (DEPRIVATION, "import AtLeast, Choose,", "import AtLeast, Opposite, Choose,"),
        ),
    ),
    Mutant("a taper a year late", ((FLOORS, "first_year.starts_in + 1)", "first_year.starts_in)"),)),
    Mutant(
        "the last of several years, not the best",
        ((FLOORS, "then if best is None else Greatest(best, then)", "then"),),
    ),
    Mutant(
        "a loss that is paid on top of the whole",
        ((FLOORS, "kept = Subtract(one(), _share(", "kept = Subtract(one() + one(), _share("),),
    ),
    Mutant(
        "early months on the final payment that nobody knew",
        ((PERIODS, "if figure == PROVISIONAL:", 'if figure == "NEVER":'),),
    ),
)


if __name__ == "__main__":
    sys.exit(told(MUTANTS))
