"""Mistakes in every setting of a scheme file are met with one message, at the line, and a remedy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.errors.mistakes import KINDS, Tried, try_all

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

ONE_IN = 5
"""The share of mistakes tried here; ``just mistakes`` tries all of them."""


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    folder: Path = tmp_path_factory.mktemp("mistakes")
    return try_all(folder, one_in=ONE_IN)


def test_there_are_enough_of_each_kind(tried: Tried) -> None:
    counts = Counter(m.mistake.kind for m in tried.met)
    assert len(tried.met) >= 300
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= 10


def test_every_file_passes_before_a_mistake_is_made(tried: Tried) -> None:
    assert tried.not_sound == []


def test_one_message_names_the_line(tried: Tried) -> None:
    wrong = [(m.mistake.kind, m.mistake.file, m.mistake.way) for m in tried.met if not m.right]
    assert tried.share_right() >= 0.99, wrong


def test_the_remedy_of_a_misspelling_mends_it(tried: Tried) -> None:
    wrong = [(m.mistake.file, m.mistake.way, m.mistake.wrote) for m in tried.met if m.mended is False]
    assert tried.share_mended() >= 0.9, wrong


def test_no_message_names_a_type_or_a_library(tried: Tried) -> None:
    assert tried.unfit_words() == set()
