"""Units and grains: what a column counts, and along which axes it varies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Unit:
    """Powers of pounds, points, patients and days; a share or a percentage has none."""

    pounds: int = 0
    points: int = 0
    patients: int = 0
    days: int = 0

    def __mul__(self, other: Unit) -> Unit:
        """Return the unit of a product."""
        return Unit(
            self.pounds + other.pounds,
            self.points + other.points,
            self.patients + other.patients,
            self.days + other.days,
        )

    def __truediv__(self, other: Unit) -> Unit:
        """Return the unit of a quotient."""
        return Unit(
            self.pounds - other.pounds,
            self.points - other.points,
            self.patients - other.patients,
            self.days - other.days,
        )

    def __str__(self) -> str:
        """Return the unit in words: ``£ per point``, ``patients``, or ``a plain number``."""
        powers = {"£": self.pounds, "points": self.points, "patients": self.patients, "days": self.days}
        top = " × ".join(n if p == 1 else f"{n}^{p}" for n, p in powers.items() if p > 0)
        below = " and ".join(
            n.removesuffix("s") if p == -1 else f"{n}^{-p}" for n, p in powers.items() if p < 0
        )
        if not top and not below:
            return "a plain number"
        return f"{top or 'one'} per {below}" if below else top


PLAIN = Unit()
POUNDS = Unit(pounds=1)
POINTS = Unit(points=1)
PATIENTS = Unit(patients=1)
DAYS = Unit(days=1)


class Axis(Enum):
    """A direction along which figures differ."""

    PRACTICES = "practice"
    COMPONENTS = "component"
    PERIODS = "period"


@dataclass(frozen=True, slots=True)
class Grain:
    """The axes along which a column differs; none means one figure for the whole scheme."""

    axes: frozenset[Axis] = frozenset()

    def __or__(self, other: Grain) -> Grain:
        """Return the grain of two columns put together cell by cell."""
        return Grain(self.axes | other.axes)

    def __contains__(self, axis: Axis) -> bool:
        """Tell whether figures differ along an axis."""
        return axis in self.axes

    def without(self, axis: Axis) -> Grain:
        """Return the grain after totalling over an axis."""
        return Grain(self.axes - {axis})

    def covers(self, other: Grain) -> bool:
        """Tell whether a column of the other grain can be spread over this one."""
        return other.axes <= self.axes

    def __str__(self) -> str:
        """Return ``practice × component``, or ``scheme``."""
        return " × ".join(a.value for a in Axis if a in self.axes) or "scheme"


SCHEME = Grain()
COMPONENT = Grain(frozenset({Axis.COMPONENTS}))
PRACTICE = Grain(frozenset({Axis.PRACTICES}))
PERIOD = Grain(frozenset({Axis.PERIODS}))
CELL = Grain(frozenset({Axis.PRACTICES, Axis.COMPONENTS}))
INSTALMENT = Grain(frozenset({Axis.PRACTICES, Axis.PERIODS}))
"""The grains a column may have; no column differs by component and by period at once."""

GRAINS = (SCHEME, COMPONENT, PRACTICE, PERIOD, CELL, INSTALMENT)
