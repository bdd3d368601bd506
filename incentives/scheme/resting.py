"""What money rests on besides figures: how it is paid, what weights it, which lists and conditions count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incentives.formula import resting
from incentives.formula.plan import Columns, Origin, Standing
from incentives.scheme.forms.pounds import ITS_REGISTER, TARGET
from incentives.scheme.values import ALWAYS, FOR_THE_REGISTER, WHEN_DECLARED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from incentives.scheme.forms import Written
    from incentives.scheme.forms.points import ProtectionTerms, Terms
    from incentives.scheme.model import Scheme


Needed = tuple[str, str, Origin]
NO_FIGURES = {
    "list": "patients who count",
    "core_income": "core income",
    "counted_as": "what is counted",
    "in_proportion_to": "results that decide",
    "members": "members who count",
    "split_by": "split",
    "formula": "formula",
}
"""Settings of payments that are no figures, and the sort of value that each is."""


def rests_on(
    scheme: Scheme,
    indicator: Written[Terms],
    protection: Written[ProtectionTerms] | None,
    conditions: Sequence[Written[Any]] = (),
) -> tuple[Needed, ...]:
    """Return the values that are no figures of the plan: the column that needs each, its sort, its origin."""
    return (*_found(scheme, indicator, protection), *_conditions(conditions, Columns.POINTS))


def payment_rests_on(payment: Written[Any], conditions: Sequence[Written[Any]]) -> tuple[Needed, ...]:
    """Return what a payment rests on that is no figure: settings that were written, and its conditions."""
    written = ((sort, payment.origins.get(key)) for key, sort in NO_FIGURES.items())
    settings = ((Columns.PAYMENT, sort, origin) for sort, origin in written if origin)
    return (*settings, *_conditions(conditions, Columns.PAYMENT))


def _conditions(conditions: Sequence[Written[Any]], needed_by: str) -> Iterator[Needed]:
    for condition in conditions:
        yield needed_by, "condition", condition.origin(condition.form.chosen_by)


def sort_of_pay(indicator: Written[Terms]) -> str:
    """Return whether an indicator has thresholds, or is paid for a register or for work.

    One that counts patients has them, even where they are not known and it is paid in full.
    """
    pays = str(getattr(indicator.terms, "pays", ""))
    plain = pays in (FOR_THE_REGISTER, WHEN_DECLARED)
    plain |= pays == ALWAYS and indicator.terms.type in ("register", "organisational")
    return resting.NO_THRESHOLD if plain else resting.THRESHOLDS


def weighting_of(scheme: Scheme, indicator: Written[Terms]) -> Origin:
    """Return where the weighting stands; the usual one (its register) is not written, its standing may be."""
    origin = indicator.origins.get("weighted_by") or indicator.origin()
    if "weighted_by" in indicator.origins or origin.standing is Standing.LOCAL:
        return origin
    said = [e for e in scheme.standing if e.of == "weighted_by"]
    covering = [e for e in said if not e.indicators or indicator.id in e.indicators]
    if not covering:
        return origin
    documents = "; ".join(scheme.sources[s].document for s in covering[-1].sources)
    return Origin(origin.place, Standing(covering[-1].status), documents)


def _found(
    scheme: Scheme, indicator: Written[Terms], protection: Written[ProtectionTerms] | None
) -> Iterator[tuple[str, str, Origin]]:
    yield Columns.POINTS, sort_of_pay(indicator), indicator.origin("pays")
    if protection:
        yield Columns.POINTS, resting.PROTECTION, protection.origin("points_of")
    pricing = scheme.pay_points
    if pricing is None:
        return
    yield Columns.PAYMENT, resting.WEIGHTING, weighting_of(scheme, indicator)
    yield Columns.PAYMENT, resting.PRACTICE_LIST, pricing.origin("practice_list")
    weighted = indicator.terms.weighted_by
    if weighted == ITS_REGISTER or weighted.startswith(TARGET):
        yield Columns.PAYMENT, resting.PREVALENCE, pricing.origin("prevalence")
