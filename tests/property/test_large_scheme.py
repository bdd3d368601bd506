"""A scheme of 800 indicators with every form: it can be read; a mistake in its last line is found there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused, Severity
from incentives.scheme.reading import read_scheme
from tests.property.made_large import EMPTY, INDICATORS, large, with_mistake
from tests.property.pairs import forms_in, stages
from tests.property.readings import read

if TYPE_CHECKING:
    from pathlib import Path


def test_it_holds_every_form(tmp_path: Path) -> None:
    _, resolved = read(large(tmp_path))
    assert forms_in(resolved) == set(stages())
    assert len(resolved["indicators"]) > INDICATORS


def test_a_mistake_in_the_last_line_is_found_there_and_nowhere_else(tmp_path: Path) -> None:
    path, last = with_mistake(large(tmp_path))
    with pytest.raises(Refused) as refused:
        read_scheme(path)
    errors = [p for p in refused.value.problems if p.severity is Severity.ERROR]
    assert [(p.place.line, p.code) for p in errors] == [(last, "S201")]
    assert last == len(path.read_text("utf-8").splitlines())


def test_an_empty_scheme_is_one(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text(EMPTY, "utf-8")
    assert read_scheme(path)[0].indicators == ()
