"""Every combination of presence and interest, against a second working from the published sentence."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.govern.quorum import Member, Minimum, Rule, read_rule, rule_names, rule_of, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RULES = {name: rule_of(name) for name in rule_names()}
ADA = Member("Ada", "lay", "lay chair")
BEA = Member("Bea", "lay", "lay vice-chair")
CYN = Member("Cyn", "executive", "chief finance officer")
DOT = Member("Dot", "executive", "chief nursing officer")
EVE = Member("Eve", "independent clinician", "secondary care consultant")
FAY = Member("Fay", "gp")
GUS = Member("Gus", "gp")
HAL = Member("Hal", "executive", "chief officer")
IDA = Member("Ida", "executive", "head of contracting")
JON = Member("Jon", "other", "Healthwatch", votes=False)
KIM = Member("Kim", "other", "health and wellbeing board", votes=False)
LEN = Member("Len", "lay")

Members = tuple[Member, ...]
Sentence = tuple["Callable[[Members, Members], bool]", Members, Members]


def dudley(counted: Members, _: Members) -> bool:
    """At least four, with the lay chair or vice-chair and a chief nursing or finance officer."""
    offices = [m.office for m in counted]
    chair = "lay chair" in offices or "lay vice-chair" in offices
    officer = "chief nursing officer" in offices or "chief finance officer" in offices
    return len(counted) >= 4 and chair and officer


def nhs_england(counted: Members, _: Members) -> bool:
    """A lay chair, lay and executive members in the majority, no majority of GPs."""
    lay = [m for m in counted if m.role in ("lay", "executive")]
    gps = [m for m in counted if m.role == "gp"]
    chair = [m for m in counted if m.office.startswith("lay ")]
    return (
        len(counted) >= 3 and bool(chair) and len(lay) > len(counted) / 2 and not len(gps) > len(counted) / 2
    )


def first_site(counted: Members, _: Members) -> bool:
    """At least three members, a lay member, and the chief officer, finance chief or delivery chief."""
    lay = [m for m in counted if m.role == "lay"]
    chiefs = [
        m
        for m in counted
        if m.office in {"chief officer", "chief finance officer", "chief of service delivery and quality"}
    ]
    return not (len(counted) < 3 or not lay or not chiefs)


def second_site(counted: Members, watching: Members) -> bool:
    """Three non-executives, a GP, two chiefs, finance chief, head of contracting, two without a vote."""
    names = {m.office: 0 for m in counted}
    for member in counted:
        names[member.office] += 1
    non_executives = sum(1 for m in counted if m.role not in {"executive", "gp", "other"})
    chiefs = sum(n for o, n in names.items() if o.startswith("chief ") and "finance" not in o)
    gps = [m for m in counted if m.role == "gp"]
    return (
        non_executives > 2
        and len(gps) > 0
        and chiefs > 1
        and "chief finance officer" in names
        and "head of contracting" in names
        and len(watching) > 1
    )


def third_site(counted: Members, _: Members) -> bool:
    """One lay member, one GP, one executive member."""
    return {"lay", "gp", "executive"} <= {m.role for m in counted}


def fourth_site(counted: Members, _: Members) -> bool:
    """Four; an officer; two of lay member, nurse, consultant; the chair or vice-chair among them."""
    offices = {m.office for m in counted}
    two_of = [m for m in counted if m.role == "lay" or m.office in ("nurse", "secondary care consultant")]
    chair = {"lay chair", "lay vice-chair"} & offices
    officer = {"chief officer", "chief finance officer"} & offices
    return len(counted) > 3 and len(two_of) > 1 and bool(chair) and bool(officer)


SENTENCES: dict[str, Sentence] = {
    "dudley-2018": (dudley, (ADA, BEA, CYN, DOT, EVE, FAY), ()),
    "nhs-england-2014": (nhs_england, (ADA, BEA, CYN, EVE, FAY, GUS), ()),
    "four-sites-2017-1": (first_site, (ADA, BEA, CYN, HAL, EVE, FAY), ()),
    "four-sites-2017-2": (second_site, (ADA, FAY, GUS, DOT, IDA, JON), (EVE, BEA, CYN, HAL, KIM)),
    "four-sites-2017-3": (third_site, (ADA, BEA, CYN, DOT, FAY, GUS), ()),
    "four-sites-2017-4": (fourth_site, (ADA, LEN, CYN, HAL, EVE, FAY), ()),
}
"""Each rule's second working, the members who vary, and those who are there without an interest."""
TURNED = (BEA, LEN, CYN, HAL, KIM, JON)
"""The second site needs ten, so those who are always there in one turn vary in another."""


