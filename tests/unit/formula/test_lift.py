"""The lift changes how a figure is written, never what it is: held to the tree before it, in fractions."""

from __future__ import annotations

import random
from fractions import Fraction
from math import prod

import pytest

from incentives.base.rounding import Rounding, Rule, rounded
from incentives.base.year import FinancialYear
from incentives.formula.excel import formula
from incentives.formula.lift import Lift
from incentives.formula.nodes import (
    Add,
    AtLeast,
    Both,
    Choose,
    Condition,
    Divide,
    Either,
    FieldValue,
    Greatest,
    Least,
    Multiply,
    Node,
    Number,
    Opposite,
    Round,
    StepValue,
    Subtract,
    Total,
    Value,
    nil,
    one,
    slide,
)
from incentives.formula.plan import DataField, Plan, SchemeField, Stage, Step
from incentives.formula.ratios import Ratio, Sum, TooManyCases, Whole
from incentives.formula.units import PLAIN, POUNDS, PRACTICE, SCHEME

COUNTS = ("numerator", "denominator", "register")
FIGURES = {
    "lower": Fraction(9, 20),
    "upper": Fraction(4, 5),
    "price": Fraction(3203, 20),
    "taken": Fraction(-7, 2),
}
MONEY = ("paid",)
TWO_ALIKE = (Add, Subtract, Multiply, Least, Greatest)


def a_plan(*expressions: Value) -> Plan:
    """Steps s0, s1, … by practice over counts, scheme figures (one negative) and one sum of money."""
    data = [DataField(n, PRACTICE, PLAIN, "measures", n, n) for n in COUNTS]
    data += [DataField(n, PRACTICE, POUNDS, "baseline", n, n, per=100) for n in MONEY]
    scheme = [SchemeField(n, SCHEME, PLAIN, n, (("", v),)) for n, v in FIGURES.items()]
    steps = [Step(f"s{i}", f"s{i}", PRACTICE, PLAIN, e, "", Stage.POINTS) for i, e in enumerate(expressions)]
    money = Rounding(Rule.HALF_UP, 2)
    year = FinancialYear(2015)
    return Plan("p", "P", year, (), tuple(steps), tuple(data), tuple(scheme), (), money, money)


def exact(node: Node, plan: Plan, given: dict[str, Fraction]) -> Fraction:  # noqa: C901 - one case for each node
    """Return a figure by either tree, lifted or not, from the meaning of each node alone."""

    def of(n: Node) -> Fraction:
        return exact(n, plan, given)

    match node:
        case Number():
            return node.value
        case FieldValue():
            return given[node.name]
        case StepValue():
            step = plan.step(node.name)
            assert step
            return of(step.expression)
        case Whole():
            assert (of(node.of) * node.scale).denominator == 1
            return of(node.of) * node.scale
        case Sum():
            return sum((k * prod(map(of, fs), start=Fraction(1)) for k, fs in node.terms), Fraction(0))
        case Ratio():
            below = [of(f) for f in node.below]
            assert prod(below, start=Fraction(1)) > 0
            return node.constant * prod(map(of, node.top), start=Fraction(1)) / prod(below, start=Fraction(1))
        case Add():
            return of(node.a) + of(node.b)
        case Subtract():
            return of(node.a) - of(node.b)
        case Multiply():
            return of(node.a) * of(node.b)
        case Divide():
            return of(node.a) / of(node.b) if of(node.b) else of(node.if_nil)
        case Least():
            return min(of(node.a), of(node.b))
        case Greatest():
            return max(of(node.a), of(node.b))
        case Choose():
            return of(node.then) if met(node.when, plan, given) else of(node.otherwise)
        case Round():
            return rounded(of(node.of), node.places, node.rule)
    raise AssertionError(node)


def met(node: Condition, plan: Plan, given: dict[str, Fraction]) -> bool:
    match node:
        case AtLeast():
            return exact(node.a, plan, given) >= exact(node.b, plan, given)
        case Both():
            return met(node.a, plan, given) and met(node.b, plan, given)
        case Either():
            return met(node.a, plan, given) or met(node.b, plan, given)
        case Opposite():
            return not met(node.a, plan, given)
    raise AssertionError(node)


def a_value(dice: random.Random, depth: int, steps: int) -> Value:
    if depth == 0:
        leaves: list[Value] = [FieldValue(n) for n in (*COUNTS, *FIGURES, *MONEY)]
        leaves += [Number(Fraction(dice.randint(-3, 9), dice.choice((1, 1, 2, 7))))]
        leaves += [StepValue(f"s{i}") for i in range(steps)]
        return dice.choice(leaves)
    a, b = (a_value(dice, depth - 1 - dice.randint(0, depth - 1), steps) for _ in "ab")
    kind: type[Value] = dice.choice((*TWO_ALIKE, Multiply, Divide, Choose, Round))
    if kind is Divide:
        return Divide(a, b, a_value(dice, 0, steps))
    if kind is Choose:
        return Choose(a_condition(dice, depth - 1, steps), a, b)
    if kind is Round:
        return Round(a, dice.choice((0, 2)), dice.choice(tuple(Rule)))
    return next(k for k in TWO_ALIKE if k is kind)(a, b)


