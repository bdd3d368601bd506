"""What a year is expected to come to for each practice, by the method of accrual, from results and data."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem, Refused
from incentives.base.rounding import Rule, rounded
from incentives.compare.whatif import signed_codes
from incentives.formula.fingerprint import fingerprint
from incentives.formula.plan import THIS_SCHEDULE, Columns
from incentives.formula.units import CELL, PRACTICE
from incentives.govern.accruals import HIGH, LOW, Basis, Estimate, method_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from incentives.calculate import Results
    from incentives.data.bound import Binding
    from incentives.govern.accruals import Method
    from incentives.scheme.model import Scheme

DAYS = "days_in_scheme"
LAST_YEAR, PROJECTION = "last year's result", "projection"


def method_stated(scheme: Scheme, named: str) -> Method:
    """Return the method that the scheme states, or the one named where it states none.

    Raises Refused (G163) where neither says one, (G164) where both do and differ.
    """
    stated = scheme.accrual.method if scheme.accrual else None
    asked = method_of(named) if named else None
    place = Place(scheme.header.id)
    if stated is None and asked is None:
        message = "The scheme does not say by which method its accruals are worked out."
        remedy = (
            'Write "accrual:" with "method: straight line", "last return scaled", "last year\'s result" or '
            '"projection" in the scheme, or name one with --method.'
        )
        raise Refused([Problem("G163", place, message, remedy)])
    if stated and asked and stated != asked:
        message = f'The scheme states the method "{stated}", and "{asked}" is asked for.'
        raise Refused([Problem("G164", place, message, "Leave --method out, or change the scheme.")])
    found = stated or asked
    assert found is not None, "one of the two was given"  # noqa: S101 - decided above
    return found


def basis_of(scheme: Scheme, method: Method, results: Results) -> Basis:
    """Return how the accrual is worked out: the method, the day of the data, low and high."""
    terms = scheme.accrual
    low = terms.low if terms and terms.low is not None else LOW
    high = terms.high if terms and terms.high is not None else HIGH
    day = results.plan.year.previous.last_day if method == LAST_YEAR else _counted_on(results)
    return Basis(method, day, results.binding.fingerprint, low, high, plan=fingerprint(results.plan))


def estimates_of(method: Method, results: Results, projected: Results | None = None) -> tuple[Estimate, ...]:
    """Return the year's estimate of each practice; ``projected`` are results on projected data.

    Raises Refused (G165) where the data hold no payment of last year, (G166) where the method is a
    projection and no projected data are given, or they are of other practices.
    """
    contracts = _contracts(results.binding)
    if method == LAST_YEAR:
        found = _last_year(results)
        return tuple(Estimate(code, contracts[code], pence) for code, pence in found.items())
    chosen = _projected(results, projected) if method == PROJECTION else results
    fixed = not_on_results(chosen)
    return tuple(
        Estimate(code, contracts[code], pence, fixed[code]) for code, pence in due_of(chosen).items()
    )


def due_of(results: Results) -> Mapping[str, int]:
    """Return what this schedule pays each practice for the year, in pence."""
    codes = results.binding.practices
    if results.plan.has(Columns.DUE):
        return dict(zip(codes, results.in_pence(Columns.DUE)[:, 0].tolist(), strict=True))
    return _added(results, counted=None)


def not_on_results(results: Results) -> Mapping[str, int]:
    """Return the part of each practice's pay that does not rest on what is counted, in pence."""
    return _added(results, counted=False)


def _added(results: Results, *, counted: bool | None) -> Mapping[str, int]:
    found = dict.fromkeys(results.binding.practices, 0)
    for component in results.plan.components:
        if not component.amount or component.paid_by != THIS_SCHEDULE:
            continue
        if counted is not None and component.counted is not counted:
            continue
        for code, pence in zip(found, results.pence(component.id).tolist(), strict=True):
            found[code] += pence
    return found


def _contracts(binding: Binding) -> Mapping[str, str]:
    return {code: binding.details.get(code, {}).get("contract", "") for code in binding.practices}


def _counted_on(results: Results) -> date:
    """Return the day on which results were counted: the last one of the columns of results."""
    plan, columns = results.plan, results.binding.columns
    counts = [f.name for f in plan.data_fields if f.grain == CELL and not f.years_back]
    days = [columns[name].as_at for name in counts or columns]
    return max((d for d in days if d is not None), default=plan.year.first_day)


def _last_year(results: Results) -> Mapping[str, int]:
    plan = results.plan
    fields = [f for f in plan.data_fields if f.table == "baseline" and f.grain == PRACTICE]
    own = [f for f in fields if f.unit.pounds == 1 and f.years_back == 1 and f.per == 100]  # noqa: PLR2004 - pence
    if not own:
        message = "The scheme uses no payment of last year, so the practice data bind none."
        remedy = "Choose another method: what a practice was paid last year is known by its instalments."
        raise Refused([Problem("G165", Place(plan.id), message, remedy)])
    chosen = next((f for f in own if f.name == "last_years_payment"), own[0])
    column, signed = results.column(chosen.name), signed_codes(results.binding)
    return {
        code: int(rounded(column.exact(row) * _part_of_year(results, row) * 100, 0, Rule.HALF_UP))
        for row, code in enumerate(results.binding.practices)
        if signed is None or code in signed
    }


def _part_of_year(results: Results, row: int) -> Fraction:
    """Return for which part of the year a practice is in the scheme, where that pays for days."""
    if not results.has(DAYS):
        return Fraction(1)
    return results.column(DAYS).exact(row) / results.plan.year.days


def _projected(results: Results, projected: Results | None) -> Results:
    if projected is None:
        message = "The method is a projection, and no projected practice data are given."
        remedy = "Name the practice data with projected results with --projected."
        raise Refused([Problem("G166", Place("--projected"), message, remedy)])
    if projected.binding.practices != results.binding.practices:
        other = sorted({*projected.binding.practices} ^ {*results.binding.practices})
        message = f"The projected data are not of the same practices: {', '.join(other[:8])}."
        raise Refused([Problem("G166", Place("--projected"), message, "Project the data that are given.")])
    return projected


def with_projection(basis: Basis, projected: Results | None) -> Basis:
    """Return the basis with the fingerprint of the projected data."""
    return replace(basis, projected=projected.binding.fingerprint) if projected else basis
