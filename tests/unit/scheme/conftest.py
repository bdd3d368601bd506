"""A small national scheme in a folder, for tests to read, change and build on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Problem, Refused
from incentives.scheme.reading import read_scheme
from tests.unit.scheme.written import NATIONAL

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with ``base.yaml``, made the working folder so that places show names alone."""
    (tmp_path / "base.yaml").write_text(NATIONAL, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def problems(folder: Path) -> Callable[[str], tuple[Problem, ...]]:
    """Write a scheme, read it and return its problems; of one that can be used, its warnings."""

    def read(text: str) -> tuple[Problem, ...]:
        (folder / "scheme.yaml").write_text(text, encoding="utf-8")
        try:
            return read_scheme(Path("scheme.yaml"))[1]
        except Refused as refused:
            return refused.problems

    return read
