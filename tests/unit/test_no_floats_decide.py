"""``round`` and ``float`` decide nothing: they stand in annotations of estimates at most."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "incentives"
MODULES = sorted(path for folder in ("calculate", "formula") for path in (PACKAGE / folder).rglob("*.py"))
BANNED = {"round", "float"}


class _WithoutAnnotations(ast.NodeTransformer):
    """Drops annotations, where ``float`` says that something is an estimate."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        return ast.Expr(self.visit(node.value)) if node.value else ast.Pass()

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        self.generic_visit(node)
        return node


def uses(source: str) -> list[str]:
    """Return where a module uses one of the two, outside annotations."""
    tree = _WithoutAnnotations().visit(ast.parse(source))
    names = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in BANNED]
    return [f"line {n.lineno}: {n.id}" for n in names]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_round_and_no_float(path: Path) -> None:
    assert uses(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source", ["x = round(y)", "x = float(y)", "a.astype(float)", "x: int = round(y)", "map(float, xs)"]
)
def test_the_search_sees_a_use(source: str) -> None:
    assert len(uses(source)) == 1


def test_the_search_lets_an_annotation_be() -> None:
    assert uses("def f(error: float) -> tuple[int, float]:\n    off: float = 0.0\n    return 0, off") == []


def test_both_packages_are_searched() -> None:
    assert {path.parent.name for path in MODULES} >= {"calculate", "formula"}
