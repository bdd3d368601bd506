"""A plan in plain English: what is paid for what, each payment by the rule that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.formula.english import figure, say
from incentives.formula.plan import Columns, Stage

if TYPE_CHECKING:
    from incentives.formula.plan import Component, Plan, Step


def in_english(plan: Plan) -> str:
    """Return the whole plan in words, deterministic, one paragraph for each thing that is paid for."""
    lines = [
        plan.title,
        f"Year {plan.year}: 1 April {plan.year.starts_in} to 31 March {plan.year.starts_in + 1}.",
        "",
    ]
    for component in plan.components:
        lines += [*_component(plan, component), ""]
    shared = [s for s in plan.steps if not s.only and s.stage in (Stage.FACTORS, Stage.LINES, Stage.PERIODS)]
    if shared:
        lines.append("For every practice")
        lines += [f"  {s.title}: {s.says} ({say(plan, s.expression)}.)" for s in shared]
    return "\n".join(lines).rstrip()


def _component(plan: Plan, component: Component) -> list[str]:
    head = f"{component.id}  {component.title}".rstrip()
    if component.paid_by != "this schedule":
        head += f" (paid by {component.paid_by})"
    lines = [head]
    offered = next((f for f in plan.scheme_fields if f.name == Columns.POINTS_OFFERED), None)
    if offered and component.id in dict(offered.values):
        lines.append(f"  Worth {figure(offered.value(component.id), offered.unit)}.")
    rules = _rules(plan, component)
    return lines + [f"  {s.says} {s.title} = {say(plan, s.expression, component.id)}." for s in rules]


def _rules(plan: Plan, component: Component) -> list[Step]:
    shown = ("points_as_achieved", Columns.POINTS, Columns.FACTOR, Columns.PAYMENT)
    found = (plan.step(name, component.id) for name in shown if plan.has(name))
    return [s for s in found if s is not None]
