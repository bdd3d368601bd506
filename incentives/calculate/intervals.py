"""What is paid at least and at most where counts are suppressed: an interval, never a guess.

A suppressed count lies between two whole numbers that its publisher states. Every sort of figure is put
to either end; for each practice and component the ends that pay it least, and most, are kept, and the
scheme is worked out again with all of them, so that floors, caps and totals follow.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from incentives.base.problem import Place, Problem, Refused
from incentives.calculate.influence import share_figures
from incentives.calculate.results import Results, calculate
from incentives.formula.plan import Columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.data.bound import Binding
    from incentives.formula.plan import Plan

Ends = tuple[int, int]


def lowest_and_highest(plan: Plan, binding: Binding, ends: Ends) -> tuple[Results, Results]:
    """Return the plan worked out for what pays each practice and component least, and for what pays most.

    ``binding`` was made with ``keep_suppressed``; ``ends`` are the least and the most that a suppressed
    count can be. Raises Refused (D243) where what one practice is paid depends on others' figures: their
    intervals would not be its own.
    """
    hidden = sorted(name for name, column in binding.columns.items() if column.suppressed)
    if hidden and share_figures(plan):
        message = "Suppressed figures cannot be given an interval where practices are paid by each other's."
        remedy = "Use a scheme that states national figures, or ask for the counts."
        raise Refused([Problem("D243", Place(plan.id), message, remedy)])
    corners = [dict(zip(hidden, at, strict=True)) for at in product(ends, repeat=len(hidden))]
    paid = np.stack([_paid(calculate(plan, _at(binding, corner))) for corner in corners])
    least, most = (
        calculate(plan, _chosen(plan, binding, corners, chosen))
        for chosen in (paid.argmin(axis=0), paid.argmax(axis=0))
    )
    return least, most


def _paid(results: Results) -> np.ndarray:
    """Return pence by practice × component, 0 for what is no component of its own (practice lines)."""
    plan = results.plan
    out = np.zeros((len(results.binding.practices), len(plan.components)), np.int64)
    for place, component in enumerate(plan.components):
        if component.amount and plan.step(Columns.PAYMENT, component.id):
            out[:, place] = results.pence(component.id)
    return out


def _at(binding: Binding, corner: Mapping[str, int]) -> Binding:
    """Return a binding with every suppressed figure of a column at the same end."""
    return _with(
        binding, {name: dict.fromkeys(binding.columns[name].suppressed, end) for name, end in corner.items()}
    )


def _chosen(plan: Plan, binding: Binding, corners: list[dict[str, int]], chosen: np.ndarray) -> Binding:
    """Return a binding with each suppressed figure at the end chosen for its practice and component."""
    width = len(plan.components)
    figures = {
        name: {
            at: corners[int(chosen[at // width, at % width])][name] for at in binding.columns[name].suppressed
        }
        for name in corners[0]
    }
    return _with(binding, figures)


def _with(binding: Binding, figures: Mapping[str, Mapping[int, int]]) -> Binding:
    columns = dict(binding.columns)
    for name, ends in figures.items():
        integers = array("q", columns[name].integers)
        for at, end in ends.items():
            integers[at] = end * columns[name].per
        columns[name] = replace(columns[name], integers=integers)
    top, below = columns.get(Columns.NUMERATOR), columns.get(Columns.DENOMINATOR)
    if top and below:
        for at in below.suppressed:
            known = 0 if at in top.suppressed else top.integers[at]
            below.integers[at] = max(below.integers[at], known)
        for at in top.suppressed:
            top.integers[at] = min(top.integers[at], below.integers[at])
    return replace(binding, columns=columns)
