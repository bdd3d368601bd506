"""Worked examples of a scheme whose payments depend on conditions, items of service and contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.explain.examples import failed_examples
from incentives.scheme.reading import read_plan

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.formula.plan import Plan

SCHEME = """kind: scheme
id: examples
title: Examples
year: 2015/16
rounding: {points: half up to 2 places, money: half up to the penny, at: each component}
indicators:
  HYP006: {points: 20, pays: 40% to 80%, group: HYP, counted_as: HYPX}
payments:
  quality: {form: block and performance, per_patient: £2.50, block: 60%, score_of: [HYP006]}
  flu: {form: item of service, fee: £10.06, counted_as: FLU01}
  heads: {form: capitation, per_patient: £1, variants: [{where: contract is PMS, per_patient: £0.5}]}
conditions:
  - name: standards
    holds_where: achievement of HYP006 (if nil 0%) >= 60% and STD1 is declared
    of: [quality]
tests:
  - practice:
      {list_size: 1000, contract: CONTRACT, HYP006: {numerator: 60, denominator: 100, register: 1}, MORE}
    expect: {quality payment: "QUALITY", flu payment: £30.18, heads payment: "HEADS"}
"""

NETWORK = """kind: scheme
id: examples
title: Examples
year: 2015/16
rounding: {points: none, money: half up to the penny, at: each component}
payments:
  together:
    form: network achievement
    counted_as: PACKAGES
    per_patient: £2.45
    pays: 0% to 100%
    members: every practice
    split_by: list size
tests:
  - practice: {list_size: 8000, signed: yes, PACKAGES: {numerator: 7, denominator: 10}}
    expect: {together payment: "£13,720.00"}
"""


@pytest.mark.parametrize(
    ("contract", "more", "quality", "heads"),
    [
        # £2.50 × 1,000 × (60% + 40% × 10 of 20 points)
        ("PMS", "STD1: {declared: 1}, FLU01: {activity: 3}", "£2,000.00", "£500.00"),
        ("GMS", "flu: {activity: 3}", "£0.00", "£1,000.00"),
    ],
)
def test_an_example_says_what_a_condition_reads(
    contract: str, more: str, quality: str, heads: str, tmp_path: Path
) -> None:
    words = {"CONTRACT": contract, "MORE": more, "QUALITY": quality, "HEADS": heads}
    text = SCHEME
    for word, value in words.items():
        text = text.replace(word, value)
    path = tmp_path / "s.yaml"
    path.write_text(text, "utf-8")
    scheme, plan, _ = read_plan(path)
    assert failed_examples(scheme.tests, plan) == ()
    path.write_text(text.replace(f'payment: "{quality}"', "payment: £1.00"), "utf-8")
    scheme, plan, _ = read_plan(path)
    (problem,) = failed_examples(scheme.tests, plan)
    assert problem.message == f"The worked example expects quality payment to be £1.00, but it is {quality}."


def test_an_unknown_code_and_an_unreadable_figure_are_told(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SCHEME.replace("MORE", "FLU02: {activity: 3}").replace("CONTRACT", "GMS"), "utf-8")
    scheme, plan, _ = read_plan(path)
    found = failed_examples(scheme.tests, plan)
    assert found[0].remedy == 'Did you mean "FLU01"?'
    assert found[1].message == 'The worked example gives "QUALITY" for quality payment, which is no figure.'


def test_an_example_of_a_networks_payment_is_that_of_a_network_of_one(tmp_path: Path) -> None:
    # £2.45 × 8,000 × 7 of 10; the practice has signed, and is alone in its network.
    path = tmp_path / "s.yaml"
    path.write_text(NETWORK, "utf-8")
    scheme, plan, _ = read_plan(path)
    assert failed_examples(scheme.tests, plan) == ()
    path.write_text(NETWORK.replace("13,720", "13,721"), "utf-8")
    scheme, plan, _ = read_plan(path)
    (problem,) = failed_examples(scheme.tests, plan)
    assert "£13,720.00" in problem.message


def test_points_of_an_earlier_year_that_an_example_gives_are_supplied(tmp_path: Path) -> None:
    # 60 of 100 would earn 10 of 20 points; those of 2014/15 are paid in their place, at most 20.
    rows = SCHEME.replace("conditions:", "protect:\n  - {points_of: 2014/15, indicators: [HYP006]}\nunused:")
    head = rows[: rows.index("unused:")]
    name = next(
        f.name for f in _plan(tmp_path, head).data_fields if f.column == "points" and "supplied" not in f.name
    )
    results = "numerator: 60, denominator: 100, register: 1"
    for said, points in ((f", {name}: 17", "17"), (f", {name}: 0", "0"), ("", "10")):
        practice = f"tests:\n  - practice: {{HYP006: {{{results}{said}}}}}\n"
        example = f"{practice}    expect: {{HYP006 points: {points}}}\n"
        path = tmp_path / "s.yaml"
        path.write_text(head + example, "utf-8")
        scheme, plan, _ = read_plan(path)
        assert failed_examples(scheme.tests, plan) == (), said


def _plan(folder: Path, text: str) -> Plan:
    path = folder / "plan.yaml"
    path.write_text(text, "utf-8")
    return read_plan(path)[1]
