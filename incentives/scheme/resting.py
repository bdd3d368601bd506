"""What an indicator's money rests on besides figures: how it is paid, what weights it, which lists count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.formula import resting
from incentives.formula.plan import Columns, Origin, Standing
from incentives.scheme.forms.pounds import ITS_REGISTER, TARGET
from incentives.scheme.values import ALWAYS, FOR_THE_REGISTER, WHEN_DECLARED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.scheme.forms import Written
    from incentives.scheme.forms.points import ProtectionTerms, Terms
    from incentives.scheme.model import Scheme


def rests_on(
    scheme: Scheme, indicator: Written[Terms], protection: Written[ProtectionTerms] | None
) -> tuple[tuple[str, str, Origin], ...]:
    """Return the values that are no figures of the plan: the column that needs each, its sort, its origin."""
    return tuple(_found(scheme, indicator, protection))


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
