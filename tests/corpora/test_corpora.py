"""Bombs, made here, are refused by name; of the corpora, where they are, a few files are tried."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from incentives.data.files import read_file
from tests.conftest import absent
from tests.corpora.__main__ import all_tried, second_opinions
from tests.corpora.bombs import LARGE, REFUSED, book, with_sheet
from tests.corpora.limits import limited
from tests.corpora.outcomes import READ, WRONG, Outcome, Trial
from tests.corpora.second_opinion import differences
from tests.corpora.sources import trials_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.long

LONG = os.environ.get("INCENTIVES_SIZE") == "long"
EVERY = 10 if LONG else 150


@pytest.mark.parametrize("name", sorted(REFUSED) if LONG else sorted(set(REFUSED) - LARGE))
def test_what_nobody_should_open_is_refused_by_name(name: str) -> None:
    make, code = REFUSED[name]
    read = read_file(make(), "file.xlsx")
    assert [p.code for p in read.problems] == [code]
    assert not read.sheets


def test_a_bomb_is_refused_within_its_limits_in_every_reader() -> None:
    trials = [Trial("", "b.xlsx", reader, REFUSED["zip bomb"][0]()) for reader in ("file", "import")]
    assert [outcome.kind for outcome in all_tried(trials).values()] == ["refused"] * 2


def test_some_trials_of_the_corpora_are_read_or_refused_and_never_wrong(published: Path) -> None:
    folder = published / "corpora"
    if not folder.is_dir():
        absent("no corpora in the folder of published data")
    some = [trial for n, trial in enumerate(trials_of(folder)) if n % EVERY == 0]
    outcomes = all_tried(some)
    assert len({trial.source for trial in some}) > 5
    assert {o.kind for o in outcomes.values()} > {READ}
    assert {t.name: o.reason for t, o in outcomes.items() if o.kind == WRONG} == {}


def test_no_end_too_much_memory_and_a_failure_are_each_wrong() -> None:
    assert "1 s of the processor" in limited(_TRIAL, _endless, seconds=1).reason
    assert "MiB" in limited(_TRIAL, _large).reason
    assert "ZeroDivisionError" in limited(_TRIAL, _failing).reason


def test_a_difference_from_the_expectation_is_wrong() -> None:
    wrong = Trial("", "a.csv", "file", b"a,b\n1,2\n", '[{"a": "1", "b": "3"}]')
    settings = Trial("", "case 1", "settings", b"a: 1\n", '{"a": 2}')
    invalid = Trial("", "case 2", "settings", b"a: 1\n", "error")
    assert [o.kind for o in all_tried([wrong, settings, invalid]).values()] == [WRONG] * 3


def test_libreoffice_reads_a_workbook_as_we_do() -> None:
    (outcome,) = second_opinions({Trial("", "book.xlsx", "file", book()): Outcome(READ)}).values()
    if not outcome.compared:
        absent("no LibreOffice")
    assert outcome == Outcome(READ, "", "LibreOffice")


def test_a_cell_that_another_program_reads_otherwise_is_named() -> None:
    other = openpyxl.load_workbook(BytesIO(book())).worksheets[0]
    (ours,) = read_file(with_sheet("<v>7233</v>", "<v>7234</v>"), "book.xlsx").sheets
    assert list(differences(ours, other)) == ["practices!C2: '7234' (a number) and 7233"]


_TRIAL = Trial("", "x", "file", b"")


def _endless(_: Trial, __: Callable[[], None]) -> Outcome:
    while True:
        pass


def _large(_: Trial, done: Callable[[], None]) -> Outcome:
    held = bytearray(1_200_000_000)
    held[::4096] = b"x" * len(held[::4096])
    done()
    return Outcome(READ)


def _failing(_: Trial, __: Callable[[], None]) -> Outcome:
    return Outcome(str(1 // 0))
