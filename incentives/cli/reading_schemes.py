"""Schemes that are workbooks: every command that takes a scheme takes one, read as practice data are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused, errors

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.scheme.layers import Tree

_WITHOUT_UNITS = ".ods"
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
    read = read_file(path, shown)
    if errors(read.problems):
        raise Refused(read.problems)
    tree = book_tree(read.sheets, shown)
    return tree._replace(problems=(*read.problems, *tree.problems))
