"""``incentives backtest``: the projection scored on real events, beside forecasts that need no model."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.cli.forecasting import Put, learned_without, of_library
from incentives.cli.options import AsJson, Dated, Force
from incentives.cli.terminal import counted, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incentives.data.events import Event
    from incentives.scheme.evidence import Effect
    from incentives.withdrawal.backtest import Case, Forecast, Scored
    from incentives.withdrawal.learning import Learned


Events = Annotated[
    list[str] | None,
    typer.Argument(metavar="EVENTS…", help="Event files, or events of the library such as dudley-2016."),
]
Before = Annotated[
    int | None, typer.Option("--before", metavar="YEAR", help="Learn only from events before this year.")
]
TableFile = Annotated[
    Path | None, typer.Option("--table", metavar="FILE", help="Use a table that was written before.")
]
Update = Annotated[bool, typer.Option("--update", help="Let each forecast see the first year's change.")]
Alone = Annotated[bool, typer.Option("--forecasts", help="Print the forecasts alone, before anybody looks.")]
LeaveOut = Annotated[
    bool,
    typer.Option("--leave-one-study-out", help="Score every event of the library, each forecast without it."),
]
Store = Annotated[
    Path | None,
    typer.Option("--store", metavar="FILE", help="Store the forecasts of event files, dated and hashed."),
]
Stored = Annotated[
    Path | None, typer.Option("--stored", metavar="FILE", help="Score forecasts that were stored before.")
]


def backtest(  # noqa: PLR0913 - a verb has its options
    events: Events = None,
    *,
    before: Before = None,
    table: TableFile = None,
    update: Update = False,
    forecasts_only: Alone = False,
    leave_one_out: LeaveOut = False,
    store: Store = None,
    stored: Stored = None,
    dated: Dated = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Score the projection on events: how far it was off, how often its ranges held what was seen."""
    from incentives.scheme.evidence import read_library

    library = read_library()
    if leave_one_out:
        _each_left_out(events or [], library, as_json=as_json)
        return
    if not events:
        message = "No events are named."
        raise Refused(
            [Problem("C186", Place("backtest"), message, "Name event files or events of the library.")]
        )
    if store is not None:
        _store(events, library, store, dated, force=force)
        return
    puts = [put for named in events for put in _puts(named, library, update=update)]
    learned, taken = _learned(library, puts, before, table)
    made = _forecasts(puts, learned) if stored is None else _made_before(puts, stored)
    if forecasts_only:
        print_json([_told(f) for f in made])
        return
    from incentives.withdrawal.backtest import scored

    training = [float(e.terms.change) for e in taken if e.terms.change is not None]
    rows = scored(made, [put.seen for put in puts], training)
    if as_json:
        print_json({"learned_from": sorted(learned.events), "cases": [_row(r) for r in rows]})
        return
    _print(rows, made, learned)


def _puts(named: str, library: Sequence[Effect], *, update: bool) -> list[Put]:
    known = sorted({e.event for e in library})
    if named in known:
        return of_library(named, library, update=update)
    path = Path(named)
    if not path.exists() and path.suffix == "":
        message = f'"{named}" is no event of the library, and there is no such file.'
        raise Refused([Problem("C140", Place(named), message, did_you_mean(named, known))])
    from incentives.compare.types import unknown_type
    from incentives.data.events import read_events

    read = read_events(path)
    if problems := [p for e in read if (p := unknown_type(e.indicator, e.type, Place(named)))]:
        raise Refused(problems)
    return [_of_event(event, update=update) for event in read]


def _of_event(event: Event, *, update: bool) -> Put:
    from incentives.withdrawal.backtest import Case
    from incentives.withdrawal.projection import Situation

    situation = Situation(
        event.type,
        event.baseline,
        event.practices,
        event.happened,
        event.first_year_change if update else None,
    )
    return Put(
        Case(event.event, event.unit, event.indicator, situation, max(1, round(event.years))),
        event.observed_change,
    )


def _learned(
    library: Sequence[Effect], puts: Sequence[Put], before: int | None, table: Path | None
) -> tuple[Learned, list[Effect]]:
    """Return the table, and the effects that it was learned from: never those of a scored event."""
    from incentives.withdrawal.evidence import observations
    from incentives.withdrawal.learning import learn

    scored_events = {event for put in puts for event in _same_event(put.case, library)}
    if table is not None:
        learned = _read_table(table, scored_events)
        return learned, [e for e in library if e.terms.trains and e.event in learned.events]
    taken = [
        e
        for e in library
        if e.terms.trains and e.event not in scored_events and (before is None or e.year < before)
    ]
    return learn(observations(taken)), taken


def _same_event(case: Case, library: Sequence[Effect]) -> set[str]:
    """Return the library's events that a case belongs to: its name, or the place that it names."""
    text = f"{case.event} {case.unit}".casefold()
    return {e.event for e in library if e.event == case.event or any(n.casefold() in text for n in e.places)}


