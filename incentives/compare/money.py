"""Pounds of two schemes on the same practice data, practice by practice, under three answers to the offer.

A scheme is an offer: a practice that does not sign keeps what it has. So there are three totals: if
every practice signs, if only those sign that would receive no less, and by the signed list. A base
that is itself an offer is taken as signed by every practice, and in the third by the same list. Every
figure is whole pence from a run of ``calculate``; the sum of the practices' differences is the
difference of the two runs' totals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from incentives.calculate import calculate
from incentives.compare.whatif import signed_codes, with_all_achieved, with_signed
from incentives.formula.plan import THIS_SCHEDULE, Columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incentives.calculate import Results
    from incentives.data.bound import Binding
    from incentives.formula.plan import Plan

EVERYONE, NO_LESS, AS_SIGNED = (
    "every practice signs",
    "only those that gain sign",
    "the signed list",
)
PROTECTIONS = (
    "floor on own history",
    "loss cap and taper",
    "no worse off than national QOF",
    "best of named reference years",
    "top-up to a guaranteed income per patient",
)
DAYS_IN_SCHEME = "days_in_scheme"
_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class PracticeMoney:
    """One practice under one answer to the offer; all amounts in pence.

    ``base`` is what it receives if nothing changes, ``proposed`` what it receives under this answer
    (the base where it does not sign), ``ours`` what of that the proposed schedule pays, ``protected``
    what of it comes from floors and other protections, ``months`` what is paid when. ``days`` are the
    days in the scheme and the days of the year, where it takes part for some of them only.
    """

    code: str
    signs: bool
    base: int
    proposed: int
    ours: int
    protected: int
    months: tuple[int, ...] = ()
    base_months: tuple[int, ...] = ()
    days: tuple[int, int] | None = None

    @property
    def difference(self) -> int:
        """More (or less, below nought) than if nothing changes."""
        return self.proposed - self.base

    @property
    def base_for_its_days(self) -> int:
        """What it would receive if nothing changes for the days it is in the scheme, to the nearest penny."""
        if self.days is None:
            return self.base
        of, year = self.days
        return (2 * self.base * of + year) // (2 * year)

    @property
    def difference_for_its_days(self) -> int:
        """More (or less) than the base for the same days: like with like."""
        return self.proposed - self.base_for_its_days


@dataclass(frozen=True, slots=True)
class Scenario:
    """All practices under one answer to the offer."""

    name: str
    practices: tuple[PracticeMoney, ...]
    components: Mapping[str, int]

    @property
    def base(self) -> int:
        """What all practices receive if nothing changes."""
        return sum(p.base for p in self.practices)

    @property
    def proposed(self) -> int:
        """What all practices receive under this answer."""
        return sum(p.proposed for p in self.practices)

    @property
    def difference(self) -> int:
        """What it costs more (or less) than no change."""
        return self.proposed - self.base

    @property
    def released(self) -> int:
        """What would have been paid under the base to practices that sign."""
        return sum(p.base for p in self.practices if p.signs)

    @property
    def paid_by_schedule(self) -> int:
        """What the proposed schedule itself pays."""
        return sum(p.ours for p in self.practices)

    @property
    def smoothing(self) -> int:
        """What floors and other protections cost."""
        return sum(p.protected for p in self.practices)

    @property
    def signs(self) -> int:
        """How many practices sign."""
        return sum(p.signs for p in self.practices)

    @property
    def more(self) -> int:
        """How many would receive more; those that take part for some of the year stand apart."""
        return sum(p.difference > 0 for p in self.practices if not p.days)

    @property
    def less(self) -> int:
        """How many would receive less; those that take part for some of the year stand apart."""
        return sum(p.difference < 0 for p in self.practices if not p.days)

    @property
    def apart(self) -> tuple[PracticeMoney, ...]:
        """Those that take part for some of the year: their year is set beside a whole one."""
        return tuple(p for p in self.practices if p.days)


@dataclass(frozen=True, slots=True)
class Money:
    """Two schemes in pounds. ``most`` is the total if everything that can be achieved were."""

    base_title: str
    proposed_title: str
    scenarios: tuple[Scenario, ...]
    periods: tuple[str, ...]
    base_periods: tuple[str, ...]
    most: int

    def scenario(self, name: str) -> Scenario:
        """Return a scenario by its name; raises KeyError where there is none."""
        for scenario in self.scenarios:
            if scenario.name == name:
                return scenario
        raise KeyError(name)

    @property
    def cost_of_choice(self) -> int:
        """What practices' choosing the better offer adds to the cost."""
        return self.scenario(NO_LESS).proposed - self.scenario(EVERYONE).proposed


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One scheme with its practice data."""

    plan: Plan
    binding: Binding


def compared(base: Side, proposed: Side) -> Money:
    """Return both schemes' money under every answer to the offer; both sides hold the same practices."""
    codes = frozenset(proposed.binding.practices)
    everyone = _scenario(EVERYONE, base, proposed, codes)
    scenarios = [everyone, _no_less(base, proposed, everyone)]
    signed = signed_codes(proposed.binding)
    if signed is not None:
        scenarios.append(_scenario(AS_SIGNED, base, proposed, signed))
    return Money(
        base_title=base.plan.title,
        proposed_title=proposed.plan.title,
        scenarios=tuple(scenarios),
        periods=tuple(p.name for p in proposed.plan.periods),
        base_periods=tuple(p.name for p in base.plan.periods),
        most=most_it_could_cost(proposed.plan, with_signed(proposed.binding, codes)),
    )


