"""``incentives monitor``: ranges stored at go-live, and later results beside them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from incentives.base.problem import Place, Problem, Refused, Severity
from incentives.cli import monitor_options as options
from incentives.cli.options import AsJson, Dated, Force, SchemeName, day
from incentives.cli.terminal import counted, pounds, print_json, print_problems, print_table, say, wrote
from incentives.cli.year_on import Given, facts, write_page
from incentives.report.atomic import refuse_existing

if TYPE_CHECKING:
    from datetime import date

    from incentives.compare.watch import Watch
    from incentives.data.pack import Pack
    from incentives.scheme.expected import StoredRanges
    from incentives.scheme.model import Scheme


def monitor(  # noqa: PLR0913 - a verb has its options
    scheme: SchemeName,
    data: options.Data,
    *,
    base: options.Base = None,
    store: options.Store = None,
    band: options.Band = None,
    each: options.Each = "year",
    out: options.Page = None,
    audience: options.Who = "confidential",
    year_on: options.YearOn = None,
    ledger: options.Ledger = None,
    views: options.Views = None,
    later: options.Next = None,
    draws: options.Draws = 100,
    dated: Dated = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Store expected ranges when a scheme begins; later, say what was forecast and what happened."""
    given = Given(ledger, views, later)
    _refuse_unclear(store, band, year_on, given)
    if store is not None:
        _store(scheme, base, data, store, (_each(each), draws), dated, force=force)
        return
    assert band is not None  # noqa: S101 - one of the two was given
    for path in (out, year_on):
        if path is not None:
            refuse_existing(path, force=force)
    found, of, packs = _watched(scheme, band, data)
    on = day(dated, max(pack.latest_as_at for pack in packs))
    told = facts(found, of, scheme, data, given) if year_on else None
    if out is not None:
        _write(found, of.header.title, out, audience, on, force=force, quiet=as_json)
    if year_on is not None and told is not None:
        write_page(told, packs, audience, year_on, on, force=force, quiet=as_json)
    if as_json:
        from incentives.report.monitor_page import as_data
        from incentives.report.year_page import as_data as of_the_year

        print_json(as_data(found) | ({"year_on": of_the_year(told)} if told else {}))
        return
    _print(found)


def _refuse_unclear(store: Path | None, band: Path | None, year_on: Path | None, given: Given) -> None:
    if (store is None) == (band is None):
        message = "Either ranges are stored at go-live, or later results are put beside stored ranges."
        remedy = "Name --store FILE with --base BASE, or --band FILE."
        raise Refused([Problem("C180", Place("monitor"), message, remedy)])
    if year_on is None and given.any:
        message = f"{given.any} is for the report one year on, and none is asked for."
        raise Refused(
            [Problem("C237", Place(given.any), message, "Add --year-on FILE.html, or leave it out.")]
        )
    if store is not None and year_on is not None:
        message = "Ranges are stored before anything has happened, so there is no year to look back on."
        raise Refused([Problem("C237", Place("--year-on"), message, "Use --band FILE, once a year is over.")])


def _each(text: str) -> Literal["year", "quarter"]:
    if text == "quarter":
        return "quarter"
    if text != "year":
        message = f'"{text}" is no period that ranges are stored for.'
        raise Refused([Problem("C180", Place("--each"), message, "Write year or quarter.")])
    return "year"


def _store(  # noqa: PLR0913 - what is stored, from what, where
    scheme: str,
    base: str | None,
    data: list[Path],
    store: Path,
    ranges: tuple[Literal["year", "quarter"], int],
    dated: datetime | None,
    *,
    force: bool,
) -> None:
    from dataclasses import replace

    from incentives import __version__
    from incentives.cli.compare import given_by
    from incentives.compare.expected import expected_ranges
    from incentives.report.atomic import write_whole
    from incentives.scheme.expected import stored_text

    each, draws = ranges

    if base is None or len(data) != 1:
        message = "Ranges are stored from one set of practice data, for a scheme beside another."
        remedy = "Name one --data PACK and --base BASE, such as the QOF year it starts from."
        raise Refused([Problem("C180", Place("--store"), message, remedy)])
    refuse_existing(store, force=force)
    both = replace(given_by(base, scheme, data[0], quiet=True), draws=draws)
    _refuse_silent(both.proposed, scheme)
    stored = expected_ranges(
        both,
        stored_on=day(dated, both.pack.latest_as_at),
        each=each,
        program=f"incentives {__version__}",
    )
    if stored is None:
        message = f"The practice data hold no results of {base} up to {both.proposed.header.year}."
        remedy = "Use practice data with results from before the scheme begins."
        raise Refused([Problem("C183", Place(str(data[0])), message, remedy)])
    write_whole(store, stored_text(stored).encode(), force=force)
    _print_stored(stored)
    wrote(store)


