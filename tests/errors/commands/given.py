"""A comparison of the example with national QOF, with one thing wrong."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from incentives.cli.compare import shipped_table
from incentives.cli.loading import bound
from incentives.compare.money import Side
from incentives.compare.whole import Given
from incentives.shipped import shipped

if TYPE_CHECKING:
    from incentives.data.interests import Interest

FOLDER = shipped("examples") / "barsetshire"


def given(*, nation: str = "England", priced: bool = True, register: tuple[Interest, ...] = ()) -> Given:
    """Return what a comparison is made of: of another nation, without a price, or with unknown members."""
    sound = _sound()
    base = replace(sound.base, header=sound.base.header.model_copy(update={"nation": nation}))
    side = sound.base_side
    if not priced:
        unpaid = tuple(replace(c, amount="") for c in side.plan.components)
        side = Side(replace(side.plan, components=unpaid), side.binding)
    return replace(sound, base=base, base_side=side, register=register)


@cache
def _sound() -> Given:
    base, base_plan, pack, base_binding = bound("qof-england-2015-16", FOLDER / "pack", quiet=True)
    scheme, plan, _, binding = bound(str(FOLDER / "scheme.yaml"), FOLDER / "pack", quiet=True)
    return Given(base, scheme, Side(base_plan, base_binding), Side(plan, binding), pack, shipped_table())