@cache
def combinations(vary: Members, there: Members) -> tuple[tuple[Members, frozenset[str]], ...]:
    """Every member absent, present, present with an interest, or absent with one."""
    found = []
    for states in product(range(4), repeat=len(vary)):
        present = tuple(m for m, s in zip(vary, states, strict=True) if s in {1, 2})
        interests = frozenset(m.name for m, s in zip(vary, states, strict=True) if s >= 2)
        found.append(((*present, *there), interests))
    return tuple(found)


def disagreements(decides: Callable[[Members, frozenset[str]], bool], sentence: Sentence) -> int:
    says, vary, there = sentence
    found = 0
    for present, interests in combinations(vary, there):
        free = [m for m in present if m.name not in interests]
        said = says(tuple(m for m in free if m.votes), tuple(m for m in free if not m.votes))
        found += decides(present, interests) != said
    return found


def by_rule(rule: Rule) -> Callable[[Members, frozenset[str]], bool]:
    return lambda present, interests: verdict(rule, present, interests).quorate


def test_every_shipped_rule_has_its_second_working() -> None:
    assert set(SENTENCES) == set(RULES)
    assert all(rule.says for rule in RULES.values())


@pytest.mark.parametrize("name", SENTENCES)
def test_every_combination_is_decided_as_the_sentence_says(name: str) -> None:
    assert len(combinations(*SENTENCES[name][1:])) == 4 ** len(SENTENCES[name][1])
    assert disagreements(by_rule(RULES[name]), SENTENCES[name]) == 0


def test_the_second_site_is_tried_with_the_others_varying() -> None:
    says, _, _ = SENTENCES["four-sites-2017-2"]
    sentence = (says, TURNED, (ADA, FAY, DOT, IDA))
    assert disagreements(by_rule(RULES["four-sites-2017-2"]), sentence) == 0


@pytest.mark.long
@pytest.mark.parametrize("name", SENTENCES)
def test_every_combination_of_eight_is_decided_as_the_sentence_says(name: str) -> None:
    says, vary, there = SENTENCES[name]
    everybody = (ADA, BEA, CYN, DOT, EVE, FAY, GUS, HAL, IDA, JON, KIM, LEN)
    more = (*vary, *[m for m in everybody if m not in (*vary, *there)])[:8]
    if len(more) < 8:
        more, there = (*more, *there[: 8 - len(more)]), there[8 - len(more) :]
    assert len(combinations(more, there)) == 4**8
    assert disagreements(by_rule(RULES[name]), (says, more, there)) == 0
    combinations.cache_clear()


def parts(rule: Rule) -> Iterator[tuple[str, Rule, Rule]]:
    """Each clause of a rule: what it is called, the rule without it, and a rule of it alone."""
    nothing = Rule("", "", 0)
    yield "at_least", replace(rule, at_least=0), replace(nothing, at_least=rule.at_least)
    for at, line in enumerate(rule.one_of):
        rest = (*rule.one_of[:at], *rule.one_of[at + 1 :])
        yield f"one of {line}", replace(rule, one_of=rest), replace(nothing, one_of=(line,))
    for at, least in enumerate(rule.at_least_of):
        others = (*rule.at_least_of[:at], *rule.at_least_of[at + 1 :])
        yield f"at least {least}", replace(rule, at_least_of=others), replace(nothing, at_least_of=(least,))
    if rule.majority_of:
        alone = replace(nothing, majority_of=rule.majority_of)
        yield "majority", replace(rule, majority_of=frozenset()), alone
    if rule.no_majority_of:
        alone = replace(nothing, no_majority_of=rule.no_majority_of)
        yield "no majority", replace(rule, no_majority_of=frozenset()), alone


CLAUSES = [(name, *part) for name, rule in RULES.items() for part in parts(rule)]


