"""A failing example for each problem of offers, uploads, the calendar, returns and reconciliation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.cli.signup import signup
from incentives.govern.offers import answers
from tests.unit.govern.made_packs import EXAMPLE, pack_with

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACK, SCHEME = EXAMPLE / "pack", str(EXAMPLE / "scheme.yaml")

GOVERNANCE: dict[str, Callable[[Path], object]] = {
    "G141": lambda _: answers(pack_with(), "a-scheme"),
}
COMMANDS: dict[str, Callable[[Path], object]] = {
    "C190": lambda _: signup("qof-england-2015-16", PACK),
}
