"""Each test of a chapter hands over the cases that it held; ``coverage`` adds them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.spec.cases import taken

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _counted(request: pytest.FixtureRequest) -> Iterator[None]:
    taken()
    yield
    request.node.user_properties.append(("cases", taken().as_data()))
