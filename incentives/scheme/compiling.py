"""From a scheme to its plan: forms make their steps, in the order of composition.

Counts, achievement and points of each indicator; factors and pounds of each component; what this
schedule pays and what others pay; the practice's signed lines in the order written; instalments.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from incentives.formula.nodes import (
    AtLeast,
    Choose,
    Over,
    StepValue,
    Total,
    Value,
    holds,
    nil,
    one,
)
from incentives.formula.plan import (
    BY_CQRS,
    THIS_SCHEDULE,
    Columns,
    Component,
    Plan,
    Stage,
    Standing,
)
from incentives.formula.units import PATIENTS, POINTS, POUNDS, PRACTICE
from incentives.scheme.beside import put_beside
from incentives.scheme.forms import conditions, lines, periods, points, pots, pounds, small_numbers
from incentives.scheme.forms.form import Part
from incentives.scheme.forms.maker import Maker
from incentives.scheme.forms.renamed import Renamed
from incentives.scheme.in_force import said
from incentives.scheme.resting import payment_rests_on, rests_on

if TYPE_CHECKING:
    from incentives.formula.plan import Origin
    from incentives.scheme.forms.form import Written
    from incentives.scheme.forms.points import ProtectionTerms, Terms
    from incentives.scheme.forms.pounds import LimitTerms
    from incentives.scheme.model import Scheme
    from incentives.scheme.section import Section


def plan_of(scheme: Scheme) -> Plan:
    """Return the plan of a scheme that has been read; its faults are found by ``check_plan``."""
    maker = maker_for(scheme)
    _conditions(maker, scheme)
    for indicator in scheme.indicators:
        _indicator(maker, scheme, indicator)
    _pounds(maker, scheme)
    if scheme.beside:
        put_beside(maker, plan_of(replace(scheme.beside, part_year=scheme.part_year)))
    if scheme.pay_points or scheme.payments:
        due = _lines(maker, scheme, _earned(maker, scheme))
        _instalments(maker, scheme, due)
    return Plan(
        id=scheme.header.id,
        title=scheme.header.title,
        year=scheme.header.year,
        components=tuple(maker.components),
        steps=maker.steps(),
        data_fields=maker.data_fields(),
        scheme_fields=maker.scheme_fields(),
        periods=tuple(maker.periods),
        money=scheme.money,
        points=scheme.rounding.points,
        offered_by=scheme.offered_by.body if scheme.offered_by else "",
        notes=scheme.notes,
        attributes=tuple(maker.attributes),
        not_paid=tuple(i for stopped in scheme.stopped for i in stopped.indicators),
        compared=tuple(maker.compared),
        formerly=_formerly(scheme),
        count_until=tuple(pots.late_days(scheme.budget, scheme.lines, paid_here(scheme))),
    )


def _formerly(scheme: Scheme) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the earlier codes of indicators, those of the scheme beside it among them."""
    beside = scheme.beside.formerly if scheme.beside else {}
    return tuple(sorted({**beside, **scheme.formerly}.items()))


def maker_for(scheme: Scheme) -> Maker:
    """Return a plan in the making that knows what a scheme says of results, lists and points."""
    maker = Maker(scheme.header.year, scheme.rounding.points, scheme.money)
    if scheme.pay_points:
        maker.results_as_at = scheme.pay_points.terms.prevalence.register_as_at
        maker.lists_as_at = scheme.pay_points.terms.practice_list.as_at
    maker.pay_points = scheme.pay_points
    maker.indicators = {i.id: i for i in scheme.indicators}
    maker.small_numbers, maker.part_year = scheme.small_numbers, scheme.part_year
    for rule in scheme.rules:
        kept = {Part.EXCEPTIONS: maker.policies, Part.SUSPENDED: maker.suspensions}.get(rule.form.part, {})
        kept.update(dict.fromkeys(getattr(rule.terms, "indicators", ()), rule))
    return maker


def governed(scheme: Scheme, rule: Written[Any]) -> tuple[str, ...]:
    """Return what depends on a condition: what it names, or all that this schedule pays."""
    return paid_here(scheme) if rule.terms.of == conditions.WHOLE else tuple(rule.terms.of)


