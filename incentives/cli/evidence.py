"""``incentives evidence``: the evidence library, and the table that projections are made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from incentives.cli.options import AsJson, Force
from incentives.cli.terminal import counted, print_json, print_table, say, wrote

if TYPE_CHECKING:
    from incentives.scheme.evidence import Effect


def evidence(
    constants: Annotated[
        bool, typer.Option("--constants", help="List every constant of the projection with its source.")
    ] = False,
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="Learn the table anew from the library and write it."),
    ] = None,
    before: Annotated[
        int | None,
        typer.Option("--before", metavar="YEAR", help="With --table: only from events before this year."),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """List what was measured when payment for indicators stopped, with study, interval and source."""
    from incentives.scheme.evidence import read_library

    library = read_library()
    if table is not None:
        _write_table(library, table, before, force=force)
        return
    if constants:
        _constants(as_json=as_json)
        return
    if as_json:
        print_json([_entry(e) for e in library])
        return
    rows = [
        (
            e.study,
            e.terms.indicator,
            e.terms.type,
            e.terms.happened,
            f"{float(e.terms.after):g}",
            _change(e),
        )
        for e in library
    ]
    heads = ("Study", "Indicator", "Type", "What happened", "Years after", "Change, points")
    print_table("What happened when payment stopped", heads, rows, right=4, cut=1)
    trained = sum(e.terms.trains for e in library)
    studies = len({e.study for e in library})
    say(f"{counted(len(library), 'effect')} of {studies} studies; the projection learns from {trained}.")
    say("Types without any effect, such as registers: no evidence, so nothing is projected.")
    say(
        "--json gives citations, intervals, sources and notes; --constants what else the projection rests on."
    )


def _change(effect: Effect) -> str:
    terms = effect.terms
    between = f"{_points(terms.between[0])} to {_points(terms.between[1])}" if terms.between else ""
    if terms.change is None:
        return f"none found ({between})"
    return _points(terms.change) + (f" ({between})" if between else "")


def _points(share: Any) -> str:
    return f"{float(100 * share):+.1f}"


def _entry(effect: Effect) -> dict[str, Any]:
    terms = effect.terms

    def number(share: Any) -> float | None:
        return None if share is None else float(100 * share)

    return {
        "study": effect.study,
        "citation": effect.citation,
        "doi": effect.doi,
        "setting": effect.setting,
        "event": effect.event,
        "stopped_by": effect.year,
        "indicator": terms.indicator,
        "type": terms.type,
        "happened": terms.happened,
        "baseline_percent": number(terms.baseline),
        "change_points": number(terms.change),
        "between_points": [number(end) for end in terms.between] if terms.between else None,
        "years_after": float(terms.after),
        "compared_with": effect.compared_with,
        "scale": effect.scale,
        "status": terms.status,
        "source": terms.source,
        "trains": terms.trains,
        "note": terms.note,
        "place": str(effect.place),
    }


def _constants(*, as_json: bool) -> None:
    from incentives.withdrawal.constants import CARE_SHARE, CONSTANTS

    if as_json:
        print_json(
            [
                {
                    "constant": name,
                    "value": list(c.value),
                    "says": c.says,
                    "source": c.source,
                    "assumption": c.assumption,
                    "learned_from": list(c.learned_from),
                }
                for name, c in CONSTANTS.items()
            ]
        )
        return
    for name, c in CONSTANTS.items():
        say(f"{name}: {', '.join(f'{v:g}' for v in c.value)}")
        say(f"    {c.says}")
        say(f"    {c.source}")
    say("share of a recorded fall that is care not given (assumption, no study measures it):")
    for name, (low, high) in CARE_SHARE.items():
        say(f"    {name}: {low:.0%} to {high:.0%}")


def _write_table(library: tuple[Effect, ...], path: Path, before: int | None, *, force: bool) -> None:
    import json

    from incentives.report.atomic import write_whole
    from incentives.withdrawal.evidence import observations
    from incentives.withdrawal.learning import learn
    from incentives.withdrawal.table import to_data

    taken = [e for e in library if before is None or e.year < before]
    data = to_data(learn(observations(taken)))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("],[", "],\n[")
    write_whole(path, (text + "\n").encode(), force=force)
    wrote(path)
