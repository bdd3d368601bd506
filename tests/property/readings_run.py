"""Every reading and the oracle at 0p on generated schemes: ``python -m tests.property.readings_run``.

``--schemes 2000 --practices 50`` by default, on every core; the workbook of one scheme in ``--books`` is
recalculated by formualizer after every cached value was made wrong. It prints each form, each ordered
pair of forms, the edges that were reached and every difference; it exits with 1 below a bar.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from incentives.base.problem import Refused
from incentives.report.schedule import write_schedule
from tests.oracle.worked import worked
from tests.property.made_mixed import mixed, written
from tests.property.pairs import by_stage, not_permitted, permitted, stages
from tests.property.reached import Reached, reached
from tests.property.readings import (
    Key,
    bound,
    by_calculate,
    by_explain,
    by_oracle,
    by_workbook,
    different,
    read,
    run,
)
from tests.workbook.recalculated import by_formualizer, cells_of, spoiled

if TYPE_CHECKING:
    from fractions import Fraction

    from incentives.calculate import Results

DATED = date(2016, 6, 1)
SHEETS = ("Payments", "Paid by others", "Instalments")
PAIRS_AT_LEAST, INSIDE = 20, 0.3
LEAST = {"on a half-penny tie": 1_000, "on a threshold": 1_000}
TOO_DEEP = "R103"
FEW_PRACTICES = 12
"""A workbook has so many practices: what differs is the formula, not the number of its rows."""
Share = tuple[range, int, int]
"""The seeds of a share of the work, the practices of each scheme, and one workbook in how many schemes."""


def held(share: Share) -> Reached:
    """Hold each scheme of a share to the oracle; return what was reached and what differs."""
    seeds, practices, books = share
    total = Reached()
    with TemporaryDirectory() as name:
        for seed in seeds:
            try:
                total.add(one(seed, practices, Path(name)))
                if books and seed % books == 0:
                    total.add(book(seed, Path(name)))
            except Refused as refused:  # a made scheme is sound: what refuses it is wrong, or it is
                total.apart.append(f"seed {seed} is refused: {refused.problems[0]}")
    return total


def one(seed: int, practices: int, folder: Path) -> Reached:
    """Hold ``calculate`` and ``explain`` of one scheme to the oracle."""
    case = mixed(seed, practices)
    plan, resolved = read(written(case, folder))
    binding = bound(plan, case.tables, case.as_at)
    oracle = worked(resolved, case.tables)
    found, expected = reached(oracle, resolved), by_oracle(oracle)
    for name, figures in (
        ("calculate", by_calculate(run(plan, binding))),
        ("explain", by_explain(plan, binding)),
    ):
        apart = different(figures, expected)
        found.apart += [f"seed {seed}, {k}: {name} {ours}, oracle {theirs}" for k, ours, theirs in apart]
    found.cells["figures compared"] += len(expected)
    return found


def book(seed: int, folder: Path) -> Reached:
    """Hold the payments and instalments of one scheme's workbook, recalculated, to ``calculate``."""
    case = mixed(seed, FEW_PRACTICES)
    plan, _ = read(written(case, folder))
    results, found = run(plan, bound(plan, case.tables, case.as_at)), Reached()
    try:
        shown = recalculated(results, folder, seed)
    except Refused as refused:
        if {p.code for p in refused.problems} != {TOO_DEEP}:
            raise
        found.cells[f"workbooks refused since a rule is too deep for a cell ({TOO_DEEP})"] += 1
        return found
    engine = {k: v for k, v in by_calculate(results).items() if k[0] in ("pounds", "instalment")}
    apart = different(engine, {key: shown.get(key) for key in engine})
    found.apart = [f"seed {seed}, {k}: calculate {ours}, workbook {theirs}" for k, ours, theirs in apart]
    found.cells.update({"workbooks": 1, "figures of workbooks": len(engine)})
    return found


