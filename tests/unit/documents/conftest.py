"""The made-up county's documents: the comparison they rest on is worked out once for all their tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.documents.county import County, county, with_answers

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def barsetshire() -> County:
    return county()


@pytest.fixture(scope="session")
def answers_missing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's practice data, with answers, an exit and final figures as they come in over a year."""
    return with_answers(tmp_path_factory.mktemp("pack"))
