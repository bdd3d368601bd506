"""Forms that add a signed line to a practice's total: floors, caps and deductions.

A line never alters an earlier amount: it is a component of its own, so that the sum over practices,
over components and over instalments stays one sum. Lines follow in the order they are written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from incentives.base.amount import in_percent
from incentives.formula.nodes import (
    Choose,
    Divide,
    FieldValue,
    Greatest,
    Least,
    StepValue,
    Subtract,
    Value,
    holds,
    nil,
)
from incentives.formula.plan import Absent, Component, DataField, Reads, Stage
from incentives.formula.units import PATIENTS, PLAIN, POUNDS, PRACTICE
from incentives.scheme.forms.days import of_the_year
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.pounds import LimitTerms, list_size, signed
from incentives.scheme.section import Section
from incentives.scheme.values import Count, Day, Percent, Pounds, Text, Year

if TYPE_CHECKING:
    from datetime import date

    from incentives.base.year import FinancialYear
    from incentives.scheme.forms.maker import Maker


class HistoryTerms(Section):
    """What a protection rests on: a payment, its basis, its list, before or after the PMS deduction."""

    form: Text = ""
    of: Text
    basis: Literal["per practice", "per registered patient"]
    list: Literal["at baseline", "at payment"]
    pms_deduction: Literal["before", "after"]
    title: Text = ""
    reason: Text = ""


class FloorTerms(HistoryTerms):
    """A floor on a practice's own history: at least a share of an earlier year's payment."""

    at_least: Percent
    year: Year


class DeductionTerms(Section):
    """A deduction for what another contract already pays (the PMS deduction for QOF)."""

    form: Text = ""
    from_contract: Literal["PMS", "APMS", "GMS"]
    amount: Pounds
    for_patients: Count
    from_: Day | None = Field(default=None, alias="from")
    ends: Day | None = None
    title: Text = ""
    reason: Text = ""


@dataclass
class Running:
    """The total of a practice as its lines are added: the last column, and the deductions so far.

    ``guaranteed`` are the totals that protections promise, for what may not fall below them.
    ``offered`` says that lines apply to practices that have signed alone.
    """

    due: StepValue
    as_at: date
    offered: bool
    deductions: list[StepValue] = field(default_factory=list)
    guaranteed: list[StepValue] = field(default_factory=list)


def add_line(
    maker: Maker, running: Running, written: Written[Section], amount: Value, *, title: str, says: str
) -> StepValue:
    """Add a signed line and the running total after it."""
    if running.offered:
        amount = Choose(holds(signed(maker)), amount, nil(POUNDS))
    name = f"line {written.id}"
    line = maker.step(
        name,
        maker.rounded_money(amount),
        title=title,
        says=says,
        stage=Stage.LINES,
        grain=PRACTICE,
        unit=POUNDS,
        origin=written.origin(),
    )
    running.due = maker.step(
        f"due after {written.id}",
        running.due + line,
        title=f"After {title}",
        says=f"The total so far, with the line {title}.",
        stage=Stage.LINES,
        grain=PRACTICE,
        unit=POUNDS,
    )
    kind = written.form.name
    maker.component(Component(written.id, title, "Practice lines", kind, name, origin=written.origin()))
    return line


@FORMS.add(13, "floor on own history", Part.PROTECT, FloorTerms, chosen_by="at_least")
def floor(maker: Maker, running: Running, written: Written[FloorTerms]) -> None:
    """max(0, share × last year's payment - earned), per practice or per registered patient."""
    terms = written.terms
    protected = history(maker, running, terms, terms.year, _share(maker, written))
    title = terms.title or f"Floor on {terms.year}"
    said = in_words(terms, f"of {terms.year}")
    says = f"What is missing to the protected share ({in_percent(terms.at_least)}) of the {said}."
    protect(maker, running, written, protected, title=title, says=says)


def history(
    maker: Maker, running: Running, terms: HistoryTerms, year: FinancialYear, share: Value, of: str = ""
) -> Value:
    """Return a share of an earlier year's payment, as the list has grown since where the terms say so."""
    back, of = maker.year.starts_in - year.starts_in, of or terms.of
    then = _payment_then(maker, back, terms.pms_deduction, of)
    if terms.basis == "per practice" or terms.list == "at baseline":
        return of_the_year(maker, share * then)
    now = list_size(maker, running.as_at)
    return of_the_year(maker, Divide(share * then * now, _list_then(maker, back, of), nil(POUNDS)))


def in_words(terms: HistoryTerms, of_years: str) -> str:
    """Say what is protected: of which payment and year, on which basis, list and side of the deduction."""
    return (
        f"{terms.of} {of_years}, {terms.basis}, with the list {terms.list}, "
        f"{terms.pms_deduction} the PMS deduction"
    )


def protect(
    maker: Maker, running: Running, written: Written[Any], protected: Value, *, title: str, says: str
) -> None:
    """Add what is missing to a protected amount, which is before the deductions where the terms say so."""
    promised: Value = maker.rounded_money(protected)
    if getattr(written.terms, "pms_deduction", "after") == "before":
        for deduction in running.deductions:
            promised = promised + deduction
    guaranteed = maker.step(
        f"guaranteed {written.id}",
        promised,
        title=f"{title}: protected",
        says="What the practice receives at least, deductions taken off.",
        stage=Stage.LINES,
        grain=PRACTICE,
        unit=POUNDS,
        origin=written.origin(),
    )
    running.guaranteed.append(guaranteed)
    missing = Greatest(nil(POUNDS), Subtract(guaranteed, running.due))
    add_line(maker, running, written, missing, title=title, says=says)


@FORMS.add(22, "practice caps and floors", Part.LIMITS, LimitTerms, chosen_by="at_most")
def practice_limit(maker: Maker, running: Running, written: Written[LimitTerms]) -> None:
    """min(due, cap) - due: what passes the cap is taken off; a least amount tops up likewise."""
    within: Value = running.due
    said = []
    for key, node in (("at_most", Least), ("at_least", Greatest)):
        if (bound := getattr(written.terms, key)) is not None:
            stated = maker.stated(
                f"{written.id} {key}", bound, says="limit", unit=POUNDS, origin=written.origin(key)
            )
            within = node(within, stated)
            said.append(key.replace("_", " "))
    title = written.terms.title or f"Limit: {' and '.join(said)}"
    says = f"The practice's total is {' and '.join(said)} the {'limit' if len(said) == 1 else 'limits'}."
    add_line(maker, running, written, Subtract(within, running.due), title=title, says=says)


@FORMS.add(
    36, "deduction already in another contract", Part.DEDUCTIONS, DeductionTerms, chosen_by="from_contract"
)
def deduction(maker: Maker, running: Running, written: Written[DeductionTerms]) -> None:
    """Minus a rate per patient, or the sum stated for the practice; nothing where neither is.

    Source: £13,050 for 5,891 patients, set in 2004 (Cleveland LMC bulletin, 22 April 2014).
    """
    terms = written.terms
    if not _in_force(terms, maker.year):
        return
    by_rate = Choose(holds(_says_standard(maker)), _by_list(maker, running, written), nil(POUNDS))
    in_contract = Choose(
        holds(_has_contract(maker, terms.from_contract)), by_rate + _stated_sum(maker), nil(POUNDS)
    )
    taken = Subtract(nil(POUNDS), of_the_year(maker, in_contract))
    title = terms.title or f"{terms.from_contract} deduction"
    says = f"What the {terms.from_contract} contract already pays for QOF, taken off."
    running.deductions.append(add_line(maker, running, written, taken, title=title, says=says))


def _by_list(maker: Maker, running: Running, written: Written[DeductionTerms]) -> Value:
    """Return the deduction's amount for the patients it was set for, as the practice's list is to them."""
    terms, name, origin = written.terms, written.id, written.origin
    amount = maker.stated(
        f"{name} amount", terms.amount, says="deduction", unit=POUNDS, origin=origin("amount")
    )
    patients = maker.stated(
        f"{name} patients",
        terms.for_patients,
        says="for patients",
        unit=PATIENTS,
        origin=origin("for_patients"),
    )
    return Divide(amount * list_size(maker, running.as_at), patients, nil(POUNDS))


def _in_force(terms: DeductionTerms, year: FinancialYear) -> bool:
    """Tell whether a deduction holds on the last day of the year, on which a year's lines are decided."""
    begun = terms.from_ is None or terms.from_ <= year.last_day
    return begun and (terms.ends is None or terms.ends >= year.last_day)


def _share(maker: Maker, written: Written[FloorTerms]) -> FieldValue:
    return maker.stated(
        f"{written.id} share",
        written.terms.at_least,
        says="protected share",
        origin=written.origin("at_least"),
    )


def _payment_then(maker: Maker, back: int, basis: str, of: str) -> FieldValue:
    """Ask for the payment of an earlier year, before or after the PMS deduction as the floor says."""
    name = f"baseline_payment_{basis}_{back}{_told_apart(of)}"
    says = "payment of the year the floor is on"
    field = DataField(
        name, PRACTICE, POUNDS, "baseline", "pence", says, per=100, years_back=back, basis=basis, of=of
    )
    return maker.given(field)


def _list_then(maker: Maker, back: int, of: str) -> FieldValue:
    name, says = f"baseline_list_{back}{_told_apart(of)}", "list of that year"
    field = DataField(name, PRACTICE, PATIENTS, "baseline", "list_size", says, years_back=back, of=of)
    return maker.given(field)


def _told_apart(of: str) -> str:
    """Payments other than those of QOF have columns of their own, named after what they are."""
    return "" if "QOF" in of else f"_{of}"


def _has_contract(maker: Maker, contract: str) -> FieldValue:
    return maker.given(
        DataField(
            f"contract_is_{contract}",
            PRACTICE,
            PLAIN,
            "practices",
            "contract",
            f"whether the contract is {contract} (1) or not (0)",
            reads=Reads.MATCHES,
            matches=contract,
        )
    )


def _says_standard(maker: Maker) -> FieldValue:
    return maker.given(
        DataField(
            "deduction_is_standard",
            PRACTICE,
            PLAIN,
            "practices",
            "qof_deduction",
            "whether the standard deduction applies (1) or not (0)",
            reads=Reads.MATCHES,
            matches="standard",
            on_missing=Absent.NIL,
        )
    )


def _stated_sum(maker: Maker) -> FieldValue:
    return maker.given(
        DataField(
            "deduction_stated",
            PRACTICE,
            POUNDS,
            "practices",
            "qof_deduction",
            "deduction agreed as a sum",
            per=100,
            on_missing=Absent.NIL,
        )
    )
