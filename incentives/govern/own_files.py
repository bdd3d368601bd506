"""A small file of a body's own settings (codes, calendar rules, an upload's layout), of the kind it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from incentives.base.problem import Place, Problem, Refused
from incentives.govern.own_books import ENDINGS, book_tree
from incentives.scheme.marks import Scalar, read_tree
from incentives.scheme.section import Section
from incentives.scheme.sections import typed
from incentives.scheme.shelf import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.scheme.marks import Group

SectionT = TypeVar("SectionT", bound=Section)


def own_tree(path: Path, shown: str) -> tuple[Group, tuple[Problem, ...]]:
    """Return the settings of a text file or of a workbook, with what is to be looked at."""
    if path.suffix.lower() in ENDINGS:
        return book_tree(path, shown), ()
    return read_tree(text_of(path), shown)


def read_own_file(path: Path, kind: str, section: type[SectionT], shown: str = "") -> SectionT:
    """Return the settings of a file that says ``kind: …``; ``shown`` is its name in messages.

    Raises Refused: G154 where there is no such file, G155 where it is of another kind, and every problem of
    its settings at its place.
    """
    shown = shown or str(path)
    if not path.is_file():
        message = f"There is no such file of {kind}."
        raise Refused([Problem("G154", Place(shown), message, "Check its name and folder.")])
    tree, warnings = own_tree(path, shown)
    if "kind" in tree.entries:
        said = tree.entries["kind"].node
        if isinstance(said, Scalar) and said.text.strip() != kind:
            message = f'This is a file of the kind "{said.text}", not of {kind}.'
            raise Refused([Problem("G155", said.place, message, f'Name a file that says "kind: {kind}".')])
    settings, problems = typed(section, tree, f"a file of {kind}")
    if settings is None:
        raise Refused([*warnings, *problems])
    return settings
