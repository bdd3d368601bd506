"""How a published file is recognised and read: declared columns, and what was found of them in a sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from incentives.data.published.headings import candidates, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from incentives.base.year import FinancialYear
    from incentives.data.figures import Status
    from incentives.data.files import Sheet
    from incentives.data.published.tally import Tally


_AMONG = 3


class Asked(NamedTuple):
    """A column of a layout: what it is to us, the headings it has had (in plain form), whether it must be."""

    role: str
    headings: tuple[str, ...]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One published layout.

    ``years`` says in which years it was seen. ``read`` walks a sheet and puts every figure into its tally.
    ``without`` are headings that tell that a sheet is of another layout. ``dated`` says how a file of this
    layout is dated: by its own columns, by the year's last day, or not at all.
    """

    name: str
    title: str
    years: str
    columns: tuple[Asked, ...]
    read: Callable[[Tally, Match, Context], None]
    without: tuple[str, ...] = ()
    dated: str = "not stated"
    among: frozenset[str] = frozenset()
    """Headings of which three must be there too, where those that are needed are words of anybody's."""


class Why(NamedTuple):
    """Why a column was taken for what it is: in words, and whether that is certain."""

    words: str
    certain: bool = True


KNOWN = Why("its heading is known")


@dataclass(frozen=True, slots=True)
class Match:
    """A layout found in a sheet: its headings, the first row below them, and the column of each role."""

    layout: Layout
    headings: tuple[str, ...]
    first: int
    columns: Mapping[str, int]
    why: Mapping[str, Why] = field(default_factory=dict)

    @property
    def certain(self) -> bool:
        """Whether nothing of it was guessed."""
        return all(why.certain for why in self.why.values())

    def others(self) -> list[int]:
        """Return the columns with a heading that have no role."""
        taken = set(self.columns.values())
        return [n for n, heading in enumerate(self.headings) if n not in taken and heading.strip()]


@dataclass(slots=True)
class Context:
    """What is known besides the sheet: year and date, what dashes mean, and what other files say.

    ``year`` is that of the figures of the file at hand, ``as_at`` the day of which they are; both may be set
    by the reading itself where the file has them. ``groups``, ``manual`` and ``exceptions`` come from
    reference files of CQRS: the group of each indicator that is a register, the points of what is declared
    by hand, and the kind of each field that counts an exception.
    """

    year: FinancialYear | None = None
    as_at: date | None = None
    dash: Status | None = None
    groups: dict[str, str] = field(default_factory=dict)
    manual: dict[str, str] = field(default_factory=dict)
    exceptions: dict[str, str] = field(default_factory=dict)
    commissioners: dict[str, str] = field(default_factory=dict)


def recognise(sheet: Sheet, layouts: Iterable[Layout]) -> Match | None:
    """Return the layout whose needed headings a sheet has, the one with most; None where none fits."""
    best: tuple[int, Match] | None = None
    layouts = tuple(layouts)
    for row, headings in candidates(sheet):
        names = [plain(h) for h in headings]
        for layout in layouts:
            found = _found(layout, names)
            if found is None:
                continue
            score = sum(asked.needed for asked in layout.columns) * 100 + len(found)
            if best is None or score > best[0]:
                best = score, Match(layout, headings, row + 1, found, dict.fromkeys(found, KNOWN))
    return best[1] if best else None


def _found(layout: Layout, names: Sequence[str]) -> dict[str, int] | None:
    if any(name in layout.without for name in names):
        return None
    if layout.among and sum(name in layout.among for name in names) < _AMONG:
        return None
    found: dict[str, int] = {}
    for asked in layout.columns:
        at = next((names.index(h) for h in asked.headings if h in names), None)
        if at is not None and at not in found.values():
            found[asked.role] = at
        elif asked.needed:
            return None
    return found
