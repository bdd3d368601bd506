"""A step's formula as it stands in the payment schedule, for those who follow one payment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from incentives.formula.excel import formula
from incentives.formula.lift import Lift
from incentives.report.arrangement import arranged
from incentives.report.layout import read_layout
from incentives.report.places import FIRST_PRACTICE, ROW, Places, Seen, column_letters

if TYPE_CHECKING:
    from incentives.formula.plan import Plan

Formulas = Callable[[str, str], tuple[str, str] | None]


def formulas_of(plan: Plan, practices: int, practice: int) -> Formulas:
    """Return a function from a step's name and a component to its cell and formula in the schedule.

    ``practices`` is how many the schedule lists, ``practice`` the place of the one that is followed.
    The function returns None for a step that the schedule puts into another step's formula.
    """
    places = Places(plan, arranged(plan, read_layout()), practices)
    lift, row = Lift(plan), str(FIRST_PRACTICE + practice + 1)

    def of(name: str, component: str) -> tuple[str, str] | None:
        step, home = plan.step(name, component), places.home(name, component)
        if step is None or home is None:
            return None
        key = component if step.only else ""
        text = formula(lift.step(step, key), Seen(places, home.sheet, key)).replace(ROW, row)
        at = row if home.row is None else str(home.row + 1)
        return f"{home.sheet}!{column_letters(home.column)}{at}", text

    return of
