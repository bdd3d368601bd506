"""Forms that pay for more than a national threshold asks: improvement on one's own figure, and stretch.

Source: prescribing schemes pay for improvement on a practice's own baseline; QOF+ (Hammersmith and
Fulham, 2008) paid extra points above the national upper threshold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from incentives.base.amount import in_percent
from incentives.base.amount import written as shown
from incentives.formula.nodes import (
    AtLeast,
    Both,
    Choose,
    Divide,
    FieldValue,
    Greatest,
    Least,
    StepValue,
    Value,
    nil,
    one,
    slide,
)
from incentives.formula.plan import Columns, DataField, Stage
from incentives.formula.units import CELL, PATIENTS, POINTS
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.points import LinearTerms, Terms, achieved, counts, measured, offered, thresholds
from incentives.scheme.values import Count, Percent, Text, Year  # noqa: TC001 - pydantic reads them at run time

if TYPE_CHECKING:
    from incentives.scheme.forms.maker import Maker

ALL_POINTS = "all points"


class ImprovementTerms(Terms):
    """Points in proportion to the improvement on the practice's own achievement of an earlier year."""

    improvement: Percent = Field(
        description="How many percentage points above its own earlier achievement earn everything.",
        examples=["10%"],
    )
    on: Year = Field(description="The earlier year that improvement is measured on.")
    fewest_patients: Count = Field(
        description="How many patients must be counted, in both years, for improvement to be measured.",
        examples=["10 patients"],
    )
    with_fewer: Literal["no points", "all points"] = Field(
        default="no points", description="What is paid where fewer patients are counted."
    )


class StretchTerms(LinearTerms):
    """Extra points above the upper threshold of another indicator, on the same patients."""

    stretch_of: Text = Field(
        description="The indicator whose upper threshold the extra points begin at.", examples=["HYP006"]
    )

    def item(self, identifier: str) -> str:
        """The code under which the data count it: that of the indicator it stretches."""
        return self.counted_as or self.stretch_of or identifier


@FORMS.add(16, "improvement on own baseline", Part.INDICATORS, ImprovementTerms, chosen_by="improvement")
def improvement(maker: Maker, written: Written[ImprovementTerms]) -> None:
    """P × clamp((a - a0) ÷ Δ, 0, 1), where enough patients are counted in both years."""
    terms = written.terms
    a0, counted_then = _then(maker, written)
    whole = maker.stated(
        "improvement_threshold",
        terms.improvement,
        says="improvement that earns everything",
        component=written.id,
        origin=written.origin("improvement"),
    )
    share = Greatest(nil(), Least(one(), Divide(StepValue(Columns.ACHIEVEMENT) - a0, whole, nil())))
    few = offered(maker, written) if terms.with_fewer == ALL_POINTS else nil(POINTS)
    score = Choose(_enough(maker, written, counted_then), offered(maker, written) * share, few)
    says = (
        f"Points rise in a straight line from none at the practice's own achievement of {terms.on} "
        f"to all at {in_percent(terms.improvement).removesuffix('%')} percentage points above it; "
        f"{terms.with_fewer} where fewer than {shown(terms.fewest_patients)} patients are counted in "
        "either year."
    )
    achieved(maker, written, measured(maker, written, score), says)


@FORMS.add(19, "stretch above the upper threshold", Part.INDICATORS, StretchTerms, chosen_by="stretch_of")
def stretch(maker: Maker, written: Written[StretchTerms]) -> None:
    """P × clamp((a - U) ÷ (U2 - U), 0, 1) on the achievement of the indicator it stretches."""
    lower, upper = thresholds(maker, written)
    share = slide(StepValue(Columns.ACHIEVEMENT), lower, upper)
    says = (
        f"Extra points above the upper threshold of {written.terms.stretch_of}: they rise in a straight line "
        "from none there to all at the stretch threshold."
    )
    achieved(maker, written, measured(maker, written, offered(maker, written) * share), says)


def _then(maker: Maker, written: Written[ImprovementTerms]) -> tuple[StepValue, FieldValue]:
    """Return the achievement of the earlier year and the patients counted in it."""
    year = written.terms.on
    back, item = maker.year.starts_in - year.starts_in, written.terms.item(written.id)
    numerator, denominator = (
        maker.given(
            DataField(
                f"{column}_{year.starts_in}",
                CELL,
                PATIENTS,
                "measures",
                column,
                f"{says} in {year}",
                years_back=back,
            ),
            written.id,
            item,
        )
        for column, says in (
            (Columns.NUMERATOR, "patients achieved"),
            (Columns.DENOMINATOR, "patients counted"),
        )
    )
    achievement = maker.step(
        f"achievement_{year.starts_in}",
        Divide(numerator, denominator, nil()),
        title=f"Achievement of {year}",
        says=f"The patients achieved divided by the patients counted, in {year}.",
        stage=Stage.ACHIEVEMENT,
        component=written.id,
    )
    return achievement, denominator


def _enough(maker: Maker, written: Written[ImprovementTerms], then: Value) -> Both:
    fewest = maker.stated(
        "fewest_patients",
        max(written.terms.fewest_patients, one().value),
        says="fewest patients",
        unit=PATIENTS,
        component=written.id,
        origin=written.origin("fewest_patients"),
    )
    _, now = counts(maker, written.id, written.terms)
    return Both(AtLeast(now, fewest), AtLeast(then, fewest))