@pytest.mark.parametrize(
    ("name", "rest", "alone"),
    [(n, r, a) for n, _, r, a in CLAUSES],
    ids=[f"{n}: {c}" for n, c, _, _ in CLAUSES],
)
def test_a_clause_that_is_negated_is_noticed(name: str, rest: Rule, alone: Rule) -> None:
    def negated(present: Members, interests: frozenset[str]) -> bool:
        held = verdict(alone, present, interests).quorate
        return verdict(rest, present, interests).quorate and not held

    assert disagreements(negated, SENTENCES[name]) > 0


def test_no_clause_of_a_rule_is_left_out_of_the_negations() -> None:
    clauses = {f.name for f in fields(Rule)} - {"body", "source", "says"}
    assert clauses == {"at_least", "one_of", "at_least_of", "majority_of", "no_majority_of"}
    assert len(CLAUSES) == 3 + 4 + 3 + 7 + 4 + 4


def changed() -> Iterator[tuple[str, str, Rule]]:
    """Rules with another number or an office less; one that another clause implies is left out."""
    implied = {"four-sites-2017-2": {-1, 1}, "four-sites-2017-3": {-1}}
    for name, rule in RULES.items():
        for by in {-1, 1} - implied.get(name, set()):
            yield name, f"at_least {by:+}", replace(rule, at_least=rule.at_least + by)
        for at, least in enumerate(rule.at_least_of):
            for by in (-1, 1):
                other = replace(least, members=least.members + by)
                swapped = (*rule.at_least_of[:at], other, *rule.at_least_of[at + 1 :])
                yield name, f"{least} {by:+}", replace(rule, at_least_of=swapped)


@pytest.mark.parametrize(
    ("name", "rule"), [(n, r) for n, _, r in changed()], ids=[f"{n}: {c}" for n, c, _ in changed()]
)
def test_a_number_that_is_changed_is_noticed(name: str, rule: Rule) -> None:
    assert disagreements(by_rule(rule), SENTENCES[name]) > 0


def test_a_deputy_is_not_counted_beside_the_member() -> None:
    deputy = Member("Dee", "executive", "chief finance officer", stands_in_for="Cyn")
    rule = Rule("", "", 2)
    both = verdict(rule, [CYN, deputy], [])
    assert not both.quorate
    assert both.left_out == ("Dee",)
    assert verdict(rule, [ADA, deputy], []).quorate
    second = Member("Des", "executive", "chief finance officer", stands_in_for="Cyn")
    assert verdict(rule, [deputy, second], []).left_out == ("Des",)
    assert verdict(rule, [deputy, second, ADA], ["Dee"]).counted == ("Des", "Ada")


def test_who_may_not_vote_is_not_counted_and_the_reasons_say_what_is_missing() -> None:
    watching = Member("Wyn", "lay", "lay chair", votes=False)
    found = verdict(RULES["dudley-2018"], [watching, CYN, DOT], ["Dot"])
    assert not found.quorate
    assert found.reasons == (
        "members who may vote and have no interest: 1; needed: 4",
        "none of lay chair or lay vice-chair may vote",
    )
    assert found.left_out == ("Wyn", "Dot")


def test_so_many_of_a_role_an_office_or_without_a_vote_may_be_asked_for() -> None:
    rule = Rule("", "", 1, at_least_of=(Minimum(2, frozenset({"lay"})),))
    assert verdict(rule, [ADA, BEA], []).quorate
    assert verdict(rule, [ADA, BEA], ["Ada"]).reasons == ("1 of the role lay may vote; 2 are needed",)
    watched = Rule("", "", 1, at_least_of=(Minimum(2, may_not_vote=True),))
    assert verdict(watched, [ADA, JON], []).reasons == (
        "1 of members who may not vote are present; 2 are needed",
    )
    assert verdict(watched, [ADA, JON, KIM], []).quorate


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("at_least: some\n", 4, "a number of members such as 4"),
        ("at_least: 1\nat_least_of:\n  - members: 2\n", 0, "which"),
    ],
)
def test_a_spoilt_rule_is_refused_with_its_place(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "rule.yaml"
    path.write_text(f"kind: quorum rule\nbody: x\nsource: y\n{text}", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_rule(path)
    assert said in str(refused.value)
    assert refused.value.problems[0].place.line == line


def test_an_unknown_rule_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(Refused, match="dudley-2018"):
        rule_of("dudley-2081")
