"""Two made schemes of 80 indicators and practice results for as many practices as asked, for ranges of cost.

One pays by points alone: slides, steps, bands, levels and lower is better. The other drops ten indicators,
moves thresholds and has a cap, a floor on own history and a pot that many years would pass.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from incentives.calculate import calculate
from incentives.compare.money import Side, received
from incentives.data.bound import Binding, BoundColumn
from incentives.scheme.reading import read_plan

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from incentives.formula.plan import Plan

INDICATORS, DROPPED = 80, 10
HEAD = """kind: scheme
id: {id}
title: Made scheme {id}
year: 2015/16
rounding: {{points: half up to 2 places, money: half up to the penny, at: each component}}
pay_points:
  price_per_point: £{price}
  national_average_list: {{patients: 7233, as_at: 2015-01-01}}
  practice_list: {{as_at: 2016-01-01}}
  prevalence: {{national: stated in the practice data, register_as_at: 2016-03-31}}
indicators:
"""
LINES = """limits:
  - {{name: cap, of: practice, at_most: £{cap}}}
protect:
  - name: floor
    at_least: 97%
    of: QOF payment
    year: 2014/15
    basis: per practice
    list: at baseline
    pms_deduction: before
pots:
  - {{name: pot, amount: £{pot}, of: everything, if_earnings_fall_short: keep for reserve}}
"""


def made_sides(folder: Path, practices: int, seed: int = 7, *, pot: float = 1.004) -> tuple[Side, Side]:
    """Return both schemes on the same results; cap, floor and pot are set from what practices earn.

    ``pot`` is of what they would be paid after cap and floor on these results if it were large enough.
    """
    figures = _figures(practices, seed)
    base = _side(folder, HEAD.format(id="plain", price="160.15") + _rows(0), figures)
    earned = np.array(received(calculate(base.plan, base.binding)))
    rows = HEAD.format(id="held", price="171.20") + _rows(1)
    bare = _side(folder, rows, figures)
    before = np.array(received(calculate(bare.plan, bare.binding)))
    spread = np.random.default_rng(seed + 1).uniform(0.95, 1.05, practices)
    figures["baseline_payment_before_1"] = np.rint(before * spread).astype(np.int64)[:, None]
    figures["baseline_list_1"] = figures["list_size"]
    cap = int(np.quantile(before, 0.9)) // 100
    plenty = _side(folder, rows + LINES.format(cap=cap, pot=2 * int(before.sum()) // 100), figures)
    there = int(sum(received(calculate(plenty.plan, plenty.binding))) * pot) // 100
    proposed = _side(folder, rows + LINES.format(cap=cap, pot=there), figures)
    assert earned.sum() > 0
    return base, proposed


def _rows(number: int) -> str:
    rows = []
    for at in range(INDICATORS - DROPPED * number):
        points, low, high = 4 + at * 7 % 23, 40 + at % 3 * 5, 70 + at * 3 % 26 - 5 * number
        weight = "its register" if at % 4 else "list size only"
        rest = f"group: G{at:02}, weighted_by: {weight}"
        kind = {11: "step", 23: "bands", 37: "level", 53: "lower", 71: "bands"}.get(at % 80, "")
        if kind == "step":
            row = f"points: {points}, pays: {low}% to {high}%, points_at_lower: 2"
        elif kind == "bands":
            bands = f"[{{from: 60%, points: 2}}, {{from: 75%, points: {points}}}]"
            row = f"bands: {bands}, points: {points}"
        elif kind == "level":
            row = f"points: {points}, pays: from 75%"
        elif kind == "lower":
            row = f"points: {points}, pays: 90% to 60%, lower_is_better: yes"
        else:
            row = f"points: {points}, pays: {low}% to {high}%"
        rows.append(f"  I{at:02}: {{{row}, {rest}}}\n")
    return "".join(rows)


def _figures(practices: int, seed: int) -> dict[str, NDArray[np.int64]]:
    r = np.random.default_rng(seed)
    lists = np.clip(r.lognormal(8.8, 0.55, (practices, 1)), 900, 60_000).astype(np.int64)
    share = r.uniform(0.004, 0.15, (1, INDICATORS))
    register = np.maximum(r.binomial(lists, share), 1)
    counted = np.maximum(register - r.poisson(3, register.shape), 0)
    middle = r.uniform(0.6, 0.92, (1, INDICATORS))
    own = 1 / (1 + np.exp(-np.log(middle / (1 - middle)) - r.normal(0, 0.4, register.shape)))
    return {
        "list_size": lists,
        "register": register,
        "denominator": counted,
        "numerator": r.binomial(counted, own),
        "exceptions": register - counted,
        "exceptions_supplied": np.ones_like(register),
        "national_prevalence": np.rint(share * 1_000_000_000).astype(np.int64),
    }


def _side(folder: Path, text: str, figures: dict[str, NDArray[np.int64]]) -> Side:
    path = folder / "made.yaml"
    path.write_text(text, encoding="utf-8")
    _, plan, _ = read_plan(str(path))
    return Side(plan, _bound(plan, figures))


def _bound(plan: Plan, figures: dict[str, NDArray[np.int64]]) -> Binding:
    practices = len(figures["list_size"])
    codes = tuple(f"ZZ{number:05}" for number in range(practices))
    columns = {}
    for field in plan.data_fields:
        table = figures[field.name]
        width = len(plan.ids()) if table.shape[1] == INDICATORS else 1
        whole = np.zeros((len(table), width), np.int64)
        whole[:, : table.shape[1]] = table[:, :width]
        columns[field.name] = BoundColumn(field.grain, array("q", whole.tobytes()), width, field.per)
    return Binding(codes, dict(zip(codes, codes, strict=True)), columns)
