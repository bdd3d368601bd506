"""The synthetic CCG is the same for the same seed, sound, and looks like a real one."""

from __future__ import annotations

from pathlib import Path

from incentives.base.year import FinancialYear
from incentives.data import Pack, read_pack
from incentives.data.series import Key
from incentives.data.synthetic import generate, write_pack
from incentives.data.synthetic.england_2015_16 import ENGLAND_2015_16
from incentives.data.synthetic.spec import Kind

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "barsetshire" / "pack"
YEAR = FinancialYear(2015)


def total(pack: Pack, item: str, measure: str) -> int:
    return sum(pack.measures[Key(YEAR, item, measure)].values)


def test_the_shipped_example_is_what_the_seed_makes(tmp_path: Path) -> None:
    for file in write_pack(generate(ENGLAND_2015_16, 2015), tmp_path):
        assert (EXAMPLE / file.name).read_bytes() == file.read_bytes(), file.name
    assert {f.name for f in EXAMPLE.iterdir()} == {f.name for f in tmp_path.iterdir()}


def test_another_seed_makes_other_figures() -> None:
    assert generate(ENGLAND_2015_16, 1).tables != generate(ENGLAND_2015_16, 2015).tables


def test_the_example_reads_without_a_warning() -> None:
    pack = read_pack(EXAMPLE)
    assert pack.warnings == ()
    assert len(pack.practices) == 40
    contracts = pack.tables["practices"].column("contract")
    assert (contracts.count("PMS"), contracts.count("APMS")) == (10, 1)


def test_one_practice_has_nobody_on_a_small_register() -> None:
    assert 0 in read_pack(EXAMPLE).measures[Key(YEAR, "OST", "register")].values


def test_levels_are_near_the_national_ones_they_are_made_from() -> None:
    pack = read_pack(EXAMPLE)
    sums = {
        i.id: (total(pack, i.id, "numerator"), total(pack, i.id, "denominator"))
        for i in ENGLAND_2015_16.indicators
        if i.kind is Kind.FRACTION
    }
    apart = [
        abs(100 * n / d - i.achieved)
        for i in ENGLAND_2015_16.indicators
        if i.id in sums
        for n, d in [sums[i.id]]
    ]
    assert len(apart) == 54
    assert sum(apart) / len(apart) < 1.5
    patients = sum(map(int, pack.tables["practices"].column("list_size")))
    for group in ENGLAND_2015_16.groups:
        if not group.within:
            size = total(pack, group.id, "cohort" if group.cohort else "register")
            assert abs(size / patients * 1000 / group.per_thousand - 1) < 0.25, group.id


def test_there_are_the_seventy_seven_indicators_of_the_year_and_the_countys_own() -> None:
    assert len(ENGLAND_2015_16.indicators) == 77 + 1