def paid_here(scheme: Scheme) -> tuple[str, ...]:
    """Return the indicators and payments that this schedule pays."""
    paid = (*scheme.indicators, *scheme.payments)
    return tuple(w.id for w in paid if _paid_by(scheme, w) == THIS_SCHEDULE)


def _conditions(maker: Maker, scheme: Scheme) -> None:
    for rule in scheme.rules:
        if rule.form.part is Part.CONDITIONS:
            flag = rule.form.make(maker, rule)
            for identifier in governed(scheme, rule):
                maker.conditions.setdefault(identifier, []).append(flag)
                maker.governing.setdefault(identifier, []).append(rule)


def _indicator(maker: Maker, scheme: Scheme, written: Written[Terms]) -> None:
    terms = written.terms
    protection = _protection(scheme, written.id)
    _points(maker, written, protection)
    _points_possible(maker, written)
    counted = maker.asks(Columns.NUMERATOR, written.id)
    maker.component(
        Component(
            id=written.id,
            title=terms.title or written.id,
            group=terms.group,
            kind="indicator",
            amount=Columns.PAYMENT if scheme.pay_points else "",
            paid_by=_paid_by(scheme, written),
            counted=counted,
            standing=_weakest(written),
            origin=written.origin(),
            rests_on=rests_on(scheme, written, protection, maker.governing.get(written.id, ())),
        )
    )


def _points(maker: Maker, written: Written[Terms], protection: Written[ProtectionTerms] | None) -> None:
    """Make an indicator's points: by its form, then protected, then only where conditions hold."""
    kept = maker
    if written.id in maker.conditions:
        kept = Renamed(maker, {Columns.POINTS: conditions.BEFORE})
    own: Maker = kept
    if protection is not None:
        own = Renamed(maker, {Columns.POINTS: ("points_as_achieved", "Points as achieved")})
    if written.worked_from:
        own = Renamed(own, {}, says=said(written.worked_from))
    conditions.made(own, written, Columns.POINTS)
    if protection is not None:
        points.protected(kept, written, protection)
    if written.id in maker.conditions:
        conditions.only_where(maker, written.id)


def _protection(scheme: Scheme, identifier: str) -> Written[ProtectionTerms] | None:
    for line in scheme.lines:
        if isinstance(line.terms, points.ProtectionTerms) and identifier in line.terms.indicators:
            return cast("Written[ProtectionTerms]", line)
    return None


def _points_possible(maker: Maker, written: Written[Terms]) -> None:
    """Points available to this practice: none without a register, none where a policy leaves them out."""
    possible = conditions.possible(maker, written, points.offered(maker, written))
    terms = written.terms
    if terms.on_empty_denominator is points.OnEmptyDenominator.LEAVE_OUT:
        _, denominator = points.counts(maker, written.id, terms)
        possible = Choose(AtLeast(denominator, one(PATIENTS)), possible, nil(POINTS))
    if terms.weighted_by == pounds.ITS_REGISTER or maker.asks(Columns.REGISTER, written.id):
        register = points.register(maker, written.id, terms)
        possible = Choose(AtLeast(register, one(PATIENTS)), possible, nil(POINTS))
    possible = small_numbers.possible(maker, written.id, possible)
    maker.step(
        Columns.POINTS_POSSIBLE,
        possible,
        title="Points available to this practice",
        says="The points available, where the practice has a register to earn them with.",
        stage=Stage.POINTS,
        unit=POINTS,
        component=written.id,
    )


def _pounds(maker: Maker, scheme: Scheme) -> None:
    limits = tuple(
        cast("Written[LimitTerms]", line)
        for line in scheme.lines
        if isinstance(line.terms, pounds.LimitTerms) and line.terms.of != "practice"
    )
    if scheme.pay_points:
        pricing = pounds.Pricing(maker, scheme.pay_points)
        for indicator in scheme.indicators:
            scheme.pay_points.form.make(maker, pricing, indicator, limits)
    for payment in scheme.payments:
        conditions.made(maker, payment, Columns.PAYMENT, limits)
        maker.component(
            Component(
                id=payment.id,
                title=getattr(payment.terms, "title", "") or payment.id.replace("_", " ").capitalize(),
                group=getattr(payment.terms, "group", "") or "Payments",
                kind=payment.form.name,
                amount=Columns.PAYMENT,
                paid_by=_paid_by(scheme, payment),
                origin=payment.origin(),
                rests_on=payment_rests_on(payment, maker.governing.get(payment.id, ())),
            )
        )


