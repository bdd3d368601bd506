"""No worse off than national QOF on made schemes: 0p against the oracle, and nobody who signs has less.

A made scheme is the national one; a local one starts from it, drops, changes and adds, and promises.
"""

from __future__ import annotations

import os
import re
from random import Random
from typing import TYPE_CHECKING

from incentives.base.problem import Refused
from tests.oracle.worked import worked
from tests.property.made_schemes import made
from tests.property.readings import bound, by_calculate, by_explain, by_oracle, different, read, run

if TYPE_CHECKING:
    from pathlib import Path

SIZE = {"ci": 40, "long": 2_000}.get(os.environ.get("INCENTIVES_SIZE", "ci"), 40)
WITHOUT = ("budget:", "offer:", "pots:", "recover:")
HEAD = """kind: scheme
id: local
title: Local
year: 2015/16
starts_from: national
offer: {open: 2015-02-01, close: 2015-03-20, practices_that_do_not_sign: stay on national QOF}
exit: {notice: 3 months, payments: keep what is earned, back_to_qof: from next 1 April}
national_qof: {signed_practices: leave, keep_reporting: yes}
treatment: {pensionable: no, vat: outside scope, paid_to: practice}
budget:
  limit: £9,000,000
  if_earnings_exceed_it: pay in full
  if_earnings_fall_short: keep for reserve
"""


def local(random: Random, national: str) -> str:
    rows = [line for line in national.splitlines() if line.startswith("  ZZ0")]
    ids = [row.split(":")[0].strip() for row in rows]
    plain = [found for row in rows if (found := re.match(r"  (\w+): .*?points: (\d+),", row))]
    changed, points = plain[0].groups()
    now = random.choice((int(points), int(points) + 1, int(points) + 3))
    stop = f"stop_paying_for:\n  - indicators: [{ids[-1]}]\n    reason: made\n"
    change = f"change:\n  {changed}:\n    points: {{was: {points}, now: {now}}}\n    reason: made\n"
    return f"""{HEAD}{stop if random.random() < 0.7 else ""}{change}protect:
  - name: promise
    no_worse_off_than: national QOF on this year's results
"""


def test_nobody_who_signs_has_less_than_national_qof_would_pay(tmp_path: Path) -> None:
    helped = level = refused = 0
    for seed in (s for s in range(SIZE * 4) if not any(w in made(s).text for w in WITHOUT)):
        case = made(seed)
        national = case.text.replace("id: made", "id: national").replace(", paid_by: CQRS", "")
        (tmp_path / "national.yaml").write_text(national, "utf-8")
        path = tmp_path / "local.yaml"
        path.write_text(local(Random(seed), national), "utf-8")  # noqa: S311 - reproducible, not secret
        try:
            plan, resolved = read(path)
        except Refused:  # what is stopped is named by a condition, a score or a stretch of the made scheme
            refused += 1
            continue
        binding = bound(plan, case.tables, case.as_at)
        results = run(plan, binding)
        engine = by_calculate(results)
        assert different(engine, by_oracle(worked(resolved, case.tables))) == [], f"oracle, seed {seed}"
        assert different(engine, by_explain(plan, binding)) == [], f"explain, seed {seed}"
        for at, practice in enumerate(binding.practices):
            if binding.columns["signed"].at(at, 0):
                qof = results.column("QOF due").exact(at)
                assert engine["due", practice, ""] >= qof, (seed, practice)
                helped += engine["pounds", practice, "promise"] > 0
                level += engine["due", practice, ""] > qof
        if helped > SIZE and level > SIZE // 2:
            break
    print(f"\n{helped} payments made up to national QOF, {level} above it; {refused} schemes refused")
    assert refused < SIZE
    assert helped > SIZE
    assert level > SIZE // 2
