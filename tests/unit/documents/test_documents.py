"""Documents say what the scheme says; what it does not say is a gap; same input, same bytes."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import docx
import pytest

from incentives.base.problem import Refused
from incentives.cli.compare import given_by
from incentives.cli.document import document as write
from incentives.compare.lines import payment_changes
from incentives.compare.money import EVERYONE
from incentives.compare.whole import Comparison, Given, comparison
from incentives.report.audience import Audience
from incentives.report.documents.kinds import KINDS, PAPER, SPECIFICATION, STATEMENT, Material, document
from incentives.report.documents.parts import Grid
from incentives.report.documents.word import word_file
from incentives.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = shipped("examples") / "barsetshire"
SCHEME, PACK, QOF = str(FOLDER / "scheme.yaml"), FOLDER / "pack", "qof-england-2015-16"
DAY = date(2015, 2, 16)


@pytest.fixture(scope="module")
def given() -> Given:
    return given_by(QOF, SCHEME, PACK, quiet=True)


@pytest.fixture(scope="module")
def found(given: Given) -> Comparison:
    return comparison(given)


def material(given: Given, found: Comparison, who: str = "ZZ9004", **changed: object) -> Material:
    scheme = replace(given.proposed, **changed)  # type: ignore[arg-type]
    audience = Audience("practice", who) if who.startswith("ZZ") else Audience(who)
    payments = payment_changes(given.base_side, given.proposed_side, who) if who.startswith("ZZ") else ()
    return Material(scheme, given.proposed_side.plan, found, audience, DAY, payments)


def text_of(content: bytes) -> str:
    made = docx.Document(io.BytesIO(content))
    cells = [c.text for t in made.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def test_a_statement_has_the_figures_of_the_comparison(given: Given, found: Comparison) -> None:
    made = document(STATEMENT, material(given, found))
    mine = next(p for p in found.money.scenario(EVERYONE).practices if p.code == "ZZ9004")
    said = text_of(word_file(made, DAY))
    for pence in (mine.base, mine.proposed, abs(mine.difference), mine.months[0], mine.months[-1]):
        assert f"£{pence / 100:,.2f}" in said
    assert "gross amounts" in said
    assert "by 16 March 2015 write to NHS Barsetshire CCG" in said


def test_the_reasons_of_a_statement_add_up_to_its_difference(given: Given, found: Comparison) -> None:
    for code in ("ZZ9001", "ZZ9004", "ZZ9014"):
        mine = next(p for p in found.money.scenario(EVERYONE).practices if p.code == code)
        changes = payment_changes(given.base_side, given.proposed_side, code)
        assert sum(c.difference for c in changes) == mine.difference
        assert sum(c.after for c in changes) == mine.proposed


def test_a_statement_names_no_other_practice(given: Given, found: Comparison) -> None:
    said = text_of(word_file(document(STATEMENT, material(given, found)), DAY))
    others = [p.code for p in found.shown.practices if p.code != "ZZ9004"]
    assert [code for code in others if code in said] == []


@pytest.mark.parametrize(
    ("kind", "without"),
    [
        (STATEMENT, "disputes"),
        (SPECIFICATION, "disputes"),
        (SPECIFICATION, "offered_by"),
        (PAPER, "governance"),
    ],
)
def test_one_fact_removed_is_one_marked_gap(given: Given, found: Comparison, kind: str, without: str) -> None:
    who = "ZZ9004" if kind == STATEMENT else "confidential"
    before = document(kind, material(given, found, who)).gaps()
    after = document(kind, material(given, found, who, **{without: None})).gaps()
    new = [g for g in after if g not in before]
    assert len(new) == 1
    made = word_file(document(kind, material(given, found, who, **{without: None})), DAY)
    assert all(str(gap) in text_of(made) for gap in after)


def test_one_figure_changed_changes_everywhere_it_stands(given: Given, found: Comparison) -> None:
    title = given.proposed.header.model_copy(update={"title": "Another name"})
    said = text_of(
        word_file(document(SPECIFICATION, material(given, found, "confidential", header=title)), DAY)
    )
    assert "Another name" in said
    assert "Barsetshire Quality Scheme" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_document_is_the_same_bytes(given: Given, found: Comparison, kind: str) -> None:
    who = "ZZ9004" if kind == STATEMENT else "confidential"
    made = [word_file(document(kind, material(given, found, who)), DAY) for _ in range(2)]
    assert made[0] == made[1]


def test_a_public_paper_names_no_practice(given: Given, found: Comparison) -> None:
    said = text_of(word_file(document(PAPER, material(given, found, "public")), DAY))
    assert [p.code for p in found.shown.practices if p.code in said] == []
    assert "Interests are in the governance papers" in said


def test_a_table_is_as_wide_as_its_headings_say(given: Given, found: Comparison) -> None:
    for kind in KINDS:
        who = "ZZ9004" if kind == STATEMENT else "confidential"
        grids = [p for p in document(kind, material(given, found, who)).parts if isinstance(p, Grid)]
        assert grids
        assert all(len(row) == len(grid.heads) for grid in grids for row in grid.rows)


def test_the_command_writes_and_names_the_gaps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "paper.docx"
    write(SCHEME, kind=PAPER, out=out, base=QOF, data=PACK)
    said = capsys.readouterr().out
    assert "gap: the recommendation" in said
    assert out.stat().st_size > 10_000
    with pytest.raises(Refused) as refused:
        write(SCHEME, kind=PAPER, out=out, base=QOF, data=PACK)
    assert [p.code for p in refused.value.problems] == ["R101"]
