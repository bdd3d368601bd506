"""Interests of four types with their days, and what organisations hold: who has one in what, on which day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from incentives.base.problem import Refused
from incentives.compare.money import PracticeMoney, Scenario
from incentives.govern.people import Register, read_register, without_practices
from incentives.govern.standing import Gain, gains, paid_to_own
from tests.unit.govern.made_register import INTERESTS, ORGANISATIONS, PEOPLE, register_in
from tests.unit.govern.made_runs import line

if TYPE_CHECKING:
    from pathlib import Path

MEETING = date(2015, 3, 25)
PRACTICES = tuple(f"ZZ900{n}" for n in range(1, 7))


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return read_register(register_in(tmp_path))


def reached(register: Register, on: date) -> dict[str, tuple[str, ...]]:
    return {c.interest.person: c.practices for c in register.conflicts(on, PRACTICES)}


def test_an_interest_reaches_practices_through_organisations_by_their_days(register: Register) -> None:
    own = {"Ben Approver": ("ZZ9002",), "Fay Partner": ("ZZ9001",)}
    assert reached(register, MEETING) == own | {"Gus Partner": ("ZZ9003", "ZZ9004")}
    assert reached(register, date(2015, 5, 1)) == own | {"Gus Partner": ("ZZ9003", "ZZ9005")}
    assert reached(register, date(2014, 10, 31)) == own


def test_what_ended_counts_for_six_months_more(tmp_path: Path) -> None:
    ended = INTERESTS.replace("partner,2010-01-01,,", "partner,2010-01-01,2014-08-31,")
    held = read_register(register_in(tmp_path, interests=ended))
    assert "Fay Partner" in reached(held, date(2015, 2, 28))
    assert "Fay Partner" not in reached(held, date(2015, 3, 1))


def test_a_late_declaration_is_counted_from_the_interest_or_from_joining(register: Register) -> None:
    late = {i.person: register.late_by(i) for i in register.interests}
    assert late == {"Fay Partner": 0, "Gus Partner": 142, "Ben Approver": 0, "Ada Chair": 0}
    gus = next(i for i in register.interests if i.person == "Gus Partner")
    assert not gus.declared_by(MEETING)
    assert gus.declared_by(date(2015, 4, 20))


def test_an_interest_that_reaches_no_practice_is_listed(register: Register) -> None:
    assert [i.person for i in without_practices(register, PRACTICES, MEETING)] == ["Ada Chair"]


def test_organisations_that_hold_each_other_end(tmp_path: Path) -> None:
    held = read_register(
        register_in(tmp_path, organisations=ORGANISATIONS + "North Network,Federation Ltd,,\n")
    )
    assert reached(held, MEETING)["Gus Partner"] == ("ZZ9003", "ZZ9004")


def test_who_would_receive_more_is_added_up_once_a_practice(tmp_path: Path) -> None:
    twice = INTERESTS + "Fay Partner,indirect,ZZ9001,husband is a partner,2014-05-01,,2014-05-02\n"
    held = read_register(register_in(tmp_path, interests=twice))
    money = tuple(PracticeMoney(code, True, 1_000, 1_000 + n, 0, 0) for n, code in enumerate(PRACTICES))
    scenario = Scenario("every practice signs", money, {})
    assert gains(scenario, held.conflicts(MEETING, PRACTICES)) == (
        Gain("Ben Approver", ("ZZ9002",), 1_000, 1_001),
        Gain("Fay Partner", ("ZZ9001",), 1_000, 1_000),
        Gain("Gus Partner", ("ZZ9003", "ZZ9004"), 2_000, 2_005),
    )


def test_what_is_paid_to_ones_own_practices(register: Register) -> None:
    lines = [line("ZZ9003", 500), line("ZZ9003", -100, component="engagement"), line("ZZ9006", 9)]
    assert paid_to_own(register, "Gus Partner", lines, MEETING) == {"ZZ9003": 400}
    assert paid_to_own(register, "Bea Lay", lines, MEETING) == {}


def test_a_workbook_with_dates_is_the_same_register(tmp_path: Path, register: Register) -> None:
    book = Workbook()
    for name, text in (("people", PEOPLE), ("interests", INTERESTS), ("organisations", ORGANISATIONS)):
        sheet = book.create_sheet(name)
        for row in text.splitlines():
            sheet.append([_cell(text) for text in row.split(",")])
    book.save(tmp_path / "register.xlsx")
    assert read_register(tmp_path / "register.xlsx") == register


def _cell(text: str) -> object:
    return date.fromisoformat(text) if text[:4].isdigit() else text or None


@pytest.mark.parametrize(
    ("tables", "code", "said"),
    [
        ({"people": ""}, "G181", "people.csv"),
        ({"interests": INTERESTS.replace("declared_on", "declared")}, "G181", "declared_on"),
        ({"interests": INTERESTS.replace("financial", "finanical", 1)}, "G182", '"financial"'),
        ({"interests": INTERESTS.replace("2010-01-01", "1.1.10")}, "G182", "3 June 2015"),
        ({"people": PEOPLE.replace("lay,lay chair", ",lay chair")}, "G182", "no role"),
        ({"people": PEOPLE.replace("Bea Lay", "Ada Chair")}, "G183", "twice"),
        ({"interests": INTERESTS.replace("Fay Partner", "Fay Partnr")}, "G183", '"Fay Partner"'),
        ({"organisations": ORGANISATIONS.replace("2014-10-31", "2013-10-31")}, "G184", "2013-10-31"),
    ],
)
def test_a_register_that_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, tables: dict[str, str], code: str, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_register(register_in(tmp_path, **tables))
    assert {p.code for p in refused.value.problems} == {code}
    assert said in str(refused.value)
