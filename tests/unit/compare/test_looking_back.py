"""Two national years side by side: each its own run, renumbered codes followed, and labelled everywhere."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from incentives.base.problem import Refused
from incentives.calculate import calculate
from incentives.cli.compare import compare, given_across
from incentives.cli.loading import sound_plan, worked_out
from incentives.cli.made_up import made_up
from incentives.compare.looking_back import LABEL
from incentives.compare.money import EVERYONE, received
from incentives.compare.quality import DROPPED, KEPT
from incentives.compare.whole import comparison
from incentives.data.synthetic import write_pack
from incentives.scheme.predecessors import predecessors

if TYPE_CHECKING:
    from pathlib import Path

    from incentives.compare.whole import Comparison

PAIRS = (("qof-england-2013-14", "qof-england-2014-15"), ("qof-england-2024-25", "qof-england-2025-26"))
FIRST, SECOND = PAIRS[0]


def packs(folder: Path, base: str, proposed: str) -> list[Path]:
    """Write the synthetic CCG in both years."""
    first, second = (sound_plan(name)[0] for name in (base, proposed))
    made = made_up(first, second, {**predecessors(base), **predecessors(proposed)})
    for pack, name in zip(made, ("first", "second"), strict=True):
        write_pack(pack, folder / name)
    return [folder / "first", folder / "second"]


@pytest.fixture(scope="module", params=PAIRS, ids=["2014-15", "2025-26"])
def found(request: pytest.FixtureRequest) -> tuple[tuple[str, str], Comparison]:
    return request.param, comparison(given_across(request.param))


def test_each_year_is_its_own_run_to_the_penny(
    found: tuple[tuple[str, str], Comparison], tmp_path: Path
) -> None:
    named, looked = found
    everyone = looked.money.scenario(EVERYONE)
    runs = [worked_out(n, p, quiet=True)[2] for n, p in zip(named, packs(tmp_path, *named), strict=True)]
    before, after = (received(calculate(r.plan, r.binding)) for r in runs)
    assert [p.base for p in everyone.practices] == list(before)
    assert [p.proposed for p in everyone.practices] == list(after)
    assert everyone.difference == sum(after) - sum(before)
    assert [s.name for s in looked.answers] == [EVERYONE]


def test_no_renumbered_code_counts_as_dropped(found: tuple[tuple[str, str], Comparison]) -> None:
    (base, proposed), looked = found
    status = {o.facts.id: o.facts.status for o in looked.outlooks}
    after = {i.id: i for i in sound_plan(proposed)[0].indicators}
    renumbered = {
        i.terms.successor_of: i.id
        for i in after.values()
        if i.terms.successor_of in status and i.terms.successor_of not in after
    }
    assert renumbered
    assert {status[code] for code in renumbered} == {KEPT}
    dropped = [o for o in looked.outlooks if o.facts.status == DROPPED]
    assert len(dropped) == {FIRST: 40}.get(base, 32)
    assert len(status) == len(sound_plan(base)[0].indicators)


def test_the_label_and_what_was_assumed_stand_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for audience in ("public", "confidential", "ZZ9001"):
        out = tmp_path / audience
        compare(FIRST, SECOND, across_years=True, made_up=True, draws=0, out=out, audience=audience)
        text = (out / "comparison.html").read_text(encoding="utf-8")
        assert text.count(LABEL) >= 3
        assert "The practices and their results are made up in both years." in text
    assert capsys.readouterr().out.count(LABEL.upper()) == 3
    data = json.loads((tmp_path / "confidential" / "comparison.json").read_text(encoding="utf-8"))
    assert data["looking_back"]["label"] == LABEL
    assert data["looking_back"]["years"] == ["2013/14", "2014/15"]
    assert any("AF003 is AF005" in sentence for sentence in data["looking_back"]["assumed"])
    book = load_workbook(tmp_path / "confidential" / "comparison.xlsx")
    assert book["Two years"]["A2"].value == LABEL
    assert LABEL in [row[0].value for row in book["About"].iter_rows()]


def test_a_public_look_back_names_no_practice(tmp_path: Path) -> None:
    compare(FIRST, SECOND, across_years=True, made_up=True, draws=0, out=tmp_path / "out", audience="public")
    text = (tmp_path / "out" / "comparison.html").read_text(encoding="utf-8")
    folder = packs(tmp_path, FIRST, SECOND)[0]
    with (folder / "practices.csv").open(encoding="utf-8", newline="") as file:
        names = [row[key] for row in csv.DictReader(file) for key in ("practice_code", "name", "payee")]
    assert len(names) == 120
    assert [name for name in names if name in text] == []


@pytest.mark.long
def test_written_packs_give_what_made_up_ones_do(tmp_path: Path) -> None:
    on_files = comparison(given_across(PAIRS[0], tuple(packs(tmp_path, *PAIRS[0]))))
    in_memory = comparison(given_across(PAIRS[0]))
    assert on_files.money == in_memory.money
    assert on_files.looking_back is not None
    assert not any("made up" in s for s in on_files.looking_back.assumed)


def refused(*arguments: object, **options: object) -> str:
    with pytest.raises(Refused) as problems:
        compare(*arguments, draws=0, **options)  # type: ignore[arg-type]
    (problem,) = problems.value.problems
    return f"{problem.code}: {problem.message} {problem.remedy}"


def test_schemes_of_different_years_are_refused_with_the_way_to_look_back(tmp_path: Path) -> None:
    said = refused(FIRST, SECOND, [tmp_path], out=tmp_path / "out")
    assert said.startswith("C150: The schemes are of different years, 2013/14 and 2014/15.")
    assert "--across-years and --data twice: of 2013/14, then of 2014/15" in said
    assert not (tmp_path / "out").exists()


def test_the_wrong_order_other_nations_and_too_few_data_are_refused(tmp_path: Path) -> None:
    across = {"across_years": True, "out": tmp_path / "out"}
    assert "Name the earlier year's scheme first" in refused(SECOND, FIRST, made_up=True, **across)
    said = refused(FIRST, "qof-scotland-2014-15", made_up=True, **across)
    assert "different nations, England and Scotland" in said
    assert refused(FIRST, SECOND, [tmp_path], **across).startswith("C210: Practice data are given once.")
    assert refused(FIRST, SECOND, **across).startswith("C210: Practice data are not given.")
    assert refused(FIRST, SECOND, [tmp_path], made_up=True, **across).startswith("C210")
    assert refused(FIRST, FIRST, made_up=True).startswith("C210: --made-up")
    assert not (tmp_path / "out").exists()


def test_practices_of_one_year_alone_are_named(tmp_path: Path) -> None:
    both = packs(tmp_path, FIRST, SECOND)
    for table in ("practices", "counts", "measures", "baseline"):
        path = both[1] / f"{table}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "ZZ9040" not in line), encoding="utf-8")
    said = refused(FIRST, SECOND, both, across_years=True, out=tmp_path / "out")
    assert said.startswith("C160: The two sets of practice data hold other practices: ZZ9040 in one")
    assert "leave out of both what opened, closed or merged" in said
    assert not (tmp_path / "out").exists()


def test_data_that_lack_an_indicator_of_either_year_are_refused_naming_it(tmp_path: Path) -> None:
    both = packs(tmp_path, FIRST, SECOND)
    for folder, code in zip(both, ("CHD003", "AF005"), strict=True):
        path = folder / "counts.csv"
        whole = path.read_text(encoding="utf-8")
        rows = whole.splitlines(keepends=True)
        path.write_text("".join(r for r in rows if f",{code}," not in r), encoding="utf-8")
        with pytest.raises(Refused) as problems:
            compare(FIRST, SECOND, both, across_years=True, out=tmp_path / "out", draws=0)
        assert any(code in str(p) and p.remedy for p in problems.value.problems)
        assert not (tmp_path / "out").exists()
        path.write_text(whole, encoding="utf-8")
