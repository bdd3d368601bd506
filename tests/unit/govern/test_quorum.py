"""Every combination of presence and interest, against a second working from the published sentence."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.govern.quorum import Member, Rule, read_rule, verdict
from incentives.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULES = {path.stem: read_rule(path) for path in (shipped("schemes") / "governance").glob("*.yaml")}
COMMITTEE = (
    Member("Ada", "lay", "lay chair"),
    Member("Bea", "lay", "lay vice-chair"),
    Member("Cyn", "executive", "chief finance officer"),
    Member("Dot", "executive", "chief nursing officer"),
    Member("Eve", "independent clinician"),
    Member("Fay", "gp"),
    Member("Gus", "gp"),
)
Counted = tuple[Member, ...]


def dudley(counted: Counted) -> bool:
    """At least four, with the lay chair or vice-chair and a chief nursing or finance officer."""
    offices = [m.office for m in counted]
    chair = "lay chair" in offices or "lay vice-chair" in offices
    officer = "chief nursing officer" in offices or "chief finance officer" in offices
    return len(counted) >= 4 and chair and officer


def nhs_england(counted: Counted) -> bool:
    """A lay chair, lay and executive members in the majority, no majority of GPs."""
    lay = [m for m in counted if m.role in ("lay", "executive")]
    gps = [m for m in counted if m.role == "gp"]
    chair = [m for m in counted if m.office.startswith("lay ")]
    return (
        len(counted) >= 3 and bool(chair) and len(lay) > len(counted) / 2 and not len(gps) > len(counted) / 2
    )


SENTENCES: dict[str, Callable[[Counted], bool]] = {"dudley-2018": dudley, "nhs-england-2014": nhs_england}


def combinations() -> list[tuple[tuple[Member, ...], frozenset[str]]]:
    """Every member absent, present, present with an interest, or absent with one."""
    found = []
    for states in product(range(4), repeat=len(COMMITTEE)):
        present = tuple(m for m, s in zip(COMMITTEE, states, strict=True) if s in {1, 2})
        interests = frozenset(m.name for m, s in zip(COMMITTEE, states, strict=True) if s >= 2)
        found.append((present, interests))
    return found


ALL = combinations()


def disagreements(rule: Rule, sentence: Callable[[Counted], bool]) -> int:
    return sum(
        verdict(rule, present, interests).quorate
        != sentence(tuple(m for m in present if m.name not in interests))
        for present, interests in ALL
    )


@pytest.mark.parametrize("name", SENTENCES)
def test_every_combination_is_decided_as_the_sentence_says(name: str) -> None:
    assert len(ALL) == 4**7
    assert disagreements(RULES[name], SENTENCES[name]) == 0


@pytest.mark.parametrize(
    "negated",
    [
        Rule("", "", 5, RULES["dudley-2018"].one_of),
        Rule("", "", 3, RULES["dudley-2018"].one_of),
        Rule("", "", 4, RULES["dudley-2018"].one_of[:1]),
        Rule("", "", 4, RULES["dudley-2018"].one_of[1:]),
    ],
)
def test_a_clause_that_is_changed_is_noticed(negated: Rule) -> None:
    assert disagreements(negated, dudley) > 0


@pytest.mark.parametrize(
    "changed",
    [{"majority_of": frozenset()}, {"one_of": ()}, {"at_least": 2}, {"majority_of": frozenset({"gp"})}],
)
def test_a_clause_of_the_majority_that_is_changed_is_noticed(changed: dict[str, object]) -> None:
    rule = RULES["nhs-england-2014"]
    terms = {
        n: getattr(rule, n) for n in ("body", "source", "at_least", "one_of", "majority_of", "no_majority_of")
    }
    assert disagreements(Rule(**(terms | changed)), nhs_england) > 0


def test_a_deputy_is_not_counted_beside_the_member() -> None:
    deputy = Member("Dee", "executive", "chief finance officer", stands_in_for="Cyn")
    rule = Rule("", "", 2)
    both = verdict(rule, [COMMITTEE[2], deputy], [])
    assert not both.quorate
    assert both.left_out == ("Dee",)
    assert verdict(rule, [COMMITTEE[0], deputy], []).quorate


def test_who_may_not_vote_is_not_counted_and_the_reasons_say_what_is_missing() -> None:
    watching = Member("Wyn", "lay", "lay chair", votes=False)
    found = verdict(RULES["dudley-2018"], [watching, *COMMITTEE[2:4]], ["Dot"])
    assert not found.quorate
    assert found.reasons == (
        "members who may vote and have no interest: 1; needed: 4",
        "none of lay chair or lay vice-chair may vote",
    )
    assert found.left_out == ("Wyn", "Dot")


def test_so_many_of_a_role_may_be_asked_for() -> None:
    rule = Rule("", "", 1, at_least_of=(("lay", 2),))
    assert verdict(rule, COMMITTEE[:2], []).quorate
    assert verdict(rule, COMMITTEE[:2], ["Ada"]).reasons == ("1 of the role lay may vote; 2 are needed",)


def test_a_spoilt_rule_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text("kind: quorum rule\nbody: x\nsource: y\nat_least: some\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_rule(path)
    assert "a number of members such as 4" in str(refused.value)
    assert refused.value.problems[0].place.line == 4
