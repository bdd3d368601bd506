"""Forms 15 and 35 and the guarantee of areas: protections on a practice's own history.

Sources: Wales 2014 (a loss of at most 15%), MPIG from 2014 (a seventh less each year), Leeds 2017 (the
higher of two years), Aylesbury Vale 2015/16 (areas paid at last year's outturn even if it is lower).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from incentives.base.amount import in_percent
from incentives.formula.nodes import Divide, Greatest, Over, StepValue, Subtract, Total, Value, nil, one
from incentives.formula.plan import BY_CQRS, Stage
from incentives.formula.units import POUNDS, PRACTICE
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.lines import HistoryTerms, add_line, history, in_words, protect
from incentives.scheme.values import Percent, Text, Year, Years  # noqa: TC001 - pydantic reads them at run time

if TYPE_CHECKING:
    from incentives.formula.nodes import FieldValue
    from incentives.scheme.forms.lines import Running
    from incentives.scheme.forms.maker import Maker


class LossCapTerms(HistoryTerms):
    """A practice loses at most a share of what it was paid in an earlier year."""

    lose_at_most: Percent
    year: Year


class TaperTerms(HistoryTerms):
    """An earlier payment that falls to nothing in equal steps, a step a year."""

    taper_over: Years
    first_year: Year
    year: Year
    paid: Literal["on top", "as a floor"]


class BestOfTerms(HistoryTerms):
    """A floor on the best of several earlier years."""

    at_least: Percent
    best_of: tuple[Year, ...]


class AreasTerms(HistoryTerms):
    """Areas that CQRS pays on results, made up to a share of what each was paid in an earlier year."""

    guaranteed_areas: tuple[Text, ...]
    at_least: Percent
    year: Year
    of: Text = "area's payment"
    pms_deduction: Literal["before"] = "before"


@FORMS.add(15, "loss cap", Part.PROTECT, LossCapTerms, chosen_by="lose_at_most")
def loss_cap(maker: Maker, running: Running, written: Written[LossCapTerms]) -> None:
    """max(0, old × (1 - c) - new)."""
    terms = written.terms
    kept = Subtract(one(), _share(maker, written, "lose_at_most", "greatest loss"))
    title = terms.title or f"Loss of at most {in_percent(terms.lose_at_most)}"
    said = in_words(terms, f"of {terms.year}")
    says = f"A practice loses at most {in_percent(terms.lose_at_most)} of the {said}."
    protected = history(maker, running, terms, terms.year, kept)
    protect(maker, running, written, protected, title=title, says=says)


@FORMS.add(15, "taper", Part.PROTECT, TaperTerms, chosen_by="taper_over")
def taper(maker: Maker, running: Running, written: Written[TaperTerms]) -> None:
    """Pay old × (1 - t ÷ n): on top of what is earned, or as a floor under it."""
    terms, years = written.terms, Fraction(written.terms.taper_over)
    gone = min(years, Fraction(max(0, maker.year.starts_in - terms.first_year.starts_in + 1)))
    steps, of_all = (
        maker.stated(f"{written.id} {name}", figure, says=name, origin=written.origin("taper_over"))
        for name, figure in (("steps gone", gone), ("steps in all", years))
    )
    left = Subtract(one(), Divide(steps, of_all, nil()))
    title = terms.title or f"Taper over {terms.taper_over} years"
    said = in_words(terms, f"of {terms.year}")
    says = (
        f"The {said}, falls to nothing in {terms.taper_over} equal steps from {terms.first_year} on; "
        f"this year {gone} of them are gone. It is paid {terms.paid}."
    )
    amount = history(maker, running, terms, terms.year, left)
    if terms.paid == "as a floor":
        protect(maker, running, written, amount, title=title, says=says)
    else:
        add_line(maker, running, written, amount, title=title, says=says)


@FORMS.add(35, "best of named reference years", Part.PROTECT, BestOfTerms, chosen_by="best_of")
def best_of(maker: Maker, running: Running, written: Written[BestOfTerms]) -> None:
    """max(0, share × the best of the years - earned)."""
    terms, share = written.terms, _share(maker, written, "at_least", "protected share")
    best: Value | None = None
    for year in terms.best_of:
        then = history(maker, running, terms, year, share)
        best = then if best is None else Greatest(best, then)
    years = " and ".join(str(year) for year in terms.best_of)
    title = terms.title or f"Floor on the best of {years}"
    says = (
        f"What is missing to {in_percent(terms.at_least)} of the "
        f"{in_words(terms, f'of the best of {years}')}."
    )
    protect(maker, running, written, best or nil(POUNDS), title=title, says=says)


@FORMS.add(13, "guaranteed areas", Part.PROTECT, AreasTerms, chosen_by="guaranteed_areas")
def areas(maker: Maker, running: Running, written: Written[AreasTerms]) -> None:
    """For each area max(0, share × what it was paid then - what CQRS pays for it on this year's results)."""
    terms, share = written.terms, _share(maker, written, "at_least", "guaranteed share")
    for area in terms.guaranteed_areas:
        promised = maker.rounded_money(history(maker, running, terms, terms.year, share, of=area))
        missing = Greatest(nil(POUNDS), Subtract(promised, _paid_by_cqrs(maker, written, area)))
        own = Written(f"{written.id} {area}", written.form, terms, written.origins)
        title = f"{terms.title or 'Guarantee'}: {area}"
        said = in_words(terms, f"of {terms.year}")
        says = (
            f"What is missing to {in_percent(terms.at_least)} of the {said}; "
            f"CQRS pays {area} on this year's results, and this is paid beside it."
        )
        add_line(maker, running, own, missing, title=title, says=says)


def _paid_by_cqrs(maker: Maker, written: Written[AreasTerms], area: str) -> StepValue:
    """What CQRS pays for an area's indicators this year."""
    name = f"{written.id} {area} by CQRS"
    for component in maker.components:
        if component.group == area and component.is_indicator and component.paid_by == BY_CQRS:
            maker.step(
                f"{name}, each",
                StepValue("paid_elsewhere"),
                title=f"{area} by CQRS, each",
                says=f"What CQRS pays for each indicator of {area}.",
                stage=Stage.LINES,
                unit=POUNDS,
                component=component.id,
            )
    return maker.step(
        name,
        Total(StepValue(f"{name}, each"), Over.COMPONENTS),
        title=f"{area} by CQRS",
        says=f"What CQRS pays for {area} on this year's results.",
        stage=Stage.LINES,
        grain=PRACTICE,
        unit=POUNDS,
    )


def _share(maker: Maker, written: Written[HistoryTerms], key: str, says: str) -> FieldValue:
    figure = getattr(written.terms, key)
    return maker.stated(f"{written.id} {key}", figure, says=says, origin=written.origin(key))
