"""Schemes that are workbooks: every command that takes a scheme takes one, read as practice data are read."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, errors

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.scheme.layers import Tree

_MOST_BYTES = 6_000_000
"""What the workbook may take, as a file and its sheets unpacked; with 77 indicators it takes 0.4 million."""
_SHEETS = ("xl/worksheets/", "xl/sharedStrings")
_WITHOUT_UNITS = ".ods"
_APART = (
    "Keep practice data and large workings in a workbook of their own, and delete the blank rows "
    "below each sheet's last one (Ctrl+End shows where a sheet ends)."
)
_OTHER_ENDING = (
    "Where it is a scheme's text file, end its name in .yaml; else save it in Excel as a workbook (.xlsx)."
)
ENDINGS = (".xlsx", ".xlsm", ".xls", _WITHOUT_UNITS)


def take_workbooks() -> None:
    """Let schemes be read from workbooks, also one that another scheme starts from."""
    from incentives.scheme.layers import READERS

    READERS.update(dict.fromkeys(ENDINGS, workbook_tree))


def workbook_tree(path: Path, shown: str) -> Tree:
    """Return the settings of a workbook on which two readers agree; raises Refused where it holds none."""
    from incentives.data.files.reading import read_file
    from incentives.scheme.book.tree import book_tree

    if path.suffix.lower() == _WITHOUT_UNITS:
        message = "An OpenDocument workbook does not hand over whether a figure is in pounds."
        raise Refused([Problem("S545", Place(shown), message, "Save it as an Excel workbook (.xlsx).")])
    _judge(path, shown)
    read = read_file(path, shown)
    if errors(read.problems):
        raise Refused(read.problems)
    tree = book_tree(read.sheets, shown)
    return tree._replace(problems=(*read.problems, *tree.problems))


def _judge(path: Path, shown: str) -> None:
    """Refuse at once what is no workbook, or far larger than a scheme; raises Refused."""
    size = _size(path, shown)
    if size > _MOST_BYTES:
        raise _refused("S580", shown, f"The workbook is far larger than a scheme ({size:,} bytes).", _APART)
    with path.open("rb") as file:
        start = file.read(4)
    if size and start[:2] != b"PK" and start != b"\xd0\xcf\x11\xe0":
        message = f"The file is no Excel workbook, though its name ends in {path.suffix}."
        raise _refused("S581", shown, message, _OTHER_ENDING)
    unpacked = _unpacked(path)
    if unpacked > _MOST_BYTES:
        message = f"The sheets hold far more than a scheme ({unpacked:,} bytes unpacked)."
        raise _refused("S580", shown, message, _APART)


def _size(path: Path, shown: str) -> int:
    try:
        if path.is_file():
            return path.stat().st_size
    except (OSError, ValueError):
        pass
    message = "There is no such file." if not path.is_dir() else "This is a folder, not a file."
    raise _refused("S101", shown, message, "Check the name, and that you are in the folder where it stands.")


def _unpacked(path: Path) -> int:
    """Return the bytes of the sheets of a workbook by its own table of contents, 0 where it has none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(m.file_size for m in archive.infolist() if m.filename.startswith(_SHEETS))
    except (zipfile.BadZipFile, OSError, ValueError):
        return 0  # the reader says why


def _refused(code: str, shown: str, message: str, remedy: str) -> Refused:
    return Refused([Problem(code, Place(shown), message, remedy)])