def recalculated(results: Results, folder: Path, seed: int) -> dict[Key, Fraction]:
    """Return a schedule's figures as another program works them out, its cached ones being wrong.

    Each has a name of its own, since where a workbook's figures stand is kept by its name.
    """
    path, wrong = folder / f"schedule{seed}.xlsx", folder / f"wrong{seed}.xlsx"
    write_schedule(results, path, dated=DATED, force=True)
    if spoiled(path, wrong) < len(SHEETS):
        raise AssertionError("a schedule without formulas shows nothing")
    return by_workbook(by_formualizer(wrong), {sheet: cells_of(path, sheet) for sheet in SHEETS})


def everything(schemes: int, practices: int, books: int) -> Reached:
    """Share the schemes out among the cores; return what all of them reached."""
    total, cores = Reached(), os.cpu_count() or 1
    parts = [(range(at, schemes, cores * 8), practices, books) for at in range(cores * 8)]
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        for found in pool.map(held, parts):
            total.add(found)
    return total


def short(total: Reached) -> list[str]:
    """Return each bar that was missed; those of pairs and ties are of 2,000 schemes, others of any number."""
    part = min(1.0, total.cells["schemes"] / 2_000)
    wrong = [f"{len(total.apart)} figures differ"] if total.apart else []
    wrong += [f"{n}: {total.cells[n]} of {least}" for n, least in LEAST.items() if total.cells[n] < least]
    for pair in sorted(permitted()):
        if total.pairs[pair] < int(PAIRS_AT_LEAST * part):
            wrong.append(f"forms {pair[0]}, {pair[1]}: {total.pairs[pair]} times")
    wrong += [f"form {n} in no scheme" for n in stages() if not total.forms[n]]
    return wrong + ([f"{float(total.inside):.0%} inside"] if total.inside < INSIDE else [])


def said(total: Reached) -> str:
    """Return what a run reached as a text: forms, pairs, edges, differences."""
    rarest, pair = total.rarest()
    lines = [
        *(f"{count:>12,}  {what}" for what, count in sorted(total.cells.items())),
        f"{float(total.inside):>12.0%}  of the payments of indicators strictly inside",
        "schemes with each form: " + ", ".join(f"{n}: {total.forms[n]:,}" for n in sorted(stages())),
        f"ordered pairs of forms: {len(permitted())} permitted, each at least {rarest} times ({pair})",
        f"not permitted: {len(not_permitted())} ordered pairs (the dots above)",
        f"differences: {len(total.apart)}",
        *total.apart[:10],
    ]
    return "\n".join(lines)


def table(total: Reached) -> str:
    """Return how often each ordered pair was met, a form a line, and why the others are not permitted."""
    known, allowed = sorted(stages()), permitted()
    lines = ["then  " + " ".join(f"{b:>5}" for b in known), "first"]
    for a in known:
        cells = [f"{total.pairs[a, b] if (a, b) in allowed else '.':>5}" for b in known]
        lines.append(f"{a:>4}  " + " ".join(cells))
    order = (f"{stage} ({', '.join(map(str, numbers))})" for stage, numbers in by_stage())
    why = "A dot: not permitted, since stages compose in one order, whatever stands first in a file"
    return "\n".join([*lines, f"{why}: {', '.join(order)}."])


def main() -> int:
    """Run, print, and return 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemes", type=int, default=2_000)
    parser.add_argument("--practices", type=int, default=50)
    parser.add_argument("--books", type=int, default=20, help="one workbook in so many schemes; 0: none")
    asked = parser.parse_args()
    began = time.monotonic()
    total = everything(asked.schemes, asked.practices, asked.books)
    print(table(total), said(total), sep="\n")
    print(f"{asked.schemes:,} schemes × {asked.practices} practices: {time.monotonic() - began:,.0f} seconds")
    missed = short(total)
    print("\n".join(f"MISSED: {what}" for what in missed) or "every bar is held")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
