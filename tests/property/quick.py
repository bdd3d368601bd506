"""A quick comparison with the oracle: some made schemes by calculate and by explain, and ties of a rank.

``python -m tests.property.quick [SCHEMES]`` exits with 0 where all agree, and with 1 and the first
difference otherwise. The mutants commands run it on a changed copy of the program.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from incentives.base.rounding import Rounding, Rule
from incentives.base.year import FinancialYear
from incentives.calculate import calculate
from incentives.data.binding import bind
from incentives.data.pack import pack_of
from incentives.explain.exact import Exact
from incentives.formula.nodes import FieldValue, Rank
from incentives.formula.plan import DataField, Plan, Stage, Step
from incentives.formula.units import PATIENTS, PLAIN, PRACTICE
from tests.oracle.worked import worked
from tests.property.made_mixed import mixed, written
from tests.property.readings import bound, by_calculate, by_explain, by_oracle, different, read, run

SCHEMES = 60
YEAR = FinancialYear(2015)


def first_difference(schemes: int = SCHEMES) -> str:
    """Return the first difference between a reading and the oracle; nothing where there is none."""
    with TemporaryDirectory() as folder:
        for seed in range(schemes):
            if found := _differs(seed, Path(folder)):
                return found
    return _ranks()


def _differs(seed: int, folder: Path) -> str:
    case = mixed(seed)
    plan, resolved = read(written(case, folder))
    binding = bound(plan, case.tables, case.as_at)
    oracle = by_oracle(worked(resolved, case.tables))
    for name, found in (
        ("calculate", by_calculate(run(plan, binding))),
        ("explain", by_explain(plan, binding)),
    ):
        if apart := different(found, oracle):
            (kind, practice, component), ours, theirs = apart[0]
            return f"seed {seed}, {kind} {practice} {component}: {name} {ours}, oracle {theirs}"
    return ""


def _ranks() -> str:
    """Hold places by list size to 4, 1, 2, 3 worked by hand: of two alike the lower code comes first."""
    sizes = {"ZZ9003": "700", "ZZ9002": "700", "ZZ9001": "500", "ZZ9004": "600"}
    rows = [{"practice_code": code, "list_size": size} for code, size in sizes.items()]
    field = DataField("list_size", PRACTICE, PATIENTS, "practices", "list_size", "patients")
    step = Step("place", "Place", PRACTICE, PLAIN, Rank(FieldValue("list_size")), "by list", Stage.COUNTS)
    penny = Rounding(Rule.HALF_UP, 2)
    plan = Plan("ranks", "Ranks", YEAR, (), (step,), (field,), (), (), penny, None)
    binding = bind(plan, pack_of({"practices": rows}, year=YEAR, as_at=date(2016, 1, 1)))
    expected = {"ZZ9001": 4, "ZZ9002": 1, "ZZ9003": 2, "ZZ9004": 3}
    results, exact = calculate(plan, binding), Exact(plan, binding)
    for at, code in enumerate(binding.practices):
        for place in (results.column("place").exact(at), exact.step("place", at)):
            if place != expected[code]:
                return f"place of {code}: {place}, by hand {expected[code]}"
    return ""


if __name__ == "__main__":
    difference = first_difference(int(sys.argv[1]) if len(sys.argv) > 1 else SCHEMES)
    print(difference or "no difference")
    sys.exit(bool(difference))
