"""A failing example of what may not be published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from incentives.compare.groups import Standing
from incentives.report.publication import Published, bundle
from incentives.report.resting import Resting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _a_practice_named(_: Path) -> None:
    standing = Standing("ZZ9001", "Bridge Surgery", "", "GMS", None, None, atypical=False)
    published = Published(
        terms={},
        english="Agreed with Bridge Surgery.",
        page="",
        parts=(),
        decision=None,
        counts={},
        titles={},
        standings={"ZZ9001": standing},
        tables=(),
        resting=Resting({}, {}),
        program="incentives",
        data="",
        head="",
    )
    bundle(published, date(2015, 5, 1))


REPORT: dict[str, Callable[[Path], object]] = {"R230": _a_practice_named}
