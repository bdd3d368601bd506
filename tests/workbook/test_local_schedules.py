"""Each local scheme writes a schedule that another program works out to the oracle's pounds, to 0p."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.calculate import calculate
from incentives.report.schedule import write_schedule
from tests.conftest import ROOT
from tests.oracle.worked import worked
from tests.property.made_rows import rows_for
from tests.property.readings import bound, by_oracle, by_workbook, paid_here, read
from tests.workbook.conftest import DATED
from tests.workbook.recalculated import by_formualizer, cells_of, spoiled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.property.made_rows import Row

pytestmark = pytest.mark.long

FILES = sorted((ROOT / "schemes" / "local").glob("*.yaml"))
KEPT = ("ZZ9001", "ZZ9002", "ZZ9003", "ZZ9004")


def test_there_are_local_schemes() -> None:
    assert len(FILES) >= 6


@pytest.mark.parametrize("file", FILES, ids=lambda p: p.stem)
def test_a_schedule_of_made_up_practices_is_worked_out_again_to_the_penny(file: Path, tmp_path: Path) -> None:
    plan, resolved = read(file)
    tables = _of_some(rows_for(resolved, seed=len(file.stem)))
    (lists_of,) = {f.as_at for f in plan.data_fields if f.table == "practices" and f.as_at}
    results = calculate(plan, bound(plan, tables, {"practices": lists_of}))
    book, wrong = tmp_path / "schedule.xlsx", tmp_path / "wrong.xlsx"
    write_schedule(results, book, dated=DATED)
    assert spoiled(book, wrong) > len(KEPT)
    where = {sheet: cells_of(book, sheet) for sheet in ("Payments", "Instalments")}
    found = by_workbook(by_formualizer(wrong), where)
    ours = paid_here(plan)
    oracle = {
        key: amount
        for key, amount in by_oracle(worked(resolved, tables)).items()
        if key[0] == "instalment" or (key[0] == "pounds" and key[2] in ours)
    }
    assert len(oracle) >= len(KEPT) * len(plan.periods)
    assert any(amount > 0 for amount in oracle.values())
    assert {key: found.get(key) for key in oracle} == oracle


def _of_some(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Leave out most practices: it is the formulas that are tried, one row of them being like another."""
    return {
        name: [row for row in rows if row.get("practice_code", KEPT[0]) in KEPT]
        for name, rows in tables.items()
    }
