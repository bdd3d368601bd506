"""Imports every published file there is and writes the table of docs/IMPORT.md: rows, figures, refusals.

Run: ``uv run python -m tests.golden.import_table [--folder ../shared] [--write]``. Without ``--write`` it
compares and says what is not current (exit 1).
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from incentives.base.year import FinancialYear
from incentives.data.figures import Status
from incentives.data.published.importing import Imported, Wish, bring_together, recognised
from tests.golden.folder import command

PAGE = Path(__file__).resolve().parents[2] / "docs" / "IMPORT.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
HEAD = (
    "| Layout | File | Year | Rows read | Figures in | Used "
    "| of them suppressed | nil or none | blank | Set aside | Refused |\n"
    "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
)
ENGLAND, ODS = Path("data/england"), Path("corpora/openprescribing-nhs")
SCOTLAND = Path("data/scotland")
LATER = Wish(FinancialYear(2017), date(2017, 9, 1))


class Case(NamedTuple):
    """Files that are imported together, as the user would type it."""

    files: tuple[Path, ...]
    wish: Wish = Wish()


CASES = (
    Case((ENGLAND / "nhspaymentsgp-14-15.csv",)),
    Case((ENGLAND / "nhspaymentsgp-22-23.csv",)),
    Case((ENGLAND / "PREVALENCE_2223.csv", ENGLAND / "MAPPING_NHS_GEOGRAPHIES_2223.csv")),
    Case(
        tuple(
            ENGLAND / "cqrs_layout" / f"{name}.csv"
            for name in (
                "INDICATOR_VALUES",
                "INDICATOR_ACHIEVED_POINTS",
                "INDICATOR_REFERENCE_CONTROL",
                "PCA_REFERENCE",
                "PREVIOUS_INDICATOR_MAPPINGS",
                "VALIDATION_RULES",
            )
        )
    ),
    Case((ENGLAND / "IIF_indicators_annual_pub_2023_24.csv",)),
    Case((ENGLAND / "fingertips-imd-2025-gp-practice.csv",), Wish(FinancialYear(2025), date(2026, 1, 1))),
    Case((ENGLAND / "HoC_gp_demographics_2020.csv",), Wish(FinancialYear(2019), date(2020, 1, 1))),
    Case(
        (ENGLAND / "practice_indicator_2024_25_sample.parquet",),
        Wish(
            FinancialYear(2024),
            date(2025, 3, 31),
            told={"numerator min": "numerator", "denominator min": "denominator", "pcas min": "exceptions"},
        ),
    ),
    Case((SCOTLAND / "practice_indicator.parquet",), Wish(FinancialYear(2015), date(2016, 3, 31))),
    Case((ODS / "pipeline_test-data_epraccur1.csv",), LATER),
    Case(
        (
            ODS / "pipeline_e2e-test-data_data-1_practice_details_2017_08_epraccur.csv",
            ODS / "pipeline_e2e-test-data_data-1_ccg_details_2017_08_eccg.csv",
        ),
        LATER,
    ),
    Case(
        (ODS / "pipeline_e2e-test-data_data-1_patient_list_size_2017_09_gp-reg-pat-prac-quin-age.csv",), LATER
    ),
    Case(
        (ODS / "frontend_tests_fixtures_commands_patient_list_size_2040_02_patient_list_size_new.csv",), LATER
    ),
    Case((ODS / "frontend_tests_fixtures_commands_prevalencebyprac.csv",), Wish(FinancialYear(2013))),
)


def measured(folder: Path, cases: tuple[Case, ...] = CASES) -> str:
    """Return the table's lines, in the order of the cases."""
    return HEAD + "".join(line for case in cases for line in lines(imported(folder, case)))


def imported(folder: Path, case: Case) -> Imported:
    """Import the files of a case."""
    reads, problems = recognised([folder / file for file in case.files], case.wish)
    return bring_together(reads, case.wish, problems)


def lines(result: Imported) -> list[str]:
    """Return a line for each file."""
    out = []
    for source in result.sources:
        tally = source.tally
        aside = sum(refusal.reason.set_aside for refusal in tally.refused)
        numbers = (
            tally.rows,
            tally.figures_in,
            len(tally.used),
            tally.of_status(Status.SUPPRESSED),
            tally.of_status(Status.NIL) + tally.of_status(Status.NONE),
            tally.of_status(Status.NOT_SUPPLIED),
            aside,
            len(tally.refused) - aside,
        )
        cells = (
            tally.layout,
            f"`{source.name}`",
            str(source.year or result.year),
            *(f"{n:,}" for n in numbers),
        )
        out.append(f"| {' | '.join(cells)} |\n")
    return out


def main() -> int:
    """Measure, and write or compare."""
    parser = command(__doc__)
    parser.add_argument("--write", action="store_true", help="write the table into docs/IMPORT.md")
    given = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    held, after = rest.split(END)
    table = measured(given.folder)
    if given.write:
        PAGE.write_text(f"{before}{BEGIN}{table}{END}{after}", encoding="utf-8")
    elif held != table:
        sys.stdout.write(table + "docs/IMPORT.md is not current: run with --write\n")
        return 1
    sys.stdout.write(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
