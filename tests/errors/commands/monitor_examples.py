"""Ranges, later results and goals that cannot be used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incentives.cli.monitor import monitor
from incentives.cli.solve import solve
from incentives.shipped import shipped
from tests.unit.compare.later_results import later_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

FOLDER = shipped("examples") / "barsetshire"
VIEWS = "on,who,role,about,said,answer,change\n"
SCHEME, PACK, QOF = str(FOLDER / "scheme.yaml"), FOLDER / "pack", "qof-england-2015-16"


def neither(_: Path) -> None:
    """Name neither a file to store nor a stored one."""
    monitor(SCHEME, [PACK])


def not_reported(folder: Path) -> None:
    """Store ranges of a scheme whose practices stop reporting."""
    text = (FOLDER / "scheme.yaml").read_text(encoding="utf-8")
    text = text.replace("keep_reporting: yes", "keep_reporting: no")
    text = re.sub(r"  - name: qof_kept\n(    .*\n)+", "", text)
    path = folder / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    monitor(str(path), [PACK], base=QOF, store=folder / "ranges.yaml", draws=0)


def of_another_scheme(folder: Path) -> None:
    """Read ranges with a scheme that they were not stored for."""
    monitor(SCHEME, [PACK], base=QOF, store=folder / "ranges.yaml", draws=0)
    monitor(QOF, [PACK], band=folder / "ranges.yaml")


def of_no_period(folder: Path) -> None:
    """Give results from before go-live alone."""
    monitor(SCHEME, [PACK], base=QOF, store=folder / "ranges.yaml", draws=0)
    monitor(SCHEME, [PACK], band=folder / "ranges.yaml")


def _year_on(folder: Path, **options: Any) -> None:
    monitor(SCHEME, [PACK], base=QOF, store=folder / "ranges.yaml", draws=0)
    later = later_pack(folder, {})
    monitor(SCHEME, [PACK, later], band=folder / "ranges.yaml", year_on=folder / "y.html", **options)


def _views(folder: Path, text: str) -> None:
    path = folder / "views.csv"
    path.write_text(text, encoding="utf-8")
    _year_on(folder, views=path)


def _solve(change: str, goal: str, **options: Any) -> None:
    solve(SCHEME, QOF, PACK, change.split("; "), goal, **options)


COMMANDS: dict[str, Callable[[Path], object]] = {
    "C180": neither,
    "C181": not_reported,
    "C182": of_another_scheme,
    "C183": of_no_period,
    "C187": lambda _: _solve("points of HYP6", "cost <= £4,000,000"),
    "C188": lambda _: _solve("price per point", "cost is £4,000,000"),
    "C189": lambda _: _solve("price per point", "cost <= £1,000"),
    "C230": lambda _: _solve("price per point; points of HYP006", "cost <= £4,000,000"),
    "C231": lambda _: _solve("price per point", "cost <= £4,000,000", aim="keep shares"),
    "C232": lambda _: _solve("price per point", "cost <= £4,000,000", practices_with_less=3, most_lost="0%"),
    "C233": lambda _: _solve("points of HYP006, DM007", "cost <= £4,000,000", between="half to all"),
    "C235": lambda folder: _views(folder, "on,who,text\n2016-05-01,LMC,Too long\n"),
    "C236": lambda folder: _views(folder, VIEWS + "May,LMC,,frailty,Too long,,\n"),
    "C237": lambda folder: monitor(SCHEME, [PACK], band=folder / "r.yaml", later=QOF),
    "C238": lambda folder: _year_on(folder, later=QOF),
    "C234": lambda _: _solve("points of HYP006, FRAIL01", "cost <= £4,000,000"),
}
