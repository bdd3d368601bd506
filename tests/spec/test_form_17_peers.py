"""Form 17, relative to peers: all points for the best so many practices, or for the best share of them.

Source: [worked from the design; no published source found]: prescribing schemes pay against the
CCG's median. What one gains another does not get: ``check`` says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.spec.chapter import hold, pack, scheme

if TYPE_CHECKING:
    from pathlib import Path


def row(best: str, *, ties: str = "go by practice code", more: str = "") -> str:
    settings = f"form: relative to peers, points: 10, group: G, {best}, least_patients: 50, {more}"
    rest = f"fewest_practices: 3, ties: {ties}, among: every practice, weighted_by: list size only"
    return f"X: {{{settings}{rest}}}"


DATA = """
    practice | numerator | denominator
    ZZ9001   | 60        | 100
    ZZ9002   | 50        | 50
    ZZ9003   | 49        | 49
    ZZ9004   | 80        | 100
    ZZ9005   | 80        | 100
    ZZ9006   | 0         | 0
"""
"""Compared are ZZ9002 (100%), ZZ9004 and ZZ9005 (80%) and ZZ9001 (60%); ZZ9003 has too few patients."""


def points(*paid: str) -> str:
    given = dict.fromkeys((f"ZZ900{n}" for n in range(1, 7)), "0") | dict.fromkeys(paid, "10")
    # 10 points × £160.15 = £1,601.50
    pounds = {"0": "£0.00", "10": "£1,601.50"}
    return "practice | points | X\n" + "\n".join(f"{p} | {x} | {pounds[x]}" for p, x in given.items())


def test_the_best_half_of_four_is_two_and_ties_go_by_code(tmp_path: Path) -> None:
    said = "All points for the best 50% of the practices compared (higher is better), none for the others"
    hold(tmp_path, scheme(row("best: 50%")), pack(DATA), points("ZZ9002", "ZZ9004"), english=said)


def test_equal_practices_may_share_the_better_place(tmp_path: Path) -> None:
    text = scheme(row("best: 50%", ties="share the better place"))
    hold(tmp_path, text, pack(DATA), points("ZZ9002", "ZZ9004", "ZZ9005"), english="share the better place")


def test_the_share_is_taken_exactly_just_below_and_just_above_a_whole_practice(tmp_path: Path) -> None:
    # 49% of 4 is 1.96: one practice. 51% is 2.04: two. 25% is one. 24% is 0.96: none.
    for share, paid in (
        ("49%", ["ZZ9002"]),
        ("51%", ["ZZ9002", "ZZ9004"]),
        ("25%", ["ZZ9002"]),
        ("24%", []),
    ):
        hold(tmp_path, scheme(row(f"best: {share}")), pack(DATA), points(*paid))


def test_one_patient_more_than_the_least_is_compared(tmp_path: Path) -> None:
    # ZZ9007 is the fifth, at the end: 40% of 5 are 2.
    tables = pack(f"{DATA}    ZZ9007 | 0 | 51\n")
    hold(tmp_path, scheme(row("best: 40%")), tables, points("ZZ9002", "ZZ9004"))


def test_a_number_of_practices(tmp_path: Path) -> None:
    paid = points("ZZ9002", "ZZ9004", "ZZ9005")
    hold(tmp_path, scheme(row("best_practices: 3")), pack(DATA), paid, english="the best 3 practices")


def test_lower_may_be_better(tmp_path: Path) -> None:
    text = scheme(row("best: 25%", more="lower_is_better: yes, "))
    hold(tmp_path, text, pack(DATA), points("ZZ9001"), english="lower is better")


def test_fewer_practices_than_the_fewest_pay_nobody(tmp_path: Path) -> None:
    three = "\n".join(DATA.strip().splitlines()[:3]) + "\n    ZZ9004 | 80 | 100"
    two = "\n".join(DATA.strip().splitlines()[:4])
    hold(tmp_path, scheme(row("best: 34%")), pack(three), "practice | points\nZZ9002 | 10\nZZ9001 | 0")
    (tmp_path / "two").mkdir()
    hold(tmp_path / "two", scheme(row("best: 34%")), pack(two), "practice | points\nZZ9002 | 0\nZZ9001 | 0")


def test_achievement_is_compared_to_hundredths_of_a_percent(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator
        ZZ9001   | 66,664    | 100,000
        ZZ9002   | 66,665    | 100,000
        ZZ9003   | 2         | 3
        ZZ9004   | 200       | 300
    """)
    # 66.664% is 66.66%, 66.665% and two thirds are 66.67%; ZZ9003 has too few patients.
    text = scheme(row("best_practices: 1"))
    paid = "practice | points\nZZ9001 | 0\nZZ9002 | 10\nZZ9003 | 0\nZZ9004 | 0"
    hold(tmp_path, text, tables, paid)


def test_only_practices_that_signed_may_be_compared(tmp_path: Path) -> None:
    tables = pack("""
        practice | numerator | denominator | signed
        ZZ9001   | 60        | 100         | yes
        ZZ9002   | 90        | 100         | no
        ZZ9003   | 70        | 100         | yes
        ZZ9004   | 50        | 100         | yes
    """)
    text = scheme(row("best_practices: 1").replace("among: every practice", "among: practices that signed"))
    paid = "practice | points\nZZ9001 | 0\nZZ9002 | 0\nZZ9003 | 10\nZZ9004 | 0"
    hold(tmp_path, text, tables, paid, english="practices that signed with at least 50 patients")
