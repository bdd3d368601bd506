"""Figures that can be read and cannot be meant: a price of nothing, a share above all, a tenth of a penny."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.problem import Place, Problem
from incentives.scheme.forms.lines import DeductionTerms, FloorTerms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from incentives.scheme.model import Scheme

_PENCE_PLACES = 2


def figures(scheme: Scheme) -> Iterator[Problem]:
    """Refuse figures that would pay nothing, pay backwards or divide by nothing."""
    for what, figure, most, place in _figures(scheme):
        if figure <= 0 or (most is not None and figure > most):
            limits = "above nothing" if most is None else "above nothing and at most the whole"
            message = f"The {what} must be {limits}."
            yield Problem(
                "S423", place, message, "Write the figure of the agreement; check its unit and sign."
            )
    if scheme.rounding.money and scheme.rounding.money.places > _PENCE_PLACES:
        found = scheme.origins.get("rounding.money")
        message = "Money cannot be rounded to parts of a penny: nobody can be paid them."
        place = found.place if found else Place()
        yield Problem("S423", place, message, 'Write "half up to the penny".')


def _figures(scheme: Scheme) -> Iterator[tuple[str, Fraction, int | None, Place]]:
    if paid := scheme.pay_points:
        yield "price per point", paid.terms.price_per_point, None, paid.origin("price_per_point").place
        average = paid.terms.national_average_list.patients
        yield "national average list", average, None, paid.origin("national_average_list").place
    if scheme.instalments:
        share = scheme.instalments.terms.each_month
        yield "share paid in instalments", share, 1, scheme.instalments.origin("each_month").place
    for line in scheme.lines:
        if isinstance(line.terms, DeductionTerms):
            yield "amount deducted", line.terms.amount, None, line.origin("amount").place
            yield "patients it is for", line.terms.for_patients, None, line.origin("for_patients").place
        elif isinstance(line.terms, FloorTerms):
            yield "protected share", line.terms.at_least, None, line.origin("at_least").place
