"""The most a scheme could cost: everybody achieved, everything declared, nobody excepted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from incentives.compare.movement import moved
from incentives.compare.whatif import with_all_achieved
from incentives.report.headline import most_it_could_cost
from incentives.scheme.reading import read_scheme
from incentives.scheme.resolved import resolved_text
from tests.property.readings import bound, read, run
from tests.spec.chapter import pack, scheme

if TYPE_CHECKING:
    from pathlib import Path

ROW = "X: {points: 20, pays: 40% to 80%, group: G, weighted_by: list size only}"
CONDITION = """conditions:
  - {name: standards, holds_where: 'achievement of X (if nil 0%) >= 90% and PLAN01 is declared'}
"""
POLICY = """exceptions:
  - {name: policy, indicators: [X], at_most: 5%}
"""
SUSPENDED = """suspended:
  - {name: window, indicators: [X], from: 2016-01-01, to: 2016-03-31, results_of: 2014/15}
"""
TABLES = pack("""
    practice | numerator | denominator | exceptions | declared of PLAN01 | numerator of X in 2014/15 | denominator of X in 2014/15
    ZZ9001   | 10        | 100         | 50         | 0                  | 60                        | 100
    ZZ9002   | 0         | 0           | 0          | 0                  | 80                        | 100
""")  # noqa: E501 - a table


@pytest.mark.parametrize(
    ("more", "pence"),
    [
        # 20 points × £160.15 for the one practice that counts anybody.
        (CONDITION, 320_300),
        (POLICY, 320_300),
        # Results of an earlier year are what they are: 10 and 20 points.
        (SUSPENDED, 480_450),
    ],
)
def test_most_it_could_cost(more: str, pence: int, tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(scheme(ROW, more=more), "utf-8")
    plan, _ = read(path)
    results = run(plan, bound(plan, TABLES, {"practices": date(2016, 1, 1)}))
    assert most_it_could_cost(results) == pence


def test_a_scheme_in_full_shows_rules_variants_and_values_by_year(tmp_path: Path) -> None:
    row = """X:
    points: {price_per_patient: £25, expected_patients: 120}
    pays: {2014/15: 40% to 80%, 2015/16: as in 2014/15}
    group: G
    variants:
      - {where: contract is PMS, points: 10}"""
    path = tmp_path / "s.yaml"
    path.write_text(scheme(row, more=CONDITION), "utf-8")
    text = resolved_text(read_scheme(path)[0])
    assert "points: 18.73" in text
    assert "  points follows from: price_per_patient £25, expected_patients 120\n" in text
    assert "  pays follows from: 2014/15 40% to 80%, 2015/16 as in 2014/15\n" in text
    assert "  where contract is PMS: linear between thresholds\n    points: 10 " in text
    assert "standards: condition\n  of: whole scheme" in text


def test_each_condition_is_met_by_its_own_patients(tmp_path: Path) -> None:
    """Two conditions on results: everybody achieved is each indicator's own everybody, not the other's."""
    more = """conditions:
  - {name: first, holds_where: 'achievement of X (if nil 0%) >= 90%'}
  - {name: second, holds_where: 'achievement of Y (if nil 0%) >= 90%'}
"""
    path = tmp_path / "s.yaml"
    path.write_text(scheme(f"{ROW}\n  {ROW.replace('X:', 'Y:')}", more=more), "utf-8")
    plan, _ = read(path)
    tables = pack("""
        practice | numerator | denominator | numerator of Y | denominator of Y
        ZZ9001   | 10        | 100         | 1              | 7
    """)
    binding = bound(plan, tables, {"practices": date(2016, 1, 1)})
    best = with_all_achieved(plan, binding)
    counted = {
        name: (column.integers[0], best.columns[name.replace("numerator", "denominator")].integers[0])
        for name, column in best.columns.items()
        if name.startswith("numerator of ")
    }
    assert counted == {"numerator of X": (100, 100), "numerator of Y": (7, 7)}
    assert most_it_could_cost(run(plan, binding)) == 2 * 320_300
    drawn = moved(plan, binding, 1, 0).columns["numerator of Y"].integers[0]
    assert 0 <= drawn <= 7
