"""Every shipped scheme is held to the oracle at 0p, on made-up practices and on the example's own data."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from incentives.data.binding import bind
from incentives.data.pack import read_pack
from incentives.scheme.shelf import shipped_schemes
from incentives.shipped import shipped
from tests.oracle.worked import worked
from tests.property.made_rows import PRACTICES, rows_for
from tests.property.readings import bound, by_calculate, by_explain, by_oracle, different, read, run

if TYPE_CHECKING:
    from pathlib import Path

SCHEMES = shipped_schemes()


@pytest.mark.parametrize("name", SCHEMES)
def test_made_up_practices_are_paid_what_the_oracle_says(name: str) -> None:
    plan, resolved = read(SCHEMES[name])
    tables = rows_for(resolved, seed=len(name))
    (lists_of,) = {f.as_at for f in plan.data_fields if f.table == "practices" and f.as_at}
    binding = bound(plan, tables, {"practices": lists_of})
    oracle = by_oracle(worked(resolved, tables))
    assert len(oracle) > PRACTICES * 2 * len(resolved["indicators"])
    assert sum(amount > 0 for amount in oracle.values()) > len(oracle) // 3
    assert different(by_calculate(run(plan, binding)), oracle) == []
    assert different(by_explain(plan, binding), oracle) == []


def test_barsetshire_is_paid_what_the_oracle_says() -> None:
    folder = shipped("examples") / "barsetshire"
    plan, resolved = read(folder / "scheme.yaml")
    binding = bind(plan, read_pack(folder / "pack"))
    oracle = by_oracle(worked(resolved, {p.stem: _rows(p) for p in (folder / "pack").glob("*.csv")}))
    assert different(by_calculate(run(plan, binding)), oracle) == []
    assert different(by_explain(plan, binding), oracle) == []


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
