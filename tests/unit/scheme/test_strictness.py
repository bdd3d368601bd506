"""What YAML forbids and its usual parser lets pass is refused; what looks like it and is allowed, is read."""

from __future__ import annotations

import pytest

from incentives.base.problem import Refused
from incentives.scheme.marks import read_tree


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title: "x"# remark', "follows on a value without a blank"),
        ("list: [a,# remark\n  b]", "follows on a value without a blank"),
        ("list: [a, b]# remark", "follows on a value without a blank"),
        ("title: ># remark\n  x", "follows on a value without a blank"),
        ("list: [a,\nb]", "further in than its word"),
        ('group:\n  title: "a\n  b"', "further in than its word"),
        ("list: [\n  a,\n]", "further in than its word"),
    ],
)
def test_forbidden_text_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_tree(text, "scheme.yaml")
    assert said in refused.value.problems[0].message
    assert refused.value.problems[0].place.line > 0


@pytest.mark.parametrize(
    "text",
    [
        "title: x#y # remark",
        "# first\ntitle: é # remark\n# last",
        "list: [a, # remark\n  b]\n",
        "title: >\n  # no remark\n  x",
        'title: "a # b"\nother: c',
        "{title: [a,\n b]}",
        'group:\n  title: "a\n\n   b"\n  other: c#d',
    ],
)
def test_allowed_text_is_read(text: str) -> None:
    assert read_tree(text, "scheme.yaml")[0].entries


def test_a_last_line_without_an_end_is_read_as_one_with_it() -> None:
    assert read_tree("a: |\n  x\n   ", "s")[0].get("a") == read_tree("a: |\n  x\n   \n", "s")[0].get("a")
