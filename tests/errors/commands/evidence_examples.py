"""Events, tables of the projection, comparisons and amounts that cannot be used."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from incentives.base.problem import Place
from incentives.cli.backtest import backtest
from incentives.cli.compare import compare
from incentives.cli.correcting import correct
from incentives.cli.evidence import evidence
from incentives.compare.whole import comparison
from incentives.data.interests import Interest
from incentives.report.audience import audience_of
from tests.errors.commands.given import FOLDER, given

if TYPE_CHECKING:
    from pathlib import Path


def unknown_event(_: Path) -> None:
    """Name an event that is not in the library."""
    backtest(["dudley-2061"])


def spoilt_table(folder: Path) -> None:
    """Give a table that is none."""
    (folder / "table.json").write_text("{}", encoding="utf-8")
    backtest(["dudley-2016"], table=folder / "table.json")


def table_that_has_seen_the_event(folder: Path) -> None:
    """Score a table on what it was learned from."""
    evidence(table=folder / "table.json")
    backtest(["dudley-2016"], table=folder / "table.json")


def other_nations(_: Path) -> None:
    """Compare schemes of two nations."""
    comparison(given(nation="Scotland"))


def no_price_to_compare(_: Path) -> None:
    """Compare with a scheme that has points and no price."""
    comparison(given(priced=False))


def unknown_member(_: Path) -> None:
    """Give a register of interests that names a practice nobody knows."""
    comparison(given(register=(Interest("Dr Thorne", "member", True, "ZZ9999", Place("register.csv", 2)),)))


def no_whole_pence(folder: Path) -> None:
    """Correct by a part of a penny."""
    correct(
        "BQS1516/May/ZZ9001",
        amount="£1.005",
        reason="none",
        ledger=folder / "ledger.db",
        delegation=folder / "delegation.yaml",
        prepared_by="Ana",
        approved_by="Ben",
        dated=datetime(2015, 5, 1),  # noqa: DTZ001 - a day
    )


def unknown_audience(_: Path) -> None:
    """Make a page for nobody."""
    audience_of("publick", ["ZZ9001"])


FORESEEN = "event,unit,indicator,type,numerator,denominator\nmade,nowhere,W1,process,80,100\n"


def not_stored(folder: Path) -> None:
    """Score stored forecasts on results that nothing was stored of."""
    events, stored = folder / "events.csv", folder / "forecasts.json"
    events.write_text(FORESEEN, encoding="utf-8")
    backtest([str(events)], store=stored, dated=datetime(2025, 4, 1))  # noqa: DTZ001 - a day
    seen = FORESEEN.replace("W1", "W2").replace("\n", ",observed_change\n", 1)
    events.write_text(seen.rstrip() + ",-3\n", encoding="utf-8")
    backtest([str(events)], stored=stored)


def no_events(_: Path) -> None:
    """Score nothing."""
    backtest([])


def interests_for_the_public(folder: Path) -> None:
    """Ask for a public page with the register of interests."""
    compare(
        "qof-england-2015-16", "qof-england-2015-16", [FOLDER / "pack"], interests=folder, audience="public"
    )


def data_once_for_two_years(_: Path) -> None:
    """Look back over two years on the practice data of one."""
    years = "qof-england-2014-15", "qof-england-2015-16"
    compare(*years, [FOLDER / "pack"], across_years=True)


def sign_off_without_a_day(_: Path) -> None:
    """Sign estimates off without saying when."""
    compare("qof-england-2015-16", "qof-england-2015-16", [FOLDER / "pack"], sign_off=("Dr A. Name", "March"))


def type_nobody_knows(folder: Path) -> None:
    """Compare with a scheme that has an indicator of a type nobody knows."""
    text = (FOLDER / "scheme.yaml").read_text(encoding="utf-8")
    (folder / "scheme.yaml").write_text(text.replace("type: process", "type: procces"), encoding="utf-8")
    compare("qof-england-2015-16", str(folder / "scheme.yaml"), [FOLDER / "pack"], draws=0)
