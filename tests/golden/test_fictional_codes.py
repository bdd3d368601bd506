"""No practice, network or commissioner in the examples exists in the published lists."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ("practice_code", "name", "network_code", "commissioner_code")
ORGANISATION = ("code", "name", "practice", "ccg", "pcn", "icb", "board")


def _texts(rows: list[dict[str, str]]) -> set[str]:
    return {value.strip().upper() for row in rows for value in row.values() if value}


def _published(folder: Path) -> set[str]:
    found: set[str] = set()
    england = folder / "data" / "england"
    for pattern in (
        "MAPPING_NHS_GEOGRAPHIES*.csv",
        "fingertips-imd*.csv",
        "nhspaymentsgp-*.csv",
        "practice_total_points*.csv",
    ):
        for file in england.glob(pattern):
            with file.open(encoding="utf-8-sig", newline="") as opened:
                rows = list(csv.DictReader(opened))
            kept = [h for h in rows[0] if any(word in h.lower() for word in ORGANISATION)]
            found |= _texts([{h: row[h] for h in kept} for row in rows])
    for file in [*england.glob("*.parquet"), *(folder / "data" / "scotland").glob("*.parquet")]:
        table = pd.read_parquet(file)
        for column in table.columns:
            if any(word in column.lower() for word in ORGANISATION):
                found |= set(table[column].dropna().astype(str).str.strip().str.upper().unique())
    return found


@pytest.fixture(scope="session")
def real(published: Path) -> set[str]:
    found = _published(published)
    assert len(found) > 15_000, "the published lists hold thousands of codes and names"
    return found


@pytest.mark.parametrize(
    "table", sorted(ROOT.glob("examples/**/practices.csv")), ids=lambda table: table.parent.parent.name
)
def test_no_code_or_name_of_the_examples_is_published(table: Path, real: set[str]) -> None:
    with table.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    ours = _texts([{c: row[c] for c in COLUMNS} for row in rows])
    assert len(ours) > len(rows)
    assert not ours & real


def test_the_check_notices_a_real_code(real: set[str]) -> None:
    assert "A81001" in real
    assert "THE DENSHAM SURGERY" in real
