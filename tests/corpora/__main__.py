"""``python -m tests.corpora [FOLDER…]``: a table of read, refused and wrong; ends with 1 if any is wrong."""

from __future__ import annotations

import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import ROOT
from tests.corpora.limits import limited
from tests.corpora.outcomes import READ, REFUSED, WRONG, Outcome, Trial
from tests.corpora.second_opinion import compared_with_libreoffice
from tests.corpora.sources import outputs_of, trials_of
from tests.corpora.trying import tried

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORKBOOKS = (".xlsx", ".xlsm", ".ods")


def main(arguments: Sequence[str]) -> int:
    """Run every trial, print what became of it, return the exit code."""
    reasons = "--reasons" in arguments
    folders = [Path(a) for a in arguments if not a.startswith("-")] or [usual_folder()]
    absent = [str(folder) for folder in folders if not folder.is_dir()]
    if absent:
        print(f"There is no folder {', '.join(absent)}.")
        return 2
    outcomes = all_tried([trial for folder in folders for trial in trials_of(folder)])
    outcomes |= all_tried(list(outputs_of(outcomes)))
    outcomes |= second_opinions(outcomes)
    print_table(outcomes, reasons=reasons)
    return int(any(outcome.kind == WRONG for outcome in outcomes.values()))


def all_tried(trials: Sequence[Trial]) -> dict[Trial, Outcome]:
    """Try every trial, as many at a time as there are processors."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(trials, pool.map(lambda trial: limited(trial, tried), trials), strict=True))


def usual_folder() -> Path:
    """Return the corpora of the folder of published data."""
    return (ROOT / os.environ.get("INCENTIVES_PUBLISHED_DATA", "../shared")).resolve() / "corpora"


def second_opinions(outcomes: dict[Trial, Outcome]) -> dict[Trial, Outcome]:
    """Compare the workbooks that were read with what LibreOffice makes of them."""
    read = [
        trial
        for trial, outcome in outcomes.items()
        if outcome.kind == READ and trial.reader == "file" and trial.name.lower().endswith(_WORKBOOKS)
    ]
    return dict(zip(read, compared_with_libreoffice(read), strict=True))


def print_table(outcomes: dict[Trial, Outcome], *, reasons: bool = False) -> None:
    """Print a line for each source and reader, then whatever is wrong; every reason where asked."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for trial, outcome in outcomes.items():
        row = counts.setdefault((trial.source, trial.reader), Counter())
        row[outcome.kind] += 1
        row["compared"] += bool(outcome.compared) and outcome.kind == READ
    print(f"{'source':24} {'reader':10} {'read':>6} {'compared':>9} {'refused':>8} {'wrong':>6}")
    for (source, reader), row in sorted(counts.items()):
        figures = f"{row[READ]:6} {row['compared']:9} {row[REFUSED]:8} {row[WRONG]:6}"
        print(f"{source:24} {reader:10} {figures}")
    total = Counter(outcome.kind for outcome in outcomes.values())
    compared = sum(bool(o.compared) and o.kind == READ for o in outcomes.values())
    print(f"{'all':35} {total[READ]:6} {compared:9} {total[REFUSED]:8} {total[WRONG]:6}")
    for trial, outcome in outcomes.items():
        if outcome.kind == WRONG or reasons:
            print(f"\n{outcome.kind}: {trial.source}/{trial.name} ({trial.reader})\n    {outcome.reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
