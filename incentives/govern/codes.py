"""A body's own finance codes: ledger codes by component, contract and stage, and the payment agency's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import BeforeValidator

from incentives.base.problem import Place, Problem, Refused
from incentives.govern.own_files import read_own_file
from incentives.scheme.section import Section
from incentives.scheme.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

ANY = "any"
STAGES = ("instalment", "balance", "whole year", "correction", "accrual")
SEGMENTS = ("cost_centre", "subjective", "analysis_1", "analysis_2", "other")


def _digits(length: int) -> BeforeValidator:
    def read(text: str) -> str:
        if not re.fullmatch(rf"\d{{{length}}}", str(text)):
            raise ValueError(f'write {length} digits such as {"5" * length}, not "{text}"')
        return str(text)

    return BeforeValidator(read)


def _segment(text: str) -> str:
    if not re.fullmatch(r"[0-9A-Z]{1,8}", str(text)):
        raise ValueError(f'write up to eight digits and capital letters such as 00000, not "{text}"')
    return str(text)


Segment = Annotated[str, BeforeValidator(_segment)]


class CodeTerms(Section):
    """The five segments of a ledger code: cost centre, subjective, two analyses, other."""

    cost_centre: Annotated[str, _digits(6)]
    subjective: Annotated[str, _digits(8)]
    analysis_1: Segment = "00000"
    analysis_2: Segment = "00000"
    other: Segment = "000000"


class LedgerTerms(CodeTerms):
    """A ledger code and the payments it is for; "any" is the default row."""

    component: Text = ANY
    contract: Text = ANY
    stage: Literal["any", "instalment", "balance", "whole year", "correction", "accrual"] = "any"


class PaycodeTerms(Section):
    """The payment agency's code for a contract type and whether the payment is pensionable."""

    contract: Text
    pensionable: Literal["yes", "no"]
    code: Text


class CodesTerms(Section):
    """The finance codes of one body: ``contra`` is owed to practices, ``accruals`` earned, not yet paid."""

    kind: Literal["finance codes"]
    body: Text
    source: Text
    ledger: tuple[LedgerTerms, ...] = ()
    contra: CodeTerms | None = None
    accruals: CodeTerms | None = None
    paycodes: tuple[PaycodeTerms, ...] = ()


class Payment(NamedTuple):
    """What decides a payment's ledger code."""

    component: str
    contract: str
    stage: str

    def __str__(self) -> str:
        """Return the combination as a person reads it."""
        return f"{self.component} × {self.contract or 'no contract stated'} × {self.stage}"


@dataclass(frozen=True, slots=True)
class Codes:
    """The finance codes of a body, from one file."""

    file: str
    terms: CodesTerms

    def ledger(self, payment: Payment) -> CodeTerms | None:
        """Return the code of the row that says most of a payment, the default row last, or None.

        Of rows that say equally much, one that names the component goes before one that names the
        contract, and that before one that names the stage.
        """
        rows = [r for r in self.terms.ledger if _fits(r, payment)]
        return max(rows, key=_says, default=None)

    def paycode(self, contract: str, pensionable: str) -> str:
        """Return the payment agency's code, or nothing where the file has none."""
        return paycode_of(self.terms.paycodes, contract, pensionable)


def paycode_of(rows: Iterable[PaycodeTerms], contract: str, pensionable: str) -> str:
    """Return the code of a contract type, or nothing where no row has it."""
    found = (r.code for r in rows if (r.contract, r.pensionable) == (contract, pensionable))
    return next(found, "")


def read_codes(path: Path) -> Codes:
    """Return a body's finance codes; raises Refused with every problem of the file (G142: two rows alike)."""
    terms = read_own_file(path, "finance codes", CodesTerms)
    ledger = [str(_key(r)) for r in terms.ledger]
    pay = [f"{r.contract}, pensionable {r.pensionable}" for r in terms.paycodes]
    if twice := [*_twice(ledger), *_twice(pay)]:
        message = f"Two rows are for the same payments: {', '.join(twice)}."
        raise Refused([Problem("G142", Place(str(path)), message, "Keep one row for each.")])
    return Codes(str(path), terms)


def _key(row: LedgerTerms) -> Payment:
    return Payment(row.component, row.contract, row.stage)


def _fits(row: LedgerTerms, payment: Payment) -> bool:
    return all(said in (ANY, is_so) for said, is_so in zip(_key(row), payment, strict=True))


def _says(row: LedgerTerms) -> tuple[int, tuple[bool, ...]]:
    named = tuple(said != ANY for said in _key(row))
    return sum(named), named


def _twice(keys: Sequence[str]) -> list[str]:
    return sorted({k for k in keys if keys.count(k) > 1})