def most_it_could_cost(plan: Plan, binding: Binding) -> int:
    """Return what all practices receive, in pence, where every indicator is at the end that pays most."""
    return sum(received(at_best(plan, binding)))


def at_best(plan: Plan, binding: Binding) -> Results:
    """Return the run in which every indicator is at the end that pays most.

    Each indicator is tried with everybody achieved and with nobody; in the dearest run each is at its
    better end. Forms that may pay less for more can pass it; ``check`` names them.
    """
    everybody = calculate(plan, with_all_achieved(plan, binding))
    if not everybody.has(Columns.POINTS):
        return everybody
    nobody = calculate(plan, with_all_achieved(plan, binding, plan.ids()))
    better = [
        component.id
        for component in plan.components
        if component.is_indicator
        and component.amount
        and _paid(nobody, component.id) > _paid(everybody, component.id)
    ]
    return calculate(plan, with_all_achieved(plan, binding, better)) if better else everybody


def _paid(results: Results, identifier: str) -> int:
    return sum(results.pence(identifier).tolist())


def received(results: Results, *, ours_only: bool = False) -> tuple[int, ...]:
    """Return what each practice receives in pence, from every payer or from this schedule alone."""
    totals = [0] * len(results.binding.practices)
    for component in results.plan.components:
        if component.amount and (component.paid_by == THIS_SCHEDULE or not ours_only):
            for at, pence in enumerate(results.pence(component.id).tolist()):
                totals[at] += pence
    return tuple(totals)


def _no_less(base: Side, proposed: Side, everyone: Scenario) -> Scenario:
    """Let practices leave that would receive less, until none is left that would.

    Who leaves may change what the others receive (a pot), so it goes on until nothing changes.
    """
    scenario, stay = everyone, frozenset(p.code for p in everyone.practices)
    for _ in range(_ROUNDS):
        keep = frozenset(p.code for p in scenario.practices if p.signs and p.difference >= 0)
        if keep == stay:
            break
        stay = keep
        scenario = _scenario(NO_LESS, base, proposed, stay)
    return Scenario(NO_LESS, scenario.practices, scenario.components)


def _scenario(name: str, base: Side, proposed: Side, signed: frozenset[str]) -> Scenario:
    has_base = signed if name == AS_SIGNED else frozenset(base.binding.practices)
    before = calculate(base.plan, with_signed(base.binding, has_base))
    after = calculate(proposed.plan, with_signed(proposed.binding, signed))
    stays, comes, ours = received(before), received(after), received(after, ours_only=True)
    protected = _protected(after)
    months, base_months = _months(after), _months(before)
    days = _days(after)
    practices = []
    for at, code in enumerate(after.binding.practices):
        signs = code in signed
        practices.append(
            PracticeMoney(
                code,
                signs,
                stays[at],
                comes[at] if signs else stays[at],
                ours[at] if signs else 0,
                protected[at] if signs else 0,
                months[at] if signs else base_months[at],
                base_months[at],
                days[at] if signs else None,
            )
        )
    return Scenario(name, tuple(practices), _by_component(after, signed))


def _protected(results: Results) -> tuple[int, ...]:
    totals = [0] * len(results.binding.practices)
    for component in results.plan.components:
        if component.kind in PROTECTIONS and component.amount:
            for at, pence in enumerate(results.pence(component.id).tolist()):
                totals[at] += pence
    return tuple(totals)


def _days(results: Results) -> tuple[tuple[int, int] | None, ...]:
    """Return the days in the scheme and of the year, where a practice is in it for some of them only."""
    year = results.plan.year.days
    rows = range(len(results.binding.practices))
    if not results.has(DAYS_IN_SCHEME):
        return tuple(None for _ in rows)
    days = [int(results.column(DAYS_IN_SCHEME).exact(row, 0)) for row in rows]
    return tuple((d, year) if d < year else None for d in days)


def _by_component(results: Results, signed: frozenset[str]) -> dict[str, int]:
    rows = [at for at, code in enumerate(results.binding.practices) if code in signed]
    return {
        c.id: sum(int(p) for p in results.pence(c.id)[rows].tolist())
        for c in results.plan.components
        if c.amount
    }


def _months(results: Results) -> tuple[tuple[int, ...], ...]:
    if not results.plan.periods or not results.plan.has(Columns.INSTALMENT):
        return tuple(() for _ in results.binding.practices)
    return tuple(tuple(int(p) for p in row) for row in results.in_pence(Columns.INSTALMENT).tolist())
