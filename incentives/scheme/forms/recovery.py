"""Form 23: claw-back, part of a payment taken back where a level is not reached.

Source: vaccination from 2021/22: below 80% coverage up to 50% of the fees may be recovered, which the
commissioner decides for each practice (practiceindex, Pulse). Never more than is due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from incentives.base.amount import in_percent, in_pounds
from incentives.formula.nodes import (
    AtLeast,
    Both,
    Choose,
    FieldValue,
    Greatest,
    Least,
    Opposite,
    Over,
    StepValue,
    Subtract,
    Total,
    Value,
    holds,
    nil,
    one,
)
from incentives.formula.plan import Absent, Columns, DataField, Stage
from incentives.formula.units import PATIENTS, POUNDS, PRACTICE
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.lines import add_line
from incentives.scheme.forms.points import counts
from incentives.scheme.section import Section
from incentives.scheme.values import Percent, Pounds, Text

if TYPE_CHECKING:
    from incentives.scheme.forms.lines import Running
    from incentives.scheme.forms.maker import Maker

BY_PRACTICE = "for each practice"


class RecoveryTerms(Section):
    """Part of what was paid is taken back below a level of achievement."""

    form: Text = ""
    indicator: Text
    below: Percent
    takes_back: Percent
    of: tuple[Text, ...]
    at_most: Pounds | None = None
    decided: Literal["for each practice", "always"]
    title: Text = ""
    reason: Text = ""


@FORMS.add(23, "claw-back", Part.RECOVER, RecoveryTerms, chosen_by="takes_back", pays_less_for_more=True)
def claw_back(maker: Maker, running: Running, written: Written[RecoveryTerms]) -> None:
    """-choose(a < T and decided, min(rate × paid, cap, decided, due), 0)."""
    terms = written.terms
    rate = maker.stated(
        f"{written.id} share", terms.takes_back, says="share taken back", origin=written.origin("takes_back")
    )
    taken: Value = rate * _paid(maker, written)
    if terms.at_most is not None:
        most = maker.stated(
            f"{written.id} at most", terms.at_most, says="most", unit=POUNDS, origin=written.origin("at_most")
        )
        taken = Least(taken, most)
    if terms.decided == BY_PRACTICE:
        taken = Least(taken, _decided(maker, terms.indicator))
    taken = Least(taken, Greatest(nil(POUNDS), running.due))
    line = Subtract(nil(POUNDS), Choose(holds(_falls_short(maker, written)), taken, nil(POUNDS)))
    title = terms.title or f"Taken back below {in_percent(terms.below)}"
    add_line(maker, running, written, line, title=title, says=_says(terms))


def _falls_short(maker: Maker, written: Written[RecoveryTerms]) -> StepValue:
    """Tell whether the level is not reached; a practice with nobody counted does not fall short."""
    terms = written.terms
    level = maker.stated(f"{written.id} level", terms.below, says="level", origin=written.origin("below"))
    _, denominator = counts(maker, terms.indicator, maker.indicators[terms.indicator].terms)
    counted = AtLeast(denominator, one(PATIENTS))
    short = Both(counted, Opposite(AtLeast(StepValue(Columns.ACHIEVEMENT), level)))
    each = maker.step(
        f"{written.id} short, each",
        Choose(short, one(), nil()),
        title=f"{terms.indicator} below the level",
        says=f"One where patients are counted and fewer than {in_percent(terms.below)} of them are achieved.",
        stage=Stage.LINES,
        component=terms.indicator,
    )
    return maker.step(
        f"{written.id} short",
        Total(each, Over.COMPONENTS),
        title=f"{written.terms.title or written.id}: whether below {in_percent(terms.below)}",
        says=f"Whether {terms.indicator} is below {in_percent(terms.below)} (1) or not (0).",
        stage=Stage.LINES,
        grain=PRACTICE,
    )


def _paid(maker: Maker, written: Written[RecoveryTerms]) -> StepValue:
    """What was paid for the payments named."""
    for component in written.terms.of:
        maker.step(
            f"{written.id} paid, each",
            StepValue("payable"),
            title="Paid, may be taken back",
            says="What is paid for each of the payments named.",
            stage=Stage.LINES,
            unit=POUNDS,
            component=component,
        )
    return maker.step(
        f"{written.id} paid",
        Total(StepValue(f"{written.id} paid, each"), Over.COMPONENTS),
        title=f"{written.terms.title or written.id}: paid",
        says=f"What is paid for {', '.join(written.terms.of)}.",
        stage=Stage.LINES,
        grain=PRACTICE,
        unit=POUNDS,
    )


def _decided(maker: Maker, indicator: str) -> FieldValue:
    """The sum that was decided for the practice, with its reason and authority; none where nothing was."""
    says = f"most to be taken back for {indicator}, as decided for the practice"
    field = DataField(
        f"decided_{indicator}", PRACTICE, POUNDS, "adjustments", indicator, says, 100, on_missing=Absent.NIL
    )
    return maker.given(field)


def _says(terms: RecoveryTerms) -> str:
    most = f", at most {in_pounds(terms.at_most)}" if terms.at_most is not None else ""
    decided = {
        BY_PRACTICE: "only where it is decided for the practice and at most the sum decided",
        "always": "in every such case",
    }
    return (
        f"Where {terms.indicator} is below {in_percent(terms.below)}, {in_percent(terms.takes_back)} of what "
        f"is paid for {', '.join(terms.of)} is taken back{most}: {decided[terms.decided]}, "
        "never more than is due."
    )
