"""Problems as values: where, what was read, why it is refused, what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Severity(Enum):
    """How much a problem stops."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was read: a file with line and column, or a table's row, or a workbook's cell.

    ``line`` and ``column`` count from 1; 0 means that the whole file is meant. ``excerpt`` is the
    line as it stands in the file. ``cell`` is a sheet and cell ("Practices!C7") for workbooks.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = field(default="", compare=False)
    cell: str = ""

    def __str__(self) -> str:
        """Return the place as a user can find it: ``scheme.yaml:11:30`` or ``pack.xlsx Practices!C7``."""
        if self.cell:
            return f"{self.file} {self.cell}".strip()
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.file, *numbers]) if self.file else ":".join(numbers)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a user must know of; ``code`` is a key of the catalogue of messages."""

    code: str
    place: Place
    message: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return where, excerpt with caret, why, and what to do, each on its own line."""
        head = f"{self.place}: " if str(self.place) else ""
        lines = [f"{head}{self.severity.value} {self.code}"]
        if self.place.excerpt:
            shown, at = _window(self.place.excerpt.rstrip(), self.place.column)
            lines.append(f"    {shown}")
            if at:
                lines.append("    " + " " * (at - 1) + "^")
        lines += [f"    {line}" for line in self.message.splitlines()]
        lines += [
            f"    → {line}" if n == 0 else f"      {line}" for n, line in enumerate(self.remedy.splitlines())
        ]
        return "\n".join(lines)


class Refused(Exception):  # noqa: N818 - "refused" is what the user is told; it is no program error
    """Input that cannot be used, with every problem found in it; raised only at a border.

    Errors and warnings are kept together so that the user sees all of them at once.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n\n".join(map(str, self.problems)))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by place, errors before warnings at the same place, each one once.

    Those of one sheet of a workbook stand together.
    """
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=_order))


def _order(problem: Problem) -> tuple[object, ...]:
    place = problem.place
    sheet = place.cell.rpartition("!")[0]
    return place.file, sheet, place, problem.severity is Severity.WARNING, problem.code, problem.message


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return those problems that stop the work."""
    return tuple(p for p in problems if p.severity is Severity.ERROR)


def nearest(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str | None:
    """Return the known word nearest to a misspelt one, or None if none is as like it as asked for.

    >>> nearest("uper", ["lower", "upper"])
    'upper'
    """
    by_fold = {k.casefold(): k for k in known}
    letters = sorted(word.casefold())
    changed_about = [k for k in by_fold if sorted(k) == letters]
    found = changed_about or get_close_matches(word.casefold(), by_fold, n=1, cutoff=likeness)
    return by_fold[found[0]] if found else None


def did_you_mean(word: str, known: Sequence[str], *, most: int = 8) -> str:
    """Return a remedy that names the nearest known word, or lists what may stand here."""
    if near := nearest(word, known):
        return f'Did you mean "{near}"?'
    shown = [f'"{k}"' for k in known] if any("," in k for k in known) else list(known)
    listed = ", ".join(shown[:most]) + (", …" if len(known) > most else "")
    return f"It may be one of: {listed}." if known else "Nothing may stand here."


def _window(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """Cut a long line around its column; return the text shown and the caret's place in it."""
    line = line.replace("\t", " ")
    if len(line) <= width:
        return line, column
    start = max(0, min(column - width // 2, len(line) - width))
    cut = ("…" if start else "") + line[start : start + width] + ("…" if start + width < len(line) else "")
    return cut, column - start + (1 if start else 0) if column else 0
