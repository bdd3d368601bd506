"""Points from a price per patient: a slip in how they are stated is told, and not taken for meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused, errors
from incentives.scheme.reading import read_scheme
from incentives.scheme.shelf import scheme_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("word", "wrote"), [("expected_patients", "expectd_patients"), ("price_per_patient", "price_for_patient")]
)
def test_a_misspelt_word_is_told_at_its_line(word: str, wrote: str, tmp_path: Path) -> None:
    text = scheme_file("hammersmith-fulham-2008").read_text(encoding="utf-8")
    (tmp_path / "scheme.yaml").write_text(text.replace(word, wrote, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_scheme(tmp_path / "scheme.yaml")
    (problem,) = errors(refused.value.problems)
    line = text[: text.index(word)].count("\n") + 1
    assert (problem.code, problem.place.line, problem.remedy) == ("S201", line, f'Did you mean "{word}"?')
