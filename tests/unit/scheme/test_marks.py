"""YAML to a tree of text with places, and what is refused on the way."""

from __future__ import annotations

import pytest

from incentives.base.problem import Refused
from incentives.scheme.marks import Group, Items, Scalar, read_tree


def test_every_value_keeps_its_line_and_column() -> None:
    tree, problems = read_tree("a: x\nb:\n  - {c: 1, d: £2}\n", "s.yaml")
    listed = tree.get("b")
    assert isinstance(listed, Items)
    group = listed.items[0]
    assert isinstance(group, Group)
    value = group.get("d")
    assert isinstance(value, Scalar)
    assert (value.text, value.place.line, value.place.column) == ("£2", 3, 15)
    assert value.place.excerpt == "  - {c: 1, d: £2}"
    assert problems == ()


def test_comma_in_braces_says_what_is_read_and_is_told_once() -> None:
    _, problems = read_tree("budget: {limit: £4,200,000, contingency: 2%}\n", "s.yaml")
    assert [p.message for p in problems] == ["Inside braces a comma ends the value, so this reads as £4."]


def test_quoted_amount_in_braces_is_one_value() -> None:
    tree, problems = read_tree('budget: {limit: "£4,200,000"}\n', "s.yaml")
    budget = tree.get("budget")
    assert isinstance(budget, Group)
    assert budget.text("limit") == "£4,200,000"
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: b: c\n", "A second colon stands here, after a value."),
        ("a: {b: c\n", "Braces are not closed."),
        ("a: [b, c\n", "Brackets are not closed."),
        ('a: "b\n', "Quotes are not closed."),
        ("a:\n\tb: c\n", "A tab stands here."),
        ("a: @b\n", 'Text cannot begin with "@".'),
        ("a: *\n", "Text cannot begin with * or &."),
        ("a: - b\n", "A dash stands after a colon, on the same line."),
        ("a: ,\n", "A value is missing before this sign."),
        ("a: b\n c: d\n", "A second colon stands here, after a value."),
        ("  a: b\nc: d\n", "This line begins further left than the first line of the file."),
        ("a:\n  - b\n  c: d\n", "This line stands in a list but does not begin with a dash."),
        ("a: b\nc\nd: e\n", "This line has no colon after its word."),
        ("{a: b}: c\n", "Braces or brackets stand where the word of a setting is expected."),
    ],
)
def test_line_that_cannot_be_read_is_named_for_what_it_is(text: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        read_tree(text, "s.yaml")
    assert [p.message for p in refused.value.problems] == [message]


@pytest.mark.parametrize("text", ["a: &x b\n", "a: !!int 3\n", "b: {<<: c}\n", "a: !local x\n"])
def test_marks_for_sharing_and_retyping_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_tree(text, "s.yaml")
    assert {p.code for p in refused.value.problems} == {"S108"}


def test_bomb_of_aliases_is_refused_without_being_expanded() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    with pytest.raises(Refused):
        read_tree("\n".join(lines), "s.yaml")
