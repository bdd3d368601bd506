"""Form 21: a fixed pot, shared pro rata where more is earned than it holds; and the budget as such a pot.

Source: payᵢ = rawᵢ × min(1, B ÷ Σ raw), in whole pence by largest remainder. A pot never alters an
earlier amount: what a practice bears is a signed line of its own, and so is its share of what is left.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from incentives.base.amount import in_pounds
from incentives.base.rounding import Rule
from incentives.base.year import written_date
from incentives.formula.nodes import (
    Choose,
    FieldValue,
    Greatest,
    Least,
    Over,
    Round,
    StepValue,
    Subtract,
    Total,
    Value,
    holds,
    nil,
)
from incentives.formula.plan import Origin, Stage
from incentives.formula.units import PATIENTS, POUNDS, PRACTICE, SCHEME
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.lines import add_line
from incentives.scheme.forms.pounds import list_size, signed
from incentives.scheme.forms.shares import Shared, share_out
from incentives.scheme.section import Section
from incentives.scheme.values import Day, Percent, Pounds, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from incentives.scheme.forms.lines import Running
    from incentives.scheme.forms.maker import Maker

EVERYTHING = "everything"
KEPT_WHOLE = "are kept whole"
PAY_IN_FULL = "pay in full"
USE_CONTINGENCY = "use contingency, then reduce every payment by the same percentage"
KEEP, BY_LIST = "keep for reserve", "share among signed practices by list size"


class PotTerms(Section):
    """A fixed sum; where more is earned than it holds, every payment is reduced by the same percentage."""

    form: Text = ""
    amount: Pounds
    of: tuple[Text, ...] | Literal["everything"]
    floors: Literal["yield", "are kept whole"] = "yield"
    if_earnings_fall_short: Literal["keep for reserve", "share among signed practices by list size"]
    count_late_data_until: Day | None = None
    title: Text = ""
    reason: Text = ""


class Budget(Section):
    """The budget limit, and what happens over and under it; a contingency is on top of the limit."""

    limit: Pounds
    contingency: Percent | None = None
    if_earnings_exceed_it: Literal[
        "use contingency, then reduce every payment by the same percentage",
        "reduce every payment by the same percentage",
        "pay in full",
    ]
    if_earnings_fall_short: Literal["keep for reserve", "share among signed practices by list size"]
    floors: Literal["yield", "are kept whole"] = "are kept whole"
    count_late_data_until: Day | None = None


class BudgetTerms(PotTerms):
    """The budget as a pot of everything: its contingency is on top, and it may pay in full."""

    contingency: Fraction = Fraction(0)
    in_full: bool = False


@FORMS.add(21, "fixed pot, shared pro rata", Part.POTS, PotTerms, chosen_by="amount")
def pot(maker: Maker, running: Running, written: Written[PotTerms]) -> None:
    """Share - earned = -earned × max(0, 1 - B ÷ Σ earned), in whole pence that add up to the pot."""
    terms, title = written.terms, _title(written.terms)
    claim, kept = _claims(maker, running, written)
    claimed = _scheme(maker, written, "claimed", Total(claim, Over.PRACTICES), "Earned from the pot")
    extra = terms.contingency if isinstance(terms, BudgetTerms) else Fraction(0)
    if not (isinstance(terms, BudgetTerms) and terms.in_full):
        there = _there(maker, written, "there", terms.amount + extra, kept)
        above = Greatest(nil(POUNDS), claimed - there)
        over = _scheme(maker, written, "over", above, "Earned above the pot")
        cut = Shared(f"{written.id} cut", title, over, claim, POUNDS, is_cut=True, origin=written.origin())
        taken = Subtract(nil(POUNDS), share_out(maker, cut))
        add_line(maker, running, written, taken, title=title, says=_says(terms))
    if terms.if_earnings_fall_short == BY_LIST:
        there = _there(maker, written, "to be reached", terms.amount, kept)
        rest = _scheme(maker, written, "rest", Greatest(nil(POUNDS), there - claimed), "Left in the pot")
        _share_rest(maker, running, written, rest, title)


def _title(terms: PotTerms) -> str:
    return terms.title or f"Pot of {in_pounds(terms.amount)}"


def _there(
    maker: Maker, written: Written[PotTerms], name: str, amount: Fraction, kept: StepValue | None
) -> StepValue:
    """What the pot holds in whole pence, once floors that are kept whole are paid."""
    held: Value = maker.stated(
        f"{written.id} {name}, stated", amount, says="pot", unit=POUNDS, origin=written.origin("amount")
    )
    if kept:
        held = Greatest(nil(POUNDS), held - kept)
    in_pence = Round(held, maker.money.places, Rule.DOWN)
    return _scheme(maker, written, name, in_pence, "In the pot, whole pence")


def is_shared(budget: Budget) -> bool:
    """Tell whether payments share the budget: what one practice earns then changes what others are paid."""
    return (budget.if_earnings_exceed_it, budget.if_earnings_fall_short) != (PAY_IN_FULL, KEEP)


def keep_to_budget(maker: Maker, running: Running, budget: Budget, origins: Mapping[str, Origin]) -> None:
    """Treat the budget limit as a pot of everything, where the scheme does not pay whatever is earned."""
    over, under = budget.if_earnings_exceed_it, budget.if_earnings_fall_short
    if not is_shared(budget):
        return
    contingency = budget.contingency if over == USE_CONTINGENCY else None
    terms = BudgetTerms.model_construct(
        amount=budget.limit,
        contingency=budget.limit * (contingency or 0),
        in_full=over == PAY_IN_FULL,
        of=EVERYTHING,
        floors=budget.floors,
        if_earnings_fall_short=under,
        count_late_data_until=budget.count_late_data_until,
        title="Budget",
    )
    stands = {k.removeprefix("budget").lstrip("."): o for k, o in origins.items() if k.startswith("budget")}
    stands["amount"] = stands.get("limit", stands.get("", Origin()))
    pot(maker, running, Written("budget", FORMS.of(Part.POTS)[0], terms, stands))


def late_days(
    budget: Budget | None, lines: Iterable[Written[Any]], paid: Iterable[str]
) -> Iterator[tuple[str, date]]:
    """Yield, for each thing paid for, the last day on which late results count: its pot's or the budget's."""
    usual = budget.count_late_data_until if budget else None
    own: dict[str, date] = {}
    for line in lines:
        if isinstance(line.terms, PotTerms) and (day := line.terms.count_late_data_until):
            if line.terms.of == EVERYTHING:
                usual = day
            else:
                own |= dict.fromkeys(line.terms.of, day)
    if usual:
        yield "", usual  # what conditions and formulas read of no one indicator
    for identifier in paid:
        if until := own.get(identifier, usual):
            yield identifier, until


def _claims(maker: Maker, running: Running, written: Written[PotTerms]) -> tuple[StepValue, StepValue | None]:
    """Return what each practice has earned from the pot, and what floors keep whole in all."""
    terms = written.terms
    if terms.of != EVERYTHING:
        return _claim(maker, written, _of_some(maker, written, terms.of)), None
    if terms.floors != KEPT_WHOLE or not running.guaranteed:
        return _claim(maker, written, Greatest(nil(POUNDS), running.due)), None
    promised: Value = nil(POUNDS)
    for guaranteed in running.guaranteed:
        promised = Greatest(promised, guaranteed)
    kept = maker.step(
        f"{written.id} kept whole",
        Least(Greatest(nil(POUNDS), running.due), promised),
        title="Kept whole by a floor",
        says="What a floor protects is paid first and not reduced.",
        stage=Stage.LINES,
        grain=PRACTICE,
        unit=POUNDS,
    )
    above = _claim(maker, written, Subtract(Greatest(nil(POUNDS), running.due), kept))
    return above, _scheme(maker, written, "floors", Total(kept, Over.PRACTICES), "Kept whole by floors")


def _claim(maker: Maker, written: Written[PotTerms], earned: Value) -> StepValue:
    return maker.step(
        f"{written.id} claim",
        earned,
        title=f"{written.terms.title or written.id}: earned from the pot",
        says="What the practice has earned that the pot pays.",
        stage=Stage.LINES,
        grain=PRACTICE,
        unit=POUNDS,
        origin=written.origin("of"),
    )


def _of_some(maker: Maker, written: Written[PotTerms], ids: tuple[str, ...] | str) -> Value:
    for component in ids:
        maker.step(
            f"{written.id} of",
            StepValue("payable"),
            title=f"{written.terms.title or written.id}: paid from the pot",
            says="What is paid from the pot.",
            stage=Stage.LINES,
            unit=POUNDS,
            component=component,
        )
    return Total(StepValue(f"{written.id} of"), Over.COMPONENTS)


def _scheme(maker: Maker, written: Written[PotTerms], name: str, value: Value, title: str) -> StepValue:
    return maker.step(
        f"{written.id} {name}",
        value,
        title=f"{written.terms.title or written.id}: {title[:1].lower()}{title[1:]}",
        says=f"{title}, all practices.",
        stage=Stage.LINES,
        grain=SCHEME,
        unit=POUNDS,
        origin=written.origin(),
    )


def _share_rest(
    maker: Maker, running: Running, written: Written[PotTerms], rest: StepValue, title: str
) -> None:
    """Share what is left by list size, among practices that signed where the scheme is an offer."""
    patients: FieldValue | StepValue = list_size(maker, running.as_at)
    if running.offered:
        patients = maker.step(
            "patients of signed practices",
            Choose(holds(signed(maker)), patients, nil(PATIENTS)),
            title="Patients of signed practices",
            says="The list of a practice that has signed.",
            stage=Stage.COUNTS,
            grain=PRACTICE,
            unit=PATIENTS,
        )
    name = f"{written.id} rest"
    share = share_out(
        maker, Shared(name, f"{title}, rest", rest, patients, PATIENTS, origin=written.origin())
    )
    says = "What is left in the pot, shared by list size in whole pence that add up to it."
    own = Written(name, written.form, written.terms, written.origins)
    add_line(maker, running, own, share, title=f"{title}: share of what is left", says=says)


def _and_contingency(terms: PotTerms) -> str:
    extra = terms.contingency if isinstance(terms, BudgetTerms) else 0
    return f", and {in_pounds(extra)} of contingency where that is not enough" if extra else ""


def _says(terms: PotTerms) -> str:
    """Every rule of a pot in a GP's words."""
    said = [
        f"{in_pounds(terms.amount)} is there{_and_contingency(terms)}.",
        "Where more is earned, every payment is reduced by the same percentage, in whole pence.",
        "Odd pence are taken where most of a penny is to be taken; of equal ones the lower code is spared.",
    ]
    if terms.of == EVERYTHING:
        kept = "are paid first and not reduced" if terms.floors == KEPT_WHOLE else "are reduced as well"
        said.append(f"Floors {kept}.")
    rest = "kept for reserve" if terms.if_earnings_fall_short == KEEP else "shared by list size"
    said.append(f"What is left is {rest}.")
    if terms.count_late_data_until:
        said.append(
            f"Data that come after {written_date(terms.count_late_data_until)} count as none; "
            "the shares are final then."
        )
    return " ".join(said)
