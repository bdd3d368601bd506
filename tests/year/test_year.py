"""Two years balance: month by month as worked by hand, to £0.00; and no event can be left out unnoticed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from tests.conftest import ROOT
from tests.year import worked
from tests.year.files import national_results
from tests.year.office import UnexpectedEndError
from tests.year.page import page
from tests.year.story import EVENTS, Story

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.year.books import Books

Row = tuple[str, str, tuple[int, ...]]
SEEN_IN = {
    "a signature": "April 2015",
    "true-up": "July 2015",
    "august": "September 2015",
    "closure": "October 2015",
    "merger": "October 2015",
    "leaver": "October 2015",
    "list": "March 2016",
    "accrual": "April 2016",
    "returns": "the query",
    "pot": "the query",
    "query": "the query",
    "recovery": "Balance, June 2016",
    "second true-up": "July 2016",
}
"""The first row of the books that is not as it was; after an accrual left out the next row that there is."""
TABLES = {"2015-16": worked.FIRST_YEAR, "2016-17": worked.SECOND_YEAR}


@dataclass
class Kept:
    """A whole run: its books, and a copy of the folder as it was before each stage with an event."""

    folder: Path
    books: list[Books] = field(default_factory=list)
    until: dict[str, int] = field(default_factory=dict)
    uploads: dict[str, Mapping[str, list[str]]] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)


def pence(pounds: str) -> int:
    """Return what a literal says, in pence."""
    return int(pounds.replace("£", "").replace(",", "").replace(".", ""))


def expected() -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the literal tables by year and what happened."""
    return {(y, name): tuple(map(pence, row)) for y, table in TABLES.items() for name, *row in table}


