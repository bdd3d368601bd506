"""The grammar of conditions and formulas: its values are the oracle's, and nothing hostile gets through."""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentives.base.rounding import Rounding, Rule
from incentives.base.year import FinancialYear
from incentives.formula.nodes import (
    Add,
    AtLeast,
    Both,
    Choose,
    Divide,
    Either,
    FieldValue,
    Greatest,
    Least,
    Multiply,
    Node,
    Number,
    Opposite,
    Round,
    Subtract,
)
from incentives.formula.units import PATIENTS, PLAIN, POUNDS
from incentives.scheme.forms import grammar
from incentives.scheme.forms.grammar import Term, Words
from incentives.scheme.forms.grammar_names import SchemeNames
from incentives.scheme.forms.grammar_tokens import LONGEST
from incentives.scheme.forms.maker import Maker
from incentives.scheme.forms.misread import MisreadError
from tests.oracle.formula import Formula
from tests.oracle.text import half_up

if TYPE_CHECKING:
    from collections.abc import Callable

LISTED = {"list size": Fraction(7233), "weighted list size": Fraction(13625, 2)}


@dataclass
class Lists:
    """Two names, each a number of patients."""

    def read(self, words: Words) -> Term:
        first = words.take()
        if first.text == "weighted" and words.taken("list", "size"):
            return Term(FieldValue("weighted list size"), PATIENTS, first.column)
        if first.text == "list" and words.taken("size"):
            return Term(FieldValue("list size"), PATIENTS, first.column)
        raise MisreadError("S482", first.column, "unknown", "")


def value_of(node: Node) -> Any:
    """Work a node out: the third way, beside the engine's and the oracle's, that shares only the nodes."""
    match node:
        case Number():
            return node.value
        case FieldValue():
            return LISTED[node.name]
        case Choose():
            return value_of(node.then) if value_of(node.when) else value_of(node.otherwise)
        case Opposite():
            return not value_of(node.a)
        case Round():
            exact = value_of(node.of)
            if node.rule is Rule.HALF_UP:
                return half_up(exact, f"half up to {node.places} places")
            size = int(abs(exact) * 10**node.places)
            return Fraction(size if exact >= 0 else -size, 10**node.places)
        case Divide():
            below = value_of(node.b)
            return value_of(node.a) / below if below else value_of(node.if_nil)
    a, b = (value_of(part) for part in node.parts())
    pairs: dict[type[Node], Callable[[], Any]] = {
        Add: lambda: a + b,
        Subtract: lambda: a - b,
        Multiply: lambda: a * b,
        Least: lambda: min(a, b),
        Greatest: lambda: max(a, b),
        AtLeast: lambda: a >= b,
        Both: lambda: a and b,
        Either: lambda: a or b,
    }
    return pairs[type(node)]()


def shares(depth: int) -> st.SearchStrategy[str]:
    """Formulas without a unit."""
    leaf = st.one_of(
        st.integers(0, 20).map(str),
        st.sampled_from(["45%", "0.5", "1,000", "list size ÷ weighted list size (if nil: 0)"]),
    )
    if not depth:
        return leaf
    inner = shares(depth - 1)
    return st.one_of(
        leaf,
        st.tuples(inner, st.sampled_from(["+", "-", "*", "×"]), inner).map(" ".join),
        st.tuples(inner, inner).map(
            lambda p: f"({p[0]}) / ({p[1]} + 0 × list size ÷ list size (if nil: 0)) (if nil: 3)"
        ),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
        st.tuples(st.sampled_from(["round", "round_down"]), inner).map(lambda p: f"{p[0]}({p[1]}, 1)"),
        inner.map(lambda x: f"-({x})"),
        st.tuples(conditions(depth - 1), inner, inner).map(lambda p: f"(if {p[0]} then {p[1]} else {p[2]})"),
    )


def conditions(depth: int) -> st.SearchStrategy[str]:
    inner = shares(max(0, depth - 1))
    compared = st.tuples(inner, st.sampled_from([">=", "<=", ">", "<", "=", "≥", "≤"]), inner).map(" ".join)
    if not depth:
        return compared
    deeper = conditions(depth - 1)
    return st.one_of(
        compared,
        deeper.map(lambda x: f"not {x}"),
        st.tuples(deeper, st.sampled_from(["and", "or"]), deeper).map(lambda p: f"({' '.join(p)})"),
    )


