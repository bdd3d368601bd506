"""The shipped example from its files to a workbook worked out again: 40 practices, every payment to 0p."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.calculate import calculate
from incentives.data.binding import bind
from incentives.data.pack import read_pack
from incentives.formula.plan import THIS_SCHEDULE
from incentives.report.schedule import write_schedule
from incentives.scheme.compiling import plan_of
from incentives.scheme.reading import read_scheme
from incentives.shipped import shipped
from tests.workbook.conftest import DATED
from tests.workbook.recalculated import by_libreoffice, cells_of, formulas, spoiled

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long


def test_barsetshire_is_paid_to_the_penny_by_another_program_too(tmp_path: Path) -> None:
    """LibreOffice alone: the other program needs minutes for 45,000 formulas and has the smaller schemes."""
    folder = shipped("examples") / "barsetshire"
    scheme, _ = read_scheme(str(folder / "scheme.yaml"))
    plan = plan_of(scheme)
    results = calculate(plan, bind(plan, read_pack(folder / "pack")))
    written, wrong = tmp_path / "written.xlsx", tmp_path / "wrong.xlsx"
    write_schedule(results, written, dated=DATED)
    assert spoiled(written, wrong) > 20_000

    where, live = cells_of(written, "Payments"), {f[:3] for f in formulas(written)}
    found = by_libreoffice(wrong, tmp_path)
    compared = 0
    for component in plan.components:
        if component.paid_by != THIS_SCHEDULE:
            continue
        heading = component.id
        for code, pence in zip(results.binding.practices, results.pence(component.id).tolist(), strict=True):
            cell = where[code, heading]
            assert ("Payments", *cell) in live
            assert found["Payments"][cell] == pence / 100, (code, heading)
            compared += 1
    assert compared > 2_500
