"""The office in which the years are run: a folder, its files, and the command line as a person types it."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from incentives.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Said:
    """What a command said, and the code with which it ended."""

    command: str
    code: int
    out: str
    err: str


class UnexpectedEndError(AssertionError):
    """A command ended otherwise than the story says."""


@dataclass
class Office:
    """A folder in which commands are typed; ``said`` keeps every one with its answer."""

    folder: Path
    said: list[Said] = field(default_factory=list)

    def run(self, command: str, *, ends: int = 0) -> Said:
        """Type a command after ``incentives``; raises UnexpectedEndError where it ends with another code."""
        out, err = io.StringIO(), io.StringIO()
        before = sys.argv
        sys.argv = ["incentives", *shlex.split(command)]
        try:
            with (
                contextlib.chdir(self.folder),
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(err),
            ):
                code = _ended()
        finally:
            sys.argv = before
        said = Said(command, code, out.getvalue(), err.getvalue())
        self.said.append(said)
        if code != ends:
            raise UnexpectedEndError(f"incentives {command}\nended with {code}:\n{said.out}{said.err}")
        return said

    def data(self, command: str, *, ends: int = 0) -> Any:
        """Type a command with --json and return what it prints."""
        return json.loads(self.run(f"{command} --json", ends=ends).out)


def _ended() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0
