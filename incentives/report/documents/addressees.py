"""To whom letters go: each practice with what the practice data hold of it and of its answer to the offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from incentives.base.year import FinancialYear
from incentives.data.baselines import PROVISIONAL
from incentives.data.signups import rows_that_count
from incentives.govern.offers import Answer, answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.data.pack import Pack
    from incentives.data.table import Table
    from incentives.scheme.model import Scheme


@dataclass(frozen=True, slots=True)
class Baseline:
    """A practice's payment of the year before, in pence: provisional and final, None where not given."""

    year: str
    provisional: int | None
    final: int | None

    @property
    def became_final(self) -> bool:
        """Whether there was a provisional figure that a final one has replaced."""
        return self.provisional is not None and self.final is not None


@dataclass(frozen=True, slots=True)
class Addressee:
    """A practice that a letter goes to; what the data do not hold is blank or None.

    ``deduction`` is as the data write it: "standard", "none" or an amount.
    """

    code: str
    name: str
    contract: str
    payee: str
    deduction: str
    list_size: str
    list_as_at: date | None
    answer: Answer | None
    version: str
    offered_on: date | None
    starts: date | None
    ends: date | None
    left_reason: str
    variation: str
    baseline: Baseline

    @property
    def called(self) -> str:
        """The practice's name, or its code where it has none."""
        return self.name or self.code

    @property
    def has_signed(self) -> bool:
        """Whether it has signed the version that holds for it."""
        return self.answer is Answer.SIGNED

    @property
    def owes_an_answer(self) -> bool:
        """Whether it was offered the scheme and has not answered in full."""
        return self.answer in (Answer.NO_ANSWER, Answer.NOT_COMPLETE)

    @property
    def leaves(self) -> bool:
        """Whether the data say that it leaves, or why."""
        return bool(self.left_reason)


def addressees(pack: Pack, scheme: Scheme) -> Mapping[str, Addressee]:
    """Return every practice of the data by its code, in order of code."""
    replies = {p.code: p for p in answers(pack, scheme.header.id)} if "signup" in pack.tables else {}
    of_table, signed = _rows(pack.tables.get("practices")), _signed(pack, scheme.header.id)
    before = str(FinancialYear(scheme.header.year.starts_in - 1))
    payments = _payments(pack.tables.get("baseline"), before)
    found = {}
    for code in sorted({*of_table, *pack.practices}):
        row, sign, reply = of_table.get(code, {}), signed.get(code, {}), replies.get(code)
        found[code] = Addressee(
            code=code,
            name=row.get("name", ""),
            contract=row.get("contract", ""),
            payee=row.get("payee", ""),
            deduction=row.get("qof_deduction", ""),
            list_size=row.get("list_size", ""),
            list_as_at=_day(row.get("list_as_at", "")),
            answer=reply.answer if reply else None,
            version=sign.get("scheme_version", ""),
            offered_on=_day(sign.get("offered_on", "")),
            starts=_day(sign.get("starts", "")),
            ends=_day(sign.get("ends", "")),
            left_reason=sign.get("left_reason", ""),
            variation=sign.get("variation_reference", ""),
            baseline=Baseline(before, *payments.get(code, (None, None))),
        )
    return found


def _rows(table: Table | None) -> dict[str, dict[str, str]]:
    if table is None:
        return {}
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return {row["practice_code"]: row for row in rows}


def _signed(pack: Pack, scheme: str) -> dict[str, dict[str, str]]:
    table = pack.tables.get("signup")
    if table is None:
        return {}
    rows = sorted(rows_that_count(table, scheme))
    return {
        table.column("practice_code")[n]: dict(zip(table.columns, table.rows[n], strict=True)) for n in rows
    }


def _payments(table: Table | None, year: str) -> dict[str, tuple[int | None, int | None]]:
    """Return each practice's provisional and final payments of a year: sums of pence, None where none is."""
    if table is None:
        return {}
    found: dict[str, dict[bool, int]] = {}
    columns = (table.column(c) for c in ("year", "practice_code", "component", "pence", "status"))
    for of_year, code, component, pence, status in zip(*columns, strict=True):
        if of_year == year and pence:
            is_final = component != PROVISIONAL and status != "provisional"
            held = found.setdefault(code, {})
            held[is_final] = held.get(is_final, 0) + int(pence)
    return {code: (held.get(False), held.get(True)) for code, held in found.items()}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
