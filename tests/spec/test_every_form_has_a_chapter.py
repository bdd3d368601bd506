"""Every form of the closed list has its chapter here and its lines in the oracle."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from incentives.scheme.forms import FORMS

HERE = Path(__file__).parent
ORACLE = [import_module(f"tests.oracle.{p.stem}") for p in (HERE.parent / "oracle").glob("forms*.py")]


def test_forms_chapters_and_oracle_are_the_same_list() -> None:
    known = {form.number for form in FORMS.all()}
    chapters = {int(p.name.split("_")[2]) for p in HERE.glob("test_form_*.py")}
    restated = {int(n.split("_")[1]) for m in ORACLE for n in vars(m) if n.startswith("form_")}
    values = {11, 20, 26}  # written as a value of another form: a weight, points by price, values by year
    formula = {37}  # worked out by tests/oracle/formula.py
    assert chapters == restated | formula == known | values


NO_SOURCE = "[worked from the design; no published source found]"
NAMED = re.compile(
    r"\bSFE\b|guidance|guide|\bLMC|\bBMA\b|Pulse|\bHSJ\b|PLoS|policy papers?\)|gponline|practiceindex"
    r"|NB Medical|Investment and Impact Fund|published points"
)
"""What names a document: its kind, its publisher, or the paper that docs/local gives in full."""


@pytest.mark.parametrize("path", sorted(HERE.glob("test_form_*.py")), ids=lambda p: p.stem)
def test_a_chapter_names_its_source_or_says_that_none_was_found(path: Path) -> None:
    _, _, source = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n\n")
    assert re.match(r"Sources?: ", source)
    said = " ".join(source.split())
    assert NO_SOURCE in said or NAMED.search(said), said
    assert NO_SOURCE in said or "no one document" not in said
