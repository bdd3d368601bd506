"""Form 34: no worse off than national QOF, on this year's own results, price and factors.

Source: the promise that practices ask for; max(local, QOF), its cost a line of its own. National QOF is
worked out beside the scheme in a second block of steps (``beside``), on the same practice data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from incentives.formula.nodes import StepValue
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.lines import protect
from incentives.scheme.section import Section
from incentives.scheme.values import Text

if TYPE_CHECKING:
    from incentives.scheme.forms.lines import Running
    from incentives.scheme.forms.maker import Maker

QOF_DUE = "QOF due"


class NoWorseOffTerms(Section):
    """At least what national QOF would pay on this year's results, at this year's price and factors."""

    form: Text = ""
    no_worse_off_than: Literal["national QOF on this year's results"]
    title: Text = ""
    reason: Text = ""


@FORMS.add(34, "no worse off than national QOF", Part.PROTECT, NoWorseOffTerms, chosen_by="no_worse_off_than")
def no_worse_off(maker: Maker, running: Running, written: Written[NoWorseOffTerms]) -> None:
    """max(0, QOF - local), both after the deductions that each of them makes."""
    title = written.terms.title or "No worse off than national QOF"
    says = (
        "What is missing to national QOF on this year's own results, at this year's price and factors: "
        "nobody who signs receives less than by staying on QOF."
    )
    protect(maker, running, written, StepValue(QOF_DUE), title=title, says=says)