def a_condition(dice: random.Random, depth: int, steps: int) -> Condition:
    kind = dice.choice((AtLeast, AtLeast, Both, Either, Opposite)) if depth else AtLeast
    if kind is AtLeast:
        return AtLeast(a_value(dice, max(0, depth - 1), steps), a_value(dice, 0, steps))
    if kind is Opposite:
        return Opposite(a_condition(dice, depth - 1, steps))
    made = Both if kind is Both else Either
    return made(a_condition(dice, depth - 1, steps), a_condition(dice, depth - 1, steps))


def some_figures(dice: random.Random) -> dict[str, Fraction]:
    given = {n: Fraction(dice.choice((0, 1, dice.randint(0, 100)))) for n in COUNTS}
    return given | FIGURES | {"paid": Fraction(dice.randint(-5000, 5000), 100)}


@pytest.mark.parametrize("seed", range(600))
def test_a_lifted_step_is_the_same_figure(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same trees in every run
    plan = a_plan(*(a_value(dice, 1 + i, i) for i in range(3)))
    lift = Lift(plan)
    for step in plan.steps:
        try:
            lifted = lift.step(step)
        except TooManyCases:
            continue
        for _ in range(6):
            given = some_figures(dice)
            assert exact(step.expression, plan, given) == exact(lifted, plan, given)


class InWords:
    """Cells by the names of their columns."""

    def one(self, column: FieldValue | StepValue) -> str:
        return column.name

    def total(self, total: Total) -> str:
        return f"SUM(every_{total.of.name})"

    def groups(self, attribute: str, *, to_here: bool = False) -> tuple[str, str]:  # noqa: ARG002 - as the cells are asked
        return f"every_{attribute}", attribute

    def ranked(self, column: FieldValue | StepValue) -> tuple[str, str]:
        return f"every_{column.name}", f"first_{column.name}"


def text_of(*expressions: Value) -> str:
    plan = a_plan(*expressions)
    return formula(Lift(plan).step(plan.steps[-1]), InWords())


def test_points_on_a_line_divide_once() -> None:
    numerator, denominator = FieldValue("numerator"), FieldValue("denominator")
    achieved = slide(Divide(numerator, denominator, nil()), FieldValue("lower"), FieldValue("upper"))
    points = Choose(AtLeast(denominator, one()), Multiply(FieldValue("register"), achieved), nil())
    assert text_of(Round(points, 2)) == (
        "ROUND(IF(denominator >= 1, MAX(0, MIN(register, "
        "(register*(100*numerator-ROUND(lower*100, 0)*denominator))"
        "/(denominator*(ROUND(upper*100, 0)-ROUND(lower*100, 0))))), 0), 2)"
    )


def test_a_factor_above_and_below_the_line_is_left_out() -> None:
    share = Divide(FieldValue("register"), FieldValue("denominator"), nil())
    assert text_of(Multiply(share, FieldValue("denominator"))) == "IF(denominator >= 1, register, 0)"


def test_a_sum_of_pence_is_rounded_so_that_no_trace_of_a_double_is_left() -> None:
    assert text_of(Subtract(FieldValue("paid"), FieldValue("price"))) == "ROUND(paid-price, 2)"


def test_a_rounded_step_enters_as_a_whole_number() -> None:
    points = Round(Multiply(FieldValue("register"), FieldValue("upper")), 2)
    paid = Round(Multiply(StepValue("s0"), FieldValue("price")), 2)
    assert text_of(points, paid) == "ROUND((ROUND(s0*100, 0)*ROUND(price*100, 0))/(10000), 2)"


def test_rounding_down_cuts_whole_pence() -> None:
    month = Round(Divide(FieldValue("paid"), Number(Fraction(12)), nil()), 2, Rule.DOWN)
    assert text_of(month) == "ROUNDDOWN((ROUND(paid*100, 0))/(12), 0)/100"


def test_a_multiplier_that_may_be_negative_is_not_taken_into_least() -> None:
    least = Least(FieldValue("register"), FieldValue("numerator"))
    assert text_of(Multiply(least, FieldValue("paid"))).startswith("IF(numerator >= register, ")
    assert text_of(Multiply(least, FieldValue("taken"))).startswith("MAX(")


def test_a_scheme_reversed_thresholds_give_a_divisor_above_nil() -> None:
    share = Divide(FieldValue("register"), Subtract(FieldValue("lower"), FieldValue("upper")), nil())
    assert text_of(share) == "(-100*register)/(-ROUND(lower*100, 0)+ROUND(upper*100, 0))".replace(
        "-ROUND(lower*100, 0)+ROUND(upper*100, 0)", "ROUND(upper*100, 0)-ROUND(lower*100, 0)"
    )
