"""What ``solve`` found as a scheme file: read again and paid before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from incentives.base.amount import in_percent, in_pounds, written
from incentives.cli.terminal import counted, wrote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from incentives.compare.knobs import Figures, Knob
    from incentives.compare.trials import Goal, Tried
    from incentives.formula.plan import Plan
    from incentives.scheme.solved import Figure


@dataclass(frozen=True, slots=True)
class Out:
    """Base, scheme and practice data as they were named, and where what is found is written, if anywhere."""

    named: tuple[str, str, Path]
    path: Path | None
    force: bool = False
    as_json: bool = False


def value_of(knob: Knob, value: Fraction) -> str:
    """Return a value as a person reads it: pounds, points, per cent, percentage points or years."""
    from incentives.compare.knobs import CAP, GRANT, POINTS, PRICE, TAPER

    if knob.moves:
        sign = "+" if value > 0 else ""
        return f"{sign}{written(value * 100)} percentage points"
    if knob.sort in (PRICE, CAP, GRANT):
        return in_pounds(value)
    if knob.sort == POINTS:
        return f"{written(value)} points"
    return _years(value) if knob.sort == TAPER else in_percent(value)


def written_figures(plan: Plan, knob: Knob, new: Figures) -> list[Figure]:
    """Return the figures of the scheme's text that a knob's value changes."""
    from incentives.compare.knobs import BOTH, CAP, FLOOR, GRANT, LOWER, POINTS, PRICE, TAPER, UPPER
    from incentives.scheme.solved import Figure

    now = {f.name: dict(f.values) for f in plan.scheme_fields}
    if knob.sort in (LOWER, UPPER, BOTH):
        return [_pays(now, new, code) for code in dict.fromkeys(key for _, key in new)]
    column, key = knob.cells[-1]
    was, value = now[column][key], new[column, key]
    if knob.sort == PRICE:
        return [Figure("price_per_point", "", in_pounds(was), in_pounds(value))]
    if knob.sort == POINTS:
        return [Figure("points", key, written(was), written(value))]
    if knob.sort == GRANT:
        return [Figure("per_practice", key, in_pounds(was), in_pounds(value))]
    if knob.sort == TAPER:
        return [Figure("taper_over", knob.says, _years(was), _years(value))]
    if knob.sort == CAP:
        of, _, which = knob.says.rpartition(" at ")
        return [Figure(f"at_{which}", of, in_pounds(was), in_pounds(value))]
    assert knob.sort == FLOOR  # noqa: S101 - the last sort there is
    word = "lose_at_most" if column.endswith(" lose_at_most") else "at_least"
    return [Figure(word, knob.says, in_percent(was), in_percent(value))]


def _pays(now: dict[str, dict[str, Fraction]], new: Figures, code: str) -> Figure:
    from incentives.scheme.solved import Figure

    ends = ("lower_threshold", "upper_threshold")
    was = [now[column][code] for column in ends]
    turned = [new.get((column, code), now[column][code]) for column in ends]
    said = [f"{in_percent(low)} to {in_percent(high)}" for low, high in (was, turned)]
    return Figure("pays", code, *said)


def _years(value: Fraction) -> str:
    return counted(int(value), "year")


def write_solved(out: Out, figures: Sequence[Figure], best: Tried, goal: Goal) -> None:
    """Write the scheme with what was found, once the engine has paid what is written to the same penny."""
    from incentives.cli.compare import given_by
    from incentives.compare.trials import Trials
    from incentives.report.atomic import write_whole
    from incentives.scheme.solved import with_figures

    if out.path is None:
        return
    base, proposed, data = out.named
    text = with_figures(proposed, figures)
    trial = out.path.with_name(f".{out.path.stem}-trial.yaml")
    write_whole(trial, text.encode())
    try:
        given = given_by(base, str(trial), data, quiet=True)
        again = Trials(given.base_side, given.proposed_side, goal).of({}, best.value)
    finally:
        trial.unlink(missing_ok=True)
    assert again == best, "what is written pays what was found"  # noqa: S101 - our own mistake
    write_whole(out.path, text.encode(), force=out.force)
    wrote(out.path, quiet=out.as_json)
