"""Published files, imported by the command line: their sums stand in the pack, and a scheme scores them."""

from __future__ import annotations

import csv
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from incentives.cli import main
from tests.golden.import_table import BEGIN, CASES, END, HEAD, PAGE, Case, imported, lines

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.long

QUICK = [n for n, case in enumerate(CASES) if "cqrs" in str(case.files[0]) or "corpora" in str(case.files[0])]
SOME, SENTINEL = 800, -9999
"""Rows that a test reads of a nation's file, and what Scotland's registers hold where there is none."""
SCHEME = """kind: scheme
id: sample
title: Three indicators of 2024/25
year: 2024/25
nation: England
indicators_from: england
rounding:
  points: half up to 2 places
  money: half up to the penny
  at: each component
indicators:
  AF008: {points: 12, pays: 70% to 95%}
  BP002: {points: 15, pays: 50% to 90%}
  HYP008: {points: 14, pays: 40% to 77%}
"""


@pytest.fixture
def incentives(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that runs the command line and expects it to succeed."""

    def run(*words: object) -> None:
        monkeypatch.setattr(sys, "argv", ["incentives", *map(str, words)])
        try:
            main()
        except SystemExit as end:
            assert not end.code, end.code  # noqa: PT017 - a command ends so

    return run


@pytest.mark.parametrize("year", ["14-15", "22-23"])
def test_payments_are_imported_without_a_flag_and_to_the_penny(
    year: str, published: Path, tmp_path: Path, incentives: Callable[..., None]
) -> None:
    path = tmp_path / f"nhspaymentsgp-{year}.csv"
    rows = (
        (published / "data" / "england" / path.name).read_text(encoding="utf-8-sig").splitlines(keepends=True)
    )
    path.write_text("".join(rows[:SOME]), encoding="utf-8-sig")
    incentives("import", path, "--out", tmp_path / "pack")
    raw = pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    pack = pd.read_csv(tmp_path / "pack" / "baseline.csv")
    assert len(pack) == len(raw)
    assert sum(pack["pence"]) == sum(Decimal(text) for text in raw["Total QOF Payments"]) * 100
    others = pd.read_csv(tmp_path / "pack" / "payments.csv")
    total = "Total NHS Payments to General Practice"
    paid = others.loc[others["payment"] == total, "pence"]
    assert sum(paid) == sum(Decimal(text) for text in raw[total]) * 100


def test_an_imported_sample_scores_as_published(
    published: Path, tmp_path: Path, incentives: Callable[..., None]
) -> None:
    path = published / "data" / "england" / "practice_indicator_2024_25_sample.parquet"
    columns = ["--column", "numerator_min=numerator", "--column", "denominator_min=denominator"]
    stated = ["--year", "2024/25", "--as-at", "2025-03-31", "--accept-guess"]
    sample = pd.read_parquet(path)
    sample = sample[sample["indicator"].isin(["AF008", "BP002", "HYP008"])]
    registers = tmp_path / "PREVALENCE_2425.csv"
    heads = "PRACTICE_CODE,GROUP_CODE,REGISTER,PATIENT_LIST_TYPE,PRACTICE_LIST_SIZE"
    practices = sorted(set(sample["practice_code"]))
    kept = [f"{code},{group},9000,TOTAL,9000" for code in practices for group in ("AF", "BP", "HYP")]
    registers.write_text("\n".join([heads, *kept]) + "\n", encoding="utf-8")
    incentives("import", path, registers, "--out", tmp_path / "pack", *columns, *stated)
    (tmp_path / "scheme.yaml").write_text(SCHEME, encoding="utf-8")
    out = tmp_path / "scores.csv"
    incentives("score", tmp_path / "scheme.yaml", "--data", tmp_path / "pack", "--out", out)
    scored = pd.read_csv(out)
    both = sample.merge(scored, on=["practice_code", "indicator"], validate="one_to_one")
    assert len(both) == len(sample) == len(scored) > 150
    assert both["points_achieved"].round(2).tolist() == both["points_computed_2dp"].tolist()


def test_what_scotland_suppressed_is_suppressed_in_the_pack(published: Path, tmp_path: Path) -> None:
    case = next(case for case in CASES if "scotland" in str(case.files[0]))
    raw = pd.read_parquet(published / case.files[0])
    raw = pd.concat([raw.head(10 * SOME), raw[raw["register"] == SENTINEL]]).drop_duplicates()
    raw.to_parquet(tmp_path / "scotland.parquet")
    (source,) = imported(tmp_path, Case((Path("scotland.parquet"),), case.wish)).sources
    flags = raw[["num_flag", "denom_flag", "register_flag"]].to_numpy().ravel().tolist()
    statuses = [used.status.name for used in source.tally.used]
    assert statuses.count("SUPPRESSED") == flags.count("suppressed")
    assert statuses.count("NIL") == flags.count("dash")
    assert statuses.count("NONE") == flags.count("na")
    assert len(source.tally.refused) == int((raw["register"] == SENTINEL).sum()) > 0


def test_the_table_of_the_page_is_what_is_measured(published: Path) -> None:
    held = PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    assert held.startswith(HEAD)
    for number in QUICK:
        for line in lines(imported(published, CASES[number])):
            assert line in held


def test_the_report_names_each_figure_that_is_not_in_the_pack(
    published: Path, tmp_path: Path, incentives: Callable[..., None]
) -> None:
    path = (
        published
        / "corpora"
        / "openprescribing-nhs"
        / "frontend_tests_fixtures_commands_prevalencebyprac.csv"
    )
    incentives("import", path, "--out", tmp_path / "pack", "--year", "2013/14")
    with (tmp_path / "pack" / "import-report.csv").open(encoding="utf-8") as file:
        report = list(csv.DictReader(file))
    assert [row["what"] for row in report].count("refused") == 8
    raw = path.read_text(encoding="utf-8").splitlines()
    assert all(row["value"] in raw[int(row["row"]) - 1] for row in report)
