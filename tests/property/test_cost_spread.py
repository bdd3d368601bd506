"""What is worked out of the range of the cost, beside trial years that the engine paid; and conservation.

``python -m tests.property.cost_spread`` is the same with 50 practices and 200,000 years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.calculate import calculate, payments
from incentives.compare.money import EVERYONE, Side, compared
from incentives.compare.movement import moved
from incentives.compare.uncertainty import spreads_of, worked_out
from incentives.compare.whatif import with_signed
from tests.property.cost_made import made_sides
from tests.property.cost_spread import FAULTS, MOST, figures, paid_years, with_fault
from tests.property.made_mixed import mixed, written
from tests.property.made_schemes import made
from tests.property.readings import bound, read

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

Years = tuple[Side, Side, tuple["NDArray[np.int64]", "NDArray[np.int64]"]]
BIGGEST = ("variance halved", "a pot forgotten", "nobody comes back")


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Years:
    base, proposed = made_sides(tmp_path_factory.mktemp("made"), 20)
    return base, proposed, paid_years(base, proposed, 300, seed=1)


def test_mean_deviation_and_chances_are_those_of_years_that_the_engine_paid(years: Years) -> None:
    base, proposed, drawn = years
    found = figures(worked_out(base, proposed), *drawn)
    assert len(found) >= 13
    assert [f for f in found if abs(f.off) > MOST] == []


@pytest.mark.parametrize("fault", BIGGEST)
def test_a_planted_fault_is_noticed(years: Years, fault: str) -> None:
    base, proposed, drawn = years
    assert with_fault(fault, base, proposed, drawn) > MOST


@pytest.mark.long
def test_more_years_and_every_fault(tmp_path: Path) -> None:
    base, proposed = made_sides(tmp_path, 20)
    drawn = paid_years(base, proposed, 2_500, seed=5)
    found = figures(worked_out(base, proposed), *drawn)
    assert [f for f in found if abs(f.off) > MOST] == []
    noticed = (*BIGGEST, "no movement in common")
    assert all(with_fault(fault, base, proposed, drawn) > MOST for fault in noticed)
    assert set(BIGGEST) < set(FAULTS)


def test_both_schemes_are_worked_out_and_say_so(years: Years) -> None:
    base, proposed, _ = years
    found = spreads_of(base, proposed)
    assert found.because == ""
    assert not any(s.drawn for s in (found.base, found.proposed, found.difference))
    assert "without random trial years" in found.proposed.way
    assert found == spreads_of(base, proposed)
    assert found.difference.expected == pytest.approx(found.proposed.expected - found.base.expected, rel=0.02)


def test_a_scheme_beside_itself_differs_by_nothing_in_every_year(years: Years) -> None:
    base, proposed, _ = years
    for side in (base, proposed):
        more = worked_out(side, side).difference
        assert set(more.totals) == {0}


def test_differences_of_practices_add_up_to_the_two_runs_in_every_drawn_year(years: Years) -> None:
    base, proposed, _ = years
    for number in range(6):
        one, other = (Side(s.plan, moved(s.plan, s.binding, 3, number)) for s in (base, proposed))
        _conserved(one, other)


@pytest.mark.parametrize("seed", [734, 1515, 1519])
def test_differences_add_up_in_drawn_years_of_generated_schemes(tmp_path: Path, seed: int) -> None:
    case = made(seed)
    sides = []
    for name, text in (("one", case.text), ("other", case.text.replace("points: 17", "points: 13"))):
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        plan, _ = read(path)
        sides.append(Side(plan, bound(plan, case.tables, case.as_at)))
    for number in range(3):
        _conserved(*(Side(s.plan, moved(s.plan, s.binding, seed, number)) for s in sides))


HELD, READ = 305, 54
"""Seeds: practices that all stand at their cap, so that nothing is left of the spread; and one worked out."""


@pytest.mark.parametrize("seed", [0, 7, READ, HELD])
def test_a_generated_scheme_beside_itself_differs_by_nothing(tmp_path: Path, seed: int) -> None:
    _nothing_apart(tmp_path, seed)


@pytest.mark.long
@pytest.mark.parametrize("seeds", [range(n, n + 30) for n in range(600, 780, 30)])
def test_more_generated_schemes_have_a_range_and_beside_themselves_none(tmp_path: Path, seeds: range) -> None:
    for seed in seeds:
        _nothing_apart(tmp_path, seed)


def _nothing_apart(folder: Path, seed: int) -> None:
    case = mixed(seed)
    plan, _ = read(written(case, folder))
    side = Side(plan, bound(plan, case.tables, case.as_at))
    found = spreads_of(side, side, draws=2)
    assert set(found.difference.totals) == {0}
    assert found.base == found.proposed


def _conserved(base: Side, proposed: Side) -> None:
    everyone = compared(base, proposed).scenario(EVERYONE)
    signed = frozenset(base.binding.practices)
    before, after = (
        int(payments(calculate(s.plan, with_signed(s.binding, signed)))["payment_pence"].sum())
        for s in (base, proposed)
    )
    assert sum(p.difference for p in everyone.practices) == after - before == everyone.difference
