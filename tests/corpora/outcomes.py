"""What becomes of a file: read, refused, or wrong."""

from __future__ import annotations

from typing import NamedTuple

READ, REFUSED, WRONG = "read", "refused", "wrong"


class Outcome(NamedTuple):
    """What became of a file in one reader; ``compared`` says with what, blank where with nothing."""

    kind: str
    reason: str = ""
    compared: str = ""


class DifferenceError(Exception):
    """A value that differs from what an independent reader, or the corpus itself, expects."""


class Trial(NamedTuple):
    """One reading to try: a file's bytes or a text, the reader, and what the corpus expects of it."""

    source: str
    name: str
    reader: str
    data: bytes
    expected: str = ""
