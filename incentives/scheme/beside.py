"""A second block of steps: the scheme it starts from, worked out for the same practices in the same run.

In: a plan being made and the plan of national QOF. Out: the steps of national QOF up to what is due,
under names of their own. They read the same practice data, so that a floor on QOF, ``explain`` and a
comparison rest on one run. What is compared is paid by nobody: its components stand in ``Plan.compared``.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from incentives.formula.check import fields_of, steps_of
from incentives.formula.english import spoken
from incentives.formula.nodes import FieldValue, Node, StepValue, Value
from incentives.formula.plan import Columns, DataField, SchemeField
from incentives.formula.units import Axis

if TYPE_CHECKING:
    from incentives.formula.plan import Plan, Step
    from incentives.scheme.forms.maker import Maker

PREFIX = "QOF "
COMPARED = "nobody: for comparison"


def put_beside(maker: Maker, plan: Plan) -> None:
    """Add the steps of another plan that lead to what is due, each name with ``PREFIX`` before it."""
    steps = _needed(plan)
    names = _given(maker, plan, {name for step in steps for name in fields_of(step.expression)})
    used = {key for step in steps for key in step.only}
    for component in plan.components:
        if component.id in used:
            title = f"{component.title} (national QOF)"
            compared = replace(component, id=PREFIX + component.id, title=title, paid_by=COMPARED)
            amount = PREFIX + component.amount if component.amount else ""
            maker.compared.append(replace(compared, amount=amount))
    for step in steps:
        for key in step.only or ("",):
            maker.step(
                PREFIX + step.name,
                _renamed(step.expression, names),
                title=f"QOF: {spoken(step.title)}",
                says=step.says,
                stage=step.stage,
                grain=step.grain,
                unit=step.unit,
                component=PREFIX + key if key else "",
                origin=step.origin,
            )


def _needed(plan: Plan) -> tuple[Step, ...]:
    """Return the steps that lead to what is due, in their order."""
    wanted, found = {Columns.DUE}, []
    for step in reversed(plan.steps):
        if step.name in wanted:
            wanted |= steps_of(step.expression)
            found.append(step)
    return tuple(reversed(found))


def _given(maker: Maker, plan: Plan, used: set[str]) -> dict[str, str]:
    """Ask for the given columns; return the name of each in the plan being made."""
    names = {}
    for name, given in plan.given().items():
        if name not in used:
            continue
        if isinstance(given, DataField):
            names[name] = _asked(maker, given)
        else:
            names[name] = _stated(maker, given)
    return names


def _asked(maker: Maker, given: DataField) -> str:
    """Share a column of the data that means the same in both plans; components get their own names."""
    asked = replace(given, only=(), items=tuple(pair for pair in given.items if not pair[0]))
    if maker.means_otherwise(asked):
        asked = replace(asked, name=PREFIX + given.name, says=f"{given.says} (national QOF)")
    if Axis.COMPONENTS not in given.grain:
        maker.given(asked)
    for component in given.only:
        maker.given(asked, PREFIX + component, given.item(component))
    return asked.name


def _stated(maker: Maker, given: SchemeField) -> str:
    by_component = Axis.COMPONENTS in given.grain
    name = given.name if by_component else PREFIX + given.name
    says = given.says if by_component else f"{given.says} (national QOF)"
    for key, figure in given.values:
        component = PREFIX + key if by_component else ""
        maker.stated(name, figure, says=says, unit=given.unit, component=component, origin=given.origin(key))
    return name


def _renamed(node: Value, names: dict[str, str]) -> Value:
    """Return an expression that reads the second block's columns in place of the plan's own."""
    return _copied(node, names)  # type: ignore[no-any-return]


def _copied(node: Any, names: dict[str, str]) -> Any:
    if isinstance(node, StepValue):
        return StepValue(PREFIX + node.name)
    if isinstance(node, FieldValue):
        return FieldValue(names[node.name])
    if not isinstance(node, Node):
        return node
    held = {f.name: _copied(getattr(node, f.name), names) for f in fields(node)}  # type: ignore[arg-type]
    return replace(node, **held)  # type: ignore[type-var]
