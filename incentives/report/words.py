"""A plan in plain English: what is paid for what, each payment by the rule that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.formula.english import figure, say
from incentives.formula.nodes import Divide, FieldValue, nil
from incentives.formula.plan import THIS_SCHEDULE, Columns, Stage
from incentives.report.paragraphs import Line

if TYPE_CHECKING:
    from incentives.formula.plan import Component, Plan, Step

_AS_USUAL = Divide(FieldValue(Columns.NUMERATOR), FieldValue(Columns.DENOMINATOR), nil())


def in_english(plan: Plan) -> str:
    """Return the whole plan in words, deterministic: each thing that is paid for, then what all share."""
    start = plan.year.starts_in
    lines = [plan.title, f"For the year from 1 April {start} to 31 March {start + 1}.", ""]
    for component in plan.components:
        lines += [*_component(plan, component), ""]
    lines.append("How everything is paid")
    lines += [f"  {s.title}: {s.says}\n    {s.title} = {say(plan, s.expression)}." for s in _shared(plan)]
    return "\n".join(lines).rstrip()


def step_by_step(plan: Plan) -> tuple[Line, ...]:
    """Return every step of a plan once, with its formula; a figure that differs by indicator by its name."""
    lines = []
    for step in plan.steps:
        if step.name in _TECHNICAL:
            continue
        alone = step.only[0] if len(step.only) == 1 else ""
        whom = f" ({alone})" if alone else f" ({len(step.only)} of them)" if step.only else ""
        lines.append(Line(f"{step.title}{whom}: {step.says}"))
        lines.append(Line(f"= {say(plan, step.expression, alone)}.", under=True))
    return tuple(lines)


_TECHNICAL = (Columns.POINTS_POSSIBLE, Columns.INTERVENTION)


def _component(plan: Plan, component: Component) -> list[str]:
    by = "" if component.paid_by == THIS_SCHEDULE else f" (paid by {component.paid_by})"
    lines = [f"{component.id}  {component.title}{by}"]
    offered = next((f for f in plan.scheme_fields if f.name == Columns.POINTS_OFFERED), None)
    if offered and component.id in dict(offered.values):
        lines.append(f"  Worth {figure(offered.value(component.id), offered.unit)}.")
    for step in plan.steps:
        if component.id in step.only and _decides_points(step):
            lines += [f"  {step.says}", f"    {step.title} = {say(plan, step.expression, component.id)}."]
    amount = component.amount if component.amount != "payable" else Columns.PAYMENT
    if factor := plan.step(Columns.FACTOR, component.id):
        lines.append(f"  {factor.says}")
    elif paid := plan.step(amount, component.id):
        lines += [f"  {paid.says}", f"    {paid.title} = {say(plan, paid.expression, component.id)}."]
    return lines


def _decides_points(step: Step) -> bool:
    """Tell whether a step of an indicator says how its points come about, beyond what all have alike."""
    if step.name in (Columns.POINTS_POSSIBLE, Columns.INTERVENTION):
        return False
    if step.name == Columns.ACHIEVEMENT:
        return step.expression != _AS_USUAL or ". " in step.says
    return step.stage in (Stage.COUNTS, Stage.ACHIEVEMENT, Stage.POINTS)


def _shared(plan: Plan) -> list[Step]:
    """The rules that are the same for many: each once, in the order of composition."""
    stages = (Stage.FACTORS, Stage.POUNDS, Stage.LINES, Stage.PERIODS)
    lines = {c.amount for c in plan.components}
    found = []
    for step in plan.steps:
        own = step.name in lines and step.name not in (Columns.PAYMENT, "payable", "paid_elsewhere")
        by_practice = step.stage is Stage.ACHIEVEMENT and not step.only
        if (
            (step.stage in stages or by_practice)
            and not own
            and (len(step.only) != 1 or len(plan.components) == 1)
        ):
            found.append(step)
    return found
