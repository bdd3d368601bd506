"""What stands in the books, and one year's files and names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.year.files import DataBook

if TYPE_CHECKING:
    from datetime import date

    from tests.year.office import Office


@dataclass(frozen=True)
class Books:
    """What stands in the books at the end of a month, in pence.

    ``payable`` is what the year is expected to come to; ``released`` what this month's run paid; ``paid``
    what was released to date and found in the agency's extract; ``accrued`` what is earned and not yet
    paid; ``balance`` what of the year is still to be paid.
    """

    year: str
    day: date
    happened: str
    released: int
    payable: int
    paid: int
    accrued: int
    balance: int


@dataclass
class Year:
    """One year's files and names."""

    office: Office
    first: int
    without: frozenset[str] = frozenset()
    happened: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The financial year, as 2015-16."""
        return f"{self.first}-{(self.first + 1) % 100:02d}"

    @property
    def scheme(self) -> str:
        """The scheme's workbook."""
        return f"allington-{self.label}.xlsx"

    @property
    def data(self) -> str:
        """The workbook of practice data."""
        return f"practices-{self.label}.xlsx"

    @property
    def book(self) -> DataBook:
        """The workbook of practice data, to be filled in."""
        return DataBook(self.office.folder / self.data)

    def does(self, event: str, what: str) -> bool:
        """Tell whether an event happens in this run, and note it."""
        if event in self.without:
            return False
        self.happened.append(what)
        return True

    def command(self, text: str, *, ends: int = 0) -> Any:
        """Type a command about this year's scheme."""
        return self.office.run(text.format(y=self, who="delegation.xlsx", ledger="ledger.db"), ends=ends)

    def data_of(self, text: str) -> Any:
        """Type a command about this year's scheme with --json and return what it prints."""
        return self.office.data(text.format(y=self, who="delegation.xlsx", ledger="ledger.db"))
