"""``incentives monitor --year-on``: one year on, as a page: forecasts, results, cost, decisions, views."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.cli.terminal import say, wrote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incentives.compare.watch import Watch
    from incentives.compare.year_on import Cost, YearOn
    from incentives.data.pack import Pack
    from incentives.govern.entries import Line
    from incentives.scheme.model import Scheme

_CORRECTED = re.compile(r", (?:correction|reversal) \d+$")


@dataclass(frozen=True, slots=True)
class Given:
    """What a report one year on is made from, beside ranges and results: files that may be left out."""

    ledger: Path | None = None
    views: Path | None = None
    later: str | None = None

    @property
    def any(self) -> str:
        """The option that was given first, blank where none was."""
        named = (("--ledger", self.ledger), ("--views", self.views), ("--next", self.later))
        return next((option for option, value in named if value is not None), "")


def facts(found: Watch, scheme: Scheme, named: str, data: Sequence[Path], given: Given) -> YearOn:
    """Return the facts of a report one year on; raises Refused where a file that is given cannot be used."""
    from incentives.cli.views import read_views
    from incentives.compare.year_on import year_on

    views = read_views(given.views) if given.views else None
    later = _later(given.later, scheme) if given.later else None
    cost = _released(given.ledger, scheme) if given.ledger else _worked_out(named, data)
    return year_on(found, scheme, cost=cost, later=later, views=views)


def write_page(  # noqa: PLR0913 - what, for whom, where
    found: YearOn, packs: Sequence[Pack], asked: str, path: Path, dated: date, *, force: bool, quiet: bool
) -> None:
    """Write the page for an audience; for the public nothing in it tells a practice or a person."""
    from incentives import __version__
    from incentives.compare.year_on import for_the_public
    from incentives.report.atomic import write_whole
    from incentives.report.audience import audience_of
    from incentives.report.documents.word import word_file
    from incentives.report.documents.year_on import one_year_on
    from incentives.report.year_page import page

    audience = audience_of(asked, ())
    if audience.is_public:
        found = for_the_public(found, practice_names(packs))
    if path.suffix.casefold() == ".docx":
        content = word_file(one_year_on(found, audience, dated), dated)
    else:
        content = page(found, audience, f"incentives {__version__}", dated).encode()
    write_whole(path, content, force=force)
    wrote(path, quiet=quiet)
    if not quiet:
        for gap in found.gaps:
            say(f"  not known: {gap.what} ({gap.how})")


def practice_names(packs: Sequence[Pack]) -> frozenset[str]:
    """Return the codes and names of every practice of the data."""
    found: set[str] = set()
    for pack in packs:
        table = pack.tables.get("practices")
        if table is not None:
            for column in ("practice_code", "name"):
                found |= set(table.column(column)) if column in table.columns else set()
    return frozenset(found - {""})


def _later(named: str, scheme: Scheme) -> Scheme:
    from incentives.cli.loading import sound_plan

    later, _, _ = sound_plan(named)
    if later.header.year <= scheme.header.year:
        message = (
            f'"{later.header.id}" is of {later.header.year} and does not follow {scheme.header.id} of '
            f"{scheme.header.year}."
        )
        remedy = "Name the scheme of a later year, which says what is paid for now."
        raise Refused([Problem("C238", Place("--next"), message, remedy)])
    return later


def _released(ledger: Path, scheme: Scheme) -> Cost:
    """Return what the ledger has released of the scheme's year; raises Refused where that is nothing."""
    from incentives.cli.releases import released_lines

    year = str(scheme.header.year)
    lines = [x for x in released_lines(ledger, scheme.header.id, "") if x.key.year == year]
    if not lines:
        message = f"The ledger holds no released payment of {scheme.header.id} for {year}."
        raise Refused([Problem("C192", Place(str(ledger)), message, "Release a period of that year first.")])
    return released_cost(lines, scheme)


def released_cost(lines: Sequence[Line], scheme: Scheme) -> Cost:
    """Return released lines added up, corrections taken in, with the periods still to be released.

    A balance settles every practice, also one to which it pays nothing: after it no instalment is open.
    """
    from incentives.compare.year_on import LEDGER, Cost
    from incentives.scheme.compiling import plan_of

    planned = plan_of(scheme).periods
    periods = tuple(dict.fromkeys(_period(line) for line in lines))
    is_settled = any(p.is_balance and p.name in periods for p in planned)
    return Cost(
        paid=sum(line.pence for line in lines),
        source=LEDGER,
        periods=periods,
        outstanding=tuple(p.name for p in planned if p.name not in periods),
        provisional=0 if is_settled else sum(line.pence for line in lines if line.provisional),
    )


def _period(line: Line) -> str:
    """Return the period that a payment is of; a correction is of the period that it corrects."""
    return _CORRECTED.sub("", line.key.period)


def _worked_out(named: str, data: Sequence[Path]) -> Cost | None:
    """Return what the engine pays on the first practice data that hold the scheme's year, else None."""
    from incentives.calculate import calculate
    from incentives.cli.loading import bound
    from incentives.compare.money import received
    from incentives.compare.whatif import signed_codes
    from incentives.compare.year_on import RESULTS, Cost

    for path in data:
        try:
            _, plan, _, binding = bound(named, path, quiet=True)
        except Refused:
            continue
        signed = signed_codes(binding)
        paid = zip(binding.practices, received(calculate(plan, binding), ours_only=True), strict=True)
        return Cost(sum(pence for code, pence in paid if signed is None or code in signed), RESULTS)
    return None
