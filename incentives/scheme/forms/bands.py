"""Form 3: bands, each paying a fixed number of points from its lower edge on.

Source: the closed list of forms: the highest band reached counts, edges are inclusive (Bolton's graduated
payments; NHS Bolton CCG, Bolton Quality Contract 2015).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from incentives.formula.nodes import AtLeast, Choose, StepValue, Value, nil
from incentives.formula.plan import Columns
from incentives.formula.units import PLAIN, POINTS
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.points import Terms, achieved, measured
from incentives.scheme.section import Section
from incentives.scheme.values import Percent, Points

if TYPE_CHECKING:
    from incentives.scheme.forms.maker import Maker


class Band(Section):
    """One band: the achievement from which it counts, and what it pays."""

    from_: Percent = Field(alias="from", description="The achievement from which the band counts.")
    below: Percent | None = Field(
        default=None, description="Where the next band begins; written for the reader and checked."
    )
    points: Points = Field(description="What the band pays in all, not on top of the band below.")


class BandTerms(Terms):
    """The points of the highest band reached; a band counts from its lower edge on."""

    bands: tuple[Band, ...] = Field(
        description="The bands, the lowest first.",
    )


@FORMS.add(3, "bands", Part.INDICATORS, BandTerms, chosen_by="bands")
def bands(maker: Maker, written: Written[BandTerms]) -> None:
    """The points of the highest band whose lower edge is reached; none below the lowest."""
    achievement, origin = StepValue(Columns.ACHIEVEMENT), written.origin("bands")
    score: Value = nil(POINTS)
    for number, band in enumerate(written.terms.bands, start=1):
        edge, pays = (
            maker.stated(
                f"band_{number}_{name}",
                figure,
                says=f"{says} of band {number}",
                unit=unit,
                component=written.id,
                origin=origin,
            )
            for name, figure, says, unit in (
                ("threshold", band.from_, "lower edge", PLAIN),
                ("points", band.points, "points", POINTS),
            )
        )
        score = Choose(AtLeast(achievement, edge), pays, score)
    says = "The points of the highest band reached; a band counts from its lower edge on."
    achieved(maker, written, measured(maker, written, score), says)
