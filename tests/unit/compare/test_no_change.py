"""Comparing a scheme with itself gives £0.00 for everyone and no projected effect; a penny is seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from incentives.calculate import calculate
from incentives.compare.indicators import facts_of
from incentives.compare.money import Side, compared, received
from incentives.compare.quality import KEPT
from incentives.scheme.compiling import plan_of
from incentives.scheme.reading import read_scheme
from incentives.scheme.shelf import shipped_schemes, text_of
from tests.property.made_rows import rows_for
from tests.property.readings import bound, read

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.data.bound import Binding
    from incentives.formula.plan import Plan

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


@pytest.fixture
def spelled() -> dict[str, str]:
    """The shipped 2015/16 year, and the same in another order under another name."""
    text = text_of(SCHEMES["qof-england-2015-16"])
    lines = text.splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if line.startswith("indicators:")) + 1
    end = next(n for n in range(start, len(lines)) if not lines[n].startswith(" "))
    turned = lines[:start] + lines[start:end][::-1] + lines[end:]
    renamed = "".join(turned).replace("id: qof-england-2015-16", "id: a-copy", 1)
    dearer = text.replace("price_per_point: £", "price_per_point: £", 1)
    price = next(line for line in lines if "price_per_point:" in line)
    pounds = price.split("£")[1].strip()
    raised = f"{float(pounds) + 0.01:.2f}"
    return {"same": text, "renamed": renamed, "dearer": dearer.replace(f"£{pounds}", f"£{raised}", 1)}


def _plan(text: str, tmp_path: Path) -> Plan:
    path = tmp_path / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    return plan_of(read_scheme(path)[0])


def test_another_order_and_another_name_are_no_change(spelled: dict[str, str], tmp_path: Path) -> None:
    plan, resolved = read(SCHEMES["qof-england-2015-16"])
    binding = made(plan, resolved)
    copy = _plan(spelled["renamed"], tmp_path)
    assert copy.ids() != plan.ids()
    other = bound(copy, rows_for(resolved, seed=7), {"practices": date(2016, 1, 1)})
    money = compared(Side(plan, binding), Side(copy, other))
    assert [p.difference for s in money.scenarios for p in s.practices if p.difference] == []


def test_a_penny_on_the_price_is_not_nothing_and_is_what_the_engine_says(
    spelled: dict[str, str], tmp_path: Path
) -> None:
    plan, resolved = read(SCHEMES["qof-england-2015-16"])
    binding = made(plan, resolved)
    dearer = _plan(spelled["dearer"], tmp_path)
    other = bound(dearer, rows_for(resolved, seed=7), {"practices": date(2016, 1, 1)})
    money = compared(Side(plan, binding), Side(dearer, other))
    by_engine = sum(received(calculate(dearer, other))) - sum(received(calculate(plan, binding)))
    assert money.scenarios[0].difference == by_engine > 0
