"""The versions that pyproject.toml pins are those that are installed, and none is left out."""

from __future__ import annotations

import runpy

from tests.conftest import ROOT

PINS = runpy.run_path(str(ROOT / ".ci" / "pins.py"))


def test_everything_installed_is_pinned_to_its_exact_version() -> None:
    assert PINS["differences"](PINS["pinned"](), PINS["installed"]()) == []


def test_a_newer_version_and_an_unpinned_package_are_both_found() -> None:
    found = PINS["differences"]({"numpy": "2.4.6"}, {"numpy": "2.4.7", "extra": "1"})
    assert found == [
        "numpy: 2.4.7 is installed, pinned is 2.4.6: run `just pins`",
        "extra: 1 is installed, pinned is none: run `just pins`",
    ]