def _earned(maker: Maker, scheme: Scheme) -> StepValue:
    """Split each amount by who pays it, and total what this schedule pays."""
    earning = [c for c in maker.components if c.amount == Columns.PAYMENT]
    for component in earning:
        for name, title, ours in (
            ("payable", "Paid by this schedule", True),
            ("paid_elsewhere", "Paid by others", False),
        ):
            amount: Value = StepValue(Columns.PAYMENT)
            if ours is not (component.paid_by == THIS_SCHEDULE):
                amount = nil(POUNDS)
            elif ours and scheme.offer:
                amount = Choose(holds(pounds.signed(maker)), amount, nil(POUNDS))
            maker.step(
                name,
                amount,
                title=title,
                says="Each amount has one payer.",
                stage=Stage.POUNDS,
                unit=POUNDS,
                component=component.id,
            )
    for name, of, title in (
        (Columns.EARNED, "payable", "Earned"),
        (Columns.BY_OTHERS, "paid_elsewhere", "Paid by others"),
    ):
        maker.step(
            name,
            Total(StepValue(of), Over.COMPONENTS),
            title=title,
            says="The total over everything that is paid for.",
            stage=Stage.LINES,
            grain=PRACTICE,
            unit=POUNDS,
        )
    _point_to_payable(maker)
    return StepValue(Columns.EARNED)


def _point_to_payable(maker: Maker) -> None:
    """A component's amount is what this schedule pays of it, or what others pay."""
    for at, component in enumerate(maker.components):
        if component.amount == Columns.PAYMENT:
            ours = component.paid_by == THIS_SCHEDULE
            maker.components[at] = replace(component, amount="payable" if ours else "paid_elsewhere")


def _lines(maker: Maker, scheme: Scheme, earned: StepValue) -> StepValue:
    as_at = scheme.header.year.first_day
    if scheme.pay_points:
        as_at = scheme.pay_points.terms.practice_list.as_at
    running = lines.Running(earned, as_at, offered=scheme.offer is not None)
    for line in scheme.lines:
        per_component = isinstance(line.terms, pounds.LimitTerms) and line.terms.of != "practice"
        if not per_component and not isinstance(line.terms, points.ProtectionTerms):
            line.form.make(maker, running, line)
    if scheme.budget:
        pots.keep_to_budget(maker, running, scheme.budget, scheme.origins)
    return maker.step(
        Columns.DUE,
        running.due,
        title="Due",
        says="What this schedule pays the practice for the year.",
        stage=Stage.LINES,
        grain=PRACTICE,
        unit=POUNDS,
    )


def _instalments(maker: Maker, scheme: Scheme, due: StepValue) -> None:
    written = scheme.instalments
    if written is None:
        periods.paid_at_once(maker, due)
        return
    price = maker.figure("price_per_point") if scheme.pay_points else None
    written.form.make(maker, due, written, price, offered=scheme.offer is not None)


def _paid_by(scheme: Scheme, written: Written[Section]) -> str:
    stated = getattr(written.terms, "paid_by", "")
    if stated:
        return str(stated)
    stays = scheme.national_qof is not None and scheme.national_qof.signed_practices != "leave"
    return BY_CQRS if stays and written.id in scheme.inherited else THIS_SCHEDULE


def _weakest(written: Written[Terms]) -> Standing:
    """Return the standing of the weakest of the values that decide an indicator's money."""
    order = (Standing.UNVERIFIED, Standing.SOURCED, Standing.VERIFIED, Standing.LOCAL)
    found: list[Origin] = [written.origin("points"), written.origin("pays")]
    return min((o.standing for o in found), key=order.index)
