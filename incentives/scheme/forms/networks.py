"""Form 18: what a network of practices achieves together, and how its payment is split among them.

Source: Tower Hamlets 2009 (eight networks, indicators met or missed by the network) and the network
contract: a = Σ numerator ÷ Σ denominator over the members; split by list, weighted list, equally, by points
or by shares that the members agreed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from incentives.base.amount import in_percent, in_pounds
from incentives.formula.nodes import (
    AtLeast,
    Choose,
    Divide,
    FieldValue,
    Over,
    StepValue,
    Total,
    Value,
    holds,
    nil,
    one,
    slide,
)
from incentives.formula.plan import Columns, DataField, Stage
from incentives.formula.units import CELL, PATIENTS, PLAIN, POINTS, POUNDS, PRACTICE, Unit
from incentives.scheme.forms.form import FORMS, Part, Written
from incentives.scheme.forms.pounds import LimitTerms, list_size, pay, signed
from incentives.scheme.forms.shares import Shared, share_out
from incentives.scheme.section import Section
from incentives.scheme.values import InFull, Pays, Percent, Pounds, Text

if TYPE_CHECKING:
    from fractions import Fraction

    from incentives.scheme.forms.maker import Maker

NETWORK, SIGNED = "network", "practices that signed"
BY_LIST, BY_WEIGHTED, EQUALLY, BY_POINTS, AGREED = (
    "list size",
    "weighted list size",
    "equal parts",
    "points achieved",
    "shares in the practice data",
)
_HUNDREDTHS = 100

_APART = {PATIENTS: "", POINTS: " in points", PLAIN: " in shares"}
"""What sets the columns of payments apart that are split by figures of different units."""


class NetworkTerms(Section):
    """A sum for what a network achieves together, split among its members that have signed."""

    form: Text
    counted_as: Text
    pays: Pays
    block: Percent | None = Field(
        default=None, description="The share that a network is paid in any case.", examples=["50%"]
    )
    per_network: Pounds | None = None
    per_patient: Pounds | None = None
    members: Literal["every practice", "practices that signed"]
    split_by: Literal[
        "list size", "weighted list size", "equal parts", "points achieved", "shares in the practice data"
    ]
    title: Text = ""
    group: Text = "Payments"
    paid_by: Text = ""
    reason: Text = ""


@FORMS.add(18, "network achievement", Part.PAYMENTS, NetworkTerms)
def network(maker: Maker, written: Written[NetworkTerms], limits: tuple[Written[LimitTerms], ...]) -> None:
    """β × V + (1 - β) × V × score(Σ numerator ÷ Σ denominator), in whole pence, split among the members."""
    weight, unit = _weight(maker, written)
    shared = Shared(
        f"network{_APART[unit]}",
        f"Network{_APART[unit]}",
        _earned(maker, written),
        weight,
        unit,
        stage=Stage.POUNDS,
        within=maker.by(NETWORK),
        component=written.id,
        origin=written.origin(),
    )
    pay(maker, written, share_out(maker, shared), _says(written.terms), limits)


def _earned(maker: Maker, written: Written[NetworkTerms]) -> StepValue:
    """What the network earns: its sum × how far its achievement lies on the way, or all from a threshold."""
    origin = written.origin("pays")
    together = [
        _together(maker, written, _count(maker, written, column, says), title)
        for column, says, title in (
            (Columns.NUMERATOR, "patients achieved (numerator)", "achieved"),
            (Columns.DENOMINATOR, "patients counted (denominator, exceptions left out)", "counted"),
        )
    ]
    rate = maker.step(
        "network_achievement",
        Divide(together[0], together[1], nil()),
        title="Network's achievement",
        says="The network's patients achieved divided by its patients counted.",
        stage=Stage.ACHIEVEMENT,
        component=written.id,
    )
    whole = _sum(maker, written)
    score = Choose(AtLeast(together[1], one(PATIENTS)), _score(maker, written, rate), nil())
    exact: Value = whole * score
    if written.terms.block is not None:
        block = maker.stated(
            "network_block",
            written.terms.block,
            says="share paid in any case",
            component=written.id,
            origin=written.origin("block"),
        )
        exact = whole * block + whole * (one() - block) * score
    return maker.step(
        "network_earns",
        maker.rounded_money(exact),
        title="The network earns",
        says="The sum for the network, as far as it is paid in any case and as far as it is achieved.",
        stage=Stage.POUNDS,
        unit=POUNDS,
        component=written.id,
        origin=origin,
    )


def _score(maker: Maker, written: Written[NetworkTerms], rate: StepValue) -> Value:
    """How far the achievement lies between two thresholds; or one from a single threshold on, else nought."""
    pays, origin = written.terms.pays, written.origin("pays")

    def threshold(name: str, at: Fraction) -> FieldValue:
        says = name.replace("_", " ")
        return maker.stated(name, at, says=says, component=written.id, origin=origin)

    if isinstance(pays, InFull):
        met = AtLeast(rate, threshold("network_threshold", pays.threshold or nil().value))
        return Choose(met, one(), nil())
    return slide(rate, threshold("lower_threshold", pays.start), threshold("upper_threshold", pays.end))


def _count(maker: Maker, written: Written[NetworkTerms], column: str, says: str) -> FieldValue:
    """Ask for a count of the indicator as supplied: a network is no small number."""
    field = DataField(column, CELL, PATIENTS, "measures", column, says, as_at=maker.results_as_at)
    return maker.given(field, written.id, written.terms.counted_as)


def _together(maker: Maker, written: Written[NetworkTerms], part: Value, title: str) -> StepValue:
    """Add up patients over the members."""
    members = written.terms.members
    if members == SIGNED:
        part = Choose(holds(signed(maker)), part, nil(PATIENTS))
    own = maker.step(
        f"member_{title}",
        part,
        title=f"Patients {title}, of members",
        says=f"Patients {title}; {members} of the network count.",
        stage=Stage.COUNTS,
        unit=PATIENTS,
        component=written.id,
    )
    return maker.step(
        f"network_{title}",
        Total(own, Over.GROUP, maker.by(NETWORK)),
        title=f"Patients {title}, of the network",
        says=f"Patients {title}, added up over the network's members ({members}).",
        stage=Stage.COUNTS,
        unit=PATIENTS,
        component=written.id,
    )


def _sum(maker: Maker, written: Written[NetworkTerms]) -> Value:
    terms = written.terms
    if terms.per_network is not None:
        return _stated(maker, written, "per_network", terms.per_network, POUNDS)
    rate = _stated(maker, written, "per_patient", terms.per_patient or nil().value, POUNDS / PATIENTS)
    patients: Value = list_size(maker, maker.lists_as_at)
    return rate * _together(maker, written, patients, "registered")


def _stated(
    maker: Maker, written: Written[NetworkTerms], key: str, figure: Fraction, unit: Unit
) -> FieldValue:
    return maker.stated(
        f"pounds_{key}",
        figure,
        says=f"pounds {key.replace('_', ' ')}",
        unit=unit,
        component=written.id,
        origin=written.origin(key),
    )


def _weight(maker: Maker, written: Written[NetworkTerms]) -> tuple[StepValue, Unit]:
    """What the network's payment is split by, nil for a member that has not signed."""
    part, unit = _split(maker, written.terms.split_by)
    weight = maker.step(
        f"member_weight{_APART[unit]}",
        Choose(holds(signed(maker)), part, nil(unit)),
        title=f"Member's weight{_APART[unit]}",
        says=f"What the payment is split by: {written.terms.split_by}, of members that have signed.",
        stage=Stage.POUNDS,
        unit=unit,
        component=written.id,
        origin=written.origin("split_by"),
    )
    return weight, unit


