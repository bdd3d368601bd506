"""The months before the balance on their own: what is paid in advance rests on no result of the year.

In April nobody knows a result, and the list of next January is not counted. An instalment needs neither:
so its months are a plan of their own, which asks for nothing that only the balance rests on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from incentives.formula.nodes import Choose, FieldValue, Rank, StepValue, Total, Value, holds
from incentives.formula.plan import Columns
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from incentives.formula.plan import Plan, Step

_IS_BALANCE = holds(FieldValue("is_balance"))
_SHARED = (Total, Rank)


def months_alone(plan: Plan) -> Plan:
    """Return the plan of the months before the balance: their steps, and the figures that these rest on.

    A plan without instalments is returned as it is; so is one whose months rest on indicators, or on other
    practices, since it cannot be parted.
    """
    months = tuple(p for p in plan.periods if not p.is_balance)
    paid = plan.step(Columns.INSTALMENT)
    if not months or paid is None or not _parted(paid.expression):
        return plan
    month = replace(paid, expression=_month(paid.expression))
    steps, fields = _rests_on(plan, month)
    if any(_is_shared(step) for step in steps):
        return plan
    return replace(
        plan,
        components=(),
        compared=(),
        attributes=(),
        steps=steps,
        data_fields=tuple(f for f in plan.data_fields if f.name in fields),
        scheme_fields=tuple(f for f in plan.scheme_fields if f.name in fields),
        periods=months,
    )


def _parted(value: Value) -> bool:
    return any(isinstance(node, Choose) and node.when == _IS_BALANCE for node in value.walk())


def _month(value: Value) -> Value:
    """Return what a month pays, where the step chooses between the balance and a month."""
    return value.otherwise if isinstance(value, Choose) and value.when == _IS_BALANCE else value


def _rests_on(plan: Plan, month: Step) -> tuple[tuple[Step, ...], frozenset[str]]:
    """Return the steps that a month needs, in the plan's order with its own last, and the given columns."""
    needed, kept, fields = [month], [month], set[str]()
    seen = {month.name}
    while needed:
        for node in needed.pop().expression.walk():
            if isinstance(node, FieldValue):
                fields.add(node.name)
            elif isinstance(node, StepValue) and node.name not in seen:
                seen.add(node.name)
                kept.extend(plan.blocks(node.name))
                needed.extend(plan.blocks(node.name))
    order = {step.name: at for at, step in enumerate(plan.steps)}
    return tuple(sorted(kept, key=lambda step: order[step.name])), frozenset(fields)


def _is_shared(step: Step) -> bool:
    return Axis.COMPONENTS in step.grain or any(isinstance(n, _SHARED) for n in step.expression.walk())
