"""One payment schedule for each commissioner (or network), which together pay what one schedule pays."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from incentives.base.problem import Place, Problem, Refused
from incentives.calculate import calculate
from incentives.data.parts import part_of
from incentives.formula.lift import Lift
from incentives.formula.plan import THIS_SCHEDULE, Columns
from incentives.report.atomic import write_whole
from incentives.report.schedule import schedule
from incentives.report.uploads.rows import in_pounds_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from incentives.calculate import Results
    from incentives.data.bound import Binding
    from incentives.data.pack import Pack
    from incentives.formula.plan import Plan

COLUMNS = {"commissioner": "commissioner_code", "network": "network_code"}
SUMMARY = "summary.csv"
_WRITTEN = re.compile(r"schedule-.+\.xlsx")


@dataclass(frozen=True, slots=True)
class Part:
    """One body's schedule: its code, how many practices, what they are paid in pence, and the file."""

    code: str
    practices: int
    pence: int
    file: str
    sha256: str = ""


def bodies(pack: Pack, by: str) -> Mapping[str, frozenset[str]]:
    """Return the practices of each commissioner or network; raises Refused (R141) for practices of none."""
    table = pack.tables.get("practices")
    column = COLUMNS[by]
    found: dict[str, set[str]] = {}
    if table is not None:
        for practice, code in zip(table.column("practice_code"), table.column(column), strict=True):
            found.setdefault(code, set()).add(practice)
    if table is None or "" in found:
        left = sorted(found.get("", ()))
        message = (
            f"{len(left)} practices have no {column}: {', '.join(left[:8])}{' …' if len(left) > 8 else ''}."  # noqa: PLR2004 - a line
        )
        message = message if table else "The practice data hold no table of practices."
        remedy = f"Fill in {column}: each practice is paid in one schedule."
        raise Refused([Problem("R141", Place(pack.shown or pack.title), message, remedy)])
    return {code: frozenset(held) for code, held in sorted(found.items())}


def parts_of(results: Results, held: Mapping[str, frozenset[str]]) -> Mapping[str, Binding]:
    """Return the data of each body, after holding what each part pays to what the whole pays.

    Raises Refused (R140) where a payment rests on practices of another body (a shared pot, a rank): the
    workbook of one body could not be worked out again without the others.
    """
    parts = {}
    whole = _paid(results)
    for code, practices in held.items():
        part = part_of(results.binding, practices, f"{results.binding.title}, {code}")
        rows = [n for n, p in enumerate(results.binding.practices) if p in practices]
        own = _paid(calculate(results.plan, part))
        different = next((n for n in whole if not np.array_equal(whole[n][rows], own[n])), None)
        if different is not None:
            message = f'"{different}" of a practice of {code} rests on practices of other bodies too.'
            remedy = "Write one schedule for all: leave --by out."
            raise Refused([Problem("R140", Place(results.plan.id), message, remedy)])
        parts[code] = part
    return parts


def write_parts(
    results: Results,
    parts: Mapping[str, Binding],
    out: Path,
    *,
    dated: date,
    done: Callable[[], None],
    force: bool = False,
) -> tuple[Part, ...]:
    """Write a folder with one workbook for each body and a summary; all of it or nothing.

    ``done`` is called after each workbook. With ``force`` a folder that an earlier run wrote is replaced when
    the new one is whole. Raises Refused as ``schedule`` does, and R101, R105 or R220 (other files in it).
    """
    refuse_folder(out, force=force)
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        message = f"The folder could not be written: {(error.strerror or 'it cannot').lower()}."
        raise Refused([Problem("R105", Place(str(out)), message, "Check that its place exists.")]) from None
    old = beside.with_name(f"{beside.name}.old")
    try:
        made = _all_written(results.plan, parts, beside, (dated, done))
        write_whole(beside / SUMMARY, _summary(made))
        beside.chmod(0o755)
        if out.exists():
            out.replace(old)
        beside.replace(out)
    finally:
        if old.exists() and not out.exists():
            old.replace(out)
        for left in (beside, old):
            shutil.rmtree(left, ignore_errors=True)
    return made


def refuse_folder(out: Path, *, force: bool) -> None:
    """Raise Refused where a folder may not be written: R101 exists, R105 a file, R220 other files in it."""
    if not out.exists():
        return
    if not out.is_dir():
        problem = Problem("R105", Place(str(out)), "This is a file, not a folder.", "Name a new folder.")
        raise Refused([problem])
    if not force:
        message, remedy = "This exists already, and is not replaced.", "Name a new folder, or add --force."
        raise Refused([Problem("R101", Place(str(out)), message, remedy)])
    foreign = sorted(p.name for p in out.iterdir() if p.name != SUMMARY and not _WRITTEN.fullmatch(p.name))
    if foreign:
        message = f"The folder holds {foreign[0]}, which is no schedule of this command; it is not replaced."
        raise Refused([Problem("R220", Place(str(out)), message, "Name a new folder, or move that away.")])


def _all_written(
    plan: Plan, parts: Mapping[str, Binding], folder: Path, how: tuple[date, Callable[[], None]]
) -> tuple[Part, ...]:
    """Write the workbooks, as many at once as the machine has processors."""
    dated, done = how
    made = []
    processes = min(os.cpu_count() or 1, len(parts))
    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(plan, folder, dated)) as pool:
        waiting = [pool.submit(_written, code, part) for code, part in parts.items()]
        for each in as_completed(waiting):
            written = each.result()
            if not isinstance(written, Part):
                pool.shutdown(cancel_futures=True)
                raise Refused(written)
            made.append(written)
            done()
    return tuple(sorted(made, key=lambda part: part.code))


@dataclass(frozen=True, slots=True)
class _Same:
    """What is the same for all workbooks that a process writes; the lifted rules are worked out once."""

    plan: Plan
    folder: Path
    dated: date
    lift: Lift


_SAME: list[_Same] = []
"""In each writing process, the one entry that ``_begin`` put there."""


def _begin(plan: Plan, folder: Path, dated: date) -> None:
    _SAME[:] = [_Same(plan, folder, dated, Lift(plan))]


def _written(code: str, part: Binding) -> Part | tuple[Problem, ...]:
    """Write one workbook; what refuses it comes back as values, since it comes from another process."""
    (same,) = _SAME
    results = calculate(same.plan, part)
    name = f"schedule-{code}.xlsx"
    try:
        content = schedule(results, dated=same.dated, lift=same.lift)
        write_whole(same.folder / name, content)
    except Refused as refused:
        return refused.problems
    pence = sum(int(results.pence(c).sum()) for c in _ours(same.plan))
    return Part(code, len(part.practices), pence, name, hashlib.sha256(content).hexdigest())


def _ours(plan: Plan) -> Sequence[str]:
    return [c.id for c in plan.components if c.amount and c.paid_by == THIS_SCHEDULE]


def _paid(results: Results) -> dict[str, np.ndarray]:
    """Return everything that is paid or shown as paid by others, by component, and the instalments."""
    found = {c.id: results.pence(c.id) for c in results.plan.components if c.amount}
    if results.plan.has(Columns.INSTALMENT):
        found["instalments"] = results.in_pence(Columns.INSTALMENT)
    return found


def _summary(made: Sequence[Part]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("code", "practices", "payment_total", "file", "sha256"))
    writer.writerows((p.code, p.practices, in_pounds_plain(p.pence), p.file, p.sha256) for p in made)
    return text.getvalue().encode()
