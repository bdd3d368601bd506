"""What became of every figure of a file: used, or refused with its place and reason; none is lost between."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from incentives.data.figures import Status
    from incentives.data.files import Sheet


class Reason(Enum):
    """Why a figure is not used: the message's code, and the words of it.

    Those of D170 are set aside by the layout's own rule; the others are wrong or unclear in the file.
    """

    MANGLED = ("D155", "a spreadsheet has changed the code")
    NO_CODE = ("D156", "its code is blank or no code")
    NO_FIGURE = ("D157", "no figure can be read")
    NEGATIVE = ("D158", "a count below nil")
    NOT_WHOLE = ("D159", "not a whole number")
    PERCENT = ("D160", "a percentage where a count is needed")
    UNCLEAR = ("D171", "per cent or a share of one: not clear")
    TWICE = ("D161", "stands twice, with different figures")
    HIDDEN = ("D162", "its row, column or sheet is hidden, or it is struck out or merged")
    FORMULA = ("D163", "an error, or a formula without its value")
    DASH = ("D165", "a dash: nil, suppressed or not supplied?")
    OTHER_FILE = ("D166", "a file named before says otherwise")
    NO_MEASURE = ("D168", "what it measures is not known")
    ABOVE = ("D172", "a numerator above its denominator")
    TOTALS = ("D170", "a row of totals or averages")
    NOT_ASKED = ("D170", "of a practice that was not asked for")
    BY_RULE = ("D170", "not needed: another row or column of the file says it")
    NO_FIGURES = ("D170", "of a practice without figures in the other files")
    CLOSED = ("D170", "of a practice that was not open in the year")
    REFERENCE = ("D170", "a reference: it says how the other files are read")
    SAME_AGAIN = ("D170", "the same figure again")

    @property
    def code(self) -> str:
        """The message's code."""
        return self.value[0]

    @property
    def words(self) -> str:
        """The reason in words."""
        return self.value[1]

    @property
    def set_aside(self) -> bool:
        """Whether the figure is sound and merely not wanted."""
        return self.code == "D170"


class Cell(NamedTuple):
    """Where a figure stands in its sheet: row and column counted from 0."""

    row: int
    column: int


class Key(NamedTuple):
    """What a figure is of: the pack's table, the rest of its row's key, and the column that it fills."""

    table: str
    of: tuple[str, ...]
    column: str


class Used(NamedTuple):
    """A figure as it is written into the pack, and where it was read."""

    key: Key
    text: str
    status: Status
    cell: Cell


class Refusal(NamedTuple):
    """A figure that is not used."""

    cell: Cell
    reason: Reason
    detail: str = ""


@dataclass(eq=False)
class Tally:
    """The figures of one sheet. ``figures_in`` is counted while the sheet is walked, apart from the lists."""

    sheet: Sheet
    layout: str
    rows: int = 0
    figures_in: int = 0
    used: list[Used] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)

    def take(self, key: Key, text: str, status: Status, cell: Cell) -> None:
        """Count a figure that is used."""
        self.figures_in += 1
        self.used.append(Used(key, text, status, cell))

    def refuse(self, cell: Cell, reason: Reason, detail: str = "") -> None:
        """Count a figure that is refused or set aside."""
        self.figures_in += 1
        self.refused.append(Refusal(cell, reason, detail))

    def keep(self, keep: list[Used], dropped: list[tuple[Used, Reason, str]]) -> None:
        """Go on with fewer figures: those dropped are refused with their reasons; none is counted anew."""
        self.used = keep
        self.refused.extend(Refusal(used.cell, reason, detail) for used, reason, detail in dropped)

    def text(self, cell: Cell) -> str:
        """Return a cell's text as it stands in the file."""
        row = self.sheet.rows[cell.row]
        return row[cell.column] if 0 <= cell.column < len(row) else ""

    def of_status(self, status: Status) -> int:
        """Return how many of the figures used are of a status."""
        return sum(used.status is status for used in self.used)

    def reasons(self) -> Counter[Reason]:
        """Return how many figures were refused for each reason."""
        return Counter(refusal.reason for refusal in self.refused)

    def prove(self) -> None:
        """Hold the count of figures in to the figures used and refused."""
        found = len(self.used) + len(self.refused)
        message = f"{self.sheet.file}: {self.figures_in} figures in, {found} used or refused"
        assert self.figures_in == found, message  # noqa: S101 - our own mistake, never the user's
