"""The QOF chain at the size of England, points to pounds to months, beside the same in Python's integers."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

from incentives.calculate import calculate, controls
from incentives.formula.check import check_plan

PAY = run_path(str(Path(__file__).resolve().parents[2] / "benchmarks" / "pay.py"))


def test_england_is_right_to_the_penny_where_floats_are_not() -> None:
    tables = PAY["made_up"](8000, 80)
    plan = PAY["plan_of"](tables)
    assert check_plan(plan) == ()
    results = calculate(plan, PAY["binding_of"](tables))
    exact, ties = PAY["restated"](tables)
    assert PAY["different"](PAY["figures"](results), exact) == 0
    assert PAY["different"](PAY["plain"](tables), exact) > 0
    assert ties > 6_400
    assert (results.fallback_blocks, results.repaired_cells) == (0, 0)
    assert [c.name for c in controls(results) if not c.agrees] == []
