"""Every form of the closed list has its chapter here and its lines in the oracle."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

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