def _refuse_silent(scheme: Scheme, named: str) -> None:
    """Without results there is nothing to watch: a scheme whose practices stop reporting is refused."""
    qof = scheme.national_qof
    if qof and qof.signed_practices == "leave" and not qof.keep_reporting:
        message = (
            "Practices that sign leave national QOF and do not go on reporting, so nothing can be watched."
        )
        remedy = "Write keep_reporting: yes under national_qof, and put it into the agreement with practices."
        origin = scheme.origins.get("national_qof.keep_reporting")
        raise Refused([Problem("C181", origin.place if origin else Place(named), message, remedy)])


def _print_stored(stored: StoredRanges) -> None:
    dropped = [i for i in stored.indicators if i.happens != "kept"]
    rows = [
        (
            i.id,
            i.title,
            f"{i.achieved / i.eligible:.1%}" if i.eligible else "—",
            *(f"{r.low80:.1%} to {r.high80:.1%}" for r in i.expected[:: len(i.expected) // 3]),
        )
        if i.expected
        else (i.id, i.title, f"{i.achieved / i.eligible:.1%}" if i.eligible else "—", "no evidence", "", "")
        for i in dropped
    ]
    at = stored.periods[:: max(len(stored.periods) // 3, 1)]
    print_table(
        "Expected ranges (4 in 5) of what is not paid for",
        ("Indicator", "What it is", "Now", *at),
        rows,
        right=2,
        cut=1,
    )
    say(
        f"{counted(len(stored.indicators), 'indicator')} watched in "
        f"{counted(len(stored.practices), 'practice')}, from "
        f"results of {stored.results_of}; {stored.periods[0]} to {stored.periods[-1]}."
    )
    if cost := stored.cost:
        say(
            f"Expected cost of the year {pounds(cost.expected)}, likely (4 in 5) {pounds(cost.low80)} to "
            f"{pounds(cost.high80)} ({cost.trials} trial years)."
        )
    say("Keep the file with the scheme: an edited file is refused later.")


def _watched(named: str, band: Path, data: list[Path]) -> tuple[Watch, Scheme, list[Pack]]:
    from incentives.cli.loading import sound_plan
    from incentives.compare.watch import watch
    from incentives.data.pack import read_pack
    from incentives.formula.fingerprint import fingerprint
    from incentives.scheme.expected import read_stored

    scheme, plan, warnings = sound_plan(named)
    _refuse_silent(scheme, named)
    stored = read_stored(band)
    told = list(warnings)
    if stored.scheme != scheme.header.id:
        message = f'The ranges were stored for the scheme "{stored.scheme}", not for "{scheme.header.id}".'
        raise Refused(
            [Problem("C182", Place(str(band)), message, "Name the scheme or the file that belong together.")]
        )
    if stored.scheme_fingerprint != fingerprint(plan):
        message = "The scheme was changed after its ranges were stored."
        remedy = "Read the results with that in mind; `incentives diff` shows what changed between two files."
        told.append(Problem("C184", Place(str(band)), message, remedy, Severity.WARNING))
    packs = [read_pack(path) for path in data]
    found = watch(stored, packs, scheme)
    if not found.periods:
        message = (
            f"The practice data hold no results of a period with stored ranges "
            f"({stored.periods[0]} to {stored.periods[-1]})."
        )
        remedy = "Name practice data of a later period with --data."
        raise Refused([Problem("C183", Place(", ".join(map(str, data))), message, remedy)])
    print_problems(told)
    return found, scheme, packs


def _write(  # noqa: PLR0913 - what, for whom, where
    found: Watch, title: str, out: Path, asked: str, dated: date, *, force: bool, quiet: bool
) -> None:
    from incentives import __version__
    from incentives.report.atomic import write_whole
    from incentives.report.audience import audience_of
    from incentives.report.monitor_page import page

    audience = audience_of(asked, ())
    text = page(found, title, audience, f"incentives {__version__}", dated)
    write_whole(out, text.encode(), force=force)
    wrote(out, quiet=quiet)


def _print(found: Watch) -> None:
    from incentives.report.monitor_page import headline, row, said_due, said_missing
    from incentives.withdrawal.monitoring import NOTHING

    shown = [w for w in found.watched if w.last and (w.stored.happens != "kept" or w.follows != NOTHING)]
    columns = ("id", "follows", "before", "likely", "seen", "exceptions")
    rows = [tuple(told[c] for c in columns) for told in map(row, shown)]
    heads = ("Indicator", "What follows", "Before", "Likely range", "Seen", "Exceptions")
    print_table(f"What was forecast, and what happened: {found.periods[-1]}", heads, rows, right=2, cut=1)
    say(headline(found))
    for due in found.due:
        say(f"The scheme says: {said_due(due)}")
    for line in said_missing(found, names=True):
        say(line)
    kept = sum(w.stored.happens == "kept" and w.follows == NOTHING for w in found.watched)
    say(f"Not listed: what is still paid for and inside its range ({kept}).")
    say("No ranking of practices is made; --out FILE.html has the charts.")
