"""One written schedule for all tests of this folder."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from incentives.calculate import Results, calculate
from incentives.report.schedule import write_schedule
from tests.workbook.example_plan import example_binding, example_plan

if TYPE_CHECKING:
    from pathlib import Path

DATED = date(2016, 5, 31)


@pytest.fixture(scope="session")
def results() -> Results:
    return calculate(example_plan(), example_binding())


@pytest.fixture(scope="session")
def workbook(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "schedule.xlsx"
    write_schedule(results, path, dated=DATED)
    return path
