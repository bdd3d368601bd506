"""Writing a file whole or not at all: an interrupted run leaves the old file as it was."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

_AN_HOUR = 3600


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
        _sweep(path, beside)
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        beside.unlink(missing_ok=True)


def write_folder(path: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """Write a folder of files beside its place and move it there in one step.

    Raises Refused as ``write_whole`` does; an old folder is kept until the new one stands in its place, and
    one that holds anything but files of the same names is never replaced.
    """
    _refuse_foreign(path, files, force=force)
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise _unwritable(path, error) from None
    old = beside.with_name(f"{beside.name}.old")
    try:
        for name, content in files.items():
            write_whole(beside / name, content)
        beside.chmod(0o755)
        if path.exists():
            path.replace(old)
        beside.replace(path)
    except OSError as error:
        if old.exists() and not path.exists():
            old.replace(path)
        raise _unwritable(path, error) from None
    finally:
        for left in (beside, old):
            shutil.rmtree(left, ignore_errors=True)


def _refuse_foreign(path: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Raise Refused (R101) where something stands at the path, unless it is a folder that may be replaced."""
    if not path.exists():
        return
    if not path.is_dir():
        problem = Problem("R105", Place(str(path)), "This is a file, not a folder.", "Name a new folder.")
        raise Refused([problem])
    held = sorted(p.name for p in path.iterdir())
    foreign = [name for name in held if name not in files and not name.endswith(".csv")]
    if foreign:
        message = f"The folder holds {foreign[0]}, which this command did not write; it is not replaced."
        raise Refused([Problem("R101", Place(str(path)), message, "Name a new folder.")])
    if held and not force:
        message = "This folder exists already and would be replaced."
        remedy = "Choose another name, or add --force to replace it."
        raise Refused([Problem("R101", Place(str(path)), message, remedy)])


def refuse_existing(path: Path, *, force: bool = False) -> None:
    """Raise Refused (R101) where something stands at the path already, unless it may be replaced."""
    if path.is_dir():
        raise Refused(
            [Problem("R105", Place(str(path)), "This is a folder, not a file.", "Name a file in it.")]
        )
    if path.exists() and any(path.with_name(name).exists() for name in _locks(path)):
        message, remedy = "This file is open in another program.", "Close it there, then try again."
        raise Refused([Problem("R105", Place(str(path)), message, remedy)])
    if path.exists() and not force:
        problem = Problem(
            "R101",
            Place(str(path)),
            "This file exists already and would be overwritten.",
            "Choose another name, or add --force to replace it.",
        )
        raise Refused([problem])


def _sweep(path: Path, beside: Path) -> None:
    """Remove what a writer of the same file that was killed left beside it more than an hour ago."""
    before = beside.stat().st_mtime - _AN_HOUR
    for left in path.parent.glob(f".{glob.escape(path.name)}.*"):
        if left.is_file() and left.stat().st_mtime < before:
            left.unlink(missing_ok=True)


def _locks(path: Path) -> tuple[str, str]:
    """Return the names of the files that Excel and LibreOffice lay beside one that is open in them."""
    return f"~${path.name}", f".~lock.{path.name}#"


def _unwritable(path: Path, error: OSError) -> Refused:
    why = (error.strerror or "it could not be written").lower()
    problem = Problem(
        "R105",
        Place(str(path)),
        f"The file could not be written: {why}.",
        "Check that the folder exists, that you may write to it, and that the disk is not full.",
    )
    return Refused([problem])
