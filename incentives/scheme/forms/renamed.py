"""A maker that gives some columns another name, so that what follows can take their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.formula.plan import Columns
from incentives.scheme.forms.maker import Maker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from incentives.formula.nodes import FieldValue, StepValue, Value


class Renamed(Maker):
    """Makes the same plan; columns named in ``names`` get the name and title given there.

    ``apart`` is put after the names of the scheme's figures, so that two versions of an entry can state
    two figures; ``says`` is added to what its points are said to be.
    """

    def __init__(
        self, maker: Maker, names: Mapping[str, tuple[str, str]], apart: str = "", says: str = ""
    ) -> None:
        self.__dict__.update(maker.__dict__)
        self._maker, self._names, self._apart, self._says = maker, names, apart, says

    @property
    def root(self) -> Maker:
        """The plan being made, without other names."""
        return self._maker.root

    def step(self, name: str, expression: Value, **rest: Any) -> StepValue:
        """Add the step, under its other name where it has one."""
        if self._says and name == Columns.POINTS:
            rest["says"] = f"{rest['says'].removesuffix('.')}{self._says}."
        if name in self._names:
            name, rest["title"] = self._names[name]
        return self._maker.step(name, expression, **rest)

    def stated(self, name: str, figure: Fraction, **rest: Any) -> FieldValue:
        """State a figure, one of the entry itself under a name of its own where two versions state one."""
        if self._apart and rest.get("component"):
            name, rest["says"] = f"{name}{self._apart}", f"{rest['says']}{self._apart}"
        return self._maker.stated(name, figure, **rest)
