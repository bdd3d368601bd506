"""An upload's layout from its file: the columns in order, what each holds, its type and width."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator

from incentives.base.problem import Place, Problem, Refused, did_you_mean
from incentives.govern.codes import SEGMENTS, PaycodeTerms
from incentives.govern.own_files import read_own_file
from incentives.scheme.section import Section
from incentives.scheme.values import Text, YesNo
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

UNCONFIRMED = "unconfirmed"
_PRACTICE = ("practice_code", "practice_name", "contract", "commissioner_code", "payee", "year", "scheme")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "payments": (
        *_PRACTICE,
        *("component", "period", "stage", "pay_month", "amount", "reference", "description"),
        *("paycode", "pensionable", "earned_in", "paid_in", "borne_by", *SEGMENTS),
    ),
    "journal": (
        *(*SEGMENTS, "debit", "credit", "description", "stage", "year", "scheme"),
        *("earned_in", "paid_in", "borne_by"),
    ),
    "participation": (*_PRACTICE, "offer_qof", "reason"),
}
"""What a column of each kind of upload may hold."""


def _whole(text: str) -> int:
    if not str(text).isdigit() or not 0 < int(text) < 1_000:  # noqa: PLR2004 - no column is wider
        raise ValueError(f'write a whole number from 1 to 999, not "{text}"')
    return int(text)


Whole = Annotated[int, BeforeValidator(_whole)]


class ColumnTerms(Section):
    """One column: its heading, what it holds, its type, and the most characters it takes."""

    heading: Text
    holds: Text
    type: Literal["code", "text", "money"]
    width: Whole
    needed: YesNo = False
    finds_row: YesNo = False


class LayoutTerms(Section):
    """One upload as its file states it."""

    kind: Literal["export layout"]
    title: Text
    status: Literal["unconfirmed", "confirmed", "local decision"]
    source: Text
    rows: Literal["payments", "journal", "participation"]
    columns: tuple[ColumnTerms, ...]
    released_only: YesNo = False
    fills_template: YesNo = False
    headings: YesNo = True
    upload_working_days_before_payday: Whole | None = None
    paycodes: tuple[PaycodeTerms, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadLayout:
    """A layout and the file it is from."""

    name: str
    file: str
    terms: LayoutTerms

    @property
    def unconfirmed(self) -> bool:
        """Tell whether nobody has held the layout against the receiver's own template."""
        return self.terms.status == UNCONFIRMED

    def has(self, field: str) -> bool:
        """Tell whether a column holds a field."""
        return any(c.holds == field for c in self.terms.columns)


def layout_names() -> tuple[str, ...]:
    """Return the names of the shipped layouts."""
    return tuple(sorted(p.stem for p in (shipped("templates") / "layouts").glob("*.yaml")))


def read_upload_layout(named: str) -> UploadLayout:
    """Return a shipped layout by name, or the user's own by path; raises Refused (R130, R131)."""
    path, own = shipped("templates") / "layouts" / f"{named}.yaml", Path(named)
    if named not in layout_names():
        if own.suffix not in (".yaml", ".yml"):
            message = f'There is no layout "{named}".'
            remedy = f"{did_you_mean(named, layout_names())} Or name a layout file of your own (.yaml)."
            raise Refused([Problem("R130", Place("--layout"), message, remedy)])
        path = own
    file = str(own) if path == own else f"templates/layouts/{named}.yaml"
    terms = read_own_file(path, "export layout", LayoutTerms, file)
    if faults := _faults(terms, file):
        raise Refused(faults)
    return UploadLayout(path.stem, file, terms)


def _faults(terms: LayoutTerms, file: str) -> list[Problem]:
    found = []
    known = FIELDS[terms.rows]
    headings = [c.heading for c in terms.columns]
    for column in terms.columns:
        if column.holds not in known:
            message = f'No column of {terms.rows} can hold "{column.holds}".'
            found.append((message, did_you_mean(column.holds, known, most=30)))
        if headings.count(column.heading) > 1:
            message = f'Two columns have the heading "{column.heading}".'
            found.append((message, "Give each column its own."))
    if terms.fills_template and not any(c.finds_row for c in terms.columns):
        message = "No column finds the row of the template that a payment belongs in."
        found.append((message, "Write finds_row: yes at the column of the practice's code."))
    return [Problem("R131", Place(file), message, remedy) for message, remedy in dict.fromkeys(found)]
