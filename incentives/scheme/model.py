"""A whole scheme as frozen values: what was written, typed, with the place and standing of every value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from incentives.base.problem import Place
from incentives.scheme.forms.pots import Budget as Budget  # noqa: PLC0414, TC001 - a section like the others, at run time too
from incentives.scheme.section import Section
from incentives.scheme.values import (
    Day,
    Days,
    Months,
    Percent,
    Points,
    Pounds,
    RoundingRule,
    Text,
    Year,
    YesNo,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.base.rounding import Rounding
    from incentives.formula.plan import Origin
    from incentives.scheme.forms.days import PartYearTerms
    from incentives.scheme.forms.form import Written
    from incentives.scheme.forms.periods import InstalmentTerms
    from incentives.scheme.forms.points import Terms
    from incentives.scheme.forms.pounds import PayPointsTerms
    from incentives.scheme.forms.small_numbers import SmallNumbersTerms


class OfferedBy(Section):
    """The body that offers the scheme, with its ODS code."""

    body: Text
    code: Text


class Offer(Section):
    """When practices may sign, and what holds for those that do not.

    The days are asked for by ``sense_local``, which lets a scheme say that they are not known.
    """

    open: Day | None = None
    close: Day | None = None
    practices_that_do_not_sign: Literal["stay on national QOF"]


class NationalQof(Section):
    """Whether signed practices leave national QOF, and whether they go on reporting."""

    signed_practices: Literal["leave", "stay, guaranteed areas", "stay, on top"]
    keep_reporting: YesNo


class StopPayingFor(Section):
    """Indicators that are not paid for under this scheme."""

    indicators: tuple[Text, ...]
    reason: Text
    still_watched: YesNo = False
    replaced_by: Text = "none"


class RoundingSection(Section):
    """How points and money are rounded, and where."""

    points: RoundingRule
    money: RoundingRule
    at: Literal["each component"]


class Treatment(Section):
    """Whether a payment is pensionable and how VAT is treated; the program never asserts either."""

    pensionable: Literal["yes", "no", "not decided"]
    vat: Literal["outside scope", "exempt", "taxable", "not decided"]
    paid_to: Literal["practice", "network lead", "federation"]


class Exit(Section):
    """How a practice leaves the scheme."""

    notice: Text
    payments: Text
    back_to_qof: Text


class Disputes(Section):
    """How long a practice may question a payment."""

    raise_within: Days


class Accrual(Section):
    """How a month-end and year-end accrual is worked out, and how far results may come out."""

    method: Literal["straight line", "last return scaled", "last year's result", "projection"]
    low: Percent | None = None
    high: Percent | None = None


class Recovery(Section):
    """How a practice pays back what it was paid too much.

    ``at_most`` is a share of a monthly payment; a smaller sum than ``waive_below`` is not asked back.
    """

    over: Months
    at_most: Percent
    notice: Days
    waive_below: Pounds | None = None
    closed_practice: Literal["invoice"]


class Consulted(Section):
    """A body that was consulted, and when."""

    body: Text
    on: Day


class StopIf(Section):
    """What is to be decided, by whom and by when, where results fall below what was stored at go-live.

    Without ``indicators`` it holds for every indicator that is watched.
    """

    indicators: tuple[Text, ...] = ()
    when: Literal["below the likely range twice", "below the wide range"]
    then: Text
    decided_by: Text
    within: Days


ASSURANCE = (
    "procurement_route",
    "nhs_england",
    "equality_assessment",
    "inequalities_duty",
    "patients_involved",
    "strategy_objective",
)
"""What a decision needs beside: a scheme says of each what there is, or why there is none."""


class Governance(Section):
    """Who was consulted, what would stop it, when the scheme is reviewed and when it ends.

    The last six are what a decision needs beside: each says what there is, or ``not done: …`` and why.
    """

    consulted: tuple[Consulted, ...] = ()
    stop_if: tuple[StopIf, ...] = ()
    review_on: Day | None = None
    ends: Day | None = None
    no_promise_after: YesNo = False
    procurement_route: Text = ""
    nhs_england: Text = ""
    equality_assessment: Text = ""
    inequalities_duty: Text = ""
    patients_involved: Text = ""
    strategy_objective: Text = ""


class Source(Section):
    """A document that a value rests on; documents of one origin count as one."""

    document: Text
    origin: Text
    section: Text = ""
    page: Text = ""
    url: Text = ""


class StandingOf(Section):
    """How well some values are known, and the sources they rest on."""

    of: Text
    indicators: tuple[Text, ...] = Field(default=(), alias="for")
    status: Literal["verified", "sourced", "unverified", "local decision"]
    sources: tuple[Text, ...] = Field(default=(), alias="from")
    note: Text = ""


class Correction(Section):
    """A published figure that the payments show to be wrong, with the evidence."""

    indicator: Text
    of: Text
    published: Text
    paid: Text
    evidence: Text


class Conflict(Section):
    """A figure on which sources disagree: the one taken, the other, and why."""

    indicator: Text = ""
    of: Text
    taken: Text
    taken_from: tuple[Text, ...]
    stated: Text
    stated_in: tuple[Text, ...]
    why: Text


class Header(Section):
    """What a scheme is called and the year it covers."""

    kind: Literal["scheme"]
    id: Text
    title: Text
    year: Year
    nation: Text = ""
    starts_from: Text = ""
    previous: Text = ""
    indicators_from: Text = ""
    total_points: Points | None = None


@dataclass(frozen=True)
class Example:
    """A worked example that a scheme carries: figures of one practice and what must come out."""

    practice: Mapping[str, object]
    expect: Mapping[str, str]
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Scheme:
    """A full scheme: nothing is left to be looked up elsewhere.

    ``lines`` are the protections, limits and deductions of the practice stage in the order written,
    those of the scheme it starts from first. ``rules`` say whether and on which results others are paid:
    conditions, exception policies, suspensions. ``inherited`` are the ids of components that the scheme
    it starts from already had. ``formerly`` are the earlier codes of renumbered indicators, the latest first.
    ``beside`` is national QOF of the year in full, where the scheme promises
    that nobody is worse off.
    """

    header: Header
    rounding: RoundingSection
    indicators: tuple[Written[Terms], ...]
    pay_points: Written[PayPointsTerms] | None
    payments: tuple[Written[Section], ...]
    lines: tuple[Written[Section], ...]
    instalments: Written[InstalmentTerms] | None
    sources: Mapping[str, Source]
    standing: tuple[StandingOf, ...]
    corrections: tuple[Correction, ...]
    notes: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = ()
    offered_by: OfferedBy | None = None
    offer: Offer | None = None
    national_qof: NationalQof | None = None
    stopped: tuple[StopPayingFor, ...] = ()
    budget: Budget | None = None
    treatment: Treatment | None = None
    exit: Exit | None = None
    disputes: Disputes | None = None
    accrual: Accrual | None = None
    recovery: Recovery | None = None
    governance: Governance | None = None
    rules: tuple[Written[Section], ...] = ()
    small_numbers: Written[SmallNumbersTerms] | None = None
    part_year: Written[PartYearTerms] | None = None
    tests: tuple[Example, ...] = ()
    inherited: frozenset[str] = frozenset()
    beside: Scheme | None = None
    formerly: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False)

    @property
    def money(self) -> Rounding:
        """The rounding of money; a scheme always states one."""
        if self.rounding.money is None:
            raise AssertionError("checked when the scheme is read: money is always rounded")
        return self.rounding.money