def _split(maker: Maker, split_by: str) -> tuple[Value, Unit]:
    fields = {
        BY_WEIGHTED: ("weighted_list_size", PATIENTS, "weighted list"),
        AGREED: ("local_network_share", PLAIN, "share that the network's members agreed"),
    }
    if split_by == BY_LIST:
        return list_size(maker, maker.lists_as_at), PATIENTS
    if split_by == EQUALLY:
        return one(), PLAIN
    if split_by == BY_POINTS:
        return Total(StepValue(Columns.POINTS), Over.COMPONENTS), POINTS
    column, unit, says = fields[split_by]
    field = DataField(column, PRACTICE, unit, "practices", column, says, per=_HUNDREDTHS)
    return maker.given(field), unit


def _says(terms: NetworkTerms) -> str:
    amount = (
        f"{in_pounds(terms.per_network)} for each network"
        if terms.per_network is not None
        else f"{in_pounds(terms.per_patient or nil().value)} for each of the network's patients"
    )
    if isinstance(terms.pays, InFull):
        least = in_percent(terms.pays.threshold or nil().value)
        how = f"where the network achieves at least {least} together in"
    else:
        start, end = in_percent(terms.pays.start), in_percent(terms.pays.end)
        how = (
            f"in a straight line from nothing at {start} to all at {end} "
            "of what the network achieves together in"
        )
    if terms.block is not None:
        how = f"{in_percent(terms.block)} of it in any case and the rest {how}"
    return (
        f"{amount}, {how} {terms.counted_as} "
        f"({terms.members}); split by {terms.split_by} among members that have signed."
    )
