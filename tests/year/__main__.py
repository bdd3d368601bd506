"""``python -m tests.year``: run both years and print what stands in the books, month by month.

With ``--keep FOLDER`` the office's files stay there; with ``--page FILE`` the page is written from the run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.year import worked
from tests.year.page import HAPPENED, HEADS, page
from tests.year.story import Story

if TYPE_CHECKING:
    from tests.year.books import Books


def main() -> int:
    """Run the years; return 1 where a figure is not the one worked by hand."""
    given = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    given.add_argument("--keep", type=Path, help="a new folder for the office's files")
    given.add_argument("--page", type=Path, help="where to write the page")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary) / "office"
        folder.mkdir(parents=True)
        typed, wrong = run(Story(folder))
    if asked.page:
        asked.page.write_text(page(typed), encoding="utf-8")
    sys.stdout.write(f"\n{wrong} figures differ from those worked by hand.\n")
    return 1 if wrong else 0


def run(story: Story) -> tuple[dict[str, list[str]], int]:
    """Run a story; print each row as it comes; return the commands by stage, and how many figures differ."""
    by_hand = {
        (y, name): row
        for y, t in (("2015-16", worked.first_year()), ("2016-17", worked.second_year()))
        for name, row in t.items()
    }
    typed: dict[str, list[str]] = {}
    wrong = 0
    sys.stdout.write(_line("Day", "Year", *HEADS[:6]))
    for name, stage in story.stages.items():
        before = len(story.office.said)
        for books in stage():
            found = tuple(getattr(books, f) for f in worked.FIELDS)
            wrong += sum(a != b for a, b in zip(found, by_hand[books.year, books.happened], strict=True))
            _say(books, found)
        typed[name] = [said.command for said in story.office.said[before:]]
    return typed, wrong


def _say(books: Books, found: tuple[int, ...]) -> None:
    pounds = [f"{'-' if x < 0 else ''}£{abs(x) // 100:,}.{abs(x) % 100:02d}" for x in found]
    sys.stdout.write(_line(books.day.isoformat(), books.year, books.happened, *pounds))
    if said := HAPPENED[books.year].get(books.happened):
        sys.stdout.write(f"{'':20}{said}\n")
    sys.stdout.flush()


def _line(day: str, year: str, what: str, *pounds: str) -> str:
    return f"{day:12}{year:8}{what:26}" + "".join(f"{p:>21}" for p in pounds) + "\n"


if __name__ == "__main__":
    sys.exit(main())
