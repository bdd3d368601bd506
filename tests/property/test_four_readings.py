"""Four readings and the oracle at 0p on made schemes: what was reached is printed, and held to minimums.

200 schemes by default; ``INCENTIVES_SIZE=long`` takes 20,000, ``INCENTIVES_SIZE=500`` so many. The
workbook of one scheme in 25 is recalculated by formualizer, after every cached value was made wrong.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from incentives.report.schedule import write_schedule
from tests.oracle.text import ends, figure
from tests.oracle.worked import Worked, worked
from tests.property.made_schemes import Made, made
from tests.property.readings import (
    InDoubles,
    bound,
    by_calculate,
    by_explain,
    by_oracle,
    by_workbook,
    different,
    in_pence,
    read,
    run,
)
from tests.workbook.recalculated import by_formualizer, cells_of, spoiled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SIZES = {"ci": 200, "long": 20_000}
ASKED = os.environ.get("INCENTIVES_SIZE", "ci")
SIZE = SIZES.get(ASKED) or int(ASKED)
SHARES, FEW = 2, 40
DATED = date(2016, 6, 1)
LEAST = {
    "payments": 10_000,
    "on a half-penny tie": 1_000,
    "on a threshold": 1_000,
    "denominator nil": 500,
    "negative balance": 100,
    "negative line": 100,
    "half a hundredth of a point": 100,
    "small numbers settled": 100,
    "paid for part of a year": 100,
    **{f"schemes with form {number}": 20 for number in (13, 15, 17, 18, 21, 23, 25, 35)},
    **{
        f"schemes with form {number}": 20
        for number in (3, 5, 6, 8, 9, 12, 16, 19, 20, 26, 27, 29, 32, 33, 37)
    },
    "schemes with a budget applied": 20,
}


def reached(out: Worked, resolved: Mapping[str, Any], size: int) -> Counter[str]:
    """Count the cells of one scheme that lie on the edges of its rules."""
    found: Counter[str] = Counter()
    rows = {i["id"]: i for i in resolved["indicators"]}
    for word, said in (("small_numbers", "small numbers settled"), ("part_year", "paid for part of a year")):
        found[said] += len(out.due) * bool(resolved.get(word))
    for number in _forms_of(resolved):
        found[f"schemes with form {number}"] += 1
    found["schemes with a budget applied"] += bool(resolved["budget"])
    for (practice, name), exact in out.unrounded.items():
        found["payments"] += 1
        found["on a half-penny tie"] += (exact * 100) % 1 == Fraction(1, 2)
        found["negative line"] += exact < 0
        if name in rows:
            offered = figure(rows[name]["points"])
            found["payments of indicators"] += 1
            found["between nothing and full"] += 0 < out.points[practice, name] < offered
    for (_, name), a in out.achievement.items():
        pays = rows[name].get("pays", "")
        edges = ends(pays) if " to " in pays else (figure(pays),) if pays else ()
        found["on a threshold"] += a in edges
    counted = [n for n, i in rows.items() if "%" in i.get("pays", "")]
    found["denominator nil"] += len(counted) * size - sum(n in counted for _, n in out.achievement)
    found["half a hundredth of a point"] += sum(
        (p * 100) % 1 == Fraction(1, 2) for p in out.exact_points.values()
    )
    found["negative balance"] += sum(
        x < 0 for (_, n), x in out.instalments.items() if n.startswith("Balance")
    )
    return found


def _forms_of(resolved: Mapping[str, Any]) -> set[int]:
    """The forms of a scheme by number, those among them that are values or variants of others."""
    entries = [e for part in ("lines", "payments", "indicators", "rules") for e in resolved[part]]
    found = {e["form_number"] for e in entries}
    for entry in entries:
        stated = entry.get("worked_from") or {}
        found |= {20 if "price_per_patient" in said else 26 for said in stated.values()}
        found |= {32} if entry.get("variants") else set()
    return found


def compare(case: Made, folder: Path) -> Counter[str]:
    """Hold every reading of one scheme to the oracle, and count what it reached."""
    path = folder / "made.yaml"
    path.write_text(case.text, "utf-8")
    plan, resolved = read(path)
    binding = bound(plan, case.tables, case.as_at)
    oracle = worked(resolved, case.tables)
    engine = by_calculate(run(plan, binding))
    assert different(engine, by_oracle(oracle)) == [], f"calculate and oracle, seed {case.seed}"
    assert different(engine, by_explain(plan, binding)) == [], f"calculate and explain, seed {case.seed}"
    return reached(oracle, resolved, len(binding.practices))


@pytest.mark.parametrize("share", range(SHARES))
def test_calculate_explain_and_oracle_agree_to_the_penny(share: int, tmp_path: Path) -> None:
    total: Counter[str] = Counter()
    for seed in range(share, SIZE, SHARES):
        total += compare(made(seed), tmp_path)
    print(f"\n{len(range(share, SIZE, SHARES))} schemes: {dict(sorted(total.items()))}")
    for what, least in LEAST.items():
        assert total[what] >= max(1, least * SIZE // SIZES["ci"] // SHARES), what
    assert total["between nothing and full"] >= 0.3 * total["payments of indicators"]


def test_floats_in_place_of_integers_would_pay_otherwise(tmp_path: Path) -> None:
    apart = 0
    for seed in range(FEW):
        case = made(seed)
        path = tmp_path / "made.yaml"
        path.write_text(case.text, "utf-8")
        plan, _ = read(path)
        binding = bound(plan, case.tables, case.as_at)
        exact, doubles = by_explain(plan, binding), by_explain(plan, binding, InDoubles)
        apart += len(different(in_pence(exact), in_pence(doubles)))
    print(f"\n{FEW} schemes: {apart} payments differ in floats")
    assert apart > 0


@pytest.mark.parametrize("seed", range(0, SIZE, max(25, SIZE // 100)))
def test_the_recalculated_workbook_agrees_to_the_penny(seed: int, tmp_path: Path) -> None:
    case = made(seed)
    path = tmp_path / "made.yaml"
    path.write_text(case.text, "utf-8")
    plan, _ = read(path)
    results = run(plan, bound(plan, case.tables, case.as_at))
    book, wrong = tmp_path / "schedule.xlsx", tmp_path / "wrong.xlsx"
    write_schedule(results, book, dated=DATED)
    assert spoiled(book, wrong) > 100
    where = {sheet: cells_of(book, sheet) for sheet in ("Payments", "Paid by others", "Instalments")}
    shown = by_workbook(by_formualizer(wrong), where)
    engine = {k: v for k, v in by_calculate(results).items() if k[0] in ("pounds", "instalment")}
    assert engine.keys() <= shown.keys()
    assert different(engine, {key: shown[key] for key in engine}) == []
