"""What every test may ask for: the optional folder of published data, and how an absent tool is met."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

from tests.spec.coverage import Coverage

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Hold chapters of forms to their least number of cases, in the process that hears of all tests."""
    if not hasattr(config, "workerinput") and not config.pluginmanager.has_plugin(Coverage.NAME):
        config.pluginmanager.register(Coverage(), Coverage.NAME)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests to `.ci/run`, unless they are named: an ordinary run is done in five minutes."""
    wanted = os.environ.get("INCENTIVES_REQUIRE_ALL") == "1" or config.args_source.name == "ARGS"
    if wanted or config.option.markexpr or config.option.keyword:
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if not item.get_closest_marker("long")]


def absent(what: str) -> NoReturn:
    """Skip with the reason, or fail where everything is required (``INCENTIVES_REQUIRE_ALL=1``)."""
    if os.environ.get("INCENTIVES_REQUIRE_ALL") == "1":
        pytest.fail(f"{what}: required by INCENTIVES_REQUIRE_ALL=1")
    pytest.skip(what)


@pytest.fixture(scope="session")
def published() -> Path:
    """The optional folder of published NHS data (``INCENTIVES_PUBLISHED_DATA``, default ``../shared``)."""
    folder = (ROOT / os.environ.get("INCENTIVES_PUBLISHED_DATA", "../shared")).resolve()
    if not (folder / "data").is_dir():
        absent("no folder of published data (set INCENTIVES_PUBLISHED_DATA to one)")
    return folder
