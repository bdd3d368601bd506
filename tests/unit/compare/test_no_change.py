"""Comparing a scheme with itself gives £0.00 for everyone and no projected effect; a penny is seen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from incentives.calculate import calculate
from incentives.compare.indicators import facts_of
from incentives.compare.money import Side, compared, received
from incentives.compare.quality import KEPT
from incentives.compare.whatif import with_signed
from incentives.scheme.compiling import plan_of
from incentives.scheme.reading import read_scheme
from incentives.scheme.shelf import shipped_schemes, text_of
from tests.property.made_rows import rows_for
from tests.property.readings import bound, read

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.data.bound import Binding
    from incentives.formula.plan import Plan
    from incentives.scheme.model import Scheme

SCHEMES = shipped_schemes()


def made(plan: Plan, resolved: dict[str, Any]) -> Binding:
    (day,) = {f.as_at for f in plan.data_fields if f.table == "practices" and f.as_at}
    return bound(plan, rows_for(resolved, seed=7), {"practices": day})


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_beside_itself_is_exactly_nothing(name: str) -> None:
    plan, resolved = read(SCHEMES[name])
    side = Side(plan, made(plan, resolved))
    money = compared(side, side)
    for scenario in money.scenarios:
        assert [p.difference for p in scenario.practices if p.difference] == []
        assert scenario.base == scenario.proposed != 0
    scheme = read_scheme(SCHEMES[name])[0]
    facts = facts_of(scheme, scheme)
    assert {f.id for f in facts} == {i.id for i in scheme.indicators}
    assert {f.status for f in facts} <= {KEPT}
    assert {f.happens for f in facts} <= {"kept"}
    assert [f.id for f in facts if f.before != f.after] == []


def of_every_scheme(*always: str) -> list[Any]:
    """Every shipped scheme; all but a few are left to the long run."""
    return [pytest.param(n, marks=() if n in always else pytest.mark.long) for n in SCHEMES]


def other(scheme: Scheme, resolved: dict[str, Any]) -> Side:
    """The scheme with its plan made again, on the same made rows."""
    plan = plan_of(scheme)
    return Side(plan, made(plan, resolved))


def differing(base: Side, proposed: Side) -> list[int]:
    money = compared(base, proposed)
    return [p.difference for s in money.scenarios for p in s.practices if p.difference]


def none_projected(base: Scheme, proposed: Scheme) -> bool:
    facts = facts_of(base, proposed)
    return {f.status for f in facts} <= {KEPT} and {f.happens for f in facts} <= {"kept"}


FEW = ("qof-england-2015-16", "barsetshire-2015-16", "tower-hamlets-2009")


@pytest.mark.parametrize("name", of_every_scheme(*FEW))
def test_another_order_another_name_and_one_dropped_and_added_again_are_no_change(name: str) -> None:
    _, resolved = read(SCHEMES[name])
    scheme = read_scheme(SCHEMES[name])[0]
    side = other(scheme, resolved)
    named = replace(scheme, header=scheme.header.model_copy(update={"id": "a-copy", "title": "A copy"}))
    turned = replace(scheme, indicators=scheme.indicators[::-1])
    for same in (named, turned):
        assert differing(side, other(same, resolved)) == []
        assert none_projected(scheme, same)
    if len(scheme.indicators) > 1:
        first, *rest = scheme.indicators
        without = replace(scheme, indicators=tuple(rest))
        again = replace(without, indicators=(*rest, first))
        assert not none_projected(scheme, without)
        assert differing(side, other(again, resolved)) == []
        assert none_projected(scheme, again)


@pytest.mark.parametrize("name", of_every_scheme(*FEW))
def test_a_penny_on_a_price_is_not_nothing_and_is_what_the_engine_says(name: str) -> None:
    _, resolved = read(SCHEMES[name])
    scheme = read_scheme(SCHEMES[name])[0]
    side, dearer = other(scheme, resolved), other(_dearer(scheme), resolved)
    signed = frozenset(side.binding.practices)
    by_engine = [sum(received(calculate(s.plan, with_signed(s.binding, signed)))) for s in (dearer, side)]
    difference = compared(side, dearer).scenarios[0].difference
    assert difference == by_engine[0] - by_engine[1] != 0


def _dearer(scheme: Scheme) -> Scheme:
    """The scheme with a penny more on its price of a point, or on the first of its payments."""
    penny = Fraction(1, 100)
    paid = scheme.pay_points
    if paid is not None and scheme.indicators:
        terms = paid.terms.model_copy(update={"price_per_point": paid.terms.price_per_point + penny})
        return replace(scheme, pay_points=replace(paid, terms=terms))
    first, *rest = scheme.payments
    key = next(k for k in type(first.terms).model_fields if isinstance(getattr(first.terms, k), Fraction))
    dearer = first.terms.model_copy(update={key: getattr(first.terms, key) + penny})
    return replace(scheme, payments=(replace(first, terms=dearer), *rest))


def test_a_scheme_file_in_another_order_and_under_another_name_is_no_change(tmp_path: Path) -> None:
    text = text_of(SCHEMES["qof-england-2015-16"])
    lines = text.splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if line.startswith("indicators:")) + 1
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith(" "))
    turned = "".join(lines[:start] + lines[start:end][::-1] + lines[end:])
    path = tmp_path / "scheme.yaml"
    path.write_text(turned.replace("id: qof-england-2015-16", "id: a-copy", 1), encoding="utf-8")
    _, resolved = read(SCHEMES["qof-england-2015-16"])
    base, copy = (read_scheme(p)[0] for p in (SCHEMES["qof-england-2015-16"], path))
    assert [i.id for i in base.indicators] != [i.id for i in copy.indicators]
    assert differing(other(base, resolved), other(copy, resolved)) == []