@settings(max_examples=300, deadline=None)
@given(shares(2).filter(lambda text: len(text) <= LONGEST))
def test_a_formula_has_the_oracles_value(text: str) -> None:
    found = value_of(grammar.figure(text, PLAIN, Lists()))
    assert found == Formula(text, lambda word, _: LISTED[word]).value()


@settings(max_examples=200, deadline=None)
@given(conditions(2).filter(lambda text: len(text) <= LONGEST))
def test_a_condition_holds_where_the_oracle_says_so(text: str) -> None:
    found = value_of(grammar.condition(text, Lists()))
    assert found == Formula(text, lambda word, _: LISTED[word]).value()


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("9**9**9", "S481", 2),
        ("9 ** 9", "S481", 3),
        ("1 * " * 200 + "1", "S480", 1),
        ("(" * 300 + "1" + ")" * 90, "S480", 17),
        ("(" * 17 + "1" + ")" * 17, "S480", 17),
        ("not " * 90 + "1 >= 0", "S480", 61),
        ("if 1 >= 0 then " * 20 + "1" + " else 1" * 20, "S480", 1),
        ("-" * 390 + "1", None, 0),
        ("1" * 19, "S480", 1),
        ("__import__('os').system('true')", "S481", 17),
        ("list size.__class__", "S481", 10),
        ("lambda: 1", "S482", 1),
        ("[1][0]", "S481", 1),
        ("1; 2", "S481", 2),
        ("1 if 1 >= 0 else 2", "S481", 3),
        ("1 + \n2", "S481", 4),
        ("1 + \u202e2", "S481", 5),
        ("1e9", "S481", 2),
        ("0x1F", "S481", 2),
        ("1_000", "S481", 2),
        ("٣ + 1", "S481", 1),
        ("", "S481", 1),
        ("1 +", "S481", 4),
        ("min(1)", "S481", 1),
        ("round(1, 9)", "S481", 1),
        ("(1", "S481", 3),
        ("1 ÷ 0", "S485", 5),
        ("1 ÷ (list size ÷ list size)", "S485", 18),
        ("list size ÷ list size (if nil: £1)", "S483", 32),
        ("list size", "S484", 1),
        ("list size >= 1 patient", "S484", 1),
        ("list size + £1", "S483", 13),
        ("2 patients × 45%", "S484", 1),
        ("£5 per fortnight", "S481", 8),
        ("and", "S481", 1),
    ],
)
def test_what_is_refused_is_refused_at_its_column(text: str, code: str | None, column: int) -> None:
    began = time.perf_counter()
    if code is None:
        assert isinstance(grammar.figure(text, PLAIN, Lists()), Node)
    else:
        with pytest.raises(MisreadError) as misread:
            grammar.figure(text, PLAIN, Lists())
        assert (misread.value.code, misread.value.column) == (code, column), misread.value.message
    assert time.perf_counter() - began < 1


def test_units_are_carried_through() -> None:
    assert value_of(grammar.figure("£2 per patient × list size", POUNDS, Lists())) == 14_466
    assert value_of(grammar.figure("list size ÷ 2 patients × £1", POUNDS, Lists())) == Fraction(7233, 2)
    with pytest.raises(MisreadError, match="Pounds and patients cannot be combined"):
        grammar.condition("£1 >= list size", Lists())


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("numerater of X >= 1 patients", 'Did you mean "numerator of ..."?'),
        ("listsize >= 5 patients", 'Did you mean "list size"?'),
        ("weighted list >= 5 patients", 'Did you mean "weighted list size"?'),
        ("contract = PMS", 'Did you mean "contract is ..."?'),
        ("PLAN01 declared", 'Write "PLAN01 is declared".'),
        ("price per point >= £1 per point", 'Write the price, or add "pay_points:".'),
        ("numerator of >= 5", "Write it as the data have it; in quotes where it has spaces or other signs."),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(text: str, remedy: str) -> None:
    maker = Maker(FinancialYear(2015), None, Rounding(Rule.HALF_UP, 2))
    with pytest.raises(MisreadError) as misread:
        grammar.condition(text, SchemeNames(maker))
    assert misread.value.remedy == remedy
