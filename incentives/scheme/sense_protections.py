"""Whether a protection in pounds says something that decides: what it is of, and on which list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from incentives.base.problem import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.scheme.forms.form import Written
    from incentives.scheme.forms.lines import HistoryTerms

_POINTS = re.compile(r"\bpoints?\b", re.IGNORECASE)
PER_PRACTICE, PER_PATIENT = "per practice", "per registered patient"
AT_PAYMENT, AT_BASELINE = "at payment", "at baseline"
_WITHOUT_EFFECT = {
    (PER_PRACTICE, AT_PAYMENT): (
        "protects a sum for each practice, which no list changes, so the list at payment decides nothing",
        f'Write "list: {AT_BASELINE}", or "basis: {PER_PATIENT}" where the sum is to follow the list.',
    ),
    (PER_PATIENT, AT_BASELINE): (
        "protects a sum for each patient of the list then, which comes to the whole sum of then",
        f'Write "basis: {PER_PRACTICE}", or "list: {AT_PAYMENT}" where the sum is to follow the list.',
    ),
}


def protected_in_pounds(line: Written[Any], terms: HistoryTerms) -> Iterator[Problem]:
    """Refuse points in place of a payment; warn where basis and list together decide nothing."""
    if _POINTS.search(terms.of):
        message = f'"{line.id}" protects a share of a payment, in pounds; "{terms.of}" is counted in points.'
        remedy = (
            "For the points of an earlier year at this year's price, list and factors, write an entry with "
            '"points_of: 2014/15" and "indicators:". For pounds, name the payment: "of: QOF payment".'
        )
        yield Problem("S564", line.origin("of").place, message, remedy)
    elif told := _WITHOUT_EFFECT.get((terms.basis, terms.list)):
        message, remedy = f'"{line.id}" {told[0]}.', told[1]
        yield Problem("S563", line.origin("list").place, message, remedy, Severity.WARNING)
