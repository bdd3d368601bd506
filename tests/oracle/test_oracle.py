"""The oracle is a second opinion: it shares nothing with the program, and each form reads at a glance."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).parent
MODULES = sorted(p for p in HERE.glob("*.py") if not p.name.startswith("test_"))
MOST_LINES = 8


def test_the_oracle_imports_nothing_of_the_program() -> None:
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or "."] if isinstance(node, ast.ImportFrom) else []
            assert not [n for n in names if n.split(".")[0] in {"incentives", "", "numpy", "pandas"}], (
                module.name
            )


def test_every_form_is_restated_in_at_most_eight_lines() -> None:
    trees = [ast.parse(module.read_text("utf-8")) for module in HERE.glob("forms*.py")]
    forms = {f.name: f for tree in trees for f in tree.body if isinstance(f, ast.FunctionDef)}
    for name, form in forms.items():
        body = form.body[1:]
        assert (body[-1].end_lineno or 0) - body[0].lineno + 1 <= MOST_LINES, name