def figures(books: Books) -> tuple[int, ...]:
    return tuple(getattr(books, name) for name in worked.FIELDS)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Run both years once, keeping a copy of the folder before each event."""
    root = tmp_path_factory.mktemp("years")
    (root / "office").mkdir()
    story, found = Story(root / "office"), Kept(root)
    for name in story.stages:
        if name in EVENTS.values():
            shutil.copytree(root / "office", root / name)
            found.until[name] = len(found.books)
            found.uploads[name] = {k: [*v] for k, v in story.uploads.items()}
        before = len(story.office.said)
        found.books += story.stages[name]()
        found.typed[name] = [said.command for said in story.office.said[before:]]
    return found


def test_the_literal_tables_are_what_plain_arithmetic_gives() -> None:
    for table, by_hand in (
        (worked.FIRST_YEAR, worked.first_year()),
        (worked.SECOND_YEAR, worked.second_year()),
    ):
        assert {name: tuple(map(pence, row)) for name, *row in table} == by_hand


def test_the_cost_of_a_year_is_the_opening_accrual_reversed_what_was_paid_and_the_closing_accrual() -> None:
    first, second = worked.first_year(), worked.second_year()
    at_end, at_last = first["March 2016"], first["all paid back"]
    # 2015/16: nothing stood when it began. Paid £1,533,651.78, accrued £499,756.75.
    assert 0 + at_end[2] + at_end[3] == at_end[1] == 203_340_853
    # 2016/17, for 2015/16: -£499,756.75 + (£2,075,663.77 - £1,533,651.78) + £0.00 = £42,255.24, unforeseen.
    assert -at_end[3] + (at_last[2] - at_end[2]) + at_last[3] == at_last[1] - at_end[1] == 4_225_524
    # 2016/17, for itself: £1,384,280.13 + £587,538.97.
    closing = second["March 2017"]
    assert closing[2] + closing[3] == closing[1] == 197_181_910


def test_the_offer_and_the_first_month(tmp_path: Path) -> None:
    story = Story(tmp_path)
    april = next(story.books())
    assert figures(april) == expected()["2015-16", "April 2015"]
    said = {x.command.split()[0]: x.out for x in story.office.said}
    assert "offered 40, signed 31, declined 4, no answer 5" in said["signup"]


@pytest.mark.long
def test_both_years_balance_month_by_month_to_nothing(kept: Kept) -> None:
    assert {(b.year, b.happened): figures(b) for b in kept.books} == expected()
    last = {b.year: b for b in kept.books}
    assert [(b.accrued, b.balance) for b in last.values()] == [(0, 0), (0, 0)]


@pytest.mark.long
def test_the_page_says_what_was_typed(kept: Kept) -> None:
    """``just year --page docs/A-YEAR.md`` writes it anew."""
    assert (ROOT / "docs" / "A-YEAR.md").read_text(encoding="utf-8") == page(kept.typed)


@pytest.mark.long
def test_what_the_years_cost_and_what_the_estimate_missed(kept: Kept) -> None:
    office = Story(kept.folder / "office").office
    costs = {
        (year, c["earned_in"]): c
        for year in ("2015/16", "2016/17")
        for c in office.data(f"year-cost --ledger ledger.db --year {year}")
    }
    assert {key: c["cost"] for key, c in costs.items()} == {
        ("2015/16", "2015/16"): 203_340_853,
        ("2016/17", "2015/16"): 4_225_524,
        ("2016/17", "2016/17"): 197_181_910,
    }
    for c in costs.values():
        assert c["opening_reversed"] + c["paid"] + c["closing"] == c["cost"] == c["earned"]
    looked: Any = office.data(
        "look-back allington-2015-16.xlsx --data practices-2015-16.xlsx --ledger ledger.db"
        " --estimated-on as-estimated.xlsx"
    )
    totals = looked["totals"]
    assert (totals["estimate"], totals["actual"], totals["correction"]) == (203_340_853, 207_566_377, 432_000)
    assert looked["explained"]
    estimates = {n: worked.scaled(n) for n in worked.numbers()}
    due = worked.due_in_first()
    assert {r["practice"]: (r["estimate"], r["actual"]) for r in looked["practices"] if r["estimate"]} == {
        f"ZZ8{n:03d}": (estimates[n], due[n] + (worked.UPHELD if n == worked.QUERIED else 0)) for n in due
    }


@pytest.mark.long
def test_one_year_on_says_what_was_forecast_what_was_seen_and_what_was_paid(
    kept: Kept, tmp_path: Path
) -> None:
    """Ranges are stored when the scheme begins; the paper sets results and the ledger beside them."""
    shutil.copytree(kept.folder / "office", tmp_path / "office")
    office = Story(tmp_path / "office").office
    national_results(office.folder / "before", 2015)
    national_results(office.folder / "after", 2016, later=True)
    office.run(
        "monitor allington-2015-16.xlsx --base qof-england-2015-16 --data before --store ranges.yaml"
        " --dated 2015-04-01"
    )
    office.run(
        "monitor allington-2015-16.xlsx --band ranges.yaml --data after --ledger ledger.db"
        " --year-on one-year-on.docx --dated 2017-07-03"
    )
    paper = Document(str(office.folder / "one-year-on.docx"))
    assert any("one year on" in p.text for p in paper.paragraphs)
    figures_told = {c.text for table in paper.tables for row in table.rows for c in row.cells}
    assert "£2,075,663.77" in figures_told


@pytest.mark.long
@pytest.mark.parametrize("event", EVENTS)
def test_an_event_left_out_is_noticed(event: str, kept: Kept, tmp_path: Path) -> None:
    found = run_again(kept, EVENTS[event], tmp_path, frozenset({event}))
    assert found is not None
    assert SEEN_IN[event] in found


@pytest.mark.long
def test_a_run_that_is_taken_up_again_without_leaving_anything_out_is_the_same(
    kept: Kept, tmp_path: Path
) -> None:
    assert run_again(kept, "the balance", tmp_path, frozenset()) is None


def run_again(kept: Kept, stage: str, folder: Path, without: frozenset[str]) -> Row | str | None:
    """Go on from a copy of the folder as it was before a stage, and return the first difference."""
    shutil.copytree(kept.folder / stage, folder / "office")
    story = Story(folder / "office", without, kept.uploads[stage])
    then = [(b.year, b.happened, figures(b)) for b in kept.books[kept.until[stage] :]]
    return first_difference(story.books(stage), then)


def first_difference(books: Iterator[Books], then: list[Row]) -> Row | str | None:
    """Return the first row of the books that is not as it was with every event; None where all are."""
    rows = ((b.year, b.happened, figures(b)) for b in books)
    try:
        for found, wanted in zip_longest(rows, then):
            if found != wanted:
                return found or "nothing more was booked"
    except UnexpectedEndError as end:
        return str(end)
    return None
