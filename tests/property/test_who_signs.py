"""Who signs and what it costs, on made pairs of schemes: nobody who chooses loses, and every penny is kept.

A made national scheme and a local one that starts from it, on the same made practice data; and a scheme
whose pot or budget is shared, so that who leaves changes what the others receive.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from incentives.base.problem import Refused
from incentives.calculate import calculate
from incentives.compare.groups import Standing, grouped
from incentives.compare.money import AS_SIGNED, EVERYONE, NO_LESS, Money, Side, compared, received
from incentives.compare.whatif import with_signed
from tests.property.made_mixed import BESIDE, mixed, written
from tests.property.readings import bound, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE = {"ci": 8, "long": 400}.get(os.environ.get("INCENTIVES_SIZE", "ci"), 8)


def pairs(folder: Path) -> Iterator[tuple[Side, Side]]:
    """Return made pairs: the national scheme, and the local one that starts from it, on the same data."""
    for seed in range(BESIDE, BESIDE * (SIZE + 1), BESIDE):
        case = mixed(seed)
        local = written(case, folder)
        try:
            base, proposed = (read(path)[0] for path in (folder / "national.yaml", local))
            tables = case.tables
            yield (
                Side(base, bound(base, tables, case.as_at)),
                Side(proposed, bound(proposed, tables, case.as_at)),
            )
        except Refused:
            continue


def totals_by_their_own_runs(side: Side, signed: frozenset[str]) -> dict[str, int]:
    results = calculate(side.plan, with_signed(side.binding, signed))
    return dict(zip(results.binding.practices, received(results), strict=True))


def conserved(money: Money, base: Side, proposed: Side) -> None:
    for scenario in money.scenarios:
        signed = frozenset(p.code for p in scenario.practices if p.signs)
        has_base = signed if scenario.name == AS_SIGNED else frozenset(base.binding.practices)
        before = totals_by_their_own_runs(base, has_base)
        after = totals_by_their_own_runs(proposed, signed)
        expected = sum(after[c] if c in signed else before[c] for c in before) - sum(before.values())
        assert sum(p.difference for p in scenario.practices) == expected == scenario.difference
        assert scenario.released == sum(before[c] for c in signed)


def in_one_group_of_each_kind(money: Money) -> None:
    codes = [p.code for p in money.scenarios[0].practices]
    standings = {
        c: Standing(c, "", f"N{n % 3}", ("GMS", "PMS", "")[n % 3], float(n // 2), n % 4 or None, n == 5)
        for n, c in enumerate(codes)
    }
    for scenario in money.scenarios:
        groups = grouped(scenario.practices, standings)
        held = Counter[str]()
        for group in groups:
            held[group.kind] += group.practices
        assert set(held.values()) == {len(codes)}
        for kind in held:
            assert sum(g.difference for g in groups if g.kind == kind) == scenario.difference


def test_nobody_who_chooses_loses_and_choice_never_saves(tmp_path: Path) -> None:
    seen = chosen = 0
    for base, proposed in pairs(tmp_path):
        money = compared(base, proposed)
        gaining, everyone = money.scenario(NO_LESS), money.scenario(EVERYONE)
        assert min(p.difference for p in gaining.practices) >= 0
        assert gaining.proposed >= everyone.proposed
        conserved(money, base, proposed)
        in_one_group_of_each_kind(money)
        seen += 1
        chosen += 0 < gaining.signs < everyone.signs
    assert seen >= SIZE // 2
    assert chosen
