"""How long ``calculate`` takes beside plain numpy floats: QOF points to pounds to months, 8,000 × 80.

Run ``python benchmarks/pay.py``. It prints the ratio of CPU times (best of five, in one run) and how many
figures differ from a restatement in Python's integers. At least 1 % of the cells lie on a tie.
"""

from __future__ import annotations

import sys
import time
from array import array
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from incentives.base.rounding import Rounding, Rule
from incentives.base.year import FinancialYear
from incentives.calculate import Results, calculate
from incentives.data.bound import Binding, BoundColumn
from incentives.formula.nodes import (
    AtLeast,
    Choose,
    Divide,
    FieldValue,
    Number,
    Over,
    Round,
    StepValue,
    Total,
    holds,
    nil,
    one,
    slide,
)
from incentives.formula.plan import Component, DataField, Period, Plan, SchemeField, Stage, Step
from incentives.formula.units import (
    CELL,
    COMPONENT,
    INSTALMENT,
    PATIENTS,
    PERIOD,
    PLAIN,
    POINTS,
    POUNDS,
    PRACTICE,
    SCHEME,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

Tables = dict[str, NDArray[Any]]

PRACTICES, INDICATORS, BEST_OF, MOST = 8000, 80, 5, 3.0
PRICE_PENCE, AVERAGE_LIST, NATIONAL_LIST = 15_692, 7_041, 7_041 * 8_000
ON_TIES = 12
"""Indicators whose national register makes a quarter or half of a penny out of whole patients."""


def main() -> int:
    """Print the ratio and the differences; return 0 where both are as they should be."""
    tables = made_up(PRACTICES, INDICATORS)
    plan, binding = plan_of(tables), binding_of(tables)
    engine, floats = best_of(lambda: calculate(plan, binding), lambda: plain(tables))
    exact, ties = restated(tables)
    mine, theirs = different(figures(calculate(plan, binding)), exact), different(plain(tables), exact)
    cells = tables["numerator"].size
    print(f"calculate {engine * 1000:.1f} ms, numpy floats {floats * 1000:.1f} ms (CPU, best of {BEST_OF})")
    print(f"ratio {engine / floats:.2f} (at most {MOST}); {ties:,} of {cells:,} cells on a tie")
    print(f"different from exact: calculate {mine}, plain floats {theirs}")
    return 0 if engine <= MOST * floats and mine == 0 and ties * 100 >= cells else 1


def made_up(practices: int, indicators: int, seed: int = 1) -> Tables:
    """Return made-up practice results and a made-up scheme, as tables (rows × width)."""
    r = np.random.default_rng(seed)
    lists = np.clip(r.lognormal(8.8, 0.55, (practices, 1)), 900, 60_000).astype(np.int64)
    register = np.maximum(r.binomial(lists, r.uniform(0.003, 0.16, (1, indicators))), 1)
    denominator = np.maximum(register - r.poisson(3, register.shape), 0)
    denominator[r.integers(0, 32, register.shape) == 0] = 0
    register_of_nation = r.integers(400_003, 9_000_001, (1, indicators))
    register_of_nation[0, :ON_TIES] = np.resize(PRICE_PENCE * np.array([320, 160, 32, 64]), indicators)[
        :ON_TIES
    ]
    return {
        "numerator": r.binomial(denominator, r.uniform(0.4, 0.95, (1, indicators))),
        "denominator": denominator,
        "register": register,
        "list_size": lists,
        "points_available": r.integers(1, 46, (1, indicators)),
        "lower_threshold": r.choice([40, 45, 50], (1, indicators)),
        "upper_threshold": r.choice([75, 80, 90], (1, indicators)),
        "national_register": register_of_nation,
    }


def plain(t: Tables) -> Tables:
    """Return points, payments and instalments in plain numpy floats, as anyone would write them."""
    t = {name: table.astype(np.float64) for name, table in t.items()}
    achievement = np.divide(
        t["numerator"], t["denominator"], out=np.zeros(t["register"].shape), where=t["denominator"] > 0
    )
    lower, upper = t["lower_threshold"] / 100, t["upper_threshold"] / 100
    share = np.clip((achievement - lower) / (upper - lower), 0, 1)
    points = np.floor(t["points_available"] * share * 100 + 0.5) / 100
    index = t["list_size"] / AVERAGE_LIST
    factor = (t["register"] / t["list_size"]) / (t["national_register"] / NATIONAL_LIST)
    payment = np.floor(points * (PRICE_PENCE / 100) * index * factor * 100 + 0.5)
    due = payment.sum(axis=1, keepdims=True)
    month = np.floor(due / 12)
    instalment = np.concatenate([np.repeat(month, 11, axis=1), due - 11 * month], axis=1)
    return {"points_achieved": points * 100, "payment": payment, "instalment": instalment}


def restated(t: Tables) -> tuple[Tables, int]:
    """Return the same in Python's integers, written from the words; and the number of cells on a tie."""
    points, payment, instalment, ties = [], [], [], 0
    terms = [t[k][0].tolist() for k in ("points_available", "lower_threshold", "upper_threshold")]
    scheme = list(zip(*terms, t["national_register"][0].tolist(), strict=True))
    counts = zip(t["numerator"].tolist(), t["denominator"].tolist(), t["register"].tolist(), strict=True)
    for row, (size,) in zip(counts, t["list_size"].tolist(), strict=True):
        earned, paid = [], []
        for n, d, r, (available, low, high, nation) in zip(*row, scheme, strict=True):
            top = 100 * available * min(max(100 * n - low * d, 0), (high - low) * d)
            score, tied = half_up(top, (high - low) * d) if d else (0, False)
            pence = score * PRICE_PENCE * size * r * NATIONAL_LIST
            pay, pay_tied = half_up(pence, 100 * AVERAGE_LIST * size * nation)
            earned.append(score)
            paid.append(pay)
            ties += tied or pay_tied
        points.append(earned)
        payment.append(paid)
        instalment.append([sum(paid) // 12] * 11 + [sum(paid) - 11 * (sum(paid) // 12)])
    found = {"points_achieved": points, "payment": payment, "instalment": instalment}
    return {name: np.array(rows, np.int64) for name, rows in found.items()}, ties


def half_up(top: int, bottom: int) -> tuple[int, bool]:
    """Return a quotient rounded half up, and whether it was a tie."""
    whole, rest = divmod(2 * top + bottom, 2 * bottom)
    return whole, rest == 0


def figures(results: Results) -> Tables:
    """Return the engine's points in hundredths and its pence."""
    return {name: results.column(name).integers for name in ("points_achieved", "payment", "instalment")}


def different(found: Tables, exact: Tables) -> int:
    """Count the figures that differ."""
    return sum(int((found[name] != exact[name]).sum()) for name in exact)


def best_of(*runs: Callable[[], object]) -> list[float]:
    """Return the shortest CPU time of each, taken in turn after one run to warm up."""
    times: list[list[float]] = [[] for _ in runs]
    for turn in range(BEST_OF + 1):
        for run, taken in zip(runs, times, strict=True):
            start = time.process_time()
            run()
            if turn:
                taken.append(time.process_time() - start)
    return [min(taken) for taken in times]


def plan_of(t: Tables) -> Plan:
    """Return the QOF chain as a plan: points by indicator, pounds, twelve months."""
    ids = tuple(f"X{number:03}" for number in range(t["register"].shape[1]))
    months = FinancialYear(2014).months
    return Plan(
        id="benchmark",
        title="QOF chain",
        year=FinancialYear(2014),
        components=tuple(Component(i, i, "", "indicator", "payment", counted=True) for i in ids),
        steps=steps(ids),
        data_fields=tuple(
            DataField(name, PRACTICE if name == "list_size" else CELL, PATIENTS, "measures", name, name)
            for name in ("numerator", "denominator", "register", "list_size")
        ),
        scheme_fields=scheme_fields(t, ids, months),
        periods=tuple(Period(f"{day:%Y-%m}", day) for day in months),
        money=Rounding(Rule.HALF_UP, 2),
        points=Rounding(Rule.HALF_UP, 2),
    )


def scheme_fields(t: Tables, ids: tuple[str, ...], months: tuple[date, ...]) -> tuple[SchemeField, ...]:
    """Return the scheme's own figures."""

    def by_component(name: str, per: int = 1) -> tuple[tuple[str, Fraction], ...]:
        return tuple((i, Fraction(figure, per)) for i, figure in zip(ids, t[name][0].tolist(), strict=True))

    last = tuple((f"{day:%Y-%m}", Fraction(day == months[-1])) for day in months)
    return (
        SchemeField("points_available", COMPONENT, POINTS, "", by_component("points_available")),
        SchemeField("lower_threshold", COMPONENT, PLAIN, "", by_component("lower_threshold", 100)),
        SchemeField("upper_threshold", COMPONENT, PLAIN, "", by_component("upper_threshold", 100)),
        SchemeField("national_register", COMPONENT, PATIENTS, "", by_component("national_register")),
        SchemeField("national_list", SCHEME, PATIENTS, "", (("", Fraction(NATIONAL_LIST)),)),
        SchemeField("average_list", SCHEME, PATIENTS, "", (("", Fraction(AVERAGE_LIST)),)),
        SchemeField("price", SCHEME, POUNDS / POINTS, "", (("", Fraction(PRICE_PENCE, 100)),)),
        SchemeField("is_last", PERIOD, PLAIN, "", last),
    )


def steps(ids: tuple[str, ...]) -> tuple[Step, ...]:
    """Return the steps from counts to months."""
    field, worked = FieldValue, StepValue
    share = slide(worked("achievement"), field("lower_threshold"), field("upper_threshold"))
    points = Round(field("points_available") * share, 2)
    measured = AtLeast(field("denominator"), one(PATIENTS))
    local = Divide(field("register"), field("list_size"), nil())
    nation = Divide(field("national_register"), field("national_list"), nil())
    pounds = worked("points_achieved") * field("price") * worked("contractor_population_index")
    twelfth = Round(Divide(worked("due"), Number(Fraction(12)), nil(POUNDS)), 2, Rule.DOWN)
    rest = worked("due") - Number(Fraction(11)) * worked("month")

    def step(name: str, grain: Any, unit: Any, expression: Any, stage: Stage) -> Step:
        return Step(name, name, grain, unit, expression, name, stage, ids if grain == CELL else ())

    return (
        step(
            "achievement",
            CELL,
            PLAIN,
            Divide(field("numerator"), field("denominator"), nil()),
            Stage.ACHIEVEMENT,
        ),
        step("points_achieved", CELL, POINTS, Choose(measured, points, nil(POINTS)), Stage.POINTS),
        step(
            "contractor_population_index",
            PRACTICE,
            PLAIN,
            Divide(field("list_size"), field("average_list"), nil()),
            Stage.FACTORS,
        ),
        step("prevalence_factor", CELL, PLAIN, Divide(local, nation, nil()), Stage.FACTORS),
        step("payment", CELL, POUNDS, Round(pounds * worked("prevalence_factor"), 2), Stage.POUNDS),
        step("due", PRACTICE, POUNDS, Total(worked("payment"), Over.COMPONENTS), Stage.LINES),
        step("month", PRACTICE, POUNDS, twelfth, Stage.PERIODS),
        step(
            "instalment",
            INSTALMENT,
            POUNDS,
            Choose(holds(field("is_last")), rest, worked("month")),
            Stage.PERIODS,
        ),
    )


def binding_of(t: Tables) -> Binding:
    """Return the practice results as they are when bound to the plan."""
    codes = tuple(f"Z{number:05}" for number in range(len(t["list_size"])))
    grains = {"numerator": CELL, "denominator": CELL, "register": CELL, "list_size": PRACTICE}
    columns: Mapping[str, BoundColumn] = {
        name: BoundColumn(grain, array("q", t[name].tobytes()), t[name].shape[1])
        for name, grain in grains.items()
    }
    return Binding(codes, dict(zip(codes, codes, strict=True)), columns)


if __name__ == "__main__":
    sys.exit(main())
