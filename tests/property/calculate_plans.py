"""Plans and bindings made at random: every node, every grain, small and huge and negative figures."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from incentives.base.rounding import Rounding, Rule
from incentives.base.year import FinancialYear
from incentives.data.bound import Binding, BoundColumn
from incentives.formula import nodes as n
from incentives.formula.plan import Component, DataField, Period, Plan, SchemeField, Stage, Step
from incentives.formula.units import (
    CELL,
    COMPONENT,
    INSTALMENT,
    PERIOD,
    PLAIN,
    PRACTICE,
    SCHEME,
    Axis,
    Grain,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.random import Generator

PENNY = Rounding(Rule.HALF_UP, 2)


def plan_of(
    steps: Sequence[Step],
    data: Mapping[str, BoundColumn],
    scheme: Sequence[SchemeField] = (),
    *,
    components: Sequence[Component],
    periods: Sequence[Period] = (),
) -> Plan:
    """Return a plan of these steps over these columns."""
    return Plan(
        id="random",
        title="Random",
        year=FinancialYear(2015),
        components=tuple(components),
        steps=tuple(steps),
        data_fields=tuple(
            DataField(name, c.grain, PLAIN, "measures", name, name, per=c.per) for name, c in data.items()
        ),
        scheme_fields=tuple(scheme),
        periods=tuple(periods),
        money=PENNY,
        points=PENNY,
        attributes=("network",),
    )


def binding_of(
    practices: int, columns: Mapping[str, BoundColumn], network: Sequence[str] | None = None
) -> Binding:
    """Return a binding of so many practices."""
    codes = tuple(f"Z{p:05}" for p in range(practices))
    groups = {"network": tuple(network) if network else ("all",) * practices}
    return Binding(codes, {c: f"Surgery {c}" for c in codes}, columns, groups)


def column(grain: Grain, figures: np.ndarray, per: int = 1) -> BoundColumn:
    """Return a given column from a table of figures (rows × width)."""
    return BoundColumn(grain, array("q", figures.ravel().tolist()), figures.shape[1], per)


def step(name: str, grain: Grain, expression: n.Value, only: Sequence[str] = ()) -> Step:
    """Return a step without words."""
    return Step(name, name, grain, PLAIN, expression, name, Stage.POUNDS, tuple(only))


def component(identifier: str, amount: str = "") -> Component:
    """Return an indicator that is counted."""
    return Component(identifier, identifier, "", "indicator", amount, counted=True)


@dataclass
class Trees:
    """Makes expressions from the leaves that a grain allows."""

    random: Generator
    leaves: Sequence[n.Value]

    def value(self, depth: int) -> n.Value:
        """Return a figure of at most that depth."""
        if depth == 0 or self.random.random() < 0.1:
            return self._leaf()
        a, b = self.value(depth - 1), self.value(depth - 1)
        match int(self.random.integers(0, 9)):
            case 0 | 1:
                return n.Multiply(a, b)
            case 2:
                return n.Divide(a, b, self.value(depth - 1) if self.random.random() < 0.5 else n.nil())
            case 3:
                return n.Round(a, int(self.random.integers(0, 3)), self.rule())
            case 4:
                return n.Choose(self.condition(depth - 1), a, b)
            case kind:
                return (n.Add, n.Subtract, n.Least, n.Greatest)[kind - 5](a, b)

    def condition(self, depth: int) -> n.Condition:
        """Return a condition of at most that depth."""
        match int(self.random.integers(0, 6)):
            case 0:
                return n.Both(self.condition(0), self.condition(0))
            case 1:
                return n.Either(self.condition(0), self.condition(0))
            case 2:
                return n.Opposite(self.condition(0))
        return n.AtLeast(self.value(depth), self.value(depth))

    def rule(self) -> Rule:
        """Return one of the rules."""
        return Rule.HALF_UP if self.random.random() < 0.5 else Rule.DOWN

    def _leaf(self) -> n.Value:
        at = int(self.random.integers(0, len(self.leaves) + 2))
        if at < len(self.leaves):
            return self.leaves[at]
        below = int(self.random.choice([1, 2, 4, 5, 7, 20, 100]))
        return n.Number(Fraction(int(self.random.integers(-60, 61)), below))


def random_case(seed: int) -> tuple[Plan, Binding]:
    """Return a random plan and its binding; the same for the same seed."""
    r = np.random.default_rng(seed)
    practices, width, months = (int(r.integers(2, 8)), int(r.integers(2, 6)), int(r.integers(2, 5)))
    ids = [f"X{j}" for j in range(width)]
    periods = [Period(f"month {t}", date(2015, 4 + t, 1)) for t in range(months)]
    data = _random_data(r, practices, width)
    share = Fraction(int(r.integers(1, 100)), 100)
    scheme = (
        SchemeField("threshold", COMPONENT, PLAIN, "", tuple((i, _random_share(r)) for i in ids[:-1])),
        SchemeField("weight", PERIOD, PLAIN, "", tuple((p.name, _random_share(r)) for p in periods)),
        SchemeField("share", SCHEME, PLAIN, "", (("", share),)),
    )
    steps = _random_steps(r, ids)
    plan = plan_of(steps, data, scheme, components=[component(i) for i in ids], periods=periods)
    return plan, binding_of(practices, data, [f"N{g}" for g in r.integers(0, 3, practices)])


def _random_share(r: Generator) -> Fraction:
    return Fraction(int(r.integers(-3, 100)), int(r.choice([1, 3, 100, 1000])))


def _random_data(r: Generator, practices: int, width: int) -> dict[str, BoundColumn]:
    big = int(r.choice([3, 200, 10**5, 10**9, 2**40, 2**50]))
    low = -big if r.random() < 0.5 else 0
    wide = r.integers(1, 2**30, (practices, width)) * r.integers(1, 2**20, (practices, width))
    return {
        "cell": column(CELL, r.integers(low, big, (practices, width))),
        "practice": column(PRACTICE, r.integers(int(r.random() < 0.5), big, (practices, 1))),
        "pounds": column(PRACTICE, r.integers(0, big, (practices, 1)), per=100),
        "component": column(COMPONENT, r.integers(1, big, (1, width))),
        "national": column(SCHEME, r.integers(1, big, (1, 1))),
        "wide": column(CELL, wide),
    }


def _random_steps(r: Generator, ids: list[str]) -> list[Step]:
    """Return steps of all six grains; kept ones and quotients, in blocks of some components each."""
    field = n.FieldValue
    by_scheme = [field("national"), field("share"), n.Total(field("practice"), n.Over.PRACTICES)]
    by_practice = [field("practice"), field("pounds"), *by_scheme]
    by_component = [
        field("component"),
        field("threshold"),
        n.Total(field("cell"), n.Over.PRACTICES),
        *by_scheme,
    ]
    by_cell = [field("cell"), field("cell"), field("wide"), *by_practice, *by_component]
    split = int(r.integers(1, len(ids)))
    shuffled = [ids[j] for j in r.permutation(len(ids))]
    first, second = sorted(shuffled[:split]), sorted(shuffled[split:])
    lacking_one = second[1:] or second

    def some(leaves: Sequence[n.Value], *more: n.Value) -> n.Value:
        return Trees(r, [*leaves, *more]).value(int(r.integers(1, 5)))

    def rounding(of: n.Value) -> n.Round:
        return n.Round(of, int(r.integers(0, 4)), Trees(r, [field("share")]).rule())

    before, ratio, kept = n.StepValue("before"), n.StepValue("ratio"), n.StepValue("kept")
    month, whole = n.StepValue("month"), n.StepValue("whole")
    return [
        step("before", CELL, n.Round(n.Divide(field("cell"), n.Number(Fraction(7)), n.nil()), 1), ids),
        step("national rate", COMPONENT, n.Divide(some(by_component), field("component"), n.nil()), ids),
        step("ratio", CELL, some(by_cell, before, n.StepValue("national rate")), first),
        step("ratio", CELL, n.Divide(some(by_cell, before), some(by_cell), n.one()), lacking_one),
        step("kept", CELL, rounding(some(by_cell, ratio, before)), first),
        step("kept", CELL, rounding(some(by_cell, ratio, before, n.Rank(before))), second),
        step("group", CELL, n.Total(kept, n.Over.GROUP, "network") - n.Total(kept, n.Over.PRACTICES), ids),
        step("turn", CELL, n.Rank(kept), ids),
        step("turn here", CELL, n.Rank(kept, "network"), ids),
        step("turn shared", CELL, n.Rank(kept, r.choice(["", "network"]), shared=True), ids),
        step("whole", PRACTICE, rounding(some(by_practice, n.Total(kept, n.Over.COMPONENTS)))),
        step("figure", SCHEME, rounding(some(by_scheme, n.Total(whole, n.Over.PRACTICES)))),
        step("constant", COMPONENT, rounding(some(by_component, n.Total(kept, n.Over.PRACTICES))), first),
        step("weights", PERIOD, rounding(some([field("weight"), *by_scheme, n.StepValue("figure")]))),
        step(
            "month",
            INSTALMENT,
            rounding(some([*by_practice, whole], field("weight"), n.StepValue("weights"))),
        ),
        step("year", PRACTICE, n.Total(month, n.Over.PERIODS) - whole),
        step("each month", PERIOD, n.Total(month, n.Over.PRACTICES)),
    ]


def width_of(plan: Plan, grain: Grain) -> int:
    """Return how many figures a row of a column of that grain has."""
    if Axis.COMPONENTS in grain:
        return len(plan.components)
    return len(plan.periods) if Axis.PERIODS in grain else 1
