"""Documents say what the scheme and the comparison say; same input, same bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import docx
import pytest

from incentives.base.problem import Refused
from incentives.cli.document import document as write
from incentives.compare.lines import payment_changes
from incentives.compare.money import EVERYONE
from incentives.report.documents.cash import Month, cash, months, shortfall
from incentives.report.documents.kinds import KINDS, PAPER, SPECIFICATION, STATEMENT, document
from incentives.report.documents.parts import Gap, Grid, listed, says
from incentives.report.documents.statement import GROSS, figures_of
from incentives.report.documents.word import together, word_file
from tests.unit.documents.county import DAY, PACK, PRACTICE, QOF, SCHEME, County, text_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_statement_has_the_figures_of_the_comparison(barsetshire: County) -> None:
    mine = next(p for p in barsetshire.found.money.scenario(EVERYONE).practices if p.code == PRACTICE)
    said = text_of(word_file(barsetshire.made(STATEMENT), DAY))
    for pence in (mine.base, mine.proposed, abs(mine.difference), mine.months[0], mine.months[-1]):
        assert f"£{pence / 100:,.2f}" in said


def test_a_statement_begins_with_gross_and_ends_with_what_to_do(barsetshire: County) -> None:
    parts = barsetshire.made(STATEMENT).parts
    assert parts[0] == says(GROSS)
    assert GROSS == (
        "These are gross amounts. NHS pension contributions and LMC levies are taken by the payment agency "
        "and are not shown here."
    )
    last = "".join(str(p) for p in parts[-1].parts)  # type: ignore[union-attr]
    assert last.startswith("If you disagree: by 16 March 2015 to NHS Barsetshire CCG")


def test_cash_by_month_adds_up_to_both_totals(barsetshire: County) -> None:
    for code in ("ZZ9001", "ZZ9004", "ZZ9014"):
        material = barsetshire.material(code)
        mine = figures_of(material)
        found = months(mine, barsetshire.given.proposed_side.plan, barsetshire.given.base_side.plan)
        assert [m.day.isoformat()[:7] for m in found][:: len(found) - 1] == ["2015-04", "2016-06"]
        assert len(found) == 15
        assert sum(m.ours for m in found) == mine.proposed
        assert sum(m.staying for m in found) == mine.base
        assert found[-1].running == mine.difference


def test_a_pms_statement_shows_qof_before_and_after_the_deduction(barsetshire: County) -> None:
    text = document(STATEMENT, barsetshire.material("ZZ9005")).text()
    mine = figures_of(barsetshire.material("ZZ9005"))
    assert barsetshire.found.standings["ZZ9005"].contract == "PMS"
    assert "before the deduction of £9,317.31 for your contract" in text
    assert f"£{(mine.base + 931_731) / 100:,.2f}" in text
    assert "deduction of" not in barsetshire.made(STATEMENT).text()


def test_qof_that_goes_on_beside_the_scheme_is_in_both_columns(barsetshire: County) -> None:
    mine = figures_of(barsetshire.material(PRACTICE))
    beside = replace(mine, proposed=mine.base + 400_000, months=(*(0 for _ in mine.months[1:]), 400_000))
    plans = barsetshire.given.proposed_side.plan, barsetshire.given.base_side.plan
    found = months(beside, *plans)
    assert sum(m.ours for m in found) == beside.proposed
    assert found[0].ours == found[0].staying == mine.base_months[0]
    assert "CQRS goes on paying is in both columns" in cash(beside, *plans)[0].caption  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ((0, 5, -5), "The largest shortfall in any month is £0.05, in June 2015; taking the months together"),
        ((-100, -250, 400), "is £2.50, in May 2015; taking the months together you would be behind by at"),
        ((0, 1, 2), "In no month would you receive less than by staying on national QOF."),
    ],
)
def test_the_largest_shortfall_is_said(differences: tuple[int, ...], said: str) -> None:
    days = [DAY.replace(month=4 + at, day=1) for at in range(3)]
    found = [
        Month(day, 1000 + pence, 1000, sum(differences[: at + 1]))
        for at, (day, pence) in enumerate(zip(days, differences, strict=True))
    ]
    assert said in shortfall(found)
    if differences[0] == -100:
        assert "at most £3.50, at the end of May 2015" in shortfall(found)


def test_the_reasons_of_a_statement_add_up_to_its_difference(barsetshire: County) -> None:
    for code in ("ZZ9001", "ZZ9004", "ZZ9014"):
        mine = next(p for p in barsetshire.found.money.scenario(EVERYONE).practices if p.code == code)
        changes = payment_changes(barsetshire.given.base_side, barsetshire.given.proposed_side, code)
        assert sum(c.difference for c in changes) == mine.difference
        assert sum(c.after for c in changes) == mine.proposed


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_document_is_the_same_bytes(barsetshire: County, kind: str) -> None:
    made = barsetshire.made(kind)
    assert word_file(made, DAY) == word_file(made, DAY)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_and_every_gap_of_a_document_stands_in_its_file(barsetshire: County, kind: str) -> None:
    made = barsetshire.made(kind)
    said = text_of(word_file(made, DAY))
    assert [str(part) for part in made.said() if str(part) not in said] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_is_as_wide_as_its_headings_say(barsetshire: County, kind: str) -> None:
    grids = [p for p in barsetshire.made(kind).parts if isinstance(p, Grid)]
    assert all(len(row) == len(grid.heads) for grid in grids for row in grid.rows)


def test_letters_together_keep_each_its_own_header(barsetshire: County) -> None:
    made = [document("sign-up-form", barsetshire.material(code)) for code in ("ZZ9001", "ZZ9002")]
    file = docx.Document(io.BytesIO(together(made, DAY)))
    heads = [section.header.paragraphs[0].text for section in file.sections]
    assert [head.rpartition("practice ")[2] for head in heads] == ["ZZ9001 only", "ZZ9002 only"]


def test_a_gap_says_what_is_missing_and_how_it_is_filled() -> None:
    assert str(Gap("the notice", "exit: notice")) == "[GAP: the notice. Write it under exit: notice.]"
    assert str(Gap("who signs", "--signed-by")) == "[GAP: who signs. Give it with --signed-by.]"
    assert listed([("a", Gap("b", "c"))]).items[0][1] == Gap("b", "c")


def test_the_command_writes_and_names_the_gaps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "paper.docx"
    write(SCHEME, kind=PAPER, out=out, base=QOF, data=PACK)
    assert "the recommendation" in capsys.readouterr().out
    assert out.stat().st_size > 10_000
    with pytest.raises(Refused) as refused:
        write(SCHEME, kind=PAPER, out=out, base=QOF, data=PACK)
    assert [p.code for p in refused.value.problems] == ["R101"]


def test_a_specification_needs_no_practice_data(tmp_path: Path) -> None:
    write(SCHEME, kind=SPECIFICATION, out=tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [
        "barsetshire-2015-16-scheme-specification-confidential.docx"
    ]
