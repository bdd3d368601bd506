"""A sum shared out in whole pence that add up to it: by largest remainder, ties by practice code.

Each practice's exact quota is cut to whole pence; the pence that are left go one by one to the practices
whose quotas were cut most, of equal ones to the lower practice code. Used by pots, networks and budgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.rounding import Rule
from incentives.formula.nodes import (
    AtLeast,
    Both,
    Choose,
    Condition,
    Divide,
    FieldValue,
    Number,
    Opposite,
    Over,
    Rank,
    Round,
    StepValue,
    Subtract,
    Total,
    Value,
    nil,
    one,
)
from incentives.formula.plan import Origin, Stage
from incentives.formula.units import CELL, COMPONENT, PLAIN, POUNDS, PRACTICE, SCHEME, Unit

if TYPE_CHECKING:
    from incentives.scheme.forms.maker import Maker


@dataclass(frozen=True)
class Shared:
    """What is shared out: ``name`` begins its columns' names, ``title`` their headings.

    ``amount`` is exact pounds, of the scheme or (``within`` a group) of a practice's group; ``weight`` is
    an exact column by practice of unit ``unit``, nil or more. ``component`` is what it is paid for, where
    its columns are by component. ``is_cut`` says that the amount is taken from
    practices, so that the odd penny spares whom it would go to if what is left to them were shared.
    """

    name: str
    title: str
    amount: Value
    weight: FieldValue | StepValue
    unit: Unit
    stage: Stage = Stage.LINES
    within: str = ""
    component: str = ""
    is_cut: bool = False
    origin: Origin = Origin()  # noqa: RUF009 - frozen


def share_out(maker: Maker, shared: Shared) -> StepValue:
    """Return each practice's share in whole pence; nothing where no practice has a weight."""
    columns = _Columns(maker, shared)
    weights = columns.total("all weights", shared.weight, shared.unit, "Weights added up")
    amount = columns.add(
        "to share", Choose(_above_nil(weights, shared.unit), shared.amount, nil(POUNDS)), "To share out"
    )
    quota = Divide(amount * shared.weight, weights, nil(POUNDS))
    base = columns.add(
        "base",
        Round(quota, maker.money.places, Rule.DOWN),
        "In whole pence",
        says="The exact share, the part of a penny left off.",
        by_practice=True,
    )
    left_off = columns.add(
        "left off",
        _order(shared, amount * shared.weight - base * weights),
        "Part of a penny left off",
        says="What was left off, multiplied out so that practices can be put in order.",
        by_practice=True,
        unit=POUNDS * shared.unit,
    )
    turn = columns.add(
        "turn",
        Rank(left_off, shared.within),
        "Turn",
        says="Who comes first for an odd penny: the most left off; of equal ones the lower practice code.",
        by_practice=True,
        unit=PLAIN,
    )
    given = columns.total("in whole pence", base, POUNDS, "Shared in whole pence")
    penny = Number(Fraction(1, 10**maker.money.places), POUNDS)
    odd = columns.odd_penny(turn, Subtract(amount, given), penny)
    return columns.add(
        "share",
        base + Choose(odd, penny, nil(POUNDS)),
        "Share",
        says="The share in whole pence; odd pennies go in turn until everything is shared.",
        by_practice=True,
    )


def _above_nil(value: Value, unit: Unit) -> Condition:
    return Opposite(AtLeast(nil(unit), value))


def _order(shared: Shared, left_off: Value) -> Value:
    """What decides the turn: where a cut is shared, the least left off is spared first."""
    return Subtract(nil(POUNDS * shared.unit), left_off) if shared.is_cut else left_off


class _Columns:
    """Adds the columns of one sum that is shared out."""

    def __init__(self, maker: Maker, shared: Shared) -> None:
        self.maker, self.shared = maker, shared
        one_by_one, in_all = (CELL, COMPONENT) if shared.component else (PRACTICE, SCHEME)
        self.of_practices, self.in_all = one_by_one, one_by_one if shared.within else in_all

    def add(
        self,
        name: str,
        expression: Value,
        title: str,
        *,
        says: str = "",
        by_practice: bool = False,
        unit: Unit = POUNDS,
    ) -> StepValue:
        """Add a column of the sum, named after it."""
        return self.maker.step(
            f"{self.shared.name} {name}",
            expression,
            title=f"{self.shared.title}: {title[:1].lower()}{title[1:]}",
            says=says or f"{title}.",
            stage=self.shared.stage,
            grain=self.of_practices if by_practice else self.in_all,
            unit=unit,
            component=self.shared.component,
            origin=self.shared.origin,
        )

    def total(self, name: str, of: FieldValue | StepValue, unit: Unit, title: str) -> StepValue:
        """Add up a column over all practices, or over each group."""
        over = Over.GROUP if self.shared.within else Over.PRACTICES
        return self.add(name, Total(of, over, self.shared.within), title, unit=unit)

    def odd_penny(self, turn: StepValue, left: Value, penny: Number) -> Condition:
        """Return whether a practice gets (or, where a cut is shared, bears) one more penny."""
        if not self.shared.is_cut:
            return AtLeast(left, turn * penny)
        everyone = self.add(
            "one", one(), "Counted", says="One for each practice.", by_practice=True, unit=PLAIN
        )
        number = self.total("practices", everyone, PLAIN, "Practices")
        return Both(AtLeast(left, penny), AtLeast(left + turn * penny, number * penny + penny))
