"""Form 25: a payment for each patient, weighted by deprivation; or a budget shared so.

Source: rate × N × w(IMD), renormalised to the budget; the intent of Devon's winter access fund 2022/23. The
weights are bands of the IMD score (higher is more deprived), each from its edge upwards.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import Field

from incentives.base.amount import in_percent, in_pounds
from incentives.base.amount import written as in_figures
from incentives.formula.nodes import AtLeast, Choose, FieldValue, Value, holds, nil
from incentives.formula.plan import DataField, Stage
from incentives.formula.units import PATIENTS, PLAIN, POUNDS, PRACTICE
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.pounds import LimitTerms, list_size, pay, signed
from incentives.scheme.forms.shares import Shared, share_out
from incentives.scheme.section import Section
from incentives.scheme.values import Count, Percent, Pounds, Text

if TYPE_CHECKING:
    from incentives.formula.nodes import StepValue
    from incentives.formula.units import Unit
    from incentives.scheme.forms.maker import Maker

_DECIMALS = 1000
POUNDS_PER_PATIENT = POUNDS / PATIENTS


class Band(Section):
    """A weight from an IMD score upwards."""

    from_: Count = Field(alias="from")
    weight: Percent


class DeprivationTerms(Section):
    """So much for each patient, or a share of a budget, by list size weighted by deprivation."""

    form: Text
    per_patient: Pounds | None = None
    budget: Pounds | None = None
    imd_weights: tuple[Band, ...]
    title: Text = ""
    group: Text = "Payments"
    paid_by: Text = ""
    reason: Text = ""


@FORMS.add(25, "deprivation weighting", Part.PAYMENTS, DeprivationTerms)
def by_deprivation(
    maker: Maker, written: Written[DeprivationTerms], limits: tuple[Written[LimitTerms], ...]
) -> None:
    """Rate × N × w; or budget × N × w ÷ Σ N × w in whole pence that add up to the budget."""
    terms, weighted = written.terms, _weighted_list(maker, written)
    if terms.budget is not None:
        amount = _stated(maker, written, "budget", POUNDS)
        shared = Shared(
            "deprivation",
            "By deprivation",
            amount,
            weighted,
            PATIENTS,
            stage=Stage.POUNDS,
            component=written.id,
            origin=written.origin("budget"),
        )
        says = f"{in_pounds(terms.budget)} shared by {_in_words(terms)}, in whole pence that add up to it."
        pay(maker, written, share_out(maker, shared), says, limits)
    else:
        rate = _stated(maker, written, "per_patient", POUNDS_PER_PATIENT)
        says = f"{in_pounds(terms.per_patient or Fraction(0))} for each patient of {_in_words(terms)}."
        pay(maker, written, rate * weighted, says, limits)


def _weighted_list(maker: Maker, written: Written[DeprivationTerms]) -> StepValue:
    """The list × the weight of the practice's band, nil for a practice that has not signed."""
    field = DataField(
        "imd_score", PRACTICE, PLAIN, "practices", "imd_score", "deprivation (IMD) score", _DECIMALS
    )
    score, weight = maker.given(field), None
    for number, band in enumerate(written.terms.imd_weights, 1):
        edge, own = (
            maker.stated(
                f"imd_band_{number}_{name}",
                figure,
                says=f"band {number} {name}",
                component=written.id,
                origin=written.origin("imd_weights"),
            )
            for name, figure in (("from", band.from_), ("weight", band.weight))
        )
        below: Value = weight if weight is not None else nil()
        weight = Choose(AtLeast(score, edge), own, below)
    patients = list_size(maker, maker.lists_as_at)
    return maker.step(
        "list_weighted_by_deprivation",
        Choose(holds(signed(maker)), patients * (weight or nil()), nil(PATIENTS)),
        title="List weighted by deprivation",
        says=f"Registered patients × weight, of practices that have signed; {_in_words(written.terms)}.",
        stage=Stage.FACTORS,
        unit=PATIENTS,
        component=written.id,
        origin=written.origin("imd_weights"),
    )


def _in_words(terms: DeprivationTerms) -> str:
    bands = ", ".join(
        f"{in_percent(b.weight)} from a score of {in_figures(b.from_)}" for b in terms.imd_weights
    )
    return f"list size weighted by deprivation ({bands})"


def _stated(maker: Maker, written: Written[DeprivationTerms], key: str, unit: Unit) -> FieldValue:
    return maker.stated(
        f"deprivation_{key}",
        getattr(written.terms, key),
        says=key.replace("_", " "),
        unit=unit,
        component=written.id,
        origin=written.origin(key),
    )
