"""Papers of which the figures are known and the judgement is not: business case, equality, what is watched.

What only people can say (who was asked, what they found, why it is worth it) is a gap for each point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from incentives.base.amount import in_percent, in_pounds
from incentives.compare.money import EVERYONE, NO_LESS
from incentives.compare.quality import DROPPED
from incentives.report.compare_words import Said as Reader
from incentives.report.compare_words import questions
from incentives.report.documents.figures import care, groups_grid
from incentives.report.documents.parts import BY_HAND, Document, Gap, Grid, Heading, known, listed, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentives.report.documents.material import Material
    from incentives.report.documents.parts import Part, Said
    from incentives.scheme.model import StopPayingFor

CHARACTERISTICS = (
    *("age", "disability", "gender reassignment", "marriage and civil partnership"),
    *("pregnancy and maternity", "race", "religion or belief", "sex", "sexual orientation"),
)
"""The protected characteristics of the Equality Act 2010, section 4."""


def business_case(material: Material) -> Document:
    """Return the business case: options with their cost, what limits it, and what only people can say."""
    return _paper(material, "business case", tuple(_case(material)))


def equality_impact(material: Material) -> Document:
    """Return the frame of an equality and health inequalities assessment, with the figures there are."""
    return _paper(material, "equality and health inequalities", tuple(_equality(material)))


def care_impact(material: Material) -> Document:
    """Return what may happen to care that is not paid for, and what is done when it does."""
    return _paper(material, "care that is not paid for", tuple(_care_impact(material)))


def monitoring_plan(material: Material) -> Document:
    """Return what is watched after the scheme begins, how often, and what follows."""
    return _paper(material, "what is watched", tuple(_watching(material)))


def _paper(material: Material, called: str, parts: tuple[Part, ...]) -> Document:
    title = f"{material.facts.title}: {called}"
    return Document(title, parts, material.foot, str(material.audience), material.head)


def _case(material: Material) -> Iterator[Part]:
    found, audience = material.compared, material.audience
    reader = Reader(audience.is_public)
    yield says("Offered by ", material.facts.body(), f" for {material.scheme.header.year}.")
    yield Heading("Why a scheme of our own")
    yield says(Gap("the case for change", BY_HAND))
    yield Heading("Options, and what each costs")
    everyone, choose = found.money.scenario(EVERYONE), found.money.scenario(NO_LESS)
    rows = (
        (f"Do nothing: {found.money.base_title}", reader.money(everyone.base), "—"),
        (
            "The scheme, only those that gain sign",
            reader.money(choose.proposed),
            reader.change(choose.difference),
        ),
        (
            "The scheme, every practice signs",
            reader.money(everyone.proposed),
            reader.change(everyone.difference),
        ),
    )
    yield Grid("All practices together", ("Option", "A year", "Than doing nothing"), rows)
    yield Heading("What it can cost at most, and what limits it")
    yield listed(_limits(material))
    yield Heading("Where the money comes from")
    yield says(Gap("the source of the money", BY_HAND))
    yield Heading("What is gained")
    yield says(Gap("the benefits, and how they will be seen", BY_HAND))
    yield Heading("What may be lost")
    yield from care(found)
    yield Heading("What it asks of practices")
    yield says(dict(questions(found, audience))["Does it add to the work of practices?"])


def _limits(material: Material) -> list[tuple[Said, ...]]:
    budget, found = material.scheme.budget, material.compared
    reader = Reader(material.audience.is_public)
    limit = in_pounds(budget.limit) if budget else ""
    said: list[tuple[Said, ...]] = [
        ("If everything were achieved: ", reader.money(found.money.most), "."),
        ("The budget limit: ", known(limit, "the budget limit", "budget: limit"), "."),
    ]
    if budget and budget.contingency:
        said.append((f"Contingency beside it: {in_percent(budget.contingency)}.",))
    if found.spread is not None:
        low, high = (reader.money(pence) for pence in found.spread.likely())
        said.append((f"As achievement moves from year to year, likely (4 in 5): {low} to {high}.",))
    return said


def _equality(material: Material) -> Iterator[Part]:
    found, audience = material.compared, material.audience
    yield says(
        "Figures are those of practices and all their patients; nothing here is known of single patients. "
        "They show where money moves, not whether care is fair."
    )
    for kind in ("Deprivation", "List size", "Contract"):
        yield groups_grid(kind, found, audience)
    yield Heading("The gap between practices")
    yield says(dict(questions(found, audience))["Does it widen the gap between practices?"])
    yield Heading("People with protected characteristics")
    yield Grid(
        "For each: what the scheme may change, and what is done about it",
        ("Characteristic", "What was found"),
        tuple((each, Gap(f"the effect on people by {each}", BY_HAND)) for each in CHARACTERISTICS),
        right=2,
    )
    yield Heading("Health inequalities")
    yield says(Gap("what it does to inequalities between groups of patients", BY_HAND))
    yield Heading("Who was asked")
    yield listed(material.facts.consulted())
    yield says(Gap("how patients were involved", BY_HAND))


def _care_impact(material: Material) -> Iterator[Part]:
    scheme = material.scheme
    if scheme.stopped:
        yield Heading("What is not paid for under this scheme, and why")
        yield listed([_stopped(s) for s in scheme.stopped])
    yield Heading("What may happen")
    yield from care(material.compared)
    for question, answer in questions(material.compared, material.audience)[:1]:
        yield Heading(question, 2)
        yield says(answer)
    yield Heading("What is done when results fall")
    yield listed(_stop_rules(material))


def _watching(material: Material) -> Iterator[Part]:
    scheme, facts = material.scheme, material.facts
    yield says(
        "Before the scheme begins the likely range of every indicator is stored. Results are set beside it, "
        "and what lies outside is looked at: recording first, then care."
    )
    yield Heading("Indicators that are watched")
    watched = tuple(
        (i, "not paid for", s.reason) for s in scheme.stopped if s.still_watched for i in s.indicators
    )
    paid = tuple((e.id, "paid for", e.terms.title or e.id) for e in scheme.indicators)
    yield Grid(
        "What is watched", ("Indicator", "Under the scheme", "What or why"), (*watched, *paid), right=3
    )
    not_watched = [i for s in scheme.stopped if not s.still_watched for i in s.indicators]
    if not_watched:
        yield says(f"Not paid for, and not watched: {', '.join(not_watched)}.")
    yield Heading("What would stop it or change it")
    yield listed(_stop_rules(material))
    yield Heading("Who looks, and when")
    yield listed(
        [
            (Gap("who looks at results, and how often", BY_HAND),),
            (facts.reports(),),
            ("The scheme is reviewed on ", facts.reviewed(), "."),
        ]
    )
    if material.comparison is not None:
        dropped = sum(o.facts.status == DROPPED and not o.years for o in material.comparison.outlooks)
        if dropped:
            yield says(
                f"For {dropped} indicators there is no evidence to forecast from; they are only watched."
            )


def _stopped(stop: StopPayingFor) -> tuple[Said, ...]:
    indicators, reason = stop.indicators, stop.reason
    watched = "still watched" if stop.still_watched else "no longer watched"
    return (f"{', '.join(indicators)}: {reason}; {watched}.",)


def _stop_rules(material: Material) -> list[tuple[Said, ...]]:
    governance = material.scheme.governance
    rules = governance.stop_if if governance else ()
    said: list[tuple[Said, ...]] = [
        (
            f"If results of {', '.join(rule.indicators) or 'any that is watched'} are {rule.when}, ",
            f"the {rule.decided_by} decides within {rule.within} days: {rule.then}.",
        )
        for rule in rules
    ]
    return said or [(Gap("what would stop the scheme or change it, and who decides", "governance: stop_if"),)]
