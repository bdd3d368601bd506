"""Who signs, what it costs, and that every sum is the engine's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.calculate import calculate
from incentives.cli.compare import compare, compare_schemes
from incentives.cli.loading import bound
from incentives.compare.groups import ATYPICAL
from incentives.compare.interests import GROUPS, of_members
from incentives.compare.money import AS_SIGNED, EVERYONE, NO_LESS, Side, received
from incentives.compare.movement import moved
from incentives.compare.quality import DROPPED, NEW
from incentives.compare.uncertainty import spread_of
from incentives.compare.whatif import with_signed
from incentives.shipped import shipped

if TYPE_CHECKING:
    from incentives.compare.whole import Comparison

FOLDER = shipped("examples") / "barsetshire"
SCHEME, PACK, QOF = str(FOLDER / "scheme.yaml"), FOLDER / "pack", "qof-england-2015-16"


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare_schemes(QOF, SCHEME, PACK, quiet=True)


def test_the_differences_are_the_two_runs_totals_to_the_penny(found: Comparison) -> None:
    _, plan, _, binding = bound(SCHEME, PACK, quiet=True)
    _, base_plan, _, base_binding = bound(QOF, PACK, quiet=True)
    codes = frozenset(binding.practices)
    after = sum(received(calculate(plan, with_signed(binding, codes))))
    before = sum(received(calculate(base_plan, base_binding)))
    everyone = found.money.scenario(EVERYONE)
    assert everyone.difference == after - before == sum(p.difference for p in everyone.practices)


def test_only_those_that_gain_sign_and_choice_costs(found: Comparison) -> None:
    gaining, everyone = found.money.scenario(NO_LESS), found.money.scenario(EVERYONE)
    assert min(p.difference for p in gaining.practices) >= 0
    assert 0 < gaining.signs < everyone.signs
    assert found.money.cost_of_choice == gaining.proposed - everyone.proposed > 0


def test_who_does_not_sign_keeps_what_it_has(found: Comparison) -> None:
    signed = found.money.scenario(AS_SIGNED)
    stays = [p for p in signed.practices if not p.signs]
    assert [p.code for p in stays] == ["ZZ9007", "ZZ9023"]
    assert all(p.proposed == p.base and p.ours == 0 and p.months == p.base_months for p in stays)
    assert signed.released == signed.base - sum(p.base for p in stays)


def test_the_months_of_a_practice_are_what_it_receives(found: Comparison) -> None:
    for practice in found.money.scenario(EVERYONE).practices:
        assert sum(practice.months) == practice.ours


def test_nothing_costs_more_than_the_most_it_could_cost(found: Comparison) -> None:
    assert found.money.most >= max(s.proposed for s in found.money.scenarios[:1])
    assert found.limit == 420_000_000


def test_every_practice_is_in_one_group_of_each_kind(found: Comparison) -> None:
    for scenario in found.money.scenarios:
        kinds: dict[str, list[int]] = {}
        for group in found.groups[scenario.name]:
            sums = kinds.setdefault(group.kind, [0, 0])
            sums[0] += group.practices
            sums[1] += group.difference
        assert set(kinds) == {"Network", "Contract", "List size", "Deprivation"}
        assert all(s == [len(scenario.practices), scenario.difference] for s in kinds.values())
    assert ATYPICAL in {g.name for g in found.groups[EVERYONE]}


def test_what_is_dropped_has_a_range_and_what_is_new_has_none(found: Comparison) -> None:
    dropped = {o.facts.id: o for o in found.outlooks if o.facts.status == DROPPED}
    assert set(dropped) == {"DEP003", "SMOK002", "AST004", "MH003", "MH007", "STIA008"}
    for outlook in dropped.values():
        assert outlook.facts.happens == "watched"
        assert [y.year for y in outlook.years] == [1, 2, 3]
        assert all(y.low95 < y.low80 < y.median < y.high80 < y.high95 for y in outlook.years)
        assert outlook.patients is not None
        assert 0 <= outlook.patients[0] < outlook.patients[1] < outlook.patients[2] <= outlook.eligible
    new = [o for o in found.outlooks if o.facts.status == NEW]
    assert [(o.facts.id, o.years) for o in new] == [("FRAIL01", ())]


def test_work_is_counted_the_same_way_on_both_sides(found: Comparison) -> None:
    before, after = found.work_before, found.work_after
    assert before.indicators - 6 + 1 == after.indicators
    assert before.hours > after.hours > 0
    assert after.pounds_per_hour == after.pence / 100 / after.hours


def test_the_statement_on_interests_is_neutral_and_counts_random_groups(found: Comparison) -> None:
    everyone = found.money.scenario(EVERYONE)
    best = sorted(everyone.practices, key=lambda p: p.difference * 10**6 // p.base)[-3:]
    mine = of_members(everyone, [p.code for p in best])
    assert mine.difference == sum(p.difference for p in best)
    assert mine.as_much <= 5
    assert of_members(everyone, [p.code for p in everyone.practices]).as_much == GROUPS
    said = mine.statement()
    assert said.startswith("Practices of voting members would receive £")
    assert "Of 1,000 random groups of the same number of practices" in said
    assert not any(word in said for word in ("unusual", "significant", "winner", "loser"))


def test_the_machine_readable_form_keeps_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    compare(QOF, SCHEME, [PACK], draws=3, as_json=True)
    data = json.loads(capsys.readouterr().out)
    assert set(data["total"]) == {"base_pence", "proposed_pence", "difference_pence"}
    assert data["total"]["difference_pence"] == sum(p["difference_pence"] for p in data["practices"])
    one = next(i for i in data["indicators"] if i["indicator"] == "DEP003")
    assert {"indicator", "status", "baseline", "projected"} <= set(one)
    assert {"year", "median", "low80", "high80"} <= set(one["projected"][0])


def test_schemes_of_different_years_or_nations_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        compare_schemes("qof-england-2014-15", SCHEME, PACK, quiet=True)
    assert {p.code for p in refused.value.problems} & {"C150", "D201"}


def test_an_unknown_practice_in_a_register_of_interests_is_a_key_error(found: Comparison) -> None:
    with pytest.raises(KeyError):
        of_members(found.money.scenario(EVERYONE), ["ZZ9999"])


def test_the_same_draws_serve_both_schemes_and_every_run(found: Comparison) -> None:
    _, plan, _, binding = bound(SCHEME, PACK, quiet=True)
    _, base_plan, _, base_binding = bound(QOF, PACK, quiet=True)
    first = spread_of(Side(plan, binding), draws=6)
    assert first == spread_of(Side(plan, binding), draws=6)
    assert first != spread_of(Side(plan, binding), draws=6, seed=2)
    assert len(set(first.totals)) == 6
    one, other = moved(plan, binding, 1, 0), moved(base_plan, base_binding, 1, 0)
    for code in ("HYP006", "CHD005"):
        ours = [one.columns["numerator"].at(n, plan.ids().index(code)) for n in range(40)]
        theirs = [other.columns["numerator"].at(n, base_plan.ids().index(code)) for n in range(40)]
        assert ours == theirs
    assert found.spreads is None


def test_draws_stay_between_nobody_and_everybody_and_centre_on_the_counts() -> None:
    _, plan, _, binding = bound(QOF, PACK, quiet=True)
    place = plan.ids().index("HYP006")
    below = [int(binding.columns["denominator"].at(n, place)) for n in range(40)]
    above = sum(int(binding.columns["numerator"].at(n, place)) for n in range(40))
    sums = []
    for number in range(60):
        drawn = moved(plan, binding, 5, number).columns["numerator"]
        cells = [int(drawn.at(n, place)) for n in range(40)]
        assert all(0 <= cell <= most for cell, most in zip(cells, below, strict=True))
        sums.append(sum(cells))
    assert abs(sum(sums) / len(sums) / above - 1) < 0.01
    assert max(sums) > above > min(sums)
