"""One plan, one fingerprint: in every process, and another for every change."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

from incentives.formula.fingerprint import fingerprint
from tests.conftest import ROOT
from tests.workbook.example_plan import example_plan

PROGRAM = (
    "from tests.workbook.example_plan import example_plan as p;"
    "from incentives.formula.fingerprint import fingerprint as f; print(f(p()))"
)


def test_every_process_gives_the_same_fingerprint() -> None:
    found = set()
    for seed in ("1", "2", "3"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment
        )
        found.add(done.stdout.strip())
    assert found == {fingerprint(example_plan())}
    assert len(found.pop()) == 64


def test_a_changed_figure_rule_or_standing_changes_the_fingerprint() -> None:
    plan = example_plan()
    first = plan.scheme_fields[0]
    dearer = replace(first, values=(("", first.value() + Fraction(1, 100)),))
    unsourced = replace(first, origins=())
    changed = [
        replace(plan, scheme_fields=(dearer, *plan.scheme_fields[1:])),
        replace(plan, scheme_fields=(unsourced, *plan.scheme_fields[1:])),
        replace(plan, steps=plan.steps[:-1]),
        replace(plan, title="Another title"),
    ]
    assert len({fingerprint(p) for p in (plan, *changed)}) == 5
