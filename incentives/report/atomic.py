"""Writing a file whole or not at all: an interrupted run leaves the old file as it was."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from incentives.base.problem import Place, Problem, Refused


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file's whole content beside its place and move it there in one step.

    Raises Refused (R101) where the file exists and ``force`` is not given, and (R105) where the
    folder cannot be written to; nothing is left behind in either case.
    """
    refuse_existing(path, force=force)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        beside.unlink(missing_ok=True)


def refuse_existing(path: Path, *, force: bool = False) -> None:
    """Raise Refused (R101) where something stands at the path already, unless it may be replaced."""
    if path.is_dir():
        raise Refused(
            [Problem("R105", Place(str(path)), "This is a folder, not a file.", "Name a file in it.")]
        )
    if path.exists() and not force:
        problem = Problem(
            "R101",
            Place(str(path)),
            "This file exists already and would be overwritten.",
            "Choose another name, or add --force to replace it.",
        )
        raise Refused([problem])


def _unwritable(path: Path, error: OSError) -> Refused:
    why = (error.strerror or "it could not be written").lower()
    problem = Problem(
        "R105",
        Place(str(path)),
        f"The file could not be written: {why}.",
        "Check that the folder exists, that you may write to it, and that the disk is not full.",
    )
    return Refused([problem])
