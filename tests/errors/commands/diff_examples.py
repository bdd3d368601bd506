"""Differences that cannot be said in pounds: other years, other practices, no price, too many data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from incentives.cli.diff import diff
from incentives.compare.diff import differences
from incentives.compare.diff_money import in_money
from incentives.compare.money import Side
from incentives.shipped import shipped
from tests.workbook.example_plan import example_binding, example_plan

if TYPE_CHECKING:
    from pathlib import Path

PACK = shipped("examples") / "barsetshire" / "pack"
QOF = "qof-england-2015-16"
NOTHING = {
    "year": "2015/16",
    "stopped": [],
    "indicators": [],
    "payments": [],
    "lines": [],
    "rules": [],
}


def other_years(_: Path) -> None:
    """Ask for the pounds of two years with the practice data of one."""
    diff("qof-england-2014-15", QOF, [PACK])


def too_many_data(_: Path) -> None:
    """Give practice data three times for two schemes."""
    diff(QOF, QOF, [PACK, PACK, PACK])


def no_price(scheme: str) -> None:
    """Ask for the pounds of a scheme that has points alone."""
    diff(QOF, scheme, [PACK])


def other_practices(_: Path) -> None:
    """Set two sets of practice data beside each other that hold other practices."""
    plan, binding = example_plan(), example_binding()
    fewer = replace(binding, practices=binding.practices[1:])
    in_money(differences(NOTHING, NOTHING), Side(plan, binding), Side(plan, fewer))
