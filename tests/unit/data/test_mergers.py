"""A merger into a practice that goes on would pay for patients twice; a new practice does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.errors.data.query_examples import PART_YEAR, follow, problems, sound

if TYPE_CHECKING:
    from pathlib import Path

LAST_DAY = {"closes": "2015-09-30", "list_as_at": "2015-09-30"}


def _asked(
    folder: Path,
    second: dict[str, str] | None = None,
    *,
    more: str = PART_YEAR,
    follows: list[dict[str, str]] | None = None,
) -> list[str]:
    tables = {**sound(), "successions": follows or follow()}
    tables["practices"][0] |= LAST_DAY
    tables["practices"][1] |= second or {}
    return [p.message for p in problems(folder, tables, more) if p.code == "D247"]


def test_a_practice_that_goes_on_with_the_other_s_patients_is_asked_about(tmp_path: Path) -> None:
    (said,) = _asked(tmp_path)
    assert said == (
        "1 practice has taken over patients within the year who are on its list, and would be paid twice: "
        "ZZ9002 (from ZZ9001 on 1 October 2015)."
    )


@pytest.mark.parametrize(
    "second",
    [{"opens": "2015-10-01"}, {"list_as_at": "2015-09-30", "closes": "2015-12-31"}],
    ids=["it is new", "its list is of the day before"],
)
def test_nothing_is_asked_of_a_new_practice_or_of_a_list_without_those_patients(
    tmp_path: Path, second: dict[str, str]
) -> None:
    assert _asked(tmp_path, second) == []


@pytest.mark.parametrize("cells", [{"share": "60%"}, {"on": "2016-04-01"}, {"on": "2015-09-30"}])
def test_nothing_is_asked_of_a_split_or_of_another_day(tmp_path: Path, cells: dict[str, str]) -> None:
    assert _asked(tmp_path, follows=follow(**cells)) == []


def test_nothing_is_asked_where_the_scheme_pays_for_no_days(tmp_path: Path) -> None:
    assert _asked(tmp_path, more="") == []