def _read_table(path: Path, scored_events: set[str]) -> Learned:
    import json

    from incentives.withdrawal.table import from_data

    place = Place(str(path))
    try:
        learned = from_data(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        message, remedy = "The table cannot be read.", "Write one with: incentives evidence --table FILE"
        raise Refused([Problem("C141", place, message, remedy)]) from None
    except ValueError as why:
        message, remedy = f"{str(why).capitalize()}.", "Write one with: incentives evidence --table FILE"
        raise Refused([Problem("C141", place, message, remedy)]) from None
    if seen := sorted(scored_events & learned.events):
        message = f"The table was learned from {', '.join(seen)}, which is what it would be scored on."
        remedy = "Leave --table out: the table is then learned without the event."
        raise Refused([Problem("C142", place, message, remedy)])
    return learned


def _forecasts(puts: Sequence[Put], learned: Learned) -> tuple[Forecast, ...]:
    from incentives.withdrawal.backtest import forecasts

    return forecasts((put.case for put in puts), learned)


def _made_before(puts: Sequence[Put], path: Path) -> tuple[Forecast, ...]:
    from incentives.cli.forecasting import made_before
    from incentives.data.forecasts import read_forecasts

    return made_before(puts, read_forecasts(path), path)


def _store(
    named: Sequence[str], library: Sequence[Effect], path: Path, dated: datetime | None, *, force: bool
) -> None:
    from incentives.cli.forecasting import stored_forecasts
    from incentives.data.events import read_events
    from incentives.data.forecasts import forecasts_text
    from incentives.report.atomic import write_whole

    if dated is None:
        message = "Stored forecasts carry the day on which they were made."
        raise Refused([Problem("C186", Place("--store"), message, "Add --dated YYYY-MM-DD.")])
    events = [e for name in named for e in read_events(Path(name), unseen=True)]
    learned = learned_without(library, {e.event for e in events})
    made = stored_forecasts(events, learned, dated.date())
    write_whole(path, forecasts_text(made).encode(), force=force)
    known = sum(bool(c.changes) for c in made.cases)
    say(f"{counted(known, 'forecast')} of three years; no evidence for {len(made.cases) - known} more.")
    wrote(path)


def _each_left_out(named: Sequence[str], library: Sequence[Effect], *, as_json: bool) -> None:
    from incentives.cli.forecasting import each_left_out

    if named:
        message = "With --leave-one-study-out every event of the library is scored; none is named."
        raise Refused([Problem("C186", Place(named[0]), message, "Leave the events or the option out.")])
    rows, names = each_left_out(library)
    if as_json:
        print_json({"events": list(names), "cases": [_row(r) for r in rows]})
        return
    from incentives.withdrawal.backtest import MODEL, WAYS, summaries

    heads = ("Event left out", "n", "Model", "Same", "Pool", "Best", "Error", "50%", "80%", "95%", "Wide")
    lines = []
    for name in ("all", *names):
        found = [s for s in summaries([r for r in rows if name in ("all", r.case.event)]) if s.group == "all"]
        ours = next(s for s in found if s.way == MODEL)
        ways = [next(s.crps for s in found if s.way == way) for way in WAYS]
        figures = (*(f"{c:.2f}" for c in ways), f"{ours.error:.2f}", *(f"{c:.2f}" for c in ours.covers))
        lines.append((name, str(ours.cases), *figures, f"{ours.width:.1f}"))
    print_table("Each event forecast without it, percentage points", heads, lines)
    say("Model, Same, Pool, Best: CRPS of this model, of no change, of a normal pooled over the others, and")
    say("of the best constant fitted on the event itself; then error, how often ranges held, and width.")


def _told(forecast: Forecast) -> dict[str, Any]:
    case, projection = forecast.case, forecast.projection
    told: dict[str, Any] = {
        "event": case.event,
        "unit": case.unit,
        "indicator": case.indicator,
        "type": case.situation.type,
        "year": case.year,
    }
    if projection is None:
        return told | {"evidence": "no evidence"}
    low, high = projection.likely(case.year)
    low95, high95 = projection.likely(case.year, 0.95)
    points = {
        "median": projection.median(case.year),
        "low80": low,
        "high80": high,
        "low95": low95,
        "high95": high95,
    }
    return told | {name: round(100 * value, 4) for name, value in points.items()}


def _row(row: Scored) -> dict[str, Any]:
    return {
        "event": row.case.event,
        "unit": row.case.unit,
        "indicator": row.case.indicator,
        "type": row.case.situation.type,
        "year": row.case.year,
        "way": row.way,
        "seen": round(row.seen, 4),
        "median": round(row.median, 4),
        "crps": round(row.crps, 4),
        "absolute_error": round(row.error, 4),
        "width80": round(row.width, 4),
        "pit": round(row.place, 4),
        "held50": row.covers[0],
        "held80": row.covers[1],
        "held95": row.covers[2],
    }


def _print(rows: Sequence[Scored], made: Sequence[Forecast], learned: Learned) -> None:
    from incentives.withdrawal.backtest import MODEL, WAYS, interval_of_mean, summaries

    heads = ("Type", "n", "Model", "Same", "Pool", "Best", "Error", "50%", "80%", "95%", "Wide")
    for year in sorted({r.case.year for r in rows}):
        of_year = [r for r in rows if r.case.year == year]
        found = summaries(of_year)
        lines = []
        for ours in (s for s in found if s.way == MODEL):
            ways = [next(s.crps for s in found if (s.way, s.group) == (way, ours.group)) for way in WAYS]
            covers = [f"{c:.2f}" for c in ours.covers]
            figures = (*(f"{c:.2f}" for c in ways), f"{ours.error:.2f}", *covers, f"{ours.width:.1f}")
            lines.append((ours.group, str(ours.cases), *figures))
        print_table(f"Year {year}, percentage points", heads, lines)
        low, high = interval_of_mean([r for r in of_year if r.way == MODEL])
        say(f"CRPS of this model: bootstrap interval by clinical group, 4 in 5: {low:.2f} to {high:.2f}")
    say("Model, Same, Pool, Best: CRPS of this model, of no change, of a normal pooled over the training")
    say("effects, and of the best constant fitted on the event itself. Then of this model: error of the")
    say("median, how often its ranges held what was seen, and how wide the 80% range is.")
    unscored = [f.case.indicator for f in made if f.projection is None]
    say(f"Learned from: {', '.join(sorted(learned.events))}.")
    if unscored:
        say(f"No evidence, not scored: {counted(len(unscored), 'case')} ({', '.join(unscored)}).")
