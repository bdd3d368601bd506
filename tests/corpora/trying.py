"""One trial: read, and compare with what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Refused, errors
from tests.corpora.expectations import same_rows, same_settings
from tests.corpora.outcomes import READ, REFUSED, WRONG, DifferenceError, Outcome, Trial
from tests.corpora.readers import READERS

if TYPE_CHECKING:
    from collections.abc import Callable


def tried(trial: Trial, done: Callable[[], None]) -> Outcome:
    """Read a trial's bytes and compare; ``done`` is called when the reading, which is limited, is over."""
    try:
        read = READERS[trial.reader].read(trial.data, trial.name)
    except Refused as refused:
        done()
        first = errors(refused.problems)[0]
        if not (first.message and first.remedy):
            return Outcome(WRONG, f"{first.code} says no reason or no remedy")
        return Outcome(REFUSED, f"{first.code} {first.message}")
    done()
    try:
        if trial.reader == "settings":
            return Outcome(READ, "", same_settings(read, trial.expected))
        if trial.reader == "file" and read.delimiter:
            return Outcome(READ, "", same_rows(read, trial.data, trial.expected))
    except DifferenceError as difference:
        return Outcome(WRONG, str(difference)[:400])
    return Outcome(READ)
