"""What decision-makers' practices would receive: neutral words, the reverse too, and never for the public."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from incentives.base.problem import Refused
from incentives.cli.compare import compare
from incentives.compare.interests import GROUPS, of_members
from incentives.compare.money import PracticeMoney, Scenario
from incentives.data.interests import read_interests
from tests.unit.compare.later_results import PACK, QOF, SCHEME

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = """person,role,votes,practice_code
Dr Mary Thorne,GP member,yes,ZZ9002
Dr Luke Fillgrave,GP member,yes,ZZ9005
Mrs Proudie,lay member,no,ZZ9007
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="utf-8")
    return path


def test_the_confidential_page_and_figures_have_the_statement_and_the_register(
    tmp_path: Path, register: Path
) -> None:
    compare(QOF, str(SCHEME), [PACK], out=tmp_path / "out", draws=0, interests=register)
    text = (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    data = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))
    told = text.split("Interests of those who decide")[1].split("</section>")[0]
    assert all(name in told for name in ("Dr Mary Thorne", "Mrs Proudie", "Dr Luke Fillgrave"))
    assert [i["scenario"] for i in data["interests"]] == [s["name"] for s in data["scenarios"]]
    shown = next(i for i in data["interests"] if i["scenario"] == data["shown"])
    changed = sum(
        p["difference_pence"] for p in data["practices"] if p["practice_code"] in ("ZZ9002", "ZZ9005")
    )
    assert f"£{changed / 100:,.2f} " in shown["statement"]
    assert shown["statement"] in told
    assert "unusual" not in told


def test_interests_are_refused_for_any_other_audience_and_nothing_is_written(
    tmp_path: Path, register: Path
) -> None:
    for audience in ("public", "ZZ9002"):
        with pytest.raises(Refused) as refused:
            compare(QOF, str(SCHEME), [PACK], out=tmp_path / "out", audience=audience, interests=register)
        assert {p.code for p in refused.value.problems} == {"R121"}
    assert not (tmp_path / "out").exists()


def test_a_practice_that_nobody_knows_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER.replace("ZZ9005", "ZZ905"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        compare(QOF, str(SCHEME), [PACK], draws=0, interests=path)
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.line) == ("C152", 3)
    assert problem.remedy.startswith("Did you mean")


def test_a_person_with_two_practices_has_two_rows(register: Path) -> None:
    register.write_text(REGISTER + "Dr Mary Thorne,GP member,Yes,ZZ9008\n", encoding="utf-8")
    mine = [i.practice for i in read_interests(register) if i.person == "Dr Mary Thorne" and i.votes]
    assert mine == ["ZZ9002", "ZZ9008"]


def scenario(*differences: int) -> Scenario:
    rows = tuple(
        PracticeMoney(f"P{n}", signs=True, base=1_000, proposed=1_000 + d, ours=0, protected=0)
        for n, d in enumerate(differences)
    )
    return Scenario("every practice signs", rows, {})


def test_the_reverse_is_told_and_random_groups_are_counted() -> None:
    found = of_members(scenario(-50, 30, 10, 10, 0), {"P0", "P1"})
    assert (found.difference, found.less) == (-20, ("P0",))
    assert "£0.20 (1.0%) less; all practices together 0.0% more" in found.statement()
    assert of_members(scenario(100, 0, 0, 0), {"P0"}).as_much < GROUPS / 2
    assert of_members(scenario(5, 5, 5), {"P0", "P1"}).as_much == GROUPS
