"""What belongs to a payment that is audited: entries, returns, how it came about, the amount today."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.explain.story import Stories
from incentives.govern.entries import ANSWER, QUERY
from incentives.govern.runs import WHOLE_YEAR, run_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from incentives.explain.story import Story
    from incentives.govern.audit_sample import Drawn
    from incentives.govern.calculated import Calculated
    from incentives.govern.entries import Key, Line
    from incentives.govern.ledger import Entry

KEPT = "manifest.csv"
"""The list that ``incentives collect --read`` keeps beside the returns."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What belongs to one payment of the sample.

    ``entries`` are those of its run, approvals and release, and those that name it since; ``again`` is
    the amount in pence that the scheme and the data give today, None where they do not tell; ``returns``
    are the rows of kept lists for the practice; ``story`` is how the amount comes about today.
    """

    drawn: Drawn
    name: str
    entries: tuple[Entry, ...]
    again: int | None
    returns: tuple[Mapping[str, str], ...] = ()
    story: Story | None = None


def evidence_of(
    sample: Sequence[Drawn],
    calculated: Calculated,
    entries: Sequence[Entry],
    returns: Sequence[Mapping[str, str]] = (),
) -> tuple[Evidence, ...]:
    """Return the evidence for each payment of a sample, in its order."""
    again = _worked_out_again(calculated, {d.line.key.period for d in sample})
    names = calculated.results.binding.names
    stories = Stories(calculated.results.plan, calculated.results.binding)
    return tuple(
        Evidence(
            drawn=drawn,
            name=names.get(drawn.line.key.practice, ""),
            entries=_entries_of(drawn.line, entries),
            again=again.get(drawn.line.key),
            returns=tuple(row for row in returns if row["practice_code"] == drawn.line.key.practice),
            story=_story(stories, calculated, drawn.line),
        )
        for drawn in sample
    )


def kept_returns(
    folders: Sequence[Path], practices: Collection[str]
) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    """Return the rows of kept returns for these practices, and each return's file as it was kept.

    Raises Refused (G200) for a folder that holds no list of returns, and (G201) for a return that is gone
    or is no longer what was kept.
    """
    rows, files = [], {}
    for folder in folders:
        for row in _listed(folder):
            if row["practice_code"] in practices:
                rows.append(row)
                if row["file"]:
                    files[row["file"]] = _as_kept(folder / row["file"], row["sha256"])
    return rows, files


def _listed(folder: Path) -> list[dict[str, str]]:
    try:
        with (folder / KEPT).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError):
        rows = []
    if not rows or not {"practice_code", "file", "sha256"} <= rows[0].keys():
        message = f"This folder holds no {KEPT} of kept returns."
        remedy = "Name a folder that `incentives collect --read … --out DIR` wrote."
        raise Refused([Problem("G200", Place(str(folder)), message, remedy)])
    return rows


def _as_kept(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha256:
        message = "This return is gone, or it is no longer the file that was kept."
        remedy = f"Its SHA-256 began with {sha256[:12]}. Find the file as the practice sent it."
        raise Refused([Problem("G201", Place(str(path)), message, remedy)])
    return content


def _worked_out_again(calculated: Calculated, periods: Collection[str]) -> dict[Key, int]:
    known = {p.name for p in calculated.results.plan.periods} or {WHOLE_YEAR}
    return {
        line.key: line.pence
        for period in sorted(known & set(periods))
        for line in run_of(calculated, period, "", "").lines
    }


def _entries_of(line: Line, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries that pay, send, query or correct a payment, and those of its run."""
    naming = [e for e in entries if line.reference in _references(e)]
    runs = {e.content["run"] for e in naming if "run" in e.content}
    queries = {e.content["query"]["number"] for e in naming if e.kind == QUERY}
    return tuple(
        e
        for e in entries
        if e in naming
        or e.content.get("run") in runs
        or (e.kind == ANSWER and e.content["number"] in queries)
    )


def _references(entry: Entry) -> set[str]:
    content = entry.content
    paid = content.get("lines_paid", ())
    query = {content["query"]["line"]} if entry.kind == QUERY else set()
    return (
        query
        | {*content.get("references", ())}
        | {x[n] for x in paid for n in ("reference", "correction_of")}
    )


def _story(stories: Stories, calculated: Calculated, line: Line) -> Story | None:
    plan, binding = calculated.results.plan, calculated.results.binding
    if line.correction_of or line.key.practice not in binding.practices:
        return None
    if line.key.period in {p.name for p in plan.periods}:
        return stories.instalment(line.key.practice, line.key.period)
    if line.key.component in plan.ids():
        return stories.payment(line.key.practice, line.key.component)
    return None
