"""A decision is kept as it stood; what stands against it is said; a scheme edited later is another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.govern.decisions import (
    Meeting,
    decided,
    decisions,
    declared_after,
    read_attendance,
    register_line,
)
from incentives.govern.ledger import Ledger
from incentives.govern.people import read_register
from incentives.govern.proof import proven
from incentives.govern.quorum import rule_of
from incentives.govern.standing import Gain
from incentives.scheme.model import ASSURANCE
from tests.unit.govern.made_register import ATTENDANCE, INTERESTS, attendance_in, register_in
from tests.unit.govern.made_runs import ANA, BEN, CAT, DAY, DELEGATION, line, run

if TYPE_CHECKING:
    from pathlib import Path

MEETING = date(2015, 3, 25)
PRACTICES = tuple(f"ZZ900{n}" for n in range(1, 7))


def meeting(folder: Path, attendance: str = ATTENDANCE, **other: object) -> Meeting:
    made = Meeting(
        scheme="barsetshire-2015-16",
        title="Barsetshire Quality Scheme 2015/16",
        year="2015/16",
        version="v1",
        comparison="c" * 64,
        data="d" * 64,
        minute="PCCC/15/12",
        on=MEETING,
        by=ANA,
        rule_name="dudley-2018",
        rule=rule_of("dudley-2018"),
        register=read_register(register_in(folder)),
        attended=read_attendance(attendance_in(folder, attendance)),
        practices=PRACTICES,
        pence=340_044_362,
        gains=(Gain("Fay Partner", ("ZZ9001",), 100, 90),),
        assurance=dict.fromkeys(ASSURANCE, ""),
    )
    return replace(made, **other)  # type: ignore[arg-type]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.db", DELEGATION)


def codes(ledger: Ledger, what: Meeting) -> list[str]:
    with pytest.raises(Refused) as refused:
        decided(ledger, what)
    assert decisions(ledger.entries()) == ()
    return [p.code for p in refused.value.problems]


def test_a_decision_is_entered_with_all_that_an_auditor_asks(ledger: Ledger, tmp_path: Path) -> None:
    done = decided(ledger, meeting(tmp_path))
    (kept,) = decisions(ledger.entries())
    assert kept == done
    said = done.content
    assert (done.number, done.carried, said["against"]) == (1, True, [])
    assert said["votes"] == {"for": 3, "against": 1, "abstained": 0}
    assert said["quorum"]["quorate"]
    assert said["quorum"]["says"].startswith("at least four members")
    assert said["quorum"]["counted"] == ["Ada Chair", "Bea Lay", "Cyn Finance", "Dot Nurse"]
    managed = {i["person"]: i["managed"] for i in said["interests"]}
    assert managed == {
        "Ben Approver": "was not at the meeting",
        "Fay Partner": "left the room",
        "Gus Partner": "stayed and did not vote",
    }
    assert [i["difference_pence_of_all_the_persons_practices"] for i in said["interests"]] == [
        None,
        -10,
        None,
    ]
    assert proven(ledger.store) == ()


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("Dot Nurse,yes,,,,against", "Dot Nurse,no,,,,", ["G185"]),
        ("Fay Partner,yes,,,yes,", "Fay Partner,yes,,,,for", ["G186"]),
        ("Gus Partner,yes,,yes,,", "Gus Partner,yes,,,,", ["G187"]),
        ("Gus Partner,yes,,yes,,", "Gus Partner,yes,,,,for", ["G186", "G187"]),
        ("Gus Partner,yes,,yes,,", "Gus Partner,yes,,,yes,", []),
        ("Jon Healthwatch,yes,,,,", "Jon Healthwatch,yes,,,,for", ["G188"]),
        ("Fay Partner,yes,,,yes,", "Fay Partner,yes,,,yes,for", ["G188"]),
        ("Jon Healthwatch", "Joan Healthwatch", ["G183"]),
    ],
)
def test_what_stands_against_a_decision_is_refused(
    ledger: Ledger, tmp_path: Path, was: str, now: str, expected: list[str]
) -> None:
    assert was in ATTENDANCE
    what = meeting(tmp_path, ATTENDANCE.replace(was, now))
    if expected:
        assert codes(ledger, what) == expected
    else:
        assert decided(ledger, what).carried


def test_it_is_entered_as_it_happened_where_a_reason_is_given(ledger: Ledger, tmp_path: Path) -> None:
    what = meeting(tmp_path, ATTENDANCE.replace("Gus Partner,yes,,yes,,", "Gus Partner,yes,,,,for"))
    done = decided(ledger, what, "reported as a breach on 2 May 2015")
    assert done.content["all_the_same"] == "reported as a breach on 2 May 2015"
    assert done.content["against"] == [
        'Gus Partner voted "for" with an interest in ZZ9003 and ZZ9004.',
        "Gus Partner's interest in Federation Ltd was declared on 20 April 2015, after the vote.",
    ]
    strangers = meeting(tmp_path, ATTENDANCE.replace("Jon Healthwatch", "Joan Healthwatch"))
    with pytest.raises(Refused):
        decided(ledger, strangers, "all the same")


def test_a_member_whose_time_has_ended_has_no_vote(ledger: Ledger, tmp_path: Path) -> None:
    later = meeting(
        tmp_path,
        ATTENDANCE.replace("Gus Partner,yes,,yes,,", "Gus Partner,yes,,,,abstained"),
        on=date(2016, 1, 5),
    )
    assert codes(ledger, later) == ["G188"]


def test_a_scheme_edited_after_the_decision_is_neither_approved_nor_released(
    ledger: Ledger, tmp_path: Path
) -> None:
    decided(ledger, meeting(tmp_path))
    as_decided = run([line("ZZ9001", 100)])
    edited = replace(as_decided, version="v2")
    for what in (as_decided, edited):
        ledger.prepare(what)
    ledger.approve(as_decided, BEN, DAY)
    with pytest.raises(Refused) as refused:
        ledger.approve(edited, BEN, DAY)
    assert [p.code for p in refused.value.problems] == ["G189"]
    assert "PCCC/15/12" in str(refused.value)
    decided(ledger, meeting(tmp_path, version="v2", minute="PCCC/15/20"))
    with pytest.raises(Refused) as refused:
        ledger.release(as_decided, CAT, DAY)
    assert [p.code for p in refused.value.problems] == ["G189"]
    ledger.approve(edited, BEN, DAY)
    assert len(ledger.release(edited, CAT, DAY).paid) == 1


@pytest.mark.parametrize(
    ("attendance", "why"),
    [
        (ATTENDANCE.replace(",for", ",against"), "was not carried"),
        (ATTENDANCE.replace("Dot Nurse,yes,,,,against", "Dot Nurse,no,,,,"), "was not quorate"),
    ],
)
def test_where_no_decision_stands_nothing_is_approved_and_an_earlier_one_goes_on_standing(
    ledger: Ledger, tmp_path: Path, attendance: str, why: str
) -> None:
    void = meeting(tmp_path, attendance, version="v9")
    decided(ledger, void, "entered as it happened")
    first, ninth = (replace(run([line("ZZ9001", 100)]), version=v) for v in ("v1", "v9"))
    for what in (first, ninth):
        ledger.prepare(what)
        with pytest.raises(Refused, match=why):
            ledger.approve(what, BEN, DAY)
    decided(ledger, meeting(tmp_path))
    decided(ledger, void, "entered as it happened")
    ledger.approve(first, BEN, DAY)
    with pytest.raises(Refused, match="PCCC/15/12"):
        ledger.approve(ninth, BEN, DAY)


def test_a_vote_with_an_interest_does_not_count(ledger: Ledger, tmp_path: Path) -> None:
    tie = ATTENDANCE.replace("Cyn Finance,yes,,,,for", "Cyn Finance,yes,,,,against")
    voted = tie.replace("Fay Partner,yes,,,yes,", "Fay Partner,yes,,,,for")
    done = decided(ledger, meeting(tmp_path, voted), "entered as it happened")
    assert done.content["votes"] == {"for": 3, "against": 2, "abstained": 0}
    assert done.content["votes_that_count"] == {"for": 2, "against": 2, "abstained": 0}
    assert not done.carried


def test_the_line_of_the_register_of_procurement_decisions(ledger: Ledger, tmp_path: Path) -> None:
    assurance = {"procurement_route": "single tender: list-based services"}
    said = register_line(decided(ledger, meeting(tmp_path, assurance=assurance)))
    assert said["worth"] == "£3,400,443.62"
    assert said["outcome"] == "carried: for 3, against 1, abstained 0"
    assert said["who_decided"] == "Ada Chair, Bea Lay, Cyn Finance, Dot Nurse"
    assert "Fay Partner (financial, ZZ9001): left the room" in said["interests_and_how_managed"]
    assert said["procurement_route"] == "single tender: list-based services"
    assert said["stands_against_it"] == "nothing"


def test_an_interest_that_comes_out_after_the_decision_is_named(ledger: Ledger, tmp_path: Path) -> None:
    done = decided(ledger, meeting(tmp_path))
    assert declared_after(done, read_register(register_in(tmp_path)), PRACTICES) == ()
    more = INTERESTS + "Bea Lay,personal,ZZ9006,sister is a partner,2015-01-01,,2015-06-01\n"
    (late,) = declared_after(done, read_register(register_in(tmp_path, interests=more)), PRACTICES)
    assert (late.person, late.declared_on) == ("Bea Lay", "2015-06-01")


def test_somebody_twice_in_the_attendance_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_attendance(attendance_in(tmp_path, ATTENDANCE + "Bea Lay,yes,,,,for\n"))
    assert [p.code for p in refused.value.problems] == ["G183"]
    assert refused.value.problems[0].place.line == 9


@pytest.mark.parametrize("what", ["approve", "release", "correct"])
def test_who_has_an_interest_neither_approves_nor_releases(tmp_path: Path, what: str) -> None:
    bound = replace(DELEGATION, register=read_register(register_in(tmp_path)))
    ledger, free = (Ledger(tmp_path / "ledger.db", d) for d in (bound, DELEGATION))
    of_ben = run([line("ZZ9002", 100)])
    ledger.prepare(of_ben)
    by = {"prepared_by": ANA, "approved_by": BEN, "dated": DAY}
    if what == "correct":
        free.approve(of_ben, BEN, DAY)
        free.release(of_ben, CAT, DAY)
    tried = {
        "approve": lambda: ledger.approve(of_ben, BEN, DAY),
        "release": lambda: ledger.release(of_ben, BEN, DAY),
        "correct": lambda: ledger.correct(of_ben.lines[0].reference, -1, "mended", by),
    }
    with pytest.raises(Refused) as refused:
        tried[what]()  # type: ignore[no-untyped-call]
    (problem,) = refused.value.problems
    assert problem.code == "G190"
    assert "ZZ9002" in problem.message
    assert problem.remedy.startswith("It may be done by: ")
    assert BEN not in problem.remedy
