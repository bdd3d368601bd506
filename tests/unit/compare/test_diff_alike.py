"""A change that many indicators share is told once, in words and in data, and nothing is lost by it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from incentives.compare.diff import Difference, differences
from incentives.compare.diff_alike import FEWEST, alike
from incentives.report.diff_data import as_data
from incentives.report.diff_words import in_words
from incentives.scheme.reading import read_scheme
from incentives.scheme.resolved import resolved
from tests.spec.chapter import scheme

if TYPE_CHECKING:
    from pathlib import Path


def between(first: str | Path, second: str | Path) -> Difference:
    return differences(*(resolved(read_scheme(named)[0]) for named in (first, second)))


def lines(found: Difference, heading: str) -> list[str]:
    parts = [p for p in in_words(found) if p.heading.startswith(heading)]
    return [f"{line.lead} {line.text}".strip() for p in parts for line in p.lines]


def test_who_pays_is_told_once_for_a_scheme_whose_practices_stay_in_qof() -> None:
    found = between("qof-england-2015-16", "aylesbury-vale-2015")
    assert lines(found, "Otherwise changed (77 indicators)") == [
        "All 77 indicators (559 points): paid by CQRS; until now by this schedule."
    ]
    (group,) = as_data(found)["alike"]
    assert (group["setting"], group["was"], group["now"]) == ("paid_by", "this schedule", "CQRS")
    assert (group["indicators"], group["points"], len(group["codes"])) == (77, "559", 77)


def written(folder: Path, name: str, pays: tuple[str, ...]) -> Path:
    rows = [f"X{n}: {{points: {n + 1}, pays: {p}, group: G, title: Thing {n}}}" for n, p in enumerate(pays)]
    path = folder / name
    path.write_text(scheme("\n  ".join(rows)), "utf-8")
    return path


@pytest.mark.parametrize("number", [FEWEST - 1, FEWEST, FEWEST + 1])
def test_a_change_of_some_is_told_once_from_three_on_and_each_is_named(tmp_path: Path, number: int) -> None:
    before = written(tmp_path, "a.yaml", ("40% to 80%",) * 5)
    after = written(tmp_path, "b.yaml", ("50% to 90%",) * number + ("40% to 80%",) * (5 - number))
    found = between(before, after)
    said = lines(found, f"Paid from other thresholds ({number} indicators)")
    assert [any(line.startswith(f"X{n} Thing {n}") for line in said) for n in range(5)] == [
        n < number for n in range(5)
    ]
    times = sum("until now 40% to 80%" in line for line in said)
    assert times == (1 if number >= FEWEST else number)
    groups = alike(found)
    assert len(groups) == (number >= FEWEST)
    assert all(g.points == sum(range(1, number + 1), Fraction(0)) for g in groups)
    assert not any(g.everything for g in groups)


def test_an_indicator_with_a_change_of_its_own_as_well_is_told_under_both(tmp_path: Path) -> None:
    before = written(tmp_path, "a.yaml", ("40% to 80%",) * 4)
    after = written(tmp_path, "b.yaml", ("50% to 90%",) * 4)
    after.write_text(
        after.read_text("utf-8").replace("group: G, title: Thing 2", "group: H, title: Thing 2"), "utf-8"
    )
    found = between(before, after)
    (shared, *_) = lines(found, "Paid from other thresholds (4 indicators)")
    assert shared.startswith("All 4 indicators (10 points): ")
    assert lines(found, "Otherwise changed (1 indicator)")[0] == "X2 Thing 2"


def test_terms_that_are_gone_are_told_as_they_were() -> None:
    said = lines(between("qof-england-2015-16", "aylesbury-vale-2015"), "When it is paid")
    assert said[0] == "No longer part of the scheme. Until now:"
    assert "70% is paid in advance, in equal months." in said
