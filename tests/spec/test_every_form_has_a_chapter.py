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
    restated = {int(n.removeprefix("form_")) for m in ORACLE for n in vars(m) if n.startswith("form_")}
    weights = {11}  # a target population is written as a weight of form 10, not as a form of its own
    assert chapters == restated == known | weights
